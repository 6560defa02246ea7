/** One row of a table of services: what it says, or what is wrong with it. */
import { stableHash } from './stableId.ts'

/** The columns of a catalogue table; the last two may be absent. */
export const tableColumns = ['department', 'item_name', 'item_code', 'group', 'task_type'] as const
export type TableColumn = (typeof tableColumns)[number]
export const requiredColumns: readonly TableColumn[] = ['department', 'item_name', 'item_code']

/** Something the reader of the file already found wrong with a row. */
export type ReadFault = 'quoteMisplaced' | 'tooFewCells' | 'tooManyCells' | 'cellUnreadable' | 'numberRounded'

/** One row by column name; a column the table does not have is absent, an empty cell is ''. */
export interface TableRow {
  readonly line: number
  readonly cells: Readonly<Partial<Record<TableColumn, string>>>
  readonly fault?: { readonly reason: ReadFault; readonly facts: Readonly<Record<string, string>> }
}

/** What a sound row says. `group` and `taskType`: absent = no such column, '' = empty. */
export interface Item {
  readonly department: string
  readonly name: string
  readonly code: string
  /** The row had no code; this one is derived from its department and name. */
  readonly codeGiven: boolean
  readonly group: string | undefined
  readonly taskType: string | undefined
}

export interface ItemFault {
  readonly reason:
    ReadFault | 'rowEmpty' | 'departmentMissing' | 'nameMissing' | 'cellTooLong' | 'cellUnreadable'
  readonly facts: Readonly<Record<string, string>>
}

export type ReadItem =
  { readonly ok: true; readonly item: Item } | { readonly ok: false; readonly fault: ItemFault }

/** Longest text of each column, in UTF-16 code units: what the catalogue's schema takes. */
const longest: Readonly<Record<TableColumn, number>> = {
  department: 200,
  item_name: 200,
  item_code: 120,
  group: 200,
  task_type: 40,
}

/** Words that exports write where there is no code. */
const noCode = new Set(['', 'null', 'none', 'nan', 'n/a', '无', '-', '--', '—', '——', '/'])

/** Reads one row; nothing in it is guessed but a missing code. */
export function readItem(row: TableRow): ReadItem {
  const refuse = (reason: ItemFault['reason'], facts: ItemFault['facts'] = {}): ReadItem => ({
    ok: false,
    fault: { reason, facts },
  })
  if (row.fault !== undefined) return refuse(row.fault.reason, row.fault.facts)
  const cells = tableColumns.map((column) => ({ column, value: clean(row.cells[column] ?? '') }))
  if (cells.every(({ value }) => value === '')) return refuse('rowEmpty')
  const unreadable = cells.find(({ value }) => value.includes('\uFFFD'))
  if (unreadable !== undefined) return refuse('cellUnreadable', { column: unreadable.column })
  const long = cells.find(({ column, value }) => value.length > longest[column])
  if (long !== undefined) {
    return refuse('cellTooLong', {
      column: long.column,
      length: String(long.value.length),
      longest: String(longest[long.column]),
    })
  }
  const value = (column: TableColumn): string => clean(row.cells[column] ?? '')
  const optional = (column: TableColumn): string | undefined =>
    row.cells[column] === undefined ? undefined : value(column)
  const department = value('department')
  const name = value('item_name')
  if (department === '') return refuse('departmentMissing')
  if (name === '') return refuse('nameMissing')
  const code = value('item_code')
  const codeGiven = noCode.has(code.toLowerCase())
  return {
    ok: true,
    item: {
      department,
      name,
      code: codeGiven ? givenCode(department, name) : code,
      codeGiven,
      group: optional('group'),
      taskType: optional('task_type'),
    },
  }
}

/** The code of a service that was published without one: the same in every import. */
export function givenCode(department: string, name: string): string {
  return `AUTO-${stableHash('code', department, name).toUpperCase()}`
}

/**
 * One line of text: white space of any kind becomes single spaces, control characters and the invisible
 * marks that come along when people copy from pages and documents go. Joiners stay: scripts need them.
 */
function clean(value: string): string {
  return value
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(/[\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu, '')
    .trim()
}
