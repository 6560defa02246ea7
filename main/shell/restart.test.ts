/** Goal: a hub or station that falls comes back, quickly at first, never too fast, and never not at all. */
import { describe, expect, it } from 'vitest'
import { afterEnd, noEnds, relaunchArgs } from './restart.ts'

function delays(ends: readonly (readonly [code: number, ranMs: number])[]): readonly (number | 'stop')[] {
  let kept = noEnds
  return ends.map(([code, ranMs]) => {
    const after = afterEnd(kept, code, ranMs)
    if (after.do === 'stop') return 'stop'
    kept = after.ends
    return after.delayMs
  })
}

describe('the Node side', () => {
  it('is started again after a pause that doubles up to half a minute', () => {
    expect(delays(Array.from({ length: 9 }, () => [1, 100]))).toEqual([
      ...[500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
    ])
  })

  it('is started at once again after a good run, whatever was before', () => {
    expect(
      delays([
        [1, 100],
        [1, 100],
        [1, 100],
        [1, 60_000],
        [1, 100],
      ]),
    ).toEqual([500, 1000, 2000, 500, 1000])
  })

  it('comes back however it ended: a fault, a signal, even politely', () => {
    expect(
      delays([
        [0, 1e6],
        [137, 1e6],
        [-1073741819, 1e6],
      ]),
    ).toEqual([500, 500, 500])
  })

  it('is not asked again what it cannot understand', () => {
    expect(delays([[2, 100]])).toEqual(['stop'])
  })

  it('that keeps falling is shown to somebody from the third time on', () => {
    let kept = noEnds
    const troubles = [1, 2, 3, 4].map(() => {
      const after = afterEnd(kept, 1, 100)
      if (after.do === 'restart') kept = after.ends
      return after.do === 'restart' && after.trouble
    })
    expect(troubles).toEqual([false, false, true, true])
  })

  it('has a pause of half a minute after a whole night of falling too', () => {
    expect(afterEnd({ quick: 5000 }, 1, 100)).toMatchObject({ delayMs: 30_000 })
  })
})

describe('the app itself', () => {
  it('starts again after a fault, five times in a row at most', () => {
    let args: readonly string[] = ['--mode', 'kiosk']
    for (let n = 1; n <= 5; n += 1) {
      const next = relaunchArgs(args, 1000)
      expect(next).toEqual(['--mode', 'kiosk', `--relaunched=${String(n)}`])
      args = next ?? []
    }
    expect(relaunchArgs(args, 1000)).toBeUndefined()
    expect(relaunchArgs(args, 61_000), 'a good run is a new beginning').toEqual([
      '--mode',
      'kiosk',
      '--relaunched=1',
    ])
  })
})
