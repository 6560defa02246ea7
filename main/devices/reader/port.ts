/** What the hall knows of the readers at a kiosk: who laid a card on one, and what code was held before the other. */
import type { AppointmentCode, VisitKey } from '#shared/ids/ids.ts'
import type { Holder } from '#shared/hall/visit.ts'

export type ReaderState = 'unreachable' | 'silent' | 'ready'

export type CardRead =
  /** All that is ever told of a card. */
  | { readonly type: 'card'; readonly holder: Holder }
  /** There is a card, and it is none or cannot be read; the visitor may try again. */
  | {
      readonly type: 'unreadable'
      /** `notReady`: the hub has not given this computer the hall's secret yet. */
      readonly reason: 'otherCard' | 'damaged' | 'notReady'
    }

export type Scan =
  | { readonly type: 'appointment'; readonly code: AppointmentCode }
  /** The code on one of our own tickets. */
  | { readonly type: 'visit'; readonly key: VisitKey }
  /** Some other code; what it says is not passed on. */
  | { readonly type: 'unknown' }

/** A reader of either kind; `T` is what it reads. */
export interface Reader<T> {
  /** Hears each thing that is read until the returned function is called. */
  readonly onRead: (listener: (read: T) => void) => () => void
  readonly state: () => ReaderState
  /** Hears every change of state until the returned function is called. */
  readonly subscribe: (listener: (state: ReaderState) => void) => () => void
  readonly close: () => void
}

export type IdCardReader = Reader<CardRead>
export type CodeScanner = Reader<Scan>
