/**
 * Goal: every instant lies in exactly one business day, days follow each other
 * without gap or overlap, and begin at the hall's own hour, never at UTC midnight.
 * Method: known instants, then days walked end to end over two years in zones
 * with and without clock changes, at every roll-over hour a change can touch.
 */
import { describe, expect, test } from 'vitest'
import { businessDayAt, endOfDay } from './businessDay.ts'
import { addDays, isoWithOffset } from './localTime.ts'

test.each([
  ['2026-03-02T03:59:59.999+08:00', '2026-03-01'],
  ['2026-03-02T04:00:00.000+08:00', '2026-03-02'],
  ['2026-03-02T08:00:00.000+08:00', '2026-03-02'],
  ['2026-03-03T00:00:00.000+08:00', '2026-03-02'],
])('Shanghai, four o’clock: %s is of %s', (iso, day) => {
  const bounds = businessDayAt(Date.parse(iso), 'Asia/Shanghai', 4)
  expect(bounds.day).toBe(day)
  expect(isoWithOffset(bounds.startsAtMs, 'Asia/Shanghai')).toBe(`${day}T04:00:00.000+08:00`)
  expect(bounds.endsAtMs).toBe(endOfDay(day, 'Asia/Shanghai', 4))
})

describe.each([
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Havana',
  'America/Santiago',
])('%s', (zone) => {
  test.each([0, 1, 2, 3, 4, 23])('from %i o’clock, days follow each other', (hour) => {
    const wrong: string[] = []
    let bounds = businessDayAt(Date.parse('2026-01-01T12:00:00Z'), zone, hour)
    for (let i = 0; i < 730; i += 1) {
      const next = businessDayAt(bounds.endsAtMs, zone, hour)
      const last = businessDayAt(bounds.endsAtMs - 1, zone, hour)
      const fine =
        next.day === addDays(bounds.day, 1) &&
        next.startsAtMs === bounds.endsAtMs &&
        last.day === bounds.day &&
        last.startsAtMs === bounds.startsAtMs
      if (!fine) wrong.push(`${bounds.day} → ${next.day}`)
      bounds = next
    }
    expect(wrong).toEqual([])
  })
})
