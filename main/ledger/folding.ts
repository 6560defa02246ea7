/** The hall's rules as a ledger uses them: events into a state, a state into JSON and back. No Node here. */
import type { LedgerEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { decodeState, encodeState } from '#shared/hall/snapshot.ts'
import { initialState } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'

export interface Folding {
  readonly initial: HallState
  /** Snapshots of another number are passed over and folded anew. */
  readonly shape: number
  /** Pure; throws on an event that contradicts the state. */
  evolve(state: HallState, event: LedgerEvent): HallState
  encode(state: HallState): unknown
  /** Throws on anything that is not an encoded state. */
  decode(json: unknown): HallState
}

/**
 * `shape` rises whenever the encoded form changes, and whenever `evolve` gives
 * another state for the same events: a snapshot of the old rules would keep
 * their mistakes.
 */
export const hallFolding: Folding = {
  initial: initialState,
  shape: 9,
  evolve,
  encode: encodeState,
  decode: decodeState,
}
