/** The periods of the reports page: business days [from, to), a day, a week from Monday, a month, or as chosen. */
import { addDays, weekdayOf } from '#shared/time/localTime.ts'

export const lengths = ['day', 'week', 'month', 'custom'] as const
export type Length = (typeof lengths)[number]

/** Business days [from, to). */
export interface Period {
  readonly from: string
  readonly to: string
}

/** The period of that length which holds a day; of `custom`, that day. */
export function periodOf(length: Length, day: string): Period {
  switch (length) {
    case 'day':
    case 'custom':
      return { from: day, to: addDays(day, 1) }
    case 'week': {
      const monday = addDays(day, 1 - weekdayOf(day))
      return { from: monday, to: addDays(monday, 7) }
    }
    case 'month': {
      const from = `${day.slice(0, 8)}01`
      return { from, to: `${addDays(from, 31).slice(0, 8)}01` }
    }
  }
}

/** The period before or after one; of `custom`, as many days. */
export function stepped(length: Length, { from, to }: Period, by: 1 | -1): Period {
  if (length === 'custom') {
    const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
    return { from: addDays(from, by * days), to: addDays(to, by * days) }
  }
  return periodOf(length, by === 1 ? to : addDays(from, -1))
}
