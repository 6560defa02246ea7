/** Opening what a station keeps on disk. Damaged files are put aside, never deleted, and the station goes on. */
import SQLite from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { sentFact } from '#shared/protocol/messages.ts'
import type { SentFact } from '#shared/protocol/messages.ts'
import { checkDatabase, moveAside, setAside } from '../ledger/backup.ts'
import { asFault, openDatabase } from '../ledger/database.ts'
import type { HallDatabase } from '../ledger/database.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import type { Ledger, Loaded } from '../ledger/ledger.ts'
import { sqliteLedger } from '../ledger/sqliteLedger.ts'
import { openStationStore } from './sqliteStationStore.ts'

export interface OwnFile {
  readonly path: string
  /** Names what is put aside. */
  readonly stamp: string
  readonly warn: (line: string) => void
}

/** A copy of the ledger and what it holds, read once: a large day takes a second. */
export interface OpenedCopy {
  readonly database: HallDatabase
  readonly replica: Ledger
  readonly loaded: Loaded
}

/**
 * The station's copy of the ledger; in place of a damaged one an empty copy,
 * which the hub fills. Throws `LedgerFault` for anything but damage.
 */
export function openCopy({ path, stamp, warn }: OwnFile): OpenedCopy {
  const begunAnew = (reason: string): void => {
    warn(`${reason}; it was put aside as ${setAside(path, stamp)}, and a new copy is begun from the hub`)
  }
  const finding = checkDatabase(path, 'quick')
  if (finding.found === 'damaged') begunAnew(finding.reason)
  let database: HallDatabase | undefined
  try {
    database = openDatabase(path)
    // Damage may show only when the copy is read.
    return loadedFrom(database)
  } catch (error) {
    database?.close()
    if (!isDamage(error)) throw error
    begunAnew(error.message)
    return loadedFrom(openDatabase(path))
  }
}

function loadedFrom(database: HallDatabase): OpenedCopy {
  const replica = sqliteLedger(database.db)
  return { database, replica, loaded: replica.load() }
}

/**
 * The station's own records; in place of damaged ones new records, with every
 * fact that can still be read out of the old. Whoever calls holds the folder's
 * lock. Throws `LedgerFault` for anything but damage.
 */
export function openRecords({ path, stamp, warn }: OwnFile): ReturnType<typeof openStationStore> {
  const reason = damageOf(path)
  if (reason === undefined) return openStationStore(path)
  const aside = moveAside(path, stamp, 'damaged')
  const store = openStationStore(path)
  const saved = readableFacts(aside)
  store.addFactsFirst(saved)
  warn(
    `the station’s own records are damaged (${reason}) and were put aside as ${aside}: ` +
      `${String(saved.length)} facts could be read out of them and will be handed in`,
  )
  return store
}

/** Why the records cannot be used; undefined for good ones and where there are none. */
function damageOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  try {
    const db = new SQLite(path, { fileMustExist: true, timeout: 2000 })
    try {
      const first = db.prepare<[], string>('PRAGMA integrity_check(1)').pluck().get()
      if (first !== 'ok') return first ?? 'the integrity check said nothing'
    } finally {
      db.close()
    }
    openStationStore(path).close()
    return undefined
  } catch (error) {
    const fault = asFault(error, `${path} cannot be read`)
    if (isDamage(fault)) return fault.message
    if (fault instanceof SyntaxError || fault instanceof z.ZodError) return 'a record is not as it should be'
    throw fault
  }
}

/** Facts of damaged records in their order: as far as they can be read from the front, and from the back. */
function readableFacts(path: string): readonly SentFact[] {
  const found = new Map<number, SentFact>()
  for (const order of ['ASC', 'DESC'] as const) {
    try {
      const db = new SQLite(path, { readonly: true, fileMustExist: true })
      try {
        const rows = db.prepare<[], { place: number; body: string }>(
          `SELECT place, body FROM facts ORDER BY place ${order}`,
        )
        for (const { place, body } of rows.iterate()) {
          const fact = factIn(body)
          if (fact !== undefined) found.set(place, fact)
        }
      } finally {
        db.close()
      }
    } catch {
      // This is how far it can be read.
    }
  }
  return [...found].sort(([a], [b]) => a - b).map(([, fact]) => fact)
}

function factIn(body: string): SentFact | undefined {
  try {
    return sentFact.safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

function isDamage(error: unknown): error is LedgerFault {
  return error instanceof LedgerFault && error.kind === 'damaged'
}
