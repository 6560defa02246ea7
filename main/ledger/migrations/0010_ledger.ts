/** The log itself, the answers given, the snapshots, and what the ledger knows of itself. */
import type { Migration } from '../migrate.ts'

export const ledgerMigration: Migration = {
  number: 10,
  up(db) {
    db.exec(`
      CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;

      -- The event's whole text is \`body\`; the other columns repeat what is looked up by.
      -- Time has no index of its own: it never falls as seq rises, and a day narrows it.
      CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        at_ms REAL NOT NULL,
        day TEXT,
        type TEXT NOT NULL,
        visit_id TEXT,
        command_id TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX events_by_day ON events (day, type);
      CREATE INDEX events_by_visit ON events (visit_id) WHERE visit_id IS NOT NULL;
      CREATE INDEX events_by_command ON events (command_id);
      CREATE TRIGGER events_never_change BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
      CREATE TRIGGER events_never_go BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

      CREATE TABLE answers (
        command_id TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        at_ms REAL NOT NULL,
        answer TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX answers_by_time ON answers (at_ms);

      CREATE TABLE snapshots (
        seq INTEGER PRIMARY KEY,
        shape INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
    `)
  },
}
