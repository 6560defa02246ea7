/** The hall's business day: it begins at the roll-over hour, never at UTC midnight. */
import { businessDay } from '../ids/ids.ts'
import type { BusinessDay } from '../ids/ids.ts'
import { addDays, instantOf, localTime } from './localTime.ts'

/** A business day and its bounds [startsAtMs, endsAtMs). */
export interface DayBounds {
  readonly day: BusinessDay
  readonly startsAtMs: number
  readonly endsAtMs: number
}

/**
 * The business day that holds an instant.
 * @param rollOverHour local hour 0–23 at which a day begins
 */
export function businessDayAt(atMs: number, timeZone: string, rollOverHour: number): DayBounds {
  const local = localTime(atMs, timeZone)
  const date = local.minute >= rollOverHour * 60 ? local.date : addDays(local.date, -1)
  return {
    day: businessDay.parse(date),
    startsAtMs: instantOf(date, rollOverHour * 60, timeZone),
    endsAtMs: endOfDay(date, timeZone, rollOverHour),
  }
}

/** When a business day ends, epoch ms: the next date's roll-over. */
export function endOfDay(day: string, timeZone: string, rollOverHour: number): number {
  return instantOf(addDays(day, 1), rollOverHour * 60, timeZone)
}
