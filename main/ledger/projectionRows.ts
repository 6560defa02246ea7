/** The projections as SQLite rows: visits, turns and calls, written in the transaction of their events. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { VisitId, VisitKey } from '#shared/ids/ids.ts'
import type { Ratable } from '#shared/conduct/ratings.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { keptVisit } from './ledger.ts'
import type { KeptVisit, RecordQuery, VisitQuery } from './ledger.ts'
import { neverIssued } from './projection.ts'
import type { VisitTally } from './projection.ts'
import type { ConductRecord, RecordKind, RecordOf } from '#shared/conduct/records.ts'
import { conductRows } from './conductRows.ts'
import type { ConductRows } from './conductRows.ts'
import { ratingRows } from './ratingRows.ts'
import type { RatingRows } from './ratingRows.ts'
import { sittingRows } from './sittingRows.ts'

export interface ProjectionRows
  extends Pick<RatingRows, 'ratingsOf' | 'unrated'>, Pick<ConductRows, 'begin' | 'record' | 'marksOf'> {
  /** Writes the rows of one batch. To be called inside a transaction. */
  write(
    events: readonly LedgerEvent[],
    changed: readonly Visit[],
    sums: ReadonlyMap<VisitId, VisitTally>,
  ): void
  clear(): void
  visitsOf(query: VisitQuery): readonly KeptVisit[]
  visitById(id: VisitId): KeptVisit | undefined
  visitByKey(key: VisitKey): KeptVisit | undefined
  ratable(id: VisitId): Ratable | undefined
  recordsOf<K extends RecordKind>(query: RecordQuery<K>): readonly RecordOf<K>[]
}

type Cell = string | number | null

/** One row of `visits` as SQLite gives it. */
type VisitRow = Readonly<Record<string, Cell>>

const columns = `issue_seq AS issueSeq, id, day, number, ordinal, state, queue_id AS queueId, services,
  package_id AS packageId, priority_class AS priorityClass, priority_ground AS priorityGround, locale, channel,
  issued_by AS issuedBy, applicant, appointment_code AS appointmentCode, key, arrived_at_ms AS arrivedAtMs,
  effective_at_ms AS effectiveAtMs, first_call_at_ms AS firstCallAtMs, started_at_ms AS startedAtMs,
  ended_at_ms AS endedAtMs, calls AS callsMade, no_shows AS noShows, parked_ms AS parkedMs,
  counter_id AS counterId, staff_id AS staffId`

