/**
 * What the hall has taught so far about how long things take. Plain JSON, so it
 * is kept and sent like anything else; every time in it comes from the ledger.
 */
import type { ParkKind } from '../hall/visit.ts'
import { exponential, noDurations } from './durations.ts'
import { firstCalibration } from './calibration.ts'
import type { Calibration, Given } from './calibration.ts'
import type { Durations } from './durations.ts'

/** How often people gave up by how long they had waited: time at risk and leavings per age bin. */
export interface Patience {
  readonly riskS: readonly number[]
  readonly left: readonly number[]
}

/** Tries and successes by how long they had lasted. */
export interface Tries {
  readonly tried: readonly number[]
  readonly done: readonly number[]
}

/** A rate that forgets: Σ e^(−age/30 min) at `atMs`. */
export interface Rate {
  readonly weight: number
  readonly atMs: number
}

/** A queue's own experience. A hold is the time from a call until the counter is free of the visit. */
export interface QueueLearnt {
  readonly holds: Durations
  readonly services: Readonly<Record<string, Durations>>
  readonly patience: Patience
  /** Arrivals by priority class; `''` for none. */
  readonly arrivals: Readonly<Record<string, Rate>>
}

/** How fast a teller is beside the others, and which queues they take or leave when both wait. */
export interface TellerLearnt {
  readonly actualS: number
  readonly expectedS: number
  readonly takes: Readonly<Record<string, { readonly taken: number; readonly left: number }>>
}

/** What a counter has been doing since the last event there. */
export interface CounterLearnt {
  readonly doing: 'free' | 'busy' | 'away'
  readonly sinceMs: number
  /** Free: whether somebody was waiting for it then. */
  readonly wanted?: boolean
  /** Free because it has just opened. */
  readonly fresh?: boolean
  /** Busy: with what. */
  readonly queueId?: string
  readonly serviceId?: string
}

export interface Learnt {
  /** Version of this form. */
  readonly form: 1
  readonly holds: Durations
  readonly queues: Readonly<Record<string, QueueLearnt>>
  readonly tellers: Readonly<Record<string, TellerLearnt>>
  /** From one visit's end to the next call while somebody waited, and absences instead of it. */
  readonly nexts: Durations
  readonly aways: Durations
  /** A free counter while an eligible visit waits: by the visit's wait, whether it called. */
  readonly pickups: Tries
  readonly pauses: Durations
  readonly parks: Readonly<Record<ParkKind, Durations>>
  readonly patience: Patience
  readonly calibration: Calibration
  readonly counters: Readonly<Record<string, CounterLearnt>>
  readonly parked: Readonly<Record<string, { readonly kind: ParkKind; readonly sinceMs: number }>>
  readonly given: Readonly<Record<string, Given>>
}

/** Lower edges of the ages by which patience and pick-ups are counted, seconds. */
export const agesS: readonly number[] = [0, 1, 5, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680]

/** The age bin that holds these seconds. */
export function ageBin(seconds: number): number {
  let bin = 0
  while (bin < agesS.length - 1 && (agesS[bin + 1] ?? 0) <= seconds) bin++
  return bin
}

const noPatience: Patience = { riskS: [], left: [] }

/** A queue of which nothing is known. */
export const newQueue: QueueLearnt = { holds: noDurations, services: {}, patience: noPatience, arrivals: {} }

/**
 * What a hall believes on its first day; each belief counts as little as the
 * few observations it stands for, so that the first hour outweighs it.
 */
export const initialLearnt: Learnt = {
  form: 1,
  holds: exponential(300, 3),
  queues: {},
  tellers: {},
  nexts: exponential(10, 3),
  aways: exponential(600, 0.05),
  pickups: { tried: agesS.map(() => 2), done: [1, 1, 1, 0.5, 0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1] },
  pauses: exponential(600, 3),
  parks: { papersOut: exponential(900, 2), papersKept: exponential(600, 2), waiting: exponential(900, 2) },
  patience: { riskS: agesS.map(() => 2880), left: agesS.map(() => 0.2) },
  calibration: firstCalibration,
  counters: {},
  parked: {},
  given: {},
}

const rateKeptS = 1800

/** The rate after one more arrival. */
export function arrivedAt(rate: Rate | undefined, atMs: number): Rate {
  return { weight: (rate === undefined ? 0 : fadedWeight(rate, atMs)) + 1, atMs }
}

/** Arrivals per second now. */
export function perSecond(rate: Rate, nowMs: number): number {
  return fadedWeight(rate, nowMs) / rateKeptS
}

function fadedWeight(rate: Rate, nowMs: number): number {
  return rate.weight * Math.exp(-Math.max(0, nowMs - rate.atMs) / 1000 / rateKeptS)
}

/** Chance that this teller, choosing by themselves, takes this queue when it is first in line. */
export function takingChance(learnt: Learnt, staffId: string, queueId: string): number {
  const takes = learnt.tellers[staffId]?.takes[queueId]
  return takes === undefined ? 1 : (takes.taken + 1) / (takes.taken + takes.left + 1)
}

/** How long this teller takes beside the others: 1 is the same; shrunk to 1 by 40 holds' worth. */
export function paceOf(learnt: Learnt, staffId: string): number {
  const teller = learnt.tellers[staffId]
  if (teller === undefined) return 1
  const prior = 40 * (learnt.holds.sumS / Math.max(1e-9, learnt.holds.count))
  return (teller.actualS + prior) / (teller.expectedS + prior)
}
