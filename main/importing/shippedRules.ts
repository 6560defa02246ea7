/**
 * The rules of conduct a hall begins with: the holiday calendar that comes with the product, one file a year in
 * `resources/calendar`, and the flows of `shared/conduct/flows.ts`. Whatever a hall changes is its own from then on.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { defaultConductRules } from '#shared/conduct/conductRules.ts'
import type { ConductRules } from '#shared/conduct/conductRules.ts'
import { ruleProblemLine } from '#shared/conduct/ruleProblem.ts'
import { calendarProblem, holidayCalendar, joinedCalendar, plainWeek } from '#shared/conduct/workingDays.ts'
import type { HolidayCalendar } from '#shared/conduct/workingDays.ts'
import { shippedDir } from '../shippedDir.ts'

/** Zones where the State Council's holidays hold; Hong Kong and Macau have their own. */
const chineseZones: ReadonlySet<string> = new Set([
  'Asia/Shanghai',
  'Asia/Urumqi',
  'Asia/Chongqing',
  'Asia/Chungking',
  'Asia/Harbin',
  'Asia/Kashgar',
  'PRC',
])

/** All years of the calendar for a time zone; a plain week where none is shipped. Throws with the file's name when one is no calendar. */
export function shippedCalendar(timeZone: string, dir: string = shippedDir('calendar')): HolidayCalendar {
  if (!chineseZones.has(timeZone)) return plainWeek
  const years = readdirSync(dir)
    .filter((name) => /^cn-\d{4}\.json$/.test(name))
    .map((name) => {
      const read = holidayCalendar.safeParse(JSON.parse(readFileSync(join(dir, name), 'utf8')))
      if (!read.success) throw new Error(`calendar ${name}: ${z.prettifyError(read.error)}`)
      const problem = calendarProblem(read.data)
      if (problem !== undefined) throw new Error(`calendar ${name}: ${ruleProblemLine(problem)}`)
      return read.data
    })
  return joinedCalendar(years) ?? plainWeek
}

/** The rules of conduct for a hall that has none yet. */
export function shippedRules(timeZone: string): ConductRules {
  return { ...defaultConductRules, calendar: shippedCalendar(timeZone) }
}
