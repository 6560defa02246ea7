/**
 * The judge of a run. It reads every hub's ledger and every station's records,
 * remembers what anybody was told, and says what does not fit. It takes no part
 * in the hall.
 */
import { createHash } from 'node:crypto'
import type { HallView } from '#shared/client/hallClient.ts'
import type { HallCase } from '#shared/conduct/cases.ts'
import { hallEvent } from '#shared/hall/events.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { isSameReign, outranks } from '#shared/hall/reign.ts'
import type { Announcement, HallState } from '#shared/hall/state.ts'
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { visitIdOf } from '#main/ledger/projection.ts'
import type { Ledger } from '#main/ledger/ledger.ts'
import { Chronicle } from './chronicle.ts'
import type { Computer } from './computer.ts'
import { Facts } from './facts.ts'
import { difference } from './stateText.ts'
import type { Tally } from './surroundings.ts'

/** What does not fit. */
export interface Finding {
  /** Which promise is broken: I1 … I8, or a word for the state's own order. */
  readonly of: string
  readonly what: string
}

interface Display {
  /** Announcements up to this seq are behind it. */
  seq: number
  /** It has come back from a restart: what its snapshot no longer held may be missing, once. */
  mayMiss: boolean
}

/** See the head of this file. */
export class Oracle {
  readonly coverage: Tally
  readonly facts = new Facts(this)
  finding: Finding | undefined
  /** Told of every event written by any hub. */
  onEvent: (chronicle: Chronicle, entry: LedgerEvent, before: HallState) => void = () => {}
  /** Every hub's ledger there was, oldest first. */
  readonly chronicles: Chronicle[] = []
  /** The one of the highest epoch. */
  main: Chronicle
  /** Claims that somebody took from a holder that could not be reached. */
  readonly forced = new Set<VisitId>()
  readonly #hash = createHash('sha256')
  /** Commands somebody was told are done: how. */
  readonly #told = new Map<CommandId, Extract<Answer, { ok: true }>>()
  /** Visits whose number somebody was told as given. */
  readonly #given = new Map<VisitId, CommandId>()
  readonly #numbers = new Map<string, VisitId>()
  /** Numbers of cases, as people know them. */
  readonly #cases = new Map<string, string>()
  readonly #displays = new Map<string, Display>()
  /** Calls of each visit, at whichever hub. */
  readonly #calls = new Map<VisitId, readonly LedgerEvent[]>()
  /** Ids that somebody used for two commands: where nobody knows of the first, the second is done too. */
  readonly reused = new Set<CommandId>()
  #names = 0

  constructor(coverage: Tally) {
    this.coverage = coverage
    this.main = this.#newChronicle()
  }

  /** The hall as written by the hub that holds. */
  get state(): HallState {
    return this.main.state
  }

  /** A name nobody had before. */
  newName(of: string): string {
    this.#names += 1
    return `${of}-${String(this.#names)}`
  }

  /** Something does not fit; the first finding of a run counts. */
  fail(of: string, what: string): void {
    this.finding ??= { of, what }
  }

  /** Everything said so far as one short text. */
  digest(): string {
    return this.#hash.copy().digest('hex').slice(0, 16)
  }

  /** Adds a fact to the digest. */
  note(fact: string): void {
    this.#hash.update(fact)
  }

  /** A station is to become the hub: its ledger goes on from the part that its copy holds. */
  forked(name: string, copy: Ledger): Chronicle {
    const { state } = copy.load()
    const last = copy.eventsAfter(state.seq - 1, 1)[0]
    const parent =
      this.chronicles.findLast((c) => last !== undefined && c.events[state.seq - 1] === last) ??
      this.chronicles.findLast((c) => isSameReign(c.states[state.seq]?.reign ?? { epoch: -1 }, state.reign))
    const expected = parent?.states[state.seq]
    const wrong = expected === undefined ? 'nothing' : difference(state, expected, 'station')
    if (wrong !== undefined) this.fail('I3', `${name} is to reign over what no hub wrote: ${wrong}`)
    const fork = (parent ?? this.main).fork(name, state.seq, this.#recordedIn(copy))
    this.chronicles.push(fork)
    return fork
  }

  /** What a ledger that was a hub's before answers from its record, as it was answered then. */
  #recordedIn(copy: Ledger): ReadonlyMap<CommandId, string> {
    const recorded = new Map<CommandId, string>()
    for (const { answers } of this.chronicles)
      for (const [id, answer] of answers) if (copy.answerTo(id)?.answer === answer) recorded.set(id, answer)
    return recorded
  }

  /** Its reign has begun; another that was begun apart from it may rank higher. */
  reigns(chronicle: Chronicle): void {
    const { reign } = chronicle.state
    if (
      this.chronicles.some((c) => c.state.reign.epoch === reign.epoch && !isSameReign(c.state.reign, reign))
    )
      this.coverage.mark('twoOfOneEpoch')
    if (outranks(reign, this.main.state.reign)) this.main = chronicle
    this.note(`${chronicle.name} reigns`)
  }

