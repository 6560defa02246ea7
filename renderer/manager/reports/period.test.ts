/** Goal: a period is the days a person means by it. Method: known days, around the ends of months and years. */
import { expect, test } from 'vitest'
import { periodOf, stepped } from './period.ts'

test.each([
  ['day', '2026-03-02', '2026-03-02', '2026-03-03'],
  ['week', '2026-03-02', '2026-03-02', '2026-03-09'],
  ['week', '2026-03-01', '2026-02-23', '2026-03-02'],
  ['month', '2026-02-28', '2026-02-01', '2026-03-01'],
  ['month', '2026-12-31', '2026-12-01', '2027-01-01'],
] as const)('the %s of %s is [%s, %s)', (length, day, from, to) => {
  expect(periodOf(length, day)).toEqual({ from, to })
})

test('the period before and after', () => {
  const march = periodOf('month', '2026-03-15')
  expect(stepped('month', march, -1)).toEqual({ from: '2026-02-01', to: '2026-03-01' })
  expect(stepped('month', march, 1)).toEqual({ from: '2026-04-01', to: '2026-05-01' })
  expect(stepped('week', periodOf('week', '2026-01-01'), -1).from).toBe('2025-12-22')
  expect(stepped('custom', { from: '2026-03-01', to: '2026-03-11' }, 1)).toEqual({
    from: '2026-03-11',
    to: '2026-03-21',
  })
})
