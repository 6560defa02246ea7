/**
 * How long each waiting visit will wait: the hall played forward many times on
 * its own rules with what it has learnt. Exact theory agrees where there is one
 * (Erlang, Ibrahim & Whitt 2009; with abandonment Whitt 1999): see the benchmark.
 */
import type { HallState } from '../hall/state.ts'
import type { VisitId } from '../ids/ids.ts'
import { corrected } from './calibration.ts'
import type { Raw } from './calibration.ts'
import { chanceFrom } from './chance.ts'
import { entrantsOf } from './entrants.ts'
import type { Learnt } from './learnt.ts'
import { gaveUp, lookAhead } from './lookAhead.ts'
import { planOf } from './plan.ts'

/** Seconds from now until the visit is called, as those who are called know it. */
export interface WaitEstimate {
  readonly p10: number
  readonly p50: number
  readonly p90: number
  /** Best in squared error. */
  readonly mean: number
  /** The look-ahead's own answer, before correction by past errors; kept with `noteGiven`. */
  readonly raw: Raw
}

export interface EstimateOptions {
  /** Choices the look-ahead may make in all; more is steadier and dearer. Default 10,000. */
  readonly steps?: number
  /** Seed of the chance; default the state's seq, so the same state gives the same answer. */
  readonly seed?: number
}

const fewestPaths = 30
const mostPaths = 400
const fewestStay = 0.2

/**
 * Estimates every waiting visit. A visit nobody on duty may serve has no entry.
 * @param nowMs all that happened up to and at this instant is in the state
 */
export function estimateWaits(
  state: HallState,
  learnt: Learnt,
  nowMs: number,
  options: EstimateOptions = {},
): ReadonlyMap<VisitId, WaitEstimate> {
  const plan = planOf(state, learnt, nowMs)
  const found = new Map<VisitId, WaitEstimate>()
  const n = plan.visits.length
  if (n === 0 || plan.desks.length === 0) return found
  const budget = options.steps ?? 10_000
  const paths = Math.max(fewestPaths, Math.min(mostPaths, Math.round(budget / (n + plan.desks.length / 2))))
  const waits = new Float64Array(n * paths)
  const ahead = lookAhead(
    plan,
    entrantsOf(state, learnt, plan, nowMs),
    chanceFrom((options.seed ?? state.seq) * 2_654_435_761),
  )
  for (let path = 0; path < paths; path++) ahead.play(waits, path, paths)

  plan.visits.forEach((visit, i) => {
    const row = stayed(waits.subarray(i * paths, (i + 1) * paths).sort())
    let served = row.length
    while (served > 0 && row[served - 1] === Infinity) served--
    if (served === 0 || served * 2 < row.length) return
    let sum = 0
    for (let j = 0; j < served; j++) sum += row[j] ?? 0
    const at = (level: number): number => quantileOf(row, served, level)
    const raw: Raw = { p10: at(0.1), p50: at(0.5), p90: at(0.9), mean: sum / served }
    found.set(visit.id, { ...corrected(learnt.calibration, raw), raw })
  })
  return found
}

/**
 * The paths in which the visit stayed: waits as those who are called know them.
 * Where hardly anybody stays so long, what it would have been, all the same.
 */
function stayed(sorted: Float64Array): Float64Array {
  let left = 0
  while (left < sorted.length && (sorted[left] ?? 0) < 0) left++
  if (sorted.length - left >= Math.max(10, sorted.length * fewestStay)) return sorted.subarray(left)
  for (let i = 0; i < left; i++) sorted[i] = gaveUp(sorted[i] ?? 0)
  return sorted.sort()
}

/** The value at a level of the first `n` of a sorted row, between neighbours by their distance. */
function quantileOf(row: Float64Array, n: number, level: number): number {
  const at = Math.max(0, Math.min(n - 1, level * n - 0.5))
  const low = Math.floor(at)
  const from = row[low] ?? 0
  return from + (at - low) * ((row[Math.min(n - 1, low + 1)] ?? from) - from)
}
