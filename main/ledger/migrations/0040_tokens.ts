/** Stations and programs that may speak to this hub, each by a token of its own that can be taken back. */
import type { Migration } from '../migrate.ts'

export const tokensMigration: Migration = {
  number: 40,
  up(db) {
    db.exec(`
      CREATE TABLE tokens (
        token_hash TEXT PRIMARY KEY,
        -- 'station' or 'program'
        kind TEXT NOT NULL,
        -- the station's id, or the program's name
        holder TEXT NOT NULL,
        -- a station's mode: kiosk, console, display, pad
        mode TEXT,
        created_at_ms REAL NOT NULL,
        revoked_at_ms REAL
      ) STRICT;
      CREATE INDEX tokens_by_holder ON tokens (holder);
    `)
  },
}
