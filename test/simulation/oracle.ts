/**
 * The judge of a run. It folds what was written by itself, holds every event
 * against the invariants, remembers what anybody was told, and says what does
 * not fit. It takes no part in the hall.
 */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { initialState } from '#shared/hall/state.ts'
import type { Announcement, HallState } from '#shared/hall/state.ts'
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { Batch } from '#main/ledger/ledger.ts'
import { checkStep } from './invariants.ts'
import { Promises } from './promises.ts'

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
  /** The hall as written. */
  state: HallState = initialState
  finding: Finding | undefined
  /** Told of every event written. */
  onEvent: (entry: LedgerEvent, before: HallState) => void = () => {}
  readonly #promises = new Promises()
  readonly #hash = createHash('sha256')
  readonly #written = new Set<CommandId>()
  readonly #answers = new Map<CommandId, string>()
  /** Refused because the disk failed: such a command may still be found done, or be done when it comes again. */
  readonly #open = new Set<CommandId>()
  readonly #announcements: Announcement[] = []
  readonly #displays = new Map<string, Display>()
  /** Outcomes each visit has come to; one at the end. */
  readonly #ends = new Map<VisitId, number>()
  #names = 0
  #lastWriter: CommandId | undefined

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

  /** A batch has become durable. */
  appended({ events, answers }: Batch, unheard: boolean): void {
    for (const entry of events) this.#event(entry)
    for (const { commandId, answer } of answers) {
      const told = this.#answers.get(commandId)
      if (told !== undefined && !this.#open.has(commandId)) {
        this.fail('I5', `${commandId} is answered a second time: ${answer} after ${told}`)
      }
      this.#answers.set(commandId, answer)
      this.#open.delete(commandId)
      if (unheard) this.#open.add(commandId)
      this.#hash.update(answer)
    }
  }

  /** Somebody was told how a command ended. */
  answered(by: string, id: CommandId, answer: Answer): void {
    if (!answer.ok && answer.refusal.code === 'ledgerUnavailable') {
      this.#open.add(id)
      return
    }
    if (!answer.ok && (answer.refusal.code === 'commandIdReused' || answer.refusal.code === 'badCommand'))
      return
    const written = this.#answers.get(id)
    if (written === undefined) {
      // A screen that only looks is refused without the hub being asked.
      if (answer.ok || answer.refusal.code !== 'notAllowed')
        this.fail('I3', `${by} was told ${JSON.stringify(answer)} for ${id}, which is not in the ledger`)
      return
    }
    const told = JSON.stringify(answer)
    // Read back from the record, an answer has its fields in another order.
    if (told !== written && !isDeepStrictEqual(JSON.parse(told), JSON.parse(written))) {
      this.fail('I5', `${by} was told ${told} for ${id}; the record says ${written}`)
    }
    if (answer.ok && !this.#written.has(id))
      this.fail('I3', `${by} was told that ${id} was done; the ledger has no event of it`)
    if (answer.ok && answer.seq > this.state.seq)
      this.fail('I3', `${id} is answered with seq ${answer.seq}, the ledger ends at ${this.state.seq}`)
  }

  /** A replica went on from one seq to another. */
  followed(by: string, from: number, to: number): void {
    if (to < from) this.fail('I3', `${by} fell back from seq ${from} to ${to}`)
    if (to > this.state.seq) this.fail('I3', `${by} is at seq ${to}, the ledger ends at ${this.state.seq}`)
  }

  /** A display has seen the hall for the first time; what was called before is none of its business. */
  displayBegan(name: string, seq: number): void {
    this.#displays.set(name, { seq, mayMiss: false })
  }

  displayRestarted(name: string): void {
    const display = this.#displays.get(name)
    if (display !== undefined) display.mayMiss = true
  }

  /** A display has shown and spoken this. */
  announced(name: string, said: Announcement): void {
    const display = this.#displays.get(name)
    if (display === undefined) {
      this.fail('I4', `${name} announces ${said.number} before it has seen the hall`)
      return
    }
    const due = this.#announcements.find((a) => a.seq > display.seq)
    const written = this.#announcements.find((a) => a.seq === said.seq)
    if (
      written === undefined ||
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
  unannounced(name: string): readonly number[] {
    const display = this.#displays.get(name)
    if (display === undefined || display.mayMiss) return []
    return this.#announcements.filter((a) => a.seq > display.seq).map((a) => a.seq)
  }

  /** The answers that were told or written, by command. */
  get answers(): ReadonlyMap<CommandId, string> {
    return this.#answers
  }

  /** Visits that have not come to exactly one outcome. */
  withoutOneOutcome(): readonly string[] {
    return [...this.#ends]
      .filter(([, ends]) => ends !== 1)
      .map(([id, ends]) => `${id} has ${String(ends)} outcomes`)
  }

  #event(entry: LedgerEvent): void {
    const before = this.state
    this.state = evolve(before, entry)
    const found = [
      ...checkStep(before, entry, this.state),
      ...this.#promises.check(before, entry, this.state),
    ]
    for (const { of, what } of found) this.fail(of, `seq ${entry.seq} ${entry.event.type}: ${what}`)
    if (entry.commandId !== this.#lastWriter && this.#written.has(entry.commandId)) {
      this.fail('I5', `${entry.commandId} is done a second time at seq ${entry.seq}: ${entry.event.type}`)
    }
    this.#lastWriter = entry.commandId
    this.#written.add(entry.commandId)
    this.#hash.update(JSON.stringify(entry))
    if (entry.event.type === 'visitCalled' || entry.event.type === 'visitRecalled') {
      const last = this.state.announcements.last()
      if (last !== undefined) this.#announcements.push(last)
    }
    this.#follow(entry.event)
    this.onEvent(entry, before)
  }

  #follow(event: HallEvent): void {
    const end = (id: VisitId, by: number): void => {
      this.#ends.set(id, (this.#ends.get(id) ?? 0) + by)
    }
    if (event.type === 'visitIssued') this.#ends.set(event.visit.id, 0)
    else if (
      event.type === 'visitFinished' ||
      event.type === 'visitCancelled' ||
      event.type === 'visitExpired'
    )
      end(event.visitId, 1)
    else if (event.type === 'visitMissed' && event.ends) end(event.visitId, 1)
    // A visit that ended as no-show may be brought back the same day.
    else if (event.type === 'visitRequeued' && this.#ends.get(event.visitId) === 1) end(event.visitId, -1)
  }
}
