/** Keeps what is known of the roll over a restart; in the station's database, beside its print jobs. */
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { fullRoll } from './roll.ts'
import type { Roll } from './roll.ts'

export interface RollStore {
  readonly load: () => Roll
  readonly save: (roll: Roll) => void
}

/** As long as the process. */
export function memoryRollStore(): RollStore {
  let kept = fullRoll
  return {
    load: () => kept,
    save: (roll) => {
      kept = roll
    },
  }
}

const row = z.object({ used_mm: z.number().nullable(), since_clear_mm: z.number().nullable() })

/** One row in a table of its own, made where it is missing. */
export function sqliteRollStore(database: Database): RollStore {
  database.exec(
    'create table if not exists paper_roll (id integer primary key check (id = 1), used_mm real, since_clear_mm real) strict',
  )
  const select = database.prepare('select used_mm, since_clear_mm from paper_roll')
  const replace = database.prepare(
    'insert or replace into paper_roll (id, used_mm, since_clear_mm) values (1, ?, ?)',
  )
  return {
    load: () => {
      const found = row.optional().parse(select.get())
      return {
        ...(typeof found?.used_mm === 'number' && { usedMm: found.used_mm }),
        ...(typeof found?.since_clear_mm === 'number' && { sinceClearMm: found.since_clear_mm }),
      }
    },
    save: ({ usedMm, sinceClearMm }) => {
      replace.run(usedMm ?? null, sinceClearMm ?? null)
    },
  }
}
