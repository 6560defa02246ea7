/** The copies of the ledger as those in charge see them. */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { copiesIn } from '../ledger/backup.ts'
import { keptAtMostDays, stampedAt } from '../ledger/rotation.ts'
import type { Rotation } from '../ledger/rotation.ts'
import type { Backups } from './backups.ts'

export interface CopyList {
  readonly everyMinutes: number
  readonly folder: string
  /** The most days for which what has left the ledger may still be in a copy. */
  readonly keptDays: number
  /** Ledgers put aside, which no rotation takes away: a person has to. */
  readonly aside: () => readonly { readonly name: string; readonly bytes: number }[]
  readonly busy: () => boolean
  /** How far the one being made is, 0 to 1. */
  readonly share: () => number | undefined
  /** Resolves once it is over and nothing of it is left. */
  readonly cancel: () => Promise<void>
  /** Newest first. */
  readonly list: () => readonly { readonly name: string; readonly atMs: number; readonly bytes: number }[]
  /** Makes one as soon as the present one is done. */
  readonly make: () => void
}

/** Kept after damage, a restoration, an update or another way than the hub's: nothing of the product removes them. */
const asideName = /\.(damaged|replaced|before|aside)-[^.]*(?<!-wal|-shm|-journal)$/

export interface CopyListParts {
  readonly folder: string
  /** Path of the database. */
  readonly database: string
  readonly everyMinutes: number
  readonly rotation: Rotation
}

/** The copies in a folder, and the maker of more. */
export function copyList(
  backups: Backups,
  { folder, database, everyMinutes, rotation }: CopyListParts,
): CopyList {
  return {
    everyMinutes,
    folder,
    keptDays: keptAtMostDays(rotation, everyMinutes * 60_000),
    aside: () =>
      readdirSync(dirname(database))
        .filter((name) => name.startsWith(`${basename(database)}.`) && asideName.test(name))
        .toSorted()
        .map((name) => ({ name, bytes: statSync(join(dirname(database), name)).size })),
    busy: () => backups.isBusy,
    share: () => backups.share,
    cancel: async () => backups.cancel(),
    make: () => {
      backups.dayBegan()
    },
    list: () =>
      copiesIn(folder)
        .flatMap((path) => {
          const name = basename(path)
          const atMs = stampedAt(name.slice('hall-'.length, -'.db'.length))
          return atMs === undefined ? [] : [{ name, atMs, bytes: statSync(path).size }]
        })
        .toSorted((a, b) => b.atMs - a.atMs),
  }
}
