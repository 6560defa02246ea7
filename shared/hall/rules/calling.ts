/** Calling a visit to a counter: the next one, a chosen one, or the same again. */
import type { CounterId, StaffId } from '../../ids/ids.ts'
import { firstFor, isFreeFor, lineFor, refusalOfSkill, whyOf } from '../../queueing/line.ts'
import type { Candidate, Claims } from '../../queueing/line.ts'
import { counterRefusal, visitRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, findCounter, findVisit, tellerAt, visitAtCounter } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import type { Why } from '../events.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import type { Visit } from '../visit.ts'

/** Calls the first of this counter’s line, and says why it is that one. */
export function callNext(state: HallState, command: CommandOf<'callNext'>, context: Context): Decision {
  const teller = freeTeller(state, command, context)
  if (!teller.ok) return teller
  const first = firstFor(state, command.counterId, teller.value, context.nowMs, claimsFor(context))
  if (first === undefined) return refuse('nobodyWaiting', { counterId: command.counterId })
  return called(state, first.visit, command.counterId, teller.value, whyOf(state, first, context.nowMs))
}

/** Calls a named visit, in or out of order; out of order it says whom it passed over. */
export function call(state: HallState, command: CommandOf<'call'>, context: Context): Decision {
  const teller = freeTeller(state, command, context)
  if (!teller.ok) return teller
  const visit = namedVisit(state, command)
  if (!visit.ok) return visit
  const refused = visitRefusal('call', visit.value)
  if (refused !== undefined) return refused
  const place = placeInLine(state, visit.value, command.counterId, teller.value, context)
  if (!place.ok) return place
  const { candidate, before } = place.value
  const why = whyOf(state, candidate, context.nowMs)
  if (before === 0) return called(state, visit.value, command.counterId, teller.value, why)
  if (command.reason === undefined && state.settings?.call.reasonRequired === true) {
    return refuse('reasonRequired', { visitId: visit.value.id, passedOver: before })
  }
  return called(state, visit.value, command.counterId, teller.value, {
    ...why,
    rule: 'chosen',
    passedOver: before,
    ...(command.reason === undefined ? {} : { reason: command.reason }),
  })
}

/** Calls the same visit again, aloud; counts towards a no-show only when spaced. */
export function recall(state: HallState, command: CommandOf<'recall'>, context: Context): Decision {
  const visit = findVisit(state, command.visitId)
  if (!visit.ok) return visit
  const refused = visitRefusal('recall', visit.value)
  if (refused !== undefined) return refused
  const at = visitAtCounter(state, visit.value, context.actor)
  if (!at.ok) return at
  const { counterId, staffId } = at.value
  return accept({
    type: 'visitRecalled',
    visitId: command.visitId,
    number: visit.value.number,
    counterId,
    staffId,
    callNo: state.callNo + 1,
    counts: isSpaced(state, visit.value, context.nowMs),
  })
}

/** A call counts towards a no-show only when the visitor had time to come since the last that counted. */
function isSpaced(state: HallState, visit: Visit, nowMs: number): boolean {
  const spacingMs = (state.settings?.noShow.spacingS ?? 0) * 1000
  return visit.countedCallAtMs === undefined || nowMs - visit.countedCallAtMs >= spacingMs
}

/** The teller at an open counter with nobody at it. */
function freeTeller(
  state: HallState,
  command: CommandOf<'callNext' | 'call'>,
  { actor }: Context,
): Found<StaffId> {
  const counter = findCounter(state, command.counterId)
  if (!counter.ok) return counter
  const refused = counterRefusal(command.type, counter.value)
  if (refused !== undefined) return refused
  const teller = tellerAt(counter.value, actor)
  if (!teller.ok) return teller
  const { visitId, paper } = counter.value
  if (paper !== undefined)
    return refuse('counterBusy', { counterId: command.counterId, number: paper.number })
  return visitId === undefined ? teller : refuse('counterBusy', { counterId: command.counterId, visitId })
}

function namedVisit(state: HallState, command: CommandOf<'call'>): Found<Visit> {
  if (command.visitId !== undefined) return findVisit(state, command.visitId)
  const id = command.number === undefined ? undefined : state.numbers.get(command.number)
  return id === undefined ? refuse('unknownVisit', { number: command.number ?? '' }) : findVisit(state, id)
}

/** With the hub a counter leaves others their claims; alone it keeps to its own. */
function claimsFor({ alone }: Context): Claims {
  return alone === undefined ? 'respect' : 'only'
}

interface Place {
  readonly candidate: Candidate
  /** How many stand before it in this counter's line. */
  readonly before: number
}

function placeInLine(
  state: HallState,
  visit: Visit,
  counterId: CounterId,
  staffId: StaffId,
  context: Context,
): Found<Place> {
  const claims = claimsFor(context)
  const line = lineFor(state, counterId, staffId, context.nowMs, claims)
  const before = line.findIndex((c) => c.visit.id === visit.id)
  const candidate = line[before]
  if (candidate !== undefined) return { ok: true, value: { candidate, before } }
  if (!isFreeFor(state, visit.id, counterId, claims)) {
    const holder = state.claims.get(visit.id)
    return holder === undefined
      ? refuse('notClaimed', { visitId: visit.id })
      : refuse('claimedElsewhere', { visitId: visit.id, counterId: holder })
  }
  const reason = refusalOfSkill(state, visit, counterId, staffId) ?? 'notInYourQueues'
  return refuse(reason, { visitId: visit.id, queueId: visit.queueId })
}

function called(state: HallState, visit: Visit, counterId: CounterId, staffId: StaffId, why: Why): Decision {
  return accept({
    type: 'visitCalled',
    visitId: visit.id,
    number: visit.number,
    queueId: visit.queueId,
    counterId,
    staffId,
    callNo: state.callNo + 1,
    why,
  })
}
