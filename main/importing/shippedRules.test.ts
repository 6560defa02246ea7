/**
 * Goal: clocks of a new hall count the days its State Council counts. Method: the shipped files against the
 * notice of each year, whose words say how long each holiday is and which weekends are worked.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dueAfter, isWorkingDay, workingDayAfter } from '#shared/conduct/workingDays.ts'
import { addDays, instantOf, weekdayOf } from '#shared/time/localTime.ts'
import { shippedCalendar, shippedRules } from './shippedRules.ts'

const zone = 'Asia/Shanghai'
const calendar = shippedCalendar(zone)

describe('the calendar of 2026', () => {
  it('has the holidays of the notice, each as long as it says', () => {
    const days = calendar.holidays.map(({ name, from, until }) => {
      let n = 0
      for (let day = from; day < until; day = addDays(day, 1)) n += 1
      return [name, from, n]
    })
    expect(days).toEqual([
      ['元旦', '2026-01-01', 3],
      ['春节', '2026-02-15', 9],
      ['清明节', '2026-04-04', 3],
      ['劳动节', '2026-05-01', 5],
      ['端午节', '2026-06-19', 3],
      ['中秋节', '2026-09-25', 3],
      ['国庆节', '2026-10-01', 7],
    ])
  })

  it('works six days of weekends in exchange, and no other', () => {
    expect(calendar.workingDays.map((day) => [day, weekdayOf(day)])).toEqual([
      ['2026-01-04', 7],
      ['2026-02-14', 6],
      ['2026-02-28', 6],
      ['2026-05-09', 6],
      ['2026-09-20', 7],
      ['2026-10-10', 6],
    ])
    let worked = 0
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1))
      if (isWorkingDay(calendar, day)) worked += 1
    // 261 weekdays, 19 of them free, 6 days of weekends worked.
    expect(worked).toBe(248)
  })

  it('carries a clock over the Spring Festival and its exchanged days', () => {
    // Friday the 13th: the 14th is worked, then nine days off.
    expect(workingDayAfter(calendar, '2026-02-13', 2)).toBe('2026-02-24')
    expect(dueAfter(instantOf('2026-02-13', 600, zone), { unit: 'workingDays', n: 5 }, calendar, zone)).toBe(
      instantOf('2026-02-28', 0, zone),
    )
  })

  it('says where it ends and where it comes from', () => {
    expect(calendar.until).toBe('2027-01-01')
    expect(calendar.source).toContain('国办发明电〔2025〕7号')
  })
})

describe('shipped rules', () => {
  it('have no holidays where the notice does not hold', () => {
    expect(shippedRules('Asia/Hong_Kong').calendar.holidays).toEqual([])
    expect(shippedRules('Asia/Urumqi').calendar.holidays).toHaveLength(7)
  })

  it('name the file that is no calendar', () => {
    const dir = mkdtempSync(join(tmpdir(), 'calendar-'))
    onTestFinished(() => {
      rmSync(dir, { recursive: true })
    })
    const put = (year: string, more: object): void => {
      const plain = { name: year, weekdays: [1], holidays: [], workingDays: [], until: `${year}-12-31` }
      writeFileSync(join(dir, `cn-${year}.json`), JSON.stringify({ ...plain, ...more }))
    }
    put('2030', { workingDays: ['2030-01-05'] })
    put('2029', { workingDays: ['2029-01-06'] })
    expect(shippedCalendar(zone, dir)).toMatchObject({
      name: '2030',
      workingDays: ['2029-01-06', '2030-01-05'],
    })
    put('2031', {
      holidays: [{ name: 'x', from: '2031-01-01', until: '2031-01-09' }],
      workingDays: ['2031-01-05'],
    })
    expect(() => shippedCalendar(zone, dir)).toThrow('cn-2031.json')
  })
})
