/**
 * Whatever a visitor answers the one question on, at the counter: a rater with five keys, or a screen. It wakes
 * when it is asked to, and only the visitor's own touch answers.
 */
import type { Locale } from '../catalogue/catalogue.ts'
import type { Level } from './rating.ts'

/** How long a question stands where nothing else is said, ms. */
export const ratingTimeOutMs = 30_000

export interface RatingQuestion {
  /** The visitor's language. */
  readonly locale: Locale
  /** The visitor's number, for a device that can show it. */
  readonly number?: string
  readonly timeOutMs?: number
}

export type RatingAnswer =
  | {
      readonly type: 'rated'
      readonly level: Level
      /** Chosen reasons and own words; a device with keys alone has neither. */
      readonly reasons?: readonly string[]
      readonly text?: string
    }
  /** Nobody answered, and an unanswered question stays unanswered. */
  | {
      readonly type: 'unanswered'
      readonly reason:
        | 'timeOut'
        | 'cancelled'
        /** The next question came before an answer. */
        | 'replaced'
        /** The device is not there. */
        | 'unreachable'
        /** The device does not answer. */
        | 'silent'
        /** Closed by its own program. */
        | 'closed'
    }

export type RatingDeviceState = 'unreachable' | 'silent' | 'ready' | 'asking'

export interface RatingDevice {
  /** Asks one visitor. Never rejects; a question still open is replaced. */
  readonly ask: (question: RatingQuestion) => Promise<RatingAnswer>
  /** Ends the question there is, if any, as `cancelled`. */
  readonly cancel: () => void
  readonly state: () => RatingDeviceState
  /** Hears every change of state until the returned function is called. */
  readonly subscribe: (listener: (state: RatingDeviceState) => void) => () => void
  readonly close: () => void
}
