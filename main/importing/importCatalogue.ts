/** A catalogue file becomes a plan: the catalogue as it would be, and the account of every row. */
import type { Catalogue } from '#shared/catalogue/catalogue.ts'
import type { ImportReport, SkippedRow } from '#shared/catalogue/importRows.ts'
import { importRows } from '#shared/catalogue/importRows.ts'
import { problemLine, validateCatalogue } from '#shared/catalogue/validate.ts'
import type { ImportProblem } from '#shared/protocol/setUpAnswers.ts'
import type { ReadProgress, TableFormat, TableLimits } from './readTable.ts'
import { readTable, tableLimits } from './readTable.ts'

/** The account of the rows, and what the file was. */
export interface CatalogueReport extends ImportReport {
  readonly format: TableFormat
  /** Names of queues with services that no counter serves or helps with: visitors would wait for nobody. */
  readonly queuesUnserved: readonly string[]
}

export type PlannedImport =
  | { readonly ok: true; readonly report: CatalogueReport; readonly catalogue: Catalogue }
  | {
      readonly ok: false
      readonly error: {
        readonly code: ImportProblem | 'catalogueInvalid'
        /** One sentence for people. */
        readonly message: string
      }
    }

/**
 * Reads a CSV or xlsx and merges it into the hall's catalogue, without carrying anything out: whoever calls
 * this sends the catalogue to the hub, or shows the report first. A refused file changes nothing.
 */
export async function planImport(
  bytes: Uint8Array,
  filename: string,
  existing: Catalogue,
  progress?: ReadProgress,
  limits: TableLimits = tableLimits,
): Promise<PlannedImport> {
  const table = await readTable(bytes, filename, limits, progress)
  if (!table.ok) return table
  const plan = importRows(table.rows, existing)
  if (!plan.ok) {
    const message = `No queue letter is free for ${plan.department}: a hall has at most 702 queues.`
    return { ok: false, error: { code: plan.reason, message } }
  }
  const valid = validateCatalogue(plan.catalogue)
  if (!valid.ok) {
    const [first] = valid.problems
    const message =
      `The catalogue would not be valid: ${valid.problems.length} problem(s)` +
      (first === undefined ? '.' : `, the first at ${problemLine(first)}.`)
    return { ok: false, error: { code: 'catalogueInvalid', message } }
  }
  const report = { ...plan.report, format: table.format, queuesUnserved: unserved(plan.catalogue) }
  return { ok: true, report, catalogue: valid.catalogue }
}

/** The report as lines for a terminal: the counts, every skipped row with its line, and what was made. */
export function reportText(report: CatalogueReport): string {
  const counts = [
    `read ${report.read} rows (${report.format})`,
    `added ${report.added}`,
    `changed ${report.changed}`,
    `unchanged ${report.unchanged}`,
    `skipped ${report.skipped.length}`,
  ]
  return [
    ...counts,
    ...report.skipped.map((row) => `  line ${row.line}: ${skipText(row)}`),
    ...optional(report.codesGiven, (n) => `rows without a code, given a stable one: ${n}`),
    ...optional(report.notInFile, (n) => `services not in this file, kept: ${n}`),
    ...optional(report.departmentsAdded.length, (n) => `departments made: ${n}`),
    ...optional(
      report.queuesAdded.length,
      (n) => `queues made: ${n} (${report.queuesAdded.map((q) => `${q.letter} ${q.name.zh}`).join(', ')})`,
    ),
    ...optional(
      report.queuesUnserved.length,
      (n) => `queues that no counter serves yet: ${n} (${report.queuesUnserved.join(', ')})`,
    ),
  ].join('\n')
}

function optional(n: number, line: (n: number) => string): readonly string[] {
  return n === 0 ? [] : [line(n)]
}

function skipText({ reason, facts }: SkippedRow): string {
  switch (reason) {
    case 'codeRepeated':
      return `code ${facts['code']} is already on line ${facts['firstLine']}, which is kept`
    case 'rowEmpty':
      return 'the row is empty'
    case 'departmentMissing':
      return 'no department'
    case 'nameMissing':
      return 'no item_name'
    case 'cellTooLong':
      return `${facts['column']} has ${facts['length']} characters, ${facts['longest']} are allowed`
    case 'cellUnreadable':
      return `${facts['column'] ?? 'a cell'} cannot be read`
    case 'quoteMisplaced':
      return 'a quotation mark stands where none may, or is never closed'
    case 'tooFewCells':
      return `${facts['cells']} cells, ${facts['columns']} columns`
    case 'tooManyCells':
      return `${facts['cells']} cells, ${facts['columns']} columns: a comma without quotation marks?`
    case 'numberRounded':
      return 'a long number was rounded by the spreadsheet; keep codes as text'
  }
}

function unserved(catalogue: Catalogue): readonly string[] {
  const served = new Set(catalogue.counters.flatMap((c) => [...c.queueIds, ...(c.helpQueueIds ?? [])]))
  const used = new Set(catalogue.services.map((s) => s.queueId))
  return catalogue.queues.filter((q) => used.has(q.id) && !served.has(q.id)).map((q) => q.name.zh)
}
