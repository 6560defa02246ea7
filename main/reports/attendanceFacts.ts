/**
 * Attendance as rows that reports can count. What a day is worth follows from the rules that held on it and is in no
 * table, so the days of a period are judged once and laid into one that lives as long as the connection.
 */
import type { Database } from 'better-sqlite3'
import { isCounted } from '#shared/conduct/attendanceSheet.ts'
import type { SheetDay } from '#shared/conduct/attendanceSheet.ts'
import { businessDay, staffId } from '#shared/ids/ids.ts'
import type { HallNames } from '#shared/reporting/report.ts'
import { addDays } from '#shared/time/localTime.ts'
import { attendanceOf, attendanceRows } from './attendance.ts'

/** Business days [from, to). */
export interface Period {
  readonly from: string
  readonly to: string
}

/** One countable thing of somebody's day. Days of work and points are hundredths, so that they add up. */
interface DayFact {
  readonly kind: string
  readonly amount: number
  readonly spanMs: number
  readonly atMs: number | null
  readonly rule: string | null
}

/** Lays the attendance of a period into the table `attendance`; what lay there before is gone. */
export function layAttendance(db: Database, { from, to }: Period, names: HallNames): void {
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS attendance (
      seq INTEGER PRIMARY KEY,
      day TEXT NOT NULL,
      staff_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      amount INTEGER NOT NULL,
      span_ms INTEGER NOT NULL,
      at_ms REAL,
      rule TEXT,
      visit_id TEXT
    );
    DELETE FROM attendance;
  `)
  const { conduct, today } = names
  if (conduct === undefined || today === undefined) return
  // Before any rules nothing was asked of anybody, and what is to come is not yet anything.
  const first = [...conduct.inForce.map((f) => f.from)].sort()[0]
  const begins = first !== undefined && first > from ? first : from
  const ends = addDays(today, 1) < to ? addDays(today, 1) : to
  if (first === undefined || begins >= ends) return
  const put = db.prepare<unknown[]>(
    'INSERT INTO attendance (day, staff_id, kind, amount, span_ms, at_ms, rule) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const rows = attendanceOf(attendanceRows(db), {
    from: businessDay.parse(begins),
    to: businessDay.parse(ends),
    zone: names.timeZone,
    rules: conduct,
    today,
    nowMs: names.asOfMs,
    staff: names.staff.map(({ id }) => staffId.parse(id)),
  })
  for (const { staffId: id, days } of rows) {
    for (const day of days) {
      for (const { kind, amount, spanMs, atMs, rule } of factsOf(day))
        put.run(day.day, id, kind, amount, spanMs, atMs, rule)
    }
  }
}

/** A day as facts: what was due and what became of it, each finding, each leave that cost points, extended hours. */
function factsOf(day: SheetDay): readonly DayFact[] {
  if (day.state === 'ahead') return []
  const { pack: rule, inMs: atMs } = day
  const amount = (kind: string, of: number): readonly DayFact[] =>
    of === 0 ? [] : [{ kind, amount: Math.round(of * 100), spanMs: 0, atMs, rule }]
  return [
    ...amount('due', day.due),
    ...amount('attended', day.attended),
    ...amount('missedDays', day.missed),
    ...amount('openDays', day.open),
    ...day.leaves.flatMap((l) => [
      ...amount(`leave.${l.kind}`, l.days),
      ...amount(`leaveCost.${l.kind}`, l.points),
    ]),
    ...day.items.map((item) => ({
      kind: `${isCounted(item) ? 'counted' : item.state === 'open' ? 'found' : 'waived'}.${item.finding.kind}`,
      amount: Math.round(item.finding.points * 100),
      spanMs: item.finding.minutes * 60_000,
      atMs: item.finding.evidence[0]?.fromMs ?? null,
      rule: `${item.finding.pack} ${item.finding.version}`,
    })),
    ...(day.extendedMin === 0
      ? []
      : [{ kind: 'extended', amount: 0, spanMs: day.extendedMin * 60_000, atMs: day.outMs, rule }]),
  ]
}
