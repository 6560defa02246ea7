/** Reads what an attendance sheet is made of, out of a ledger or straight from its rows. */
import type { Database } from 'better-sqlite3'
import { sheetOf } from '#shared/conduct/attendanceSheet.ts'
import type { Person, SheetFacts, SheetRow } from '#shared/conduct/attendanceSheet.ts'
import type { ConductRules } from '#shared/conduct/conductRules.ts'
import type { RecordKind, RecordOf } from '#shared/conduct/records.ts'
import { businessDay } from '#shared/ids/ids.ts'
import type { BusinessDay, StaffId } from '#shared/ids/ids.ts'
import { addDays } from '#shared/time/localTime.ts'
import type { AttendanceSheetView } from '#shared/protocol/attendance.ts'
import { conductRows } from '../ledger/conductRows.ts'
import type { Ledger, RecordQuery } from '../ledger/ledger.ts'
import type { AttendanceAsked } from './order.ts'

/** Whatever remembers records and marks. */
export type AttendanceSource = Pick<Ledger, 'recordsOf' | 'marksOf'>

/** Whose attendance is asked for, of which days [from, to), and by what it is judged. */
export interface AttendanceAsk extends Pick<SheetFacts, 'zone' | 'rules' | 'today' | 'nowMs'> {
  readonly from: BusinessDay
  readonly to: BusinessDay
  /** The hall's people in its own order. */
  readonly staff: readonly StaffId[]
  /** Only this person, be they still of the staff or not. */
  readonly only?: StaffId | undefined
}

/** The records and marks in a database, where nothing but reading is wanted. */
export function attendanceRows(db: Database): AttendanceSource {
  const rows = conductRows(db)
  return {
    recordsOf: <K extends RecordKind>(query: RecordQuery<K>) =>
      rows.recordsOf(query).filter((record): record is RecordOf<K> => record.record === query.record),
    marksOf: (span) => rows.marksOf(span),
  }
}

/** The sheet as it is told and written to files. Somebody who left the staff is named by their id. */
export function attendanceSheet(
  source: AttendanceSource,
  { people, hall, madeAt, zone, ...ask }: AttendanceAsked,
): AttendanceSheetView {
  const known = new Map(people.map((p) => [p.staffId, p]))
  const rows = attendanceOf(source, { ...ask, zone, staff: [...known.keys()] })
  return {
    hall,
    from: ask.from,
    to: ask.to,
    madeAt,
    timeZone: zone,
    rows: rows
      // Of whom nothing was asked there is nothing to show.
      .filter(({ days }) => days.some((d) => d.state !== 'before'))
      .map(({ staffId, days, totals }) => ({
        ...(known.get(staffId) ?? { staffId, staffNo: '', name: staffId }),
        days,
        totals,
      })),
  }
}

/** The sheet of some days; nothing where no rules held on any of them. */
export function attendanceOf(source: AttendanceSource, ask: AttendanceAsk): readonly SheetRow[] {
  const days = daysOf(ask)
  if (!rulesHold(ask.rules, ask.to)) return []
  const whose = ask.only === undefined ? {} : { staffId: ask.only }
  const span = { from: ask.from, until: ask.to }
  const wide = { from: ask.from, until: businessDay.parse(addDays(ask.to, 1)) }
  const punches = source.recordsOf({ record: 'punch', ...whose, ...wide })
  // A roster without end began long before; leaves are everybody's, for a stand-in is somebody else's.
  const rosters = source.recordsOf({ record: 'roster', ...whose, ...span })
  const leaves = source.recordsOf({ record: 'leave', ...span })
  const here = new Set(ask.staff)
  const deductions = source.recordsOf({ record: 'deduction', ...whose, ...span })
  const gone = [...new Set([...punches, ...deductions].map((p) => p.staffId))].filter((id) => !here.has(id))
  const wanted = ask.only === undefined ? [...ask.staff, ...gone] : [ask.only]
  const people = wanted.map((id): Person => {
    const own = [...punches, ...deductions].filter((p) => p.staffId === id)
    return {
      id,
      since: sinceOf(
        source,
        id,
        own.map((p) => p.day),
      ),
      ...(here.has(id)
        ? {}
        : {
            until: own
              .map((p) => p.day)
              .sort()
              .at(-1),
          }),
    }
  })
  return sheetOf({
    ...ask,
    days,
    people,
    punches,
    leaves,
    rosters,
    deductions,
    marks: source.marksOf({ ...whose, ...wide }),
  })
}

/** Attendance is kept from the first punch or the first shift somebody was given. */
function sinceOf(source: AttendanceSource, staffId: StaffId, days: readonly string[]): string | undefined {
  const [first] = source.recordsOf({ record: 'punch', staffId, byDay: true, limit: 1 })
  const given = source.recordsOf({ record: 'roster', staffId }).filter((r) => r.shift !== 'off')
  return [...days, ...(first === undefined ? [] : [first.day]), ...given.map((r) => r.fromDay)].sort()[0]
}

function daysOf({ from, to }: Pick<AttendanceAsk, 'from' | 'to'>): readonly BusinessDay[] {
  const days: BusinessDay[] = []
  for (let day: string = from; day < to; day = addDays(day, 1)) days.push(businessDay.parse(day))
  return days
}

function rulesHold({ inForce }: ConductRules, to: string): boolean {
  return inForce.some((f) => f.from < to)
}
