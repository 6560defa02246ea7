/**
 * Answers that carry a secret, and so may never be written down, repeated from
 * memory: a client whose connection broke asks again with the same
 * `Idempotency-Key` and gets the token it was given.
 */
import { badInput } from './context.ts'

/** How many answers are remembered; the oldest goes first. */
const remembered = 1_000

interface Given<T> {
  readonly body: string
  readonly answer: Promise<T>
}

/** See the head of this file. */
export class Repeats<T> {
  readonly #given = new Map<string, Given<T>>()

  /**
   * Does the work once per sender and key, and repeats its answer. Work that
   * failed, or whose answer is not final, is done anew. 400 for a key that was
   * used with another body.
   */
  async once(
    sender: string,
    key: string | undefined,
    body: unknown,
    work: () => Promise<T>,
    isFinal: (answer: T) => boolean = () => true,
  ): Promise<T> {
    if (key === undefined) return work()
    const name = JSON.stringify([sender, key])
    const told = JSON.stringify(body)
    const before = this.#given.get(name)
    if (before !== undefined) {
      if (before.body !== told) throw badInput('Idempotency-Key', 'used before with another body')
      return before.answer
    }
    const given = { body: told, answer: work() }
    this.#given.set(name, given)
    for (const oldest of this.#given.keys()) {
      if (this.#given.size <= remembered) break
      this.#given.delete(oldest)
    }
    let keep = false
    try {
      const answer = await given.answer
      keep = isFinal(answer)
      return answer
    } finally {
      if (!keep && this.#given.get(name) === given) this.#given.delete(name)
    }
  }
}
