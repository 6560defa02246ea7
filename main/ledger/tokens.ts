/** Tokens of stations and programs, kept by their hash. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { counterId, stationId } from '#shared/ids/ids.ts'
import { asFault } from './database.ts'

const grant = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('station'),
    holder: stationId,
    mode: z.enum(['kiosk', 'console', 'display', 'pad']),
    /** The one counter a pad stands at. */
    counterId: counterId.optional(),
    /** It lets in as a screen alone: a tablet's browser is told what hangs on the wall, and no keys. */
    reach: z.literal('screen').optional(),
  }),
  z.object({ kind: z.literal('program'), holder: z.string() }),
])
/** Whom a token stands for. */
export type TokenGrant = z.infer<typeof grant>

/** Every method may throw `LedgerFault`; every change is durable on return. */
export interface TokenStore {
  save(tokenHash: string, grant: TokenGrant, atMs: number): void
  /** Whom the token stands for; undefined when there is none or it was taken back. */
  find(tokenHash: string): TokenGrant | undefined
  /** Takes back every token of a station or program; says how many there were. */
  revoke(holder: string, atMs: number): number
}

/** The store in an open database (`openDatabase`). */
export function sqliteTokens(db: Database): TokenStore {
  const put = db.prepare<
    { [Column in 'hash' | 'kind' | 'holder' | 'mode' | 'counter' | 'reach']: string | null } & {
      atMs: number
    }
  >(
    `INSERT INTO tokens (token_hash, kind, holder, mode, counter_id, reach, created_at_ms)
     VALUES (@hash, @kind, @holder, @mode, @counter, @reach, @atMs)`,
  )
  const get = db.prepare<[string], Readonly<Record<string, string | null>>>(
    `SELECT kind, holder, mode, counter_id AS counterId, reach FROM tokens
     WHERE token_hash = ? AND revoked_at_ms IS NULL`,
  )
  const end = db.prepare<[number, string]>(
    'UPDATE tokens SET revoked_at_ms = ? WHERE holder = ? AND revoked_at_ms IS NULL',
  )
  const run = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw asFault(error, 'the tokens cannot be reached')
    }
  }
  return {
    save: (hash, given, atMs) => {
      const { mode = null, counterId: counter = null, reach = null } = given.kind === 'station' ? given : {}
      run(() => put.run({ hash, kind: given.kind, holder: given.holder, mode, counter, reach, atMs }))
    },
    find: (tokenHash) => {
      const row = run(() => get.get(tokenHash))
      return row === undefined
        ? undefined
        : grant.parse(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))
    },
    revoke: (holder, atMs) => run(() => end.run(atMs, holder).changes),
  }
}
