/** Months and local times as the attendance pages ask for them. */
import { addDays, instantOf, minuteOf } from '#shared/time/localTime.ts'

/** The month so many after this one, `YYYY-MM`. */
export function monthAfter(month: string, by: 1 | -1): string {
  const first = `${month}-01`
  return (by === 1 ? addDays(first, 31) : addDays(first, -1)).slice(0, 7)
}

/** Epoch ms of what a field for a local date and time holds, `2026-03-02T08:50`; undefined while it is not whole. */
export function instantIn(field: string, zone: string): number | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(field)
  const [, day, time] = found ?? []
  return day === undefined || time === undefined ? undefined : instantOf(day, minuteOf(time), zone)
}
