/**
 * Goal: the events of the screens are found among those of the set-up by their index, and nothing else changes.
 * Method: a file made by the steps before it, with an event of each kind written out here.
 */
import SQLite from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrate, migrations } from '../migrate.ts'

it('finds a ledger’s events of the set-up by their index, the screens’ among them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-migrate-'))
  const path = join(folder, 'hall.db')
  const db = new SQLite(path)
  try {
    const upTo = (number: number): void =>
      void migrate(
        db,
        path,
        migrations.filter((migration) => migration.number <= number),
      )
    upTo(250)
    db.exec(`INSERT INTO events (seq, at_ms, type, command_id, body) VALUES
      (1, 1, 'displaysConfigured', 'a', '{}'), (2, 1, 'setUpChanged', 'b', '{}')`)
    upTo(260)
    const wanted = `type IN ('hallConfigured', 'catalogueReplaced', 'staffReplaced', 'setUpChanged', 'displaysConfigured')`
    const query = `SELECT seq FROM events INDEXED BY events_of_set_up WHERE ${wanted} ORDER BY seq`
    expect(db.prepare(query).pluck().all()).toEqual([1, 2])
    expect(db.pragma('user_version', { simple: true })).toBe(260)
  } finally {
    db.close()
    rmSync(folder, { recursive: true })
  }
})
