/** The hall now in figures, read from its state alone: counters, queues, totals. */
import type { Counter, Queue } from '#shared/catalogue/catalogue.ts'
import { counterNow, ownQueues, waitingIn } from '#shared/hall/state.ts'
import type { CounterNow, HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { CounterId, QueueId } from '#shared/ids/ids.ts'
import type { WaitBand } from '#shared/protocol/messages.ts'
import { sittingMs } from '../console/desk.ts'

/** What a counter does now. `idle` is open with nobody at it; `paper` a number taken by hand. */
export const phases = ['serving', 'called', 'paper', 'idle', 'paused', 'closed'] as const
export type Phase = (typeof phases)[number]

export interface CounterRow {
  readonly counter: Counter
  readonly phase: Phase
  readonly staffName: string | undefined
  /** The number at the counter. */
  readonly number: string | undefined
  /** How long it has been so, ms; undefined for a counter nobody opened today. */
  readonly forMs: number | undefined
  readonly pauseReason: string | undefined
}

export interface QueueRow {
  readonly queue: Queue
  readonly waiting: number
  readonly longestMs: number
  /** Who has waited longest. */
  readonly longest: Visit | undefined
  /** Waiting longer than the hall's target. */
  readonly over: number
  readonly issued: number
  /** How long somebody who came now would wait, seconds. */
  readonly wait: WaitBand | undefined
  /** Open counters that serve it as their own. */
  readonly openCounters: number
}

export interface Totals {
  readonly waiting: number
  readonly atCounters: number
  readonly parked: number
  readonly finished: number
  readonly issued: number
  readonly over: number
  readonly openCounters: number
  readonly counters: number
}

/** When each counter's last visit left it, epoch ms; derived once per state, not at every tick. */
export function lastEnds(state: HallState): ReadonlyMap<CounterId, number> {
  const ends = new Map<CounterId, number>()
  const note = (id: CounterId, atMs: number): void => {
    ends.set(id, Math.max(atMs, ends.get(id) ?? 0))
  }
  for (const visit of state.visits.values()) {
    for (const turn of visit.turns) note(turn.counterId, turn.endedAtMs)
    if (visit.counterId !== undefined && visit.endedAtMs !== undefined) note(visit.counterId, visit.endedAtMs)
  }
  return ends
}

/** Every counter of the hall, in the catalogue's order. */
export function counterRows(
  state: HallState,
  ends: ReadonlyMap<CounterId, number>,
  nowMs: number,
): readonly CounterRow[] {
  return state.catalogue.counters.map((counter) => {
    const now = counterNow(state, counter.id)
    const visit = now.visitId === undefined ? undefined : state.visits.get(now.visitId)
    const phase = phaseOf(now, visit)
    return {
      counter,
      phase,
      staffName: now.staffId === undefined ? undefined : state.staff.get(now.staffId)?.name,
      number: visit?.number ?? now.paper?.number,
      forMs: forMs(phase, now, visit, ends.get(counter.id) ?? 0, nowMs),
      pauseReason: now.state === 'paused' ? now.pauseReason : undefined,
    }
  })
}

function phaseOf(now: CounterNow, visit: Visit | undefined): Phase {
  // A paused counter may still be finishing its visit.
  if (visit !== undefined) return visit.state === 'called' ? 'called' : 'serving'
  if (now.paper !== undefined) return 'paper'
  return now.state === 'open' ? 'idle' : now.state
}

function forMs(
  phase: Phase,
  now: CounterNow,
  visit: Visit | undefined,
  lastEndMs: number,
  nowMs: number,
): number | undefined {
  switch (phase) {
    case 'serving':
    case 'called':
      return visit === undefined ? undefined : Math.max(0, sittingMs(visit, nowMs))
    case 'paper':
      return nowMs - (now.paper?.sinceMs ?? nowMs)
    case 'idle':
      return nowMs - Math.max(now.sinceMs, lastEndMs)
    case 'paused':
    case 'closed':
      return now.sinceMs === 0 ? undefined : nowMs - now.sinceMs
  }
}

/** Every queue of the hall, in the catalogue's order. */
export function queueRows(
  state: HallState,
  waits: { readonly get: (id: QueueId) => WaitBand | undefined },
  nowMs: number,
): readonly QueueRow[] {
  const targetMs = targetMsOf(state)
  return state.catalogue.queues.map((queue) => {
    let longestMs = 0
    let longest: Visit | undefined
    let over = 0
    for (const id of state.waiting.get(queue.id) ?? []) {
      const visit = state.visits.get(id)
      if (visit === undefined) continue
      const waitedMs = Math.max(0, nowMs - visit.waitingSinceMs)
      if (longest === undefined || waitedMs > longestMs) {
        longest = visit
        longestMs = waitedMs
      }
      if (waitedMs > targetMs) over += 1
    }
    return {
      queue,
      waiting: waitingIn(state, queue.id),
      longestMs,
      longest,
      over,
      issued: state.queues.get(queue.id)?.issued ?? 0,
      wait: waits.get(queue.id),
      openCounters: state.catalogue.counters.filter(
        (c) => counterNow(state, c.id).state === 'open' && ownQueues(state, c.id).includes(queue.id),
      ).length,
    }
  })
}

/** The hall's target, ms; nobody is over a target of none. */
export function targetMsOf({ settings }: Pick<HallState, 'settings'>): number {
  return settings === undefined ? Infinity : settings.targetWaitS * 1000
}

/** Sums of the rows above, and what no row shows. */
export function totalsOf(
  state: HallState,
  queues: readonly QueueRow[],
  counters: readonly CounterRow[],
): Totals {
  const sum = (of: (row: QueueRow) => number): number => queues.reduce((all, row) => all + of(row), 0)
  return {
    waiting: sum((q) => q.waiting),
    issued: sum((q) => q.issued),
    over: sum((q) => q.over),
    atCounters: counters.filter((c) => c.number !== undefined).length,
    parked: state.visits.count((v) => v.state === 'parked'),
    finished: state.visits.count((v) => v.state === 'finished'),
    openCounters: counters.filter((c) => c.phase !== 'closed' && c.phase !== 'paused').length,
    counters: counters.length,
  }
}
