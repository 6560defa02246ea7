/**
 * The hall's secret for keyed hashes of persons. Kept beside the other keys, but not handed on with them: displays
 * and consoles hold the day's ledger with the hashes in it, and with the secret each number could be tried out.
 */
import type { Database } from 'better-sqlite3'
import { holderSecret } from '#shared/protocol/messages.ts'
import { asFault } from './database.ts'

/** The secret in this database; undefined where none was made or given. Throws `LedgerFault`. */
export function holderSecretIn(db: Database): string | undefined {
  try {
    const kept = db.prepare("SELECT value FROM meta WHERE key = 'holderSecret'").pluck().get()
    return kept === undefined ? undefined : holderSecret.parse(kept)
  } catch (error) {
    throw asFault(error, 'the secret cannot be read')
  }
}

/** Keeps it in place of any other. Throws `LedgerFault`. */
export function keepHolderSecret(db: Database, secret: string): void {
  try {
    db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('holderSecret', ?)").run(secret)
  } catch (error) {
    throw asFault(error, 'the secret cannot be kept')
  }
}

/** What a hub does with it. */
export interface HolderSecret {
  /** Undefined in a hub that was another hall's computer until a moment ago and waits for a kiosk's. */
  readonly current: () => string | undefined
  /** Takes what a kiosk holds, or makes one where it holds none either; one that is here already stays. */
  readonly orElse: (offered: string | undefined) => string
}

/** The hub's, in its database. */
export function holderSecretOf(db: Database, newSecret: () => string): HolderSecret {
  return {
    current: () => holderSecretIn(db),
    orElse: (offered) => {
      const kept = holderSecretIn(db)
      if (kept !== undefined) return kept
      const secret = offered ?? newSecret()
      keepHolderSecret(db, secret)
      return secret
    },
  }
}
