/** Ratings as SQLite rows, written in the transaction of their events. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { keptRating } from '#shared/conduct/ratingFigures.ts'
import type { KeptRating } from '#shared/conduct/ratingFigures.ts'
import type { Ratable } from '#shared/conduct/ratings.ts'
import { visitId } from '#shared/ids/ids.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { turn } from '#shared/hall/visit.ts'
import type { DaySpan, KeptVisit, RatedSpan } from './ledger.ts'
import { ratableOf, ratingOf } from './projection.ts'

export interface RatingRows {
  /** Writes the row of a rating; any other event has none. To be called inside a transaction. */
  write(entry: LedgerEvent): void
  ratable(visit: KeptVisit): Ratable
  ratingsOf(span: DaySpan): RatedSpan
  unrated(span: DaySpan, limit: number): readonly VisitId[]
}

type Cell = string | number | null
type Row = Readonly<Record<string, Cell>>

const columns = `seq, visit_id AS visitId, day, at_ms AS atMs, turn_id AS turnId, service_id AS serviceId,
  counter_id AS counterId, staff_id AS staffId, channel, ordinal, level, reasons,
  reasons_version AS reasonsVersion, text`

/** Prepares every statement once. */
export function ratingRows(db: Database): RatingRows {
  const put = db.prepare<Cell[]>(`
    INSERT INTO ratings (seq, visit_id, day, at_ms, turn_id, service_id, counter_id, staff_id, channel, ordinal,
      level, reasons, reasons_version, text)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const ofVisit = db.prepare<[string], Row>(`SELECT ${columns} FROM ratings WHERE visit_id = ? ORDER BY seq`)
  const ofDays = db.prepare<[string, string], Row>(
    `SELECT ${columns} FROM ratings WHERE day >= ? AND day < ? ORDER BY seq`,
  )
  const turnsOf = db.prepare<[string], Row>(`
    SELECT id, service_id AS serviceId, counter_id AS counterId, staff_id AS staffId, ended_at_ms AS endedAtMs
    FROM turns WHERE visit_id = ? ORDER BY seq`)
  const handled = db
    .prepare<[string, string], number>(
      'SELECT count(DISTINCT visit_id) FROM turns WHERE day >= ? AND day < ?',
    )
    .pluck()
  const unratedOf = db
    .prepare<[string, string, number], string>(
      `SELECT id FROM visits WHERE day >= ? AND day < ? AND ended_at_ms IS NOT NULL
        AND EXISTS (SELECT 1 FROM turns WHERE visit_id = visits.id)
        AND NOT EXISTS (SELECT 1 FROM ratings WHERE visit_id = visits.id)
      ORDER BY issue_seq LIMIT ?`,
    )
    .pluck()
  return {
    write(entry) {
      const rating = ratingOf(entry)
      if (rating === undefined) return
      // prettier-ignore
      put.run(
        rating.seq, rating.visitId, rating.day, rating.atMs, rating.turnId ?? null, rating.serviceId ?? null,
        rating.counterId ?? null, rating.staffId ?? null, rating.channel, rating.ordinal, rating.level,
        JSON.stringify(rating.reasons), rating.reasonsVersion, rating.text ?? null,
      )
    },
    ratable: (visit) =>
      ratableOf(
        visit,
        turnsOf.all(visit.id).map((row) => handledTurn.parse(row)),
        ofVisit.all(visit.id).map(readRating),
      ),
    unrated: ({ from, until }, limit) => unratedOf.all(from, until, limit).map((id) => visitId.parse(id)),
    ratingsOf: ({ from, until }) => ({
      ratings: ofDays.all(from, until).map(readRating),
      visits: handled.get(from, until) ?? 0,
    }),
  }
}

const handledTurn = turn.pick({
  id: true,
  serviceId: true,
  counterId: true,
  staffId: true,
  endedAtMs: true,
})

const storedJson = z.string().transform((text): unknown => JSON.parse(text))

/** A row back as the value it was written from: empty cells are absent. */
function readRating({ reasons, ...plain }: Row): KeptRating {
  const filled = Object.fromEntries(Object.entries(plain).filter(([, cell]) => cell !== null))
  return keptRating.parse({ ...filled, reasons: storedJson.parse(reasons) })
}
