/**
 * Brings a database to today's schema: forward only, one transaction each, a
 * copy kept first. `user_version` is the number of the last one done.
 */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
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
import { padsMigration } from './migrations/0250_pads.ts'

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
  padsMigration,
]

/** Marks a database file as a hall's: `YIHA` in the file's header. */
export const applicationId = 0x59494841

/** What kind of database this is, without changing it. */
export function schemaVersion(db: Database): { version: number; ours: boolean; empty: boolean } {
  const version = Number(db.pragma('user_version', { simple: true }))
  const ours = Number(db.pragma('application_id', { simple: true })) === applicationId
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0
  return { version, ours, empty: version === 0 && tables === 0 }
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
  if (version > newest) {
    throw new LedgerFault(
      'future',
      `${path} was written by a newer version (schema ${version}; this one knows ${newest}): update this machine, nothing was changed`,
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
  const { version, empty } = schemaVersion(db)
  const copies: string[] = []
  for (const migration of known) {
    if (migration.number <= version) continue
    if (!empty) copies.push(keepCopy(db, path, migration.number))
    db.transaction(() => {
      migration.up(db)
      db.pragma(`user_version = ${migration.number}`)
      if (empty) db.pragma(`application_id = ${applicationId}`)
    }).immediate()
  }
  // The file's own name in its folder must last as well as what is in it.
  if (empty) syncPath(dirname(path))
  return copies
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
