/** What a station must not forget: facts to hand in, claims it gave back, what it sent and was not answered. */
import type { CommandId, CounterId, FactId, StaffId, VisitId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Role } from '#shared/hall/staff.ts'
import type { SentFact } from '#shared/protocol/messages.ts'

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

/** Durable on return; every method may throw `LedgerFault`. Kept apart from the replica, which may be begun anew. */
export interface StationStore {
  /** Facts not yet taken by the hub, oldest first. */
  facts(): readonly SentFact[]
  addFact(fact: SentFact): void
  /** Several at once, in one transaction. */
  addFacts(facts: readonly SentFact[]): void
  /** Several at once, before all others: they happened earlier. */
  addFactsFirst(facts: readonly SentFact[]): void
  dropFacts(ids: readonly FactId[]): void
  sent(): readonly Sent[]
  addSent(sent: Sent): void
  dropSent(id: CommandId): void
  givenBack(): readonly VisitId[]
  setGivenBack(ids: readonly VisitId[]): void
  sessions(): readonly KnownSession[]
  addSession(session: KnownSession): void
  dropSession(tokenHash: string): void
  counterId(): CounterId | undefined
  setCounterId(id: CounterId | undefined): void
}