/** Prepares every statement once. */
export function projectionRows(db: Database): ProjectionRows {
  // What is settled when a visit is issued, and never written again.
  const issue = db.prepare<Cell[]>(`
    INSERT INTO visits (issue_seq, id, day, number, ordinal, package_id, locale, channel, issued_by, applicant,
      appointment_code, key, arrived_at_ms, state, queue_id, services, priority_class, priority_ground,
      effective_at_ms, first_call_at_ms, started_at_ms, ended_at_ms, calls, no_shows, parked_ms, counter_id, staff_id,
      issue_queue_id, first_service_id, call_at_ms, call_counter_id, call_staff_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = db.prepare<Cell[]>(`
    UPDATE visits SET state = ?, queue_id = ?, services = ?, priority_class = ?, priority_ground = ?,
      effective_at_ms = ?, first_call_at_ms = ?, started_at_ms = ?, ended_at_ms = ?, calls = calls + ?,
      no_shows = ?, parked_ms = ?, counter_id = ?, staff_id = ?,
      call_at_ms = iif(visits.started_at_ms IS NULL, coalesce(?, call_at_ms), call_at_ms),
      call_counter_id = iif(visits.started_at_ms IS NULL, coalesce(?, call_counter_id), call_counter_id),
      call_staff_id = iif(visits.started_at_ms IS NULL, coalesce(?, call_staff_id), call_staff_id)
    WHERE id = ?`)
  const putTurn = db.prepare<Cell[]>(`
    INSERT INTO turns (seq, id, visit_id, day, service_id, counter_id, staff_id, started_at_ms, ended_at_ms,
      outcome, duty, missing, note, unrecorded, queue_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const putCall = db.prepare<Cell[]>(`
    INSERT INTO calls (seq, visit_id, day, at_ms, number, counter_id, staff_id, call_no, again, rule, line,
      waited_s, passed_over, queue_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const byId = db.prepare<[string], VisitRow>(`SELECT ${columns} FROM visits WHERE id = ?`)
  const byKey = db.prepare<[string], VisitRow>(
    `SELECT ${columns} FROM visits WHERE key = ? ORDER BY issue_seq DESC LIMIT 1`,
  )
  const ratings = ratingRows(db)
  const sittings = sittingRows(db)
  const conduct = conductRows(db)
  const issueSeqOf = db.prepare<[string], number>('SELECT issue_seq FROM visits WHERE id = ?').pluck()
  const lists = new Map<string, ReturnType<typeof db.prepare<Cell[], VisitRow>>>()

  const writeVisit = (v: Visit, sum: VisitTally | undefined): void => {
    const services = JSON.stringify(v.services)
    const calls = sum?.calls ?? 0
    const call = [sum?.call?.atMs ?? null, sum?.call?.counterId ?? null, sum?.call?.staffId ?? null]
    if (sum?.issueSeq !== undefined && sum.day !== undefined) {
      // prettier-ignore
      issue.run(
        sum.issueSeq, v.id, sum.day, v.number, v.ordinal, v.packageId ?? null, v.locale, v.channel,
        JSON.stringify(v.issuedBy), v.applicant ?? null, v.appointmentCode ?? null, v.key, v.arrivedAtMs,
        v.state, v.queueId, services, v.priority?.class ?? null, v.priority?.ground ?? null,
        v.effectiveAtMs, v.firstCallAtMs ?? null, v.startedAtMs ?? null, v.endedAtMs ?? null, calls,
        v.noShows, v.parkedMs, v.counterId ?? null, v.staffId ?? null, sum.queueId ?? v.queueId,
        v.services[0]?.serviceId ?? null, ...call,
      )
      return
    }
    // prettier-ignore
    const { changes } = update.run(
      v.state, v.queueId, services, v.priority?.class ?? null, v.priority?.ground ?? null,
      v.effectiveAtMs, v.firstCallAtMs ?? null, v.startedAtMs ?? null, v.endedAtMs ?? null, calls,
      v.noShows, v.parkedMs, v.counterId ?? null, v.staffId ?? null, ...call, v.id,
    )
    if (changes !== 1) throw neverIssued(v.id)
  }

  const writeEvent = ({ seq, day, event, ...entry }: LedgerEvent): void => {
    const atMs = entry.happenedMs ?? entry.atMs
    if (event.type === 'turnRecorded') {
      const { turn, duty } = event
      // prettier-ignore
      putTurn.run(
        seq, turn.id, event.visitId, day ?? null, turn.serviceId, turn.counterId, turn.staffId, turn.startedAtMs,
        turn.endedAtMs, turn.outcome, duty ?? null, turn.missing === undefined ? null : JSON.stringify(turn.missing),
        turn.note ?? null, turn.unrecorded === true ? 1 : 0, event.queueId,
      )
    } else if (event.type === 'visitCalled' || event.type === 'visitRecalled') {
      const why = event.type === 'visitCalled' ? event.why : undefined
      // prettier-ignore
      putCall.run(
        seq, event.visitId, day ?? null, atMs, event.number, event.counterId, event.staffId, event.callNo,
        why === undefined ? 1 : 0, why?.rule ?? null, why?.line ?? null, why?.waitedS ?? null, why?.passedOver ?? null,
        event.type === 'visitCalled' ? event.queueId : null,
      )
    }
    sittings.write({ seq, day, event, ...entry })
    ratings.write({ seq, event, ...entry })
    conduct.write({ seq, event, ...(day === undefined ? {} : { day }), ...entry })
  }

  const visitById = (id: VisitId): KeptVisit | undefined => {
    const row = byId.get(id)
    return row === undefined ? undefined : readVisit(row)
  }

  return {
    write(events, changed, sums) {
      for (const visit of changed) writeVisit(visit, sums.get(visit.id))
      for (const event of events) writeEvent(event)
    },
    clear() {
      db.exec(
        'DELETE FROM visits; DELETE FROM turns; DELETE FROM calls; DELETE FROM sittings; DELETE FROM ratings; DELETE FROM records; DELETE FROM marks;',
      )
    },
    visitById,
    visitByKey(key) {
      const row = byKey.get(key)
      return row === undefined ? undefined : readVisit(row)
    },
    ratable(id) {
      const visit = visitById(id)
      return visit === undefined ? undefined : ratings.ratable(visit)
    },
    ratingsOf: (span) => ratings.ratingsOf(span),
    unrated: (span, limit) => ratings.unrated(span, limit),
    begin: (state) => {
      conduct.begin(state)
    },
    record: (id) => conduct.record(id),
    recordsOf: (query) => conduct.recordsOf(query).filter((record) => isOf(record, query.record)),
    marksOf: (span) => conduct.marksOf(span),
    visitsOf({ day, state, queueId, limit, after }) {
      const where: string[] = []
      const bound: Cell[] = []
      const narrow = (condition: string, value: Cell): void => {
        where.push(condition)
        bound.push(value)
      }
      if (day !== undefined) narrow('day = ?', day)
      if (state !== undefined) narrow('state = ?', state)
      if (queueId !== undefined) narrow('queue_id = ?', queueId)
      if (after !== undefined) {
        const from = issueSeqOf.get(after)
        if (from === undefined) return []
        narrow('issue_seq > ?', from)
      }
      const narrowed = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`
      const sql = `SELECT ${columns} FROM visits ${narrowed} ORDER BY issue_seq LIMIT ?`
      let list = lists.get(sql)
      if (list === undefined) lists.set(sql, (list = db.prepare<Cell[], VisitRow>(sql)))
      return list.all(...bound, limit).map(readVisit)
    },
  }
}

function isOf<K extends RecordKind>(record: ConductRecord, kind: K): record is RecordOf<K> {
  return record.record === kind
}

const storedJson = z.string().transform((text): unknown => JSON.parse(text))

/** A row back as the value it was written from: empty cells are absent, JSON cells are read. */
function readVisit(row: VisitRow): KeptVisit {
  const { priorityClass, priorityGround, services, issuedBy, ...plain } = row
  const filled = Object.fromEntries(Object.entries(plain).filter(([, cell]) => cell !== null))
  return keptVisit.parse({
    ...filled,
    services: storedJson.parse(services),
    issuedBy: storedJson.parse(issuedBy),
    ...(priorityClass === null ? {} : { priority: { class: priorityClass, ground: priorityGround } }),
  })
}
