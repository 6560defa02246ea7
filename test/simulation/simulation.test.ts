/**
 * Goal: whatever people do and whatever breaks, the hall stays whole, on every
 * machine. Method: short runs of the simulator (`npm run sim` plays more of
 * them), every seed that ever failed again, and one seed twice.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { playBatch } from './batch.ts'
import { missingFrom } from './coverage.ts'
import { pinnedSeeds } from './seeds.ts'
import { simulate } from './simulation.ts'
import { mutations } from './mutations.ts'
import { playBroken } from './mutants.ts'

describe('the simulator', () => {
  // A minute of work on a quiet computer's one core; only a hang may end it.
  test('finds nothing in 200 runs from seed 20260302, and they reach everything', () => {
    const { failed, coverage } = playBatch({ seed: 20260302, runs: 200 })
    expect(failed && { seed: failed.seed, ...failed.finding, trace: failed.trace }).toBeUndefined()
    expect(missingFrom(coverage)).toEqual([])
  }, 300_000)

  test.each([1, 42, 2 ** 40 + 7])('plays seed %i the same twice', (seed) => {
    const { hash, steps } = simulate({ seed })
    expect(steps).toBeGreaterThan(500)
    expect(simulate({ seed })).toMatchObject({ hash, steps })
    expect(simulate({ seed: seed + 1 }).hash).not.toBe(hash)
  })

  test('plays no longer than it is told', () => {
    const steps = (minutes: number): number => simulate({ seed: 5, minutes }).steps
    expect(steps(1)).toBeLessThan(steps(20))
  })

  test.each(pinnedSeeds)('finds nothing more at seed $seed: $found', ({ seed }) => {
    expect(simulate({ seed }).finding).toBeUndefined()
  })
})

describe('a rule broken on purpose', () => {
  test.each(mutations)('$name: is still there to be broken', ({ file, from, to }) => {
    const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    expect(source.split(from).length - 1).toBe(1)
    expect(from).not.toBe(to)
  })

  // The others are seen as surely and take longer: `node build/run.mjs node test/simulation/mutants.ts`.
  test.each(mutations.slice(0, 4))('$name: is seen', (mutation) => {
    expect(playBroken(mutation, 1, 50)).toMatchObject({ seen: true })
  })
})
