/** Whether one event of a fact still fits the hall, and in what form. Pure questions to the state, no decision of its own. */
import { turnId } from '../../ids/ids.ts'
import type { CounterId, StaffId, VisitId } from '../../ids/ids.ts'
import type { Context } from '../decision.ts'
import type { ConflictReason, HallEvent, HallEventOf } from '../events.ts'
import type { Fact } from '../facts.ts'
import { isExcluded } from '../../queueing/line.ts'
import { guideCallOf } from '../guideCall.ts'
import { overlap } from '../ranges.ts'
import { counterNow, counterOf } from '../state.ts'
import type { HallState } from '../state.ts'
import { fitDeducted, fitPunch, fitRecord } from './fittingRecords.ts'
import { hasEnded, isAtCounter, nextService, openNow } from '../visit.ts'
import type { Visit, VisitService, VisitState } from '../visit.ts'

export type Fitting =
  | { readonly ok: true; readonly events: readonly HallEvent[] }
  | { readonly ok: false; readonly reason: ConflictReason }

const fits = (...events: readonly HallEvent[]): Fitting => ({ ok: true, events })
const clash = (reason: ConflictReason): Fitting => ({ ok: false, reason })

/** The event in the form that fits the state now, or why it does not. */
export function fit(state: HallState, event: HallEvent, fact: Fact, context: Context): Fitting {
  switch (event.type) {
    case 'visitIssued':
      return fitIssued(state, event, fact)
    case 'visitCalled':
      return fitCalled(state, event)
    case 'visitRecalled':
      return atCounter(state, event, ['called'], { ...event, callNo: 0 })
    case 'visitStarted':
      return atCounter(state, event, ['called'], event)
    case 'turnRecorded':
      return fitTurn(state, event, fact)
    case 'visitTransferred':
      return fitSentOn(state, event, ['called', 'serving'])
    case 'visitFinished':
      return fitFinished(state, event)
    case 'visitParked':
      return atCounter(state, event, ['serving'], event)
    case 'visitContinued':
      return state.lookup.queues.has(event.queueId)
        ? fitSentOn(state, event, ['serving'])
        : clash('unknownQueue')
    case 'visitMissed':
      return atCounter(state, event, ['called'], event)
    case 'visitResumed':
      return fitResumed(state, event)
    case 'visitRequeued':
      return inState(state, event.visitId, ['called', 'noShow'], event)
    case 'visitReturned':
      return fitReturned(state, event)
    case 'visitCancelled':
      return fitCancelled(state, event)
    case 'servicesAdded':
      return fitAdded(state, event)
    case 'visitRated':
      return fitRated(state, event)
    case 'priorityClaimed':
      return inState(state, event.visitId, ['waiting'], event)
    case 'handOverOffered':
    case 'handOverAccepted':
    case 'handOverDeclined':
      return fitHandOver(state, event)
    // Printed or not, the paper is not this hub's to ask for again; that it was asked for stays on record.
    case 'ticketCopied':
      return state.visits.has(event.visitId)
        ? fits({ type: 'ticketCopied', visitId: event.visitId })
        : clash('unknownVisit')
    case 'counterOpened': {
      const counter = counterNow(state, event.counterId)
      if (!state.lookup.counters.has(event.counterId)) return clash('notMergeable')
      if (counter.staffId === event.staffId) return fits()
      const free = counter.staffId === undefined && counterOf(state, event.staffId) === undefined
      return free ? fits(event) : clash('counterElsewhere')
    }
    case 'counterPaused':
      return atOwnCounter(state, event, 'open')
    case 'counterResumed':
      return atOwnCounter(state, event, 'paused')
    case 'counterClosed': {
      const counter = counterNow(state, event.counterId)
      if (counter.staffId === undefined) return fits()
      return counter.staffId === event.staffId && counter.visitId === undefined
        ? fits(event)
        : clash('counterElsewhere')
    }
    case 'paperCalled':
      // The paper alone proves nothing yet; its end says what was done.
      return fits()
    case 'paperFinished':
      return fitPaper(state, event, fact, context)
    case 'appointmentBooked':
      return state.appointments.has(event.code) ? clash('notMergeable') : fits(event)
    case 'appointmentCancelled':
      return state.appointments.has(event.code) ? fits(event) : fits()
    // Help asked for somewhere else is asked for here as well, unless somebody already came.
    case 'guideCalled':
      return guideCallOf(state, event.from) === undefined ? fits(event) : fits()
    case 'guideCallTaken':
    case 'guideCallEnded':
      return state.guideCalls.has(event.guideCallId) ? fits(event) : fits()
    // Asked for then; whoever still wants the counter asks again. A change of teller follows as closing and opening.
    case 'takeoverAsked':
    case 'takeoverAnswered':
    case 'takeoverForced':
    case 'testPageAsked':
      return fits()
    // The hub's own housekeeping: what a hub before this one granted or leased is void.
    case 'claimGranted':
    case 'claimReturned':
    case 'claimForced':
    case 'blockLeased':
    case 'visitExpired':
    case 'dayStarted':
    case 'hubPromoted':
    case 'reignSettled':
      return fits()
    // Kept for good, by whatever hub; only what another station has meanwhile cannot be.
    case 'rangeReserved':
      return state.ranges.some((taken) => overlap(taken, event)) ? fits() : fits(event)
    // Whoever looked at names under another hub looked at them: that stays on record.
    case 'unmasked':
      return fits(event)
    // A hub before this one kept it for a person: so does this one.
    case 'factConflicted':
      return state.conflicts.has(event.conflict.factId) ? fits() : fits(event)
    case 'conflictResolved':
      return state.conflicts.has(event.factId) ? fits(event) : fits()
    case 'hallConfigured':
    case 'catalogueReplaced':
    case 'staffReplaced':
    case 'setUpChanged':
    case 'displaysConfigured':
    case 'conductConfigured':
      return clash('notMergeable')
    case 'punched':
      return fitPunch(state, event, fact, context)
    case 'deducted':
      return fitDeducted(state, event, context)
    case 'caseOpened':
    case 'caseMoved':
    case 'caseNoted':
    case 'punchVoided':
    case 'shiftAssigned':
    case 'leaveRequested':
    case 'leaveDecided':
    case 'leaveEnded':
    case 'deductionAppealed':
    case 'deductionDecided':
      return fitRecord(state, event)
  }
}

