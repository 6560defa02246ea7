/**
 * The hub's time as a station knows it: measured at each exchange with the hub
 * and carried on by the station's own monotonic clock, so that setting the
 * computer's clock moves nothing.
 */
import { orLater } from './orLater.ts'
import type { StationStore } from './stationStore.ts'

export interface StationClockParts {
  readonly wallMs: () => number
  readonly monotonicMs: () => number
  /** Where the hub's time less the wall clock is kept for the next run. */
  readonly store: Pick<StationStore, 'offsetMs' | 'setOffsetMs'>
  readonly log: (line: string) => void
  /** Time of the last event known: it is later than that. */
  readonly notBeforeMs: number
}

/** A wall clock that says it was off for longer than this is not believed without the hub. */
const believableMs = 3 * 86_400_000

/** See the head of this file. */
export class StationClock {
  readonly #parts: StationClockParts
  /** The hub's time at one moment of the monotonic clock. */
  #hubMs: number
  #monotonicMs: number
  #isSure: boolean

  constructor(parts: StationClockParts) {
    this.#parts = parts
    const { wallMs, monotonicMs, store, notBeforeMs } = parts
    const believedMs = wallMs() + store.offsetMs()
    this.#isSure = believedMs >= notBeforeMs && believedMs - notBeforeMs <= believableMs
    this.#hubMs = Math.max(believedMs, notBeforeMs)
    this.#monotonicMs = monotonicMs()
  }

  /** Whether the time is good enough to turn the business day by. */
  get isSure(): boolean {
    return this.#isSure
  }

  /** The hub's time less the wall clock, ms. */
  get offsetMs(): number {
    return this.nowMs() - this.#parts.wallMs()
  }

  readonly nowMs = (): number =>
    Math.floor(this.#hubMs + Math.max(0, this.#parts.monotonicMs() - this.#monotonicMs))

  /** The hub said `hubMs` between `askedMs`, by the monotonic clock, and now. */
  measured(hubMs: number, askedMs: number): void {
    const nowMs = this.#parts.monotonicMs()
    this.#hubMs = hubMs + Math.max(0, nowMs - askedMs) / 2
    this.#monotonicMs = nowMs
    this.#isSure = true
    this.#keep()
  }

  #keep(): void {
    const { store, log } = this.#parts
    const offsetMs = Math.round(this.offsetMs)
    if (Math.abs(offsetMs - store.offsetMs()) < 1_000) return
    orLater(log, () => {
      store.setOffsetMs(offsetMs)
    })
  }
}
