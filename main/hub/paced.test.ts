/** Goal: slow work takes no more than its share, quick work is done every time. Method: a clock moved by hand. */
import { describe, expect, it } from 'vitest'
import { paced } from './paced.ts'

function worked(tookMs: number): { times: number; tick: (afterMs: number) => void } {
  let nowMs = 0
  const count = { times: 0 }
  const run = paced(
    () => {
      count.times += 1
      nowMs += tookMs
    },
    0.1,
    () => nowMs,
  )
  return {
    get times() {
      return count.times
    },
    tick: (afterMs) => {
      nowMs += afterMs
      run()
    },
  }
}

describe('paced work', () => {
  it('is done at every tick while it costs next to nothing', () => {
    const work = worked(0)
    for (let n = 0; n < 20; n += 1) work.tick(100)
    expect(work.times).toBe(20)
  })

  it('rests nine times as long as it took', () => {
    const work = worked(200)
    work.tick(100)
    for (let n = 0; n < 17; n += 1) work.tick(100)
    expect(work.times).toBe(1)
    work.tick(100)
    expect(work.times).toBe(2)
  })
})
