/** Every word of the visitor's touch app. A language that lacks one does not compile. */
import type { Locale } from '../catalogue/catalogue.ts'
import type { CloseReason, Paper } from '../protocol/messages.ts'
import { kiosk as en } from './en/kiosk.ts'
import { kiosk as kk } from './kk/kiosk.ts'
import { kiosk as mn } from './mn/kiosk.ts'
import { kiosk as ug } from './ug/kiosk.ts'
import { kiosk as zh } from './zh/kiosk.ts'

export interface KioskTexts {
  readonly nav: {
    readonly back: string
    readonly startOver: string
    /** Turns a long list towards its beginning, and towards its end. */
    readonly earlier: string
    readonly more: string
  }
  readonly home: {
    readonly title: string
    readonly top: string
    readonly ways: string
    readonly department: string
    readonly theme: string
    readonly search: string
    readonly appointment: string
    readonly languages: string
  }
  readonly departments: { readonly title: string; readonly services: (n: number) => string }
  readonly services: { readonly hint: string }
  readonly packages: {
    readonly title: string
    readonly hint: string
    readonly steps: (n: number) => string
  }
  readonly search: {
    readonly title: string
    readonly hint: string
    readonly typed: string
    readonly none: string
    readonly found: (n: number) => string
    readonly keyboard: string
    readonly backspace: string
    readonly clear: string
    readonly space: string
    /** Switches the keyboard between Latin letters and the language's own. */
    readonly latin: string
    readonly own: string
  }
  readonly appointment: {
    readonly title: string
    readonly hint: string
    /** The same where there is an ID-card reader. */
    readonly hintCard: string
    readonly typed: string
    readonly go: string
  }
  /** Somebody laid a card on the reader, or held an appointment's code before the scanner. */
  readonly found: {
    readonly title: string
    readonly holder: (last4: string) => string
    readonly appointment: string
    readonly none: string
    readonly have: (number: string) => string
    readonly show: string
    readonly choose: string
  }
  readonly readers: {
    readonly damaged: string
    readonly otherCard: string
    readonly notReady: string
    readonly unknownCode: string
    readonly cardOff: string
    readonly codesOff: string
  }
  /** The look of a layout that is not saved yet; seen by those who set the hall up. */
  readonly preview: string
  readonly basket: {
    readonly label: string
    readonly count: (n: number) => string
    readonly next: string
    readonly remove: (name: string) => string
    readonly chosen: string
  }
  readonly review: {
    readonly title: string
    readonly services: string
    readonly bring: string
    readonly bringNothing: string
    readonly bringLater: string
    readonly wait: string
    readonly waiting: (n: number) => string
    readonly add: string
    readonly priority: string
    readonly priorityChosen: (name: string) => string
    readonly confirm: string
  }
  readonly priority: {
    readonly title: string
    readonly hint: string
    readonly ground: string
    readonly none: string
    /** What the ledger keeps as the ground where the hall lists none. */
    readonly stated: string
  }
  readonly issuing: { readonly title: string; readonly slow: string; readonly slowHint: string }
  readonly ticket: {
    readonly title: string
    readonly ahead: (n: number) => string
    readonly next: string
    readonly called: (counter: string) => string
    readonly where: string
    readonly counters: (list: string) => string
    readonly wait: string
    readonly scan: string
    readonly done: string
    readonly reprint: string
    readonly again: string
    readonly remember: string
  }
  readonly paper: {
    readonly printing: string
    readonly printed: string
    readonly failed: string
    readonly uncertain: string
    readonly none: string
    readonly noneHow: string
    readonly status: Readonly<Record<Paper['status'], string>>
  }
  readonly refused: {
    readonly title: string
    readonly nextFree: (when: string) => string
    readonly yourNumber: (number: string) => string
    readonly change: string
    readonly person: string
  }
  readonly link: {
    readonly connecting: string
    readonly lost: string
    readonly lostWorks: string
    /** The station serves on its own: numbers still come, waits cannot be told. */
    readonly alone: string
    readonly closedTitle: string
    readonly closed: Readonly<Record<CloseReason, string>>
    readonly empty: string
  }
  readonly idle: {
    readonly title: string
    readonly left: (seconds: number) => string
    readonly stay: string
    readonly leave: string
  }
  readonly access: {
    readonly label: string
    readonly largePrint: string
    readonly contrast: string
    readonly lowReach: string
    readonly byEar: string
    readonly person: string
  }
  readonly help: {
    readonly title: string
    readonly body: string
    /** Large and in view of the staff, so it is in Chinese as well. */
    readonly sign: string
    /** In a language nobody has reviewed yet (review.ts): that the Chinese counts. */
    readonly unreviewed: string
    readonly back: string
    /** A guide was called from here; one is on the way; the call goes out once the hall can be reached. */
    readonly called: string
    readonly coming: string
    readonly unsent: string
    readonly cancel: string
  }
  readonly ear: {
    readonly label: string
    readonly previous: string
    readonly next: string
    readonly choose: string
    readonly repeat: string
    readonly hush: string
    readonly louder: string
    readonly softer: string
    readonly noVoice: string
    readonly howTo: string
    readonly choices: (n: number) => string
    readonly place: (at: number, of: number) => string
    readonly chosen: string
    readonly unavailable: string
  }
}

export const kioskTexts: Readonly<Record<Locale, KioskTexts>> = { zh, en, ug, kk, mn }
