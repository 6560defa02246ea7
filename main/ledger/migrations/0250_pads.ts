/** Where a pad stands, and which tokens are a browser's own, which is a screen and no station. */
import type { Migration } from '../migrate.ts'

export const padsMigration: Migration = {
  number: 250,
  up(db) {
    db.exec(`
      ALTER TABLE tokens ADD COLUMN counter_id TEXT;
      -- 'screen': lets in as a screen alone; nothing: as a station
      ALTER TABLE tokens ADD COLUMN reach TEXT;
    `)
  },
}
