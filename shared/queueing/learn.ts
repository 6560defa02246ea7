/**
 * Learning from the ledger, one event at a time. Pure: the same ledger gives the
 * same knowledge; what is learnt on one day counts for less on each day after.
 */
import type { LedgerEvent } from '../hall/events.ts'
import { ownQueues } from '../hall/state.ts'
import type { HallState } from '../hall/state.ts'
import type { Visit } from '../hall/visit.ts'
import type { CounterId, QueueId, StaffId, VisitId } from '../ids/ids.ts'
import { compared } from './calibration.ts'
import { faded, noDurations, seen } from './durations.ts'
import type { Durations } from './durations.ts'
import { ageBin, agesS, arrivedAt, newQueue, takingChance } from './learnt.ts'
import type { CounterLearnt, Learnt, Patience, QueueLearnt } from './learnt.ts'
import { afterCall, afterChoice, afterTaking, withTeller } from './calls.ts'
import type { WaitEstimate } from './estimate.ts'
import { expectedHoldS } from './holds.ts'

/** How much yesterday counts beside today: half is forgotten in about ten days. */
const keptPerDay = 0.93
/**
 * Folds one ledger event.
 * @param after the hall's state with the event already folded
 */
export function learnFrom(learnt: Learnt, entry: LedgerEvent, after: HallState): Learnt {
  const { event } = entry
  const atMs = entry.happenedMs ?? entry.atMs
  switch (event.type) {
    case 'dayStarted':
      return nextDay(learnt)
    case 'visitIssued': {
      const { queueId, priority } = event.visit
      const kind = priority?.class ?? ''
      return withQueue(learnt, queueId, (q) => ({
        ...q,
        arrivals: { ...q.arrivals, [kind]: arrivedAt(q.arrivals[kind], atMs) },
      }))
    }
    case 'visitCalled': {
      const visit = after.visits.get(event.visitId)
      if (visit === undefined) return learnt
      const waited = afterWait(learnt, visit, atMs, true)
      const turned = afterCall(waited, after, visit, event.counterId, atMs)
      const taken =
        event.why.rule === 'chosen'
          ? afterChoice(turned, after, visit, event.counterId, event.staffId)
          : afterTaking(turned, visit, event.staffId)
      return busy(taken, visit, event.counterId, atMs)
    }
    case 'visitResumed': {
      const visit = after.visits.get(event.visitId)
      const back = unparked(learnt, event.visitId, atMs)
      return visit === undefined ? back : busy(back, visit, event.counterId, atMs)
    }
    case 'visitReturned':
      return unparked(learnt, event.visitId, atMs)
    case 'visitFinished':
    case 'visitContinued':
    case 'visitMissed':
    case 'visitTransferred':
      return released(learnt, after, event.counterId, event.staffId, atMs)
    case 'visitParked':
      return {
        ...released(learnt, after, event.counterId, event.staffId, atMs),
        parked: { ...learnt.parked, [event.visitId]: { kind: event.kind, sinceMs: atMs } },
      }
    case 'visitRequeued':
    case 'visitExpired':
    case 'visitCancelled': {
      const visit = after.visits.get(event.visitId)
      if (visit === undefined) return learnt
      const freed = freedBy(learnt, after, event.visitId, atMs)
      if (event.type === 'visitRequeued' || visit.counterId !== undefined)
        return without(freed, event.visitId)
      return without(afterWait(freed, visit, atMs, event.type === 'visitExpired'), event.visitId)
    }
    case 'counterOpened':
    case 'counterResumed': {
      const before = learnt.counters[event.counterId]
      const rested =
        event.type === 'counterResumed' && before?.doing === 'away'
          ? { ...learnt, pauses: seen(learnt.pauses, (atMs - before.sinceMs) / 1000) }
          : learnt
      return before?.doing === 'busy'
        ? rested
        : withCounter(rested, event.counterId, { doing: 'free', sinceMs: atMs, fresh: true })
    }
    case 'counterPaused':
    case 'counterClosed': {
      const before = learnt.counters[event.counterId]
      if (before?.doing === 'busy') return learnt
      const left =
        before?.doing === 'free' && before.wanted === true
          ? { ...learnt, aways: seen(learnt.aways, Math.max(1800, (atMs - before.sinceMs) / 1000)) }
          : learnt
      return withCounter(left, event.counterId, { doing: 'away', sinceMs: atMs })
    }
    case 'hallConfigured':
    case 'catalogueReplaced':
    case 'staffReplaced':
    case 'setUpChanged':
    case 'displaysConfigured':
    case 'appointmentBooked':
    case 'appointmentCancelled':
    case 'visitRecalled':
    case 'visitStarted':
    case 'turnRecorded':
    case 'servicesAdded':
    case 'visitRated':
    case 'guideCalled':
    case 'guideCallTaken':
    case 'guideCallEnded':
    case 'handOverOffered':
    case 'handOverAccepted':
    case 'handOverDeclined':
    case 'takeoverAsked':
    case 'takeoverAnswered':
    case 'takeoverForced':
    case 'priorityClaimed':
    case 'ticketCopied':
    case 'testPageAsked':
    case 'blockLeased':
    case 'claimGranted':
    case 'claimReturned':
    case 'claimForced':
    case 'paperCalled':
    case 'paperFinished':
    case 'factConflicted':
    case 'conflictResolved':
    case 'unmasked':
    case 'reignSettled':
    case 'hubPromoted':
    case 'rangeReserved':
    case 'conductConfigured':
    case 'caseOpened':
    case 'caseMoved':
    case 'caseNoted':
    case 'punched':
    case 'punchVoided':
    case 'shiftAssigned':
    case 'leaveRequested':
    case 'leaveDecided':
    case 'leaveEnded':
    case 'deducted':
    case 'deductionAppealed':
    case 'deductionDecided':
      return learnt
  }
}

