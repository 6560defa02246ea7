/** The words of the manager's page. Staff read Chinese or English; a language without texts reads Chinese. */
import type { Locale } from '../catalogue/catalogue.ts'
import type { ConflictReason } from '../hall/events.ts'
import type { CloseReason, Paper, Readers } from '../protocol/messages.ts'
import { managerTexts as en } from './en/manager.ts'
import { managerTexts as zh } from './zh/manager.ts'

/** What a station may have done while it was alone. */
export type Deed =
  | 'issued'
  | 'called'
  | 'started'
  | 'recorded'
  | 'added'
  | 'finished'
  | 'missed'
  | 'requeued'
  | 'parked'
  | 'resumed'
  | 'paperCalled'
  | 'paperFinished'
  | 'paused'
  | 'counterResumed'
  | 'other'

export interface ManagerTexts {
  readonly title: string
  readonly signIn: string
  readonly signInAgain: string
  readonly notForYou: {
    readonly heading: string
    readonly lead: (name: string) => string
    readonly leave: string
  }
  readonly counter: (label: string) => string
  readonly minutes: (n: number) => string
  readonly minuteBand: (low: number, high: number) => string
  readonly people: (n: number) => string
  readonly none: string
  readonly cancel: string
  /** While a command is on its way. */
  readonly working: string
  readonly link: {
    readonly connecting: string
    readonly lost: string
    readonly reload: string
    readonly alone: string
    readonly toHub: string
    readonly closed: Readonly<Record<CloseReason, string>>
  }
  readonly totals: Readonly<
    Record<'waiting' | 'over' | 'atCounters' | 'parked' | 'finished' | 'issued' | 'counters', string>
  >
  readonly now: {
    readonly counters: string
    readonly queues: string
    readonly counterHeads: Readonly<Record<'counter' | 'state' | 'staff' | 'number' | 'since', string>>
    readonly phases: Readonly<Record<'serving' | 'called' | 'paper' | 'idle' | 'paused' | 'closed', string>>
    readonly required: string
    readonly queueHeads: Readonly<
      Record<'queue' | 'waiting' | 'longest' | 'band' | 'over' | 'openCounters' | 'issued', string>
    >
    readonly bandNote: string
    readonly overNote: (minutes: number) => string
    readonly sum: string
    /** A wait nobody can tell yet: no counter serves the queue. */
    readonly noBand: string
  }
  readonly alarms: {
    readonly heading: string
    readonly none: string
    readonly settings: string
    readonly unserved: (queue: string, waiting: number) => string
    readonly unstaffed: (counter: string) => string
    readonly longest: (queue: string, number: string, minutes: number, limit: number) => string
    readonly waiting: (queue: string, waiting: number, limit: number) => string
    readonly paused: (counter: string, staff: string, minutes: number) => string
    readonly paper: (station: string, status: string) => string
    readonly stationGone: (station: string, mode: string, since: string) => string
    readonly reader: (station: string, reader: string, state: string) => string
    readonly readers: Readonly<Record<keyof Readers, string>>
    readonly readerStates: Readonly<Record<NonNullable<Readers[keyof Readers]>, string>>
    readonly guide: (where: string, since: string, minutes: number) => string
    readonly guideAt: (station: string) => string
    readonly fields: Readonly<Record<'waitingMost' | 'longestMinutes' | 'pausedMinutes' | 'required', string>>
    readonly requiredCounters: (labels: string) => string
    readonly noneRequired: string
    readonly forAll: string
    readonly byAdministrator: string
    readonly saved: string
    readonly save: string
  }
  readonly advice: {
    readonly heading: string
    readonly none: (minutes: number) => string
    readonly rule: string
    readonly open: (counter: string) => string
    readonly resume: (counter: string) => string
    readonly allOpen: string
    readonly nobodyFree: string
    readonly over: (queue: string, over: number, longestMinutes: number) => string
    readonly expected: (queue: string, minutes: number) => string
    readonly serving: (counters: number) => string
    readonly own: string
    readonly help: string
    readonly free: (people: number) => string
    readonly tellerThere: string
  }
  readonly stations: {
    readonly heading: string
    readonly modes: Readonly<Record<'kiosk' | 'console' | 'display' | 'pad', string>>
    readonly heads: Readonly<
      Record<'station' | 'mode' | 'state' | 'counter' | 'numbers' | 'claims' | 'paper' | 'actions', string>
    >
    readonly connected: (since: string) => string
    readonly own: string
    readonly gone: (since: string) => string
    readonly neverCame: string
    readonly unpaired: string
    /** Its clock when it last handed in: seconds ahead of the hub's, below zero behind. */
    readonly clockOff: (aheadS: number) => string
    /** It hands in what it did alone: facts left, of how many. */
    readonly handingIn: (left: number, of: number) => string
    readonly clockJumped: string
    readonly clockHint: (at: string) => string
    readonly paper: Readonly<Record<Paper['status'], string>>
    readonly noPrinter: string
    readonly numbersLeft: (queue: string, left: number) => string
    readonly claims: (numbers: string) => string
    readonly none: string
    readonly notHere: string
    readonly unreachable: string
    readonly pair: string
    readonly pairHeading: string
    readonly pairLead: string
    readonly id: string
    readonly idHint: string
    readonly idWrong: string
    readonly mode: string
    readonly getCode: string
    readonly alreadyPaired: (id: string) => string
    readonly codeFor: (id: string, mode: string) => string
    readonly codeLead: string
    /** Where the hub speaks TLS. */
    readonly secureLead: string
    readonly fingerprint: string
    readonly expires: (clock: string) => string
    readonly expired: string
    readonly again: string
    readonly paired: (id: string) => string
    readonly done: string
    readonly revoke: string
    readonly revokeHeading: (id: string) => string
    readonly revokeLead: string
    readonly revoked: (id: string) => string
    readonly administratorOnly: string
    readonly problems: Readonly<
      Record<'unreachable' | 'notAllowed' | 'elsewhere' | 'badInput' | 'refused', string>
    >
  }
  readonly conflicts: {
    readonly heading: string
    readonly lead: string
    readonly none: string
    readonly aNumber: string
    readonly something: (number: string) => string
    readonly did: (number: string, deeds: readonly string[]) => string
    readonly deeds: Readonly<Record<Deed, string>>
    readonly station: (id: string) => string
    readonly why: Readonly<Record<ConflictReason, string>>
    readonly advice: Readonly<Record<ConflictReason, string>>
    readonly clockJumped: string
    readonly apply: string
    readonly dismiss: string
    readonly note: string
    readonly applied: string
    readonly dismissed: string
    readonly claims: string
    readonly claimsLead: string
    readonly noClaims: string
    readonly claimHeads: Readonly<
      Record<'counter' | 'number' | 'queue' | 'waited' | 'reach' | 'action', string>
    >
    readonly reach: string
    readonly noReach: string
    readonly unknownReach: string
    readonly force: string
    readonly forceHeading: (number: string, counter: string) => string
    readonly forceLead: string
    readonly reason: string
    readonly reasons: readonly string[]
    readonly forced: (number: string) => string
  }
  readonly hub: {
    readonly promote: string
    readonly promoteLead: string
    readonly promoteMeans: readonly string[]
    readonly promoteWhen: string
    /** Where its numbers begin, those of queue A for example. */
    readonly promoteNumbers: (from: string) => string
    readonly promoteNoNumbers: string
    readonly type: (word: string) => string
    /** What has to be typed. */
    readonly word: string
    readonly promoteSubmit: string
    readonly promoting: string
    readonly hubPresent: string
    readonly heading: string
    readonly facts: Readonly<Record<'epoch' | 'reigns' | 'seq' | 'day' | 'served' | 'waiting', string>>
    readonly servedByHub: string
    readonly servedByStation: (id: string) => string
    readonly epoch: (n: number) => string
    readonly reign: (epoch: number, fromSeq: number) => string
    readonly present: string
    readonly settled: string
    readonly unsettled: string
    readonly unsettledLead: string
    readonly settle: string
    readonly settleHeading: string
    readonly settleLead: string
    readonly settleWord: string
    readonly settledNow: string
  }
}

const texts: Readonly<Partial<Record<Locale, ManagerTexts>>> = { zh, en }

/** The manager's words in that language, else in Chinese. */
export function managerTextsOf(locale: Locale): ManagerTexts {
  return texts[locale] ?? zh
}
