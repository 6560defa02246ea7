/**
 * What each kind of listener may see. A station holds the whole ledger, for it
 * may have to become the hub. A member of staff sees no visitor's key, so that
 * nobody can rate in a visitor's name. Displays and phones see no person at all.
 */
import { appointmentCode, commandId, visitKey } from '../ids/ids.ts'
import type { HallEvent, LedgerEvent } from '../hall/events.ts'
import { initialState } from '../hall/state.ts'
import type { HallState } from '../hall/state.ts'
import type { Turn, Visit } from '../hall/visit.ts'

export const audiences = ['station', 'staff', 'public'] as const
export type Audience = (typeof audiences)[number]

/** Stands where a key was taken out; opens nothing. */
export const hiddenKey = visitKey.parse('hidden-hidden-hidden')
/** Stands where an appointment's code was taken out: whoever knows a code may come in its holder's place. */
export const hiddenCode = appointmentCode.parse('hidden')
/** Stands for the id of whatever command it was: an id may name its sender. */
export const hiddenCommand = commandId.parse('hidden')

/** The event as this audience sees it; the seq is never skipped. */
export function redactEvent(entry: LedgerEvent, audience: Audience): LedgerEvent {
  if (audience === 'station') return entry
  const event = redactHallEvent(entry.event, audience)
  if (audience === 'staff') return event === entry.event ? entry : { ...entry, event }
  // Whose clock was wrong is for those in charge.
  const { correctedMs: _correctedMs, clockJumped: _clockJumped, ...rest } = entry
  return { ...rest, event, actor: { kind: 'system' }, commandId: hiddenCommand }
}

function redactHallEvent(event: HallEvent, audience: 'staff' | 'public'): HallEvent {
  switch (event.type) {
    case 'visitIssued':
      return { ...event, visit: redactVisit(event.visit, audience) }
    case 'turnRecorded':
      return audience === 'public' ? { ...event, turn: redactTurn(event.turn) } : event
    case 'staffReplaced':
      return audience === 'public' ? { ...event, staff: [] } : event
    case 'setUpChanged':
      return audience === 'public'
        ? { ...event, changes: event.changes.filter(({ part }) => part !== 'staff') }
        : event
    case 'visitTransferred': {
      if (audience === 'staff') return event
      const { note: _note, ...rest } = event
      return rest
    }
    case 'visitCalled': {
      if (audience === 'staff') return event
      const { reason: _reason, ...why } = event.why
      return { ...event, why }
    }
    case 'visitCancelled':
      return audience === 'public' ? { ...event, reason: '' } : event
    case 'counterPaused':
      return audience === 'public' ? { ...event, reason: '' } : event
    case 'factConflicted':
      // As the station had it: with keys and names in it.
      return { ...event, conflict: { ...event.conflict, events: [] } }
    case 'conflictResolved': {
      if (audience === 'staff') return event
      const { note: _note, ...rest } = event
      return rest
    }
    case 'claimForced':
      return audience === 'public' ? { ...event, reason: '' } : event
    case 'counterOpened':
    case 'takeoverAsked':
    case 'takeoverAnswered': {
      if (audience === 'staff') return event
      const { seat: _seat, ...rest } = event
      return rest
    }
    case 'takeoverForced': {
      if (audience === 'staff') return event
      const { seat: _seat, ...rest } = event
      return { ...rest, reason: '' }
    }
    case 'handOverOffered': {
      if (audience === 'staff') return event
      const { note: _note, ...rest } = event
      return rest
    }
    case 'handOverDeclined': {
      if (audience === 'staff') return event
      const { reason: _reason, ...rest } = event
      return rest
    }
    case 'hubPromoted': {
      if (audience === 'staff') return event
      const { stood: _stood, ...rest } = event
      return rest
    }
    case 'priorityClaimed':
      return audience === 'public'
        ? { ...event, priority: { class: event.priority.class, ground: '-' } }
        : event
    case 'paperFinished': {
      if (audience === 'staff') return event
      const { note: _note, ...rest } = event
      return rest
    }
    case 'appointmentBooked': {
      if (audience === 'staff') return event
      const { holder: _holder, ...rest } = event
      return { ...rest, code: hiddenCode }
    }
    case 'appointmentCancelled':
      return audience === 'public' ? { ...event, code: hiddenCode } : event
    case 'unmasked':
      return audience === 'public' ? { ...event, what: '', reason: '' } : event
    case 'visitRated': {
      // Nobody at a counter is to see who said what of whom; reports are asked for by those in charge.
      const { rating: _rating, ...rest } = event
      return rest
    }
    case 'conductConfigured':
      return audience === 'public' ? { type: event.type } : event
    // Of people's attendance and of cases nobody hears more than that something changed; whoever may, asks.
    case 'caseOpened':
    case 'caseMoved':
    case 'caseNoted':
      return { type: event.type, caseId: event.caseId }
    case 'punched':
    case 'punchVoided':
      return { type: event.type, punchId: event.punchId }
    case 'shiftAssigned':
      return { type: event.type, rosterId: event.rosterId }
    case 'leaveRequested':
    case 'leaveDecided':
    case 'leaveEnded':
      return { type: event.type, leaveId: event.leaveId }
    case 'deducted':
    case 'deductionAppealed':
    case 'deductionDecided':
      return { type: event.type, deductionId: event.deductionId }
    case 'hallConfigured':
    case 'catalogueReplaced':
    case 'displaysConfigured':
    case 'dayStarted':
    case 'counterResumed':
    case 'counterClosed':
    case 'visitRecalled':
    case 'visitStarted':
    case 'servicesAdded':
    case 'visitFinished':
    case 'visitContinued':
    case 'visitMissed':
    case 'visitRequeued':
    case 'visitParked':
    case 'visitResumed':
    case 'visitReturned':
    case 'visitExpired':
    case 'guideCalled':
    case 'guideCallTaken':
    case 'guideCallEnded':
    case 'handOverAccepted':
    case 'ticketCopied':
    case 'testPageAsked':
    case 'blockLeased':
    case 'claimGranted':
    case 'claimReturned':
    case 'paperCalled':
    case 'rangeReserved':
    case 'reignSettled':
      return event
  }
}

