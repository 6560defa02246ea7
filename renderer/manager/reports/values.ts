/** Figures and cells as people read them. */
import type { ReportColumn, RowCell, RowColumn } from '#shared/reporting/report.ts'
import { localTime } from '#shared/time/localTime.ts'

/** Nothing to make a figure of. */
export const nothing = '—'

/** A figure with its unit: `1,234`, `12.3%`, `4:05`, `1:02:03`. */
export function figureText(value: number | null | undefined, unit: ReportColumn['unit']): string {
  if (value === null || value === undefined) return nothing
  switch (unit) {
    case 'count':
    case 'amount':
      return value.toLocaleString('en')
    case 'share':
      return `${(value * 100).toFixed(1)}%`
    case 'seconds':
      return clockText(value)
  }
}

/** How a figure changed: in hundredths of what it was; a share in points. */
export function changeText(
  now: number | null | undefined,
  before: number | null | undefined,
  unit: ReportColumn['unit'],
): string {
  if (typeof now !== 'number' || typeof before !== 'number') return nothing
  if (unit !== 'share' && before === 0) return nothing
  const change = unit === 'share' ? (now - before) * 100 : ((now - before) / before) * 100
  const sign = change > 0 ? '+' : ''
  return `${sign}${change.toFixed(1)}${unit === 'share' ? ' pp' : '%'}`
}

/** Seconds as minutes and seconds, with hours where there are some. */
export function clockText(seconds: number): string {
  const whole = Math.round(seconds)
  const two = (n: number): string => String(n).padStart(2, '0')
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60).toLocaleString('en')}:${two(minutes % 60)}:${two(whole % 60)}`
}

/** A cell of a row. */
export function cellText(cell: RowCell | undefined, kind: RowColumn['kind'], timeZone: string): string {
  if (cell === null || cell === undefined) return nothing
  if (kind === 'seconds' && typeof cell === 'number') return clockText(cell)
  if (kind === 'time' && typeof cell === 'number') {
    const { minute, second } = localTime(cell, timeZone)
    const two = (n: number): string => String(n).padStart(2, '0')
    return `${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second)}`
  }
  return String(cell)
}
