/** What serves screens: the hub itself, or a station in its place. A screen cannot tell which. */
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { CommandId, CounterId, StationId } from '#shared/ids/ids.ts'
import type { Submission } from './hub.ts'

export interface Host {
  /** The station that serves in the hub's place; the hub itself is none. Its screens are told. */
  readonly stationId?: StationId | undefined
  /** The one counter its pad was put up at. */
  readonly counterId?: CounterId | undefined
  /** The hall as this host knows it; the hub's is durably written. */
  readonly state: HallState
  readonly nowMs: () => number
  /** Events with a greater seq, in order, at most `limit`; undefined when a snapshot has to do. */
  readonly eventsAfter: (seq: number, limit: number) => readonly LedgerEvent[] | undefined
  /** Whether this command came before: it is answered from the record, and nothing more is done. */
  readonly hasHeard: (id: CommandId) => boolean
  /** Carries a command out, or sees to it; replies once. */
  readonly submit: (submission: Submission, reply: (answer: Answer) => void) => void
}