/** A number given elsewhere: it keeps its number and key and takes its place by when it came. */
function fitIssued(state: HallState, event: HallEventOf<'visitIssued'>, { happenedMs }: Fact): Fitting {
  const { visit } = event
  if (state.visits.has(visit.id)) return fits()
  if (state.numbers.has(visit.number)) return clash('numberUsed')
  if (!visit.services.every((s) => state.lookup.queues.has(s.queueId))) return clash('unknownQueue')
  const headStartMs = visit.arrivedAtMs - visit.effectiveAtMs
  return fits({
    ...event,
    visit: {
      ...visit,
      ordinal: state.visits.size + 1,
      arrivedAtMs: happenedMs,
      effectiveAtMs: happenedMs - headStartMs,
    },
  })
}

function fitCalled(state: HallState, event: HallEventOf<'visitCalled'>): Fitting {
  const visit = state.visits.get(event.visitId)
  if (visit === undefined) return clash('unknownVisit')
  if (hasEnded(visit)) return clash('visitEnded')
  if (visit.state !== 'waiting') return clash('visitElsewhere')
  const holder = state.claims.get(visit.id)
  if (holder !== undefined && holder !== event.counterId) return clash('visitElsewhere')
  return isFree(state, event.counterId, event.staffId)
    ? fits({ ...event, callNo: 0 })
    : clash('counterElsewhere')
}

/** Times inside a turn move with the correction of the station's clock. */
function fitTurn(
  state: HallState,
  event: HallEventOf<'turnRecorded'>,
  { happenedMs, believedMs }: Fact,
): Fitting {
  const shiftMs = happenedMs - believedMs
  const visit = state.visits.get(event.visitId)
  const open = visit?.services.find((s) => s.serviceId === event.turn.serviceId && s.outcome === undefined)
  if (visit !== undefined && open === undefined) return clash('visitEnded')
  const { counterId, staffId } = event.turn
  // Two hubs may each have let the same teller do one of two duties that exclude each other.
  if (visit !== undefined && open !== undefined && isExcluded(state, visit, open, staffId))
    return clash('incompatibleDuties')
  return atCounter(state, { visitId: event.visitId, counterId, staffId }, ['serving'], {
    ...event,
    turn: {
      ...event.turn,
      // A station's clock may have been set back in between.
      startedAtMs: Math.min(event.turn.startedAtMs, event.turn.endedAtMs) + shiftMs,
      endedAtMs: event.turn.endedAtMs + shiftMs,
    },
  })
}

