/** The first start: asks what this computer is, keeps it, and starts again as that. */
import { app, screen } from 'electron'
import type { Choice } from './choice.ts'
import { autostartArgs, setEntry } from './autostart.ts'
import { guardOf } from './guard.ts'
import { keepChoice } from './keptChoice.ts'
import { keptPin } from './pin.ts'
import { inOrder } from './placement.ts'
import { readAnswer, shownOf } from './setUp.ts'
import { openShellPage } from './shellPage.ts'
import type { Preloads } from './windowOptions.ts'

/** What it is given. */
export interface FirstStartParts {
  readonly kept: Choice | undefined
  /** An administrator was here a moment ago. */
  readonly isProved: boolean
  /** Where the choice is kept. */
  readonly choicePath: string
  readonly configFolder: string
  readonly platform: string
  readonly preloads: Preloads
  readonly monotonicMs: () => number
  /** A fresh secret. */
  readonly newToken: () => string
  readonly log: (line: string) => void
  readonly startAgain: () => void
}

/** Opens the page. */
export function askWhatThisIs(parts: FirstStartParts): void {
  const { kept, choicePath, preloads, monotonicMs, log, startAgain } = parts
  const guard = guardOf({
    isUnguarded: kept === undefined || parts.isProved,
    pin: kept?.pin,
    // Nothing serves in this start: only this computer's own PIN will do.
    askHall: async () => Promise.resolve('unknown'),
    monotonicMs,
  })
  const page = openShellPage({
    preloads,
    isAboveAll: false,
    state: () => ({
      view: 'setUp',
      ...(kept === undefined ? {} : { kept: shownOf(kept) }),
      hasPin: kept?.pin !== undefined,
      isGuarded: kept !== undefined && !parts.isProved,
      monitors: inOrder(screen.getAllDisplays()).map(({ bounds }) => ({
        width: bounds.width,
        height: bounds.height,
      })),
      lines: [],
      version: app.getVersion(),
    }),
    choose: async (answer) => {
      const read = readAnswer(answer, kept)
      if (!read.ok) return read
      const may = await guard(answer.proof)
      if (!may.ok) return may
      const pin = read.newPin === undefined ? kept?.pin : await keptPin(read.newPin, parts.newToken())
      try {
        keepChoice(choicePath, { ...read.chosen, ...(pin === undefined ? {} : { pin }) })
        setAutostart(parts, read.chosen.autostart)
      } catch (error) {
        log(`the choice could not be kept: ${error instanceof Error ? error.message : String(error)}`)
        return { ok: false, why: 'notKept' }
      }
      startAgain()
      return { ok: true }
    },
    leave: async () => {
      app.exit(0)
      return Promise.resolve({ ok: true })
    },
    setUp: async () => Promise.resolve({ ok: true }),
    fault: (error) => {
      log(`the shell's page could not be shown: ${String(error)}`)
    },
    back: () => {
      // A computer that has a use goes back to it.
      if (kept === undefined) app.exit(0)
      else startAgain()
    },
    tryAgain: () => undefined,
  })
  page.on('closed', () => {
    app.exit(0)
  })
}

function setAutostart({ platform, configFolder }: FirstStartParts, isOn: boolean): void {
  if (platform === 'win32') app.setLoginItemSettings({ openAtLogin: isOn, args: [...autostartArgs] })
  // An AppImage runs from a place that is another one each time; it says where it really lies.
  else if (platform === 'linux') setEntry(configFolder, process.env['APPIMAGE'] ?? app.getPath('exe'), isOn)
}
