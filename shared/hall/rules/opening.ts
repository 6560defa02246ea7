/** Opening hours and caps: whether a queue still gives numbers, and when it next will. */
import type { Queue, Slot } from '../../catalogue/catalogue.ts'
import type { QueueId } from '../../ids/ids.ts'
import { addDays, instantOf, isoWithOffset, localTime, minuteOf, weekdayOf } from '../../time/localTime.ts'
import type { LocalTime } from '../../time/localTime.ts'
import { refuse } from '../refusals.ts'
import type { Refused } from '../refusals.ts'
import { queueNow } from '../state.ts'
import type { HallState } from '../state.ts'

/** How many days ahead a free slot is looked for. */
const lookAheadDays = 14

/**
 * Why no number may be taken now: one of the queues is shut, or the queue that
 * gives the number has reached its cap. Names the next free slot (ISO).
 */
export function openingRefusal(
  state: HallState,
  queueIds: readonly QueueId[],
  numberFrom: QueueId,
  nowMs: number,
  timeZone: string,
): Refused | undefined {
  // A daily cap begins again with the business day.
  const dayEndsAtMs = state.day?.endsAtMs ?? nowMs
  const now = localTime(nowMs, timeZone)
  const free = (queue: Queue, fromMs: number): { nextFreeSlot?: string } => {
    const at = nextFreeMs(queue, fromMs, timeZone)
    return at === undefined ? {} : { nextFreeSlot: isoWithOffset(at, timeZone) }
  }
  const endOf = (slot: Slot): number => instantOf(now.date, minuteOf(slot.until), timeZone)
  for (const id of new Set(queueIds)) {
    const queue = state.lookup.queues.get(id)
    if (queue === undefined) return refuse('unknownQueue', { queueId: id })
    const slot = slotAt(queue, now)
    if (slot === undefined) return refuse('queueClosed', { queueId: id, ...free(queue, nowMs) })
    if (id === numberFrom && queue.dailyCap !== undefined && queueNow(state, id).issued >= queue.dailyCap) {
      return refuse('capReached', { queueId: id, cap: queue.dailyCap, ...free(queue, dayEndsAtMs) })
    }
    if (
      id === numberFrom &&
      slot !== 'always' &&
      slot.cap !== undefined &&
      issuedIn(state, id, slot, now, timeZone) >= slot.cap
    ) {
      return refuse('capReached', { queueId: id, cap: slot.cap, ...free(queue, endOf(slot)) })
    }
  }
  return undefined
}

/** The slot that is open at that time; `always` for a queue without hours. */
function slotAt(queue: Queue, now: LocalTime): Slot | 'always' | undefined {
  if (queue.hours === undefined) return 'always'
  return slotsOn(queue, now.date).find(
    (s) => minuteOf(s.from) <= now.minute && now.minute < minuteOf(s.until),
  )
}

/** The slots of a date: its dated exception if there is one, else its weekday's. */
export function slotsOn(queue: Queue, date: string): readonly Slot[] {
  const dated = queue.hours?.dates?.find((d) => d.date === date)
  return dated?.slots ?? queue.hours?.weekdays[String(weekdayOf(date))] ?? []
}

function issuedIn(state: HallState, id: QueueId, slot: Slot, now: LocalTime, timeZone: string): number {
  const fromMs = instantOf(now.date, minuteOf(slot.from), timeZone)
  const untilMs = instantOf(now.date, minuteOf(slot.until), timeZone)
  const letter = state.lookup.queues.get(id)?.letter ?? ''
  return state.visits.count(
    (v) => v.arrivedAtMs >= fromMs && v.arrivedAtMs < untilMs && v.number.replace(/\d+$/, '') === letter,
  )
}

/**
 * The first instant from `fromMs` on, epoch ms, at which the queue is open and
 * gives numbers; undefined when none is planned within the look-ahead.
 */
function nextFreeMs(queue: Queue, fromMs: number, timeZone: string): number | undefined {
  if (queue.dailyCap === 0) return undefined
  if (queue.hours === undefined) return fromMs
  const from = localTime(fromMs, timeZone)
  for (let ahead = 0; ahead <= lookAheadDays; ahead += 1) {
    const date = addDays(from.date, ahead)
    const inOrder = slotsOn(queue, date).toSorted((a, b) => minuteOf(a.from) - minuteOf(b.from))
    const slot = inOrder.find((s) => s.cap !== 0 && (ahead > 0 || minuteOf(s.until) > from.minute))
    if (slot !== undefined) return Math.max(fromMs, instantOf(date, minuteOf(slot.from), timeZone))
  }
  return undefined
}
