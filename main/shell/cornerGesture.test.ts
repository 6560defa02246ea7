/** Goal: staff who know the way out find it; visitors who tap about do not. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { touched, untouched } from './cornerGesture.ts'

const [width, height] = [1080, 1920]
const corners = {
  upperLeft: [5, 5],
  upperRight: [1075, 40],
  lowerRight: [1010, 1915],
  lowerLeft: [79, 1841],
} as const
type Corner = keyof typeof corners

function opened(steps: readonly (readonly [Corner | readonly [number, number], number])[]): boolean {
  let state = untouched
  return steps.some(([where, atMs]) => {
    const [x, y] = typeof where === 'string' ? corners[where] : where
    const step = touched(state, { x, y, width, height, atMs })
    state = step.corners
    return step.done
  })
}

it('opens at the four corners clockwise from the upper left within eight seconds', () => {
  expect(
    opened([
      ['upperLeft', 0],
      ['upperRight', 2000],
      ['lowerRight', 4000],
      ['lowerLeft', 8000],
    ]),
  ).toBe(true)
})

it.each([
  [
    'too slowly',
    [
      ['upperLeft', 0],
      ['upperRight', 2000],
      ['lowerRight', 4000],
      ['lowerLeft', 8001],
    ],
  ],
  [
    'the other way round',
    [
      ['upperLeft', 0],
      ['lowerLeft', 1],
      ['lowerRight', 2],
      ['upperRight', 3],
    ],
  ],
  [
    'from another corner',
    [
      ['upperRight', 0],
      ['lowerRight', 1],
      ['lowerLeft', 2],
      ['upperLeft', 3],
    ],
  ],
  [
    'with another touch between',
    [
      ['upperLeft', 0],
      ['upperRight', 1],
      [[500, 500], 2],
      ['lowerRight', 3],
      ['lowerLeft', 4],
    ],
  ],
  [
    'with a corner twice',
    [
      ['upperLeft', 0],
      ['upperRight', 1],
      ['upperRight', 2],
      ['lowerRight', 3],
      ['lowerLeft', 4],
    ],
  ],
  [
    'beside the corners',
    [
      [[81, 81], 0],
      ['upperRight', 1],
      ['lowerRight', 2],
      ['lowerLeft', 3],
    ],
  ],
] as const)('does not open %s', (_, steps) => {
  expect(opened(steps)).toBe(false)
})

it('opens after a false start', () => {
  expect(
    opened([
      ['upperLeft', 0],
      ['upperLeft', 9000],
      ['upperRight', 9001],
      ['lowerRight', 9002],
      ['lowerLeft', 9003],
    ]),
  ).toBe(true)
})

it('does not open for taps that never visit all four corners in turn', () => {
  const anywhere = fc.tuple(fc.integer({ min: 0, max: width }), fc.integer({ min: 81, max: height }))
  fc.assert(
    fc.property(fc.array(anywhere, { maxLength: 40 }), (taps) => {
      expect(opened(taps.map((tap, index) => [tap, index * 100] as const))).toBe(false)
    }),
  )
})
