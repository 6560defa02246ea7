/**
 * Folding events into the hall's state. Pure: the same events give the same
 * state on the hub, on every station and in the simulator (I3).
 */
import { Map } from 'immutable'
import {
  afterSetUp,
  announced,
  backInLine,
  dayUnder,
  ended,
  freed,
  numbersAnew,
  occupied,
  paperServed,
  unparked,
  visitIn,
  withCounter,
  withOutcome,
  withQueue,
  withRecord,
  withUsed,
  withVisit,
  promoted,
} from './changes.ts'
import type { HallEvent, LedgerEvent } from './events.ts'
import { counterHandedOver, matterHandedOver } from './handedOver.ts'
import { rangeOfIndex } from './ranges.ts'
import { counterNow, doneKept, lookUp, queueNow } from './state.ts'
import { isLive, isRecordEvent } from '../conduct/records.ts'
import type { HallState } from './state.ts'
import type { Visit } from './visit.ts'

/** Folds one event. Throws when the event is not the next one or names what is not there: a damaged ledger. */
export function evolve(state: HallState, entry: LedgerEvent): HallState {
  if (entry.seq !== state.seq + 1) {
    throw new Error(`event ${String(entry.seq)} does not follow ${String(state.seq)}`)
  }
  const done = doneWith(state, entry)
  return { ...applyEvent(state, entry.event, entry), seq: entry.seq, atMs: entry.atMs, done }
}

function doneWith({ done }: HallState, { event, commandId }: LedgerEvent): HallState['done'] {
  const { earlier, later } =
    done.later.size < doneKept ? done : { earlier: done.later, later: done.earlier.clear() }
  const about = visitIdOf(event) ?? later.get(commandId) ?? earlier.get(commandId)
  return { earlier, later: later.set(commandId, about) }
}

/** When and where an event stands; `happenedMs` as in `LedgerEvent`. */
export type Standing = Pick<LedgerEvent, 'atMs' | 'seq' | 'happenedMs'>

