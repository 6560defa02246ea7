/**
 * When a visitor is asked for their judgement, and when no longer: what an event
 * of the hall means to whatever asks at one counter, be it a pad or a rater with
 * keys. One path for both, so that both ask the same people at the same moment.
 */
import type { Locale } from '../catalogue/catalogue.ts'
import type { LedgerEvent } from '../hall/events.ts'
import type { HallState } from '../hall/state.ts'
import type { CounterId, TurnId, VisitId } from '../ids/ids.ts'

/** Who is asked, about what, in which language. Never the visitor's key: what asks does not have it. */
export interface Ask {
  readonly visitId: VisitId
  readonly turnId: TurnId
  readonly number: string
  readonly locale: Locale
}

export type AskMeaning =
  /** The visit has left the counter with something done and unrated. */
  | { readonly type: 'wake'; readonly ask: Ask }
  /** Somebody else sits down at the counter. */
  | { readonly type: 'another' }
  /** The turn was rated, here or elsewhere: there is nothing to ask any more. */
  | { readonly type: 'rated'; readonly turnId: TurnId }

/** What happened longer ago than this wakes nobody: the asker was off the network, and the visitor has gone. */
const freshMs = 20_000

/**
 * What an event means at this counter.
 * @param after the state with the event folded
 */
export function askMeaning(
  { event, atMs, happenedMs }: LedgerEvent,
  after: HallState,
  counterId: CounterId,
  nowMs: number,
): AskMeaning | undefined {
  if (event.type === 'visitRated') {
    const { turnId } = event.about
    return turnId === undefined ? undefined : { type: 'rated', turnId }
  }
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
    case 'takeoverAsked':
    case 'takeoverAnswered':
    case 'takeoverForced':
    case 'handOverAccepted':
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
