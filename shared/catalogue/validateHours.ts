/** What must hold for a queue's opening hours, beyond the shape of their schema. */
import type { Hours, Slot } from './catalogue.ts'
import type { Problem } from './validate.ts'

const minutesPerDay = 24 * 60

/** Everything wrong with one queue's hours; `path` is where they stand in the catalogue. */
export function hoursProblems(hours: Hours, path: string): readonly Problem[] {
  const dates = hours.dates ?? []
  const seen = new Set<string>()
  return [
    ...Object.entries(hours.weekdays).flatMap(([day, slots]) =>
      slotProblems(slots, `${path}.weekdays.${day}`),
    ),
    ...dates.flatMap(({ date, slots }, i): readonly Problem[] => {
      const at = `${path}.dates.${i}`
      const again = seen.has(date)
      seen.add(date)
      return [
        ...(isDate(date)
          ? []
          : [{ code: 'dateInvalid' as const, path: `${at}.date`, facts: { value: date } }]),
        ...(again ? [{ code: 'dateRepeated' as const, path: `${at}.date`, facts: { value: date } }] : []),
        ...slotProblems(slots, `${at}.slots`),
      ]
    }),
  ]
}

function slotProblems(slots: readonly Slot[], path: string): readonly Problem[] {
  const spans = slots.map((slot, i) => ({
    slot,
    path: `${path}.${i}`,
    from: minuteOfDay(slot.from),
    until: minuteOfDay(slot.until),
  }))
  const single = spans.flatMap((span): readonly Problem[] => {
    const facts = { from: span.slot.from, until: span.slot.until }
    if (span.until > minutesPerDay || span.from > minutesPerDay)
      return [{ code: 'timeOutsideDay', path: span.path, facts }]
    return span.from < span.until ? [] : [{ code: 'slotReversed', path: span.path, facts }]
  })
  if (single.length > 0) return single
  const inOrder = spans.toSorted((a, b) => a.from - b.from || a.until - b.until)
  let latest = inOrder[0]
  return inOrder.slice(1).flatMap((span): readonly Problem[] => {
    const before = latest
    if (before === undefined || span.until > before.until) latest = span
    if (before === undefined || span.from >= before.until) return []
    const facts = { from: span.slot.from, until: before.slot.until }
    return [{ code: 'slotsOverlap', path: span.path, facts }]
  })
}

function minuteOfDay(clock: string): number {
  const [hour, minute] = clock.split(':')
  return Number(hour) * 60 + Number(minute)
}

/** Whether `YYYY-MM-DD` names a day of the calendar. */
function isDate(date: string): boolean {
  const [year, month, day] = date.split('-').map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  return days !== undefined && day >= 1 && day <= days
}
