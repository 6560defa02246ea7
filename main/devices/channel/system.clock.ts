/** The machine's own time, for composition roots. */
import type { Timers } from './channel.ts'

/** Steady in `after`; `nowMs` is the wall clock, for the times written beside jobs. */
export const systemTimers: Timers = {
  nowMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => {
      clearTimeout(timer)
    }
  },
}
