/** Goal: the hub's time never falls and follows the wall clock where it can. Method: both clocks moved by hand. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { steadyClock } from './steady.clock.ts'

function clocks(wallMs = 1_000_000) {
  const time = { wall: wallMs, tick: 5_000 }
  return {
    time,
    sources: { wallMs: () => time.wall, monotonicMs: () => time.tick },
    pass: (ms: number) => {
      time.wall += ms
      time.tick += ms
    },
  }
}

describe('steady clock', () => {
  it('is the wall clock while that goes forward, leaps included', () => {
    const { sources, time, pass } = clocks()
    const clock = steadyClock(sources, 0)
    expect(clock.nowMs()).toBe(1_000_000)
    pass(250)
    expect(clock.nowMs()).toBe(1_000_250)
    time.wall += 3_600_000
    expect(clock.nowMs()).toBe(4_600_250)
    expect(clock.aheadMs()).toBe(0)
  })

  it('goes on at its own rate when the wall clock is set back, until that catches up', () => {
    const { sources, time, pass } = clocks()
    const clock = steadyClock(sources, 0)
    clock.nowMs()
    time.wall -= 60_000
    expect(clock.nowMs()).toBe(1_000_000)
    pass(10_000)
    expect(clock.nowMs()).toBe(1_010_000)
    expect(clock.aheadMs()).toBe(60_000)
    time.wall += 60_000
    pass(1_000)
    expect(clock.nowMs()).toBe(1_011_000)
    expect(clock.aheadMs()).toBe(0)
  })

  it('never begins before the last event of the ledger', () => {
    const { sources, pass } = clocks()
    const clock = steadyClock(sources, 2_000_000)
    expect(clock.nowMs()).toBe(2_000_000)
    pass(500)
    expect(clock.nowMs()).toBe(2_000_500)
  })

  it('gives whole milliseconds that never fall, whatever the clocks do', () => {
    const step = fc.record({
      wall: fc.integer({ min: -10_000_000, max: 10_000_000 }),
      tick: fc.double({ min: 0, max: 5_000, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { sources, time } = clocks()
        const clock = steadyClock(sources, 900_000)
        let last = clock.nowMs()
        for (const { wall, tick } of steps) {
          time.wall += wall
          time.tick += tick
          const now = clock.nowMs()
          expect(Number.isInteger(now)).toBe(true)
          expect(now).toBeGreaterThanOrEqual(last)
          expect(now).toBeGreaterThanOrEqual(Math.floor(time.wall))
          last = now
        }
      }),
    )
  })
})
