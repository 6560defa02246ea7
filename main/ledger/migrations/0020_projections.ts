/**
 * The rows reports read. They follow from the events alone, so a ledger that
 * already has events is marked, and opening it fills them before anything else.
 */
import type { Migration } from '../migrate.ts'

export const projectionsMigration: Migration = {
  number: 20,
  up(db) {
    db.exec(`
      -- One row per visit; \`issue_seq\` is the seq of the event that issued it, and so the order of issue.
      -- (day, number) is unique: the net under "a number is given once per business day".
      CREATE TABLE visits (
        issue_seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        day TEXT NOT NULL,
        number TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        state TEXT NOT NULL,
        queue_id TEXT NOT NULL,
        services TEXT NOT NULL,
        package_id TEXT,
        priority_class TEXT,
        priority_ground TEXT,
        locale TEXT NOT NULL,
        channel TEXT NOT NULL,
        issued_by TEXT NOT NULL,
        applicant TEXT,
        appointment_code TEXT,
        key TEXT NOT NULL,
        arrived_at_ms REAL NOT NULL,
        effective_at_ms REAL NOT NULL,
        first_call_at_ms REAL,
        started_at_ms REAL,
        ended_at_ms REAL,
        calls INTEGER NOT NULL,
        no_shows INTEGER NOT NULL,
        parked_ms REAL NOT NULL,
        counter_id TEXT,
        staff_id TEXT,
        UNIQUE (day, number)
      ) STRICT;
      CREATE INDEX visits_by_queue ON visits (queue_id, day);

      -- One row per turnRecorded event.
      CREATE TABLE turns (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        visit_id TEXT NOT NULL,
        day TEXT,
        service_id TEXT NOT NULL,
        counter_id TEXT NOT NULL,
        staff_id TEXT NOT NULL,
        started_at_ms REAL NOT NULL,
        ended_at_ms REAL NOT NULL,
        outcome TEXT NOT NULL,
        duty TEXT,
        missing TEXT,
        note TEXT,
        unrecorded INTEGER NOT NULL,
        queue_id TEXT NOT NULL
      ) STRICT;
      CREATE INDEX turns_by_day ON turns (day);
      CREATE INDEX turns_by_staff ON turns (staff_id, day);
      CREATE INDEX turns_by_visit ON turns (visit_id);

      -- One row per visitCalled or visitRecalled event; the last four columns are of first calls only.
      CREATE TABLE calls (
        seq INTEGER PRIMARY KEY,
        visit_id TEXT NOT NULL,
        day TEXT,
        at_ms REAL NOT NULL,
        number TEXT NOT NULL,
        counter_id TEXT NOT NULL,
        staff_id TEXT NOT NULL,
        call_no INTEGER NOT NULL,
        again INTEGER NOT NULL,
        rule TEXT,
        line TEXT,
        waited_s REAL,
        passed_over INTEGER,
        queue_id TEXT
      ) STRICT;
      CREATE INDEX calls_by_day ON calls (day);
      CREATE INDEX calls_by_visit ON calls (visit_id);

      INSERT INTO meta (key, value)
        SELECT 'projections', 'stale' WHERE EXISTS (SELECT 1 FROM events);
    `)
  },
}
