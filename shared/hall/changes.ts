/** The changes events are made of: putting visits, counters and queues in their places, with the indexes kept. */
import { Map, Set } from 'immutable'
import type { RecordEvent } from '../conduct/conductEvents.ts'
import { foldRecord, isLive, recordIdOf } from '../conduct/records.ts'
import type { BusinessDay, QueueId, VisitId } from '../ids/ids.ts'
import { endOfDay } from '../time/businessDay.ts'
import type { HallEventOf } from './events.ts'
import type { Settings } from './settings.ts'
import { applyChanges } from './setUp.ts'
import type { SetUpChange } from './setUp.ts'
import { isWithin, mainRange, overlap, rangeOf } from './ranges.ts'
import type { Stood } from './ranges.ts'
import { announcementsKept, counterNow, lookUp, queueNow } from './state.ts'
import type { CounterNow, Day, HallState, Lease, QueueNow, Reign } from './state.ts'
import type { Turn, Visit } from './visit.ts'

/** The visit an event names; a ledger that names an unknown one is damaged. */
export function visitIn(state: HallState, id: VisitId): Visit {
  const visit = state.visits.get(id)
  if (visit === undefined) throw new Error(`the ledger names visit ${id}, which is not there`)
  return visit
}

/** Puts a visit in its place and keeps the index of who waits where. */
export function withVisit(state: HallState, visit: Visit): HallState {
  const before = state.visits.get(visit.id)
  const from = before?.state === 'waiting' ? before.queueId : undefined
  const to = visit.state === 'waiting' ? visit.queueId : undefined
  const visits = state.visits.set(visit.id, visit)
  if (from === to) return { ...state, visits }
  // A claim is on a waiting visit; called or gone, it is used up.
  const claims = to === undefined ? state.claims.delete(visit.id) : state.claims
  let waiting = state.waiting
  if (from !== undefined) {
    const left = (waiting.get(from) ?? Set<VisitId>()).delete(visit.id)
    waiting = left.isEmpty() ? waiting.delete(from) : waiting.set(from, left)
  }
  if (to !== undefined) waiting = waiting.set(to, (waiting.get(to) ?? Set<VisitId>()).add(visit.id))
  return { ...state, visits, waiting, claims }
}

/** The state with this counter as given. */
export function withCounter(state: HallState, counter: CounterNow): HallState {
  return { ...state, counters: state.counters.set(counter.id, counter) }
}

/** The state with this queue’s counts as given. */
export function withQueue(state: HallState, id: QueueId, queue: QueueNow): HallState {
  return { ...state, queues: state.queues.set(id, queue) }
}

/** A running number was given: of a kiosk's block, of the hub's own, or of another hub's, which this one does not count. */
export function withUsed(state: HallState, id: QueueId, run: number): HallState {
  const queue = queueNow(state, id)
  const isOf = (l: Lease): boolean => l.from <= run && run <= l.until
  return withQueue(
    state,
    id,
    queue.leases.some(isOf)
      ? {
          ...queue,
          leases: queue.leases.map((l) => (isOf(l) ? { ...l, next: Math.max(l.next, run + 1) } : l)),
        }
      : { ...queue, next: isWithin(run, state.reign) ? Math.max(queue.next, run + 1) : queue.next },
  )
}

/** The counter has this visit at it. */
export function occupied(state: HallState, counterId: CounterNow['id'], visitId: VisitId): HallState {
  return withCounter(state, { ...counterNow(state, counterId), visitId })
}

/** Frees the counter if this visit is the one at it; a parked visit is at none. */
export function freed(state: HallState, counterId: CounterNow['id'], visitId: VisitId): HallState {
  const counter = counterNow(state, counterId)
  return counter.visitId === visitId ? withCounter(state, { ...counter, visitId: undefined }) : state
}

/** A visit that waits again: its place at a counter and its calls are over, its arrival stays. */
export function backInLine(visit: Visit, atMs: number): Visit {
  return {
    ...visit,
    state: 'waiting',
    waitingSinceMs: atMs,
    counterId: undefined,
    staffId: undefined,
    calls: 0,
    countedCalls: 0,
    lastCallAtMs: undefined,
    countedCallAtMs: undefined,
    markMs: undefined,
    carriedMs: undefined,
    frontSinceMs: undefined,
    reentryAtCall: undefined,
    route: undefined,
    park: undefined,
  }
}

