/** Ids and codes that come out the same every time the same thing is imported. */

/** FNV-1a over UTF-16 code units, 64 bits, as 16 hex digits: short, pure, and stable for ever. */
export function stableHash(...parts: readonly string[]): string {
  let hash = 0xcbf29ce484222325n
  // The separator keeps ("ab", "c") apart from ("a", "bc").
  for (const char of parts.join('\u0000').split('')) {
    hash ^= BigInt(char.charCodeAt(0))
    hash = BigInt.asUintN(64, hash * 0x100000001b3n)
  }
  return hash.toString(16).padStart(16, '0')
}

/** The first of `name`, `name.2`, `name.3` … that is not taken. */
export function firstFree(name: string, taken: ReadonlySet<string>): string {
  let candidate = name
  for (let n = 2; taken.has(candidate); n += 1) candidate = `${name}.${n}`
  return candidate
}

const alphabet = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i))

/** Every queue letter a hall may use, in the order they are given out: A … Z, AA … ZZ. */
export const queueLetters: readonly string[] = [
  ...alphabet,
  ...alphabet.flatMap((first) => alphabet.map((second) => first + second)),
]
