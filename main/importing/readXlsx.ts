/** The rows of an xlsx workbook, and nothing else of it: whatever the library would expand cell by cell is left out. */
import type { CellValue, Row } from 'exceljs'
import type { RawRow, RawRows, ReadProgress, TableLimits } from './readTable.ts'
import { refuseTable, rowsAStep, tooManyRows } from './readTable.ts'
import { unpackWithin } from './unpackWithin.ts'

/** Columns that are looked at; a catalogue has five. */
const mostColumns = 200
/** Rows a sheet can have at all; a row numbered beyond is damage, and would be counted up to. */
const mostSheetRows = 1_048_576
/** Cells that named ranges may cover; the library makes an entry for each. */
const mostNamedCells = 1_000_000

/** Parts of a sheet that hold no rows. Some of them, a merge of whole columns for one, take the library hours. */
const ignoreNodes = [
  'sheetPr',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'autoFilter',
  'mergeCells',
  'rowBreaks',
  'hyperlinks',
  'pageMargins',
  'dataValidations',
  'pageSetup',
  'headerFooter',
  'printOptions',
  'picture',
  'drawing',
  'sheetProtection',
  'tableParts',
  'conditionalFormatting',
  'extLst',
]

/**
 * Reads every visible and hidden sheet; a row's line is its row number in the sheet. The workbook is loaded
 * whole: the library's streaming reader breaks Chinese characters that lie across two of its chunks.
 */
export async function readXlsx(
  bytes: Uint8Array,
  filename: string,
  limits: TableLimits,
  progress: ReadProgress,
): Promise<RawRows> {
  const unreadable = refuseTable('fileUnreadable', `${filename} is damaged or not an .xlsx workbook.`)
  const unpacked = unpackWithin(bytes, limits.unpackedBytes, 'xl/workbook.xml')
  if (!unpacked.ok) {
    return unpacked.reason === 'damaged'
      ? unreadable
      : refuseTable(
          'fileTooLarge',
          `${filename} unpacks to more than ${limits.unpackedBytes} bytes; a catalogue may not.`,
        )
  }
  if (unpacked.kept === undefined) return unreadable
  if (namedCells(new TextDecoder().decode(unpacked.kept)) > mostNamedCells) {
    return refuseTable(
      'fileTooLarge',
      `${filename} has named ranges over whole columns; delete the names or save it as CSV.`,
    )
  }
  // Large, and needed once a year: a hub or a station that reads no workbook does not load it.
  const { default: ExcelJS } = await import('exceljs')
  const workbook = new ExcelJS.Workbook()
  try {
    await workbook.xlsx.load(arrayBufferOf(bytes), { ignoreNodes })
  } catch {
    // The library throws plain errors of many kinds for what is not a workbook; the file is the cause of all.
    return unreadable
  }
  if (workbook.worksheets.some((sheet) => sheet.rowCount > mostSheetRows)) return unreadable
  // The library says nothing while it loads; only from here on is it known how many rows there are.
  const rowsInAll = workbook.worksheets.reduce((sum, sheet) => sum + sheet.actualRowCount, 0)
  let looked = 0
  const sheets = workbook.worksheets.map((sheet) => {
    const rows: RawRow[] = []
    sheet.eachRow({ includeEmpty: false }, (row) => {
      looked += 1
      if (looked % rowsAStep === 0) progress(looked, rowsInAll)
      const raw = rawRow(row)
      if (raw.cells.some((cell) => cell.trim() !== '') || raw.fault !== undefined) rows.push(raw)
    })
    return rows
  })
  // One row is the header.
  if (sheets.some((rows) => rows.length > limits.rows + 1)) return tooManyRows(filename, limits)
  return { ok: true, sheets: sheets.filter((rows) => rows.length > 0), format: 'xlsx' }
}

/** How many cells the workbook's named ranges cover in all. */
function namedCells(workbookXml: string): number {
  const column = (letters: string): number =>
    [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0)
  const ranges = workbookXml.matchAll(/\$([A-Z]{1,4})\$(\d{1,9}):\$([A-Z]{1,4})\$(\d{1,9})/g)
  return [...ranges].reduce((sum, [, left = 'A', top, right = 'A', bottom]) => {
    const width = Math.abs(column(right) - column(left)) + 1
    return sum + width * (Math.abs(Number(bottom) - Number(top)) + 1)
  }, 0)
}

function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

function rawRow(row: Row): RawRow {
  const read = Array.from({ length: Math.min(row.cellCount, mostColumns) }, (_, i) =>
    cellText(row.getCell(i + 1).value),
  )
  const cells = read.map((cell) => cell.text)
  const fault = read.find((cell) => cell.fault !== undefined)?.fault
  return fault === undefined ? { line: row.number, cells } : { line: row.number, cells, fault }
}

interface CellText {
  readonly text: string
  readonly fault?: 'cellUnreadable' | 'numberRounded'
}

function cellText(value: CellValue | undefined): CellText {
  if (value === null || value === undefined) return { text: '' }
  if (typeof value === 'string') return { text: value }
  if (typeof value === 'boolean') return { text: String(value) }
  if (typeof value === 'number') return numberText(value)
  if (value instanceof Date) return { text: value.toISOString().slice(0, 10) }
  if ('richText' in value) return { text: value.richText.map((part) => part.text).join('') }
  if ('error' in value) return { text: '', fault: 'cellUnreadable' }
  if ('text' in value) return cellText(value.text)
  if ('result' in value) return cellText(value.result)
  return { text: '', fault: 'cellUnreadable' }
}

/** A long code kept as a number has already lost its last digits in the spreadsheet: better no code than a wrong one. */
function numberText(value: number): CellText {
  if (!Number.isFinite(value)) return { text: '', fault: 'cellUnreadable' }
  if (Math.abs(value) >= 1e15) return { text: String(value), fault: 'numberRounded' }
  return { text: String(value) }
}
