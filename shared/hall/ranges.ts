/**
 * Ranges of running numbers: the hall's own, one kept for each station for the time it is the hub, and one more for
 * each reign of a computer that has none. Two computers made the hub apart from each other never share one (I1).
 */
import { z } from 'zod'
import { businessDay, queueId, stationId } from '../ids/ids.ts'
import type { StationId } from '../ids/ids.ts'
import { lastRun } from './numbering.ts'

/** Running numbers `from`…`until`, of every queue. */
export interface Range {
  readonly from: number
  readonly until: number
}

const range = { from: z.number().int(), until: z.number().int() }
export const stationRange = z.object({ stationId, ...range })
/** Numbers kept for one station, for good: nobody else is ever given them. */
export type StationRange = z.infer<typeof stationRange>

export const lease = z.object({ stationId, ...range, next: z.number().int() })

/** How far a station had come in its own range when it was the hub last, and what it leased out of it. */
export const stood = z.object({
  day: businessDay,
  /** Cases opened that day, as it counted them. */
  cases: z.number().int().min(0),
  queues: z
    .array(z.object({ queueId, next: z.number().int(), leases: z.array(lease).readonly() }))
    .readonly(),
})
export type Stood = z.infer<typeof stood>

/** The range of the hub nobody had to promote. */
export const mainRange: Range = { from: 1, until: 5_000 }

/**
 * Places for stations, in the order they are given away. The first two keep numbers at four digits. A station that
 * is the hub has 2,000 numbers of each queue and more than one day's need; in a very large hall the last have 1,000.
 */
const places: readonly Range[] = [
  ...inARow(5_001, 2, 2_000),
  ...inARow(10_001, 17, 2_000),
  ...inARow(44_001, 36, 1_000),
]

/** Where the reigns of computers without a range of their own begin: the first at `A9001`. */
const unowned: readonly Range[] = [...inARow(9_001, 1, 1_000), ...inARow(80_001, 20, 1_000)]

function inARow(from: number, count: number, size: number): readonly Range[] {
  return Array.from({ length: count }, (_, n) => ({
    from: from + n * size,
    until: Math.min(lastRun, from + (n + 1) * size - 1),
  }))
}

/** Whether they have a number in common. */
export function overlap(a: Range, b: Range): boolean {
  return a.from <= b.until && b.from <= a.until
}

/** Whether the number is one of the range. */
export function isWithin(run: number, { from, until }: Range): boolean {
  return from <= run && run <= until
}

/** The range kept for a station. */
export function rangeOf(ranges: readonly StationRange[], id: StationId): Range | undefined {
  return ranges.find((r) => r.stationId === id)
}

/**
 * The next place nobody has; undefined when all are taken.
 * @param keep so many of the first places are left for others
 */
export function freePlace(ranges: readonly StationRange[], keep: number): Range | undefined {
  return places.slice(keep).find((place) => !ranges.some((taken) => overlap(place, taken)))
}

/** The range of the reign of a computer without one of its own, the `index`th since numbers began at one. */
export function unownedRange(index: number): Range | undefined {
  return unowned[index - 1]
}

/** What a promotion of earlier days meant, when every reign had 5,000 numbers above the one before. */
export function rangeOfIndex(index: number): Range {
  return { from: index * 5_000 + 1, until: (index + 1) * 5_000 }
}
