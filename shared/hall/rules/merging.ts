/**
 * Merging what happened at a station while it was alone. A fact is applied whole
 * or, where it no longer fits, kept whole and shown to a person (I6).
 */
import type { CounterId, FactId, VisitId } from '../../ids/ids.ts'
import { isRecordEvent } from '../../conduct/records.ts'
import { applyEvent } from '../evolve.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Accepted, Context, Decision } from '../decision.ts'
import { hallEvent } from '../events.ts'
import type { Conflict, ConflictReason, HallEvent } from '../events.ts'
import type { Fact } from '../facts.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import type { Visit } from '../visit.ts'
import { fit } from './fitting.ts'

/** A fact's events as they fit here, or why they do not. */
type Fitted =
  | { readonly ok: true; readonly events: readonly HallEvent[] }
  | { readonly ok: false; readonly reason: ConflictReason }

/** Takes in what happened at a station while it was alone, whole or as a conflict. */
export function mergeFact(state: HallState, command: CommandOf<'mergeFact'>, context: Context): Decision {
  const fact = inOrder(state, command.fact)
  const fitted = fitAll(state, fact, context)
  if (fitted.ok) return { ok: true, events: fitted.events, happenedMs: fact.happenedMs, clock: clockOf(fact) }
  return accept({ type: 'factConflicted', conflict: conflictOf(state, fact, fitted.reason) })
}

/** Applies a kept fact after all, or puts it aside as looked at. Either way it stays in the ledger. */
export function resolveConflict(
  state: HallState,
  { factId, how, note }: CommandOf<'resolveConflict'>,
  context: Context,
): Decision {
  const kept = state.conflicts.get(factId)
  if (kept === undefined) return refuse('unknownConflict', { factId })
  const resolved: HallEvent = {
    type: 'conflictResolved',
    factId,
    how: how === 'apply' ? 'applied' : 'dismissed',
    ...(note === undefined ? {} : { note }),
  }
  if (how === 'dismiss') return accept(resolved)
  const events = hallEvent.array().safeParse(kept.events)
  if (!events.success) return refuse('stillConflicts', { factId, reason: 'notMergeable' })
  const { stationId, clockJumped } = kept
  // Kept by a hub whose clock was ahead, it would come after all that happens now.
  const happenedMs = Math.min(kept.happenedMs, context.nowMs)
  const fact = inOrder(state, {
    id: factId,
    stationId,
    actor: context.actor,
    events: events.data,
    believedMs: kept.believedMs ?? kept.happenedMs,
    happenedMs,
    clockJumped,
  })
  const fitted = fitAll(state, fact, context)
  if (!fitted.ok) return refuse('stillConflicts', { factId, reason: fitted.reason })
  return { ok: true, events: [...fitted.events, resolved], happenedMs: fact.happenedMs, clock: clockOf(fact) }
}

/** Conflicts whose cause is gone, in the order they happened: what they are about is known now, or no longer claimed. */
export function clearedConflicts(state: HallState): readonly FactId[] {
  const cleared = [...state.conflicts.values()].filter((conflict) => {
    const events = hallEvent.array().safeParse(conflict.events)
    return events.success && isCleared(state, conflict, events.data)
  })
  return cleared.sort((a, b) => a.happenedMs - b.happenedMs).map((c) => c.factId)
}

/** After one of these a kept fact may fit. */
export function mayClear({ type }: HallEvent): boolean {
  return ['visitIssued', 'conflictResolved', 'claimReturned', 'claimForced'].includes(type)
}

/** Visits served by hand at one counter while another one holds a claim on them: it has nobody to call any more. */
export function claimedPapers(
  state: HallState,
): readonly { readonly visitId: VisitId; readonly holder: CounterId }[] {
  return [...state.conflicts.values()].flatMap(({ reason, events, happenedMs }) => {
    const kept = reason === 'visitElsewhere' ? hallEvent.array().safeParse(events) : undefined
    return (kept?.data ?? []).flatMap((event) => {
      const visit = paperOf(state, event, happenedMs)
      const holder = visit === undefined ? undefined : state.claims.get(visit.id)
      return visit === undefined || holder === undefined ? [] : [{ visitId: visit.id, holder }]
    })
  })
}

