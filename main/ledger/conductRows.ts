/** Records of conduct and marks as SQLite rows, written in the transaction of their events. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { mark, markOf } from '#shared/conduct/marks.ts'
import type { Mark } from '#shared/conduct/marks.ts'
import {
  conductRecord,
  daysOf,
  foldRecord,
  isRecordEvent,
  recordIdOf,
  staffOf,
} from '#shared/conduct/records.ts'
import type { ConductRecord } from '#shared/conduct/records.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { DaySpan, RecordQuery } from './ledger.ts'
import { stageOf, whatOf } from './recordWords.ts'

export interface ConductRows {
  /** Writes what one event changes. To be called inside a transaction. */
  write(entry: LedgerEvent): void
  /** What a state remembers, where a copy begins from it. */
  begin(state: HallState): void
  record(id: ConductRecord['id']): ConductRecord | undefined
  recordsOf(query: RecordQuery): readonly ConductRecord[]
  marksOf(span: DaySpan & { readonly staffId?: string | undefined }): readonly Mark[]
}

type Cell = string | number | null
type Row = Readonly<Record<string, Cell>>

const storedJson = z.string().transform((text): unknown => JSON.parse(text))

function readRecord(body: string): ConductRecord {
  return conductRecord.parse(storedJson.parse(body))
}

/** Prepares every statement once. */
export function conductRows(db: Database): ConductRows {
  const put = db.prepare<Cell[]>(`
    INSERT INTO records (seq, id, record, what, staff_id, first_day, until_day, stage, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET what = excluded.what, staff_id = excluded.staff_id,
      first_day = excluded.first_day, until_day = excluded.until_day, stage = excluded.stage, body = excluded.body`)
  const byId = db.prepare<[string], string>('SELECT body FROM records WHERE id = ?').pluck()
  const putMark = db.prepare<Cell[]>(
    'INSERT INTO marks (seq, day, at_ms, what, counter_id, staff_id, visit_id, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const lists = new Map<string, ReturnType<typeof db.prepare<Cell[], Row>>>()
  const list = (sql: string): ReturnType<typeof db.prepare<Cell[], Row>> => {
    let found = lists.get(sql)
    if (found === undefined) lists.set(sql, (found = db.prepare<Cell[], Row>(sql)))
    return found
  }

  const record = (id: string): ConductRecord | undefined => {
    const body = byId.get(id)
    return body === undefined ? undefined : readRecord(body)
  }
  const keep = (seq: number, of: ConductRecord): void => {
    const { from, until } = daysOf(of)
    // prettier-ignore
    put.run(seq, of.id, of.record, whatOf(of), staffOf(of) ?? null, from, until, stageOf(of), JSON.stringify(of))
  }

  return {
    write(entry) {
      const { event } = entry
      const left = markOf(entry)
      if (left !== undefined) {
        const { seq, day, atMs, what, counterId, staffId, visitId, reason } = left
        putMark.run(seq, day, atMs, what, counterId ?? null, staffId ?? null, visitId ?? null, reason ?? null)
      }
      if (!isRecordEvent(event)) return
      const after = foldRecord(record(recordIdOf(event)), event, entry.day)
      if (after !== undefined) keep(entry.seq, after)
    },
    begin({ records }) {
      const inOrder = [...records.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
      for (const [i, of] of inOrder.entries()) keep(i - inOrder.length, of)
    },
    record,
    recordsOf({ record: kind, what, staffId, from, until, open, byDay, limit }) {
      const where = ['record = ?']
      const bound: Cell[] = [kind]
      const narrow = (condition: string, value: Cell): void => {
        where.push(condition)
        bound.push(value)
      }
      if (what !== undefined) narrow('what = ?', what)
      if (staffId !== undefined) narrow('staff_id = ?', staffId)
      if (from !== undefined) narrow('until_day > ?', from)
      if (until !== undefined) narrow('first_day < ?', until)
      if (open === true) where.push(`until_day = '9999-12-31'`)
      const sql = `SELECT body FROM records WHERE ${where.join(' AND ')} ORDER BY ${byDay === true ? 'first_day, seq' : 'seq'} LIMIT ?`
      return list(sql)
        .all(...bound, limit ?? -1)
        .map(({ body }) => readRecord(String(body)))
    },
    marksOf({ from, until, staffId }) {
      const whose = staffId === undefined ? '' : 'AND (staff_id = ? OR staff_id IS NULL)'
      const sql = `SELECT seq, day, at_ms AS atMs, what, counter_id AS counterId, staff_id AS staffId,
        visit_id AS visitId, reason FROM marks WHERE day >= ? AND day < ? ${whose} ORDER BY seq`
      return list(sql)
        .all(from, until, ...(staffId === undefined ? [] : [staffId]))
        .map((row) => mark.parse(Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null))))
    },
  }
}
