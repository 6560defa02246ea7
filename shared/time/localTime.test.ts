/**
 * Goal: local time, its way back and its writing are right in every zone a hall
 * may stand in, through every clock change.
 * Method: known instants, then every hour of a year in several zones against the
 * definition: an instant is written and read back to itself.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  instantOf,
  isoWithOffset,
  isTimeZone,
  localTime,
  minuteOf,
  offsetMs,
  weekdayOf,
} from './localTime.ts'

const zones = [
  'UTC',
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'America/Havana',
]
const hourMs = 3_600_000

test.each([
  ['2026-03-02T01:00:00Z', 'Asia/Shanghai', '2026-03-02', 540, 1],
  ['2026-03-01T16:30:05Z', 'Asia/Shanghai', '2026-03-02', 30, 1],
  ['2026-01-01T00:00:00Z', 'America/St_Johns', '2025-12-31', 1230, 3],
  ['2026-07-01T00:00:00Z', 'Asia/Kathmandu', '2026-07-01', 345, 3],
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29', 180, 7],
])('%s in %s', (iso, zone, date, minute, weekday) => {
  expect(localTime(Date.parse(iso), zone)).toMatchObject({ date, minute, weekday })
})

describe.each(zones)('%s', (zone) => {
  test('every hour of two years comes back from its local time, or from its earlier twin', () => {
    const wrong: string[] = []
    for (let at = Date.parse('2025-12-30T00:00:00Z'); at < Date.parse('2028-01-02T00:00:00Z'); at += hourMs) {
      const { date, minute } = localTime(at, zone)
      const back = instantOf(date, minute, zone)
      const twin = localTime(back, zone)
      if (back > at || twin.date !== date || twin.minute !== minute || at - back > hourMs)
        wrong.push(new Date(at).toISOString())
    }
    expect(wrong).toEqual([])
  })

  test('times are written with the zone’s own offset and read back exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.parse('2100-01-01T00:00:00Z') }), (at) => {
        expect(Date.parse(isoWithOffset(at, zone))).toBe(at)
      }),
      { seed: 9, numRuns: 200 },
    )
  })
})

describe('Berlin’s clock changes', () => {
  const zone = 'Europe/Berlin'
  test('a minute that is skipped is the instant of the change', () => {
    const change = Date.parse('2026-03-29T01:00:00Z')
    expect(['02:00', '02:30', '02:59'].map((c) => instantOf('2026-03-29', minuteOf(c), zone))).toEqual([
      change,
      change,
      change,
    ])
    expect(instantOf('2026-03-29', minuteOf('03:00'), zone)).toBe(change)
    expect(instantOf('2026-03-29', minuteOf('01:59'), zone)).toBe(change - 60_000)
  })

  test('a minute that comes twice is the first', () => {
    expect(isoWithOffset(instantOf('2026-10-25', minuteOf('02:30'), zone), zone)).toBe(
      '2026-10-25T02:30:00.000+02:00',
    )
    expect(isoWithOffset(Date.parse('2026-10-25T01:30:00Z'), zone)).toBe('2026-10-25T02:30:00.000+01:00')
    expect(offsetMs(Date.parse('2026-10-25T01:30:00Z'), zone)).toBe(hourMs)
  })
})

test('a change of half an hour, and a day that never was', () => {
  expect(
    isoWithOffset(instantOf('2026-10-04', minuteOf('02:15'), 'Australia/Lord_Howe'), 'Australia/Lord_Howe'),
  ).toBe('2026-10-04T02:30:00.000+11:00')
  expect(isoWithOffset(instantOf('2011-12-30', 600, 'Pacific/Apia'), 'Pacific/Apia')).toBe(
    '2011-12-31T00:00:00.000+14:00',
  )
})

test('calendar arithmetic', () => {
  expect([
    addDays('2026-02-28', 1),
    addDays('2028-02-28', 1),
    addDays('2026-01-01', -1),
    addDays('2026-03-29', 1),
  ]).toEqual(['2026-03-01', '2028-02-29', '2025-12-31', '2026-03-30'])
  expect(['2026-03-02', '2026-03-07', '2026-03-08'].map(weekdayOf)).toEqual([1, 6, 7])
  expect(['00:00', '09:30', '24:00'].map(minuteOf)).toEqual([0, 570, 1440])
  expect(instantOf('2026-03-02', 1440, 'Asia/Shanghai')).toBe(instantOf('2026-03-03', 0, 'Asia/Shanghai'))
})

test('what is no zone is known as none', () => {
  expect([...zones, 'Mars/Olympus', ''].map(isTimeZone)).toEqual([...zones.map(() => true), false, false])
})
