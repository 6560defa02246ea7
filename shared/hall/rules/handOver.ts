/**
 * Handing a matter over (首问负责): who served a visit first answers for it until
 * somebody else has accepted it, whoever serves it meanwhile. Both sides are in
 * the ledger.
 */
import { visitRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, actingStaff, findVisit } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import { isInCharge, permissionRefusal } from '../permissions.ts'
import { refuse } from '../refusals.ts'
import { counterOf } from '../state.ts'
import type { HallState } from '../state.ts'
import { hasEnded } from '../visit.ts'
import type { Actor, Visit } from '../visit.ts'
import type { StaffId } from '../../ids/ids.ts'

type HandOver = 'offerHandOver' | 'acceptHandOver' | 'declineHandOver'

/** The owner, or somebody in charge for them, offers the matter to a person; a later offer replaces an earlier one. */
export function offerHandOver(
  state: HallState,
  command: CommandOf<'offerHandOver'>,
  { actor }: Context,
): Decision {
  const found = liveVisit(state, command)
  if (!found.ok) return found
  const { ownerId } = found.value
  const { visitId, to, note } = command
  if (ownerId === undefined || !speaksFor(actor, ownerId)) return notYours(found.value)
  const successor = state.staff.get(to)
  if (successor === undefined) return refuse('unknownStaff', { staffId: to })
  if (to === ownerId) return refuse('alreadyYours', { visitId, staffId: to })
  // Nobody is offered what they could not accept.
  const asSuccessor: Actor = { kind: 'staff', staffId: to, roles: successor.roles }
  const refused = permissionRefusal(asSuccessor, 'acceptHandOver')
  if (refused !== undefined) return refused
  return accept({
    type: 'handOverOffered',
    visitId,
    from: ownerId,
    to,
    ...(note === undefined ? {} : { note }),
  })
}

/** The successor takes the matter: from here on it is theirs. */
export function acceptHandOver(
  state: HallState,
  command: CommandOf<'acceptHandOver'>,
  { actor }: Context,
): Decision {
  const found = liveVisit(state, command)
  if (!found.ok) return found
  const { offer } = found.value
  const staff = actingStaff(actor)
  if (!staff.ok) return staff
  if (offer?.to !== staff.value) return refuse('notOffered', { visitId: command.visitId })
  const counter = counterOf(state, staff.value)
  return accept({
    type: 'handOverAccepted',
    visitId: command.visitId,
    from: offer.from,
    staffId: staff.value,
    ...(counter === undefined ? {} : { counterId: counter.id }),
  })
}

/** The offer is off: the successor says no, or its owner takes it back. The matter stays where it was. */
export function declineHandOver(
  state: HallState,
  command: CommandOf<'declineHandOver'>,
  { actor }: Context,
): Decision {
  const found = liveVisit(state, command)
  if (!found.ok) return found
  const { offer } = found.value
  const { visitId, reason } = command
  if (offer === undefined) return refuse('notOffered', { visitId })
  if (!speaksFor(actor, offer.from) && !speaksFor(actor, offer.to)) return refuse('notOffered', { visitId })
  const { from, to } = offer
  return accept({
    type: 'handOverDeclined',
    visitId,
    from,
    to,
    ...(reason === undefined ? {} : { reason }),
  })
}

/** The matters a person answers for now, oldest number first. */
export function mattersOf(state: HallState, staffId: StaffId): readonly Visit[] {
  return [...state.visits.values()]
    .filter((v) => v.ownerId === staffId && !hasEnded(v))
    .sort((a, b) => a.ordinal - b.ordinal)
}

/** The matters offered to a person and not yet answered, oldest number first. */
export function offersTo(state: HallState, staffId: StaffId): readonly Visit[] {
  return [...state.visits.values()]
    .filter((v) => v.offer?.to === staffId && !hasEnded(v))
    .sort((a, b) => a.ordinal - b.ordinal)
}

function liveVisit(state: HallState, { type, visitId }: CommandOf<HandOver>): Found<Visit> {
  const found = findVisit(state, visitId)
  return found.ok ? (visitRefusal(type, found.value) ?? found) : found
}

function speaksFor(actor: Actor, staffId: StaffId): boolean {
  return actor.kind === 'staff' && (actor.staffId === staffId || isInCharge(actor))
}

function notYours({ id, ownerId }: Visit): Decision {
  return refuse('notYourMatter', { visitId: id, ...(ownerId === undefined ? {} : { ownerId }) })
}
