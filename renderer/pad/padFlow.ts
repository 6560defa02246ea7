/**
 * The pad's flow as a pure reducer: it sleeps, is woken when a visit leaves its
 * counter, asks once, and sleeps again after half a minute without a touch.
 * Whoever does not answer has not answered.
 */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import { isLow } from '#shared/conduct/rating.ts'
import type { Level } from '#shared/conduct/rating.ts'
import type { CounterId, TurnId, VisitId } from '#shared/ids/ids.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'

/** Who is asked, about what, in which language. Never the visitor's key: the pad does not have it. */
export interface Ask {
  readonly visitId: VisitId
  readonly turnId: TurnId
  readonly number: string
  readonly locale: Locale
}

export type PadFlow =
  | { readonly at: 'idle' }
  | { readonly at: 'asking'; readonly ask: Ask; readonly leftMs: number }
  | {
      readonly at: 'reasons'
      readonly ask: Ask
      readonly level: Level
      readonly chosen: readonly string[]
      readonly leftMs: number
    }
  | {
      readonly at: 'sending'
      readonly ask: Ask
      readonly level: Level
      readonly reasons: readonly string[]
      readonly leftMs: number
    }
  | { readonly at: 'thanks'; readonly ask: Ask; readonly leftMs: number }
  | { readonly at: 'refused'; readonly ask: Ask; readonly code: string; readonly leftMs: number }

export type PadAction =
  | { readonly type: 'wake'; readonly ask: Ask }
  /** Somebody else sits down at the counter. */
  | { readonly type: 'another' }
  | { readonly type: 'choose'; readonly level: Level }
  | { readonly type: 'toggle'; readonly reason: string }
  | { readonly type: 'back' }
  | { readonly type: 'send' }
  /** What became of the rating; `refused` is the refusal's code. */
  | { readonly type: 'answered'; readonly turnId: TurnId; readonly refused?: string | undefined }
  | { readonly type: 'tick'; readonly ms: number }

/** How long the pad waits for a touch, and how long its thanks stay, ms. */
export const patienceMs = 30_000
export const thanksMs = 4_000
/** What happened longer ago than this wakes nobody: the pad was off the network, and the visitor has gone. */
const freshMs = 20_000

export const idle: PadFlow = { at: 'idle' }

/** One step of the flow. */
export function reduce(flow: PadFlow, action: PadAction): PadFlow {
  switch (action.type) {
    case 'wake':
      return { at: 'asking', ask: action.ask, leftMs: patienceMs }
    case 'another':
      // What is on its way still arrives; only the question is taken off the screen.
      return idle
    case 'choose':
      return flow.at === 'asking' ? chosen(flow.ask, action.level) : flow
    case 'toggle':
      return flow.at === 'reasons'
        ? { ...flow, chosen: toggled(flow.chosen, action.reason), leftMs: patienceMs }
        : flow
    case 'back':
      return flow.at === 'reasons' ? { at: 'asking', ask: flow.ask, leftMs: patienceMs } : flow
    case 'send': {
      if (flow.at !== 'reasons' || flow.chosen.length === 0) return flow
      const { ask, level, chosen: reasons } = flow
      return { at: 'sending', ask, level, reasons, leftMs: patienceMs }
    }
    case 'answered': {
      if (flow.at !== 'sending' || flow.ask.turnId !== action.turnId) return flow
      const { ask } = flow
      return action.refused === undefined
        ? { at: 'thanks', ask, leftMs: thanksMs }
        : { at: 'refused', ask, code: action.refused, leftMs: thanksMs }
    }
    case 'tick': {
      if (flow.at === 'idle') return flow
      const leftMs = flow.leftMs - action.ms
      return leftMs <= 0 ? idle : { ...flow, leftMs }
    }
  }
}

function chosen(ask: Ask, level: Level): PadFlow {
  return isLow(level)
    ? { at: 'reasons', ask, level, chosen: [], leftMs: patienceMs }
    : { at: 'sending', ask, level, reasons: [], leftMs: patienceMs }
}

function toggled(reasons: readonly string[], one: string): readonly string[] {
  return reasons.includes(one) ? reasons.filter((r) => r !== one) : [...reasons, one]
}

/**
 * What an event means to the pad of a counter: the visit there has left it with
 * something done and unrated, or another one sits down.
 * @param after the state with the event folded
 */
export function meaningOf(
  { event, atMs, happenedMs }: LedgerEvent,
  after: HallState,
  counterId: CounterId,
  nowMs: number,
): PadAction | undefined {
  if (!('counterId' in event) || event.counterId !== counterId) return undefined
  switch (event.type) {
    case 'visitStarted':
    case 'visitResumed':
      return { type: 'another' }
    case 'visitFinished':
    case 'visitContinued':
    case 'visitTransferred': {
      if (happenedMs !== undefined || nowMs - atMs > freshMs) return undefined
      const visit = after.visits.get(event.visitId)
      const turn = visit?.turns.findLast((t) => t.counterId === counterId)
      const isRated = visit?.rated?.some((r) => r.turnId === turn?.id) === true
      if (visit === undefined || turn === undefined || isRated) return undefined
      const { id, number, locale } = visit
      return { type: 'wake', ask: { visitId: id, turnId: turn.id, number, locale } }
    }
    case 'counterOpened':
    case 'counterPaused':
    case 'counterResumed':
    case 'counterClosed':
    case 'visitCalled':
    case 'visitRecalled':
    case 'visitMissed':
    case 'visitParked':
    case 'claimGranted':
    case 'claimReturned':
    case 'claimForced':
    case 'paperCalled':
    case 'paperFinished':
      return undefined
  }
}
