/**
 * Goal: what leaves the hall is what the receiver means by it. Method: both
 * published tables written out once more, from the standards and not from the code.
 */
import { describe, expect, it } from 'vitest'
import { levels, ratingChannels } from './rating.ts'
import { channelCode, channelLists, codeOrders, levelCode } from './ratingCodes.ts'

const published = {
  // GB/T 39046-2020 table A.8
  national: { '1': '非常满意', '2': '满意', '3': '基本满意', '4': '不满意', '5': '非常不满意' },
  // the provincial upload interface
  provincial: { '5': '非常满意', '4': '满意', '3': '基本满意', '2': '不满意', '1': '非常不满意' },
} as const
const meaning = {
  verySatisfied: '非常满意',
  satisfied: '满意',
  basicallySatisfied: '基本满意',
  dissatisfied: '不满意',
  veryDissatisfied: '非常不满意',
} as const

describe.each(codeOrders)('levels in the %s order', (order) => {
  it.each(levels)('%s', (level) => {
    const table: Readonly<Record<string, string>> = published[order]
    expect(table[levelCode(level, order)]).toBe(meaning[level])
  })
})

it('the two orders are opposite to each other', () => {
  for (const level of levels)
    expect(Number(levelCode(level, 'national')) + Number(levelCode(level, 'provincial'))).toBe(6)
})

describe('channels', () => {
  it('in list a', () => {
    const codes = ratingChannels.map((c) => [c, channelCode(c, 'a')])
    expect(Object.fromEntries(codes)).toEqual({
      pc: '1',
      mobile: '2',
      qr: '3',
      pad: '4',
      rater: '5',
      kiosk: '5',
      otherDevice: '5',
      phone: '6',
      sms: '7',
      systemDefault: undefined,
    })
  })

  it('in list b', () => {
    const codes = ratingChannels.map((c) => [c, channelCode(c, 'b')])
    expect(Object.fromEntries(codes)).toEqual({
      pc: '1',
      mobile: '2',
      qr: '3',
      pad: '4',
      rater: '5',
      kiosk: '5',
      otherDevice: '5',
      phone: undefined,
      sms: '6',
      systemDefault: '7',
    })
  })

  it('are never sent as a person’s when nobody rated', () => {
    for (const list of channelLists) {
      const people = ratingChannels.filter((c) => c !== 'systemDefault').map((c) => channelCode(c, list))
      expect(people).not.toContain(channelCode('systemDefault', list) ?? 'none')
    }
  })
})