/** The visit taken up again; how long it rested is counted. */
export function unparked(visit: Visit, atMs: number): Visit {
  const since = visit.park?.sinceMs ?? atMs
  // Whose clock said when it was parked may have been set back since.
  return { ...visit, park: undefined, parkedMs: visit.parkedMs + Math.max(0, atMs - since) }
}

/** The visit at its end; nothing of the present turn is left. */
export function ended(
  visit: Visit,
  state: 'noShow' | 'finished' | 'cancelled' | 'expired',
  atMs: number,
): Visit {
  const resting = visit.state === 'parked' ? unparked(visit, atMs) : visit
  return {
    ...resting,
    state,
    endedAtMs: atMs,
    markMs: undefined,
    carriedMs: undefined,
    reentryAtCall: undefined,
    offer: undefined,
  }
}

/** The call as screens show and speak it, under the next number of the day’s calls. */
export function announced(
  state: HallState,
  event: {
    readonly callNo: number
    readonly visitId: VisitId
    readonly number: Visit['number']
    readonly counterId: CounterNow['id']
  },
  again: boolean,
  atMs: number,
  seq: number,
): HallState {
  const announcement = {
    callNo: event.callNo,
    seq,
    atMs,
    visitId: event.visitId,
    number: event.number,
    counterId: event.counterId,
    again,
  }
  const grown = state.announcements.push(announcement)
  return {
    ...state,
    callNo: event.callNo,
    announcements: grown.size > announcementsKept ? grown.shift() : grown,
  }
}

/**
 * Numbers begin again. Blocks stay with their kiosks, each one's first of a
 * queue, so that a kiosk left alone over night still has numbers nobody else
 * can give.
 */
export function numbersAnew(state: HallState, day: BusinessDay): NumbersGiven {
  const { stood, ...before } = state.reign
  const reign: Reign = before.settled ? { ...before, ...mainRange, index: 0 } : before
  const queues = state.queues
    .map(({ leases }) => overNight(leases))
    .filter((leases) => leases.length > 0)
    .map((leases) => ({ next: reign.from, issued: 0, calls: 0, leases }))
  const begun = { queues, reign, casesToday: 0 }
  if (stood === undefined || reign.settled || stood.day < day) return begun
  if (stood.day > day) return { ...begun, reign: { ...reign, stood } }
  return goneOn({ ...state, ...begun }, stood, true)
}

type NumbersGiven = Pick<HallState, 'queues' | 'reign' | 'casesToday'>

/** Each kiosk's first block of a queue, whole again. */
function overNight(leases: readonly Lease[]): readonly Lease[] {
  return leases
    .filter((l, i) => leases.findIndex((o) => o.stationId === l.stationId) === i)
    .map((l) => ({ ...l, next: l.from }))
}

/**
 * Another computer became the hub, with a range of its own. Was it the hub before, it goes on where it `stood`: what
 * it gave then may be on paper and known to nobody who is here now.
 */
export function promoted(state: HallState, reign: Reign, stood: Stood | undefined): HallState {
  const { day } = state
  // A clock set wrong may have brought it to a day that has not come here: it goes on there when that day does.
  const isLater = stood !== undefined && (day === undefined || stood.day > day.day)
  const from = { ...state, reign: isLater ? { ...reign, stood } : reign }
  const isToday = stood !== undefined && stood.day === day?.day
  return { ...state, ...goneOn(from, stood ?? { queues: [], cases: 0 }, isToday) }
}

