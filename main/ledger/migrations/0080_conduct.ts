/**
 * Cases, punches, leaves, rosters and deductions as rows, and what happened at
 * counters as far as people's time is reckoned from it. Ledgers that have events
 * are marked, so that opening them fills the rows.
 */
import type { Migration } from '../migrate.ts'

export const conductMigration: Migration = {
  number: 80,
  up(db) {
    db.exec(`
      -- One row per record, as it is now; \`seq\` is of the event that opened it, and so the order of opening.
      -- [first_day, until_day) are the business days it is about; an open case's until_day is 9999-12-31.
      -- \`what\` is a case's kind, a leave's kind, a finding's kind, a punch's direction or a roster's shift.
      CREATE TABLE records (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        record TEXT NOT NULL,
        what TEXT NOT NULL,
        staff_id TEXT,
        first_day TEXT NOT NULL,
        until_day TEXT NOT NULL,
        -- Of a case: its stage; of a leave: where its approval stands; of the others: stands, voided, appealed, withdrawn.
        stage TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX records_by_day ON records (record, first_day);
      CREATE INDEX records_by_staff ON records (staff_id, first_day) WHERE staff_id IS NOT NULL;

      -- One row per event that opens, pauses, resumes or closes a counter, or parks and unparks a visit.
      CREATE TABLE marks (
        seq INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        at_ms REAL NOT NULL,
        what TEXT NOT NULL,
        counter_id TEXT,
        staff_id TEXT,
        visit_id TEXT,
        reason TEXT
      ) STRICT;
      CREATE INDEX marks_by_day ON marks (day);
      CREATE INDEX marks_by_staff ON marks (staff_id, day) WHERE staff_id IS NOT NULL;

      INSERT OR REPLACE INTO meta (key, value)
        SELECT 'projections', 'stale' WHERE EXISTS (SELECT 1 FROM events);
    `)
  },
}
