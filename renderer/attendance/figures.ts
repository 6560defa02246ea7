/** The totals the pages show, in their order. */
import { sheetFigures } from '#shared/conduct/sheetFigures.ts'
import type { SheetColumn } from '#shared/locale/attendance.ts'

export const figureWords = Object.keys(sheetFigures).filter((id): id is SheetColumn =>
  Object.hasOwn(sheetFigures, id),
)
