/** The words of the teller's console. Staff read Chinese or English; a language without texts reads Chinese. */
import type { Locale } from '../catalogue/catalogue.ts'
import type { Outcome, ParkKind, VisitState } from '../hall/visit.ts'
import type { CloseReason } from '../protocol/messages.ts'
import { consoleTexts as en } from './en/console.ts'
import { consoleTexts as zh } from './zh/console.ts'

/** What a teller may do, by the key that does it. */
export type ConsoleVerb =
  | 'next'
  | 'recall'
  | 'start'
  | 'finish'
  | Outcome
  | 'addService'
  | 'noShow'
  | 'requeue'
  | ParkKind
  | 'resume'
  | 'transfer'
  | 'handOver'
  | 'call'
  | 'raise'
  | 'pause'
  | 'close'
  | 'yes'
  | 'no'
  | 'keys'

export interface ConsoleTexts {
  readonly title: string
  readonly signIn: {
    readonly heading: string
    readonly staffNo: string
    readonly pin: string
    readonly submit: string
    readonly busy: string
    readonly wrong: string
    readonly unreachable: string
    readonly lockedOut: (seconds: number) => string
    /** A session that ended while its counter stays as it was. */
    readonly expired: string
  }
  readonly counters: {
    readonly heading: string
    readonly lead: string
    readonly open: string
    readonly taken: (name: string) => string
    readonly waiting: (people: number) => string
    readonly nothing: string
    readonly notATeller: string
    /** Nothing can be opened: the hall is not there yet, or not now. */
    readonly notNow: string
    /** A counter was pressed meanwhile, and nothing came of it. */
    readonly missed: string
  }
  readonly bar: {
    readonly counter: (label: string) => string
    readonly signOut: string
    readonly otherLanguage: string
    readonly dark: string
    readonly light: string
    readonly states: Readonly<Record<'open' | 'paused' | 'closed', string>>
  }
  readonly link: {
    readonly connecting: string
    readonly lost: string
    readonly unanswered: string
    /** The station carries on by itself. */
    readonly alone: (callable: number, facts: number) => string
    readonly reload: string
    readonly closed: Readonly<Record<CloseReason, string>>
  }
  readonly verbs: Readonly<Record<ConsoleVerb, string>>
  /** What each key does, for the page that lists them. */
  readonly does: Readonly<Record<ConsoleVerb, string>>
  readonly resumeCounter: string
  readonly groups: {
    readonly flow: string
    readonly outcomes: string
    readonly leave: string
    readonly parks: string
    readonly counter: string
  }
  readonly reasons: Readonly<
    Record<'noVisit' | 'noService' | 'nothingParked' | 'noMatters' | 'notAsked', string>
  >
  readonly callsLeft: (calls: number, needed: number, seconds: number) => string
  readonly visit: {
    readonly none: string
    readonly paused: string
    readonly pausedFor: (reason: string) => string
    readonly upNext: string
    readonly nobody: string
    readonly nobodyLead: string
    readonly states: Readonly<Record<VisitState, string>>
    readonly calling: string
    readonly serving: string
    readonly called: string
    readonly calls: (calls: number) => string
    readonly waited: (minutes: number) => string
    readonly language: string
    readonly priority: string
    readonly noPriority: string
    readonly arrived: string
    readonly appointment: string
    readonly owner: string
    readonly mine: string
    readonly offered: (name: string) => string
    readonly services: string
    readonly openServices: (open: number, all: number) => string
    readonly service: string
    readonly open: string
    readonly later: string
    readonly elsewhere: string
    readonly advisedList: string
    readonly allDone: string
    readonly finishRecords: (count: number) => string
    readonly finishContinues: (count: number) => string
    readonly finishEnds: string
  }
  readonly outcomes: Readonly<Record<Outcome, string>>
  readonly parks: Readonly<Record<ParkKind, string>>
  readonly lists: {
    readonly waiting: string
    readonly parked: string
    readonly today: string
    readonly noneWaiting: string
    readonly noneParked: string
    readonly noneToday: string
    readonly summary: (done: number, average: string) => string
    readonly minutes: (minutes: number) => string
    readonly callThis: (number: string) => string
    readonly resumeThis: (number: string) => string
  }
  /** Somebody asks for this counter, or for a hand-over to be accepted. */
  readonly asks: {
    readonly takeover: (name: string, seconds: number) => string
    readonly takeoverOver: (name: string) => string
    readonly ownTakeover: (seconds: number) => string
    readonly ownTakeoverOver: string
    readonly handOver: (name: string, numbers: string) => string
    readonly give: string
    readonly keep: string
    readonly accept: string
    readonly decline: string
  }
  readonly takeover: {
    readonly heading: (label: string) => string
    /** The counter is somebody else's. */
    readonly lead: (name: string) => string
    /** The counter is the teller's own, worked from another machine. */
    readonly ownHeading: (label: string) => string
    readonly ownLead: string
    readonly ask: string
    readonly ownAsk: string
    readonly waiting: (name: string, seconds: number) => string
    readonly kept: string
    readonly noAnswer: (name: string) => string
    readonly ownNoAnswer: string
    readonly force: string
    readonly ownForce: string
    readonly forceReason: string
    readonly supervisorNo: string
    readonly supervisorPin: string
    readonly notInCharge: string
    readonly asked: (name: string) => string
  }
  readonly matters: {
    readonly heading: string
    readonly closing: (count: number) => string
    readonly closingLead: string
    readonly lead: string
    readonly successor: string
    readonly nobody: string
    readonly at: (name: string, counter: string) => string
    readonly submit: string
    readonly closeAnyway: string
    readonly handOverAndClose: string
    readonly withdraw: string
    readonly none: string
  }
  readonly sheets: {
    readonly cancel: string
    readonly transferTo: string
    readonly queue: string
    readonly counter: string
    readonly person: string
    readonly position: string
    readonly positions: Readonly<Record<'first' | 'keep' | 'last', string>>
    readonly note: string
    readonly noteHint: string
    readonly search: string
    readonly searchHint: string
    readonly found: (count: number) => string
    readonly alreadyThere: string
    readonly number: string
    readonly numberHint: string
    readonly unknownNumber: string
    readonly outOfOrder: (people: number) => string
    readonly reason: string
    readonly reasonHint: string
    readonly pauseReasons: readonly string[]
    readonly otherReason: string
    readonly missing: string
    readonly missingHint: string
    readonly missingEach: string
    readonly noMissing: string
    readonly keysLead: string
    readonly chooseService: string
    readonly closeSheet: string
  }
}

const texts: Readonly<Partial<Record<Locale, ConsoleTexts>>> = { zh, en }

/** The console's words in that language, else in Chinese. */
export function consoleTextsOf(locale: Locale): ConsoleTexts {
  return texts[locale] ?? zh
}
