/** Asking for a person: once from each place, taken by one guide, over when it was done or is no longer wanted. */
import { guideCallId } from '../../ids/ids.ts'
import { isoWithOffset } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept, actingStaff, findVisit } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import { guideCallOf, isFrom } from '../guideCall.ts'
import type { GuideCall, GuideCallFrom } from '../guideCall.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import { hasEnded } from '../visit.ts'

/** Calls a guide to whoever sends this; a second call from the same place is refused while the first is open. */
export function callGuide(
  state: HallState,
  { locale }: CommandOf<'callGuide'>,
  { actor, newId }: Context,
): Decision {
  const from = fromOf(state, actor)
  if (!from.ok) return from
  const open = guideCallOf(state, from.value)
  if (open !== undefined) {
    return refuse('guideCalledAlready', {
      guideCallId: open.id,
      since: isoWithOffset(open.sinceMs, state.settings?.timeZone ?? 'UTC'),
      taken: open.takenBy !== undefined,
    })
  }
  return accept({
    type: 'guideCalled',
    guideCallId: guideCallId.parse(newId()),
    from: from.value,
    locale: locale ?? 'zh',
  })
}

/** A guide says that they are on the way. */
export function takeGuideCall(
  state: HallState,
  command: CommandOf<'takeGuideCall'>,
  { actor }: Context,
): Decision {
  const call = findGuideCall(state, command)
  if (!call.ok) return call
  const guide = actingStaff(actor)
  if (!guide.ok) return guide
  const { id, takenBy } = call.value
  if (takenBy !== undefined) return refuse('guideCallTaken', { guideCallId: id, staffId: takenBy })
  return accept({ type: 'guideCallTaken', guideCallId: id, staffId: guide.value })
}

/** The help was given, or nobody wants it any more: whoever asked may say so for their own call alone. */
export function endGuideCall(
  state: HallState,
  command: CommandOf<'endGuideCall'>,
  { actor }: Context,
): Decision {
  const call = findGuideCall(state, command)
  if (!call.ok) return call
  if (actor.kind !== 'staff' && !isFrom(call.value, actor))
    return refuse('notAllowed', { command: command.type })
  return accept({ type: 'guideCallEnded', guideCallId: call.value.id })
}

function fromOf(state: HallState, actor: Context['actor']): Found<GuideCallFrom> {
  switch (actor.kind) {
    case 'station':
      return { ok: true, value: { kind: 'station', stationId: actor.stationId } }
    case 'visitor': {
      const visit = findVisit(state, actor.visitId)
      if (!visit.ok) return visit
      const { id, number, state: now } = visit.value
      if (hasEnded(visit.value)) return refuse('wrongState', { visitId: id, state: now })
      return { ok: true, value: { kind: 'visitor', visitId: id, number } }
    }
    case 'staff':
    case 'program':
    case 'system':
      return refuse('notAllowed', { command: 'callGuide' })
  }
}

function findGuideCall(
  state: HallState,
  { guideCallId: id }: CommandOf<'takeGuideCall' | 'endGuideCall'>,
): Found<GuideCall> {
  const value = state.guideCalls.get(id)
  return value === undefined ? refuse('unknownGuideCall', { guideCallId: id }) : { ok: true, value }
}
