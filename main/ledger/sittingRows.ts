/** Stays at counters as SQLite rows, written in the transaction of their events. */
import type { Database } from 'better-sqlite3'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import type { Ending } from '#shared/reporting/fact.ts'

export interface SittingRows {
  /** Begins or ends a row where the event does so. To be called inside a transaction, after the visit's and turn's own rows. */
  write(entry: LedgerEvent): void
}

/** Prepares every statement once. */
export function sittingRows(db: Database): SittingRows {
  // A visit taken up again still is of the queue it was called from.
  const begin = db.prepare<[number, string, string | null, string, string, string, number]>(`
    INSERT INTO sittings (seq, visit_id, day, queue_id, counter_id, staff_id, began_at_ms)
    VALUES (?, ?, ?,
      (SELECT queue_id FROM calls WHERE visit_id = ? AND again = 0 ORDER BY calls.seq DESC LIMIT 1), ?, ?, ?)`)
  const beginAt = db.prepare<[number, string, string | null, string, string, string, number]>(`
    INSERT INTO sittings (seq, visit_id, day, queue_id, counter_id, staff_id, began_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const end = db.prepare<[number, Ending, string, string]>(`
    UPDATE sittings SET ended_at_ms = max(?, began_at_ms), ending = ?, service_id =
      (SELECT service_id FROM turns WHERE turns.visit_id = ? AND turns.seq > sittings.seq ORDER BY turns.seq LIMIT 1)
    WHERE visit_id = ? AND ended_at_ms IS NULL`)
  return {
    write({ seq, day, event, actor, ...entry }) {
      const atMs = entry.happenedMs ?? entry.atMs
      if (event.type === 'visitCalled') {
        const { visitId, queueId, counterId, staffId } = event
        beginAt.run(seq, visitId, day ?? null, queueId, counterId, staffId, atMs)
      } else if (event.type === 'visitResumed') {
        const { visitId, counterId, staffId } = event
        begin.run(seq, visitId, day ?? null, visitId, counterId, staffId, atMs)
      } else {
        const ended = endedBy(event, actor)
        if (ended !== undefined) end.run(atMs, ended.ending, ended.visitId, ended.visitId)
      }
    },
  }
}

/** How this event ends a stay at a counter, if its visit is at one. */
function endedBy(event: HallEvent, actor: Actor): { visitId: VisitId; ending: Ending } | undefined {
  const ended = (visitId: VisitId, ending: Ending) => ({ visitId, ending })
  if (event.type === 'visitFinished') return ended(event.visitId, 'finished')
  if (event.type === 'visitContinued') return ended(event.visitId, 'continued')
  if (event.type === 'visitMissed') return ended(event.visitId, event.ends ? 'noShow' : 'missed')
  if (event.type === 'visitRequeued') return ended(event.visitId, 'requeued')
  if (event.type === 'visitParked') return ended(event.visitId, 'parked')
  if (event.type === 'visitTransferred') {
    const to = { queue: 'toQueue', counter: 'toCounter', staff: 'toPerson' } as const
    return ended(event.visitId, to[event.to.kind])
  }
  if (event.type === 'visitCancelled')
    return ended(event.visitId, actor.kind === 'visitor' ? 'cancelledByVisitor' : 'cancelled')
  if (event.type === 'visitExpired') return ended(event.visitId, 'expired')
  return undefined
}
