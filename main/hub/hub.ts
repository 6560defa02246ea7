/**
 * The one writer of a hall's ledger: decides commands in memory, writes what
 * several of them decided in one durable transaction, and only then answers and
 * tells everyone. No sockets, no disk and no clock of its own: the simulator
 * drives this very class.
 */
import { commandId as parseCommandId } from '#shared/ids/ids.ts'
import type { CommandId, CounterId, QueueId, VisitId } from '#shared/ids/ids.ts'
import type { Photo } from '#shared/conduct/cases.ts'
import type { Command } from '#shared/hall/commands.ts'
import { decide } from '#shared/hall/decide.ts'
import type { Accepted, Context, Decision } from '#shared/hall/decision.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { refuse } from '#shared/hall/refusals.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor, Visit } from '#shared/hall/visit.ts'
import { answer as parseAnswer } from '#shared/protocol/messages.ts'
import type { Answer, WaitBand } from '#shared/protocol/messages.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import type { Ledger, Loaded, RecordedAnswer } from '../ledger/ledger.ts'
import { noteChanged } from '../ledger/projection.ts'
import { Snapshots } from '../ledger/snapshots.ts'
import { answerOf, factAnswerOf, issuerOf, toldTo } from './answerOf.ts'
import { asFact, isSame, recordOf, toldOf } from './recordOf.ts'
import { remembered } from './remembered.ts'
import { senderOf } from './senderOf.ts'

/** A command as it came in, with who sent it. */
export interface Submission {
  readonly id: CommandId
  readonly command: Command
  readonly actor: Actor
  /** The session it came with; a station passes it on. */
  readonly token?: string | undefined
}

/** What a hub is made of. */
export interface HubParts {
  readonly ledger: Ledger
  /** Epoch ms; never falls (see `steadyClock`). */
  readonly nowMs: () => number
  readonly newId: () => string
  readonly newKey: () => string
  /** A short hash of a text; the same text gives the same hash for ever. */
  readonly digest: (text: string) => string
  /** Runs the group commit soon, once; several commands may come before it. */
  readonly later: (flush: () => void) => void
  /** How long somebody who came to the queue now would wait; undefined while nobody knows. */
  readonly waitOf?: (queueId: QueueId) => WaitBand | undefined
  /** Whether this photograph was sent here. Asked of every one that a command names, whatever door it came by. */
  readonly hasPhoto?: (photo: Photo) => boolean
  /** Told of a batch that could not be written; its commands are refused. */
  readonly onFault?: (fault: LedgerFault) => void
  /** Holds a call until the visit at its turn is free of another counter's claim (see `StationDesk`). */
  readonly beforeCall?: (counterId: CounterId, go: () => void) => void
}

/** Hears what became so, after it was durably written. */
export type HubListener = (events: readonly LedgerEvent[], state: HallState) => void

interface Pending {
  readonly fingerprint: string
  readonly answer: Answer
  readonly replies: ((answer: Answer) => void)[]
}

/**
 * How long answers are remembered, ms: longer than any client keeps trying. A
 * clock set forward makes them look old at once, so those of the day just
 * ended stay in any case; and of those before it the last, for it may have been
 * set forward to a moment before the next day's end.
 */
const answersKeptMs = 3 * 86_400_000
const lastAnswersMs = 86_400_000

/** See the head of this file. */
export class Hub {
  readonly #parts: HubParts
  /** What is durably written. */
  #committed: HallState
  /** What will be once the batch is written. */
  #next: HallState
  #events: LedgerEvent[] = []
  #answers: RecordedAnswer[] = []
  readonly #changed = new Map<VisitId, Visit>()
  readonly #pending = new Map<CommandId, Pending>()
  #flushDue = false
  readonly #snapshots: Snapshots
  #listeners: readonly HubListener[] = []

