/**
 * When the hub's ledger is copied: at intervals, right after the roll-over, and
 * at once where no copy is fresh. No clock and no disk of its own beyond the
 * folder's names. A copy that fails is said and tried again; the hall never hears of it.
 */
import { basename } from 'node:path'
import { copiesIn, removeParts } from '../ledger/backup.ts'
import type { Copier } from '../ledger/copier.ts'
import type { CopyOrder } from '../ledger/copyOrder.ts'
import { stampedAt, stampOf, usualRotation } from '../ledger/rotation.ts'
import type { Rotation } from '../ledger/rotation.ts'
import type { BackupMetrics } from './metrics.ts'

export interface BackupsParts {
  readonly copier: Copier
  /** Path of the database. */
  readonly database: string
  readonly folder: string
  /** The hall's folder of photographs. */
  readonly photos: string
  readonly everyMs: number
  readonly rotation?: Rotation
  /** The hall's time, epoch ms: stamps copies. */
  readonly nowMs: () => number
  readonly monotonicMs: () => number
  /** The hall's day; undefined while there is nothing to copy. */
  readonly day: () => CopyOrder['day'] | undefined
  readonly metrics: BackupMetrics
  readonly log: (line: string) => void
}

/** A copy that failed is tried again after this or the usual interval, whichever is shorter, ms. */
const againMs = 10 * 60_000

/** See the head of this file. `tick` it every second or so. */
export class Backups {
  readonly #parts: BackupsParts
  #dueMs: number
  #running: Promise<void> | undefined
  #stopped = false
  #failing = false
  /** What was said last of photographs. */
  #trouble: string | undefined
  #share = 0
  #isCancelled = false

  /** @param atOnce a new reign has begun: the copies there are of the one before */
  constructor(parts: BackupsParts, atOnce = false) {
    this.#parts = parts
    const { folder, everyMs, nowMs, monotonicMs, metrics } = parts
    try {
      removeParts(folder)
    } catch {
      // The copy itself will say what is wrong with the folder.
    }
    const lastMs = newestMs(folder)
    if (lastMs !== undefined) metrics.lastSuccess(lastMs)
    const ageMs = lastMs === undefined ? everyMs : nowMs() - lastMs
    const waitMs = atOnce || ageMs < 0 ? 0 : Math.max(0, everyMs - ageMs)
    this.#dueMs = monotonicMs() + waitMs
  }

  /** Resolves when no copy is being made. */
  get idle(): Promise<void> {
    return this.#running ?? Promise.resolve()
  }

  /** A copy is being made, or about to be. */
  get isBusy(): boolean {
    return this.#running !== undefined || this.#dueMs <= this.#parts.monotonicMs()
  }

  /** How far the copy that is being made is, 0 to 1; the check at its end comes after that. */
  get share(): number | undefined {
    return this.#running === undefined ? undefined : this.#share
  }

  /** Ends the copy that is being made, and leaves nothing of it; the next one comes when it is due. */
  async cancel(): Promise<void> {
    if (this.#running === undefined) return
    this.#isCancelled = true
    await this.#parts.copier.stop()
    await this.idle
    removeParts(this.#parts.folder)
  }

  /** A business day has begun: the one before is whole now. */
  dayBegan(): void {
    this.#dueMs = this.#parts.monotonicMs()
  }

  tick(): void {
    const { monotonicMs, day } = this.#parts
    if (this.#stopped || this.#running !== undefined || monotonicMs() < this.#dueMs) return
    const today = day()
    if (today === undefined) return
    this.#running = this.#copy(today).finally(() => {
      this.#running = undefined
    })
  }

  /** Ends a copy that is being made, and makes no more. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#parts.copier.stop()
    await this.idle
    try {
      removeParts(this.#parts.folder)
    } catch {
      // Removed before the next copy instead.
    }
  }

  async #copy(day: CopyOrder['day']): Promise<void> {
    const { copier, database, folder, photos, everyMs, nowMs, monotonicMs, metrics, log } = this.#parts
    const rotation = this.#parts.rotation ?? usualRotation
    const [startMs, atMs] = [monotonicMs(), nowMs()]
    this.#dueMs = startMs + everyMs
    this.#share = 0
    this.#isCancelled = false
    const report = await copier.copy(
      { database, folder, photos, stamp: stampOf(atMs), rotation, day },
      (share) => {
        this.#share = share
      },
    )
    if (report.ok) {
      metrics.succeeded(atMs, (monotonicMs() - startMs) / 1000)
      if (this.#failing) log(`copies of the ledger are made again: ${report.path}`)
      this.#failing = false
      if (report.trouble !== undefined && report.trouble !== this.#trouble) log(report.trouble)
      this.#trouble = report.trouble
      return
    }
    if (this.#stopped || this.#isCancelled) return
    this.#failing = true
    metrics.failed()
    this.#dueMs = Math.min(this.#dueMs, monotonicMs() + Math.min(everyMs, againMs))
    log(`the ledger was not copied: ${report.line}`)
  }
}

/** When the newest copy in the folder was made, as its name says. */
function newestMs(folder: string): number | undefined {
  try {
    const times = copiesIn(folder).flatMap(
      (path) => stampedAt(basename(path).slice('hall-'.length, -'.db'.length)) ?? [],
    )
    return times.length === 0 ? undefined : Math.max(...times)
  } catch {
    return undefined
  }
}
