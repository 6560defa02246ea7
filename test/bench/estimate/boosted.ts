/**
 * What any method could get out of what is known at an arrival: gradient-boosted
 * regression trees (Friedman 2001) on everything the hall knows then, the other
 * estimators' answers included, taught on the training days alone. Not a rival —
 * nobody could explain its answers — but a measure of what is left to be had.
 */
import { Chance } from '#test/simulation/chance.ts'

/** One visit at its arrival: what was known, and how long it waited, s. */
export interface Example {
  readonly known: readonly number[]
  readonly waitS: number
}

/** Least squares aims at the mean, least absolute errors at the median. */
export type Aim = 'mean' | 'median'

type Tree =
  | { readonly leaf: number }
  | { readonly at: number; readonly most: number; readonly below: Tree; readonly above: Tree }

const trees = 150
const depth = 4
const rate = 0.05
const leastLeaf = 25
/** Each tree sees this share of the examples, each split this share of what is known. */
const shareOfExamples = 0.6
const shareOfKnown = 0.5

/** Waits foretold for `test`, s, in its order, learnt from `train`. */
export function boosted(train: readonly Example[], test: readonly Example[], aim: Aim): number[] {
  const chance = new Chance(7)
  const centre = aim === 'mean' ? mean : median
  const start = centre(train.map((e) => e.waitS))
  const fitted = train.map(() => start)
  const foretold = test.map(() => start)
  for (let n = 0; n < trees; n++) {
    const left = train.map((e, i) => e.waitS - (fitted[i] ?? 0))
    const tree = grow({
      of: [...train.keys()].filter(() => chance.happens(shareOfExamples)),
      train,
      pull: aim === 'mean' ? left : left.map(Math.sign),
      leaf: (of) => centre(of.map((i) => left[i] ?? 0)),
      chance,
      depth,
    })
    for (const [sums, examples] of [
      [fitted, train],
      [foretold, test],
    ] as const)
      examples.forEach((e, i) => {
        sums[i] = (sums[i] ?? 0) + rate * follow(tree, e.known)
      })
  }
  return foretold
}

interface Growing {
  readonly of: readonly number[]
  readonly train: readonly Example[]
  /** Where each example pulls: the gradient of the loss. */
  readonly pull: readonly number[]
  readonly leaf: (of: readonly number[]) => number
  readonly chance: Chance
  readonly depth: number
}

function grow(growing: Growing): Tree {
  const { of, train, leaf } = growing
  const split = growing.depth === 0 ? undefined : bestSplit(growing)
  if (split === undefined) return { leaf: leaf(of) }
  const { at, most } = split
  const isBelow = (i: number): boolean => (train[i]?.known[at] ?? 0) <= most
  const next = { ...growing, depth: growing.depth - 1 }
  return {
    at,
    most,
    below: grow({ ...next, of: of.filter(isBelow) }),
    above: grow({ ...next, of: of.filter((i) => !isBelow(i)) }),
  }
}

/** The split that takes most of the squared pull away; undefined where leaves would be too small. */
function bestSplit({ of, train, pull, chance }: Growing): { at: number; most: number } | undefined {
  let best: { gain: number; at: number; most: number } | undefined
  const total = of.reduce((sum, i) => sum + (pull[i] ?? 0), 0)
  const width = train[0]?.known.length ?? 0
  for (let at = 0; at < width; at++) {
    if (!chance.happens(shareOfKnown)) continue
    const value = (i: number | undefined): number => (i === undefined ? 0 : (train[i]?.known[at] ?? 0))
    const sorted = [...of].sort((a, b) => value(a) - value(b))
    let sum = 0
    for (let below = 1; below < sorted.length; below++) {
      sum += pull[sorted[below - 1] ?? 0] ?? 0
      const above = sorted.length - below
      if (below < leastLeaf || above < leastLeaf) continue
      if (value(sorted[below - 1]) === value(sorted[below])) continue
      const gain = sum ** 2 / below + (total - sum) ** 2 / above
      if (best === undefined || gain > best.gain)
        best = { gain, at, most: (value(sorted[below - 1]) + value(sorted[below])) / 2 }
    }
  }
  return best
}

function follow(tree: Tree, known: readonly number[]): number {
  let here = tree
  while ('at' in here) here = (known[here.at] ?? 0) <= here.most ? here.below : here.above
  return here.leaf
}

function mean(of: readonly number[]): number {
  return of.reduce((a, b) => a + b, 0) / Math.max(1, of.length)
}

function median(of: readonly number[]): number {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0
}
