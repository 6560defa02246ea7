/**
 * M/M/s: given the number waiting, the wait is Erlang and no point estimate has
 * a relative average squared error below 1 − ρ (Ibrahim & Whitt 2009, for those
 * who wait). Halls are drawn from the stationary law of those who find all
 * counters busy, one by one and independent, so that the error of the measure
 * itself is known; each is folded from events and each wait is played out.
 */
import { z } from 'zod'
import { chanceFrom } from '#shared/queueing/chance.ts'
import { estimateWaits } from '#shared/queueing/estimate.ts'
import { noteGiven } from '#shared/queueing/learn.ts'
import { MadeUpHall, morningMs } from '../halls/madeUp.ts'
import { fixed, printTable } from '../table.ts'

const serviceS = 180
const learningVisits = 6000
const halls = 12_000

/** Theory and measure side by side, row by row; a minute of work that is not timed itself. */
export function theoryRows(): TheoryRows {
  return [1, 5].flatMap((s) => [0.85, 0.95].map((rho) => row(s, rho)))
}

export const rowsOfTheory = z.array(z.array(z.union([z.string(), z.number()])))
export type TheoryRows = z.infer<typeof rowsOfTheory>

/** Prints them. */
export function printTheory(rows: TheoryRows): void {
  printTable(
    `M/M/s: relative average squared error (RASE) of the mean; ${String(halls)} independent halls each, learnt from ${String(learningVisits)} visits`,
    ['s', 'ρ', '1 − ρ', 'RASE', '± s.e.', 'RASE ÷ (1 − ρ)', 'same waits, (Q+1)/sμ', 'ratio to it', 'in 5 %'],
    rows,
  )
}

function row(s: number, rho: number): (string | number)[] {
  const chance = chanceFrom(s * 1000 + Math.round(rho * 100))
  const exponential = (meanS: number): number => -Math.log(1 - chance()) * meanS
  const hall = new MadeUpHall(1, 1, s, () => [0])
  let now = learn(hall, s, rho, exponential)

  const waits: number[] = []
  const errors: number[] = []
  const best: number[] = []
  for (let n = 0; n < halls; n++) {
    // A fresh day keeps the state small; what was learnt is kept as it was.
    const { learnt } = hall
    hall.newDay(now)
    hall.learnt = learnt
    let ahead = 0
    while (chance() < rho) ahead++
    const at = now + 1000
    for (let k = 0; k < s; k++) hall.call(at, hall.issue(at, 0), k)
    for (let i = 0; i < ahead; i++) hall.issue(at, 0)
    const mine = hall.issue(at, 0)
    const estimate = estimateWaits(hall.state, hall.learnt, morningMs + at * 1000, { steps: 6000 }).get(mine)
    if (estimate === undefined) throw new Error('no estimate with all counters open')
    hall.learnt = noteGiven(hall.learnt, mine, estimate, morningMs + at * 1000)
    let waitS = 0
    for (let i = 0; i <= ahead; i++) waitS += exponential(serviceS / s)
    waits.push(waitS)
    errors.push((estimate.mean - waitS) ** 2)
    best.push((((ahead + 1) * serviceS) / s - waitS) ** 2)
    // Its call is told, so that estimates are compared; the rest is let go unheard.
    const served = hall.state.counters.get(hall.at(0).counterId)?.visitId
    if (served === undefined) throw new Error('nobody at the counter')
    const kept = hall.learnt
    hall.finish(at + waitS, served, 0)
    hall.learnt = { ...kept, counters: hall.learnt.counters }
    hall.call(at + waitS, mine, 0)
    now = at + waitS
    clear(hall, s, now)
  }
  const mean = average(waits)
  const rase = average(errors) / mean ** 2
  const bestRase = average(best) / mean ** 2
  const bound = 1 - rho
  const error = standardError(
    errors.map((e, i) => e / mean ** 2 - (2 * rase * ((waits[i] ?? 0) - mean)) / mean),
  )
  return [
    s,
    rho,
    fixed(bound, 3),
    fixed(rase, 4),
    fixed(error, 4),
    fixed(rase / bound, 3),
    fixed(bestRase, 4),
    fixed(rase / bestRase, 3),
    Math.abs(rase / bound - 1) <= 0.05 ? 'yes' : 'no',
  ]
}

/** A running M/M/s queue the estimator learns from; gives the second it ended. */
function learn(hall: MadeUpHall, s: number, rho: number, exponential: (meanS: number) => number): number {
  const free = Array.from({ length: s }, (_, k) => k)
  const line: ReturnType<MadeUpHall['issue']>[] = []
  const busy: { atS: number; k: number; id: ReturnType<MadeUpHall['issue']> }[] = []
  let nextArrival = 0
  let now = 0
  for (let arrived = 0; arrived < learningVisits || busy.length > 0;) {
    const first = busy.reduce<(typeof busy)[number] | undefined>(
      (a, b) => (a === undefined || b.atS < a.atS ? b : a),
      undefined,
    )
    if (arrived < learningVisits && (first === undefined || nextArrival <= first.atS)) {
      now = nextArrival
      if (arrived % 1000 === 999 && busy.length === 0) hall.newDay(now)
      line.push(hall.issue(now, 0))
      arrived++
      nextArrival = now + exponential(serviceS / (s * rho))
    } else if (first !== undefined) {
      now = first.atS
      hall.finish(now, first.id, first.k)
      busy.splice(busy.indexOf(first), 1)
      free.push(first.k)
    }
    while (free.length > 0 && line.length > 0) {
      const k = free.shift()
      const id = line.shift()
      if (k === undefined || id === undefined) break
      hall.call(now, id, k)
      busy.push({ atS: now + exponential(serviceS), k, id })
    }
  }
  return now
}

/** Ends what is left without teaching anything by it. */
function clear(hall: MadeUpHall, s: number, atS: number): void {
  const { learnt } = hall
  for (let k = 0; k < s; k++) {
    const id = hall.state.counters.get(hall.at(k).counterId)?.visitId
    if (id !== undefined) hall.finish(atS, id, k)
  }
  hall.learnt = learnt
}

function average(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}

function standardError(values: readonly number[]): number {
  const mean = average(values)
  return Math.sqrt(average(values.map((v) => (v - mean) ** 2)) / values.length)
}
