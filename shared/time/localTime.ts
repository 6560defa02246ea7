/**
 * Local calendar time of a hall, from its IANA zone. The platform's own zone is
 * never used: a hall's day is the same on every machine.
 */

/** A point of local time: `date` as YYYY-MM-DD, `minute` since local midnight, `weekday` 1 Monday … 7 Sunday. */
export interface LocalTime {
  readonly date: string
  readonly minute: number
  readonly second: number
  readonly weekday: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  formatters.set(timeZone, made)
  return made
}

/** Whether the platform knows this IANA zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterOf(timeZone)
    return true
  } catch {
    return false
  }
}

/** What was asked last of each zone: the hub asks several times a command, nearly always of the same minute. */
const lastAsked = new Map<string, { readonly utcMinute: number; readonly local: LocalTime }>()

/** Epoch ms → local time in the zone. Throws RangeError for an unknown zone. */
export function localTime(atMs: number, timeZone: string): LocalTime {
  const utcMinute = Math.floor(atMs / 60_000)
  const second = Math.floor(atMs / 1000) - utcMinute * 60
  const known = lastAsked.get(timeZone)
  if (known?.utcMinute === utcMinute) return { ...known.local, second }
  const local = formatted(atMs, timeZone)
  // Where a zone is off by whole minutes — everywhere since 1972 — the minute's other seconds differ in nothing else.
  if (local.second === second) lastAsked.set(timeZone, { utcMinute, local })
  return local
}

function formatted(atMs: number, timeZone: string): LocalTime {
  const field: Record<string, string> = {}
  for (const part of formatterOf(timeZone).formatToParts(atMs)) field[part.type] = part.value
  const date = `${field['year'] ?? ''}-${field['month'] ?? ''}-${field['day'] ?? ''}`
  return {
    date,
    minute: Number(field['hour']) * 60 + Number(field['minute']),
    second: Number(field['second']),
    weekday: weekdayOf(date),
  }
}

/** 1 Monday … 7 Sunday of a date YYYY-MM-DD. */
export function weekdayOf(date: string): number {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay()
  return day === 0 ? 7 : day
}

/** The date `days` later (or earlier, if negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * Epoch ms of a local date and minute in the zone. A minute skipped by a clock
 * change gives the instant of the change; a repeated one gives the first.
 */
export function instantOf(date: string, minute: number, timeZone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minute * 60_000
  // Offsets are stable around the answer except at a change, so trying the
  // offsets of the day before and the day after finds every real instant.
  const near = [wanted - 86_400_000, wanted + 86_400_000].map((at) => wanted - offsetMs(at, timeZone))
  const early = Math.min(...near)
  const late = Math.max(...near)
  if (early + offsetMs(early, timeZone) === wanted) return early
  if (late + offsetMs(late, timeZone) === wanted) return late
  return changeBetween(early, late, timeZone)
}

/** The instant, to the second, at which the zone's offset changes between two others. */
function changeBetween(beforeMs: number, afterMs: number, timeZone: string): number {
  const offset = offsetMs(afterMs, timeZone)
  let before = beforeMs
  let after = afterMs
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000
    if (offsetMs(middle, timeZone) === offset) after = middle
    else before = middle
  }
  return after
}

/** How far local time in the zone is ahead of UTC at that instant, ms. */
export function offsetMs(atMs: number, timeZone: string): number {
  const local = localTime(atMs, timeZone)
  const asUtc = Date.parse(`${local.date}T00:00:00Z`) + (local.minute * 60 + local.second) * 1000
  return asUtc - Math.floor(atMs / 1000) * 1000
}

/** ISO-8601 with the zone's own offset, to the millisecond: how times leave the hall. */
export function isoWithOffset(atMs: number, timeZone: string): string {
  const offset = Math.round(offsetMs(atMs, timeZone) / 60_000)
  const sign = offset < 0 ? '-' : '+'
  const abs = Math.abs(offset)
  const two = (n: number): string => String(n).padStart(2, '0')
  const shifted = new Date(atMs + offset * 60_000).toISOString().slice(0, -1)
  return `${shifted}${sign}${two(Math.floor(abs / 60))}:${two(abs % 60)}`
}

/** Minutes since midnight of `HH:MM`; `24:00` is 1440. */
export function minuteOf(clock: string): number {
  const [h, m] = clock.split(':')
  return Number(h) * 60 + Number(m)
}