/** Remembers the estimate a visitor was given, to be compared with what comes; a later one replaces it. */
export function noteGiven(learnt: Learnt, visitId: VisitId, given: WaitEstimate, nowMs: number): Learnt {
  return { ...learnt, given: { ...learnt.given, [visitId]: { atMs: nowMs, raw: given.raw } } }
}

function nextDay(learnt: Learnt): Learnt {
  const fade = (d: Durations): Durations => faded(d, keptPerDay)
  const fadePatience = (p: Patience): Patience => ({
    riskS: p.riskS.map((x) => x * keptPerDay),
    left: p.left.map((x) => x * keptPerDay),
  })
  const each = <T>(of: Readonly<Record<string, T>>, f: (value: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key, f(value)]))
  const { papersOut, papersKept, waiting } = learnt.parks
  return {
    ...learnt,
    holds: fade(learnt.holds),
    queues: each(learnt.queues, (q) => ({
      ...q,
      holds: fade(q.holds),
      services: each(q.services, fade),
      patience: fadePatience(q.patience),
    })),
    tellers: each(learnt.tellers, (t) => ({
      actualS: t.actualS * keptPerDay,
      expectedS: t.expectedS * keptPerDay,
      takes: each(t.takes, ({ taken, left }) => ({ taken: taken / 2, left: left / 2 })),
    })),
    nexts: fade(learnt.nexts),
    aways: fade(learnt.aways),
    pauses: fade(learnt.pauses),
    pickups: {
      tried: learnt.pickups.tried.map((x) => x * keptPerDay),
      done: learnt.pickups.done.map((x) => x * keptPerDay),
    },
    parks: { papersOut: fade(papersOut), papersKept: fade(papersKept), waiting: fade(waiting) },
    patience: fadePatience(learnt.patience),
    counters: {},
    parked: {},
    given: {},
  }
}

/** A wait is over: what it says about patience, and about the estimate given for it. */
function afterWait(learnt: Learnt, visit: Visit, atMs: number, stayed: boolean): Learnt {
  const waitedS = Math.max(0, (atMs - visit.waitingSinceMs) / 1000)
  const patience = aged(learnt.patience, waitedS, stayed)
  const next = withQueue({ ...learnt, patience }, visit.queueId, (q) => ({
    ...q,
    patience: aged(q.patience, waitedS, stayed),
  }))
  const given = learnt.given[visit.id]
  if (given === undefined || !stayed || visit.state !== 'called') return next
  return without(
    { ...next, calibration: compared(learnt.calibration, given, (atMs - given.atMs) / 1000) },
    visit.id,
  )
}

function aged(patience: Patience, waitedS: number, stayed: boolean): Patience {
  const riskS = [...patience.riskS]
  const left = [...patience.left]
  const last = ageBin(waitedS)
  for (let bin = 0; bin <= last; bin++) {
    const from = agesS[bin] ?? 0
    riskS[bin] = (riskS[bin] ?? 0) + Math.min(waitedS, agesS[bin + 1] ?? Infinity) - from
    left[bin] ??= 0
  }
  if (!stayed) left[last] = (left[last] ?? 0) + 1
  return { riskS, left }
}

