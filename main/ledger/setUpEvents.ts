/** The events that made the set-up what it is, by themselves: few among millions. */
import type { Database } from 'better-sqlite3'
import { ledgerEvent } from '#shared/hall/events.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { asFault } from './database.ts'

/** Every event of the set-up, in order. Throws `LedgerFault`. */
export function setUpEvents(db: Database): () => readonly LedgerEvent[] {
  const all = db
    .prepare<[], string>(
      `SELECT body FROM events
       WHERE type IN ('hallConfigured', 'catalogueReplaced', 'staffReplaced', 'setUpChanged', 'displaysConfigured',
                      'conductConfigured')
       ORDER BY seq`,
    )
    .pluck()
  return () => {
    try {
      return all.all().map((body) => ledgerEvent.parse(JSON.parse(body)))
    } catch (error) {
      throw asFault(error, 'the history of the set-up cannot be read')
    }
  }
}
