/** Who may sign in to this hub, and who is signed in. Secrets are kept as hashes only, and never in an event. */
import type { Migration } from '../migrate.ts'

export const signInMigration: Migration = {
  number: 30,
  up(db) {
    db.exec(`
      CREATE TABLE credentials (
        staff_id TEXT PRIMARY KEY,
        pin_hash TEXT NOT NULL,
        changed_at_ms REAL NOT NULL,
        failed INTEGER NOT NULL DEFAULT 0,
        locked_until_ms REAL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE sessions (
        token_hash TEXT PRIMARY KEY,
        staff_id TEXT NOT NULL,
        created_at_ms REAL NOT NULL,
        expires_at_ms REAL NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sessions_by_staff ON sessions (staff_id);
    `)
  },
}