/** The numbers of a reign whose computer stood there before: nothing of its own range twice on one day. */
function goneOn(
  { queues: given, reign, casesToday }: HallState,
  stood: Pick<Stood, 'queues' | 'cases'>,
  isToday: boolean,
): NumbersGiven {
  const before = new globalThis.Map(stood.queues.map((q) => [q.queueId, q]))
  const ids = new globalThis.Set([...given.keys(), ...before.keys()])
  const queues = given.withMutations((all) => {
    for (const id of ids) {
      const now = queueNow({ queues: given, reign }, id)
      const then = before.get(id)
      const runs = [reign.from, now.next, ...(isToday && then !== undefined ? [then.next] : [])]
      const leased = isToday ? (then?.leases ?? []) : overNight(then?.leases ?? [])
      all.set(id, {
        ...now,
        // Used up is not unused: one beyond the last.
        next: Math.max(...runs.filter((run) => isWithin(run, { ...reign, until: reign.until + 1 }))),
        leases: [
          ...now.leases.map((own) => leased.find((l) => overlap(l, own) && l.next > own.next) ?? own),
          ...leased.filter((l) => !now.leases.some((own) => overlap(own, l))),
        ],
      })
    }
  })
  return { queues, reign, casesToday: Math.max(casesToday, isToday ? stood.cases : 0) }
}

/** How far the computer that is the hub has come in the range kept for it; undefined while it gives other numbers. */
export function stoodIn({ day, reign, ranges, queues, casesToday }: HallState): Stood | undefined {
  const own = reign.stationId === undefined ? undefined : rangeOf(ranges, reign.stationId)
  if (day === undefined || own?.from !== reign.from) return undefined
  return {
    day: day.day,
    cases: casesToday,
    queues: [...queues].map(([queueId, { next, leases }]) => ({
      queueId,
      next,
      leases: leases.filter((l) => overlap(l, own)),
    })),
  }
}

/** One turn closes one service: the first open one of its kind. */
export function withOutcome(services: Visit['services'], { serviceId, outcome }: Turn): Visit['services'] {
  const at = services.findIndex((s) => s.serviceId === serviceId && s.outcome === undefined)
  return services.map((s, i) => (i === at ? { ...s, outcome } : s))
}

/**
 * The running day under changed settings: it keeps its name and ends at the new
 * roll-over, so the day after it is a later one whatever zone or hour was set (I1).
 */
export function dayUnder(day: Day | undefined, { timeZone, rollOverHour }: Settings): Day | undefined {
  return day === undefined ? undefined : { ...day, endsAtMs: endOfDay(day.day, timeZone, rollOverHour) }
}

/** The hall with its set-up changed. */
export function afterSetUp(state: HallState, changes: readonly SetUpChange[]): HallState {
  const { settings, catalogue, displays } = state
  if (settings === undefined) throw new Error('the ledger changes a set-up before there is one')
  const applied = applyChanges({ settings, catalogue, staff: [...state.staff.values()], displays }, changes)
  if (!applied.ok) throw new Error(`the ledger changes a set-up that is not there: ${applied.why}`)
  const { setUp } = applied
  return {
    ...state,
    settings: setUp.settings,
    day: dayUnder(state.day, setUp.settings),
    catalogue: setUp.catalogue,
    lookup: lookUp(setUp.catalogue),
    staff: Map(setUp.staff.map((s) => [s.id, s])),
    displays: setUp.displays,
  }
}

/** The record after the event, for as long as something may still be decided about it. */
export function withRecord(state: HallState, event: RecordEvent): HallState {
  const id = recordIdOf(event)
  const before = state.records.get(id)
  const after = foldRecord(before, event, state.day?.day)
  const casesToday = state.casesToday + (event.type === 'caseOpened' ? 1 : 0)
  if (after === before) return { ...state, casesToday }
  const keeps = after !== undefined && isLive(after, state.day?.day ?? '')
  return { ...state, casesToday, records: keeps ? state.records.set(id, after) : state.records.delete(id) }
}

/** A paper number was served by hand: nobody calls its visit once more by a claim. The hub merges all of it later. */
export function paperServed(
  state: HallState,
  { counterId, number }: HallEventOf<'paperFinished'>,
): HallState {
  const claims = state.claims.filterNot((_counter, id) => id === state.numbers.get(number))
  return withCounter({ ...state, claims }, { ...counterNow(state, counterId), paper: undefined })
}