/** What an event changes, whatever its place in the ledger: `evolve` without the count. Throws as it does. */
export function applyEvent(state: HallState, event: HallEvent, standing: Standing): HallState {
  const { seq } = standing
  const atMs = standing.happenedMs ?? standing.atMs
  // What happened elsewhere some time ago is not called out now.
  const announces = standing.happenedMs === undefined
  if (isRecordEvent(event)) return withRecord(state, event)
  switch (event.type) {
    case 'hallConfigured':
      return { ...state, settings: event.settings, day: dayUnder(state.day, event.settings) }
    case 'catalogueReplaced':
      return { ...state, catalogue: event.catalogue, lookup: lookUp(event.catalogue) }
    case 'staffReplaced':
      return { ...state, staff: Map(event.staff.map((s) => [s.id, s])) }
    case 'setUpChanged':
      return afterSetUp(state, event.changes)
    case 'displaysConfigured':
      return { ...state, displays: event.displays }
    case 'dayStarted':
      return {
        ...state,
        day: { day: event.day, startsAtMs: event.startsAtMs, endsAtMs: event.endsAtMs },
        visits: Map(),
        numbers: Map(),
        waiting: Map(),
        ...numbersAnew(state, event.day),
        claims: Map(),
        guideCalls: Map(),
        // A used or missed appointment belongs to its day; those to come stay.
        appointments: state.appointments.filter(
          (a) => a.slotUntilMs > event.startsAtMs && a.visitId === undefined,
        ),
        callNo: 0,
        announcements: state.announcements.clear(),
        records: state.records.filter((record) => isLive(record, event.day)),
      }

    case 'counterOpened':
      return withCounter(state, {
        id: event.counterId,
        state: 'open',
        staffId: event.staffId,
        queueIds: event.queueIds,
        seat: event.seat,
        sinceMs: atMs,
      })
    case 'counterPaused':
      return withCounter(state, {
        ...counterNow(state, event.counterId),
        state: 'paused',
        sinceMs: atMs,
        pauseReason: event.reason,
      })
    case 'counterResumed':
      return withCounter(state, {
        ...counterNow(state, event.counterId),
        state: 'open',
        sinceMs: atMs,
        pauseReason: undefined,
      })
    case 'counterClosed':
      return withCounter(state, { id: event.counterId, state: 'closed', sinceMs: atMs })

    case 'takeoverAsked':
    case 'takeoverAnswered':
    case 'takeoverForced':
      return counterHandedOver(state, event, atMs)

    case 'appointmentBooked': {
      const { type: _type, ...appointment } = event
      return { ...state, appointments: state.appointments.set(event.code, appointment) }
    }
    case 'appointmentCancelled':
      return { ...state, appointments: state.appointments.delete(event.code) }

    case 'visitIssued': {
      const { visit, run } = event
      const used = withUsed(state, visit.queueId, run)
      const queue = queueNow(used, visit.queueId)
      const next = withQueue(used, visit.queueId, { ...queue, issued: queue.issued + 1 })
      const booked =
        visit.appointmentCode === undefined ? undefined : state.appointments.get(visit.appointmentCode)
      return withVisit(
        {
          ...next,
          numbers: next.numbers.set(visit.number, visit.id),
          appointments:
            booked === undefined
              ? next.appointments
              : next.appointments.set(booked.code, { ...booked, visitId: visit.id }),
        },
        {
          ...visit,
          state: 'waiting',
          waitingSinceMs: visit.arrivedAtMs,
          calls: 0,
          countedCalls: 0,
          noShows: 0,
          parkedMs: 0,
          duties: [],
          turns: [],
        },
      )
    }
    case 'visitCalled': {
      const visit = visitIn(state, event.visitId)
      const queue = queueNow(state, visit.queueId)
      const called = withVisit(withQueue(state, visit.queueId, { ...queue, calls: queue.calls + 1 }), {
        ...visit,
        state: 'called',
        counterId: event.counterId,
        staffId: event.staffId,
        calls: 1,
        firstCallAtMs: visit.firstCallAtMs ?? atMs,
        lastCallAtMs: atMs,
        countedCalls: 1,
        countedCallAtMs: atMs,
      })
      const there = occupied(called, event.counterId, visit.id)
      return announces ? announced(there, event, false, atMs, seq) : there
    }
    case 'visitRecalled': {
      const visit = visitIn(state, event.visitId)
      const recalled = withVisit(state, {
        ...visit,
        calls: visit.calls + 1,
        lastCallAtMs: atMs,
        countedCalls: visit.countedCalls + (event.counts ? 1 : 0),
        countedCallAtMs: event.counts ? atMs : visit.countedCallAtMs,
      })
      return announces ? announced(recalled, event, true, atMs, seq) : recalled
    }
    case 'visitStarted': {
      const visit = visitIn(state, event.visitId)
      return withVisit(state, {
        ...visit,
        state: 'serving',
        startedAtMs: visit.startedAtMs ?? atMs,
        ownerId: visit.ownerId ?? event.staffId,
        markMs: atMs,
        // Its way back or front place is used up now that it came; until then it may be put back.
        frontSinceMs: undefined,
        reentryAtCall: undefined,
      })
    }
    case 'turnRecorded': {
      const visit = visitIn(state, event.visitId)
      const { turn, duty } = event
      return withVisit(state, {
        ...visit,
        services: withOutcome(visit.services, turn),
        turns: [...visit.turns, turn],
        duties: duty === undefined ? visit.duties : [...visit.duties, { staffId: turn.staffId, duty }],
        markMs: turn.endedAtMs,
        carriedMs: undefined,
        // What it was sent here for is done; the rest of it asks for skill again.
        route: undefined,
      })
    }
    case 'servicesAdded': {
      const visit = visitIn(state, event.visitId)
      return withVisit(state, { ...visit, services: [...visit.services, ...event.services] })
    }
    case 'visitFinished': {
      const visit = visitIn(state, event.visitId)
      return withVisit(freed(state, event.counterId, visit.id), ended(visit, 'finished', atMs))
    }
    case 'visitContinued': {
      const visit = visitIn(state, event.visitId)
      return withVisit(freed(state, event.counterId, visit.id), {
        ...backInLine(visit, atMs),
        queueId: event.queueId,
      })
    }
    case 'visitMissed': {
      const visit = visitIn(state, event.visitId)
      const left = freed(state, event.counterId, visit.id)
      const missed = { ...visit, noShows: visit.noShows + 1 }
      return event.ends
        ? withVisit(left, ended(missed, 'noShow', atMs))
        : withVisit(left, {
            ...backInLine(missed, atMs),
            route: visit.route,
            reentryAtCall: event.reentryAtCall,
          })
    }
    case 'visitRequeued': {
      const visit = visitIn(state, event.visitId)
      const left = visit.counterId === undefined ? state : freed(state, visit.counterId, visit.id)
      const back = { ...backInLine(visit, atMs), route: visit.route, endedAtMs: undefined }
      return withVisit(
        left,
        visit.state === 'called'
          ? {
              // Called and let go: it waits as if it had never been called.
              ...back,
              waitingSinceMs: visit.waitingSinceMs,
              frontSinceMs: visit.frontSinceMs,
              reentryAtCall: visit.reentryAtCall,
            }
          : { ...back, reentryAtCall: event.reentryAtCall },
      )
    }
    case 'visitParked': {
      const visit = visitIn(state, event.visitId)
      return withVisit(freed(state, event.counterId, visit.id), {
        ...visit,
        state: 'parked',
        carriedMs:
          (visit.carriedMs ?? 0) + (visit.markMs === undefined ? 0 : Math.max(0, atMs - visit.markMs)),
        markMs: undefined,
        park: { kind: event.kind, sinceMs: atMs, counterId: event.counterId, staffId: event.staffId },
      })
    }
    case 'visitResumed': {
      const visit = visitIn(state, event.visitId)
      const resumed = withVisit(state, {
        ...unparked(visit, atMs),
        state: 'serving',
        counterId: event.counterId,
        staffId: event.staffId,
        markMs: atMs,
      })
      return occupied(resumed, event.counterId, visit.id)
    }
    case 'visitReturned': {
      const visit = visitIn(state, event.visitId)
      return withVisit(state, {
        ...backInLine(unparked(visit, atMs), atMs),
        queueId: event.queueId,
        // Sent to a queue it is still on its way to; a counter or person no longer binds it.
        route: visit.route?.kind === 'queue' ? visit.route : undefined,
        frontSinceMs: atMs,
      })
    }
    case 'visitTransferred': {
      const visit = visitIn(state, event.visitId)
      return withVisit(freed(state, event.counterId, visit.id), {
        ...backInLine(visit, atMs),
        queueId: event.queueId,
        route: event.to,
        // A slot still to come stays: `last` may not put anybody forward.
        effectiveAtMs: event.position === 'last' ? Math.max(atMs, visit.effectiveAtMs) : visit.effectiveAtMs,
        frontSinceMs: event.position === 'first' ? atMs : undefined,
      })
    }
    case 'visitCancelled': {
      const visit = visitIn(state, event.visitId)
      const left = visit.counterId === undefined ? state : freed(state, visit.counterId, visit.id)
      return withVisit(left, ended(visit, 'cancelled', atMs))
    }
    case 'visitExpired': {
      const visit = visitIn(state, event.visitId)
      const left = visit.counterId === undefined ? state : freed(state, visit.counterId, visit.id)
      return withVisit(left, ended(visit, 'expired', atMs))
    }

    case 'handOverOffered':
    case 'handOverAccepted':
    case 'handOverDeclined':
      return matterHandedOver(state, event, atMs)
    case 'priorityClaimed': {
      const visit = visitIn(state, event.visitId)
      const { priority, effectiveAtMs } = event
      return withVisit(state, { ...visit, priority, effectiveAtMs })
    }
    // The paper is the kiosk's; the visit is as it was.
    case 'ticketCopied':
    case 'testPageAsked':
      return state

    case 'visitRated': {
      // A visit of an earlier day is not here any more; its rating is in the ledger all the same.
      const visit = state.visits.get(event.visitId)
      if (visit === undefined || event.channel === 'systemDefault') return state
      const { turnId } = event.about
      const mark = { ...(turnId === undefined ? {} : { turnId }), ordinal: event.ordinal }
      return withVisit(state, { ...visit, rated: [...(visit.rated ?? []), mark] })
    }

    case 'guideCalled': {
      const { guideCallId: id, from, locale } = event
      return { ...state, guideCalls: state.guideCalls.set(id, { id, from, locale, sinceMs: atMs }) }
    }
    case 'guideCallTaken': {
      const call = state.guideCalls.get(event.guideCallId)
      if (call === undefined) return state
      const taken = { ...call, takenBy: event.staffId, takenAtMs: atMs }
      return { ...state, guideCalls: state.guideCalls.set(call.id, taken) }
    }
    case 'guideCallEnded':
      return { ...state, guideCalls: state.guideCalls.delete(event.guideCallId) }

    case 'blockLeased': {
      const queue = queueNow(state, event.queueId)
      const { stationId, from, until } = event
      return withQueue(state, event.queueId, {
        ...queue,
        leases: [...queue.leases, { stationId, from, until, next: from }],
      })
    }
    case 'claimGranted':
      return { ...state, claims: state.claims.set(event.visitId, event.counterId) }
    case 'claimReturned':
    case 'claimForced':
      return { ...state, claims: state.claims.delete(event.visitId) }
    case 'paperCalled':
      return withCounter(state, {
        ...counterNow(state, event.counterId),
        paper: { number: event.number, sinceMs: atMs },
      })
    case 'paperFinished':
      return paperServed(state, event)
    case 'factConflicted':
      return {
        ...(event.conflict.used ?? []).reduce((now, { queueId, run }) => withUsed(now, queueId, run), state),
        conflicts: state.conflicts.set(event.conflict.factId, event.conflict),
      }
    case 'conflictResolved':
      return { ...state, conflicts: state.conflicts.delete(event.factId) }
    case 'hubPromoted': {
      const { epoch, hubId, stationId, reign: index, stood } = event
      const { from = rangeOfIndex(index).from, until = rangeOfIndex(index).until } = event
      const history = [...state.reign.history, { epoch, hubId, fromSeq: seq }]
      const own = stationId === undefined ? {} : { stationId }
      return promoted(state, { epoch, hubId, ...own, index, from, until, history, settled: false }, stood)
    }
    case 'rangeReserved': {
      const { stationId, from, until } = event
      return { ...state, ranges: [...state.ranges, { stationId, from, until }] }
    }
    case 'unmasked':
      return state
    case 'reignSettled':
      return { ...state, reign: { ...state.reign, settled: true } }

    case 'conductConfigured':
      return { ...state, conduct: event.rules }
  }
}

function visitIdOf(event: HallEvent): Visit['id'] | undefined {
  if (event.type === 'visitIssued') return event.visit.id
  return 'visitId' in event ? event.visitId : undefined
}
