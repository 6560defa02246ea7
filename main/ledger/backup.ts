/** Copies of the database: made while the hub works, checked, rotated; and what to do with a damaged one. */
import SQLite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { asFault, takeLock } from './database.ts'
import { syncPath } from './files.ts'
import { LedgerFault } from './ledger.ts'
import { refuseUnknown } from './migrate.ts'

/** What a look at a database file found; `reason` is one clear line. */
export type Finding =
  | { readonly found: 'good' }
  | { readonly found: 'absent' }
  | { readonly found: 'damaged' | 'foreign' | 'future' | 'unreadable'; readonly reason: string }

export interface BackUpOptions {
  /** Where copies are kept; made if it is not there. */
  readonly folder: string
  /** Names the copy and gives its place in the rotation: sorts by time, e.g. `2026-11-22T0400`. */
  readonly stamp: string
  /** How many copies stay, at least 1. */
  readonly keep: number
  /** Share done, 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/** Pages copied between two turns of the event loop: a few milliseconds. */
const pagesPerStep = 200

const copyName = /^hall-.+\.db$/

/** Events at the end of the ledger that a quick look reads. */
const quickTail = 1000

/**
 * Copies an open database while it is being written, checks the copy, and only
 * then lets the oldest copies go. Gives the copy's path. The copy is one file
 * without a log beside it. The check reads the whole copy in one go: where the
 * ledger is large, call this in a worker with its own reading connection.
 * Throws `LedgerFault`; a copy that is not good is never kept under its name.
 */
export async function backUp(db: Database, options: BackUpOptions): Promise<string> {
  const { folder, stamp, keep, onProgress } = options
  const copy = join(folder, `hall-${stamp}.db`)
  const part = `${copy}.part`
  try {
    mkdirSync(folder, { recursive: true })
    rmSync(part, { force: true })
    await db.backup(part, {
      progress({ totalPages, remainingPages }) {
        if (totalPages > 0) onProgress?.((totalPages - remainingPages) / totalPages)
        return pagesPerStep
      },
    })
    makeSingleFile(part)
    const finding = checkDatabase(part, 'full')
    if (finding.found !== 'good') {
      throw new LedgerFault(
        'damaged',
        `the copy ${copy} is not good: ${'reason' in finding ? finding.reason : 'absent'}`,
      )
    }
    syncPath(part)
    renameSync(part, copy)
    syncPath(folder)
  } catch (error) {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(part + end, { force: true })
    throw asFault(error, `no copy was made in ${folder}`)
  }
  for (const old of copiesIn(folder).slice(Math.max(1, keep))) rmSync(old, { force: true })
  return copy
}

/** The copies in a folder, newest first, by their stamps. */
export function copiesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => copyName.test(name))
    .sort()
    .reverse()
    .map((name) => join(folder, name))
}

/** A copied database still says that it has a log; taking that back leaves one file that may be carried away. */
function makeSingleFile(path: string): void {
  const db = new SQLite(path)
  try {
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
}

/**
 * Looks at a database file without changing it. `quick` opens it and reads the
 * end of the ledger, whatever its size; `full` reads every page and counts
 * every event. Never throws for what is in the file.
 */
export function checkDatabase(path: string, depth: 'quick' | 'full'): Finding {
  if (!existsSync(path)) {
    const log = `${path}-wal`
    if (!existsSync(log) || statSync(log).size === 0) return { found: 'absent' }
    return { found: 'damaged', reason: `${log} is there, its database ${path} is not` }
  }
  let db: Database | undefined
  try {
    // For reading only: a writing connection would fold the log into a damaged file when it closes.
    db = new SQLite(path, { readonly: true, fileMustExist: true })
    refuseUnknown(db, path)
    const reason = depth === 'full' ? (pageFault(db) ?? gap(db)) : endFault(db)
    return reason === undefined ? { found: 'good' } : { found: 'damaged', reason: `${path}: ${reason}` }
  } catch (error) {
    return findingOf(asFault(error, `${path} cannot be read`))
  } finally {
    db?.close()
  }
}

/** What a fault met while looking says about the file. */
function findingOf(fault: unknown): Finding {
  const reason = fault instanceof Error ? fault.message : String(fault)
  const kind = fault instanceof LedgerFault ? fault.kind : 'damaged'
  switch (kind) {
    case 'damaged':
    case 'foreign':
    case 'future':
      return { found: kind, reason }
    case 'full':
    case 'io':
    case 'conflict':
    case 'busy':
    case 'inUse':
    case 'closed':
      return { found: 'unreadable', reason }
  }
}

function pageFault(db: Database): string | undefined {
  const first = db.prepare<[], string>('PRAGMA integrity_check(1)').pluck().get()
  return first === 'ok' ? undefined : (first ?? 'the integrity check said nothing')
}

function gap(db: Database): string | undefined {
  if (!hasEvents(db)) return undefined
  const counted = db
    .prepare<[], { n: number; last: number | null }>('SELECT count(*) AS n, max(seq) AS last FROM events')
    .get()
  if (counted === undefined || counted.n === (counted.last ?? 0)) return undefined
  return `${counted.n} events where the last is number ${counted.last ?? 0}`
}

function endFault(db: Database): string | undefined {
  if (!hasEvents(db)) return undefined
  const rows = db
    .prepare<[number], { seq: number; valid: number }>(
      'SELECT seq, json_valid(body) AS valid FROM events ORDER BY seq DESC LIMIT ?',
    )
    .all(quickTail)
  let next = rows[0]?.seq ?? 0
  for (const { seq, valid } of rows) {
    if (seq !== next) return `event ${next} is missing`
    if (valid !== 1) return `event ${seq} is not readable`
    next -= 1
  }
  return undefined
}

/** A database so new that its first migration never ended has no events, and is good. */
function hasEvents(db: Database): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'events'`).get() !== undefined
}

/**
 * Puts a database and its log aside under a name of their own, never deleting
 * anything, and gives the new path. The database goes first: should the power
 * fail in between, `checkDatabase` still finds the log without it. Throws
 * `LedgerFault` `inUse` while a hub has it open.
 */
export function setAside(path: string, stamp: string): string {
  const lock = takeLock(path)
  try {
    const name = `${path}.damaged-${stamp}`
    let aside = name
    for (let n = 2; ['', '-wal', '-shm'].some((end) => existsSync(aside + end)); n += 1)
      aside = `${name}-${n}`
    for (const end of ['', '-wal', '-shm', '-journal']) {
      if (existsSync(path + end)) renameSync(path + end, aside + end)
    }
    syncPath(dirname(path))
    return aside
  } finally {
    lock.close()
  }
}
