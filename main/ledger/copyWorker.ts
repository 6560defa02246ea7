/**
 * Entry of the worker thread that makes one copy: it reads beside the hub, by a
 * connection of its own, so neither copying nor checking costs the hub's loop
 * anything. Old copies go only once the new one is good.
 */
import { rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { businessDayAt } from '#shared/time/businessDay.ts'
import { backUp, copiesIn } from './backup.ts'
import { copyOrder } from './copyOrder.ts'
import type { CopyOrder, CopyReport } from './copyOrder.ts'
import { openForReading } from './database.ts'
import { LedgerFault } from './ledger.ts'
import { copyPhotos, prunePhotos } from './photoCopies.ts'
import { outdated } from './rotation.ts'

/** Left free beside a copy on the disk the hall works on, bytes. */
const reserveBytes = 256 * 1024 * 1024

async function copy({ database, folder, stamp, rotation, day, photos }: CopyOrder): Promise<CopyReport> {
  const reserve = onDiskOf(database, folder) ? reserveBytes : 0
  const db = openForReading(database)
  try {
    // One view of the ledger from the first page to the last, however much is written meanwhile.
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM meta').get()
    let told = 0
    const path = await backUp(db, {
      folder,
      stamp,
      onProgress: (share) => {
        if (share - told < 0.01) return
        told = share
        parentPort?.postMessage({ share })
      },
      reserveBytes: reserve,
    })
    // After the ledger, which they must never cost its copy; what it names was there before it was copied.
    const trouble = troubleOf(
      () => copyPhotos({ from: photos, folder, stamp, reserveBytes: reserve }).trouble,
    )
    const stamps = copiesIn(folder).map((file) => basename(file).slice('hall-'.length, -'.db'.length))
    const dayOf = (atMs: number): string => businessDayAt(atMs, day.timeZone, day.rollOverHour).day
    for (const old of outdated(stamps, rotation, dayOf)) {
      if (old !== stamp) rmSync(join(folder, `hall-${old}.db`), { force: true })
    }
    const left = troubleOf(() => {
      prunePhotos(folder, photos)
    })
    return { ok: true, path, bytes: statSync(path).size, trouble: trouble ?? left }
  } finally {
    db.close()
  }
}

function troubleOf(work: () => string | undefined | void): string | undefined {
  try {
    return work() ?? undefined
  } catch (error) {
    return `photographs of cases were not copied: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Whether a full backup folder would be a full hall. */
function onDiskOf(database: string, folder: string): boolean {
  const present = statSync(folder, { throwIfNoEntry: false })
  return present === undefined || present.dev === statSync(database).dev
}

try {
  parentPort?.postMessage(await copy(copyOrder.parse(workerData)))
} catch (error) {
  const plain = error instanceof LedgerFault || (error instanceof Error && 'code' in error)
  const line = plain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  parentPort?.postMessage({ ok: false, line } satisfies CopyReport)
}
