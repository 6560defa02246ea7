/**
 * The audit log: who did what at the door and in charge of the hall, when and from where. Rows are only ever
 * added; each carries a hash over the one before, so that a row changed or taken out behind the hub's back is seen.
 */
import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { asFault } from './database.ts'

/** What is noted. */
export const auditKinds = [
  'signedIn',
  'signInFailed',
  'lockedOut',
  'signedOut',
  'pinSet',
  'refused',
  'crossSite',
  'tooMany',
  'tokenGranted',
  'tokenRevoked',
  'pairingOffered',
  'paired',
  'pairingFailed',
  'setUpCodeWrong',
  'hallSetUp',
  'setUpChanged',
  'claimForced',
  'conflictResolved',
  'testPageAsked',
  'hubPromoted',
  'reignSettled',
  'exported',
  'unmasked',
  'attendanceChanged',
  'backedUp',
  'retentionRan',
] as const
export const auditKind = z.enum(auditKinds)
export type AuditKind = z.infer<typeof auditKind>

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).readonly()
export type AuditFacts = z.infer<typeof facts>

/** One thing to note. */
export interface AuditNote {
  readonly atMs: number
  readonly kind: AuditKind
  readonly who: string
  readonly origin?: string | undefined
  readonly facts?: AuditFacts | undefined
}

export interface AuditRow extends AuditNote {
  readonly id: number
  readonly facts: AuditFacts
}

/** Which rows, newest first; what is absent does not narrow. */
export interface AuditQuery {
  readonly fromMs?: number | undefined
  readonly untilMs?: number | undefined
  readonly kind?: AuditKind | undefined
  /** A sender, whole (`staff:8001`) or as people type it: part of the id. */
  readonly who?: string | undefined
  /** Stands somewhere in the facts or the origin. */
  readonly text?: string | undefined
  /** Only rows before this one. */
  readonly before?: number | undefined
  readonly limit: number
}

/** Every method may throw `LedgerFault`; every row is durable on return. */
export interface AuditStore {
  add(note: AuditNote): void
  find(query: AuditQuery): readonly AuditRow[]
  /** Whether every row is as it was written; else the first that is not, by its id. */
  verify(): { readonly rows: number; readonly brokenAt?: number }
}

interface Stored {
  readonly id: number
  readonly atMs: number
  readonly kind: string
  readonly who: string
  readonly origin: string | null
  readonly facts: string
  readonly chain: string
}

const columns = 'id, at_ms AS atMs, kind, who, origin, facts, chain'

const begins = z.object({ id: z.number(), chain: z.string() })
const beginsKey = 'auditBegins'
/** The last row that was let go when its time was over; the one after it is chained to it. */
function beginOf(db: Database): z.infer<typeof begins> {
  const text = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(beginsKey)
  return text === undefined ? { id: 0, chain: '' } : begins.parse(JSON.parse(text))
}

const noDeletes = `CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;`

/**
 * Lets the oldest rows go, those from before a business day; the newest row stays whatever its age, for the next is
 * chained to it. The log is append-only for everybody else: its guard is put back at once. To be called inside a
 * transaction; says how many went.
 */
export function forgetAudit(db: Database, beforeDay: string): number {
  // Days begin at another hour than UTC's: what is kept a few hours longer does no harm.
  const beforeMs = Date.parse(`${beforeDay}T00:00:00Z`) - 86_400_000
  const first = db
    .prepare<[number], number | null>('SELECT min(id) FROM audit WHERE at_ms >= ?')
    .pluck()
    .get(beforeMs)
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM audit').pluck().get()
  const last = db
    .prepare<[number], z.infer<typeof begins>>('SELECT id, chain FROM audit WHERE id = ?')
    .get((first ?? newest ?? 0) - 1)
  if (last === undefined) return 0
  db.exec('DROP TRIGGER audit_never_goes')
  const { changes } = db.prepare('DELETE FROM audit WHERE id <= ?').run(last.id)
  db.exec(noDeletes)
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(beginsKey, JSON.stringify(last))
  return changes
}

/** The log in an open database (`openDatabase`). */
export function sqliteAudit(db: Database): AuditStore {
  const last = db.prepare<[], { id: number; chain: string }>(
    'SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1',
  )
  const put = db.prepare<[number, number, string, string, string | null, string, string]>(
    'INSERT INTO audit (id, at_ms, kind, who, origin, facts, chain) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const all = db.prepare<[number, number], Stored>(
    `SELECT ${columns} FROM audit WHERE id > ? ORDER BY id LIMIT ?`,
  )
  const some = db.prepare<[Record<string, unknown>], Stored>(
    `SELECT ${columns} FROM audit
     WHERE ($before IS NULL OR id < $before) AND ($fromMs IS NULL OR at_ms >= $fromMs)
       AND ($untilMs IS NULL OR at_ms < $untilMs) AND ($kind IS NULL OR kind = $kind)
       AND ($who IS NULL OR instr(who, $who) > 0)
       AND ($text IS NULL OR instr(facts, $text) > 0 OR instr(coalesce(origin, ''), $text) > 0)
     ORDER BY id DESC LIMIT $limit`,
  )
  const run = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw asFault(error, 'the audit log cannot be reached')
    }
  }
  return {
    add: ({ atMs, kind, who, origin, facts: told = {} }) => {
      run(() => {
        const before = last.get()
        const row = {
          id: (before?.id ?? 0) + 1,
          atMs,
          kind,
          who,
          origin: origin ?? null,
          facts: JSON.stringify(told),
        }
        put.run(row.id, atMs, kind, who, row.origin, row.facts, chainOf(before?.chain ?? '', row))
      })
    },
    find: ({ fromMs, untilMs, kind, who, text, before, limit }) =>
      run(() =>
        some
          .all({
            fromMs: fromMs ?? null,
            untilMs: untilMs ?? null,
            kind: kind ?? null,
            who: who ?? null,
            text: text ?? null,
            before: before ?? null,
            limit,
          })
          .map((row) => ({
            id: row.id,
            atMs: row.atMs,
            kind: auditKind.parse(row.kind),
            who: row.who,
            ...(row.origin === null ? {} : { origin: row.origin }),
            facts: facts.parse(JSON.parse(row.facts)),
          })),
      ),
    verify: () =>
      run(() => {
        const begin = beginOf(db)
        let { chain, id } = begin
        for (let piece = all.all(id, 1000); piece.length > 0; piece = all.all(id, 1000)) {
          for (const row of piece) {
            // Ids are counted without a gap, so a row taken out is seen too.
            if (row.id !== id + 1 || row.chain !== chainOf(chain, row))
              return { rows: id - begin.id, brokenAt: id + 1 }
            chain = row.chain
            id += 1
          }
        }
        return { rows: id - begin.id }
      }),
  }
}

function chainOf(
  before: string,
  { id, atMs, kind, who, origin, facts: told }: Omit<Stored, 'chain'>,
): string {
  return createHash('sha256')
    .update(JSON.stringify([before, id, atMs, kind, who, origin, told]))
    .digest('base64url')
}
