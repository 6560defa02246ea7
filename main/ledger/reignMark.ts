/**
 * A copy of a ledger is marked as one. Whoever writes it next must begin a new
 * reign first: the ledger it was copied from may have gone on under the same
 * numbers, and stations tell the two apart by where their reigns began.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { z } from 'zod'

/** What the mark says. */
const mark = z.object({
  /** The new reign's epoch must be at least this; it is always above the ledger's own. */
  epoch: z.number().int(),
})
export type ReignMark = z.infer<typeof mark>

const key = 'copied'

/** Marks an open database as a copy. One without a ledger yet needs no mark. */
export function markAsCopy(db: Database, epoch = 0): void {
  if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'meta'`).get() === undefined) return
  const value: ReignMark = { epoch }
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, JSON.stringify(value))
}

/** The mark of a database that is a copy, not yet written. */
export function markOf(db: Database): ReignMark | undefined {
  const value = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(key)
  return value === undefined ? undefined : mark.parse(JSON.parse(value))
}

/** Takes the mark away, once the new reign has begun. */
export function removeMark(db: Database): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(key)
}

/** The highest epoch a ledger's last snapshot and the events since know of, without folding it. */
export function highestEpoch(db: Database): number {
  const found = db
    .prepare<[], number | null>(
      `SELECT max(epoch) FROM (
        SELECT json_extract(body, '$.reign.epoch') AS epoch FROM snapshots
        UNION ALL
        SELECT json_extract(body, '$.event.epoch') FROM events
          WHERE type = 'hubPromoted' AND seq > coalesce((SELECT max(seq) FROM snapshots), 0)
      )`,
    )
    .pluck()
    .get()
  return Math.max(found ?? 0, markOf(db)?.epoch ?? 0)
}

const begun = z.object({
  epoch: z.number().int(),
  /** The lowest one; absent in what an earlier version wrote. */
  first: z.number().int().optional(),
})
const begunName = (database: string): string => `${database}.reign`

/**
 * Remembers beside the database that a reign was begun in it, so that it is not
 * begun again when the database itself is lost. Throws when it cannot be written.
 */
export function rememberReign(database: string, epoch: number): void {
  const before = begunIn(database)
  if (epoch <= (before?.epoch ?? -1)) return
  const path = begunName(database)
  const first = before === undefined ? epoch : (before.first ?? before.epoch)
  writeFileSync(`${path}.new`, `${JSON.stringify({ epoch, first })}\n`, { flush: true })
  renameSync(`${path}.new`, path)
}

/** The highest epoch ever begun in this database; undefined when that is not remembered. */
export function begunReign(database: string): number | undefined {
  return begunIn(database)?.epoch
}

/** Whether the hall began in this database: no copy of its ledger that came to be a hub elsewhere. */
export function isFirstHub(database: string): boolean {
  const found = begunIn(database)
  return (found?.first ?? found?.epoch) === 0
}

function begunIn(database: string): z.infer<typeof begun> | undefined {
  const path = begunName(database)
  if (!existsSync(path)) return undefined
  try {
    return begun.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return undefined
  }
}
