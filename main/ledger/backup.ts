/** Copies of the database: made while the hub works, and checked; and what to do with a damaged one. */
import SQLite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { asFault, takeLock } from './database.ts'
import { syncPath } from './files.ts'
import { LedgerFault } from './ledger.ts'
import { refuseUnknown } from './migrate.ts'
import { markAsCopy } from './reignMark.ts'

/** What a look at a database file found; `reason` is one clear line. */
export type Finding =
  | { readonly found: 'good' }
  | { readonly found: 'absent' }
  | { readonly found: 'damaged' | 'foreign' | 'future' | 'unreadable'; readonly reason: string }

export interface BackUpOptions {
  /** Where copies are kept; made if it is not there. */
  readonly folder: string
  /** Names the copy; sorts by time (see `stampOf`). */
  readonly stamp: string
  /** Room that must be left on the folder's disk when the copy is there, bytes. */
  readonly reserveBytes?: number
  /** Share done, 0 to 1. */
  readonly onProgress?: (share: number) => void
}

/** Pages copied between two turns of the event loop: a few milliseconds. */
const pagesPerStep = 200
/** Pages after which they are brought to the disk. */
const pagesPerSync = 2000

const copyName = /^hall-.+\.db$/
const partName = /^hall-.+\.db\.part(-wal|-shm|-journal)?$/

/** Events at the end of the ledger that a quick look reads. */
const quickTail = 1000

/**
 * Copies an open database, checks the copy, and only then gives it its name.
 * Gives the copy's path: one file without a log beside it, marked as a copy, so
 * that a hub started on it begins a new reign. The connection may be the one
 * that writes, or a reading one inside a transaction; any other would start
 * again at each write. The check reads the whole copy in one go, so a hub does
 * all this in a worker (`copyWorker.ts`). Throws `LedgerFault`; a copy that is
 * not good is never kept under its name.
 */
export async function backUp(db: Database, options: BackUpOptions): Promise<string> {
  const { folder, stamp, reserveBytes = 0, onProgress } = options
  const copy = join(folder, `hall-${stamp}.db`)
  const part = `${copy}.part`
  try {
    mkdirSync(folder, { recursive: true })
    removeParts(folder)
    refuseWithoutRoom(db, folder, reserveBytes)
    await copyTo(db, part, onProgress)
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
    removeFile(part)
    throw asFault(error, `no copy was made in ${folder}`)
  }
  return copy
}

/** Copies an open database into one file that is marked as a copy, and no more than that. */
export async function copyTo(
  db: Database,
  path: string,
  onProgress?: (share: number) => void,
): Promise<void> {
  let synced = 0
  await db.backup(path, {
    progress({ totalPages, remainingPages }) {
      if (totalPages > 0) onProgress?.((totalPages - remainingPages) / totalPages)
      // Little by little, so that the hub's own commits never wait behind a whole copy at once.
      const done = totalPages - remainingPages
      if (done - synced >= pagesPerSync) {
        synced = done
        syncPath(path)
      }
      return pagesPerStep
    },
  })
  const copy = new SQLite(path)
  try {
    // A copied database still says that it has a log; taking that back leaves one file that may be carried away.
    copy.pragma('journal_mode = DELETE')
    markAsCopy(copy)
  } finally {
    copy.close()
  }
}

/** Removes what a copy that was interrupted has left behind. */
export function removeParts(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) if (partName.test(name)) rmSync(join(folder, name), { force: true })
}

/** Removes a database file and whatever SQLite put beside it. */
export function removeFile(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
}

/** A copy must never be what fills the disk the hall works on. */
function refuseWithoutRoom(db: Database, folder: string, reserveBytes: number): void {
  const pages = Number(db.pragma('page_count', { simple: true }))
  const needed = pages * Number(db.pragma('page_size', { simple: true })) + reserveBytes
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= needed) return
  const inMb = (bytes: number): string => `${String(Math.ceil(bytes / 1_000_000))} MB`
  throw new LedgerFault(
    'full',
    `no room for a copy in ${folder}: ${inMb(needed)} are needed, ${inMb(bavail * bsize)} are free`,
  )
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
  const { n, last, torn } = z.object({ n: z.number(), last: z.number(), torn: z.number() }).parse(
    db
      .prepare(
        `SELECT count(*) AS n, coalesce(max(seq), 0) AS last,
          coalesce(sum(NOT json_valid(body)), 0) AS torn FROM events`,
      )
      .get(),
  )
  // A ledger that was begun from a state received from elsewhere has what came after it.
  const base = Number(db.prepare(`SELECT value FROM meta WHERE key = 'base'`).pluck().get() ?? 0)
  if (n > 0 && n !== last - base) return `${n} events after ${base} where the last is number ${last}`
  return torn > 0 ? `${torn} events are not readable` : undefined
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
export function hasEvents(db: Database): boolean {
  return db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'events'`).get() !== undefined
}

/** Why a database was put aside; part of its new name. */
export type Aside = 'damaged' | 'replaced'

/**
 * Puts a database and its log aside under a name of their own, never deleting
 * anything, and gives the new path. The database goes first: should the power
 * fail in between, `checkDatabase` still finds the log without it. Throws
 * `LedgerFault` `inUse` while a hub has it open.
 */
export function setAside(path: string, stamp: string): string {
  const lock = takeLock(path)
  try {
    return moveAside(path, stamp, 'damaged')
  } finally {
    lock.close()
  }
}

/** As `setAside`, by whoever holds the lock already. */
export function moveAside(path: string, stamp: string, why: Aside): string {
  const name = `${path}.${why}-${stamp}`
  let aside = name
  for (let n = 2; ['', '-wal', '-shm'].some((end) => existsSync(aside + end)); n += 1) aside = `${name}-${n}`
  for (const end of ['', '-wal', '-shm', '-journal']) {
    if (existsSync(path + end)) renameSync(path + end, aside + end)
  }
  syncPath(dirname(path))
  return aside
}

/** Databases put aside from this path, in no order. */
export function asideOf(path: string): readonly string[] {
  const folder = dirname(path)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /\.(damaged|replaced)-[^.]*(?<!-wal|-shm|-journal)$/.test(name))
    .map((name) => join(folder, name))
    .filter((aside) => aside.startsWith(`${path}.`))
}
