/** One page in its own frame of the desktop: opened locked, watched, mended. */
import { BrowserWindow, globalShortcut } from 'electron'
import type { BrowserWindowConstructorOptions } from 'electron'
import { confineContents } from './confine.ts'
import type { Verb } from './doors.ts'
import { roleOf } from './modes.ts'
import type { Mode } from './modes.ts'
import { isSwallowed, shortcutsOf } from './swallowedKeys.ts'
import type { Platform } from './swallowedKeys.ts'
import { hear } from './talk.ts'
import { watched, watchFrom } from './watchdog.ts'
import type { Seen } from './watchdog.ts'

/** Does something later; gives how to call it off. */
export type After = (delayMs: number, work: () => void) => () => void
/** Does something again and again; gives how to end that. */
export type Every = (intervalMs: number, work: () => void) => () => void

export interface PageParts {
  readonly mode: Mode
  readonly options: () => BrowserWindowConstructorOptions
  /** Path and query of the page. */
  readonly page: string
  /** Where its server is now; undefined while there is none. */
  readonly origin: () => string | undefined
  readonly platform: Platform
  readonly monotonicMs: () => number
  readonly after: After
  readonly every: Every
  readonly said: (verb: Verb) => void
  /** Mending did not help: the whole app is to start anew. */
  readonly beyondMending: () => void
  readonly log: (line: string) => void
  /** Each frame the page is opened in, as soon as it is there. */
  readonly opened?: (frame: BrowserWindow) => void
  /** Visitors stand at it. */
  readonly isLocked: boolean
  /** Not shown until it is asked for. */
  readonly isHidden?: boolean
}

export interface Page {
  /** The frame now; another one after it was opened anew. */
  readonly frame: () => BrowserWindow
  /** Loads the page from where the server is now. */
  readonly load: () => void
  readonly close: () => void
}

const lookEveryMs = 3_000
/** A page that could not be loaded is tried again after this, ms. */
const loadAgainMs = 1_000

/** Opens it. */
export function openPage(parts: PageParts): Page {
  const { mode, options, page, origin, platform, monotonicMs, said, beyondMending, log } = parts
  const confined = (): { mode: Mode; origin: string } | undefined => {
    const now = origin()
    return now === undefined ? undefined : { mode, origin: now }
  }
  let watch = watchFrom(monotonicMs())
  let isClosed = false
  let frame = open()

  function see(seen: Seen): void {
    if (isClosed) return
    // Without a server there is no page that could live.
    if (origin() === undefined) {
      watch = watchFrom(monotonicMs())
      return
    }
    const step = watched(watch, seen, monotonicMs())
    watch = step.watch
    if (step.mend === 'nothing') return
    log(`the ${mode} page is ${seen === 'look' ? 'silent' : seen}: ${step.mend}`)
    if (step.mend === 'reload') load()
    else if (step.mend === 'reopen') {
      const old = frame
      frame = open()
      old.destroy()
      load()
    } else beyondMending()
  }

  function load(): void {
    const now = origin()
    if (now === undefined || isClosed) return
    const target = frame
    target.loadURL(now + page).catch((error: unknown) => {
      log(`the ${mode} page could not be loaded: ${error instanceof Error ? error.message : String(error)}`)
      parts.after(loadAgainMs, () => {
        if (target === frame && !target.isDestroyed()) load()
      })
    })
  }

  function open(): BrowserWindow {
    const opened = new BrowserWindow(options())
    const { webContents } = opened
    opened.setMenu(null)
    if (parts.isLocked) {
      // Above the taskbar and whatever else would show itself.
      opened.setAlwaysOnTop(true, 'screen-saver')
      opened.on('close', (event) => {
        if (!isClosed) event.preventDefault()
      })
      opened.on('leave-full-screen', () => {
        opened.setKiosk(true)
      })
      opened.on('minimize', () => {
        opened.restore()
      })
    }
    parts.opened?.(opened)
    confineContents(webContents, confined)
    webContents.on('before-input-event', (event, press) => {
      if (isSwallowed(platform, mode, press)) event.preventDefault()
    })
    webContents.on('render-process-gone', (_event, { reason }) => {
      log(`the ${mode} page's process is gone: ${reason}`)
      if (opened === frame) see('gone')
    })
    opened.on('unresponsive', () => {
      if (opened === frame) see('hung')
    })
    // Pinching would leave a kiosk at three times its size for the next visitor.
    webContents.setVisualZoomLevelLimits(1, 1).catch(() => undefined)
    hear(webContents, {
      role: roleOf(mode),
      origin: () => origin() ?? '',
      said: (verb) => {
        if (verb === 'beat') see('beat')
        else said(verb)
      },
    })
    opened.once('ready-to-show', () => {
      if (parts.isHidden !== true) opened.show()
    })
    return opened
  }

  const stopLooking = parts.every(lookEveryMs, () => {
    see('look')
  })
  load()
  return {
    frame: () => frame,
    load,
    close: () => {
      isClosed = true
      stopLooking()
      frame.destroy()
    },
  }
}

/** Takes the system's own shortcuts while a visitors' screen stands, as far as the system lets them go. */
export function takeShortcuts(platform: Platform): void {
  for (const keys of shortcutsOf(platform)) {
    try {
      globalShortcut.register(keys, () => undefined)
    } catch {
      // A key this system does not know.
    }
  }
}
