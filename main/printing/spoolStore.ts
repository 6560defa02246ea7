/** Print jobs in a SQLite database that belongs to somebody else: the station's. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { printJob } from './job.ts'
import type { JobStore, PrintJob } from './job.ts'

/** Makes the table where it is missing; to be called by the migration of the database that is to hold it. */
export function createPrintJobs(database: Database): void {
  database.exec(`
    create table if not exists print_jobs (
      id text primary key,
      visit_id text not null,
      state text not null,
      asked_at_ms real not null,
      job text not null
    ) strict;
    create index if not exists print_jobs_by_visit on print_jobs (visit_id);
    create index if not exists print_jobs_by_state on print_jobs (state, asked_at_ms);
  `)
}

const row = z.object({ job: z.string() })

/**
 * The store over that table. A job that can no longer be read (written by a later version) is left alone and not
 * shown; it is never printed.
 */
export function sqliteJobStore(database: Database): JobStore {
  const save = database.prepare(
    'insert or replace into print_jobs (id, visit_id, state, asked_at_ms, job) values (?, ?, ?, ?, ?)',
  )
  const select = (where: string): ((...values: readonly (string | number)[]) => readonly PrintJob[]) => {
    const statement = database.prepare(`select job from print_jobs where ${where}`)
    return (...values) => statement.all(...values).flatMap(read)
  }
  const byId = select('id = ?')
  const byVisit = select('visit_id = ? order by asked_at_ms, rowid')
  const unsettled = select(`state in ('queued', 'sending') order by asked_at_ms, rowid`)
  const troubled = select(
    `state in ('failed', 'uncertain') and asked_at_ms >= ? order by asked_at_ms desc, rowid desc`,
  )
  const prune = database.prepare(
    `delete from print_jobs where state not in ('queued', 'sending') and asked_at_ms < ?`,
  )
  return {
    save: (job) => save.run(job.id, job.visitId, job.state, job.askedAtMs, JSON.stringify(job)),
    get: (id) => byId(id)[0],
    ofVisit: (id) => byVisit(id),
    unsettled: () => unsettled(),
    troubled: (sinceMs) => troubled(sinceMs),
    prune: (beforeMs) => prune.run(beforeMs),
  }
}

function read(found: unknown): readonly PrintJob[] {
  const parsed = printJob.safeParse(JSON.parse(row.parse(found).job))
  return parsed.success ? [parsed.data] : []
}
