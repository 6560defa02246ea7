/**
 * Working days and the clocks that count in them. A calendar is data: the
 * weekdays a place works, the holidays off, and the days worked in exchange
 * (调休), so that another year or another country is another file.
 */
import { z } from 'zod'
import { addDays, instantOf, localTime, weekdayOf } from '../time/localTime.ts'
import { problemOf } from './ruleProblem.ts'
import type { RuleProblem } from './ruleProblem.ts'

/** A date of the calendar, YYYY-MM-DD. */
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD')
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), 'not a day of the calendar')

export const holidayCalendar = z.object({
  name: z.string().min(1).max(60),
  /** Where the days come from: the notice, its number and date. */
  source: z.string().max(300).optional(),
  /** First day nobody has announced anything about yet; from here on the plain weekdays count. */
  until: date.optional(),
  /** Weekdays worked where nothing else is said: 1 Monday … 7 Sunday. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).readonly(),
  /** Days off, [from, until). */
  holidays: z
    .array(z.object({ name: z.string().min(1).max(60), from: date, until: date }))
    .max(400)
    .readonly(),
  /** Days worked though their weekday is free. */
  workingDays: z.array(date).max(400).readonly(),
})
export type HolidayCalendar = z.infer<typeof holidayCalendar>

/** Monday to Friday and no holidays: what holds until a hall has a calendar. */
export const plainWeek: HolidayCalendar = {
  name: 'Monday to Friday',
  weekdays: [1, 2, 3, 4, 5],
  holidays: [],
  workingDays: [],
}

/** Several years as one calendar, named and sourced by the last of them. Undefined for none. */
export function joinedCalendar(years: readonly HolidayCalendar[]): HolidayCalendar | undefined {
  const inOrder = [...years].sort((a, b) => ((a.until ?? '') < (b.until ?? '') ? -1 : 1))
  const last = inOrder.at(-1)
  if (last === undefined) return undefined
  return {
    ...last,
    holidays: inOrder.flatMap((year) => year.holidays),
    workingDays: inOrder.flatMap((year) => year.workingDays),
  }
}

/** What stands in the way of using a calendar: a holiday that ends before it begins, a day both free and worked over. */
export function calendarProblem({
  name: calendar,
  holidays,
  workingDays,
}: HolidayCalendar): RuleProblem | undefined {
  const empty = holidays.find((h) => h.until <= h.from)
  if (empty !== undefined) return problemOf('holidayEndsFirst', { calendar, holiday: empty.name })
  const both = workingDays.find((day) => holidays.some((h) => h.from <= day && day < h.until))
  if (both !== undefined) return problemOf('dayFreeAndWorked', { calendar, day: both })
  const twice = workingDays.find((day, i) => workingDays.indexOf(day) !== i)
  return twice === undefined ? undefined : problemOf('workedDayTwice', { calendar, day: twice })
}

/** Whether a date is worked. */
export function isWorkingDay(calendar: HolidayCalendar, day: string): boolean {
  if (calendar.workingDays.includes(day)) return true
  if (calendar.holidays.some((h) => h.from <= day && day < h.until)) return false
  return calendar.weekdays.includes(weekdayOf(day))
}

/** No clock is longer than this; a calendar of holidays alone does not count for ever. */
const furthestDays = 3660

/** The `n`th working day after a date; for 0 the date itself if it is worked, else the next that is. */
export function workingDayAfter(calendar: HolidayCalendar, day: string, n: number): string {
  let at = n === 0 ? addDays(day, -1) : day
  let left = Math.max(1, n)
  for (let step = 0; step < furthestDays && left > 0; step += 1) {
    at = addDays(at, 1)
    if (isWorkingDay(calendar, at)) left -= 1
  }
  return at
}

/** How long something may take. Days end with the local date; `workingDays` 0 means the same day. */
export const clock = z.object({
  unit: z.enum(['minutes', 'hours', 'days', 'workingDays']),
  n: z.number().int().min(0).max(1000),
})
export type Clock = z.infer<typeof clock>

/** When a clock that began then runs out, epoch ms, exclusive. The day it began does not count. */
export function dueAfter(
  startMs: number,
  { unit, n }: Clock,
  calendar: HolidayCalendar,
  zone: string,
): number {
  const started = localTime(startMs, zone).date
  switch (unit) {
    case 'minutes':
      return startMs + n * 60_000
    case 'hours':
      return startMs + n * 3_600_000
    case 'days':
      return instantOf(addDays(started, n + 1), 0, zone)
    case 'workingDays':
      return instantOf(addDays(workingDayAfter(calendar, started, n), 1), 0, zone)
  }
}

/** Whole working days from one date to another, the first excluded, the last counted; negative when it lies before. */
export function workingDaysBetween(calendar: HolidayCalendar, from: string, until: string): number {
  const [first, last, sign] = from <= until ? [from, until, 1] : [until, from, -1]
  let count = 0
  for (let day = addDays(first, 1), step = 0; day <= last && step < furthestDays; step += 1) {
    if (isWorkingDay(calendar, day)) count += 1
    day = addDays(day, 1)
  }
  return count * sign
}
