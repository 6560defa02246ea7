/**
 * Goal: a clock of working days counts as the notice of holidays says, in the hall's own zone. Method: the weeks
 * around a holiday counted by hand, and zones whose clocks change.
 */
import { describe, expect, it } from 'vitest'
import {
  holidayCalendar,
  dueAfter,
  isWorkingDay,
  plainWeek,
  workingDayAfter,
  workingDaysBetween,
} from './workingDays.ts'

/** Spring Festival of 2026: off from 15 to 23 February, worked on Saturdays 14 and 28. */
const spring = holidayCalendar.parse({
  name: '2026',
  weekdays: [1, 2, 3, 4, 5],
  holidays: [{ name: '春节', from: '2026-02-15', until: '2026-02-24' }],
  workingDays: ['2026-02-14', '2026-02-28'],
})

describe('working days', () => {
  it.each([
    ['2026-02-13', true],
    ['2026-02-14', true],
    ['2026-02-15', false],
    ['2026-02-23', false],
    ['2026-02-24', true],
    ['2026-02-28', true],
    ['2026-03-01', false],
  ])('%s: %s', (day, worked) => {
    expect(isWorkingDay(spring, day)).toBe(worked)
  })

  it.each([
    ['2026-02-13', 0, '2026-02-13'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-02-16', 0, '2026-02-24'],
    ['2026-02-27', 1, '2026-02-28'],
    ['2026-02-27', 2, '2026-03-02'],
  ])('%s and %i more: %s', (from, n, to) => {
    expect(workingDayAfter(spring, from, n)).toBe(to)
    if (n > 0) expect(workingDaysBetween(spring, from, to)).toBe(n)
  })

  it('count backwards too', () => {
    expect(workingDaysBetween(spring, '2026-02-24', '2026-02-13')).toBe(-2)
  })
})

describe('a clock', () => {
  const at = (iso: string): number => Date.parse(iso)
  it.each([
    [
      '2026-02-13T23:59:00+08:00',
      { unit: 'workingDays', n: 1 } as const,
      'Asia/Shanghai',
      '2026-02-15T00:00:00+08:00',
    ],
    // Still the 13th in Urumqi's civil time of the same zone; another date in Berlin.
    [
      '2026-02-13T23:59:00+08:00',
      { unit: 'days', n: 7 } as const,
      'Asia/Shanghai',
      '2026-02-21T00:00:00+08:00',
    ],
    [
      '2026-02-13T23:59:00+08:00',
      { unit: 'days', n: 0 } as const,
      'Europe/Berlin',
      '2026-02-14T00:00:00+01:00',
    ],
    // The night in which Berlin's clock jumps has twenty-three hours.
    [
      '2026-03-27T10:00:00+01:00',
      { unit: 'workingDays', n: 1 } as const,
      'Europe/Berlin',
      '2026-03-31T00:00:00+02:00',
    ],
    [
      '2026-03-28T10:00:00+01:00',
      { unit: 'hours', n: 24 } as const,
      'Europe/Berlin',
      '2026-03-29T11:00:00+02:00',
    ],
    [
      '2026-03-28T10:00:00+01:00',
      { unit: 'minutes', n: 90 } as const,
      'Europe/Berlin',
      '2026-03-28T11:30:00+01:00',
    ],
  ])('from %s: %o in %s ends %s', (from, clock, zone, until) => {
    const calendar = zone === 'Asia/Shanghai' ? spring : plainWeek
    expect(new Date(dueAfter(at(from), clock, calendar, zone)).toISOString()).toBe(
      new Date(at(until)).toISOString(),
    )
  })
})
