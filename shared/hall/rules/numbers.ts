/** Who may give which running numbers, so that no number is given twice (I1). */
import type { Queue } from '../../catalogue/catalogue.ts'
import type { StationId } from '../../ids/ids.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import type { HallEvent } from '../events.ts'
import { formatNumber, lastRun } from '../numbering.ts'
import { refuse } from '../refusals.ts'
import { firstRun, queueNow, runsPerReign } from '../state.ts'
import type { HallState, Lease } from '../state.ts'

/**
 * The next running number nobody has and no kiosk holds; undefined when this
 * hub's share is used up. A letter may have belonged to another queue earlier today.
 */
export function freeRun(state: HallState, { id, letter }: Pick<Queue, 'id' | 'letter'>): number | undefined {
  const { next, leases } = queueNow(state, id)
  const last = Math.min(lastRun, firstRun(state) + runsPerReign - 1)
  let run = next
  while (run <= last) {
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
  const { blockSize, from } = settings.lease
  const events: HallEvent[] = []
  for (const queue of state.catalogue.queues) {
    const now = queueNow(state, queue.id)
    if (leftInBlocks(now.leases, stationId) * 2 >= blockSize) continue
    const above = Math.max(0, ...now.leases.map((l) => l.until))
    const first = Math.max(firstRun(state) + from - 1, above + 1, now.next)
    const until = first + blockSize - 1
    if (until >= firstRun(state) + runsPerReign || until > lastRun) continue
    events.push({ type: 'blockLeased', stationId, queueId: queue.id, from: first, until })
  }
  return events.length === 0 ? refuse('nothingToGrant', { stationId }) : accept(...events)
}

/**
 * Another computer becomes the hub. Its numbers begin above all that any hub
 * before it could still give, so a hub believed dead does no harm.
 */
export function promoteHub({ reign }: HallState, { hubId, epoch }: CommandOf<'promoteHub'>): Decision {
  if (epoch <= reign.epoch) return refuse('epochTooLow', { epoch, known: reign.epoch })
  const index = reign.index + 1
  if ((index + 1) * runsPerReign > lastRun) return refuse('numbersUsedUp', { reign: index })
  return accept({ type: 'hubPromoted', epoch, hubId, reign: index })
}