/** The state as this audience sees it. */
export function redactState(state: HallState, audience: Audience): HallState {
  if (audience === 'station') return state
  return {
    ...state,
    staff: audience === 'public' ? state.staff.clear() : state.staff,
    conduct: audience === 'public' ? undefined : state.conduct,
    records: state.records.clear(),
    conflicts: state.conflicts.map((c) => ({ ...c, events: [] })),
    // Only who may become the hub must know what is done.
    done: initialState.done,
    appointments: audience === 'public' ? state.appointments.clear() : state.appointments,
    counters:
      audience === 'public'
        ? state.counters.map((c) => ({
            ...c,
            pauseReason: c.pauseReason === undefined ? undefined : '',
            seat: undefined,
            asked: c.asked === undefined ? undefined : { ...c.asked, seat: undefined },
          }))
        : state.counters,
    visits: state.visits.map((v) => ({
      ...redactVisit(v, audience),
      turns: audience === 'public' ? v.turns.map(redactTurn) : v.turns,
    })),
  }
}

function redactVisit<
  V extends Pick<Visit, 'key' | 'holder' | 'priority' | 'issuedBy' | 'appointmentCode'> &
    Partial<Pick<Visit, 'offer'>>,
>(visit: V, audience: 'staff' | 'public'): V {
  if (audience === 'staff') return { ...visit, key: hiddenKey }
  return {
    ...visit,
    key: hiddenKey,
    holder: undefined,
    appointmentCode: undefined,
    issuedBy: { kind: 'system' },
    ...(visit.offer === undefined ? {} : { offer: { ...visit.offer, note: undefined } }),
    priority: visit.priority === undefined ? undefined : { class: visit.priority.class, ground: '-' },
  }
}

function redactTurn({ missing: _missing, note: _note, ...turn }: Turn): Turn {
  return turn
}
