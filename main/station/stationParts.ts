/** What a station is made of: its disk, its clocks and its chance, given to it from outside. */
import type { StationId } from '#shared/ids/ids.ts'
import type { HubCopyParts } from './hubCopy.ts'
import type { StationStore } from './stationStore.ts'

export interface StationParts extends HubCopyParts {
  readonly stationId: StationId
  readonly store: StationStore
  /** The station's own clocks, ms. */
  readonly wallMs: () => number
  readonly monotonicMs: () => number
  /** Names this run of the station: its monotonic clock means nothing in another. */
  readonly run: string
  readonly newId: () => string
  readonly newKey: () => string
  /** Runs the callback once after so many ms; returns how to prevent it. */
  readonly after: (delayMs: number, work: () => void) => () => void
  /** The hub knows this session no longer: its person has to sign in again. */
  readonly sessionOver?: ((token: string) => void) | undefined
}

/** Where a station stands with its hub. */
export type Standing =
  /** Nothing was heard of the hub yet, or it was lost a moment ago: commands wait. */
  | 'joining'
  /** Commands go to the hub. */
  | 'live'
  /** The hub is away: the station decides what it may. */
  | 'alone'
