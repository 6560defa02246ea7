/**
 * Two years of a hall as rows of its ledger: written by the ledger's own row
 * writer, without the events, which no report reads. The same seed gives the
 * same rows.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { openDatabase } from '#main/ledger/database.ts'
import { migrations } from '#main/ledger/migrate.ts'
import { projectionRows } from '#main/ledger/projectionRows.ts'
import type { VisitTally } from '#main/ledger/projection.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import type { Outcome, Visit } from '#shared/hall/visit.ts'
import {
  businessDay,
  commandId,
  counterId,
  queueId,
  serviceId,
  staffId,
  ticketNumber,
  turnId,
  visitId,
  visitKey,
} from '#shared/ids/ids.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import type { HallNames } from '#shared/reporting/report.ts'
import { addDays, instantOf } from '#shared/time/localTime.ts'

export const firstDay = '2024-11-01'
const timeZone = 'Asia/Shanghai'
const queues = 12
const servicesPerQueue = 4
const counters = 60
const outcomes: readonly Outcome[] = [
  'completed',
  'completed',
  'completed',
  'accepted',
  'accepted',
  'advised',
  'declined',
  'transferred',
]

/** The hall these years are of. */
export const yearsNames: HallNames = {
  hall: { id: 'years', zh: '两年大厅' },
  timeZone,
  targetWaitS: 1800,
  asOfMs: 0,
  conduct: undefined,
  today: undefined,
  queues: list(queues, (i) => ({ id: `queue-${String(i)}`, zh: `业务${String(i)}` })),
  departments: list(6, (i) => ({ id: `department-${String(i)}`, zh: `部门${String(i)}` })),
  services: list(queues * servicesPerQueue, (i) => ({
    id: `service-${String(i)}`,
    zh: `事项${String(i)}`,
    departmentId: `department-${String(i % 6)}`,
  })),
  counters: list(counters, (i) => ({ id: `counter-${String(i)}`, zh: String(i + 1) })),
  staff: list(counters, (i) => ({ id: `staff-${String(i)}`, zh: `人员${String(i)}` })),
  priorityClasses: [{ id: 'elderly', zh: '老年人' }],
}

function list<T>(n: number, make: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => make(i))
}

/** A file with so many days of so many visits each; made once and kept under a name that says all of this. */
export function filledYears(folder: string, days: number, perDay: number): string {
  mkdirSync(folder, { recursive: true })
  // One that came late has a number below others: their count tells it.
  const schema = `${String(migrations.at(-1)?.number ?? 0)}-${String(migrations.length)}`
  const path = join(folder, `years-${schema}-${String(days)}x${String(perDay)}.db`)
  if (existsSync(path)) return path
  // What was made for another schema is of no more use, and large.
  for (const name of readdirSync(folder)) if (name.startsWith('years-')) rmSync(join(folder, name))
  const part = `${path}.part`
  for (const suffix of ['', '-wal', '-shm', '.lock']) rmSync(part + suffix, { force: true })
  const database = openDatabase(part)
  const { db } = database
  db.pragma('synchronous = OFF')
  db.pragma('wal_autocheckpoint = 20000')
  const year = new Year(perDay)
  const rows = projectionRows(db)
  const writeDay = db.transaction((day: string) => {
    const { events, visits, sums } = year.day(day)
    rows.write(events, visits, sums)
  })
  for (let n = 0; n < Math.min(days, writtenDays); n += 1) writeDay(addDays(firstDay, n))
  for (let from = writtenDays; from < days; from += writtenDays) repeat(db, from, year.seq)
  db.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  renameSync(part, path)
  for (const suffix of ['-wal', '-shm', '.lock']) rmSync(part + suffix, { force: true })
  return path
}

/** So many days are written one by one; they come again for all others. */
const writtenDays = 14

/** The first days once more, so many days later. Calls are left out: no report reads them. */
function repeat(db: Database, later: number, seqs: number): void {
  const seq = String((later / writtenDays) * seqs)
  const ms = String(later * 86_400_000)
  const changed: Readonly<Record<string, string>> = {
    seq: `seq + ${seq}`,
    issue_seq: `issue_seq + ${seq}`,
    id: `'${String(later)}-' || id`,
    visit_id: `'${String(later)}-' || visit_id`,
    key: `'${String(later)}-' || key`,
    day: `date(day, '+${String(later)} days')`,
  }
  for (const table of ['visits', 'sittings', 'turns']) {
    const columns = z
      .array(z.string())
      .parse(db.prepare(`SELECT name FROM pragma_table_info(?)`).pluck().all(table))
    const copied = columns.map(
      (name) => changed[name] ?? (name.endsWith('_at_ms') ? `${name} + ${ms}` : name),
    )
    db.exec(
      `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${copied.join(', ')} FROM ${table}
       WHERE day < '${addDays(firstDay, writtenDays)}' ORDER BY 1`,
    )
  }
}

