/**
 * Takes out of a ledger what is known of persons once its time is over: of the events' texts, of the rows made from
 * them, of the first state of a copy, and of the space they leave on disk. Seq, time, kind and order of events stay,
 * so the ledger folds as before. Done in pieces, each whole or not at all; done again, it finds nothing to do.
 */
import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ledgerEvent } from '#shared/hall/events.ts'
import { hallCase } from '#shared/conduct/cases.ts'
import { recordedGround } from '#shared/conduct/attendanceRecords.ts'
import { conductRecord, isLive, isRecordEvent, recordIdOf } from '#shared/conduct/records.ts'
import type { ConductRecord } from '#shared/conduct/records.ts'
import {
  attendanceWithout,
  caseWithout,
  goneWords,
  groundWordy,
  leaveWordy,
  punchWordy,
  withoutPersons,
  wordy,
} from '#shared/hall/retention.ts'
import type { Cutoffs, Gone, RetentionKind } from '#shared/hall/retention.ts'
import { addDays } from '#shared/time/localTime.ts'
import { forgetAudit } from './audit.ts'
import { asFault } from './database.ts'

/** Up to which business day each kind has gone. */
const done = z.partialRecord(
  z.enum(['identity', 'appointment', 'contact', 'words', 'grounds', 'attendance', 'audit', 'space']),
  z.string(),
)
const metaKey = 'erased'
/** An appointment is booked at most so many days before its slot, as far as looking for it goes. */
const bookedAhead = 400
/** A leave is asked for, and a deduction decided, at most so many days from its end, as far as looking goes. */
const decidedWithin = 400

const noUpdates = `CREATE TRIGGER events_never_change BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;`

/** One piece of the work; says how many events and records it changed. Throws `LedgerFault`. */
export type Piece = () => number

/**
 * The pieces that are left on this day, each to be run once and in order; the process may serve between two.
 * @param cutoffs by kind, the business day before which it goes
 */
export function piecesOfErasing(db: Database, cutoffs: Cutoffs): readonly Piece[] {
  const marks = readMarks(db)
  const oldest = oldestDay(db) ?? cutoffs.identity
  const pieces: Piece[] = []
  const daysTo = (
    kind: RetentionKind,
    from: string,
    work: (day: string) => number,
    marked: Mark = kind,
  ): void => {
    for (let day = from; day < cutoffs[kind]; day = addDays(day, 1)) {
      const one = day
      pieces.push(() => whole(db, () => work(one)))
    }
    pieces.push(() => whole(db, () => mark(db, marked, cutoffs[kind])))
  }
  const from = (kind: Mark): string => later(marks[kind] ?? oldest, oldest)

  daysTo('identity', from('identity'), (day) =>
    eraseEvents(db, day, ['visitIssued', 'factConflicted'], new Set(['identity'])),
  )
  // By the slot and not by when it was made: each appointment of the last year is looked at again, and those in time are left.
  daysTo('appointment', later(addDays(from('appointment'), -bookedAhead), oldest), (day) =>
    eraseEvents(db, day, ['appointmentBooked'], new Set(['appointment']), cutoffs.appointment),
  )
  daysTo('contact', from('contact'), (day) => eraseCases(db, day, new Set(['contact'])))
  daysTo('words', from('words'), (day) => {
    const gone: Gone = new Set(['words'])
    const events = eraseEvents(db, day, ['visitIssued', ...wordy], gone)
    db.prepare('UPDATE turns SET note = NULL WHERE day = ? AND note IS NOT NULL').run(day)
    db.prepare('UPDATE ratings SET text = NULL WHERE day = ? AND text IS NOT NULL').run(day)
    db.prepare('UPDATE visits SET priority_ground = ? WHERE day = ? AND priority_ground IS NOT NULL').run(
      goneWords,
      day,
    )
    return events + eraseCases(db, day, gone)
  })
  // By a mark of its own: a ledger whose other words have gone has these still. Deductions rest on pauses.
  daysTo(
    'words',
    from('grounds'),
    (day) => {
      db.prepare('UPDATE marks SET reason = ? WHERE day = ? AND reason IS NOT NULL').run(goneWords, day)
      return (
        eraseEvents(db, day, groundWordy, new Set(['words'])) +
        eraseAttendance(db, day, ['deducted'], cutoffs.words)
      )
    },
    'grounds',
  )
  const attendanceFrom = from('attendance')
  daysTo(
    'words',
    later(addDays(attendanceFrom, -decidedWithin), oldest),
    (day) =>
      eraseAttendance(
        db,
        day,
        day >= attendanceFrom ? [...punchWordy, ...leaveWordy] : leaveWordy,
        cutoffs.words,
      ),
    'attendance',
  )
  pieces.push(() => whole(db, () => forgetAudit(db, cutoffs.audit)))
  pieces.push(() => whole(db, () => eraseStates(db, cutoffs)))
  pieces.push(() => cleanSpace(db, marks.space === undefined))
  return pieces
}

