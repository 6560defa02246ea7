/**
 * What reports count that no row held: each stay at a counter, the queue and
 * service a visit was issued for, and the call that ended its wait. They follow
 * from the events, so a ledger that has some is marked to be filled.
 */
import type { Migration } from '../migrate.ts'

export const reportsMigration: Migration = {
  number: 70,
  up(db) {
    db.exec(`
      -- One row per stay at a counter: from visitCalled or visitResumed (\`seq\`) to whatever ended it.
      CREATE TABLE sittings (
        seq INTEGER PRIMARY KEY,
        visit_id TEXT NOT NULL,
        day TEXT,
        queue_id TEXT,
        counter_id TEXT NOT NULL,
        staff_id TEXT NOT NULL,
        began_at_ms REAL NOT NULL,
        ended_at_ms REAL,
        ending TEXT,
        -- The first service handled in it, if any was.
        service_id TEXT
      ) STRICT;
      CREATE INDEX sittings_by_day ON sittings (day);
      CREATE INDEX sittings_open ON sittings (visit_id) WHERE ended_at_ms IS NULL;

      ALTER TABLE visits ADD COLUMN issue_queue_id TEXT;
      ALTER TABLE visits ADD COLUMN first_service_id TEXT;
      -- The last call before it was first served; a call said again does not count.
      ALTER TABLE visits ADD COLUMN call_at_ms REAL;
      ALTER TABLE visits ADD COLUMN call_counter_id TEXT;
      ALTER TABLE visits ADD COLUMN call_staff_id TEXT;
      -- In order of issue within a day, as the rows lie.
      CREATE INDEX visits_by_day ON visits (day);

      INSERT OR REPLACE INTO meta (key, value)
        SELECT 'projections', 'stale' WHERE EXISTS (SELECT 1 FROM events);
    `)
  },
}
