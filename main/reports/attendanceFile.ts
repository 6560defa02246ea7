/** The monthly attendance sheet as a workbook or CSV: numbers are numbers and days are dates. */
import ExcelJs from 'exceljs'
import { sheetFigures } from '#shared/conduct/sheetFigures.ts'
import type { SheetDay, SheetItem } from '#shared/conduct/attendanceSheet.ts'
import {
  dayMarks,
  findingWords,
  itemStateWords,
  leaveWords,
  legendOf,
  sheetColumns,
  sheetWords,
} from '#shared/locale/attendance.ts'
import type { SheetColumn } from '#shared/locale/attendance.ts'
import type { AttendanceSheetView, SheetLine } from '#shared/protocol/attendance.ts'
import type { Asked } from '#shared/reporting/report.ts'
import { lastDayOf } from '#shared/reporting/labels.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { csvLine } from './csv.ts'

type Locale = Asked['locale']
type Cell = string | number | Date | null

const figures = Object.entries(sheetFigures)

/** What cost points, or may: one line each. */
interface Costing {
  readonly line: SheetLine
  readonly day: SheetDay
  readonly what: string
  readonly minutes: number | null
  readonly points: number
  readonly rule: string
  readonly state: string
}

/** Every deduction with the rule that caused it, leave that costs points among them. */
function costingsOf({ rows }: AttendanceSheetView, locale: Locale): readonly Costing[] {
  return rows.flatMap((line) =>
    line.days.flatMap((day): Costing[] => [
      ...day.items.map((item: SheetItem) => ({
        line,
        day,
        what: findingWords[item.finding.kind][locale],
        minutes: item.finding.minutes,
        points: item.finding.points,
        rule: `${item.finding.pack} ${item.finding.version}`,
        state: itemStateWords[item.state][locale],
      })),
      ...day.leaves
        .filter((l) => l.points > 0 && day.state !== 'ahead')
        .map((l) => ({
          line,
          day,
          what: leaveWords[l.kind][locale],
          minutes: null,
          points: l.points,
          rule: day.pack ?? '',
          state: itemStateWords.counts[locale],
        })),
    ]),
  )
}

function titleOf(sheet: AttendanceSheetView, locale: Locale): string {
  return `${sheet.hall} ${sheetWords.title[locale]} ${sheet.from} – ${lastDayOf(sheet.to)}`
}

function titleOfColumn(id: string, locale: Locale): string {
  return isColumn(id) ? sheetColumns[id][locale] : id
}

function isColumn(id: string): id is SheetColumn {
  return Object.hasOwn(sheetColumns, id)
}

