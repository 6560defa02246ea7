/** What a hall's screen says, from the hall's state: plain questions, no drawing. */
import type { Locale, LocalText } from '#shared/catalogue/catalogue.ts'
import type { Pending } from '#shared/client/announcements.ts'
import type { Reach } from '#shared/hall/reach.ts'
import { counterNow } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { CounterId, QueueId, VisitId } from '#shared/ids/ids.ts'

/** One call on the board. */
export interface CallRow {
  readonly key: string
  readonly callNo: number
  readonly number: string
  readonly counterLabel: string
  readonly locale: Locale
  readonly again: boolean
}

/** A call in words and figures, by the state it is shown with. */
export function callRow(state: HallState, call: Pending): CallRow {
  return {
    key: `${call.day} ${String(call.callNo)}`,
    callNo: call.callNo,
    number: call.number,
    counterLabel: state.lookup.counters.get(call.counterId)?.label ?? call.counterId,
    locale: state.visits.get(call.visitId)?.locale ?? 'zh',
    again: call.again,
  }
}

/** The newest call of each visit, newest first; a visit called again moves up. */
export function newestOfEach(shown: readonly Pending[], most: number): readonly Pending[] {
  const seen = new Set<VisitId>()
  const rows: Pending[] = []
  for (const call of shown.toReversed()) {
    if (seen.has(call.visitId)) continue
    seen.add(call.visitId)
    rows.push(call)
    if (rows.length === most) break
  }
  return rows
}

export interface CounterRow {
  readonly id: CounterId
  readonly label: string
  readonly state: 'open' | 'paused'
  /** The number there now; its call may still have its turn on top and in the voice. */
  readonly number: string | undefined
}

/** Counters of the screen's zones with somebody at them, and who is there. */
export function counterRows(state: HallState, reach: Reach): readonly CounterRow[] {
  return state.catalogue.counters.flatMap((counter) => {
    const now = counterNow(state, counter.id)
    if (now.state === 'closed' || !reach.counter(counter.id)) return []
    const visit = now.visitId === undefined ? undefined : state.visits.get(now.visitId)
    const number = visit?.number ?? now.paper?.number
    return [{ id: counter.id, label: counter.label, state: now.state, number }]
  })
}

export interface QueueRow {
  readonly id: QueueId
  readonly letter: string
  readonly name: LocalText
  readonly waiting: number
  /** How long the first in line has waited, whole minutes. */
  readonly longestMin: number
}

/** Every queue of the screen's zones, how many wait and how long the longest. */
export function queueRows(state: HallState, nowMs: number, reach: Reach): readonly QueueRow[] {
  const here = state.catalogue.queues.filter(({ id }) => reach.queue(id))
  return here.map((queue) => {
    const waiting = [...(state.waiting.get(queue.id) ?? [])].flatMap((id) => state.visits.get(id) ?? [])
    const since = waiting.reduce((least, v) => Math.min(least, v.waitingSinceMs), nowMs)
    return {
      id: queue.id,
      letter: queue.letter,
      name: queue.name,
      waiting: waiting.length,
      longestMin: Math.max(0, Math.floor((nowMs - since) / 60_000)),
    }
  })
}

/** One page of rows when there are more than fit; pages take turns. */
export function pageOf<T>(rows: readonly T[], fit: number, nowMs: number, eachMs = 8000): readonly T[] {
  const size = Math.max(1, fit)
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const page = Math.floor(nowMs / eachMs) % pages
  return rows.slice(page * size, page * size + size)
}
