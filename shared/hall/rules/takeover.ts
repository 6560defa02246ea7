/**
 * Two people at one counter, or one person at two machines: whoever is there is
 * asked and has a time to answer; only then may the counter be taken, another's
 * by somebody in charge, one's own by oneself. Every step is in the ledger.
 */
import type { CommandOf } from '../commands.ts'
import { accept, actingStaff, findCounter } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import type { HallEvent } from '../events.ts'
import { isInCharge } from '../permissions.ts'
import { refuse } from '../refusals.ts'
import { counterOf } from '../state.ts'
import type { Asked, CounterNow, HallState } from '../state.ts'
import { nextService } from '../visit.ts'

/** Asks for a counter where somebody is. */
export function askTakeover(
  state: HallState,
  { counterId, seat }: CommandOf<'askTakeover'>,
  { actor, nowMs }: Context,
): Decision {
  const counter = findCounter(state, counterId)
  if (!counter.ok) return counter
  const staff = actingStaff(actor)
  if (!staff.ok) return staff
  const { staffId, seat: there, asked } = counter.value
  if (staffId === undefined) return refuse('counterClosed', { counterId })
  if (staffId === staff.value) {
    if (seat === undefined || there === undefined || seat === there)
      return refuse('alreadyYours', { counterId, staffId })
  } else {
    if (!state.staff.has(staff.value)) return refuse('unknownStaff', { staffId: staff.value })
    const elsewhere = counterOf(state, staff.value)
    if (elsewhere !== undefined) return refuse('tellerElsewhere', { counterId: elsewhere.id })
  }
  if (asked !== undefined && nowMs < asked.untilMs) return pending(counterId, asked, nowMs)
  return accept({
    type: 'takeoverAsked',
    counterId,
    staffId: staff.value,
    ...(seat === undefined ? {} : { seat }),
    untilMs: nowMs + (state.settings?.takeover.answerS ?? 0) * 1000,
  })
}

/** The one who is there gives the counter up, or keeps it; one's own question is answered at the first machine alone. */
export function answerTakeover(
  state: HallState,
  { counterId, given, seat }: CommandOf<'answerTakeover'>,
  { actor }: Context,
): Decision {
  const found = findCounter(state, counterId)
  if (!found.ok) return found
  const counter = found.value
  const { asked } = counter
  if (actor.kind !== 'staff' || actor.staffId !== counter.staffId)
    return refuse('notYourCounter', { counterId })
  if (asked === undefined) return refuse('notAsked', { counterId })
  if (asked.staffId === counter.staffId && seat !== counter.seat)
    return refuse('notYourCounter', { counterId })
  const answered: HallEvent = { type: 'takeoverAnswered', counterId, given, ...asker(asked) }
  return given ? handed(state, counter, asked, answered) : accept(answered)
}

/** Nobody answered in time. */
export function forceTakeover(
  state: HallState,
  { counterId, reason }: CommandOf<'forceTakeover'>,
  { actor, nowMs }: Context,
): Decision {
  const found = findCounter(state, counterId)
  if (!found.ok) return found
  const counter = found.value
  const { asked } = counter
  if (asked === undefined) return refuse('notAsked', { counterId })
  const own = actor.kind === 'staff' && [asked.staffId, counter.staffId].every((id) => id === actor.staffId)
  if (!own && !isInCharge(actor))
    return refuse('notAllowed', { command: 'forceTakeover', needs: 'supervisor' })
  if (nowMs < asked.untilMs) return pending(counterId, asked, nowMs)
  return handed(state, counter, asked, { type: 'takeoverForced', counterId, ...asker(asked), reason })
}

/** The counter goes over, and whoever is served there goes with it; somebody only called keeps their place in the line. */
function handed(state: HallState, counter: CounterNow, asked: Asked, said: HallEvent): Decision {
  const { id: counterId, staffId, queueIds, visitId } = counter
  if (staffId === undefined || staffId === asked.staffId) return accept(said)
  const elsewhere = counterOf(state, asked.staffId)
  if (elsewhere !== undefined)
    return refuse('tellerElsewhere', { counterId: elsewhere.id, staffId: asked.staffId })
  const visit = visitId === undefined ? undefined : state.visits.get(visitId)
  const left: HallEvent[] = []
  const taken: HallEvent[] = []
  if (visit?.state === 'called') left.push({ type: 'visitRequeued', visitId: visit.id })
  if (visit?.state === 'serving') {
    if (nextService(visit) === undefined)
      left.push({ type: 'visitFinished', visitId: visit.id, counterId, staffId })
    else {
      left.push({ type: 'visitParked', visitId: visit.id, kind: 'papersKept', counterId, staffId })
      taken.push({ type: 'visitResumed', visitId: visit.id, counterId, staffId: asked.staffId })
    }
  }
  return accept(
    said,
    ...left,
    { type: 'counterClosed', counterId, staffId },
    {
      type: 'counterOpened',
      counterId,
      ...asker(asked),
      ...(queueIds === undefined ? {} : { queueIds }),
    },
    ...taken,
  )
}

function asker({ staffId, seat }: Asked): Pick<Asked, 'staffId' | 'seat'> {
  return { staffId, ...(seat === undefined ? {} : { seat }) }
}

function pending(counterId: string, { staffId, untilMs }: Asked, nowMs: number): Decision {
  return refuse('takeoverPending', {
    counterId,
    staffId,
    leftS: Math.max(0, Math.ceil((untilMs - nowMs) / 1000)),
  })
}
