/**
 * The recorded hall's own order. The record says that class 2 came 90 s forward;
 * whether a kind of service did so too is read off the past: of two who waited
 * together and whom the teller served both kinds of, who was called first.
 */
import type { Person } from './read.ts'

/** Head start in seconds by `kind/class`. */
export type HeadStarts = ReadonlyMap<string, number>

/** The group whose members stand alike. */
export function groupOf({ kind, isPriority }: Person): string {
  return `${kind}/${isPriority ? '2' : '-'}`
}

interface Pair {
  readonly first: string
  readonly other: string
  /** How much later the one called first had come, seconds. */
  readonly laterS: number
}

/** Fits each kind's head start, 0, 90 or 180 s, to these days; class 2 has the record's 90 s more. */
export function fitHeadStarts(days: readonly (readonly Person[])[]): HeadStarts {
  const pairs = days.flatMap(pairsOf)
  const kinds = [...new Set(days.flat().map((p) => p.kind))].sort()
  const leads = new Map<string, number>()
  const startOf = (group: string): number =>
    (leads.get(group.slice(0, -2)) ?? 0) + (group.endsWith('2') ? 90 : 0)
  const kept = (): number => pairs.filter((p) => startOf(p.first) - startOf(p.other) >= p.laterS).length
  for (let round = 0; round < 3; round++) {
    for (const kind of kinds) {
      const scored = [0, 90, 180].map((s) => {
        leads.set(kind, s)
        return { s, n: kept() }
      })
      leads.set(kind, scored.reduce((best, x) => (x.n > best.n ? x : best)).s)
    }
  }
  const least = Math.min(...leads.values())
  return new Map(
    kinds.flatMap((kind) =>
      [`${kind}/2`, `${kind}/-`].map((group) => [group, startOf(group) - least] as const),
    ),
  )
}

function pairsOf(people: readonly Person[]): Pair[] {
  const takes = new Set(people.map((p) => `${p.teller ?? ''}/${p.kind}`))
  const waited = people.filter((p) => p.waitS > 0)
  const pairs: Pair[] = []
  for (const called of waited) {
    if (called.teller === undefined) continue
    const atS = called.arrivalS + called.waitS
    for (const other of waited) {
      if (other === called || other.arrivalS >= atS || other.arrivalS + other.waitS <= atS) continue
      if (!takes.has(`${called.teller}/${other.kind}`)) continue
      pairs.push({ first: groupOf(called), other: groupOf(other), laterS: called.arrivalS - other.arrivalS })
    }
  }
  return pairs
}
