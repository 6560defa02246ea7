/** Reads the facts of a period out of the ledger's rows, a business day at a time, and of each only what is asked for. */
import type { Database } from 'better-sqlite3'
import type { Fact, Grouping, Source } from '#shared/reporting/fact.ts'
import { figureOf } from '#shared/reporting/figures.ts'
import type { FigureId } from '#shared/reporting/figures.ts'
import { readBy } from '#shared/reporting/grouping.ts'
import type { HallNames } from '#shared/reporting/report.ts'
import { layAttendance } from './attendanceFacts.ts'
import type { Period } from './attendanceFacts.ts'

type Field = Exclude<keyof Fact, 'source' | 'day'>
type Cell = string | number | null

const ofCases: Readonly<Partial<Record<Field, string>>> = {
  seq: 'x.seq',
  atMs: 'x.opened_at_ms',
  kind: 'x.kind',
  dueMs: 'x.due_ms',
  closedMs: 'x.closed_at_ms',
  counts: 'x.counts',
  callBack: 'x.call_back',
  queueId: 'v.issue_queue_id',
  serviceId: 'x.service_id',
  counterId: 'x.counter_id',
  staffId: 'x.staff_id',
  applicant: 'v.applicant',
  channel: 'x.channel',
  priority: 'v.priority_class',
}

/** Where each field of a source's facts is; `v.` is the visit behind the row. A field that is not here is always null. */
const places: Readonly<Record<Source, Readonly<Partial<Record<Field, string>>>>> = {
  visits: {
    seq: 'x.issue_seq',
    atMs: 'x.arrived_at_ms',
    kind: 'x.state',
    waitMs: 'max(0, x.call_at_ms - x.arrived_at_ms)',
    spanMs: 'max(0, x.ended_at_ms - x.arrived_at_ms)',
    mark: 'x.no_shows',
    handled: 'EXISTS (SELECT 1 FROM turns t WHERE t.visit_id = x.id)',
    rated: `EXISTS (SELECT 1 FROM ratings r
      WHERE r.visit_id = x.id AND r.ordinal = 1 AND r.channel <> 'systemDefault')`,
    queueId: 'x.issue_queue_id',
    serviceId: 'x.first_service_id',
    counterId: 'x.counter_id',
    staffId: 'x.staff_id',
    callCounterId: 'x.call_counter_id',
    callStaffId: 'x.call_staff_id',
    applicant: 'x.applicant',
    channel: 'x.channel',
    priority: 'x.priority_class',
  },
  sittings: {
    seq: 'x.seq',
    atMs: 'x.began_at_ms',
    kind: 'x.ending',
    spanMs: 'x.ended_at_ms - x.began_at_ms',
    queueId: 'x.queue_id',
    serviceId: 'x.service_id',
    counterId: 'x.counter_id',
    staffId: 'x.staff_id',
    applicant: 'v.applicant',
    channel: 'v.channel',
    priority: 'v.priority_class',
  },
  turns: {
    seq: 'x.seq',
    atMs: 'x.started_at_ms',
    kind: 'x.outcome',
    spanMs: 'max(0, x.ended_at_ms - x.started_at_ms)',
    mark: 'x.unrecorded',
    queueId: 'x.queue_id',
    serviceId: 'x.service_id',
    counterId: 'x.counter_id',
    staffId: 'x.staff_id',
    applicant: 'v.applicant',
    channel: 'v.channel',
    priority: 'v.priority_class',
  },
  ratings: {
    seq: 'x.seq',
    atMs: 'x.at_ms',
    kind: 'x.level',
    mark: `CASE WHEN x.channel = 'systemDefault' THEN 2 WHEN x.ordinal = 2 THEN 1 ELSE 0 END`,
    queueId: 'v.issue_queue_id',
    serviceId: 'x.service_id',
    counterId: 'x.counter_id',
    staffId: 'x.staff_id',
    applicant: 'v.applicant',
    channel: 'x.channel',
    priority: 'v.priority_class',
  },
  cases: ofCases,
  badRatings: ofCases,
  attendance: {
    seq: 'x.seq',
    atMs: 'x.at_ms',
    kind: 'x.kind',
    amount: 'x.amount',
    spanMs: 'x.span_ms',
    staffId: 'x.staff_id',
  },
}

