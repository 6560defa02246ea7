/** The hub's time: wall-clock time that never falls, whatever is done to the computer's clock. */

/** Where time is read from. `monotonicMs` never jumps; its origin is of no matter. */
export interface TimeSources {
  readonly wallMs: () => number
  readonly monotonicMs: () => number
}

/** The computer's own clocks. */
export const systemTime: TimeSources = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
}

/** Time for the hub, epoch ms, and how far it is ahead of the wall clock. */
export interface SteadyClock {
  readonly nowMs: () => number
  /** Above zero once the wall clock was set back; the hub then counts on by itself until it catches up. */
  readonly aheadMs: () => number
}

/**
 * A clock that follows the wall clock forward and, when that falls back, goes
 * on at its own rate from where it was.
 * @param notBeforeMs time of the last event in the ledger: a restart never goes behind it
 */
export function steadyClock(sources: TimeSources, notBeforeMs: number): SteadyClock {
  let lastMs = notBeforeMs
  let lastTick = sources.monotonicMs()
  const nowMs = (): number => {
    const tick = sources.monotonicMs()
    const wall = sources.wallMs()
    lastMs = wall >= lastMs ? wall : lastMs + Math.max(0, tick - lastTick)
    lastTick = tick
    return Math.floor(lastMs)
  }
  return {
    nowMs,
    aheadMs: () => Math.max(0, nowMs() - sources.wallMs()),
  }
}