/** What one day adds. */
interface Day {
  readonly events: readonly LedgerEvent[]
  readonly visits: readonly Visit[]
  readonly sums: ReadonlyMap<VisitId, VisitTally>
}

class Year {
  readonly #perDay: number
  /** How many events there were so far. */
  seq = 0
  #random = 0x9e3779b9

  constructor(perDay: number) {
    this.#perDay = perDay
  }

  /** A number from 0 up to 1 (mulberry32). */
  #chance(): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0
    let t = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** About exponential, with this mean. */
  #span(meanMs: number): number {
    return Math.round(-Math.log(1 - this.#chance() * 0.9999) * meanMs)
  }

  day(day: string): Day {
    const events: LedgerEvent[] = []
    const visits: Visit[] = []
    const sums = new Map<VisitId, VisitTally>()
    const openMs = instantOf(day, 8 * 60 + 30, timeZone)
    const of = businessDay.parse(day)
    const say = (atMs: number, event: HallEvent): void => {
      this.seq += 1
      events.push({
        seq: this.seq,
        v: 1,
        atMs,
        day: of,
        commandId: command,
        actor: { kind: 'system' },
        event,
      })
    }
    for (let n = 0; n < this.#perDay; n += 1) {
      this.seq += 1
      const issueSeq = this.seq
      const queue = Math.floor(this.#chance() ** 2 * queues)
      const qid = queueId.parse(`queue-${String(queue)}`)
      const sid = serviceId.parse(
        `service-${String(queue * servicesPerQueue + Math.floor(this.#chance() * servicesPerQueue))}`,
      )
      const id = visitId.parse(`v${String(issueSeq).padStart(10, '0')}`)
      const arrivedAtMs = openMs + Math.floor((n / this.#perDay) * 8 * 3_600_000)
      const waitMs = this.#span(900_000)
      const callAtMs = arrivedAtMs + waitMs
      const counter = Math.floor(this.#chance() * counters)
      const at = {
        visitId: id,
        counterId: counterId.parse(`counter-${String(counter)}`),
        staffId: staffId.parse(`staff-${String(counter)}`),
      }
      const number = ticketNumber.parse(`${String.fromCharCode(65 + queue)}${String(n + 1).padStart(4, '0')}`)
      const fate = this.#chance()
      const leaves = fate < 0.04
      const misses = fate >= 0.04 && fate < 0.1
      const outcome = outcomes[Math.floor(this.#chance() * outcomes.length)] ?? 'completed'
      let endedAtMs = callAtMs
      if (!leaves) {
        const why = { rule: 'next', line: 'own', because: [], waitedS: waitMs / 1000 } as const
        say(callAtMs, { type: 'visitCalled', number, queueId: qid, callNo: 1, why, ...at })
        if (misses) {
          endedAtMs = callAtMs + 90_000
          say(endedAtMs, { type: 'visitMissed', ends: true, ...at })
        } else {
          const startedAtMs = callAtMs + 15_000
          endedAtMs = startedAtMs + this.#span(420_000)
          say(endedAtMs, {
            type: 'turnRecorded',
            visitId: id,
            queueId: qid,
            turn: {
              id: turnId.parse(`t${String(issueSeq)}`),
              serviceId: sid,
              counterId: at.counterId,
              staffId: at.staffId,
              startedAtMs,
              endedAtMs,
              outcome,
            },
          })
          say(endedAtMs, { type: 'visitFinished', ...at })
        }
      }
      const applicant = this.#chance()
      visits.push({
        id,
        number,
        ordinal: n + 1,
        state: leaves ? 'cancelled' : misses ? 'noShow' : 'finished',
        services: [{ serviceId: sid, queueId: qid, ...(leaves || misses ? {} : { outcome }) }],
        queueId: qid,
        locale: 'zh',
        channel: 'kiosk',
        issuedBy: kiosk,
        ...(applicant < 0.6 ? { applicant: 'person' } : applicant < 0.85 ? { applicant: 'enterprise' } : {}),
        key: visitKey.parse(`key-${String(issueSeq).padStart(18, '0')}`),
        arrivedAtMs,
        effectiveAtMs: arrivedAtMs,
        waitingSinceMs: arrivedAtMs,
        ...(leaves ? {} : { counterId: at.counterId, staffId: at.staffId, firstCallAtMs: callAtMs }),
        ...(leaves || misses ? {} : { startedAtMs: callAtMs + 15_000 }),
        calls: 0,
        countedCalls: 0,
        noShows: misses ? 1 : 0,
        parkedMs: 0,
        duties: [],
        turns: [],
        endedAtMs,
      })
      sums.set(id, {
        issueSeq,
        day: of,
        queueId: qid,
        calls: leaves ? 0 : 1,
        ...(leaves ? {} : { call: { atMs: callAtMs, counterId: at.counterId, staffId: at.staffId } }),
      })
    }
    return { events, visits, sums }
  }
}

const command = commandId.parse('years')
const kiosk = { kind: 'system' } as const