function isCleared(
  state: HallState,
  { reason, happenedMs }: Conflict,
  events: readonly HallEvent[],
): boolean {
  if (reason === 'unknownNumber' || reason === 'unknownVisit')
    return events.every((event) => isKnown(state, event))
  if (reason !== 'visitElsewhere') return false
  return events.every((event) => {
    const visit = paperOf(state, event, happenedMs)
    return visit !== undefined && !state.claims.has(visit.id)
  })
}

/** The visit of a paper served by hand, where it waits as it did then: moved since, it is for a person to judge. */
function paperOf(state: HallState, event: HallEvent, happenedMs: number): Visit | undefined {
  const id = event.type === 'paperFinished' ? state.numbers.get(event.number) : undefined
  const visit = id === undefined ? undefined : state.visits.get(id)
  return visit?.state === 'waiting' && visit.waitingSinceMs <= happenedMs ? visit : undefined
}

function isKnown(state: HallState, event: HallEvent): boolean {
  if ('visitId' in event) return state.visits.has(event.visitId)
  return event.type === 'paperFinished' ? state.numbers.has(event.number) : true
}

/** How far the station's own time was off, and whether it can be relied on. */
function clockOf({ happenedMs, believedMs, clockJumped }: Fact): Accepted['clock'] {
  return {
    ...(happenedMs === believedMs ? {} : { correctedMs: happenedMs - believedMs }),
    ...(clockJumped ? { clockJumped } : {}),
  }
}

/** No earlier than the last that is known of the visits it is about: clocks of two stations may differ. */
function inOrder(state: HallState, fact: Fact): Fact {
  const lastMs = fact.events.map((event) => {
    const visit = 'visitId' in event ? state.visits.get(event.visitId) : undefined
    return Math.max(
      visit?.park?.sinceMs ?? 0,
      visit?.markMs ?? 0,
      visit?.lastCallAtMs ?? 0,
      visit?.arrivedAtMs ?? 0,
    )
  })
  return { ...fact, happenedMs: Math.max(fact.happenedMs, ...lastMs) }
}

const ofNoDay: ReadonlySet<HallEvent['type']> = new Set([
  'factConflicted',
  'conflictResolved',
  'unmasked',
  'rangeReserved',
])

function fitAll(state: HallState, fact: Fact, context: Context): Fitted {
  const { happenedMs } = fact
  // What an earlier hub kept for a person, or a person has looked at, is of no day; a punch is of whatever day it was made on.
  const isOfADay = fact.events.some((e) => !ofNoDay.has(e.type) && !isRecordEvent(e))
  if (isOfADay && state.day !== undefined && happenedMs < state.day.startsAtMs)
    return { ok: false, reason: 'dayOver' }
  const events: HallEvent[] = []
  let now = state
  for (const event of fact.events) {
    const fitting = fit(now, event, fact, context)
    if (!fitting.ok) return fitting
    for (const fitted of fitting.events) {
      events.push(fitted)
      now = applyEvent(now, fitted, { seq: state.seq, atMs: context.nowMs, happenedMs })
    }
  }
  return { ok: true, events }
}

/** The fact as it is kept when it does not fit. */
export function conflictOf(
  state: HallState,
  { id, stationId, happenedMs, believedMs, clockJumped, events }: Fact,
  reason: ConflictReason,
): Conflict {
  const about: { number?: string; counterId?: Conflict['counterId']; staffId?: Conflict['staffId'] } = {}
  // Of a day that was over for the station too, they are free again.
  const isOver = reason === 'dayOver' && believedMs < (state.day?.startsAtMs ?? 0)
  const used = events.flatMap((e) =>
    e.type === 'visitIssued' && !isOver ? [{ queueId: e.visit.queueId, run: e.run }] : [],
  )
  for (const event of events) {
    if ('number' in event) about.number = event.number
    if (event.type === 'visitIssued') about.number = event.visit.number
    if ('counterId' in event) about.counterId = event.counterId
    if ('staffId' in event) about.staffId = event.staffId
  }
  return {
    factId: id,
    stationId,
    happenedMs,
    believedMs,
    reason,
    ...about,
    ...(used.length === 0 ? {} : { used }),
    clockJumped,
    events,
  }
}
