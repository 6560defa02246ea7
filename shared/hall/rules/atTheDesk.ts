/** What the guide's desk does for a visitor who already holds a number: a ground for priority, the ticket once more. */
import { visitRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, findVisit } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import { headStart } from './issuing.ts'

/**
 * Puts a waiting visit forward by the class stated now, in place of any class
 * stated before: head starts never add up (I7). Where it was sent to the back
 * since, it is put forward from there.
 */
export function claimPriority(
  state: HallState,
  { visitId, priority }: CommandOf<'claimPriority'>,
  _context: Context,
): Decision {
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  const found = findVisit(state, visitId)
  if (!found.ok) return found
  const visit = found.value
  const refused = visitRefusal('claimPriority', visit)
  if (refused !== undefined) return refused
  const head = headStart(settings, priority)
  if (!head.ok) return head
  const before = settings.priorityClasses.find((c) => c.id === visit.priority?.class)?.headStartS ?? 0
  const moved = visit.effectiveAtMs + (before - head.value) * 1000
  // A class that was worth less once may not be counted twice.
  const atMost = visit.arrivedAtMs - head.value * 1000
  return accept({
    type: 'priorityClaimed',
    visitId,
    priority,
    effectiveAtMs: visit.appointmentCode === undefined ? Math.max(moved, atMost) : moved,
  })
}

/** Notes that the ticket was given once more: whoever holds it opens the visitor's page. */
export function copyTicket(state: HallState, { visitId, stationId }: CommandOf<'copyTicket'>): Decision {
  const found = findVisit(state, visitId)
  if (!found.ok) return found
  return accept({ type: 'ticketCopied', visitId, ...(stationId === undefined ? {} : { stationId }) })
}
