/**
 * A hub without a hall: whoever sits at it reads a code on its own screen, and with that code alone a browser may
 * set the hall up. A stranger on the network may guess five times; then there is another code.
 */
import { timingSafeEqual } from 'node:crypto'

export interface FirstRunParts {
  readonly nowMs: () => number
  /** A whole number in [0, below). */
  readonly chance: (below: number) => number
  /** Shows a line to the person at this computer. */
  readonly say: (line: string) => void
  /** Whether there is a hall by now. */
  readonly isSetUp: () => boolean
}

const strikes = 5
/** After the last wrong one nothing is heard for so long, ms. */
const pauseMs = 60_000

export type Checked =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'wrong' | 'setUp' }
  | { readonly ok: false; readonly why: 'pause'; readonly retryAfterS: number }

/** One hub's first run. The code is said when it is made, and whenever it changes. */
export class FirstRun {
  readonly #parts: FirstRunParts
  #code = ''
  #wrong = 0
  #pausedUntilMs = 0

  constructor(parts: FirstRunParts) {
    this.#parts = parts
    if (!parts.isSetUp()) this.#change()
  }

  get isNeeded(): boolean {
    return !this.#parts.isSetUp()
  }

  /** Whether this is the code. It may be used until the hall is set up. */
  check(code: string): Checked {
    const { isSetUp, nowMs } = this.#parts
    if (isSetUp()) return { ok: false, why: 'setUp' }
    const leftMs = this.#pausedUntilMs - nowMs()
    if (leftMs > 0) return { ok: false, why: 'pause', retryAfterS: Math.ceil(leftMs / 1000) }
    const given = Buffer.from(code.replace(/[\s-]/g, '').padEnd(8).slice(0, 16))
    const right = Buffer.from(this.#code)
    if (given.length === right.length && timingSafeEqual(given, right)) return { ok: true }
    this.#wrong += 1
    if (this.#wrong < strikes) return { ok: false, why: 'wrong' }
    this.#pausedUntilMs = nowMs() + pauseMs
    this.#change()
    return { ok: false, why: 'pause', retryAfterS: pauseMs / 1000 }
  }

  #change(): void {
    this.#wrong = 0
    this.#code = String(this.#parts.chance(100_000_000)).padStart(8, '0')
    this.#parts.say(`set-up code ${this.#code.slice(0, 4)} ${this.#code.slice(4)}`)
  }
}
