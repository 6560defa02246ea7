/** What runs on a computer at a time: the hub, or a station. Dies with its computer; what it kept is on the disk. */
import type { StationId } from '#shared/ids/ids.ts'
import type { Rank } from '#shared/hall/reign.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { StationStore } from '#main/station/stationStore.ts'
import type { Line, Network } from './network.ts'
import type { Surroundings } from './surroundings.ts'

export interface ProcessParts {
  readonly around: Surroundings
  readonly network: Network
  readonly stationId: StationId
  readonly store: StationStore
  /** The computer's own clock, epoch ms. */
  readonly wallMs: () => number
  /** The highest rank that any other computer within reach has as the hub now; epoch 0 when none is. */
  readonly highestRank: () => Rank
  /** Does something as this process, if it still runs. */
  readonly enter: (work: () => void) => void
}

export interface Process {
  readonly state: HallState
  /** Lines of those who dialled it. */
  readonly lines: readonly Line[]
  accept(line: Line): void
  receive(message: unknown, line: Line): void
  gone(line: Line): void
  tick(): void
  /** Ends as it should, not by a crash. */
  close(): void
}
