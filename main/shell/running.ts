/** A computer at work: its Node side, its pages, and what staff may do with them. */
import { join } from 'node:path'
import { app, dialog, powerSaveBlocker, screen, shell } from 'electron'
import type { BrowserWindow, Tray } from 'electron'
import { nodeArgsOf, isPrivate } from './choice.ts'
import type { Choice } from './choice.ts'
import { confineSession, giveLaunchToken } from './confine.ts'
import { openDisplayWall } from './displayWall.ts'
import { setUpCodeIn } from './doors.ts'
import type { Verb } from './doors.ts'
import { askAdministrator, askCatalogue } from './hallAsk.ts'
import { guardOf } from './guard.ts'
import type { Log } from './logFiles.ts'
import { isForVisitors, pageOf, roleOf } from './modes.ts'
import type { Mode } from './modes.ts'
import { startNodeSide } from './nodeSide.ts'
import { openPage, takeShortcuts } from './page.ts'
import type { After, Every, Page } from './page.ts'
import { stripPlace } from './placement.ts'
import type { Placed } from './placement.ts'
import { openShellPage } from './shellPage.ts'
import { shownOf } from './setUp.ts'
import type { Platform } from './swallowedKeys.ts'
import { showTray } from './trayMenu.ts'
import { startUpdater } from './updater.ts'
import { stripOptions, windowOptions } from './windowOptions.ts'
import type { Preloads } from './windowOptions.ts'

/** What a running mode is given. */
export interface RunningParts {
  readonly cli: string
  readonly userFolder: string
  readonly logFolder: string
  readonly icon: string
  readonly preloads: Preloads
  readonly platform: Platform
  readonly launchToken: string
  readonly log: Log
  readonly nodeLog: Log
  readonly monotonicMs: () => number
  readonly nowMs: () => number
  readonly after: After
  readonly every: Every
  /** A fresh secret. */
  readonly newToken: () => string
  /** Starts the app again, to be set up anew when so asked. */
  readonly startAgain: (choose: boolean) => void
}

/** A mode of a computer: chosen here, or the screens of a hall that runs already. */
export type Shown =
  | { readonly chosen: Choice; readonly isHidden: boolean }
  | {
      readonly attach: {
        readonly mode: Mode
        readonly origin: string
        readonly page: string
        readonly isFramed: boolean
      }
    }

/** Ends everything it started. */
export interface Running {
  readonly stop: () => Promise<void>
  /** Somebody started the app once more: shows what there is. */
  readonly comeForward: () => void
  readonly tray: Tray | undefined
}

