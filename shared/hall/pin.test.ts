/** Goal: PINs everybody guesses are not taken, and others are. Method: both lists, and random ones. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pinProblem } from './pin.ts'

it.each([
  ['000000', 'oneDigit'],
  ['123456', 'inOrder'],
  ['654321', 'inOrder'],
  ['890123', 'inOrder'],
  ['2580', 'known'],
  ['258369', 'known'],
  ['121212', 'repeated'],
  ['123123', 'repeated'],
  ['7391', 'tooShort'],
  ['7391482650174', 'tooLong'],
  ['73a148', 'notDigits'],
  ['１２３４５６', 'notDigits'],
  ['', 'tooShort'],
] as const)('%s is refused: %s', (pin, problem) => {
  expect(pinProblem(pin)).toBe(problem)
})

it('may not hold the number it is typed with', () => {
  expect(pinProblem('901001', '1001')).toBe('ownNumber')
  expect(pinProblem('901001', '7')).toBeUndefined()
})

it('almost every other one is good', () => {
  let bad = 0
  fc.assert(
    fc.property(fc.stringMatching(/^\d{6}$/), (pin) => {
      if (pinProblem(pin) !== undefined) bad += 1
    }),
    { numRuns: 1000, seed: 7 },
  )
  expect(bad).toBeLessThan(60)
})
