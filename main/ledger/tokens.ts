/** Tokens of stations and programs, kept by their hash. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { stationId } from '#shared/ids/ids.ts'
import { asFault } from './database.ts'

const grant = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('station'),
    holder: stationId,
    mode: z.enum(['kiosk', 'console', 'display', 'pad']),
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
  const put = db.prepare<[string, string, string, string | null, number]>(
    'INSERT INTO tokens (token_hash, kind, holder, mode, created_at_ms) VALUES (?, ?, ?, ?, ?)',
  )
  const get = db.prepare<[string], { kind: string; holder: string; mode: string | null }>(
    'SELECT kind, holder, mode FROM tokens WHERE token_hash = ? AND revoked_at_ms IS NULL',
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
    save: (tokenHash, { kind, holder, ...rest }, atMs) => {
      run(() => put.run(tokenHash, kind, holder, 'mode' in rest ? rest.mode : null, atMs))
    },
    find: (tokenHash) => {
      const row = run(() => get.get(tokenHash))
      return row === undefined ? undefined : grant.parse(row)
    },
    revoke: (holder, atMs) => run(() => end.run(atMs, holder).changes),
  }
}
