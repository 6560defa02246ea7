/** Ratings as rows, and the way from a visitor's key to a visit of an earlier day. No event of a rating is older than this. */
import type { Migration } from '../migrate.ts'

export const ratingsMigration: Migration = {
  number: 50,
  up(db) {
    db.exec(`
      -- One row per visitRated event; \`day\` is the visit's own.
      CREATE TABLE ratings (
        seq INTEGER PRIMARY KEY,
        visit_id TEXT NOT NULL,
        day TEXT NOT NULL,
        at_ms REAL NOT NULL,
        turn_id TEXT,
        service_id TEXT,
        counter_id TEXT,
        staff_id TEXT,
        channel TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        level TEXT NOT NULL,
        reasons TEXT NOT NULL,
        reasons_version TEXT NOT NULL,
        text TEXT
      ) STRICT;
      CREATE INDEX ratings_by_day ON ratings (day);
      CREATE INDEX ratings_by_visit ON ratings (visit_id);
      CREATE INDEX visits_by_key ON visits (key);
    `)
  },
}
