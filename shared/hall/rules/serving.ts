/** Handling a visit at a counter: start, an outcome per service, more services, finish. */
import { turnId } from '../../ids/ids.ts'
import type { ServiceId, StaffId } from '../../ids/ids.ts'
import { isExcluded, isSentTo, refusalOfService } from '../../queueing/line.ts'
import { visitRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, findVisit, visitAtCounter } from '../decision.ts'
import type { AtCounter, Context, Decision, Found } from '../decision.ts'
import type { HallEvent, HallEventOf } from '../events.ts'
import { isInCharge } from '../permissions.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import { nextService, openNow } from '../visit.ts'
import type { Outcome, Visit, VisitService } from '../visit.ts'
import { visitServices } from './services.ts'

/** The called visitor is here; the first turn begins. */
export function start(state: HallState, command: CommandOf<'start'>, context: Context): Decision {
  const at = handled(state, command, context)
  if (!at.ok) return at
  return accept(started(at.value))
}

/** Ends one service of the sitting in its outcome; the next turn begins. */
export function recordTurn(state: HallState, command: CommandOf<'recordTurn'>, context: Context): Decision {
  const at = handled(state, command, context)
  if (!at.ok) return at
  const { visit, staffId } = at.value
  const allowed = mayHandle(state, visit, command.serviceId, staffId)
  if (!allowed.ok) return allowed
  const { outcome, missing } = command
  if (outcome === 'advised' && (missing === undefined || missing.length === 0)) {
    return refuse('missingListNeeded', { serviceId: command.serviceId })
  }
  if (outcome !== 'advised' && missing !== undefined && missing.length > 0) {
    return refuse('missingListNotAllowed', { serviceId: command.serviceId, outcome })
  }
  return accept(
    turnEvent(state, at.value, allowed.value, context, outcome, {
      startedAtMs: (visit.markMs ?? context.nowMs) - (visit.carriedMs ?? 0),
      ...(outcome === 'advised' && missing !== undefined ? { missing } : {}),
      ...(command.note === undefined ? {} : { note: command.note }),
    }),
  )
}

/** Adds what the visitor also came for, in the sitting or, by the guide, while they wait. */
export function addServices(state: HallState, command: CommandOf<'addServices'>, context: Context): Decision {
  const visit = findVisit(state, command.visitId)
  if (!visit.ok) return visit
  const refused = visitRefusal('addServices', visit.value)
  if (refused !== undefined) return refused
  // A waiting visit belongs to the guide desk; one at a counter to its teller.
  if (visit.value.state !== 'waiting') {
    const at = visitAtCounter(state, visit.value, context.actor)
    if (!at.ok) return at
  } else if (
    context.actor.kind !== 'staff' ||
    !(context.actor.roles.includes('guide') || isInCharge(context.actor))
  ) {
    return refuse('notYourVisit', { visitId: command.visitId })
  }
  const added = visitServices(state, command.add, undefined)
  if (!added.ok) return added
  const open = new Set(visit.value.services.filter((s) => s.outcome === undefined).map((s) => s.serviceId))
  const twice = added.value.find((s) => open.has(s.serviceId))
  if (twice !== undefined) return refuse('duplicateService', { serviceId: twice.serviceId })
  return accept({ type: 'servicesAdded', visitId: command.visitId, services: added.value })
}

/**
 * Ends the sitting. Services the teller could have handled and gave no outcome
 * are closed or refused by the hall's setting; what is beyond this teller
 * continues with the next capable counter, number and arrival kept.
 */