  /** @param loaded what the ledger holds, where it was loaded already: a large day takes a second */
  constructor(parts: HubParts, loaded: Loaded = parts.ledger.load()) {
    this.#parts = parts
    this.#committed = loaded.state
    this.#next = loaded.state
    this.#snapshots = new Snapshots(parts.ledger, loaded.snapshotSeq, (error) => {
      this.#note(error)
    })
  }

  /** The hall as it is durably written. */
  get state(): HallState {
    return this.#committed
  }

  get ledger(): Ledger {
    return this.#parts.ledger
  }

  nowMs(): number {
    return this.#parts.nowMs()
  }

  /** Calls the listener after each commit until the returned function is called. */
  listen(listener: HubListener): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((l) => l !== listener)
    }
  }

  /**
   * Decides a command and replies once its events are durable. The same id again
   * gets the recorded answer and changes nothing (I5); the same id with another
   * command is refused.
   */
  submit(submission: Submission, reply: (answer: Answer) => void): void {
    const { command } = submission
    const { beforeCall } = this.#parts
    if (command.type !== 'callNext' || beforeCall === undefined) {
      this.#submitNow(submission, reply)
      return
    }
    beforeCall(command.counterId, () => {
      this.#submitNow(submission, reply)
    })
  }

  /** Whether this command came before. One whose record cannot be read now did not. */
  hasHeard(id: CommandId): boolean {
    if (this.#pending.has(id)) return true
    const recorded = this.#told(id)
    return recorded.ok && recorded.is !== undefined
  }

  /** Events after a seq, from the ledger. */
  eventsAfter(seq: number, limit: number): readonly LedgerEvent[] {
    return this.#parts.ledger.eventsAfter(seq, limit)
  }

  #submitNow(submission: Submission, reply: (answer: Answer) => void): void {
    const { id } = submission
    const fingerprint = this.#fingerprintOf(submission)
    const pending = this.#pending.get(id)
    if (pending !== undefined) {
      if (isSame(pending.fingerprint, fingerprint)) pending.replies.push(reply)
      else reply(refuse('commandIdReused', { commandId: id }))
      return
    }
    // A fact is merged whatever its sender was told of it.
    const recorded = submission.command.type === 'mergeFact' ? this.#recorded(id) : this.#told(id)
    if (recorded.ok) {
      if (recorded.is !== undefined) {
        const { answer, fingerprint: before } = recorded.is
        if (!isSame(before, fingerprint)) reply(refuse('commandIdReused', { commandId: id }))
        else if (before !== asFact) reply(parseAnswer.parse(JSON.parse(answer)))
        // Known by its id alone, so whoever asks may be somebody else.
        else reply(toldTo(submission, parseAnswer.parse(JSON.parse(answer)), this.#issuerOf))
        return
      }
    } else {
      reply(recorded.refused)
      return
    }
    // One reading of the clock: a day that is not over before the roll-over is not over after it.
    const nowMs = this.#parts.nowMs()
    // A new reign begins right where the copy it reigns over ends, so that stations find what they hold beyond.
    if (submission.command.type !== 'promoteHub') this.#rollOverIfDue(nowMs)
    this.#decide(submission, fingerprint, nowMs, reply)
  }

  /** Ends the business day when its time has come, even if nobody sends a command. */
  rollOverIfDue(): void {
    this.#rollOverIfDue(this.#parts.nowMs())
  }

  /**
   * Sees to it that a command is never carried out from now on: replies with its
   * answer if it was, and otherwise with a refusal that stands for it for ever.
   */
  withdraw(id: CommandId, reply: (answer: Answer) => void): void {
    const pending = this.#pending.get(id)
    if (pending !== undefined) {
      pending.replies.push(reply)
      return
    }
    const recorded = this.#recorded(id)
    if (!recorded.ok) reply(recorded.refused)
    else if (recorded.is !== undefined) reply(parseAnswer.parse(JSON.parse(recorded.is.answer)))
    else this.#answer(id, withdrawn, refuse('commandIdReused', { commandId: id }), this.#parts.nowMs(), reply)
  }

  /** What a command was answered, durably; undefined for one never heard of. Throws `LedgerFault`. */
  answerTo(id: CommandId): Answer | undefined {
    const recorded = recordOf(this.#parts.ledger, this.#committed, id)
    return recorded === undefined ? undefined : parseAnswer.parse(JSON.parse(recorded.answer))
  }

  /** Writes what has been decided, then tells everyone and answers. */
  flush(): void {
    this.#flushDue = false
    if (this.#pending.size === 0) return
    const events = this.#events
    const replies = [...this.#pending.values()]
    const batch = { events, answers: this.#answers, changed: [...this.#changed.values()] }
    this.#events = []
    this.#answers = []
    this.#changed.clear()
    this.#pending.clear()
    try {
      this.#parts.ledger.append(batch)
    } catch (error) {
      this.#next = this.#committed
      const refused = this.#unavailable(error)
      for (const { replies: waiting } of replies) for (const reply of waiting) reply(refused)
      return
    }
    this.#committed = this.#next
    if (events.length > 0) for (const listener of this.#listeners) listener(events, this.#committed)
    for (const { answer, replies: waiting } of replies) for (const reply of waiting) reply(answer)
    this.#snapshots.written(events, this.#committed)
  }

  /** Keeps the state, so that the next start need not fold everything. */
  saveSnapshot(): void {
    this.#snapshots.save(this.#committed)
  }

  #fingerprintOf({ command, actor }: Submission): string {
    if (command.type === 'mergeFact') return asFact
    return this.#parts.digest(JSON.stringify([command, senderOf(actor)]))
  }

  #decide(
    { id, command, actor }: Submission,
    fingerprint: string,
    nowMs: number,
    reply: (answer: Answer) => void,
  ): void {
    const { ledger, newId, newKey } = this.#parts
    let past: ReturnType<typeof remembered>
    try {
      past = remembered(command, this.#next, ledger, this.#events, nowMs)
    } catch (error) {
      reply(this.#unavailable(error))
      return
    }
    const context: Context = { nowMs, actor, newId, newKey, ...past }
    const decision = this.#withPhotos(command, decide(this.#next, command, context))
    if (decision.ok) this.#take(decision, id, actor, nowMs)
    const answer: Answer = !decision.ok
      ? decision
      : command.type === 'mergeFact'
        ? factAnswerOf(this.#next, decision.events, this.#kept)
        : answerOf(this.#next, decision.events, this.#parts.waitOf)
    this.#answer(id, fingerprint, answer, nowMs, reply)
  }

  /**
   * What was decided, where every photograph the command names is here; else a refusal. Last, so that nobody learns
   * of a photograph by a command that is not theirs to give.
   */
  #withPhotos(command: Command, decision: Decision): Decision {
    const { hasPhoto } = this.#parts
    const named = 'photos' in command ? command.photos : undefined
    if (!decision.ok || hasPhoto === undefined || named === undefined) return decision
    const lacking = named.find((photo) => !hasPhoto(photo))
    return lacking === undefined ? decision : refuse('photoNotSent', { sha256: lacking.sha256 })
  }

  /** Puts an answer into the batch; it is given once that is written. */
  #answer(
    id: CommandId,
    fingerprint: string,
    answer: Answer,
    atMs: number,
    reply: (answer: Answer) => void,
  ): void {
    this.#answers.push({ commandId: id, fingerprint, atMs, answer: JSON.stringify(answer) })
    this.#pending.set(id, { fingerprint, answer, replies: [reply] })
    if (this.#flushDue) return
    this.#flushDue = true
    this.#parts.later(() => {
      this.flush()
    })
  }

  /** Visits of any day; one that cannot be read now is not named. */
  readonly #kept: Pick<Ledger, 'visitById'> = {
    visitById: (id) => {
      try {
        return this.#parts.ledger.visitById(id)
      } catch (error) {
        this.#note(error)
        return undefined
      }
    },
  }

  readonly #issuerOf = (id: VisitId): Actor | undefined => issuerOf(this.#committed, this.#parts.ledger, id)

  #recorded(id: CommandId): Recorded {
    return this.#read(() => recordOf(this.#parts.ledger, this.#committed, id))
  }

  #told(id: CommandId): Recorded {
    return this.#read(() => toldOf(this.#parts.ledger, this.#committed, id))
  }

  #read(record: () => RecordedAnswer | undefined): Recorded {
    try {
      return { ok: true, is: record() }
    } catch (error) {
      return { ok: false, refused: this.#unavailable(error) }
    }
  }

  /** Puts a decision's events into the batch: all of them, or — when one does not fold, a fault of ours — none. */
  #take({ events, happenedMs, clock }: Accepted, id: CommandId, actor: Actor, atMs: number): void {
    const entries: LedgerEvent[] = []
    const changed = new Map<VisitId, Visit>()
    let next = this.#next
    for (const event of events) {
      const day = event.type === 'dayStarted' ? event.day : next.day?.day
      const entry: LedgerEvent = {
        seq: next.seq + 1,
        v: 1,
        atMs,
        ...(happenedMs === undefined ? {} : { happenedMs, ...clock }),
        ...(day === undefined ? {} : { day }),
        commandId: id,
        actor,
        event,
      }
      next = evolve(next, entry)
      entries.push(entry)
      noteChanged(changed, event, next)
    }
    this.#next = next
    this.#events.push(...entries)
    for (const [visitId, visit] of changed) this.#changed.set(visitId, visit)
  }

  #rollOverIfDue(nowMs: number): void {
    const { settings, day } = this.#next
    if (settings === undefined || (day !== undefined && nowMs < day.endsAtMs)) return
    const id = parseCommandId.parse(`rollOver:${String(day?.endsAtMs ?? 0)}:${this.#parts.newId()}`)
    const command: Command = { type: 'rollOver' }
    const sent: Submission = { id, command, actor: { kind: 'system' } }
    this.#decide(sent, this.#parts.digest(id), nowMs, (answer) => {
      if (!answer.ok) return
      try {
        const beforeMs = Math.min(nowMs - answersKeptMs, day?.startsAtMs ?? 0)
        this.#parts.ledger.pruneAnswers(beforeMs, lastAnswersMs)
      } catch (error) {
        this.#note(error)
      }
    })
  }

  #unavailable(error: unknown): Answer {
    return refuse('ledgerUnavailable', { fault: this.#note(error).kind })
  }

  /** A fault of the disk is told; a fault of ours is not hidden behind it. */
  #note(error: unknown): LedgerFault {
    if (!(error instanceof LedgerFault)) throw error
    this.#parts.onFault?.(error)
    return error
  }
}

type Recorded =
  | { readonly ok: true; readonly is: RecordedAnswer | undefined }
  | { readonly ok: false; readonly refused: Answer }

/** Stands in place of the fingerprint of a command that was withdrawn. */
const withdrawn = 'withdrawn'