/** Sent on there; here nothing may be left that it could wait for. */
function fitSentOn(
  state: HallState,
  event: HallEventOf<'visitTransferred' | 'visitContinued'>,
  states: readonly VisitState[],
): Fitting {
  const visit = state.visits.get(event.visitId)
  if (visit !== undefined && !hasEnded(visit) && nextService(visit) === undefined)
    return clash('notMergeable')
  return atCounter(state, event, states, event)
}

/** Back from where it was parked, to wait; here the last of its services may be closed already. */
function fitReturned(state: HallState, event: HallEventOf<'visitReturned'>): Fitting {
  const visit = state.visits.get(event.visitId)
  return visit?.state === 'parked' && nextService(visit) === undefined
    ? clash('notMergeable')
    : inState(state, event.visitId, ['parked'], event)
}

/** Finished there, with a service added here meanwhile: it goes on to that. */
function fitFinished(state: HallState, event: HallEventOf<'visitFinished'>): Fitting {
  const visit = state.visits.get(event.visitId)
  const next = visit === undefined ? undefined : nextService(visit)
  const { visitId, counterId, staffId } = event
  if (next === undefined) return atCounter(state, event, ['serving'], event)
  return atCounter(state, event, ['serving'], {
    type: 'visitContinued',
    visitId,
    queueId: next.queueId,
    counterId,
    staffId,
  })
}

/** Services the visit does not have open yet; those it has were added here meanwhile. */
function fitAdded(state: HallState, event: HallEventOf<'servicesAdded'>): Fitting {
  const open = state.visits.get(event.visitId)?.services.filter((s) => s.outcome === undefined) ?? []
  const services = event.services.filter((s) => !open.some((o) => o.serviceId === s.serviceId))
  const fitting = inState(state, event.visitId, ['waiting', 'called', 'serving'], { ...event, services })
  return fitting.ok && services.length === 0 ? fits() : fitting
}

/** A rating is one person's word and never clashes; only one of today needs its visit to be known first. */
function fitRated(state: HallState, event: HallEventOf<'visitRated'>): Fitting {
  const visit = state.visits.get(event.visitId)
  if (visit === undefined && event.day === state.day?.day) return clash('unknownVisit')
  const { turnId } = event.about
  const known = visit?.rated?.some((r) => r.turnId === turnId && r.ordinal === event.ordinal) === true
  return known ? fits() : fits(event)
}

/** Who answers for a matter; over with the visit. */
function fitHandOver(
  state: HallState,
  event: HallEventOf<'handOverOffered' | 'handOverAccepted' | 'handOverDeclined'>,
): Fitting {
  const visit = state.visits.get(event.visitId)
  if (visit === undefined) return clash('unknownVisit')
  if (hasEnded(visit)) return fits()
  // Taken back or answered here already, there is nothing to decline.
  if (event.type === 'handOverDeclined') return visit.offer === undefined ? fits() : fits(event)
  // Somebody else answers for it here: who it was handed over by there had nothing to give.
  return visit.ownerId === event.from ? fits(event) : clash('visitElsewhere')
}

/** Whoever is gone already, served by nobody, need not be taken out of the line. */
function fitCancelled(state: HallState, event: HallEventOf<'visitCancelled'>): Fitting {
  const visit = state.visits.get(event.visitId)
  const isGone = visit !== undefined && ['noShow', 'cancelled', 'expired'].includes(visit.state)
  return isGone ? fits() : inState(state, event.visitId, ['waiting', 'called', 'parked'], event)
}

function fitResumed(state: HallState, event: HallEventOf<'visitResumed'>): Fitting {
  if (!isFree(state, event.counterId, event.staffId)) return clash('counterElsewhere')
  return inState(state, event.visitId, ['parked'], event)
}

