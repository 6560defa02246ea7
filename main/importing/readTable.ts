/**
 * A catalogue file's bytes become rows by column name. What the file is, is
 * told from its content and not from its name; a file that cannot be the one
 * meant is refused in one sentence, and a broken row is kept with its line.
 */
import { requiredColumns, tableColumns } from '#shared/catalogue/importItem.ts'
import type { ReadFault, TableColumn, TableRow } from '#shared/catalogue/importItem.ts'
import type { ImportProblem } from '#shared/protocol/setUpAnswers.ts'
import { readCsv } from './readCsv.ts'
import { readXlsx } from './readXlsx.ts'

/** What a catalogue file may be at most. A large city's has some thousand rows. */
export interface TableLimits {
  readonly fileBytes: number
  /** What an xlsx may unpack to. */
  readonly unpackedBytes: number
  readonly rows: number
}

export const tableLimits: TableLimits = {
  fileBytes: 8 * 1024 * 1024,
  unpackedBytes: 32 * 1024 * 1024,
  rows: 20_000,
}

export type TableError = Exclude<ImportProblem, 'lettersExhausted'>

/** A refusal of the whole file; `message` is one sentence for people. */
export interface TableRefusal {
  readonly ok: false
  readonly error: { readonly code: TableError; readonly message: string }
}

/** How the file was read, for the report. */
export type TableFormat = 'csv, UTF-8' | 'csv, GB18030' | 'xlsx'

export type ReadTable =
  { readonly ok: true; readonly rows: readonly TableRow[]; readonly format: TableFormat } | TableRefusal

/** One row as the file has it, before its cells are given their columns. */
export interface RawRow {
  readonly line: number
  readonly cells: readonly string[]
  readonly fault?: ReadFault
}

export type RawRows =
  /** Each sheet of the file, its rows in order; a CSV has one. */
  | { readonly ok: true; readonly sheets: readonly (readonly RawRow[])[]; readonly format: TableFormat }
  | TableRefusal

/** Told now and then how many lines or rows of the file have been read, of how many. */
export type ReadProgress = (done: number, of: number) => void

/** Rows between two times of telling how far a file is read. */
export const rowsAStep = 200

/** A refusal with its code and sentence. */
export function refuseTable(code: TableError, message: string): TableRefusal {
  return { ok: false, error: { code, message } }
}

/** Reads a CSV (UTF-8 or GB18030) or an xlsx whose first row names the columns, in any order. */
export async function readTable(
  bytes: Uint8Array,
  filename: string,
  limits: TableLimits = tableLimits,
  progress?: ReadProgress,
): Promise<ReadTable> {
  const raw = await readRaw(bytes, filename, limits, progress)
  if (!raw.ok) return raw

  const tables = raw.sheets.map((rows) => nameColumns(rows, filename))
  const [first] = tables
  if (first === undefined) return refuseTable('fileEmpty', `${filename} has no rows.`)
  // Workbooks often open with a cover sheet: the first sheet that is a catalogue is taken.
  const table = tables.find((t) => t.ok) ?? first
  if (!table.ok) return table
  if (table.rows.length > limits.rows) return tooManyRows(filename, limits)
  return { ok: true, rows: table.rows, format: raw.format }
}

/** The rows of a CSV or an xlsx as the file has them, told apart by their content. */
export async function readRaw(
  bytes: Uint8Array,
  filename: string,
  limits: TableLimits,
  progress: ReadProgress = () => undefined,
): Promise<RawRows> {
  if (bytes.length === 0) return refuseTable('fileEmpty', `${filename} is empty.`)
  if (bytes.length > limits.fileBytes) {
    return refuseTable(
      'fileTooLarge',
      `${filename} has ${bytes.length} bytes; a catalogue may have ${limits.fileBytes}.`,
    )
  }
  if (startsWith(bytes, zipMark)) return readXlsx(bytes, filename, limits, progress)
  return startsWith(bytes, oldExcelMark)
    ? refuseTable('formatUnknown', `${filename} is an old Excel workbook (.xls); save it as .xlsx or as CSV.`)
    : readCsv(bytes, filename, limits, progress)
}

/** The refusal of a file with more rows than a catalogue may have. */
export function tooManyRows(filename: string, limits: TableLimits): TableRefusal {
  return refuseTable('rowsTooMany', `${filename} has more than ${limits.rows} rows; import it in parts.`)
}

const zipMark = [0x50, 0x4b]
const oldExcelMark = [0xd0, 0xcf, 0x11, 0xe0]

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte)
}

type NamedTable = { readonly ok: true; readonly rows: readonly TableRow[] } | TableRefusal

function nameColumns(raw: readonly RawRow[], filename: string): NamedTable {
  const [header, ...rows] = raw
  if (header === undefined) return refuseTable('fileEmpty', `${filename} has no rows.`)
  const names = header.cells.map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  )
  const twice = tableColumns.find((column) => names.indexOf(column) !== names.lastIndexOf(column))
  if (twice !== undefined) {
    return refuseTable('columnRepeated', `${filename} has the column ${twice} more than once.`)
  }
  const missing = requiredColumns.filter((column) => !names.includes(column))
  if (missing.length > 0) {
    return refuseTable(
      'columnsMissing',
      `${filename} is not a service catalogue: its first row does not name ${missing.join(', ')}` +
        ` (it must name ${tableColumns.join(', ')}, in any order).`,
    )
  }
  const columns = tableColumns.flatMap((column): readonly [TableColumn, number][] => {
    const at = names.indexOf(column)
    return at < 0 ? [] : [[column, at]]
  })
  const needed = 1 + Math.max(...requiredColumns.map((column) => names.indexOf(column)))
  return { ok: true, rows: rows.map((row) => nameCells(row, columns, needed, names.length)) }
}

/** A row with too few or too many cells has shifted or lost some; which cell is what is not guessed. */
function nameCells(
  row: RawRow,
  columns: readonly (readonly [TableColumn, number])[],
  needed: number,
  most: number,
): TableRow {
  const broken = (reason: ReadFault, facts: Readonly<Record<string, string>> = {}): TableRow => ({
    line: row.line,
    cells: {},
    fault: { reason, facts },
  })
  if (row.fault !== undefined) return broken(row.fault)
  const facts = { cells: String(row.cells.length), columns: String(most) }
  if (row.cells.length < needed) return broken('tooFewCells', facts)
  if (row.cells.slice(most).some((cell) => cell.trim() !== '')) return broken('tooManyCells', facts)
  return {
    line: row.line,
    cells: Object.fromEntries(columns.map(([column, at]) => [column, row.cells[at] ?? ''])),
  }
}
