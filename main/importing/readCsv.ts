/** CSV bytes in either of the encodings they come in, read so that no row is lost without a word. */
import { CsvError, parse } from 'csv-parse/sync'
import type { InfoRecord } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import type { RawRow, RawRows, ReadProgress, TableFormat, TableLimits } from './readTable.ts'
import { refuseTable, rowsAStep, tooManyRows } from './readTable.ts'

/** Reads CSV text; a quoted cell may hold commas and line breaks. */
export function readCsv(
  bytes: Uint8Array,
  filename: string,
  limits: TableLimits,
  progress: ReadProgress,
): RawRows {
  const decoded = decode(bytes)
  if (decoded === undefined) {
    return refuseTable(
      'formatUnknown',
      `${filename} is neither CSV text in UTF-8 or GB18030 nor an .xlsx workbook.`,
    )
  }
  // Line ends in quotes are counted wrong by the parser unless they are all of one kind.
  const text = decoded.text.replace(/\r\n?/g, '\n')
  const rows = readWhole(text, limits, progress) ?? readByLine(text, limits, progress)
  // One row is the header.
  if (rows.length > limits.rows + 1) return tooManyRows(filename, limits)
  return { ok: true, sheets: rows.length === 0 ? [] : [rows], format: decoded.format }
}

/**
 * UTF-8 unless its rules are broken so often that it cannot be meant: Chinese text in GB18030 breaks them at
 * nearly every character, a damaged UTF-8 file at a few. Undefined for what is no text at all.
 */
function decode(bytes: Uint8Array): { readonly text: string; readonly format: TableFormat } | undefined {
  if (bytes.includes(0)) return undefined
  const utf8 = new TextDecoder('utf-8').decode(bytes)
  const outside = utf8.match(/[^\0-\x7F]/gu)?.length ?? 0
  const broken = utf8.match(/\uFFFD/gu)?.length ?? 0
  if (broken === 0 || broken < outside / 3) return { text: utf8, format: 'csv, UTF-8' }
  return { text: iconv.decode(Buffer.from(bytes), 'gb18030'), format: 'csv, GB18030' }
}

const options = { relax_column_count: true, skip_empty_lines: true, bom: true } as const

/** The whole text at once; undefined when a quote stands where none may, for then rows would be swallowed. */
function readWhole(text: string, limits: TableLimits, progress: ReadProgress): readonly RawRow[] | undefined {
  const rows: RawRow[] = []
  const linesInAll = text.split('\n').length
  const keep = (cells: readonly string[], { lines }: InfoRecord): null => {
    const breaks = cells.reduce((n, cell) => n + cell.split('\n').length - 1, 0)
    rows.push({ line: lines - breaks, cells })
    if (rows.length % rowsAStep === 0) progress(lines, linesInAll)
    return null
  }
  try {
    parse(text, { ...options, to: limits.rows + 2, on_record: keep })
    return rows
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

/** Lines one quoted cell may run over where quotes are misplaced somewhere. */
const mostLinesPerRow = 30

/** Row by row: a misplaced quote costs its own row and none after it. */
function readByLine(text: string, limits: TableLimits, progress: ReadProgress): readonly RawRow[] {
  const lines = text.split('\n')
  const rows: RawRow[] = []
  let at = 0
  while (at < lines.length && rows.length <= limits.rows + 1) {
    const line = at + 1
    if (rows.length % rowsAStep === 0) progress(at, lines.length)
    const read = readOne(lines, at)
    at += read.lines
    if (read.cells === undefined) rows.push({ line, cells: [], fault: 'quoteMisplaced' })
    else if (read.cells.length > 0) rows.push({ line, cells: read.cells })
  }
  return rows
}

function readOne(
  lines: readonly string[],
  at: number,
): { readonly lines: number; readonly cells: readonly string[] | undefined } {
  for (let n = 1; n <= mostLinesPerRow && at + n <= lines.length; n += 1) {
    try {
      const [cells] = parse(lines.slice(at, at + n).join('\n'), options)
      return { lines: n, cells: cells ?? [] }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      // An open quote may be closed on a later line; any other fault stays one.
      if (error.code !== 'CSV_QUOTE_NOT_CLOSED') break
    }
  }
  return { lines: 1, cells: undefined }
}
