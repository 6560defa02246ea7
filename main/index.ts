/** Electron entry: starts the Node side, opens locked pages on its loopback address, and nothing more. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, crashReporter, Menu } from 'electron'
import { systemTimers } from './devices/channel/system.clock.ts'
import { machine } from './hub/machine.clock.ts'
import { denyEverything } from './shell/confine.ts'
import { askWhatThisIs } from './shell/firstStart.ts'
import { choiceName, preparedPath, readChoice, takePass, writePass } from './shell/keptChoice.ts'
import { openLog, pruneCrashes } from './shell/logFiles.ts'
import { parseShellOrder, startOf } from './shell/order.ts'
import type { ShellOrder, Start } from './shell/order.ts'
import { relaunchArgs } from './shell/restart.ts'
import { run } from './shell/running.ts'
import type { Running, RunningParts } from './shell/running.ts'
import { announceShellScheme, serveShellPage } from './shell/shellPage.ts'
import type { Platform } from './shell/swallowedKeys.ts'
import { listenToPages } from './shell/talk.ts'

const startedMs = performance.now()
/** What follows the program, and, run from the sources, the folder of the app. */
const args = process.argv.slice(app.isPackaged ? 1 : 2)
const platform: Platform =
  process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux'
const out = join(import.meta.dirname, '..')

function fail(line: string, code: number): void {
  console.error(`yihao: ${line}`)
  app.exit(code)
}

const order = parseShellOrder(args)
const home = join(app.getPath('appData'), 'Yihao')
const choicePath = join(home, choiceName)
const passPath = join(home, 'pass.json')
if (!order.ok) fail(order.problem, 2)
else {
  const start = startOf(order.value, readChoice(choicePath), readChoice(preparedPath(platform, process.env)))
  if (start.ok) begin(start.value, order.value)
  else fail(start.problem, 2)
}

function nameOf(start: Start): string {
  switch (start.do) {
    case 'setUp':
      return 'set-up'
    case 'attach':
      return `attached-${start.mode}`
    case 'run':
      return start.chosen.mode
  }
}

function begin(start: Start, given: ShellOrder): void {
  const name = nameOf(start)
  // A folder for each mode: each is one instance, and keeps its pages' storage to itself.
  const folder = join(home, name)
  const logFolder = join(home, 'logs')
  // Electron takes no folder that is not there.
  for (const one of [folder, join(logFolder, 'crashes')]) mkdirSync(one, { recursive: true })
  app.setPath('userData', folder)
  app.setPath('crashDumps', join(logFolder, 'crashes'))
  const nowIso = (): string => new Date().toISOString()
  const log = openLog(logFolder, `shell-${name}.log`, nowIso)
  crashReporter.start({ uploadToServer: false, compress: true })
  pruneCrashes(join(logFolder, 'crashes'))

  let running: Running | undefined
  /** From the sources, Electron's own first argument is the folder of the app. */
  const before = process.argv.slice(1, app.isPackaged ? 1 : 2)
  const startAgain = (told: readonly string[]): void => {
    app.relaunch({ args: [...before, ...told] })
    app.exit(0)
  }
  const fellOver = (error: unknown): void => {
    log.line(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    const next = relaunchArgs(args, performance.now() - startedMs)
    if (next !== undefined) app.relaunch({ args: [...before, ...next] })
    app.exit(1)
  }
  process.on('uncaughtException', fellOver)
  // Something that was tried did not come about; what matters is watched and mended elsewhere.
  process.on('unhandledRejection', (error) => {
    log.line(`not done: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  })

  if (!app.requestSingleInstanceLock()) {
    log.line('this mode runs already')
    app.exit(0)
    return
  }
  app.on('second-instance', () => running?.comeForward())
  app.enableSandbox()
  Menu.setApplicationMenu(null)
  announceShellScheme()
  app.on('window-all-closed', () => {
    // The tray, the hub and a monitor that is unplugged all outlive the last page.
  })
  app.on('child-process-gone', (_event, { type, reason }) => {
    log.line(`a ${type} process is gone: ${reason}`)
  })
  // The system's own log-off or shut-down: the ledger is closed properly first.
  let isEnding = false
  app.on('before-quit', (event) => {
    if (isEnding || running === undefined) return
    isEnding = true
    event.preventDefault()
    void running.stop().finally(() => {
      app.exit(0)
    })
  })

  void app.whenReady().then(() => {
    denyEverything()
    listenToPages(log.line)
    serveShellPage(join(out, 'renderer'))
    log.line(`Yihao ${app.getVersion()} as ${name} on Electron ${process.versions['electron'] ?? ''}`)
    const preloads = { folder: join(out, 'preload'), join }
    const monotonicMs = (): number => performance.now()
    if (start.do === 'setUp') {
      const { kept } = start
      askWhatThisIs({
        kept,
        isProved: takePass(passPath, given.pass, Date.now()),
        choicePath,
        configFolder: app.getPath('appData'),
        platform,
        preloads,
        monotonicMs,
        newToken: machine.newToken,
        log: log.line,
        // As what was chosen, whatever this start was told.
        startAgain: () => {
          startAgain([])
        },
      })
      return
    }
    const parts: RunningParts = {
      cli: join(out, 'main', 'cli.js'),
      userFolder: folder,
      logFolder,
      icon: join(out, '..', 'resources', 'icons', 'tray.png'),
      preloads,
      platform,
      launchToken: machine.newToken(),
      log,
      nodeLog: openLog(logFolder, `node-${name}.log`, nowIso),
      monotonicMs,
      nowMs: () => Date.now(),
      after: (delayMs, work) => systemTimers.after(delayMs, work),
      every: machine.every,
      newToken: machine.newToken,
      startAgain: (choose) => {
        if (!choose) startAgain(args)
        else {
          const pass = machine.newToken()
          writePass(passPath, pass, Date.now())
          startAgain(['--choose', `--pass=${pass}`])
        }
      },
    }
    running = run(
      start.do === 'attach' ? { attach: start } : { chosen: start.chosen, isHidden: start.hidden },
      parts,
    )
  }, fellOver)
}
