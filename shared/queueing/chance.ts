/** Seeded chance: the same seed gives the same numbers everywhere. */

/** A source of numbers in [0, 1). */
export type Chance = () => number

/** Mulberry32 (public domain, T. Ettinger): 32 bits of state, good enough for look-ahead, never for secrets. */
export function chanceFrom(seed: number): Chance {
  let s = seed >>> 0
  return () => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