/** Sheets: the month, every deduction, every day of everybody, and what the signs mean. */
export async function attendanceAsXlsx(sheet: AttendanceSheetView, locale: Locale): Promise<Uint8Array> {
  const book = new ExcelJs.Workbook()
  const put = (name: string, head: readonly Cell[], lines: readonly (readonly Cell[])[], frozen: number) => {
    const page = book.addWorksheet(name, { views: [{ state: 'frozen', xSplit: frozen, ySplit: 1 }] })
    page.addRow([...head]).font = { bold: true }
    for (const line of lines) {
      const row = page.addRow([...line])
      row.eachCell((cell) => {
        if (cell.value instanceof Date) cell.numFmt = isMidnight(cell.value) ? 'yyyy-mm-dd' : 'hh:mm'
      })
    }
    page.columns.forEach((column, at) => {
      column.width = at < frozen ? 12 : 9
    })
    page.pageSetup = {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    }
    return page
  }
  const w = sheetWords
  const days = sheet.rows[0]?.days ?? []
  const month = put(
    w.title[locale],
    [
      w.staffNo[locale],
      w.person[locale],
      ...days.map(({ day }) => Number(day.slice(8))),
      ...figures.map(([id]) => titleOfColumn(id, locale)),
    ],
    sheet.rows.map((line) => [
      line.staffNo,
      line.name,
      ...line.days.map((day) => dayMarks(day, locale)),
      ...figures.map(([, of]) => of(line.totals)),
    ]),
    2,
  )
  days.forEach((_, at) => {
    month.getColumn(at + 3).width = 5
  })
  put(
    w.deductions[locale],
    [w.staffNo, w.person, w.day, w.what, w.minutes, w.points, w.rule, w.state].map((t) => t[locale]),
    costingsOf(sheet, locale).map(({ line, day, what, minutes, points, rule, state }) => [
      line.staffNo,
      line.name,
      dateOf(day.day),
      what,
      minutes,
      points,
      rule,
      state,
    ]),
    2,
  )
  put(
    w.days[locale],
    [
      ...[w.staffNo, w.person, w.day, w.in, w.out, w.marks].map((t) => t[locale]),
      ...(['due', 'attended', 'onLeave', 'missed', 'open', 'extendedH'] as const).map(
        (id) => sheetColumns[id][locale],
      ),
      w.rule[locale],
    ],
    sheet.rows.flatMap((line) =>
      line.days
        .filter(({ state }) => state !== 'before')
        .map((day) => [
          line.staffNo,
          line.name,
          dateOf(day.day),
          clockOf(day.inMs, sheet.timeZone),
          clockOf(day.outMs, sheet.timeZone),
          dayMarks(day, locale),
          day.due,
          day.attended,
          day.onLeave,
          day.missed,
          day.open,
          day.extendedMin / 60,
          day.pack ?? '',
        ]),
    ),
    2,
  )
  const notes = book.addWorksheet(w.legend[locale])
  for (const line of notesOf(sheet, locale)) notes.addRow([...line])
  notes.getColumn(1).width = 24
  notes.getColumn(2).width = 60
  return new Uint8Array(await book.xlsx.writeBuffer())
}

/** The same month and its deductions as text; nothing in it a spreadsheet would run. */
export function attendanceAsCsv(sheet: AttendanceSheetView, locale: Locale): string {
  const w = sheetWords
  const days = sheet.rows[0]?.days ?? []
  return [
    '\uFEFF',
    csvLine([
      w.staffNo[locale],
      w.person[locale],
      ...days.map(({ day }) => day),
      ...figures.map(([id]) => titleOfColumn(id, locale)),
    ]),
    ...sheet.rows.map((line) =>
      csvLine([
        line.staffNo,
        line.name,
        ...line.days.map((day) => dayMarks(day, locale)),
        ...figures.map(([, of]) => of(line.totals)),
      ]),
    ),
    csvLine([]),
    csvLine([w.staffNo, w.person, w.day, w.what, w.minutes, w.points, w.rule, w.state].map((t) => t[locale])),
    ...costingsOf(sheet, locale).map(({ line, day, what, minutes, points, rule, state }) =>
      csvLine([line.staffNo, line.name, day.day, what, minutes, points, rule, state]),
    ),
    csvLine([]),
    ...notesOf(sheet, locale).map((note) => csvLine(note)),
  ].join('')
}

function notesOf(sheet: AttendanceSheetView, locale: Locale): readonly (readonly string[])[] {
  return [
    [titleOf(sheet, locale)],
    [sheet.madeAt.slice(0, 19).replace('T', ' ')],
    [],
    ...Object.values(sheetColumns).map((column) => [column[locale], column.is[locale]]),
    [],
    ...legendOf(locale).map((line) => [line]),
  ]
}

/** A workbook's dates have no zone: the hall's own day and clock are written as if they were UTC. */
function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}

function clockOf(atMs: number | null, zone: string): Date | null {
  return atMs === null ? null : new Date(`${isoWithOffset(atMs, zone).slice(0, 19)}Z`)
}

function isMidnight(at: Date): boolean {
  return at.getTime() % 86_400_000 === 0
}