/** A paper number served by hand: the waiting visit of that number was called, served and finished then. */
function fitPaper(
  state: HallState,
  { number, counterId, staffId, startedAtMs, outcome, note }: HallEventOf<'paperFinished'>,
  { happenedMs, believedMs }: Fact,
  { newId }: Context,
): Fitting {
  const id = state.numbers.get(number)
  const visit = id === undefined ? undefined : state.visits.get(id)
  if (visit === undefined) return clash('unknownNumber')
  if (hasEnded(visit)) return clash('visitEnded')
  if (visit.state !== 'waiting') return clash('visitElsewhere')
  const holder = state.claims.get(visit.id)
  if (holder !== undefined && holder !== counterId) return clash('visitElsewhere')
  if (!isFree(state, counterId, staffId)) return clash('counterElsewhere')
  const closed = withoutExcluded(state, visit, staffId)
  if (closed.length === 0) return clash('incompatibleDuties')
  const turns = closed.map(({ service, duty }, i): HallEvent => ({
    type: 'turnRecorded',
    visitId: visit.id,
    queueId: service.queueId,
    turn: {
      id: turnId.parse(newId()),
      serviceId: service.serviceId,
      counterId,
      staffId,
      startedAtMs: i === 0 ? Math.min(startedAtMs, believedMs) + happenedMs - believedMs : happenedMs,
      endedAtMs: happenedMs,
      outcome,
      ...(outcome === 'advised' ? { missing: [note ?? ''].filter((m) => m !== '') } : {}),
      ...(note === undefined ? {} : { note }),
    },
    ...(duty === undefined ? {} : { duty }),
  }))
  const next = visit.services.find(
    (s) => s.outcome === undefined && !closed.some(({ service }) => service.serviceId === s.serviceId),
  )
  const waitedS = Math.max(0, Math.round((happenedMs - visit.waitingSinceMs) / 1000))
  return fits(
    {
      type: 'visitCalled',
      visitId: visit.id,
      number,
      queueId: visit.queueId,
      counterId,
      staffId,
      callNo: 0,
      why: { rule: 'byHand', line: 'own', because: [], waitedS },
    },
    { type: 'visitStarted', visitId: visit.id, counterId, staffId },
    ...turns,
    next === undefined
      ? { type: 'visitFinished', visitId: visit.id, counterId, staffId }
      : { type: 'visitContinued', visitId: visit.id, queueId: next.queueId, counterId, staffId },
  )
}

/** The services of a visit that one teller may close in one sitting, with the duty each is. */
function withoutExcluded(
  state: HallState,
  visit: Visit,
  staffId: StaffId,
): readonly { readonly service: VisitService; readonly duty: string | undefined }[] {
  const closed: { service: VisitService; duty: string | undefined }[] = []
  let sitting = visit
  for (const service of openNow(visit)) {
    if (isExcluded(state, sitting, service, staffId)) continue
    const duty = state.lookup.services.get(service.serviceId)?.duty
    if (duty !== undefined) sitting = { ...sitting, duties: [...sitting.duties, { staffId, duty }] }
    closed.push({ service, duty })
  }
  return closed
}

/** The visit is at that counter with that teller, in one of these states. */
function atCounter(
  state: HallState,
  where: { readonly visitId: VisitId; readonly counterId: CounterId; readonly staffId: StaffId },
  states: readonly VisitState[],
  event: HallEvent,
): Fitting {
  const visit = state.visits.get(where.visitId)
  if (visit === undefined) return clash('unknownVisit')
  if (hasEnded(visit)) return clash('visitEnded')
  if (!isAtCounter(visit) || visit.counterId !== where.counterId || visit.staffId !== where.staffId)
    return clash('visitElsewhere')
  return states.includes(visit.state) ? fits(event) : clash('visitElsewhere')
}

function inState(state: HallState, id: VisitId, states: readonly VisitState[], event: HallEvent): Fitting {
  const visit: Visit | undefined = state.visits.get(id)
  if (visit === undefined) return clash('unknownVisit')
  if (states.includes(visit.state)) return fits(event)
  return clash(hasEnded(visit) ? 'visitEnded' : 'visitElsewhere')
}

function atOwnCounter(
  state: HallState,
  event: HallEventOf<'counterPaused' | 'counterResumed'>,
  from: 'open' | 'paused',
): Fitting {
  const counter = counterNow(state, event.counterId)
  if (counter.staffId !== event.staffId) return clash('counterElsewhere')
  return counter.state === from ? fits(event) : fits()
}

function isFree(state: HallState, counterId: CounterId, staffId: StaffId): boolean {
  const counter = counterNow(state, counterId)
  return counter.staffId === staffId && counter.visitId === undefined
}