function later(a: string, b: string): string {
  return a > b ? a : b
}

function whole(db: Database, work: () => number): number {
  try {
    return db.transaction(work).immediate()
  } catch (error) {
    throw asFault(error, 'personal data could not be taken out')
  }
}

function readMarks(db: Database): z.infer<typeof done> {
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(metaKey)
  return text === undefined ? {} : done.parse(JSON.parse(text))
}

type Mark = RetentionKind | 'grounds' | 'attendance' | 'space'

function mark(db: Database, kind: Mark, day: string): number {
  const marks = { ...readMarks(db), [kind]: day }
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(metaKey, JSON.stringify(marks))
  return 0
}

interface Stored {
  readonly seq: number
  readonly body: string
}

/** @param slotBefore of appointments: only those whose slot was before this day */
function eraseEvents(
  db: Database,
  day: string,
  types: readonly string[],
  gone: Gone,
  slotBefore?: string,
): number {
  const found = db
    .prepare<[string, string], Stored>(
      'SELECT seq, body FROM events WHERE day = ? AND type IN (SELECT value FROM json_each(?)) ORDER BY seq',
    )
    .all(day, JSON.stringify(types))
  return rewrite(db, found, gone, slotBefore)
}

/** Rewrites events without what is to go. The ledger is append-only for everybody else: its guard is put back at once. */
function rewrite(db: Database, found: readonly Stored[], gone: Gone, slotBefore?: string): number {
  const changed = found.flatMap(({ seq, body }) => {
    const before = ledgerEvent.parse(JSON.parse(body))
    const { event } = before
    if (event.type === 'factConflicted' && !isResolved(db, event.conflict.factId)) return []
    if (event.type === 'appointmentBooked' && slotBefore !== undefined) {
      const slotDay = new Date(event.slotUntilMs + 86_400_000).toISOString().slice(0, 10)
      if (slotDay > slotBefore) return []
    }
    const after = withoutPersons(before, gone)
    return after === before ? [] : [{ seq, body: JSON.stringify(after) }]
  })
  if (changed.length === 0) return 0
  const put = 'UPDATE events SET body = ? WHERE seq = ?'
  db.exec('DROP TRIGGER events_never_change')
  const update = db.prepare<[string, number]>(put)
  for (const { seq, body } of changed) update.run(body, seq)
  db.exec(noUpdates)
  return changed.length
}

function isResolved(db: Database, factId: string): boolean {
  const resolved = db
    .prepare<[string], number>(
      `SELECT count(*) FROM events WHERE type = 'conflictResolved' AND instr(body, ?) > 0`,
    )
    .pluck()
    .get(JSON.stringify(factId))
  return (resolved ?? 0) > 0
}

/** Cases that were closed on a day: their row, and their events. */
function eraseCases(db: Database, closedDay: string, gone: Gone): number {
  const found = db
    .prepare<
      [string],
      { readonly seq: number; readonly id: string; readonly firstDay: string; readonly body: string }
    >(`SELECT seq, id, first_day AS firstDay, body FROM records WHERE record = 'case' AND until_day = ?`)
    .all(addDays(closedDay, 1))
  let changed = 0
  for (const { seq, id, firstDay, body } of found) {
    const before = hallCase.parse(JSON.parse(body))
    const after = caseWithout(before, gone)
    if (after !== before)
      db.prepare('UPDATE records SET body = ? WHERE seq = ?').run(JSON.stringify(after), seq)
    const events = db
      .prepare<[string, string, string], Stored>(
        `SELECT seq, body FROM events WHERE day >= ? AND day <= ? AND type IN ('caseOpened', 'caseMoved', 'caseNoted')
           AND instr(body, ?) > 0`,
      )
      .all(firstDay, closedDay, JSON.stringify(id))
    changed += rewrite(db, events, gone)
  }
  return changed
}

/**
 * Words about people's attendance in one day's events and in the records that ended on it. What is still to be
 * decided about keeps its words; its events are looked at again on later days.
 */
