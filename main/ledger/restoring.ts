/** Putting a copy in the place of the hall's database: checked whole, at once or not at all, nothing deleted. */
import SQLite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { existsSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { asideOf, checkDatabase, copiesIn, copyTo, hasEvents, moveAside, removeFile } from './backup.ts'
import type { Finding } from './backup.ts'
import { asFault, openForReading, takeLock } from './database.ts'
import { syncPath } from './files.ts'
import { LedgerFault } from './ledger.ts'
import { isOfToday } from './migrate.ts'
import { photosFolder, putPhotosBack } from './photoCopies.ts'
import type { PhotosPutBack } from './photoCopies.ts'
import { begunReign, highestEpoch, markAsCopy } from './reignMark.ts'
import { sqliteLedger } from './sqliteLedger.ts'

/** What a copy holds, by its last event. */
export interface CopyContent {
  readonly seq: number
  /** Time of the last event, epoch ms. */
  readonly atMs: number
  readonly day: string | undefined
}

/** One copy as a list shows it. */
export interface ListedCopy {
  readonly path: string
  readonly bytes: number
  /** After reading all of it. */
  readonly finding: Finding
  readonly content: CopyContent | undefined
}

/** What was put in place. */
export interface Restored extends CopyContent {
  /** The copy it came from. */
  readonly from: string
  /** Where the database before it is now. */
  readonly aside: string | undefined
  readonly photos: PhotosPutBack
  /** Newer copies that were not good, a clear line each. */
  readonly passedOver: readonly string[]
}

export interface RestoreOptions {
  /** The hall's database. */
  readonly database: string
  readonly backupDir: string
  /** A copy by its path; without it the newest good one. */
  readonly from?: string | undefined
  /** Names what is put aside. */
  readonly stamp: string
}

/** Every copy of a folder, newest first, each read whole before the next. */
export function* listCopies(folder: string): Generator<ListedCopy> {
  for (const path of copiesIn(folder)) {
    const finding = checkDatabase(path, 'full')
    const content = finding.found === 'good' ? contentOf(path) : undefined
    yield { path, bytes: statSync(path).size, finding, content }
  }
}

/** Where a copy waits until it is put in place; never taken for the hall's database. */
export const waitingName = (database: string): string => `${database}.restoring`

/**
 * Restores a copy. The next start on it begins a new reign, above every one
 * this folder knows of. Throws `LedgerFault`: `inUse` while a hub or a station
 * has the folder, `damaged` when no copy is good; then everything is as it was.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { database, backupDir, from, stamp } = options
  const lock = takeLock(database)
  const waiting = waitingName(database)
  try {
    const candidates = from === undefined ? copiesIn(backupDir) : [from]
    if (candidates.length === 0)
      throw new LedgerFault('damaged', `there is no copy in ${backupDir}; --from FILE names one elsewhere`)
    const passedOver: string[] = []
    for (const candidate of candidates) {
      const content = await prepare(candidate, waiting)
      if (typeof content === 'string') {
        passedOver.push(content)
        continue
      }
      reignAbove(waiting, epochAbove(database, backupDir))
      syncPath(waiting)
      // First, so that a case that is back has its photographs; more than it names does no harm.
      const photos = putPhotosBack(candidate, join(dirname(database), photosFolder))
      const there = ['', '-wal'].some((end) => existsSync(database + end))
      const aside = there ? moveAside(database, stamp, 'replaced') : undefined
      renameSync(waiting, database)
      syncPath(dirname(database))
      return { ...content, from: candidate, aside, photos, passedOver }
    }
    throw new LedgerFault('damaged', `nothing was restored: ${passedOver.join('; ')}`)
  } catch (error) {
    removeFile(waiting)
    throw asFault(error, 'nothing was restored')
  } finally {
    lock.close()
  }
}

/** Copies a copy to where it waits and reads all of it there; gives what it holds, or why it is passed over. */
async function prepare(copy: string, waiting: string): Promise<CopyContent | string> {
  removeFile(waiting)
  if (!existsSync(copy)) return `${copy} is not there`
  let source: Database | undefined
  try {
    source = openForReading(copy)
    await copyTo(source, waiting)
    const finding = checkDatabase(waiting, 'full')
    if (finding.found !== 'good')
      return `${copy} is not good (${'reason' in finding ? finding.reason : 'absent'})`
    const content = contentOf(waiting)
    return content === undefined ? `${copy} holds no hall` : content
  } catch (error) {
    const fault = asFault(error, `${copy} cannot be read`)
    // A full or failing disk here says nothing about the copy.
    if (!(fault instanceof LedgerFault) || fault.kind === 'full' || fault.kind === 'io') throw fault
    return fault.message
  } finally {
    source?.close()
  }
}

/** What a good copy holds; undefined when nothing happened in it yet. Folds what a start would fold. */
function contentOf(path: string): CopyContent | undefined {
  const db = openForReading(path)
  try {
    if (!hasEvents(db)) return undefined
    // A copy from before a migration is folded when the hub has migrated it.
    if (isOfToday(db)) {
      const { state } = sqliteLedger(db).load()
      return state.seq === 0 ? undefined : { seq: state.seq, atMs: state.atMs, day: state.day?.day }
    }
    return db
      .prepare<[], { seq: number; atMs: number; day: string }>(
        'SELECT seq, at_ms AS atMs, day FROM events ORDER BY seq DESC LIMIT 1',
      )
      .get()
  } finally {
    db.close()
  }
}

/** Above every epoch that the database, those put aside and the copies know of. */
function epochAbove(database: string, backupDir: string): number {
  const remembered = begunReign(database)
  let highest = remembered ?? 0
  for (const path of copiesIn(backupDir)) highest = Math.max(highest, epochIn(path) ?? 0)
  for (const path of [database, ...asideOf(database)]) {
    if (!existsSync(path)) continue
    // What cannot be read any more may have been a reign of its own, unless each was remembered.
    highest = Math.max(highest, epochIn(path) ?? highest + (remembered === undefined ? 1 : 0))
  }
  return highest + 1
}

/** The highest epoch a database knows of; undefined when it cannot be read. */
function epochIn(path: string): number | undefined {
  try {
    const db = openForReading(path)
    try {
      return highestEpoch(db)
    } finally {
      db.close()
    }
  } catch {
    return undefined
  }
}

function reignAbove(path: string, epoch: number): void {
  const db = new SQLite(path)
  try {
    markAsCopy(db, epoch)
  } finally {
    db.close()
  }
}
