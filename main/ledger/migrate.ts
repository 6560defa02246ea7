/**
 * Brings a database to today's schema: forward only, one transaction each, a
 * copy kept first. Each one done is written down by its number, so that one
 * that came late, with a number below others, is not passed over.
 * `user_version` is the highest done.
 */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { syncPath } from './files.ts'
import { LedgerFault } from './ledger.ts'
import { ledgerMigration } from './migrations/0010_ledger.ts'
import { projectionsMigration } from './migrations/0020_projections.ts'
import { signInMigration } from './migrations/0030_sign_in.ts'
import { tokensMigration } from './migrations/0040_tokens.ts'
import { ratingsMigration } from './migrations/0050_ratings.ts'
import { reportsMigration } from './migrations/0070_reports.ts'
import { conductMigration } from './migrations/0080_conduct.ts'
import { safetyMigration } from './migrations/0100_safety.ts'
import { casesMigration } from './migrations/0200_cases.ts'
import { padsMigration } from './migrations/0250_pads.ts'
import { displaysMigration } from './migrations/0260_displays.ts'

/** One step of the schema. Once released it never changes, and it calls nothing that might. */
export interface Migration {
  /** A multiple of ten, so that there is room between two. */
  readonly number: number
  up(db: Database): void
}

export const migrations: readonly Migration[] = [
  ledgerMigration,
  projectionsMigration,
  signInMigration,
  tokensMigration,
  ratingsMigration,
  reportsMigration,
  conductMigration,
  safetyMigration,
  casesMigration,
  padsMigration,
  displaysMigration,
]

/** Marks a database file as a hall's: `YIHA` in the file's header. */
export const applicationId = 0x59494841

/**
 * The tables by which a database shows what it has had that wrote down no more
 * than the highest number: then 0080 may be missing below 0100. Each was made by
 * the migration of that number and none takes it away. Never grows: all later
 * ones are written down.
 */
const tableOfUnrecorded: ReadonlyMap<number, string> = new Map([
  [10, 'events'],
  [20, 'visits'],
  [30, 'credentials'],
  [40, 'tokens'],
  [50, 'ratings'],
  [70, 'sittings'],
  [80, 'records'],
  [100, 'audit'],
])

const recordedAs = 'migrations'
const recordedNumbers = z.array(z.number().int())

/** What kind of database this is, without changing it. */
function schemaVersion(db: Database): { version: number; ours: boolean; empty: boolean } {
  const version = Number(db.pragma('user_version', { simple: true }))
  const ours = Number(db.pragma('application_id', { simple: true })) === applicationId
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0
  return { version, ours, empty: version === 0 && tables === 0 }
}

/** The numbers written down in a database; undefined when none were yet. */
function recorded(db: Database): readonly number[] | undefined {
  if (!hasTable(db, 'meta')) return undefined
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(recordedAs)
  return text === undefined ? undefined : recordedNumbers.parse(JSON.parse(text))
}

/** The numbers a database has had, be they written down or seen by what is in it. */
function hadBy(db: Database, known: readonly Migration[]): readonly number[] {
  const { version } = schemaVersion(db)
  return (
    recorded(db) ??
    known.flatMap(({ number }) => {
      const table = tableOfUnrecorded.get(number)
      return number <= version && (table === undefined || hasTable(db, table)) ? [number] : []
    })
  )
}

function hasTable(db: Database, name: string): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name) !== undefined
}

/** Whether a database has had all that this version knows; false of an empty one. */
export function isOfToday(db: Database): boolean {
  const had = hadBy(db, migrations)
  return migrations.every(({ number }) => had.includes(number))
}

/**
 * Throws `LedgerFault` `future` or `foreign` unless this version can use the
 * database, be it after migrating.
 */
export function refuseUnknown(db: Database, path: string, known: readonly Migration[] = migrations): void {
  const { version, ours, empty } = schemaVersion(db)
  if (empty) return
  if (!ours) throw new LedgerFault('foreign', `${path} is a database, but not a hall's`)
  const newest = known.at(-1)?.number ?? 0
  const strange = hadBy(db, known).find((number) => !known.some((migration) => migration.number === number))
  const beyond = version > newest ? version : strange
  if (beyond !== undefined) {
    throw new LedgerFault(
      'future',
      `${path} was written by a newer version (schema ${beyond}; this one knows ${newest}): update this machine, nothing was changed`,
    )
  }
}

/**
 * Runs what is missing and returns the copies made, one for each migration of
 * a database that held something. Throws `LedgerFault`; a migration that fails
 * leaves the database as it was before it.
 */
export function migrate(
  db: Database,
  path: string,
  known: readonly Migration[] = migrations,
): readonly string[] {
  refuseUnknown(db, path, known)
  const { empty } = schemaVersion(db)
  const copies: string[] = []
  let had = hadBy(db, known)
  if (!empty && recorded(db) === undefined) record(db, had)
  for (const migration of known) {
    if (had.includes(migration.number)) continue
    if (!empty) copies.push(keepCopy(db, path, migration.number))
    const now = [...had, migration.number].sort((a, b) => a - b)
    db.transaction(() => {
      migration.up(db)
      record(db, now)
      db.pragma(`user_version = ${Math.max(...now)}`)
      if (empty) db.pragma(`application_id = ${applicationId}`)
    }).immediate()
    had = now
  }
  // The file's own name in its folder must last as well as what is in it.
  if (empty) syncPath(dirname(path))
  return copies
}

function record(db: Database, numbers: readonly number[]): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(
    recordedAs,
    JSON.stringify(numbers),
  )
}

/** Copies the database beside itself as `<db>.before-0020`, whole or not at all, never over an older copy. */
function keepCopy(db: Database, path: string, number: number): string {
  const name = `${path}.before-${String(number).padStart(4, '0')}`
  let copy = name
  for (let n = 2; existsSync(copy); n += 1) copy = `${name}-${n}`
  const part = `${copy}.part`
  rmSync(part, { force: true })
  try {
    db.prepare('VACUUM INTO ?').run(part)
    syncPath(part)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
  renameSync(part, copy)
  syncPath(dirname(copy))
  return copy
}
