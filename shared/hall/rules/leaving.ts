/** No-show, requeue, cancel: the ways a visit leaves a counter without being served. */
import { visitRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, findVisit, visitAtCounter } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { isInCharge } from '../permissions.ts'
import { refuse } from '../refusals.ts'
import { queueNow } from '../state.ts'
import type { HallState } from '../state.ts'
import type { Visit } from '../visit.ts'

/** After enough calls, spaced: the first time the visit re-enters after some calls, in the end it ends. */
export function markNoShow(state: HallState, command: CommandOf<'markNoShow'>, context: Context): Decision {
  const found = findVisit(state, command.visitId)
  if (!found.ok) return found
  const visit = found.value
  const refused = visitRefusal('markNoShow', visit)
  if (refused !== undefined) return refused
  const at = visitAtCounter(state, visit, context.actor)
  if (!at.ok) return at
  const rules = state.settings?.noShow
  if (rules === undefined) return refuse('hallNotSetUp')
  if (visit.countedCalls < rules.minCalls) {
    const sinceS = (context.nowMs - (visit.countedCallAtMs ?? context.nowMs)) / 1000
    return refuse('callsTooFew', {
      visitId: visit.id,
      calls: visit.countedCalls,
      needed: rules.minCalls,
      nextCallInS: Math.max(0, Math.ceil(rules.spacingS - sinceS)),
    })
  }
  const ends = visit.noShows + 1 >= rules.limit
  const { counterId, staffId } = at.value
  return accept({
    type: 'visitMissed',
    visitId: visit.id,
    counterId,
    staffId,
    ends,
    ...(ends ? {} : { reentryAtCall: reentryAtCall(state, visit) }),
  })
}

/** A called visit back to its place; a visit that ended as no-show back into the line, after some calls. */
export function requeue(state: HallState, command: CommandOf<'requeue'>, context: Context): Decision {
  const found = findVisit(state, command.visitId)
  if (!found.ok) return found
  const visit = found.value
  const refused = visitRefusal('requeue', visit)
  if (refused !== undefined) return refused
  if (visit.state === 'noShow') {
    // The catalogue may have changed since; nobody is put into a line that no longer exists.
    if (!state.lookup.queues.has(visit.queueId)) return refuse('unknownQueue', { queueId: visit.queueId })
    return accept({ type: 'visitRequeued', visitId: visit.id, reentryAtCall: reentryAtCall(state, visit) })
  }
  const at = visitAtCounter(state, visit, context.actor)
  if (!at.ok) return at
  return accept({ type: 'visitRequeued', visitId: visit.id })
}

/** Ends a visit nobody is serving, for the visitor or the hall. */
export function cancel(state: HallState, command: CommandOf<'cancel'>, { actor }: Context): Decision {
  const found = findVisit(state, command.visitId)
  if (!found.ok) return found
  const visit = found.value
  if (actor.kind === 'visitor' && actor.visitId !== visit.id)
    return refuse('notYourVisit', { visitId: visit.id })
  const refused = visitRefusal('cancel', visit)
  if (refused !== undefined) return refused
  // Somebody called to a counter is the teller's, unless who asks is in charge or the visitor.
  if (visit.state === 'called' && actor.kind === 'staff' && !isInCharge(actor)) {
    const at = visitAtCounter(state, visit, actor)
    if (!at.ok) return at
  }
  return accept({ type: 'visitCancelled', visitId: visit.id, reason: command.reason })
}

function reentryAtCall(state: HallState, visit: Visit): number {
  return queueNow(state, visit.queueId).calls + (state.settings?.noShow.reentryCalls ?? 0)
}
