/** Parking a visit (挂起), taking it up again, and handing it on (转办). */
import type { QueueId, StaffId } from '../../ids/ids.ts'
import { isExcluded, refusalOfSkill } from '../../queueing/line.ts'
import { counterRefusal, visitRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, actingStaff, findVisit, tellerAt, visitAtCounter } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import { isInCharge, mayTransferFirst, standingsOf } from '../permissions.ts'
import { refuse } from '../refusals.ts'
import { counterNow, counterOf } from '../state.ts'
import type { HallState } from '../state.ts'
import { nextService } from '../visit.ts'
import type { Actor, Visit, VisitService } from '../visit.ts'

/** Sets a visit with open services aside; the counter is free meanwhile. */
export function park(state: HallState, command: CommandOf<'park'>, context: Context): Decision {
  const found = findVisit(state, command.visitId)
  if (!found.ok) return found
  const refused = visitRefusal('park', found.value)
  if (refused !== undefined) return refused
  const at = visitAtCounter(state, found.value, context.actor)
  if (!at.ok) return at
  if (nextService(found.value) === undefined) return refuse('nothingOpen', { visitId: command.visitId })
  const { counterId, staffId } = at.value
  return accept({ type: 'visitParked', visitId: command.visitId, kind: command.kind, counterId, staffId })
}

/**
 * A teller takes the parked visit up at their counter. A guide, with papers
 * fetched, sends it to the front: the next capable counter takes it.
 */
export function resume(state: HallState, command: CommandOf<'resume'>, context: Context): Decision {
  const found = findVisit(state, command.visitId)
  if (!found.ok) return found
  const visit = found.value
  const refused = visitRefusal('resume', visit)
  if (refused !== undefined) return refused
  const staff = actingStaff(context.actor)
  if (!staff.ok) return staff
  const counter = counterOf(state, staff.value)
  if (counter === undefined) return returned(state, visit, context.actor)
  const shut = counterRefusal('resume', counter)
  if (shut !== undefined) return shut
  if (counter.visitId !== undefined)
    return refuse('counterBusy', { counterId: counter.id, visitId: counter.visitId })
  const elsewhere = keptElsewhere(state, visit, counter.id)
  if (elsewhere !== undefined) return refuse('parkedElsewhere', { visitId: visit.id, counterId: elsewhere })
  const unfit = refusalOfSkill(state, { ...visit, route: undefined }, counter.id, staff.value)
  if (unfit !== undefined && visit.park?.counterId !== counter.id) return refuse(unfit, { visitId: visit.id })
  return accept({ type: 'visitResumed', visitId: visit.id, counterId: counter.id, staffId: staff.value })
}

function returned(state: HallState, visit: Visit, actor: Actor): Decision {
  if (!isInCharge(actor) && !(actor.kind === 'staff' && actor.roles.includes('guide'))) {
    return refuse('counterNotOpen')
  }
  const elsewhere = keptElsewhere(state, visit, undefined)
  if (elsewhere !== undefined) return refuse('parkedElsewhere', { visitId: visit.id, counterId: elsewhere })
  // Its last service was closed while the counter that parked it was alone: it is for a teller to finish.
  if (nextService(visit) === undefined) return refuse('nothingOpen', { visitId: visit.id })
  return accept({ type: 'visitReturned', visitId: visit.id, queueId: queueToReturnTo(visit) })
}

/** That of its next open service; a visit sent to a queue and not handled there yet goes there. */
function queueToReturnTo(visit: Visit): QueueId {
  return visit.route?.kind === 'queue' ? visit.queueId : (nextService(visit)?.queueId ?? visit.queueId)
}

/** The counter that keeps this visit to itself: the one with its papers, while somebody is there. */
function keptElsewhere(state: HallState, visit: Visit, here: string | undefined): string | undefined {
  const parked = visit.park
  if (parked === undefined || parked.kind === 'papersOut' || parked.counterId === here) return undefined
  return counterNow(state, parked.counterId).state === 'closed' ? undefined : parked.counterId
}

/** Hands a visit on to a queue, counter or person; number and arrival stay. */
export function transfer(state: HallState, command: CommandOf<'transfer'>, context: Context): Decision {
  const found = findVisit(state, command.visitId)
  if (!found.ok) return found
  const visit = found.value
  const refused = visitRefusal('transfer', visit)
  if (refused !== undefined) return refused
  const at = visitAtCounter(state, visit, context.actor)
  if (!at.ok) return at
  if (command.position === 'first' && !standingsOf(context.actor).some((s) => mayTransferFirst.includes(s))) {
    return refuse('firstNotAllowed', { visitId: visit.id })
  }
  const queueId = transferQueue(state, command, visit)
  if (!queueId.ok) return queueId
  const { counterId, staffId } = at.value
  return accept({
    type: 'visitTransferred',
    visitId: visit.id,
    counterId,
    staffId,
    to: command.to,
    queueId: queueId.value,
    position: command.position,
    ...(command.note === undefined ? {} : { note: command.note }),
  })
}

/** The queue a transferred visit waits in: the named one, or that of its next open service. */
function transferQueue(state: HallState, { to }: CommandOf<'transfer'>, visit: Visit): Found<QueueId> {
  const next = nextService(visit)
  if (next === undefined) return refuse('nothingOpen', { visitId: visit.id })
  switch (to.kind) {
    case 'queue':
      return state.lookup.queues.has(to.queueId)
        ? { ok: true, value: to.queueId }
        : refuse('unknownQueue', { queueId: to.queueId })
    case 'counter': {
      if (!state.lookup.counters.has(to.counterId))
        return refuse('unknownCounter', { counterId: to.counterId })
      const { staffId, state: now } = counterNow(state, to.counterId)
      return staffId === undefined
        ? refuse('counterClosed', { counterId: to.counterId, state: now })
        : unlessExcluded(state, visit, next, staffId)
    }
    case 'staff':
      if (!state.staff.has(to.staffId)) return refuse('unknownStaff', { staffId: to.staffId })
      return counterOf(state, to.staffId) === undefined
        ? refuse('counterNotOpen', { staffId: to.staffId })
        : unlessExcluded(state, visit, next, to.staffId)
  }
}

/** Nobody is sent to a person whose earlier duty on the visit forbids what is next. */
function unlessExcluded(
  state: HallState,
  visit: Visit,
  next: VisitService,
  staffId: StaffId,
): Found<QueueId> {
  return isExcluded(state, visit, next, staffId)
    ? refuse('incompatibleDuties', { visitId: visit.id, serviceId: next.serviceId, staffId })
    : { ok: true, value: next.queueId }
}

/** Whether the sender may take up this parked visit at this counter now; used by buttons. */
export function mayResumeAt(state: HallState, visit: Visit, counterId: string, actor: Actor): boolean {
  const counter = actor.kind === 'staff' ? counterOf(state, actor.staffId) : undefined
  return (
    counter?.id === counterId &&
    tellerAt(counter, actor).ok &&
    keptElsewhere(state, visit, counterId) === undefined
  )
}
