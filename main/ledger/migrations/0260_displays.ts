/** The events of the screens among those of the set-up: their changes are read and taken back with the others. */
import type { Migration } from '../migrate.ts'

export const displaysMigration: Migration = {
  number: 260,
  up(db) {
    db.exec(`
      DROP INDEX events_of_set_up;
      CREATE INDEX events_of_set_up ON events (seq)
        WHERE type IN ('hallConfigured', 'catalogueReplaced', 'staffReplaced', 'setUpChanged', 'displaysConfigured');
    `)
  },
}
