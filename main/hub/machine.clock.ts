/** The real computer, as the hub needs it: time, chance and turns of the loop. Composition roots hand it in. */
import { createHash, randomBytes, randomFillSync, randomInt } from 'node:crypto'
import { idBytes, timeOrderedId } from '#shared/ids/timeOrdered.ts'
import { systemTime } from './steady.clock.ts'
import type { TimeSources } from './steady.clock.ts'

/** Everything that differs from one run to the next. */
export interface Machine {
  readonly time: TimeSources
  /** A fresh id, unique for ever; one made later sorts later. */
  readonly newId: () => string
  /** A fresh secret of 144 bits, letters digits _ - only. */
  readonly newKey: () => string
  /** A fresh secret of 256 bits for a session, a station or a program. */
  readonly newToken: () => string
  readonly digest: (text: string) => string
  /** Runs soon, after what is already waiting in the loop. */
  readonly later: (work: () => void) => void
  /** Runs again and again without keeping the process alive; returns how to stop. */
  readonly every: (intervalMs: number, work: () => void) => () => void
  /** A whole number in [0, below). */
  readonly chance: (below: number) => number
}

/** Random bytes are asked of the system for many ids at once. */
const drawn = new Uint8Array(idBytes * 200)
let used = drawn.length

function freshBytes(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += idBytes
  return drawn.subarray(used - idBytes, used)
}

export const machine: Machine = {
  time: systemTime,
  newId: () => timeOrderedId(systemTime.wallMs(), freshBytes()),
  newKey: () => randomBytes(18).toString('base64url'),
  newToken: () => randomBytes(32).toString('base64url'),
  digest: (text) => createHash('sha256').update(text).digest('base64url'),
  later: (work) => setImmediate(work),
  every: (intervalMs, work) => {
    const timer = setInterval(work, intervalMs)
    timer.unref()
    return () => {
      clearInterval(timer)
    }
  },
  chance: (below) => randomInt(below),
}
