/** Who may give which running numbers, so that no number is given twice (I1). */
import type { Queue } from '../../catalogue/catalogue.ts'
import type { StationId } from '../../ids/ids.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import type { HallEvent } from '../events.ts'
import { formatNumber } from '../numbering.ts'
import { freePlace, mainRange, overlap, rangeOf, unownedRange } from '../ranges.ts'
import type { Range } from '../ranges.ts'
import { refuse } from '../refusals.ts'
import { queueNow } from '../state.ts'
import type { HallState, Lease } from '../state.ts'

/**
 * The next running number nobody has and no kiosk holds; undefined when this
 * hub's share is used up. A letter may have belonged to another queue earlier today.
 */
export function freeRun(state: HallState, { id, letter }: Pick<Queue, 'id' | 'letter'>): number | undefined {
  const { next, leases } = queueNow(state, id)
  let run = next
  while (run <= state.reign.until) {
    const lease = leases.find((l) => l.from <= run && run <= l.until)
    if (lease !== undefined) run = lease.until + 1
    else if (state.numbers.has(formatNumber(letter, run))) run += 1
    else return run
  }
  return undefined
}

/**
 * The next number of the kiosk's own block; undefined when it is used up. One it gave is given, whatever the state
 * knows: a hub promoted from an older copy hears of it later.
 */
export function leasedRun(
  state: HallState,
  { id, letter }: Pick<Queue, 'id' | 'letter'>,
  { stationId, hasGiven }: NonNullable<Context['alone']>,
): number | undefined {
  for (const lease of queueNow(state, id).leases) {
    if (lease.stationId !== stationId) continue
    for (let run = lease.next; run <= lease.until; run += 1) {
      const number = formatNumber(letter, run)
      if (!state.numbers.has(number) && hasGiven?.(number) !== true) return run
    }
  }
  return undefined
}

/** Numbers a kiosk still holds in a queue. */
export function leftInBlocks(leases: readonly Lease[], stationId: StationId): number {
  return leases
    .filter((l) => l.stationId === stationId)
    .reduce((sum, l) => sum + Math.max(0, l.until - l.next + 1), 0)
}

/** Whether any queue's block of this kiosk is more than half used. */
export function needsBlocks(state: HallState, stationId: StationId): boolean {
  const size = state.settings?.lease.blockSize ?? 0
  return state.catalogue.queues.some((q) => leftInBlocks(queueNow(state, q.id).leases, stationId) * 2 < size)
}

/** A new block for each queue of which the kiosk has used more than half. */
export function leaseBlocks(state: HallState, { stationId }: CommandOf<'leaseBlocks'>): Decision {
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  const { reign } = state
  const { blockSize, from } = settings.lease
  const size = reign.until - reign.from + 1
  // A station's range is smaller than the hall's own.
  const begin = reign.from + (from - 1 + blockSize > size ? Math.floor(size * 0.8) : from - 1)
  const events: HallEvent[] = []
  for (const queue of state.catalogue.queues) {
    const now = queueNow(state, queue.id)
    if (leftInBlocks(now.leases, stationId) * 2 >= blockSize) continue
    const above = Math.max(0, ...now.leases.filter((l) => overlap(l, reign)).map((l) => l.until))
    const first = Math.max(begin, above + 1, now.next)
    const until = first + blockSize - 1
    if (until > reign.until) continue
    events.push({ type: 'blockLeased', stationId, queueId: queue.id, from: first, until })
  }
  return events.length === 0 ? refuse('nothingToGrant', { stationId }) : accept(...events)
}

/**
 * The range to keep for a station that has none; undefined when there is none left, and where it is not for this hub
 * to say: only the one whose numbers begin at one gives ranges away, so that no two hubs give away the same.
 * @param keep so many of the lowest places are left for others
 */
export function rangeDue(
  { ranges, reign }: Pick<HallState, 'ranges' | 'reign'>,
  stationId: StationId,
  keep: number,
): Range | undefined {
  if (reign.from !== mainRange.from || rangeOf(ranges, stationId) !== undefined) return undefined
  return freePlace(ranges, keep)
}

/** Keeps numbers for a station, for the time it may be the hub. */
export function reserveRange(state: HallState, { stationId, keep }: CommandOf<'reserveRange'>): Decision {
  const range = rangeDue(state, stationId, keep)
  return range === undefined
    ? refuse('nothingToGrant', { stationId })
    : accept({ type: 'rangeReserved', stationId, ...range })
}

/**
 * Another computer becomes the hub. Its numbers are those kept for it, which no other hub can give, believed dead or
 * promoted at the same moment. One without any has a range that no hub it knows of has.
 */
export function promoteHub({ reign, ranges }: HallState, command: CommandOf<'promoteHub'>): Decision {
  const { hubId, epoch, stationId, stood } = command
  if (epoch <= reign.epoch) return refuse('epochTooLow', { epoch, known: reign.epoch })
  const index = reign.index + 1
  const own = stationId === undefined ? undefined : rangeOf(ranges, stationId)
  const range = own ?? unownedRange(index)
  if (range === undefined) return refuse('numbersUsedUp', { reign: index })
  const { from, until } = range
  return accept({
    type: 'hubPromoted',
    ...{ epoch, hubId, reign: index, from, until },
    ...(stationId === undefined ? {} : { stationId }),
    ...(own === undefined || stood === undefined ? {} : { stood }),
  })
}
