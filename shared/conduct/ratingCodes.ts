/**
 * Ratings in the codes of others, for exports alone. Two official orders of
 * levels exist, opposite to each other, and two lists of channels; which one a
 * receiver wants is said with every export.
 */
import type { Level, RatingChannel } from './rating.ts'

/** `national`: GB/T 39046-2020 table A.8, 1 = 非常满意 … 5 = 非常不满意. `provincial`: the upload interface, 5 = 非常满意 … 1 = 非常不满意. */
export const codeOrders = ['national', 'provincial'] as const
export type CodeOrder = (typeof codeOrders)[number]

const nationalCodes = {
  verySatisfied: '1',
  satisfied: '2',
  basicallySatisfied: '3',
  dissatisfied: '4',
  veryDissatisfied: '5',
} as const satisfies Record<Level, string>

const provincialCodes = {
  verySatisfied: '5',
  satisfied: '4',
  basicallySatisfied: '3',
  dissatisfied: '2',
  veryDissatisfied: '1',
} as const satisfies Record<Level, string>

/** A level in a receiver's order. */
export function levelCode(level: Level, order: CodeOrder): string {
  switch (order) {
    case 'national':
      return nationalCodes[level]
    case 'provincial':
      return provincialCodes[level]
  }
}

/** Lists of channel codes: `a` ends with 6 phone and 7 short message, `b` with 6 short message and 7 system default. */
export const channelLists = ['a', 'b'] as const
export type ChannelList = (typeof channelLists)[number]

/** A channel in a receiver's list; undefined where that list has no word for it, so that nothing is sent as something else. */
export function channelCode(channel: RatingChannel, list: ChannelList): string | undefined {
  switch (channel) {
    case 'pc':
      return '1'
    case 'mobile':
      return '2'
    case 'qr':
      return '3'
    case 'pad':
      return '4'
    case 'rater':
    case 'kiosk':
    case 'otherDevice':
      return '5'
    case 'phone':
      return list === 'a' ? '6' : undefined
    case 'sms':
      return list === 'a' ? '7' : '6'
    case 'systemDefault':
      return list === 'b' ? '7' : undefined
  }
}