/** Starts it. */
export function run(shown: Shown, parts: RunningParts): Running {
  const {
    cli,
    userFolder,
    logFolder,
    preloads,
    platform,
    log,
    monotonicMs,
    nowMs,
    after,
    every,
    newToken,
    startAgain,
  } = parts
  const chosen = 'chosen' in shown ? shown.chosen : undefined
  const mode = 'chosen' in shown ? shown.chosen.mode : shown.attach.mode
  const role = roleOf(mode)
  const isFramed = 'attach' in shown && shown.attach.isFramed
  const isLocked = isForVisitors(mode) && !isFramed
  const launchToken = chosen !== undefined && isPrivate(chosen) ? parts.launchToken : undefined
  let origin = 'attach' in shown ? shown.attach.origin : undefined
  let own: BrowserWindow | undefined
  let strip: Page | undefined
  const say = (line: string): void => {
    log.line(line)
  }

  confineSession(role, () => (origin === undefined ? undefined : { mode, origin }))
  const nodeSide =
    chosen &&
    startNodeSide({
      cli,
      args: nodeArgsOf(chosen, join(userFolder, 'hall')),
      folder: userFolder,
      launchToken,
      log: parts.nodeLog,
      monotonicMs,
      after,
      serves: (now) => {
        void served(now)
      },
      printed: (line) => {
        const code = setUpCodeIn(line)
        // Only who stands at the hub's own computer may set a hall up.
        if (code !== undefined)
          void dialog.showMessageBox({
            message: `设置码 Set-up code: ${code}`,
            detail: '开通大厅时填写。 Enter it on the page that sets the hall up.',
          })
      },
      troubled: () => {
        showShellPage('trouble')
      },
    })
  const served = async (now: string): Promise<void> => {
    if (launchToken !== undefined) await giveLaunchToken(role, now, launchToken)
    origin = now
    load()
    if (own !== undefined && !own.isDestroyed() && view === 'trouble') own.close()
  }

  const stop = async (): Promise<void> => {
    stopUpdates?.()
    if (chosen !== undefined) await nodeSide?.stop()
  }
  const quit = async (): Promise<void> => {
    await stop()
    app.exit(0)
  }

  const guard = guardOf({
    isUnguarded: false,
    pin: chosen?.pin,
    askHall: async (staffNo, pin) => askAdministrator(origin, launchToken, staffNo, pin),
    monotonicMs,
  })
  let view: 'leave' | 'trouble' = 'leave'
  function showShellPage(next: 'leave' | 'trouble'): void {
    view = next
    if (own !== undefined && !own.isDestroyed()) {
      own.webContents.reload()
      own.show()
      return
    }
    own = openShellPage({
      preloads,
      isAboveAll: isLocked,
      state: () => ({
        view,
        ...(chosen === undefined ? {} : { kept: shownOf(chosen) }),
        hasPin: chosen?.pin !== undefined,
        isGuarded: true,
        monitors: [],
        lines: view === 'trouble' ? parts.nodeLog.last() : [],
        version: app.getVersion(),
      }),
      // Set up anew in a start of its own, with nothing else at work.
      choose: async () => Promise.resolve({ ok: false, why: 'notKept' }),
      leave: async (given) => {
        const says = await guard(given)
        if (says.ok) void quit()
        return says
      },
      setUp: async (given) => {
        const says = await guard(given)
        if (says.ok)
          void stop().then(() => {
            startAgain(true)
          })
        return says
      },
      fault: (error) => {
        say(`the shell's page could not be shown: ${String(error)}`)
      },
      back: () => {
        own?.close()
      },
      tryAgain: () => {
        nodeSide?.tryAgain()
        own?.close()
      },
    })
  }

  const said = (verb: Verb): void => {
    switch (verb) {
      case 'askToLeave':
        showShellPage('leave')
        return
      case 'showStrip':
        strip?.frame().showInactive()
        main?.frame().hide()
        return
      case 'showDesk':
        comeForward()
        strip?.frame().hide()
        return
      case 'seekAttention':
        main?.frame().flashFrame(true)
        return
      case 'beat':
      case 'state':
      case 'choose':
      case 'leave':
      case 'back':
      case 'tryAgain':
      case 'setUp':
        return
    }
  }
  /** What closing and minimising mean, for staff: each frame anew, for a page may be opened anew. */
  const opened = (frame: BrowserWindow): void => {
    if (isLocked) return
    frame.on('close', (event) => {
      // What was only attached is done with when it is closed.
      if (chosen === undefined) {
        void quit()
        return
      }
      // To the tray: the hub, and a teller's calls, go on.
      event.preventDefault()
      frame.hide()
    })
    frame.on('minimize', () => {
      if (strip !== undefined) said('showStrip')
    })
  }
  const pageFor = (page: string, at?: Placed['bounds']): Page =>
    openPage({
      mode,
      page,
      options: () =>
        windowOptions(mode, preloads, {
          ...(at === undefined ? {} : { bounds: at }),
          developing: !app.isPackaged,
          isFramed,
        }),
      origin: () => origin,
      platform,
      monotonicMs,
      after,
      every,
      said,
      beyondMending: () => {
        void stop().then(() => {
          startAgain(false)
        })
      },
      log: say,
      opened,
      isLocked,
      isHidden: 'isHidden' in shown && shown.isHidden && !isForVisitors(mode),
    })

  const wall =
    mode === 'display' && !isFramed
      ? openDisplayWall(chosen?.screens, (at) => pageFor(at.page, at.bounds), after)
      : undefined
  const main =
    wall === undefined
      ? pageFor('attach' in shown ? shown.attach.page : pageOf(mode, chosen?.counter))
      : undefined
  if (mode === 'console' && chosen?.strip === true) {
    strip = openPage({
      mode,
      page: '/console?strip',
      options: () =>
        stripOptions(preloads, stripPlace(screen.getAllDisplays().map(({ workArea }) => workArea))),
      origin: () => origin,
      platform,
      monotonicMs,
      after,
      every,
      said,
      beyondMending: () => undefined,
      log: say,
      opened: (frame) => {
        frame.setAlwaysOnTop(true, 'floating')
      },
      isLocked: false,
      isHidden: true,
    })
  }
  const load = (): void => {
    wall?.load()
    main?.load()
    strip?.load()
  }
  const comeForward = (): void => {
    const frame = main?.frame()
    if (frame?.isMinimized() === true) frame.restore()
    frame?.show()
    frame?.focus()
  }
  if (isLocked) {
    powerSaveBlocker.start('prevent-display-sleep')
    takeShortcuts(platform)
  } else if (mode === 'hub') powerSaveBlocker.start('prevent-app-suspension')
  // An entry nobody holds is taken away with the rubbish.
  const tray =
    chosen &&
    showTray({
      mode,
      icon: parts.icon,
      open: comeForward,
      openLogs: () => {
        void shell.openPath(logFolder)
      },
      change: () => {
        showShellPage('leave')
      },
      quit: () => {
        if (mode === 'hub') showShellPage('leave')
        else void quit()
      },
    })
  const stopUpdates =
    chosen?.updates &&
    startUpdater({
      updates: chosen.updates,
      catalogue: async () =>
        askCatalogue([origin ?? [], mode === 'hub' ? [] : chosen.hubs].flat(), launchToken),
      nowMs,
      every,
      newToken,
      log: say,
      beforeInstall: stop,
    })
  return { stop, comeForward, tray }
}
