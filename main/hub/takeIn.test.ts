/** Goal: a fact keeps its true time, whatever its station's clocks did. Method: every way they can differ. */
import { describe, expect, test } from 'vitest'
import { corrected } from './takeIn.ts'

describe('the time of a fact', () => {
  const at = (wallMs: number, monotonicMs: number, run: string) => ({ wallMs, monotonicMs, run })
  const hourMs = 3_600_000
  const nowMs = 100 * hourMs

  test.each([
    [
      'in one run: by the monotonic clock',
      at(0, 0, 'a'),
      50 * hourMs,
      at(hourMs, hourMs, 'a'),
      -hourMs,
      false,
    ],
    ['the clock set forward', at(0, 0, 'a'), 0, at(9 * hourMs, hourMs, 'a'), -hourMs, true],
    ['the clock set back', at(9 * hourMs, 0, 'a'), 0, at(0, hourMs, 'a'), -hourMs, true],
    ['over a restart: by the wall clock', at(0, 0, 'a'), nowMs - hourMs, at(hourMs, 5, 'b'), -hourMs, false],
    ['over a restart, the battery dead then', at(-9e9, 0, 'a'), nowMs - hourMs, at(0, 5, 'b'), -hourMs, true],
    ['never later than now', at(2 * hourMs, 0, 'a'), nowMs + hourMs, at(hourMs, 5, 'b'), 0, false],
  ])('%s', (_what, then, believedMs, now, byMs, clockJumped) => {
    expect(corrected({ ...then, believedMs }, now, nowMs)).toEqual({ happenedMs: nowMs + byMs, clockJumped })
  })
})