  /** A station has taken in what a hub wrote. */
  copied(by: string, events: readonly LedgerEvent[]): void {
    for (const entry of events)
      if (!this.chronicles.some((c) => c.events[entry.seq - 1] === entry))
        this.fail('I3', `${by} takes in seq ${entry.seq}, which no hub wrote so`)
  }

  /** A number was given to a visitor, by whomever. */
  issued(day: string, number: string, id: VisitId, by: string): void {
    const key = `${day} ${number}`
    const holder = this.#numbers.get(key) ?? id
    this.#numbers.set(key, holder)
    if (holder !== id) this.fail('I1', `${by} gives ${number} of ${day} a second time`)
  }

  /** A case has its number for good, whichever hub opened it. */
  #caseOpened({ no, id }: Pick<HallCase, 'no' | 'id'>): void {
    const holder = this.#cases.get(no) ?? id
    this.#cases.set(no, holder)
    if (holder !== id) this.fail('cases', `${no} is the number of two cases`)
  }

  /** The hub counts it to another day than the station that gave it believed: their clocks were hours apart. */
  misdated(day: string, number: string, id: VisitId): void {
    const key = `${day} ${number}`
    if (this.#numbers.get(key) === id) this.#numbers.delete(key)
  }

  /** Somebody was told how a command ended, by the hub of this ledger or, without one, by a station. */
  answered(by: string, id: CommandId, answer: Answer, hub: Chronicle | undefined): void {
    if (!answer.ok && answer.refusal.code === 'ledgerUnavailable') {
      hub?.leaveOpen(id)
      return
    }
    if (!answer.ok && (answer.refusal.code === 'commandIdReused' || answer.refusal.code === 'badCommand'))
      return
    hub?.answered(by, id, answer)
    if (!answer.ok) return
    if (answer.key !== undefined && answer.visitId !== undefined) this.#given.set(answer.visitId, id)
    const before = this.#told.get(id)
    this.#told.set(id, before ?? answer)
    // What is merged of a paper number names the visit that the station did not know.
    if (before?.visitId === undefined) return
    const isOther = hub?.written.get(id)?.every((event) => visitIdOf(event) !== before.visitId) ?? true
    if (this.reused.has(id) && isOther) return
    // Nor does a hub know the number of a visit it never had, where it keeps for a person what was done with it.
    const isKept = this.chronicles.some((c) => c.written.get(id)?.some((e) => e.type === 'factConflicted'))
    const isNamed = answer.number !== undefined || !isKept
    if (before.visitId !== answer.visitId || (isNamed && before.number !== answer.number))
      this.fail('I5', `${by} was told ${JSON.stringify(answer)} for ${id}, before ${JSON.stringify(before)}`)
  }

  /** A replica at a hub went on from one seq to another. */
  followed(by: string, from: number, to: number, hub: Chronicle): void {
    if (to < from) this.fail('I3', `${by} fell back from seq ${from} to ${to}`)
    if (to > hub.state.seq) this.fail('I3', `${by} is at seq ${to}, the ledger ends at ${hub.state.seq}`)
  }

  /** What was acknowledged or decided and is not in the last hub's ledger (I3, I6). */
  lost(): readonly string[] {
    const { main, facts } = this
    const acknowledged = [...this.#told.keys()]
      .filter((id) => !facts.isKept(main, id) && !this.#isHousekeeping(id))
      .map((id) => `${id} was acknowledged and is lost: ${JSON.stringify(this.#told.get(id)).slice(0, 200)}`)
    const kept = visitsIn(main)
    // Of a paper that its kiosk took back, and somebody had copied meanwhile, a person is shown the copy.
    const isListed = (id: CommandId): boolean =>
      main.written.get(id)?.some((event) => event.type === 'factConflicted') === true
    const gone = [...this.#given]
      .filter(([visit, id]) => !kept.has(visit) && !isListed(id))
      .map(([visit, id]) => `visit ${visit} of ${id} was given a number and is lost`)
    return [...acknowledged, ...gone, ...facts.lost(main)]
  }

  /** A display has seen the hall for the first time; what was called before it came is none of its business, all since is. */
  displayBegan(name: string, { came, state }: Pick<HallView, 'came' | 'state'>, hub: Chronicle): void {
    const own = hub.announcements.find(
      (a) => came !== undefined && a.seq > came.seq && a.seq <= state.seq && a.atMs >= came.atMs,
    )
    this.#displays.set(name, { seq: own === undefined ? state.seq : own.seq - 1, mayMiss: false })
  }

  displayRestarted(name: string): void {
    const display = this.#displays.get(name)
    if (display !== undefined) display.mayMiss = true
  }

  /** A display's page was opened anew elsewhere; nothing is left of what it had. */
  displayMoved(name: string): void {
    this.#displays.delete(name)
  }

  /** A display at the hub of this ledger has shown and spoken this. */
  announced(name: string, said: Announcement, hub: Chronicle): void {
    const display = this.#displays.get(name)
    if (display === undefined) {
      this.fail('I4', `${name} announces ${said.number} before it has seen the hall`)
      return
    }
    const due = hub.announcements[placeAfter(hub.announcements, display.seq)]
    const written = hub.announcements[placeAfter(hub.announcements, said.seq - 1)]
    if (
      written?.seq !== said.seq ||
      written.number !== said.number ||
      written.counterId !== said.counterId ||
      written.callNo !== said.callNo
    ) {
      this.fail(
        'I4',
        `${name} announces ${said.number} at ${said.counterId}, which was not called at seq ${said.seq}`,
      )
    } else if (said.seq <= display.seq) {
      this.fail('I4', `${name} announces seq ${said.seq} again`)
    } else if (due?.seq !== said.seq && !display.mayMiss) {
      this.fail('I4', `${name} announces seq ${said.seq} where seq ${due?.seq ?? 0} is next`)
    }
    display.seq = said.seq
    display.mayMiss = false
  }

  /** What this display has still to say, by seq. */
  unannounced(name: string, hub: Chronicle): readonly number[] {
    const display = this.#displays.get(name)
    if (display === undefined || display.mayMiss) return []
    return hub.announcements.slice(placeAfter(hub.announcements, display.seq)).map((a) => a.seq)
  }

  /** Two hubs at work at once may each call a visit: the one did not know of the other. */
  #calledLive(chronicle: Chronicle, id: VisitId, entry: LedgerEvent): void {
    const before = this.#calls.get(id) ?? []
    if (before.some((call) => chronicle.events[call.seq - 1] !== call)) this.coverage.mark('calledAtBothHubs')
    this.#calls.set(id, [...before, entry])
  }

  /** What each hub does for its own reign, and so is not handed over. */
  #isHousekeeping(id: CommandId): boolean {
    return this.chronicles.some((c) => {
      const events = c.written.get(id) ?? []
      return (
        events.length > 0 &&
        (events.some((e) => e.type === 'dayStarted') || events.every((e) => ofAReign.has(e.type)))
      )
    })
  }

  #newChronicle(): Chronicle {
    const first = new Chronicle('the first hub', {
      fail: (of, what) => {
        this.fail(of, what)
      },
      note: (text) => {
        this.note(text)
      },
      isFact: (id) => this.facts.knows(id),
      onEvent: (chronicle, entry, before) => {
        const { event } = entry
        this.facts.takenIn(entry)
        // What was given elsewhere was looked at then, on the day it was believed to be.
        if (event.type === 'visitIssued' && entry.happenedMs === undefined)
          this.issued(entry.day ?? '', event.visit.number, event.visit.id, chronicle.name)
        if (event.type === 'caseOpened' && event.case !== undefined) this.#caseOpened(event.case)
        if (event.type === 'claimForced') this.forced.add(event.visitId)
        // As good as that: somebody at the hub took it from a counter that cannot be reached.
        if ('visitId' in event && entry.happenedMs === undefined) {
          const was = before.visits.get(event.visitId)?.counterId
          const isFreed = was !== undefined && chronicle.state.visits.get(event.visitId)?.counterId !== was
          if (isFreed) this.facts.freedAtHub(event.visitId, was, entry)
        }
        if (event.type === 'visitCalled' && entry.happenedMs === undefined) {
          this.facts.calledAtHub(chronicle, event)
          this.#calledLive(chronicle, event.visitId, entry)
        }
        this.onEvent(chronicle, entry, before)
      },
    })
    this.chronicles.push(first)
    return first
  }
}

/** The place of the first announcement with a greater seq. */
function placeAfter(announcements: readonly Announcement[], seq: number): number {
  return announcements.findLastIndex((a) => a.seq <= seq) + 1
}

const ofAReign: ReadonlySet<string> = new Set([
  'hubPromoted',
  'reignSettled',
  'blockLeased',
  'claimGranted',
  'claimReturned',
  'claimForced',
])

/** Every visit this ledger ever had, or keeps in a conflict. */
function visitsIn({ events }: Chronicle): ReadonlySet<string> {
  const found = new Set<string>()
  const look = (event: unknown): void => {
    const read = hallEvent.safeParse(event)
    if (!read.success) return
    if (read.data.type === 'visitIssued') found.add(read.data.visit.id)
    if (read.data.type === 'factConflicted') read.data.conflict.events.forEach(look)
  }
  for (const { event } of events) {
    if (event.type === 'visitIssued') found.add(event.visit.id)
    if (event.type === 'factConflicted') event.conflict.events.forEach(look)
  }
  return found
}

/** What the judge must know of whoever was told something. */
export function chronicleOf({ hub, chronicle }: Computer): Chronicle | undefined {
  return hub === undefined ? undefined : chronicle
}
