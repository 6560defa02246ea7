/** A database at the start of a hub: a damaged one is put aside, and a hall that is lost never begins empty by itself. */
import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { asideOf, checkDatabase, copiesIn, setAside } from './backup.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'
import { LedgerFault } from './ledger.ts'
import { waitingName } from './restoring.ts'

export interface SoundOptions {
  readonly path: string
  readonly backupDir: string
  /** Names what is put aside. */
  readonly stamp: string
  /** Begins an empty hall though there was one before. */
  readonly beginAnew?: boolean | undefined
}

/** The ledger cannot be used, and is put aside or gone: a copy has to be restored first. */
export class HallLost extends LedgerFault {
  constructor(message: string, cause?: unknown) {
    super('damaged', message, cause)
  }
}

/**
 * Opens a hall's database and hands it over; damage found here, or while it is
 * first used, puts it aside. Throws `HallLost` with a line that names what to do;
 * any other `LedgerFault` leaves the file where it is.
 */
export function openSound<T>(options: SoundOptions, use: (database: HallDatabase) => T): T {
  const { path, stamp, beginAnew = false } = options
  const finding = checkDatabase(path, 'quick')
  if (finding.found === 'damaged') {
    throw new HallLost(`${finding.reason}; it was put aside as ${setAside(path, stamp)}. ${wayBack(options)}`)
  }
  if (finding.found === 'absent' && !beginAnew && hadHall(options)) {
    throw new HallLost(`${path} is not there, but a hall was. ${wayBack(options)}`)
  }
  let database: HallDatabase | undefined
  try {
    database = openDatabase(path)
    return use(database)
  } catch (error) {
    database?.close()
    if (!(error instanceof LedgerFault) || error.kind !== 'damaged') throw error
    const aside = setAside(path, stamp)
    throw new HallLost(`${error.message}; ${path} was put aside as ${aside}. ${wayBack(options)}`, error)
  }
}

/** Whether this folder held a hall before. */
function hadHall({ path, backupDir }: SoundOptions): boolean {
  return asideOf(path).length > 0 || existsSync(waitingName(path)) || copiesIn(backupDir).length > 0
}

/** What a person does now, as one sentence. */
function wayBack({ path, backupDir }: SoundOptions): string {
  const newest = copiesIn(backupDir).find((copy) => checkDatabase(copy, 'quick').found === 'good')
  const command = `npm run restore -- --data ${dirname(path)}`
  return newest === undefined
    ? `No copy is in ${backupDir}: ${command} --from FILE restores one from elsewhere`
    : `Nothing starts on an empty hall: ${command} puts back the newest good copy (${basename(newest)}), or start with --restore-newest`
}
