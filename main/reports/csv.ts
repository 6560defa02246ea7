/** Reports and rows as CSV: UTF-8 with a BOM, as spreadsheets here need it to see Chinese, and nothing a spreadsheet would run. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { reportTextsOf } from '#shared/locale/reports.ts'
import { lastDayOf } from '#shared/reporting/labels.ts'
import type { Asked, Report, ReportColumn, ReportPart, RowCell } from '#shared/reporting/report.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import type { Table } from './table.ts'

const bom = '\uFEFF'

type Cell = string | number | null | undefined

/**
 * One cell. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it, as OWASP has it; numbers are ours and stay numbers.
 */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[\s]*[=+\-@\t\r＝＋－＠]/u.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of a file. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** The whole report: each part's table, then what the figures mean and what they are of. */
export function reportAsCsv(report: Report, locale: Asked['locale']): string {
  const texts = reportTextsOf(locale)
  const out = [bom]
  for (const part of report.parts) {
    if (report.parts.length > 1) out.push(csvLine([part.title]))
    out.push(csvLine([part.groupTitle, ...part.columns.map((column) => headOf(column, texts.seconds))]))
    for (const row of part.rows) out.push(csvLine([row.label, ...valuesOf(part, row.values)]))
    out.push(csvLine([texts.total, ...valuesOf(part, part.total)]))
    if (part.before !== undefined) out.push(csvLine([texts.before, ...valuesOf(part, part.before)]))
    out.push(csvLine([]))
  }
  for (const note of notesOf(report, locale)) out.push(csvLine(note))
  return out.join('')
}

/** A column's title with its unit; shares are written as fractions of one. */
export function headOf({ title, unit }: ReportColumn, seconds: string): string {
  return unit === 'seconds' ? `${title} (${seconds})` : title
}

function valuesOf(part: ReportPart, values: ReportPart['total']): Cell[] {
  return part.columns.map(({ id, unit }) => {
    const value = values[id] ?? null
    return unit === 'share' && value !== null ? Math.round(value * 10_000) / 10_000 : value
  })
}

/** What stands below the tables: period, target, when made, and every definition once. */
export function notesOf(report: Report, locale: Asked['locale']): readonly (readonly string[])[] {
  const texts = reportTextsOf(locale)
  const said = new Map<string, string>()
  for (const part of report.parts) {
    said.set(part.groupTitle, part.groupDefinition)
    for (const { title, definition } of part.columns) said.set(title, definition)
  }
  return [
    [report.hall, report.title],
    [texts.period(report.from, lastDayOf(report.to))],
    [texts.target(report.targetWaitS / 60)],
    [texts.madeAt(report.madeAt)],
    ...(report.open ? [[texts.open]] : []),
    [],
    [texts.definitions],
    ...said,
  ]
}

/** Writes rows into a file, waiting for the disk where it is slower. */
export async function writeCsv(path: string, { columns, pieces, timeZone, locale }: Table): Promise<void> {
  const { seconds } = reportTextsOf(locale)
  const file = createWriteStream(path)
  file.write(bom)
  file.write(
    csvLine(columns.map(({ title, kind }) => (kind === 'seconds' ? `${title} (${seconds})` : title))),
  )
  for (const piece of pieces) {
    const text = piece
      .map((row) =>
        csvLine(row.map((value, at) => (columns[at]?.kind === 'time' ? clockText(value, timeZone) : value))),
      )
      .join('')
    if (!file.write(text)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}

/** A time as people and spreadsheets of the hall read it: its own clock, to the second. */
function clockText(value: RowCell, timeZone: string): RowCell {
  if (typeof value !== 'number') return value
  return isoWithOffset(value, timeZone).slice(0, 19).replace('T', ' ')
}