/** What is counted: figures told apart in some way. */
export interface Counted {
  readonly figures: readonly FigureId[]
  readonly groupBy: Grouping
}

/**
 * Hands over every fact of the period, by source and day; within a day in no
 * promised order. The fact is one object used again and again: take from it
 * what you need, keep nothing. What nobody `counts` is null in it.
 * @param more fields wanted besides
 */
export function readFacts(
  db: Database,
  period: Period,
  counts: readonly Counted[],
  names: HallNames,
  take: (fact: Fact) => void,
  more: readonly Field[] = [],
): void {
  for (const [source, fields] of fieldsRead(counts)) {
    if (source === 'attendance') layAttendance(db, period, names)
    const chosen = [...new Set([...fields, ...more])].flatMap((field) => {
      const place = places[source][field]
      return place === undefined ? [] : [{ field, place }]
    })
    const columns = chosen.length === 0 ? '0' : chosen.map(({ place }) => place).join(', ')
    const join = columns.includes('v.') ? 'LEFT JOIN visits v ON v.id = x.visit_id' : ''
    const ended = source === 'sittings' ? 'AND x.ended_at_ms IS NOT NULL' : ''
    const rows = db
      .prepare<[string], readonly Cell[]>(
        `SELECT ${columns} FROM ${source} x ${join} WHERE x.day = ? ${ended}`,
      )
      .raw()
    const fact: Reused = { ...blank, source }
    // The row's cells go where the table above says they belong; SQLite's STRICT tables keep their kinds.
    const cells: Record<string, unknown> = fact
    for (const day of daysWith(db, source, period)) {
      fact.day = day
      for (const row of rows.all(day)) {
        for (let at = 0; at < chosen.length; at += 1) {
          const name = chosen[at]?.field
          if (name !== undefined) cells[name] = row[at]
        }
        take(fact)
      }
    }
  }
}

type Reused = { -readonly [F in keyof Fact]: Fact[F] }

const blank: Omit<Fact, 'source'> = {
  seq: 0,
  day: '',
  atMs: 0,
  kind: '',
  waitMs: null,
  spanMs: null,
  mark: 0,
  handled: 0,
  rated: 0,
  dueMs: null,
  closedMs: null,
  counts: null,
  callBack: null,
  amount: null,
  queueId: null,
  serviceId: null,
  counterId: null,
  staffId: null,
  callCounterId: null,
  callStaffId: null,
  applicant: null,
  channel: null,
  priority: null,
}

/** Each source that is counted, with the fields its figures and groupings look at. */
function fieldsRead(counts: readonly Counted[]): Map<Source, Set<Field>> {
  const read = new Map<Source, Set<Field>>()
  for (const { figures, groupBy } of counts) {
    for (const id of figures) {
      const { source, reads, byCall = false } = figureOf(id)
      const fields = read.get(source) ?? new Set<Field>()
      read.set(source, fields)
      for (const field of [...reads, ...readBy(groupBy, byCall)]) {
        if (field !== 'source' && field !== 'day') fields.add(field)
      }
    }
  }
  return read
}

/** Days of the period that have rows, found one after the other. */
function* daysWith(db: Database, source: Source, { from, to }: Period): Generator<string> {
  const next = db.prepare<[string], string | null>(`SELECT min(day) FROM ${source} WHERE day >= ?`).pluck()
  const after = db.prepare<[string], string | null>(`SELECT min(day) FROM ${source} WHERE day > ?`).pluck()
  for (let day = next.get(from) ?? null; day !== null && day < to; day = after.get(day) ?? null) yield day
}
