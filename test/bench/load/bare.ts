/** What a bare server is told: per command, the bytes the hub wrote for it and the answer it gave. */
import { openForReading } from '#main/ledger/database.ts'
import type { Exchange } from './clients.ts'

/** By command: what is put on disk, and what is answered. */
export type Bare = Readonly<Record<string, { readonly row: string; readonly answer: unknown }>>

/**
 * One exchange of each kind, with all the hub wrote for it: its events, its
 * recorded answer and the visit's row, as one text. `database` is the hub's own.
 */
export function bareFrom(database: string, exchanges: ReadonlyMap<string, Exchange>): Bare {
  const db = openForReading(database)
  const events = db
    .prepare<[string], string>(
      `SELECT group_concat(body, '') FROM (SELECT body FROM events
        WHERE command_id = (SELECT command_id FROM events WHERE type = ? ORDER BY seq DESC LIMIT 1))`,
    )
    .pluck()
  const recorded = db
    .prepare<[string], string>(
      `SELECT command_id || fingerprint || answer FROM answers
        WHERE command_id = (SELECT command_id FROM events WHERE type = ? ORDER BY seq DESC LIMIT 1)`,
    )
    .pluck()
  const visit = JSON.stringify(db.prepare('SELECT * FROM visits ORDER BY issue_seq DESC LIMIT 1').get())
  const last: Readonly<Record<string, string>> = {
    issueVisit: 'visitIssued',
    callNext: 'visitCalled',
    finish: 'visitFinished',
  }
  const made = Object.entries(last).map(([type, event]) => {
    const row = `${events.get(event) ?? ''}${recorded.get(event) ?? ''}${visit}`
    return [type, { row, answer: JSON.parse(exchanges.get(type)?.answer ?? 'null') as unknown }] as const
  })
  db.close()
  return Object.fromEntries(made)
}
