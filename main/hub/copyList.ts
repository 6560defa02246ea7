/** The copies of the ledger as those in charge see them. */
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { copiesIn } from '../ledger/backup.ts'
import { stampedAt } from '../ledger/rotation.ts'
import type { Backups } from './backups.ts'

export interface CopyList {
  readonly everyMinutes: number
  readonly folder: string
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

/** The copies in a folder, and the maker of more. */
export function copyList(backups: Backups, folder: string, everyMinutes: number): CopyList {
  return {
    everyMinutes,
    folder,
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
