/** What becomes a file: columns, and rows that come in pieces. */
import type { Asked, RowCell, RowColumn } from '#shared/reporting/report.ts'

export interface Table {
  readonly columns: readonly RowColumn[]
  readonly pieces: Iterable<readonly (readonly RowCell[])[]>
  readonly timeZone: string
  readonly locale: Asked['locale']
}
