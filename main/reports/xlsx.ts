/** Reports and rows as workbooks: numbers are numbers, shares percentages, times real dates of the hall's own clock. */
import { EventEmitter, once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import ExcelJs from 'exceljs'
import type { Worksheet } from 'exceljs'
import { z } from 'zod'
import { reportTextsOf } from '#shared/locale/reports.ts'
import type { Asked, Report, ReportColumn, RowCell } from '#shared/reporting/report.ts'
import { offsetMs } from '#shared/time/localTime.ts'
import { headOf, notesOf } from './csv.ts'
import type { Table } from './table.ts'

const formats = {
  count: '#,##0',
  share: '0.0%',
  seconds: '#,##0.0',
  amount: '#,##0.00',
} as const satisfies Record<ReportColumn['unit'], string>
const rowFormats = { text: '@', number: '0', time: 'yyyy-mm-dd hh:mm:ss', seconds: '0.0' } as const

/** Rows a sheet can have, less its head. */
const sheetRows = 1_048_575

/** The whole report: a sheet for each part, and one that says what the figures mean. */
export async function reportAsXlsx(report: Report, locale: Asked['locale']): Promise<Uint8Array> {
  const texts = reportTextsOf(locale)
  const book = new ExcelJs.Workbook()
  for (const part of report.parts) {
    const sheet = book.addWorksheet(sheetName(part.title), {
      views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }],
    })
    const head = sheet.addRow([
      part.groupTitle,
      ...part.columns.map((column) => headOf(column, texts.seconds)),
    ])
    head.font = { bold: true }
    head.alignment = { wrapText: true, vertical: 'middle' }
    const put = (label: string, values: typeof part.total, bold: boolean): void => {
      const row = sheet.addRow([label, ...part.columns.map(({ id }) => values[id] ?? null)])
      part.columns.forEach(({ unit }, at) => {
        row.getCell(at + 2).numFmt = formats[unit]
      })
      if (bold) row.font = { bold: true }
    }
    for (const { label, values } of part.rows) put(label, values, false)
    put(texts.total, part.total, true)
    if (part.before !== undefined) put(texts.before, part.before, false)
    sheet.getColumn(1).width = 26
    part.columns.forEach((_, at) => {
      sheet.getColumn(at + 2).width = 12
    })
    forPaper(sheet)
  }
  const notes = book.addWorksheet(sheetName(texts.definitions))
  for (const note of notesOf(report, locale)) notes.addRow([...note])
  notes.getColumn(1).width = 26
  notes.getColumn(2).width = 90
  forPaper(notes)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

function forPaper(sheet: Worksheet): void {
  sheet.pageSetup = { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 }
}

/** A sheet's name may not hold these, nor be longer. */
function sheetName(title: string): string {
  return title.replaceAll(/[*?:\\/[\]]/g, ' ').slice(0, 31)
}

/** Writes rows into a workbook as they come; more than a sheet can hold go on in the next. */
export async function writeXlsx(path: string, { columns, pieces, timeZone, locale }: Table): Promise<void> {
  const texts = reportTextsOf(locale)
  const file = createWriteStream(path)
  const book = new ExcelJs.stream.xlsx.WorkbookWriter({ stream: file, useStyles: true })
  const begin = (n: number): Worksheet => {
    const sheet = book.addWorksheet(n === 1 ? texts.sheet : `${texts.sheet} ${n}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    })
    sheet.columns = columns.map(({ title, kind }) => ({
      header: kind === 'seconds' ? `${title} (${texts.seconds})` : title,
      width: kind === 'time' ? 20 : 14,
      style: { numFmt: rowFormats[kind] },
    }))
    return sheet
  }
  let sheet = begin(1)
  let sheets = 1
  let rows = 0
  for (const piece of pieces) {
    if (rows + piece.length > sheetRows) {
      sheet.commit()
      sheets += 1
      sheet = begin(sheets)
      rows = 0
    }
    for (const row of piece) {
      sheet
        .addRow(row.map((value, at) => (columns[at]?.kind === 'time' ? clock(value, timeZone) : value)))
        .commit()
    }
    rows += piece.length
    await carriedOff(sheet)
  }
  sheet.commit()
  await book.commit()
  await finished(file)
}

const stream = z.object({ _writableState: z.object({ needDrain: z.boolean() }) })

/**
 * Waits until what was written has been packed. The library writes on without
 * waiting, and half a year of visits would all stand in memory; what its rows
 * flow into is its own affair, and where it is no longer found the wait is one
 * turn of the loop.
 */
async function carriedOff(sheet: Worksheet): Promise<void> {
  const rows: unknown = Reflect.get(sheet, 'stream')
  const pipes: unknown = typeof rows === 'object' && rows !== null ? Reflect.get(rows, 'pipes') : undefined
  const into: unknown = Array.isArray(pipes) ? pipes[0] : undefined
  const read = stream.safeParse(into)
  if (into instanceof EventEmitter && read.success && read.data._writableState.needDrain) {
    await once(into, 'drain')
    return
  }
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** A workbook's dates have no zone: the hall's own clock is written as if it were UTC, which is how the library writes. */
function clock(value: RowCell, timeZone: string): RowCell | Date {
  if (typeof value !== 'number') return value
  return new Date(value + offsetMs(value, timeZone))
}
