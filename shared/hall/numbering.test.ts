/**
 * Goal: a number is written one way and understood in every way people say it.
 * Method: examples, and every number written and read back.
 */
import { expect, test } from 'vitest'
import { formatNumber, lastRun, parseNumber } from './numbering.ts'

test.each([
  [1, 'A001'],
  [17, 'A017'],
  [999, 'A999'],
  [1000, 'A1000'],
  [lastRun, 'A99999'],
])('%i is written %s', (run, text) => {
  expect(formatNumber('A', run)).toBe(text)
})

test.each(['A017', 'a17', ' A-17 ', 'A 017', 'a0017'])('%s is understood', (typed) => {
  expect(parseNumber(typed)).toBe('A017')
})

test.each(['', '17', 'A', 'ABC1', 'A1x', 'A123456', 'Ä1'])('%s is no number', (typed) => {
  expect(parseNumber(typed)).toBeUndefined()
})

test('two letters, and every run, come back', () => {
  expect(parseNumber('ba7')).toBe('BA007')
  for (let run = 1; run <= lastRun; run += 997) {
    const number = formatNumber('AB', run)
    expect(parseNumber(number)).toBe(number)
  }
})
