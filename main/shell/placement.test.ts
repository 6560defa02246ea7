/** Goal: calls are seen on the monitors that were chosen, whatever is plugged in or out. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movesTo, placed, stripPlace } from './placement.ts'
import type { Monitor } from './placement.ts'

const at = (id: number, x: number, y = 0, width = 1920, height = 1080): Monitor => ({
  id,
  bounds: { x, y, width, height },
})
const [left, middle, right] = [at(7, -1920), at(3, 0), at(5, 1920, 0, 1080, 1920)]
const three = [middle, right, left]
const where = (monitors: readonly Monitor[], screens?: Parameters<typeof placed>[1]) =>
  placed(monitors, screens).map(({ monitorId, page }) => [monitorId, page])

describe('display pages', () => {
  it('stand on every monitor from the left unless told otherwise, and one speaks', () => {
    expect(where(three)).toEqual([
      [7, '/display'],
      [3, '/display?voice=off'],
      [5, '/display?voice=off'],
    ])
  })

  it('stand on the monitors that were chosen, with what was asked of each', () => {
    expect(
      where(three, [
        { monitor: 3, query: 'distance=12' },
        { monitor: 1, query: 'voice=on&theme=light' },
      ]),
    ).toEqual([
      [5, '/display?distance=12'],
      [7, '/display?voice=on&theme=light'],
    ])
  })

  it('cover a monitor once', () => {
    expect(where(three, [{ monitor: 1 }, { monitor: 1, query: 'theme=light' }])).toEqual([[7, '/display']])
  })

  it('are still somewhere when the chosen monitor is switched off', () => {
    expect(where([middle], [{ monitor: 2, query: 'distance=12' }])).toEqual([[3, '/display?distance=12']])
    expect(where([], [{ monitor: 2 }])).toEqual([])
  })

  it('follow: a monitor that goes takes its page, one that moves takes it along, one that comes gets one', () => {
    const before = placed([left, middle])
    const moved = at(3, 0, 0, 3840, 2160)
    expect(movesTo(before, placed([moved, right]))).toMatchObject({
      // The one that speaks is gone: another page takes its voice, and is opened anew for it.
      open: [{ monitorId: 3, page: '/display' }, { monitorId: 5 }],
      close: [7, 3],
      move: [],
    })
    expect(movesTo(before, placed([left, moved]))).toMatchObject({
      open: [],
      close: [],
      move: [{ monitorId: 3, bounds: { width: 3840 } }],
    })
    expect(movesTo(before, before)).toEqual({ open: [], move: [], close: [] })
  })

  it('whatever comes and goes, are where they should be after each change', () => {
    const monitors = fc.uniqueArray(fc.constantFrom(left, middle, right, at(3, 100), at(9, 0, 1080)), {
      selector: ({ id }) => id,
    })
    const screens = fc.option(
      fc.array(fc.record({ monitor: fc.integer({ min: 1, max: 4 }) }), { minLength: 1, maxLength: 4 }),
      { nil: undefined },
    )
    fc.assert(
      fc.property(fc.array(monitors, { minLength: 1, maxLength: 6 }), screens, (changes, wanted) => {
        let standing: ReturnType<typeof placed> = []
        for (const now of changes) {
          const then = placed(now, wanted)
          const { open, move, close } = movesTo(standing, then)
          const left = standing.filter(({ monitorId }) => !close.includes(monitorId))
          standing = [
            ...left.map((one) => move.find(({ monitorId }) => monitorId === one.monitorId) ?? one),
            ...open,
          ]
          const key = (pages: typeof standing) => new Set(pages.map((one) => JSON.stringify(one)))
          expect(key(standing)).toEqual(key(then))
          expect(standing.filter(({ page }) => !page.includes('voice=off'))).toHaveLength(
            Math.min(1, then.length),
          )
          if (now.length > 0) expect(then.length).toBeGreaterThan(0)
        }
      }),
    )
  })
})

describe('the strip', () => {
  const area = { x: 0, y: 0, width: 1366, height: 728 }

  it('stands at the lower right, within 420 × 120', () => {
    expect(stripPlace([area])).toEqual({ x: 930, y: 592, width: 420, height: 120 })
  })

  it('stays where it was left while that can be seen', () => {
    expect(stripPlace([area], { x: 10, y: 20 })).toEqual({ x: 10, y: 20, width: 420, height: 120 })
    expect(stripPlace([area], { x: 1300, y: 20 })).toMatchObject({ x: 930, y: 592 })
    expect(stripPlace([area, { ...area, x: 1366 }], { x: 1400, y: 20 })).toMatchObject({ x: 1400 })
  })

  it('is no larger than a screen that is smaller', () => {
    expect(stripPlace([{ x: 5, y: 5, width: 300, height: 80 }])).toEqual({
      x: 5,
      y: 5,
      width: 300,
      height: 80,
    })
  })
})
