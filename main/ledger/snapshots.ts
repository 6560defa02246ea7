/**
 * When a ledger's state is kept, so that the next start need not fold all that
 * came before it: as a day begins, while a state is small, and again after many
 * events. The same for a hub and for a station's copy, which may stand for years.
 */
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Ledger } from './ledger.ts'

/** Events between snapshots of one day. */
const snapshotEvery = 20_000

/** The snapshots of one ledger. */
export class Snapshots {
  readonly #ledger: Ledger
  readonly #failed: (error: unknown) => void
  #seq: number

  /**
   * @param seq of the newest snapshot the ledger has, 0 for none
   * @param failed hears why a state could not be kept: it costs only time at the next start
   */
  constructor(ledger: Ledger, seq: number, failed: (error: unknown) => void) {
    this.#ledger = ledger
    this.#seq = seq
    this.#failed = failed
  }

  /** Keeps the state where it is time: after each batch that was written. */
  written(events: readonly LedgerEvent[], state: HallState): void {
    const isNewDay = events.some(({ event }) => event.type === 'dayStarted')
    if (isNewDay || state.seq - this.#seq >= snapshotEvery) this.save(state)
  }

  save(state: HallState): void {
    if (state.seq === this.#seq) return
    this.#seq = state.seq
    try {
      this.#ledger.saveSnapshot(state)
    } catch (error) {
      this.#failed(error)
    }
  }
}
