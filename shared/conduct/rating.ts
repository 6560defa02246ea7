/**
 * What a rating 好差评 is. Levels and ways are neutral words of our own; the two
 * outside code orders, opposite to each other, are put on at the export edge
 * (`ratingCodes.ts`).
 */
import { z } from 'zod'
import { counterId, serviceId, staffId, turnId } from '../ids/ids.ts'

/** 非常满意 · 满意 · 基本满意 · 不满意 · 非常不满意, best first. */
export const levels = [
  'verySatisfied',
  'satisfied',
  'basicallySatisfied',
  'dissatisfied',
  'veryDissatisfied',
] as const
export const level = z.enum(levels)
export type Level = z.infer<typeof level>

/** Whether the level is a bad rating 差评: it needs a reason and opens a case. */
export function isLow(of: Level): boolean {
  switch (of) {
    case 'dissatisfied':
    case 'veryDissatisfied':
      return true
    case 'verySatisfied':
    case 'satisfied':
    case 'basicallySatisfied':
      return false
  }
}

/** Ways by which a person at the hall, or at home, rates; each is open to one kind of sender. */
export const activeChannels = ['pad', 'rater', 'kiosk', 'qr', 'mobile', 'pc'] as const
export const activeChannel = z.enum(activeChannels)

/** Every way a rating may have come, as it is kept. `systemDefault`: nobody rated, a local rule stands in. */
export const ratingChannels = [...activeChannels, 'otherDevice', 'phone', 'sms', 'systemDefault'] as const
export const ratingChannel = z.enum(ratingChannels)
export type RatingChannel = z.infer<typeof ratingChannel>

/** First rating, or follow-up 追评; there is no third. */
export const ratingOrdinal = z.union([z.literal(1), z.literal(2)])

/** Code of a reason; its words are in `locale/rating.ts`. */
export const reasonCode = z.string().regex(/^[a-z][a-zA-Z]{1,39}$/, 'a reason code')

/** What was said. `reasonsVersion` names the list the reasons were chosen from. */
export const saidRating = z.object({
  level,
  reasons: z.array(reasonCode).max(20).readonly(),
  reasonsVersion: z.string().min(1).max(20),
  text: z.string().max(500).optional(),
})
export type SaidRating = z.infer<typeof saidRating>

/** What a rating is about, as far as it is about one: a turn's facts, or what all turns of the visit share. */
export const ratedFacts = z.object({
  turnId: turnId.optional(),
  serviceId: serviceId.optional(),
  counterId: counterId.optional(),
  staffId: staffId.optional(),
})
export type RatedFacts = z.infer<typeof ratedFacts>

/** That a visit, or one turn of it, was rated; never how. */
export const ratedMark = z.object({ turnId: turnId.optional(), ordinal: ratingOrdinal })
export type RatedMark = z.infer<typeof ratedMark>
