/** The keys of a hub as its stations hold them, so that any of them can become the hub. Hashes only, beside one secret. */
import type { Database } from 'better-sqlite3'
import { keys } from '#shared/protocol/messages.ts'
import type { Keys } from '#shared/protocol/messages.ts'
import { certificatesOf, forgetCertificates, formerHub, keepCertificates, theHub } from './certificates.ts'
import { asFault } from './database.ts'

/** Reads the keys; makes the hubs' secret the first time. Throws `LedgerFault`. */
export function keysOf(db: Database, newSecret: () => string): Keys {
  try {
    db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('hubSecret', ?)").run(newSecret())
    const tokens = db
      .prepare<[], { readonly holder: string }>(
        `SELECT token_hash AS tokenHash, kind, holder, mode, counter_id AS counterId, reach FROM tokens
         WHERE revoked_at_ms IS NULL`,
      )
      .all()
    // A station that was taken back is believed no longer.
    const computers = new Set([theHub, formerHub, ...tokens.map(({ holder }) => holder)])
    const certificates = certificatesOf(db).filter(({ of }) => computers.has(of))
    return keys.parse({
      credentials: db.prepare('SELECT staff_id AS staffId, pin_hash AS pinHash FROM credentials').all(),
      tokens,
      ...(certificates.length === 0 ? {} : { certificates }),
      hubSecret: db.prepare("SELECT value FROM meta WHERE key = 'hubSecret'").pluck().get(),
    })
  } catch (error) {
    throw asFault(error, 'the keys cannot be read')
  }
}

/**
 * A computer was stolen or is the hall's no longer: its certificate is forgotten, and if it held the keys, the hubs'
 * secret is another from now on. Called before its tokens are taken back. Gives the secret of now. Throws `LedgerFault`.
 */
export function distrust(db: Database, of: string, newSecret: () => string): string {
  const { tokens, hubSecret } = keysOf(db, newSecret)
  const heldKeys =
    of === formerHub || tokens.some((t) => t.holder === of && t.kind === 'station' && t.reach !== 'screen')
  forgetCertificates(db, of)
  if (!heldKeys) return hubSecret
  const renewed = newSecret()
  try {
    db.prepare("UPDATE meta SET value = ? WHERE key = 'hubSecret'").run(renewed)
    return renewed
  } catch (error) {
    throw asFault(error, 'the keys cannot be kept')
  }
}

/** Replaces the keys with those of the hub. Throws `LedgerFault`. */
export function replaceKeys(
  db: Database,
  { credentials, tokens, hubSecret, certificates = [] }: Keys,
  atMs: number,
): void {
  const credential = db.prepare(
    'INSERT INTO credentials (staff_id, pin_hash, changed_at_ms) VALUES (?, ?, ?)',
  )
  const token = db.prepare(
    `INSERT INTO tokens (token_hash, kind, holder, mode, counter_id, reach, created_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const replace = db.transaction(() => {
    db.exec('DELETE FROM credentials; DELETE FROM tokens;')
    for (const { staffId, pinHash } of credentials) credential.run(staffId, pinHash, atMs)
    for (const { tokenHash, kind, holder, mode, counterId = null, reach = null } of tokens)
      token.run(tokenHash, kind, holder, mode, counterId, reach, atMs)
    db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('hubSecret', ?)").run(hubSecret)
    keepCertificates(db, certificates)
  })
  try {
    replace.immediate()
  } catch (error) {
    throw asFault(error, 'the keys cannot be kept')
  }
}
