/**
 * What a ledger is, whatever keeps it: the append-only log of a hall's events,
 * the answers given to commands, snapshots, and the rows reports read. The hub
 * and the simulator know this page alone. No Node here.
 */
import { z } from 'zod'
import { businessDay } from '#shared/ids/ids.ts'
import type { BusinessDay, CommandId, QueueId, VisitId, VisitKey } from '#shared/ids/ids.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Mark } from '#shared/conduct/marks.ts'
import type { KeptRating } from '#shared/conduct/ratingFigures.ts'
import type { Ratable } from '#shared/conduct/ratings.ts'
import type { ConductRecord, RecordKind, RecordOf } from '#shared/conduct/records.ts'
import { visit } from '#shared/hall/visit.ts'
import type { Visit, VisitState } from '#shared/hall/visit.ts'

/** What a command was answered, so that hearing it again changes nothing (I5). */
export interface RecordedAnswer {
  readonly commandId: CommandId
  /** Hash of the command's body: the same id with another body is another command, and refused. */
  readonly fingerprint: string
  readonly atMs: number
  /** The answer as JSON text. */
  readonly answer: string
}

/** What becomes so together: all of it, or nothing. */
export interface Batch {
  readonly events: readonly LedgerEvent[]
  readonly answers: readonly RecordedAnswer[]
  /** Every visit the events touched, as it is after the last of them (see `noteChanged`). */
  readonly changed: readonly Visit[]
}

/**
 * A visit as it is kept for ever: what it was and how it went, without the
 * working state of its day. Turns and calls have rows of their own; the
 * holder stays in the event alone, for nobody reports on it.
 */
export const keptVisit = visit
  .pick({
    id: true,
    number: true,
    ordinal: true,
    state: true,
    services: true,
    queueId: true,
    packageId: true,
    priority: true,
    locale: true,
    channel: true,
    issuedBy: true,
    applicant: true,
    appointmentCode: true,
    key: true,
    arrivedAtMs: true,
    effectiveAtMs: true,
    counterId: true,
    staffId: true,
    firstCallAtMs: true,
    startedAtMs: true,
    noShows: true,
    parkedMs: true,
    endedAtMs: true,
  })
  .extend({
    /** Seq of the event that issued it; lists are in this order. */
    issueSeq: z.number().int(),
    /** The business day it was issued on. */
    day: businessDay,
    /** Calls and recalls over the whole stay. */
    callsMade: z.number().int(),
  })
export type KeptVisit = z.infer<typeof keptVisit>

/** Which visits to list; what is absent does not narrow. */
export interface VisitQuery {
  readonly day?: BusinessDay | undefined
  readonly state?: VisitState | undefined
  readonly queueId?: QueueId | undefined
  /** At most this many rows. */
  readonly limit: number
  /** Only visits issued after this one; an unknown one gives an empty list. */
  readonly after?: VisitId | undefined
}

/** Business days, the last one excluded. */
export interface DaySpan {
  readonly from: BusinessDay
  readonly until: BusinessDay
}

/** The ratings of visits of some days, and how many visits had a service handled then. */
export interface RatedSpan {
  readonly ratings: readonly KeptRating[]
  readonly visits: number
}

/** Which records to list, in the order they were opened; what is absent does not narrow. */
export interface RecordQuery<K extends RecordKind = RecordKind> {
  readonly record: K
  /** A case's, leave's or finding's kind, a punch's direction, a roster's shift. */
  readonly what?: string | undefined
  readonly staffId?: string | undefined
  /** Only what is about business days from this one on. */
  readonly from?: string | undefined
  /** Only what is about business days before this one. */
  readonly until?: string | undefined
  /** Only cases that are not closed. */
  readonly open?: boolean | undefined
  /** The earliest day first, instead of the first opened. */
  readonly byDay?: boolean | undefined
  readonly limit?: number | undefined
}

/** What `load` found. */
export interface Loaded {
  readonly state: HallState
  /** Seq of the snapshot it started from; 0 when it folded everything. */
  readonly snapshotSeq: number
  /** Events folded on top of it. */
  readonly folded: number
  /** Why newer snapshots were passed over, newest first, a clear line each. */
  readonly ignored: readonly string[]
}

