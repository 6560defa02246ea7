/** What a station must not forget: facts to hand in, claims it gave back, what it sent and was not answered. */
import type {
  BusinessDay,
  CommandId,
  CounterId,
  FactId,
  StaffId,
  TicketNumber,
  VisitId,
} from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Stood } from '#shared/hall/ranges.ts'
import type { Role } from '#shared/hall/staff.ts'
import type { Answer, SentFact } from '#shared/protocol/messages.ts'

/** A command on its way to the hub; sent again under the same id until it is answered. */
export interface Sent {
  readonly id: CommandId
  readonly command: Command
  readonly token?: string | undefined
  /** Decided here meanwhile under another id, because the station was alone: undo what the hub may have done. */
  readonly superseded: boolean
}

/** A session of a person at this station, known from the hub, good while the hub is away too. */
export interface KnownSession {
  readonly tokenHash: string
  readonly staffId: StaffId
  readonly roles: readonly Role[]
  readonly expiresAtMs: number
}

/** A number of a day. */
export interface Given {
  readonly day: BusinessDay
  readonly number: TicketNumber
}

/** What was decided here. */
export interface Decided {
  readonly commandId: CommandId
  /** What to hand in; undefined where nothing changed. */
  readonly fact: SentFact | undefined
  /** What its sender is told, however often it asks. */
  readonly answer: Answer
  /** A number of this station's own blocks that was given. */
  readonly given?: Given | undefined
  /** What becomes of the command if it is on its way to the hub as well. */
  readonly sent: 'forgotten' | 'superseded'
}

/** Durable on return; every method may throw `LedgerFault`. Kept apart from the replica, which may be begun anew. */
export interface StationStore {
  /** Facts not yet taken by the hub, oldest first. */
  facts(): readonly SentFact[]
  /** Keeps all of it, or nothing. */
  decided(decided: Decided): void
  /**
   * Whether this station gave that number by itself: whatever any hub's ledger knows of it, for the copy may be
   * begun anew from a hub that has not heard of it yet. The last ten thousand are remembered.
   */
  hasGiven(given: Given): boolean
  /** What a command was answered, here or by the hub; the last few thousand are remembered. */
  answerTo(id: CommandId): Answer | undefined
  /** Several at once, before all others: they happened earlier. Known ones stay as they are. */
  addFactsFirst(facts: readonly SentFact[]): void
  dropFacts(ids: readonly FactId[]): void
  /** Commands on their way to the hub, oldest first. */
  sent(): readonly Sent[]
  addSent(sent: Sent): void
  dropSent(id: CommandId): void
  /** The hub answered: it is under way no more, and answered the same however often it is asked for. */
  answered(id: CommandId, answer: Answer): void
  givenBack(): readonly VisitId[]
  setGivenBack(ids: readonly VisitId[]): void
  sessions(): readonly KnownSession[]
  addSession(session: KnownSession): void
  dropSession(tokenHash: string): void
  counterId(): CounterId | undefined
  /** Holds for this process even where it throws; then it is to be set again. */
  setCounterId(id: CounterId | undefined): void
  /** How far this computer had come in its own numbers when it was the hub last: no other hub's ledger need say so. */
  stood(): Stood | undefined
  setStood(stood: Stood): void
  /** The hub's time less this computer's clock, ms, as last measured. */
  offsetMs(): number
  setOffsetMs(offsetMs: number): void
}

/** Answers remembered. */
export const answersKept = 5_000
/** Numbers given here that are remembered: more than a kiosk gives in days. */
export const givenKept = 10_000
