/** Who did what at the door and in charge; when a session was last used; the set-up's events by themselves. */
import type { Migration } from '../migrate.ts'

export const safetyMigration: Migration = {
  number: 100,
  up(db) {
    db.exec(`
      CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at_ms REAL NOT NULL,
        kind TEXT NOT NULL,
        -- kind and id of the sender: 'staff:ID', 'station:ID', 'program:NAME', 'system', 'nobody'
        who TEXT NOT NULL,
        -- where from: a station's id, else a network address
        origin TEXT,
        facts TEXT NOT NULL,
        -- sha256 over the row before and this one: a row changed or taken out is seen
        chain TEXT NOT NULL
      ) STRICT;
      CREATE INDEX audit_by_kind ON audit (kind, id);
      CREATE INDEX audit_by_who ON audit (who, id);
      CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
      CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

      ALTER TABLE sessions ADD COLUMN seen_at_ms REAL;

      CREATE INDEX events_of_set_up ON events (seq)
        WHERE type IN ('hallConfigured', 'catalogueReplaced', 'staffReplaced', 'setUpChanged');
    `)
  },
}
