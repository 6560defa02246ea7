/** Guessing keys is slowed down, address by address; who has a key is never held up by others' guesses. */
import { Refusing } from './context.ts'

/** Wrong keys from one address before it has to wait, and for how long, ms. */
const strikes = 20
const restMs = 60_000
/** Addresses remembered at most. */
const remembered = 10_000

/** See the head of this file. */
export class Guesses {
  readonly #nowMs: () => number
  readonly #wrong = new Map<string, { count: number; sinceMs: number }>()

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** Counts a wrong key and gives the answer to it: 404, or 429 after too many. */
  wrong(address: string, path: string, message: string): Refusing {
    const nowMs = this.#nowMs()
    const before = this.#wrong.get(address)
    const mark =
      before === undefined || nowMs - before.sinceMs > restMs ? { count: 0, sinceMs: nowMs } : before
    mark.count += 1
    this.#wrong.set(address, mark)
    if (this.#wrong.size > remembered) this.#wrong.clear()
    if (mark.count <= strikes) return new Refusing(404, { error: { path, message } })
    const retryAfter = Math.max(1, Math.ceil((mark.sinceMs + restMs - nowMs) / 1000))
    return new Refusing(
      429,
      { error: { path, message: 'too many unknown pages; wait' }, retryAfter },
      { 'retry-after': String(retryAfter) },
    )
  }
}
