/**
 * Ratings in figures. Each total is the sum of its rows (I8): what belongs to
 * no one teller or service has a row of its own, keyed `null`.
 */
import { z } from 'zod'
import { businessDay, counterId, serviceId, staffId, turnId, visitId } from '../ids/ids.ts'
import { isLow, level, ratingChannel, ratingOrdinal, reasonCode } from './rating.ts'
import type { Level } from './rating.ts'

/** A rating as it is kept for ever. */
export const keptRating = z.object({
  /** Seq of its event; lists are in this order. */
  seq: z.number().int(),
  visitId,
  /** Business day of the visit. */
  day: businessDay,
  /** When it was given, epoch ms. */
  atMs: z.number(),
  turnId: turnId.optional(),
  serviceId: serviceId.optional(),
  counterId: counterId.optional(),
  staffId: staffId.optional(),
  channel: ratingChannel,
  ordinal: ratingOrdinal,
  level,
  reasons: z.array(reasonCode).readonly(),
  reasonsVersion: z.string(),
  text: z.string().optional(),
})
export type KeptRating = z.infer<typeof keptRating>

const byLevel = z.record(level, z.number().int())
const row = z.object({ key: z.string().nullable(), count: z.number().int(), byLevel })
export type RatingRow = z.infer<typeof row>

export const ratingFigures = z.object({
  /** Visits with at least one service handled. */
  visits: z.number().int(),
  /** Of these, those somebody rated; system defaults do not count. */
  ratedVisits: z.number().int(),
  /** `ratedVisits` ÷ `visits`; null when there were none. */
  activeRate: z.number().nullable(),
  /** First ratings given by people. */
  count: z.number().int(),
  byLevel,
  /** Levels 1 to 3 ÷ `count`; null when there is none. */
  satisfaction: z.number().nullable(),
  byChannel: z.array(row),
  byTeller: z.array(row),
  byService: z.array(row),
  /** Kept out of every figure above. */
  followUps: z.number().int(),
  systemDefaults: z.number().int(),
})
export type RatingFigures = z.infer<typeof ratingFigures>

/**
 * Adds ratings up.
 * @param visits how many visits of the period had a service handled
 */
export function figuresOf(ratings: readonly KeptRating[], visits: number): RatingFigures {
  const active = ratings.filter((r) => r.channel !== 'systemDefault')
  const first = active.filter((r) => r.ordinal === 1)
  const ratedVisits = new Set(first.map((r) => r.visitId)).size
  const good = first.filter((r) => !isLow(r.level)).length
  return {
    visits,
    ratedVisits,
    activeRate: visits === 0 ? null : ratedVisits / visits,
    count: first.length,
    byLevel: counted(first),
    satisfaction: first.length === 0 ? null : good / first.length,
    byChannel: rowsBy(first, (r) => r.channel),
    byTeller: rowsBy(first, (r) => r.staffId),
    byService: rowsBy(first, (r) => r.serviceId),
    followUps: active.length - first.length,
    systemDefaults: ratings.length - active.length,
  }
}

function counted(ratings: readonly KeptRating[]): Record<Level, number> {
  const of = (wanted: Level): number => ratings.filter((r) => r.level === wanted).length
  return {
    verySatisfied: of('verySatisfied'),
    satisfied: of('satisfied'),
    basicallySatisfied: of('basicallySatisfied'),
    dissatisfied: of('dissatisfied'),
    veryDissatisfied: of('veryDissatisfied'),
  }
}

/** One row per key, the largest first, what has no key last. */
function rowsBy(
  ratings: readonly KeptRating[],
  keyOf: (rating: KeptRating) => string | undefined,
): RatingRow[] {
  const groups = new Map<string | null, KeptRating[]>()
  for (const rating of ratings) {
    const key = keyOf(rating) ?? null
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [rating])
    else group.push(rating)
  }
  return [...groups]
    .map(([key, group]) => ({ key, count: group.length, byLevel: counted(group) }))
    .sort((a, b) =>
      a.key === null ? 1 : b.key === null ? -1 : b.count - a.count || (a.key < b.key ? -1 : 1),
    )
}
