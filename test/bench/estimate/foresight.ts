/**
 * How much could be known at all: estimates that look into the future. Each is
 * told exactly how many calls will be made by tellers who take the kind until
 * the visit's own — so order, pools, leavings and choices are all known — and
 * has its line fitted on the very days it is scored on. What is left is how long
 * services take, and who will be there.
 */
import type { Person } from '../trace/read.ts'

/** Calls until theirs, over those able and busy at arrival, or over those able who call within ten minutes. */
export interface Foresight {
  readonly overBusy: number
  readonly overComing: number
}

const soonS = 600

/** For one who waited and was served, from the whole record of the day. */
export function foresee(person: Person, day: readonly Person[]): Foresight {
  const able = new Set(
    day.flatMap((p) => (p.kind === person.kind && p.teller !== undefined ? [p.teller] : [])),
  )
  const calledAtS = person.arrivalS + person.waitS
  let calls = 1
  let busy = 0
  const coming = new Set<string>()
  for (const other of day) {
    if (other.teller === undefined || !able.has(other.teller)) continue
    const atS = other.arrivalS + other.waitS
    if (other !== person && atS > person.arrivalS && atS <= calledAtS) calls++
    if (atS <= person.arrivalS && person.arrivalS < atS + other.serviceS) busy++
    if (atS >= person.arrivalS && atS < person.arrivalS + soonS) coming.add(other.teller)
  }
  return { overBusy: calls / Math.max(1, busy), overComing: calls / Math.max(1, coming.size) }
}

/** The line through these answers with the least squared error on these very waits. */
export function bestLine(xs: readonly number[], ys: readonly number[]): number[] {
  const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0) / of.length
  const mx = mean(xs)
  const my = mean(ys)
  const slope =
    xs.reduce((sum, x, i) => sum + (x - mx) * ((ys[i] ?? 0) - my), 0) /
    xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
  return xs.map((x) => my + slope * (x - mx))
}