function eraseAttendance(db: Database, day: string, types: readonly string[], cutoff: string): number {
  const body = db.prepare<[string], string>('SELECT body FROM records WHERE id = ?').pluck()
  const recordOf = (id: string): ConductRecord | undefined => {
    const text = body.get(id)
    return text === undefined ? undefined : conductRecord.parse(JSON.parse(text))
  }
  const put = db.prepare<[string, string]>('UPDATE records SET body = ? WHERE id = ?')
  let changed = 0
  const clean = (record: ConductRecord | undefined): void => {
    if (record === undefined || isLive(record, cutoff)) return
    const after = attendanceWithout(record)
    if (after === record) return
    put.run(JSON.stringify(after), record.id)
    changed += 1
  }
  const events = db
    .prepare<[string, string], Stored>(
      'SELECT seq, body FROM events WHERE day = ? AND type IN (SELECT value FROM json_each(?)) ORDER BY seq',
    )
    .all(day, JSON.stringify(types))
    .filter(({ body: text }) => {
      const { event } = ledgerEvent.parse(JSON.parse(text))
      if (!isRecordEvent(event)) return false
      const record = recordOf(recordIdOf(event))
      if (record !== undefined && isLive(record, cutoff)) return false
      clean(record)
      return true
    })
  // Records of a copy are older than its events.
  for (const id of db
    .prepare<[string], string>(
      `SELECT id FROM records WHERE until_day = ? AND record IN ('punch', 'leave', 'deduction')`,
    )
    .pluck()
    .all(addDays(day, 1)))
    clean(recordOf(id))
  return changed + rewrite(db, events, new Set(['words']))
}

const oldState = z.looseObject({ day: z.looseObject({ day: z.string() }).optional() })

/** What states of earlier days hold: the one a copy began with, and those that are kept beside the newest. */
function eraseStates(db: Database, cutoffs: Cutoffs): number {
  const states = db
    .prepare<[], { readonly seq: number; readonly body: string }>('SELECT seq, body FROM snapshots')
    .all()
  const update = db.prepare<[string, string, number]>(
    'UPDATE snapshots SET body = ?, sha256 = ? WHERE seq = ?',
  )
  let changed = 0
  for (const { seq, body } of states) {
    const state: unknown = JSON.parse(body)
    const day = oldState.safeParse(state).data?.day?.day
    if (day === undefined || day >= cutoffs.identity) continue
    const gone = new Set(kinds.filter((kind) => day < cutoffs[kind]))
    const text = JSON.stringify(state, (key, value: unknown) => kept(key, value, gone))
    if (text === body) continue
    update.run(text, createHash('sha256').update(text).digest('hex'), seq)
    changed += 1
  }
  return changed
}

const kinds: readonly RetentionKind[] = ['identity', 'appointment', 'contact', 'words']

function isOldLeave(key: string, value: unknown): value is object {
  return (
    key !== 'reason' &&
    typeof value === 'object' &&
    value !== null &&
    'record' in value &&
    value.record === 'leave'
  )
}

/** What stays of one field of a state. */
function kept(key: string, value: unknown, gone: Gone): unknown {
  if (typeof value === 'object' && value !== null && 'holder' in value) {
    const { holder: _holder, ...rest } = value
    return gone.has('slotUntilMs' in value ? 'appointment' : 'identity') ? rest : value
  }
  if (isOldLeave(key, value) && gone.has('words')) return { ...value, reason: goneWords }
  if (key === 'contact' && gone.has('contact')) return undefined
  // Why a punch was recorded by somebody else is one of three words, and no one's story.
  if (key === 'ground' && recordedGround.safeParse(value).success) return value
  if (
    (key === 'note' || key === 'ground' || key === 'pauseReason') &&
    typeof value === 'string' &&
    gone.has('words')
  )
    return goneWords
  return value
}

/** The first business day anything here is of; a copy's rows are older than its events. */
function oldestDay(db: Database): string | undefined {
  const days = [
    'SELECT min(day) FROM events',
    'SELECT min(day) FROM visits',
    'SELECT min(first_day) FROM records',
  ]
  return days.flatMap((sql) => db.prepare<[], string | null>(sql).pluck().get() ?? []).toSorted()[0]
}

/** A larger ledger is not written anew while a hall waits: its old free space is overwritten as it is used again. */
const rewrittenAtMost = 256 * 1024 * 1024

/** Carries the write-ahead log over and empties it; the first time also what was let go of before it was overwritten. */
function cleanSpace(db: Database, first: boolean): number {
  try {
    const bytes =
      Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true }))
    if (first && bytes <= rewrittenAtMost) {
      db.exec('VACUUM')
      mark(db, 'space', '1')
    }
    db.pragma('wal_checkpoint(TRUNCATE)')
    return 0
  } catch (error) {
    throw asFault(error, 'the space of personal data could not be cleaned')
  }
}
