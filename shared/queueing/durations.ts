/**
 * Durations as they were seen: weights in bins whose width grows with length,
 * and the exact mean. Plain JSON; a fold never changes what it was given.
 */

/** Seen durations. `weights[i]` is how much was seen in bin i; trailing empty bins are left out. */
export interface Durations {
  readonly weights: readonly number[]
  /** Σ weights and Σ weight × seconds: the exact mean beside the binned shape. */
  readonly count: number
  readonly sumS: number
}

/** Lower edges of the bins, seconds: 0, 1, then each 1.25 × the one before, to four hours. */
export const edgesS: readonly number[] = [0, ...Array.from({ length: 44 }, (_, i) => 1.25 ** i)]
const lastBin = edgesS.length - 1

/** Nothing seen yet. */
export const noDurations: Durations = { weights: [], count: 0, sumS: 0 }

/** The bin that holds a duration. */
export function binOf(seconds: number): number {
  return seconds < 1 ? 0 : Math.min(lastBin, 1 + Math.floor(Math.log(seconds) / Math.log(1.25)))
}

/** Upper edge of a bin, seconds. */
export function binEndS(bin: number): number {
  return edgesS[bin + 1] ?? (edgesS[lastBin] ?? 0) * 1.25
}

/** With one more seen. Negative durations count as 0. */
export function seen(durations: Durations, seconds: number, weight = 1): Durations {
  const s = Math.max(0, seconds)
  const weights = [...durations.weights]
  const bin = binOf(s)
  while (weights.length <= bin) weights.push(0)
  weights[bin] = (weights[bin] ?? 0) + weight
  return { weights, count: durations.count + weight, sumS: durations.sumS + weight * s }
}

/** The same, counting for less: what was seen on days before. */
export function faded(durations: Durations, factor: number): Durations {
  return {
    weights: durations.weights.map((w) => w * factor),
    count: durations.count * factor,
    sumS: durations.sumS * factor,
  }
}

/**
 * The specific shrunk to the general (empirical Bayes): as if the general shape
 * had been seen `strength` times before the specific one.
 */
export function shrunk(specific: Durations | undefined, general: Durations, strength: number): Durations {
  if (specific === undefined) return general
  const k = general.count > 0 ? strength / general.count : 0
  const length = Math.max(specific.weights.length, general.weights.length)
  return {
    weights: Array.from({ length }, (_, i) => (specific.weights[i] ?? 0) + k * (general.weights[i] ?? 0)),
    count: specific.count + k * general.count,
    sumS: specific.sumS + k * general.sumS,
  }
}

/** An exponential shape with this mean, seen `count` times: what a new hall believes. */
export function exponential(meanS: number, count: number): Durations {
  const weights = edgesS.map(
    (from, i) => count * (Math.exp(-from / meanS) - (i === lastBin ? 0 : Math.exp(-binEndS(i) / meanS))),
  )
  return { weights, count, sumS: count * meanS }
}

/** Mean seconds; undefined when nothing was seen. */
export function meanOf(durations: Durations): number | undefined {
  return durations.count > 0 ? durations.sumS / durations.count : undefined
}

/** A distribution ready for drawing: cumulative probability at bin edges, values scaled to the exact mean. */
export interface Draw {
  /** cdf[i] = P(duration < edge i); one entry more than there are bins, the last 1. */
  readonly cdf: Float64Array
  readonly edges: Float64Array
  /** Bin in which a search for u starts: index floor(u × size). */
  readonly hint: Uint8Array
  readonly meanS: number
}

const hints = 128

/** Prepares a distribution for drawing. Needs something seen. */
export function drawFrom(durations: Durations): Draw {
  const n = Math.max(1, durations.weights.length)
  const cdf = new Float64Array(n + 1)
  const edges = new Float64Array(n + 1)
  let total = 0
  let binned = 0
  for (let i = 0; i < n; i++) {
    const w = durations.weights[i] ?? 0
    total += w
    binned += (w * ((edgesS[i] ?? 0) + binEndS(i))) / 2
  }
  const meanS = meanOf(durations) ?? 0
  const scale = binned > 0 ? (meanS * total) / binned : 1
  let sum = 0
  for (let i = 0; i < n; i++) {
    cdf[i] = total > 0 ? sum / total : 0
    edges[i] = (edgesS[i] ?? 0) * scale
    sum += durations.weights[i] ?? 0
  }
  cdf[n] = 1
  edges[n] = binEndS(n - 1) * scale
  const hint = new Uint8Array(hints)
  let at = 0
  for (let i = 0; i < hints; i++) {
    while (at < n - 1 && (cdf[at + 1] ?? 1) <= i / hints) at++
    hint[i] = at
  }
  return { cdf, edges, hint, meanS }
}

/** The duration at probability u in [0, 1), seconds. */
export function quantileS({ cdf, edges, hint }: Draw, u: number): number {
  let i = hint[(u * hints) | 0] ?? 0
  while ((cdf[i + 1] ?? 1) <= u && i < cdf.length - 2) i++
  const from = cdf[i] ?? 0
  const to = cdf[i + 1] ?? 1
  const low = edges[i] ?? 0
  const high = edges[i + 1] ?? low
  return to > from ? low + ((u - from) / (to - from)) * (high - low) : low
}

/** P(duration < seconds). */
export function chanceBelow({ cdf, edges }: Draw, seconds: number): number {
  let i = 0
  while (i < edges.length - 1 && (edges[i + 1] ?? 0) <= seconds) i++
  if (i >= edges.length - 1) return 1
  const low = edges[i] ?? 0
  const high = edges[i + 1] ?? low
  const part = high > low ? Math.max(0, (seconds - low) / (high - low)) : 0
  return (cdf[i] ?? 0) + part * ((cdf[i + 1] ?? 1) - (cdf[i] ?? 0))
}

/**
 * What is left of a duration after `elapsedS` of it, at probability u; `below`
 * is `chanceBelow(draw, elapsedS)`. Beyond all that was ever seen the rest is
 * taken as exponential with the overall mean: nothing better is known.
 */
export function restS(draw: Draw, elapsedS: number, below: number, u: number): number {
  if (below >= 0.9995) return -Math.log(1 - u) * Math.max(1, draw.meanS)
  return Math.max(0, quantileS(draw, below + u * (1 - below)) - elapsedS)
}
