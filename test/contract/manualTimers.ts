/** Time moved by hand. */
import type { Timers } from '#main/devices/channel/channel.ts'

export interface ManualTimers extends Timers {
  /** Moves time on, running what falls due in order, with room for promises to settle in between. */
  readonly pass: (ms: number) => Promise<void>
}

/** Lets everything that is ready to happen, happen. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve))
}

export function manualTimers(startMs = 0): ManualTimers {
  let nowMs = startMs
  const due = new Set<{ readonly atMs: number; readonly run: () => void }>()
  return {
    nowMs: () => nowMs,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run }
      due.add(timer)
      return () => due.delete(timer)
    },
    pass: async (ms) => {
      const untilMs = nowMs + ms
      await settle()
      for (;;) {
        const [next] = [...due].filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)
        if (!next) break
        due.delete(next)
        nowMs = next.atMs
        next.run()
        await settle()
      }
      nowMs = untilMs
    },
  }
}
