/** Opening a hall's database file: alone, whole, in today's schema, and so that what is written lasts. */
import SQLite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { LedgerFault } from './ledger.ts'
import type { LedgerFaultKind } from './ledger.ts'
import { migrate, refuseUnknown } from './migrate.ts'

/** A database that is this process's own until closed. */
export interface HallDatabase {
  readonly db: Database
  readonly path: string
  /** Copies made before migrating. */
  readonly copies: readonly string[]
  close(): void
}

/** How long a reader may keep a writer waiting, ms: a checkpoint or a migration, never a report. */
const busyTimeoutMs = 2000

/** The write-ahead log is cut back to this once it has grown beyond, bytes. */
const walKeptBytes = 64 * 1024 * 1024

/**
 * The write-ahead log is carried over into the database after so many pages
 * (16 MB). A page changed many times meanwhile is carried over once; a longer
 * log would make the pause for it longer.
 */
const checkpointPages = 4000

/** Pages kept in memory, KiB: the indexes of a large day, so that a commit reads nothing from disk. */
const cacheKb = 16_384

/**
 * Opens or makes the database at `path` for the one process that writes it.
 * Throws `LedgerFault`: `inUse`, `future`, `foreign`, `damaged`, `full`, `io`.
 */
export function openDatabase(path: string): HallDatabase {
  const lock = takeLock(path)
  let db: Database | undefined
  try {
    const known = existsSync(path)
    db = new SQLite(path, { timeout: busyTimeoutMs })
    // Before the first write: a file of somebody else's or of a newer version stays untouched.
    if (known) refuseUnknown(db, path)
    db.pragma('journal_mode = WAL')
    // FULL, and said aloud: the binding's own default for WAL would lose the last commits in a power cut.
    db.pragma('synchronous = FULL')
    db.pragma('fullfsync = ON')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    // What is taken out is overwritten and not only forgotten: names of visitors go from the disk too.
    db.pragma('secure_delete = ON')
    db.pragma('cell_size_check = ON')
    db.pragma(`journal_size_limit = ${walKeptBytes}`)
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
    db.pragma(`cache_size = -${cacheKb}`)
    const copies = migrate(db, path)
    const opened = db
    return {
      db: opened,
      path,
      copies,
      close() {
        opened.close()
        lock.close()
      },
    }
  } catch (error) {
    db?.close()
    lock.close()
    throw asFault(error, `the database ${path} cannot be opened`)
  }
}

/**
 * Opens the database for reading beside the hub that writes it: reports, and
 * worker threads. Throws `LedgerFault`.
 */
export function openForReading(path: string): Database {
  let db: Database | undefined
  try {
    db = new SQLite(path, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs })
    refuseUnknown(db, path)
    return db
  } catch (error) {
    db?.close()
    throw asFault(error, `the database ${path} cannot be read`)
  }
}

/**
 * Two hubs must never write one ledger. SQLite's own `locking_mode=EXCLUSIVE`
 * would keep out reports and copies too, so the lock is a second, empty
 * database beside the first, held in an exclusive transaction for the life of
 * the process: a lock of the operating system, the same on every platform, let
 * go even by kill -9. Nothing is ever written to it, so it cannot be damaged.
 * Held until closed. Throws `LedgerFault` `inUse` or `io`.
 */
export function takeLock(path: string): Database {
  let lock: Database | undefined
  try {
    lock = new SQLite(`${path}.lock`, { timeout: 0 })
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock?.close()
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new LedgerFault(
        'inUse',
        `another hub is using ${path}: stop it first, or choose another data folder`,
      )
    }
    throw asFault(error, `the lock ${path}.lock cannot be taken`)
  }
}

/** Turns whatever SQLite threw into a `LedgerFault`; anything else is a bug and stays as it is. */
export function asFault(error: unknown, doing: string): unknown {
  if (error instanceof SQLite.SqliteError) {
    return new LedgerFault(faultKind(error.code), `${doing}: ${error.message} (${error.code})`, error)
  }
  if (error instanceof TypeError && error.message.includes('database connection is not open')) {
    return new LedgerFault('closed', `${doing}: it is closed`, error)
  }
  if (error instanceof TypeError && error.message.startsWith('Cannot open database because')) {
    return new LedgerFault('io', `${doing}: its folder is not there`, error)
  }
  return error
}

function faultKind(code: string): LedgerFaultKind {
  // The shared-memory file is grown before the log is written; only a full disk stops that.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return 'full'
  if (code.startsWith('SQLITE_CONSTRAINT') || code === 'SQLITE_MISMATCH') return 'conflict'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy'
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'damaged'
  return 'io'
}
