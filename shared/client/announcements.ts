/**
 * What a display still has to show and speak. Fed with every view of the hall
 * and the events that made it, it gives each announcement once, in the order
 * called, whatever the link did meanwhile: also after a snapshot, also when the
 * same announcement arrives twice (I4).
 */
import type { HallView } from './hallClient.ts'
import type { LedgerEvent } from '../hall/events.ts'
import type { Announcement, HallState } from '../hall/state.ts'
import type { BusinessDay, QueueId } from '../ids/ids.ts'

/** Up to where a display has announced: call numbers start again each business day. */
export interface AnnouncedMark {
  readonly day: BusinessDay
  readonly callNo: number
}

export interface AnnouncementQueue {
  /** Up to where announcements were taken in; undefined before the hall was first seen. */
  readonly taken: AnnouncedMark | undefined
  /** Up to where they were handed out. */
  readonly announced: AnnouncedMark | undefined
  readonly pending: readonly Pending[]
  /** Announcements of the whole hall that a snapshot no longer held: this display was away too long. */
  readonly lost: number
}

/** An announcement with the business day its call number belongs to, and the queue its visitor waited in. */
export interface Pending extends Announcement {
  readonly day: BusinessDay
  readonly queueId?: QueueId | undefined
}

/** Whether a display is to tell this call; what it is not to tell it passes over, and that is no loss. */
export type Tells = (call: Pending) => boolean
const tellsAll: Tells = () => true

/**
 * A queue that has heard nothing yet. With a mark it goes on after it; without
 * one it takes what was called before this display came as told by others.
 */
export function emptyQueue(announced?: AnnouncedMark): AnnouncementQueue {
  return { taken: announced, announced, pending: [], lost: 0 }
}

/** What is looked at of a view. */
export type HeardView = Pick<HallView, 'state' | 'ready' | 'came'>

/** Takes in what a view and its events bring. The same again changes nothing. */
export function hear(
  queue: AnnouncementQueue,
  view: HeardView,
  events: readonly LedgerEvent[] = [],
): AnnouncementQueue {
  const { state } = view
  if (!view.ready || state.day === undefined) return queue
  const { day } = state.day
  const found = merged(state, events, day)
  let taken = queue.taken ?? toldByOthers(view, found, day)
  const announced = queue.announced ?? taken
  let { pending, lost } = queue
  if (taken.day === day && taken.callNo > state.callNo) {
    // The hub knows of fewer calls than were heard: it came back from an older ledger and counts on from there.
    taken = { day, callNo: state.callNo }
  }
  for (const call of found) {
    const sameDay = call.day === taken.day
    // Days are written so that their order is that of their letters.
    if (sameDay ? call.callNo <= taken.callNo : call.day < taken.day) continue
    lost += call.callNo - (sameDay ? taken.callNo : 0) - 1
    pending = [...pending, call]
    taken = { day: call.day, callNo: call.callNo }
  }
  if (taken.day < day) taken = { day, callNo: state.callNo }
  return { taken, announced, pending, lost }
}

/**
 * Up to where the calls are not this display's to tell when it first sees the hall. Those made since it came are: they
 * fell between the hub's greeting and the first state, or a day, a number and its call arrived all at once. By seq
 * and by time: a station that had no hub yet greets with seq 0, and the whole day follows.
 */
function toldByOthers(
  { state, came }: HeardView,
  found: readonly Pending[],
  day: BusinessDay,
): AnnouncedMark {
  const first = found.find((call) => came !== undefined && call.seq > came.seq && call.atMs >= came.atMs)
  return first === undefined ? { day, callNo: state.callNo } : { day: first.day, callNo: first.callNo - 1 }
}

/**
 * Hands out the next announcement this display is to tell; the queue it leaves no longer has it, nor those passed
 * over on the way to it.
 */
export function takeNext(
  queue: AnnouncementQueue,
  tells: Tells = tellsAll,
): {
  readonly next: Pending | undefined
  readonly queue: AnnouncementQueue
} {
  const place = queue.pending.findIndex((call) => tells(call))
  const upTo = place < 0 ? queue.pending.length : place + 1
  const last = queue.pending[upTo - 1]
  if (last === undefined) return { next: undefined, queue }
  return {
    next: queue.pending[place],
    queue: {
      ...queue,
      pending: queue.pending.slice(upTo),
      announced: { day: last.day, callNo: last.callNo },
    },
  }
}

/** The calls the hall remembers of today, oldest first. */
export function remembered(state: HallState, day: BusinessDay): readonly Pending[] {
  return [...state.announcements].map((call) => ({
    ...call,
    day,
    queueId: state.visits.get(call.visitId)?.queueId,
  }))
}

/** Announcements of the events and of the state, oldest first, each once. A state remembers only the last ones. */
function merged(state: HallState, events: readonly LedgerEvent[], day: BusinessDay): readonly Pending[] {
  const bySeq = new Map<number, Pending>()
  for (const entry of events) {
    const { event } = entry
    if (event.type !== 'visitCalled' && event.type !== 'visitRecalled') continue
    // Called some time ago at a counter that was alone.
    if (entry.happenedMs !== undefined) continue
    bySeq.set(entry.seq, {
      callNo: event.callNo,
      seq: entry.seq,
      atMs: entry.atMs,
      visitId: event.visitId,
      number: event.number,
      counterId: event.counterId,
      again: event.type === 'visitRecalled',
      day: entry.day ?? day,
      // A visitor called long ago may stand in another queue by now.
      queueId: 'queueId' in event ? event.queueId : state.visits.get(event.visitId)?.queueId,
    })
  }
  for (const call of remembered(state, day))
    bySeq.set(call.seq, { ...call, queueId: bySeq.get(call.seq)?.queueId ?? call.queueId })
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}
