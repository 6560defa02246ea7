/** The hall as a station sees it: what the hub made known, with what happened here since on top. Pure. */
import type { CounterId, StationId, VisitId } from '#shared/ids/ids.ts'
import { decide } from '#shared/hall/decide.ts'
import type { Context } from '#shared/hall/decision.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { applyEvent } from '#shared/hall/evolve.ts'
import { fit } from '#shared/hall/rules/fitting.ts'
import { conflictOf } from '#shared/hall/rules/merging.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { SentFact } from '#shared/protocol/messages.ts'

export interface Here {
  readonly stationId: StationId
  /** The counter that works through this station: only it may use its claims here. */
  readonly counterId: CounterId | undefined
  readonly facts: readonly SentFact[]
  /** Claims given back, whether the hub has heard it or not. */
  readonly givenBack: readonly VisitId[]
  readonly newId: () => string
  readonly newKey: () => string
}

/** Folds an event that has no place in the ledger yet. */
export function foldHere(state: HallState, event: HallEvent, atMs: number): HallState {
  const seq = state.seq + 1
  return { ...applyEvent(state, event, { seq, atMs }), seq, atMs: Math.max(atMs, state.atMs) }
}

/** The state with its business day turned, when it is over: as the hub will turn it, for itself. */
export function turnDay(
  state: HallState,
  nowMs: number,
  { newId, newKey }: Pick<Here, 'newId' | 'newKey'>,
): HallState {
  if (state.day === undefined || nowMs < state.day.endsAtMs) return state
  const context: Context = { nowMs, actor: { kind: 'system' }, newId, newKey }
  const turned = decide(state, { type: 'rollOver' }, context)
  return turned.ok ? turned.events.reduce((now, event) => foldHere(now, event, nowMs), state) : state
}

/** What the hub made known, less the claims that may not be used here, with the facts as far as they still fit. */
export function overlay(known: HallState, here: Here): HallState {
  const { stationId, counterId, facts, givenBack, newId, newKey } = here
  const gone = new Set(givenBack)
  let state: HallState = {
    ...known,
    claims: known.claims.filter((counter, id) => counter === counterId && !gone.has(id)),
  }
  for (const sent of facts) {
    const { believedMs } = sent
    // Of a day that the hub has ended: it will look at it, nobody here can.
    if (known.day !== undefined && believedMs < known.day.startsAtMs) continue
    state = turnDay(state, believedMs, here)
    const fact = { ...sent, stationId, happenedMs: believedMs, clockJumped: false }
    const context: Context = { nowMs: believedMs, actor: { kind: 'system' }, newId, newKey }
    for (const event of sent.events) {
      // A paper number in hand is shown here, though the hub hears only of its end.
      const paper = event.type === 'paperCalled' || event.type === 'paperFinished'
      const fitting = paper ? { ok: true as const, events: [event] } : fit(state, event, fact, context)
      if (!fitting.ok) {
        // As the hub will keep it: a number on paper is used up all the same.
        const conflict = conflictOf(state, fact, fitting.reason)
        state = foldHere(state, { type: 'factConflicted', conflict }, believedMs)
        break
      }
      // A call made here was announced here, under its own count.
      const isCall = event.type === 'visitCalled' || event.type === 'visitRecalled'
      for (const fitted of isCall ? [event] : fitting.events) state = foldHere(state, fitted, believedMs)
    }
  }
  return state
}
