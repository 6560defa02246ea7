/** The columns of the monthly sheet as numbers, for the page, for files and for whoever adds them up. */
import type { SheetTotals } from './attendanceSheet.ts'

/** In the order they stand. */
export const sheetFigures = {
  due: (t) => t.due,
  attended: (t) => t.attended,
  onLeave: (t) => t.onLeave,
  missed: (t) => t.missed,
  open: (t) => t.open,
  late: (t) => t.times.late ?? 0,
  early: (t) => t.times.early ?? 0,
  missingPunch: (t) => t.times.missingPunch ?? 0,
  away: (t) => (t.times.away ?? 0) + (t.times.bothAway ?? 0),
  toConfirm: (t) => t.toConfirm,
  extendedH: (t) => t.extendedMin / 60,
  minus: (t) => t.minus,
  plus: (t) => t.plus,
  score: (t) => t.score ?? null,
} as const satisfies Readonly<Record<string, (totals: SheetTotals) => number | null>>