export function finish(state: HallState, command: CommandOf<'finish'>, context: Context): Decision {
  const at = handled(state, command, context)
  if (!at.ok) return at
  const { visit, counterId, staffId } = at.value
  const events: HallEvent[] = visit.state === 'called' ? [started(at.value)] : []
  const handledNow = handleable(state, visit, staffId)
  if (handledNow.length > 0 && state.settings?.finish.unrecorded === 'refuse') {
    return refuse('servicesUnrecorded', { visitId: visit.id, serviceIds: handledNow.map((s) => s.serviceId) })
  }
  handledNow.forEach((service, i) => {
    const startedAtMs = i === 0 ? (visit.markMs ?? context.nowMs) - (visit.carriedMs ?? 0) : context.nowMs
    events.push(turnEvent(state, at.value, service, context, 'completed', { startedAtMs, unrecorded: true }))
  })
  const closed = new Set(handledNow.map((s) => s.serviceId))
  const rest = visit.services.map((s) =>
    closed.has(s.serviceId) && s.outcome === undefined ? { ...s, outcome: 'completed' as const } : s,
  )
  const next = nextService({ services: rest, queueId: visit.queueId })
  events.push(
    next === undefined
      ? { type: 'visitFinished', visitId: visit.id, counterId, staffId }
      : { type: 'visitContinued', visitId: visit.id, queueId: next.queueId, counterId, staffId },
  )
  return accept(...events)
}

/** Open services this teller may handle in this sitting, in an order their predecessors allow. */
export function handleable(state: HallState, visit: Visit, staffId: StaffId): readonly VisitService[] {
  const found: VisitService[] = []
  let services = visit.services
  let duties = visit.duties
  let route = visit.route
  for (;;) {
    const sitting: Visit = { ...visit, services, duties, route }
    const next = openNow(sitting).find((s) => mayHandle(state, sitting, s.serviceId, staffId).ok)
    if (next === undefined) return found
    found.push(next)
    services = services.map((s) => (s === next ? { ...s, outcome: 'completed' } : s))
    route = undefined
    const duty = state.lookup.services.get(next.serviceId)?.duty
    if (duty !== undefined) duties = [...duties, { staffId, duty }]
  }
}

function mayHandle(
  state: HallState,
  visit: Visit,
  serviceId: ServiceId,
  staffId: StaffId,
): Found<VisitService> {
  const rows = visit.services.filter((s) => s.serviceId === serviceId)
  if (rows.length === 0) return refuse('serviceNotOnVisit', { serviceId })
  const row = rows.find((s) => s.outcome === undefined)
  if (row === undefined) return refuse('serviceClosed', { serviceId })
  if (!openNow(visit).includes(row)) return refuse('serviceNotYet', { serviceId, after: row.after ?? [] })
  const service = state.lookup.services.get(serviceId)
  // A service taken out of the catalogue during the day is still owed to who came for it.
  if (service === undefined) return { ok: true, value: row }
  const reason = refusalOfService(state, visit, service, staffId)
  // Sent here by somebody on purpose: whoever was meant to take it may close what it was sent for.
  if (reason === 'notSkilled' && visit.counterId !== undefined && isSentTo(visit, visit.counterId, staffId)) {
    return isExcluded(state, visit, row, staffId)
      ? refuse('incompatibleDuties', { serviceId })
      : { ok: true, value: row }
  }
  return reason === undefined ? { ok: true, value: row } : refuse(reason, { serviceId })
}

function turnEvent(
  state: HallState,
  { visit, counterId, staffId }: AtCounter,
  service: VisitService,
  context: Context,
  outcome: Outcome,
  more: { startedAtMs: number; missing?: readonly string[]; note?: string; unrecorded?: boolean },
): HallEventOf<'turnRecorded'> {
  const duty = state.lookup.services.get(service.serviceId)?.duty
  return {
    type: 'turnRecorded',
    visitId: visit.id,
    queueId: service.queueId,
    turn: {
      id: turnId.parse(context.newId()),
      serviceId: service.serviceId,
      counterId,
      staffId,
      endedAtMs: context.nowMs,
      outcome,
      ...more,
    },
    ...(duty === undefined ? {} : { duty }),
  }
}

function started({ visit, counterId, staffId }: AtCounter): HallEventOf<'visitStarted'> {
  return { type: 'visitStarted', visitId: visit.id, counterId, staffId }
}

function handled(
  state: HallState,
  command: CommandOf<'start' | 'recordTurn' | 'finish'>,
  { actor }: Context,
): Found<AtCounter> {
  const visit = findVisit(state, command.visitId)
  if (!visit.ok) return visit
  const refused = visitRefusal(command.type, visit.value)
  return refused ?? visitAtCounter(state, visit.value, actor)
}