/** A hall's ledger. Every method may throw `LedgerFault`, and nothing else. */
export interface Ledger {
  /** Seq of the last event; 0 before the first. */
  readonly lastSeq: number
  /** The newest good snapshot with the events since folded on top. */
  load(): Loaded
  /** The state as it was after this event; undefined where what is kept begins later, or ends before. */
  stateAt(seq: number): HallState | undefined
  /**
   * Writes a batch in one transaction, durable on return. The events' seqs must
   * go on from `lastSeq` without a gap. After a fault nothing of it is there,
   * and appending works again as soon as the cause is gone. (Only a crash right
   * after an `io` fault may still bring the batch back whole, answers included,
   * so that its commands sent again are answered, not done twice.)
   */
  append(batch: Batch): void
  answerTo(id: CommandId): RecordedAnswer | undefined
  /**
   * Forgets answers from before that time (epoch ms), save the last so many ms of them, and says how many. (A clock
   * set forward makes all look old at once; one after another they do not come to be so.)
   */
  pruneAnswers(beforeMs: number, lastMs: number): number
  /** Events with a greater seq, in order, at most `limit`. */
  eventsAfter(seq: number, limit: number): readonly LedgerEvent[]
  /** All events of one command, in order: also of one that the hub before this one did. */
  writtenBy(id: CommandId): readonly LedgerEvent[]
  /** All events of one visit, in order. */
  history(id: VisitId): readonly LedgerEvent[]
  visitsOf(query: VisitQuery): readonly KeptVisit[]
  visitById(id: VisitId): KeptVisit | undefined
  /** The newest visit this key opens, of any day. */
  visitByKey(key: VisitKey): KeptVisit | undefined
  /** A visit of any day as far as rating it goes. */
  ratable(id: VisitId): Ratable | undefined
  ratingsOf(span: DaySpan): RatedSpan
  /** Visits of these days with a service handled and no rating, not even a default; oldest first, at most `limit`. */
  unrated(span: DaySpan, limit: number): readonly VisitId[]
  /** A case, punch, leave, roster or deduction of any day. */
  record(id: ConductRecord['id']): ConductRecord | undefined
  recordsOf<K extends RecordKind>(query: RecordQuery<K>): readonly RecordOf<K>[]
  /** What happened at counters on these days, in order; of one person, with what is nobody's. */
  marksOf(span: DaySpan & { readonly staffId?: string | undefined }): readonly Mark[]
  /**
   * Makes an empty ledger go on from a state received from elsewhere: a station's
   * copy, which holds what came after and not all that ever was. Throws `conflict`
   * unless it is empty.
   */
  beginFrom(state: HallState): void
  /**
   * Keeps the newest three. The state's events must all be appended already.
   * Best right after the roll-over, when a state is small: it takes about 10 ms
   * per thousand visits of the day, and folding a whole day takes no longer.
   */
  saveSnapshot(state: HallState): void
  /** Which reign of which hub this ledger is of; 0 and undefined before the first. */
  epoch(): number
  /** An epoch never falls. */
  setEpoch(epoch: number): void
  hubId(): string | undefined
  setHubId(id: string): void
  close(): void
}

/** How many snapshots are kept. */
export const snapshotsKept = 3

/**
 * What went wrong: `full` no space left · `io` the disk failed or forbids ·
 * `conflict` the batch contradicts what is there · `busy` another connection
 * holds the file · `inUse` another hub holds the folder · `damaged` not
 * readable as what it should be · `future` written by a newer version ·
 * `foreign` not a hall's database · `closed` used after `close`.
 */
export type LedgerFaultKind =
  'full' | 'io' | 'conflict' | 'busy' | 'inUse' | 'damaged' | 'future' | 'foreign' | 'closed'

/** The ledger could not do it. The message is one clear line. */
export class LedgerFault extends Error {
  override readonly name = 'LedgerFault'
  readonly kind: LedgerFaultKind

  constructor(kind: LedgerFaultKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.kind = kind
  }
}
