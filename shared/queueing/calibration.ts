/**
 * Setting estimates right by how earlier ones fared. The look-ahead knows the
 * hall only as far as the ledger tells it; what it does not know makes its long
 * estimates too long and its short ones too short. The mean is corrected by a
 * line fitted to past answers, the quantiles by lines moved a little after every
 * answer (quantile regression by steps, Koenker & Bassett 1978; the steps keep
 * the share below each in the long run, Gibbs & Candès 2021).
 */

/** The look-ahead's own answer, before correction; seconds. */
export interface Raw {
  readonly p10: number
  readonly p50: number
  readonly p90: number
  readonly mean: number
}

/** An estimate somebody was given, kept until it can be compared with what came. */
export interface Given {
  readonly atMs: number
  readonly raw: Raw
}

/** offset + slope × raw; the offset in typical waits. */
interface Straight {
  readonly offset: number
  readonly slope: number
}

export interface Calibration {
  /** Fading sums over pairs of raw mean (x) and what came (y). */
  readonly n: number
  readonly x: number
  readonly y: number
  readonly xx: number
  readonly xy: number
  readonly low: Straight
  readonly mid: Straight
  readonly high: Straight
}

const asIs: Straight = { offset: 0, slope: 1 }

/** Nothing compared yet: estimates stand as they are. */
export const firstCalibration: Calibration = {
  n: 0,
  x: 0,
  y: 0,
  xx: 0,
  xy: 0,
  low: asIs,
  mid: asIs,
  high: asIs,
}

/** How much each comparison fades with the next: about 2,000 count. */
const kept = 0.9995
/** Comparisons that belief in the look-ahead itself counts for. */
const belief = 60
const step = 0.02

/** After one more comparison of an estimate with what came. */
export function compared(c: Calibration, { raw }: Given, actualS: number): Calibration {
  const scaleS = typicalS(c, actualS)
  return {
    n: c.n * kept + 1,
    x: c.x * kept + raw.mean,
    y: c.y * kept + actualS,
    xx: c.xx * kept + raw.mean * raw.mean,
    xy: c.xy * kept + raw.mean * actualS,
    low: moved(c.low, 0.1, raw.p10, actualS, scaleS),
    mid: moved(c.mid, 0.5, raw.p50, actualS, scaleS),
    high: moved(c.high, 0.9, raw.p90, actualS, scaleS),
  }
}

function moved(
  { offset, slope }: Straight,
  level: number,
  rawS: number,
  actualS: number,
  scaleS: number,
): Straight {
  const by = step * (level - (actualS < offset * scaleS + slope * rawS ? 1 : 0))
  return {
    offset: Math.min(3, Math.max(-3, offset + by)),
    slope: Math.min(3, Math.max(0.2, slope + (by / 2) * Math.min(4, rawS / scaleS))),
  }
}

function typicalS(c: Calibration, elseS: number): number {
  return Math.max(1, c.n > 0 ? c.y / c.n : elseS)
}

/** The corrected estimate: p10 ≤ p50 ≤ p90, none below zero. */
export function corrected(c: Calibration, raw: Raw): Raw {
  if (c.n === 0) return raw
  const scaleS = typicalS(c, 0)
  const at = ({ offset, slope }: Straight, rawS: number): number =>
    Math.max(0, offset * scaleS + slope * rawS)
  const p50 = at(c.mid, raw.p50)
  return {
    p10: Math.min(p50, at(c.low, raw.p10)),
    p50,
    p90: Math.max(p50, at(c.high, raw.p90)),
    mean: meanOf(c, raw.mean),
  }
}

/** The fitted line at a raw mean, drawn towards the estimate itself while little has been compared. */
function meanOf(c: Calibration, rawS: number): number {
  const center = c.x / c.n
  // Belief stands for pairs on the diagonal, spread as widely as they are long.
  const believed = belief * center * center
  const spread = c.xx - c.x * center + believed
  const slope = spread > 0 ? (c.xy - c.y * center + believed) / spread : 1
  const middle = (c.y + belief * center) / (c.n + belief)
  return Math.max(0, middle + slope * (rawS - center))
}
