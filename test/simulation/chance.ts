/** All chance of a run, from one seed: the same seed gives the same run on every machine. */

/** The generator sfc32 (Chris Doty-Humphrey, PractRand, public domain), seeded by splitmix32. */
export class Chance {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** @param seed any integer up to 2^53; runs of neighbouring seeds have nothing in common */
  constructor(seed: number) {
    const mixed = splitmix(seed % 0x1_0000_0000, Math.floor(seed / 0x1_0000_0000))
    this.#a = mixed()
    this.#b = mixed()
    this.#c = mixed()
    for (let i = 0; i < 12; i += 1) this.#next()
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }

  /** From 0 to 1, 1 excluded. */
  fraction(): number {
    return this.#next() / 0x1_0000_0000
  }

  /** A whole number from 0, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit)
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.fraction() < probability
  }

  /** One of the list. Throws on an empty one. */
  pick<T>(list: readonly T[]): T {
    const index = this.below(list.length)
    const picked = list[index]
    if (picked === undefined && index >= list.length) throw new Error('nothing to pick from')
    return picked as T
  }

  /** One of the list, or undefined when it is empty. */
  any<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)]
  }

  /** Each of the list with this probability, in its order. */
  some<T>(list: readonly T[], probability: number): readonly T[] {
    return list.filter(() => this.happens(probability))
  }

  /** The name of a weighted choice. */
  weigh<K extends string>(weights: Readonly<Record<K, number>>): K {
    const names = Object.keys(weights) as K[]
    let left = this.fraction() * names.reduce((sum, name) => sum + weights[name], 0)
    for (const name of names) {
      left -= weights[name]
      if (left < 0) return name
    }
    return this.pick(names)
  }

  /** A time with this mean, exponentially spread, whole milliseconds. */
  about(meanMs: number): number {
    return Math.ceil(-Math.log(1 - this.fraction()) * meanMs)
  }
}

function splitmix(low: number, high: number): () => number {
  let state = (low ^ Math.imul(high + 0x9e3779b9, 0x85ebca6b)) | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
}
