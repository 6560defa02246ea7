/**
 * One hub's ledger as the judge reads it: folded by itself, each event held
 * against the invariants. A hub promoted elsewhere begins another on the part
 * that its copy held.
 */
import { isDeepStrictEqual } from 'node:util'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { initialState } from '#shared/hall/state.ts'
import type { Announcement, HallState } from '#shared/hall/state.ts'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import { answer as parseAnswer } from '#shared/protocol/messages.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { Batch } from '#main/ledger/ledger.ts'
import { visitIdOf } from '#main/ledger/projection.ts'
import { againId } from '#main/station/handOver.ts'
import { checkStep } from './invariants.ts'
import { Promises } from './promises.ts'

/** What a chronicle tells of. */
export interface Listener {
  readonly fail: (of: string, what: string) => void
  readonly note: (text: string) => void
  /** Whether this command came, or may have come, as a fact: then it may have changed nothing. */
  readonly isFact: (id: CommandId) => boolean
  readonly onEvent: (chronicle: Chronicle, entry: LedgerEvent, before: HallState) => void
}

/** See the head of this file. */
export class Chronicle {
  readonly name: string
  /** The hall as written. */
  state: HallState = initialState
  /** The state at each seq, from 0. */
  readonly states: HallState[] = [initialState]
  readonly events: LedgerEvent[] = []
  readonly announcements: Announcement[] = []
  /** Commands with events, or with none: how each was answered. */
  readonly answers = new Map<CommandId, string>()
  readonly written = new Map<CommandId, HallEvent[]>()
  /** Where it parted from the one before it; 0 for the first. */
  forkedAt = 0
  readonly #listener: Listener
  readonly #promises = new Promises()
  /** Refused because the disk failed: such a command may still be found done, or be done when it comes again. */
  readonly #open = new Set<CommandId>()
  /** Outcomes each visit has come to; one at the end. */
  readonly #ends = new Map<VisitId, number>()
  #lastWriter: CommandId | undefined

  constructor(name: string, listener: Listener) {
    this.name = name
    this.#listener = listener
  }

  /**
   * One that goes on another way after this seq.
   * @param recorded the answers that the ledger it is written on kept from when it was a hub's before
   */
  fork(name: string, seq: number, recorded: ReadonlyMap<CommandId, string>): Chronicle {
    const fork = new Chronicle(name, this.#listener)
    for (const entry of this.events.slice(0, seq)) fork.#fold(entry)
    for (const [id, answer] of recorded) fork.answers.set(id, answer)
    fork.forkedAt = seq
    return fork
  }

  /** A batch has become durable. */
  appended({ events, answers }: Batch, unheard: boolean): void {
    for (const entry of events) this.#event(entry)
    for (const { commandId, answer } of answers) {
      const told = this.answers.get(commandId)
      if (told !== undefined && !this.#open.has(commandId))
        this.#listener.fail('I5', `${commandId} is answered a second time: ${answer} after ${told}`)
      this.answers.set(commandId, answer)
      this.#open.delete(commandId)
      if (unheard) this.#open.add(commandId)
      this.#listener.note(answer)
    }
  }

  /** The disk failed: nothing is known of the command. */
  leaveOpen(id: CommandId): void {
    this.#open.add(id)
  }

  /** Somebody at this hub was told how a command ended. */
  answered(by: string, id: CommandId, answer: Answer): void {
    const { fail } = this.#listener
    if (answer.ok && answer.seq > this.state.seq)
      fail('I3', `${id} is answered with seq ${answer.seq}, the ledger ends at ${this.state.seq}`)
    const again = this.written.get(commandId.parse(againId(id)))
    if (answer.ok && again !== undefined) {
      // Its sender was told what a station did alone, whatever a hub made of it.
      const isTold = again.some((e) => e.type === 'factConflicted' || visitIdOf(e) === answer.visitId)
      if (!isTold) fail('I5', `${by} was told ${JSON.stringify(answer)} for ${id}, done another way alone`)
      return
    }
    if (answer.ok && !this.written.has(id) && !this.#listener.isFact(id))
      fail('I3', `${by} was told that ${id} was done; the ledger has no event of it`)
    const written = this.answers.get(id)
    // Said at the door and not on record; never of a number given. Another command may have come under this id since.
    if (!answer.ok && answer.refusal.code === 'tooOften') {
      if (this.written.get(id)?.some((event) => event.type === 'visitIssued') === true)
        fail('I5', `${by} was told ${id} comes too often; the record says ${written ?? 'it was done'}`)
      return
    }
    if (written === undefined) {
      // What another hub did before this one is told by its events; a screen that only looks is refused unasked.
      if (!answer.ok && answer.refusal.code !== 'notAllowed')
        fail('I3', `${by} was told ${JSON.stringify(answer)} for ${id}, which is not in the ledger`)
      return
    }
    const told = JSON.stringify(answer)
    if (told === written) return
    // Read back from the record, an answer has its fields in another order. Who asks with another command is told no
    // key; that whoever issued is told it, `People` sees to.
    const [said, kept] = [parseAnswer.parse(JSON.parse(told)), parseAnswer.parse(JSON.parse(written))]
    const isCut = said.ok && said.key === undefined
    if (!isDeepStrictEqual(said, isCut ? withoutKey(kept) : kept))
      fail('I5', `${by} was told ${told} for ${id}; the record says ${written}`)
  }

  /** Visits that have not come to exactly one outcome. */
  withoutOneOutcome(): readonly string[] {
    return [...this.#ends]
      .filter(([, ends]) => ends !== 1)
      .map(([id, ends]) => `${id} has ${String(ends)} outcomes`)
  }

  #event(entry: LedgerEvent): void {
    const { fail, note, onEvent } = this.#listener
    const before = this.state
    if (entry.commandId !== this.#lastWriter && this.written.has(entry.commandId))
      fail('I5', `${entry.commandId} is done a second time at seq ${entry.seq}: ${entry.event.type}`)
    const found = this.#fold(entry)
    for (const { of, what } of found) fail(of, `seq ${entry.seq} ${entry.event.type}: ${what}`)
    note(JSON.stringify(entry))
    onEvent(this, entry, before)
  }

  /** Folds one event; says what it breaks. */
  #fold(entry: LedgerEvent): readonly { readonly of: string; readonly what: string }[] {
    const before = this.state
    this.state = evolve(before, entry)
    this.states.push(this.state)
    this.events.push(entry)
    this.#lastWriter = entry.commandId
    this.written.set(entry.commandId, [...(this.written.get(entry.commandId) ?? []), entry.event])
    const { event, happenedMs } = entry
    if ((event.type === 'visitCalled' || event.type === 'visitRecalled') && happenedMs === undefined) {
      const last = this.state.announcements.last()
      if (last !== undefined) this.announcements.push(last)
    }
    this.#follow(event)
    return [...checkStep(before, entry, this.state), ...this.#promises.check(before, entry, this.state)]
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

function withoutKey(answer: Answer): Answer {
  if (!answer.ok) return answer
  const { key: _key, visit, ...rest } = answer
  if (visit === undefined) return rest
  const { token: _token, ...shown } = visit
  return { ...rest, visit: shown }
}