function busy(learnt: Learnt, visit: Visit, counterId: CounterId, atMs: number): Learnt {
  const service =
    visit.services.find((s) => s.outcome === undefined && s.queueId === visit.queueId) ??
    visit.services.find((s) => s.outcome === undefined)
  return withCounter(learnt, counterId, {
    doing: 'busy',
    sinceMs: atMs,
    queueId: visit.queueId,
    ...(service === undefined ? {} : { serviceId: service.serviceId }),
  })
}

/** The counter is free of the visit: one hold more of its service. */
function released(
  learnt: Learnt,
  after: HallState,
  counterId: CounterId,
  staffId: StaffId,
  atMs: number,
): Learnt {
  const here = learnt.counters[counterId]
  if (here?.doing !== 'busy') return learnt
  const holdS = (atMs - here.sinceMs) / 1000
  const now = after.counters.get(counterId)
  const next: CounterLearnt =
    now?.state === 'open'
      ? { doing: 'free', sinceMs: atMs, wanted: isWanted(learnt, after, counterId, staffId) }
      : { doing: 'away', sinceMs: atMs }
  const expectedS = expectedHoldS(learnt, here.queueId ?? '', here.serviceId ?? '')
  const taught =
    here.queueId === undefined
      ? learnt
      : withQueue({ ...learnt, holds: seen(learnt.holds, holdS) }, here.queueId, (q) => ({
          ...q,
          holds: seen(q.holds, holdS),
          services:
            here.serviceId === undefined
              ? q.services
              : { ...q.services, [here.serviceId]: seen(q.services[here.serviceId] ?? noDurations, holdS) },
        }))
  const paced = withTeller(taught, staffId, (t) => ({
    ...t,
    actualS: t.actualS + holdS,
    expectedS: t.expectedS + expectedS,
  }))
  return withCounter(paced, counterId, next)
}

/** Cancelled, expired or put back: the counter that held it is free, and the hold teaches nothing. */
function freedBy(learnt: Learnt, after: HallState, visitId: VisitId, atMs: number): Learnt {
  const parked = learnt.parked[visitId]
  if (parked !== undefined) return without(learnt, visitId)
  for (const now of after.counters.values()) {
    if (learnt.counters[now.id]?.doing === 'busy' && now.visitId === undefined) {
      return withCounter(learnt, now.id, {
        doing: now.state === 'open' ? 'free' : 'away',
        sinceMs: atMs,
        wanted: false,
      })
    }
  }
  return learnt
}

function isWanted(learnt: Learnt, state: HallState, counterId: CounterId, staffId: StaffId): boolean {
  return ownQueues(state, counterId).some(
    (q) => (state.waiting.get(q)?.size ?? 0) > 0 && takingChance(learnt, staffId, q) >= 0.8,
  )
}

function unparked(learnt: Learnt, visitId: VisitId, atMs: number): Learnt {
  const parked = learnt.parked[visitId]
  if (parked === undefined) return learnt
  const parks = {
    ...learnt.parks,
    [parked.kind]: seen(learnt.parks[parked.kind], (atMs - parked.sinceMs) / 1000),
  }
  return without({ ...learnt, parks }, visitId)
}

function without(learnt: Learnt, visitId: VisitId): Learnt {
  const given = less(learnt.given, visitId)
  const parked = less(learnt.parked, visitId)
  return given === learnt.given && parked === learnt.parked ? learnt : { ...learnt, given, parked }
}

/** The rows without one of them; the same where it is not there, for most are asked of in vain. */
function less<T>(rows: Readonly<Record<string, T>>, id: string): Readonly<Record<string, T>> {
  if (rows[id] === undefined) return rows
  const { [id]: _gone, ...rest } = rows
  return rest
}

function withQueue(learnt: Learnt, id: QueueId | string, f: (queue: QueueLearnt) => QueueLearnt): Learnt {
  return { ...learnt, queues: { ...learnt.queues, [id]: f(learnt.queues[id] ?? newQueue) } }
}

function withCounter(learnt: Learnt, id: CounterId, counter: CounterLearnt): Learnt {
  return { ...learnt, counters: { ...learnt.counters, [id]: counter } }
}
