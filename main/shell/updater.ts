/** Looks for updates where it was told to, and puts them in at night. Not started unless a place is set. */
import type { Choice } from './choice.ts'
import type { Every } from './page.ts'
import { serveFolder, sourceOf } from './updateSource.ts'
import { hallHours, mayUpdateAt } from './updateTime.ts'

export interface UpdaterParts {
  readonly updates: NonNullable<Choice['updates']>
  /** The hub's published catalogue; undefined when it cannot be asked. */
  readonly catalogue: () => Promise<unknown>
  readonly nowMs: () => number
  readonly every: Every
  /** A fresh secret. */
  readonly newToken: () => string
  readonly log: (line: string) => void
  /** Ends the Node side before the installer replaces its files. */
  readonly beforeInstall: () => Promise<void>
}

const lookEveryMs = 30 * 60_000

/** Begins to look every half hour; gives how to stop. */
export function startUpdater({
  updates,
  catalogue,
  nowMs,
  every,
  newToken,
  log,
  beforeInstall,
}: UpdaterParts): () => void {
  let isBusy = false
  const may = async (): Promise<boolean> => {
    return mayUpdateAt(nowMs(), updates, hallHours(await catalogue())).may
  }
  const look = async (): Promise<void> => {
    const source = sourceOf(updates.from)
    if (isBusy || source === undefined || !(await may())) return
    isBusy = true
    const served = source.kind === 'folder' ? await serveFolder(source.place, newToken()) : undefined
    try {
      const { autoUpdater } = (await import('electron-updater')).default
      autoUpdater.autoDownload = false
      autoUpdater.autoInstallOnAppQuit = false
      autoUpdater.allowDowngrade = false
      autoUpdater.disableWebInstaller = true
      autoUpdater.logger = { info: log, warn: log, error: log }
      autoUpdater.setFeedURL({ provider: 'generic', url: served?.url ?? source.place })
      const found = await autoUpdater.checkForUpdates()
      if (found?.isUpdateAvailable !== true) return
      log(`version ${found.updateInfo.version} is there`)
      await autoUpdater.downloadUpdate()
      // Fetching may have taken long.
      if (!(await may())) return
      await beforeInstall()
      autoUpdater.quitAndInstall(true, true)
    } finally {
      isBusy = false
      await served?.close()
    }
  }
  const turn = (): void => {
    look().catch((error: unknown) => {
      log(`looking for an update failed: ${error instanceof Error ? error.message : String(error)}`)
    })
  }
  return every(lookEveryMs, turn)
}
