/**
 * What the hub keeps to let people in: PIN hashes with their failures, and
 * open sessions by the hash of their token. The rules (how many failures, how
 * long locked, which hash) are the hub's.
 */
import type { Database } from 'better-sqlite3'
import { staffId } from '#shared/ids/ids.ts'
import type { StaffId } from '#shared/ids/ids.ts'
import { asFault } from './database.ts'

export interface Credential {
  readonly pinHash: string
  readonly changedAtMs: number
  /** Wrong PINs since the last right one. */
  readonly failed: number
  readonly lockedUntilMs?: number | undefined
}

export interface Session {
  readonly tokenHash: string
  readonly staffId: StaffId
  readonly createdAtMs: number
  readonly expiresAtMs: number
  /** When it was last used, as far as it was written down. */
  readonly seenAtMs?: number | undefined
}

/** Every method may throw `LedgerFault`; every change is durable on return. */
export interface SignInStore {
  credentialOf(id: StaffId): Credential | undefined
  /** Sets a PIN, forgives failures, and ends the person's sessions. */
  setPin(id: StaffId, pinHash: string, atMs: number): void
  removeCredential(id: StaffId): void
  /** Records how sign-in stands after an attempt; no effect without a credential. */
  setFailures(id: StaffId, failed: number, lockedUntilMs?: number): void
  saveSession(session: Session): void
  /** The session even if it is over; the caller compares `expiresAtMs` with its clock. */
  sessionOf(tokenHash: string): Session | undefined
  /** Writes down that a session was used. */
  seeSession(tokenHash: string, atMs: number): void
  endSession(tokenHash: string): void
  endSessionsOf(id: StaffId): void
  /** Forgets sessions that ended before now and says how many. */
  pruneSessions(nowMs: number): number
}

/** The store in an open database (`openDatabase`). */
export function sqliteSignIn(db: Database): SignInStore {
  const get = db.prepare<
    [string],
    { pinHash: string; changedAtMs: number; failed: number; lockedUntilMs: number | null }
  >(
    `SELECT pin_hash AS pinHash, changed_at_ms AS changedAtMs, failed, locked_until_ms AS lockedUntilMs
     FROM credentials WHERE staff_id = ?`,
  )
  const put = db.prepare<[string, string, number]>(
    'INSERT OR REPLACE INTO credentials (staff_id, pin_hash, changed_at_ms) VALUES (?, ?, ?)',
  )
  const remove = db.prepare<[string]>('DELETE FROM credentials WHERE staff_id = ?')
  const fail = db.prepare<[number, number | null, string]>(
    'UPDATE credentials SET failed = ?, locked_until_ms = ? WHERE staff_id = ?',
  )
  const open = db.prepare<[string, string, number, number]>(
    'INSERT INTO sessions (token_hash, staff_id, created_at_ms, expires_at_ms) VALUES (?, ?, ?, ?)',
  )
  const find = db.prepare<
    [string],
    { tokenHash: string; staffId: string; createdAtMs: number; expiresAtMs: number; seenAtMs: number | null }
  >(
    `SELECT token_hash AS tokenHash, staff_id AS staffId, created_at_ms AS createdAtMs, expires_at_ms AS expiresAtMs,
       seen_at_ms AS seenAtMs
     FROM sessions WHERE token_hash = ?`,
  )
  const see = db.prepare<[number, string]>('UPDATE sessions SET seen_at_ms = ? WHERE token_hash = ?')
  const end = db.prepare<[string]>('DELETE FROM sessions WHERE token_hash = ?')
  const endAll = db.prepare<[string]>('DELETE FROM sessions WHERE staff_id = ?')
  const prune = db.prepare<[number]>('DELETE FROM sessions WHERE expires_at_ms <= ?')

  const setPin = db.transaction((id: StaffId, pinHash: string, atMs: number): void => {
    put.run(id, pinHash, atMs)
    endAll.run(id)
  })
  const drop = db.transaction((id: StaffId): void => {
    remove.run(id)
    endAll.run(id)
  })
  const run = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw asFault(error, 'sign-in records cannot be reached')
    }
  }

  return {
    credentialOf: (id) =>
      run(() => {
        const found = get.get(id)
        return found === undefined ? undefined : { ...found, lockedUntilMs: found.lockedUntilMs ?? undefined }
      }),
    setPin: (id, pinHash, atMs) => {
      run(() => {
        setPin.immediate(id, pinHash, atMs)
      })
    },
    removeCredential: (id) => {
      run(() => {
        drop.immediate(id)
      })
    },
    setFailures: (id, failed, lockedUntilMs) => {
      run(() => fail.run(failed, lockedUntilMs ?? null, id))
    },
    saveSession: (s) => {
      run(() => open.run(s.tokenHash, s.staffId, s.createdAtMs, s.expiresAtMs))
    },
    sessionOf: (tokenHash) =>
      run(() => {
        const found = find.get(tokenHash)
        return found === undefined
          ? undefined
          : {
              ...found,
              staffId: staffId.parse(found.staffId),
              seenAtMs: found.seenAtMs ?? undefined,
            }
      }),
    seeSession: (tokenHash, atMs) => {
      run(() => see.run(atMs, tokenHash))
    },
    endSession: (tokenHash) => {
      run(() => end.run(tokenHash))
    },
    endSessionsOf: (id) => {
      run(() => endAll.run(id))
    },
    pruneSessions: (nowMs) => run(() => prune.run(nowMs).changes),
  }
}
