/**
 * What the shell may open and what its windows may do: pure functions, so that every lock has a test that needs
 * no Electron.
 */
import { parseArgs } from 'node:util'
import type { BrowserWindowConstructorOptions } from 'electron'

export const modes = ['kiosk', 'console', 'display', 'manager', 'pad'] as const
export type Mode = (typeof modes)[number]

/** What the shell was asked to do. */
export interface ShellOrder {
  readonly mode: Mode
  /** Path and query of the mode's screen. */
  readonly page: string
  /** Screens already served at this origin; absent means the shell starts the Node side itself. */
  readonly attach?: string
  /** Arguments for the Node side, `main/cli.ts`. */
  readonly nodeArgs: readonly string[]
}

export type ShellOrderParsed =
  { readonly ok: true; readonly order: ShellOrder } | { readonly ok: false; readonly problem: string }

/**
 * Reads the shell's arguments: `--mode MODE` with either `--attach ORIGIN`, or what a station takes
 * (`--hub URL`, `--data DIR`, `--port N`, `--counter ID`).
 */
export function parseShellOrder(args: readonly string[]): ShellOrderParsed {
  let values
  try {
    values = parseArgs({
      args: [...args],
      options: {
        mode: { type: 'string' },
        attach: { type: 'string' },
        hub: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        counter: { type: 'string' },
      },
    }).values
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) }
  }
  const mode = modes.find((known) => known === values.mode)
  if (mode === undefined) return { ok: false, problem: `--mode must be one of ${modes.join(', ')}` }
  const counter = values.counter
  const page =
    mode === 'pad' && counter !== undefined
      ? `/pad?${new URLSearchParams({ counter }).toString()}`
      : `/${mode}`
  if (values.attach !== undefined) {
    const origin = loopbackOrigin(values.attach)
    if (origin === undefined) return { ok: false, problem: '--attach must be an address on this machine' }
    return { ok: true, order: { mode, page, attach: origin, nodeArgs: [] } }
  }
  if (mode === 'manager') return { ok: false, problem: '--mode manager needs --attach: no station serves it' }
  const nodeArgs = ['station', '--mode', mode]
  for (const name of ['hub', 'data', 'port'] as const) {
    const value = values[name]
    if (value !== undefined) nodeArgs.push(`--${name}`, value)
  }
  return { ok: true, order: { mode, page, nodeArgs } }
}

/** The origin of an address on the loopback interface, or undefined for any other text. */
export function loopbackOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  return url.protocol === 'http:' && loopback ? url.origin : undefined
}

/** The origin a Node side announced in a line of its output (`ready http://HOST:PORT`), if that line does. */
export function announcedOrigin(line: string): string | undefined {
  const address = /^ready (\S+)\s*$/.exec(line)?.[1]
  return address === undefined ? undefined : loopbackOrigin(address)
}

/** Whether a window that shows `origin` may go to `address`: only within that origin. */
export function mayNavigate(origin: string, address: string): boolean {
  return URL.canParse(address) && new URL(address).origin === origin
}

/**
 * A window for one mode. Visitors can reach the kiosk, display and pad, so these fill the screen without any
 * frame or menu; staff windows are ordinary ones. No page ever gets Node, and each runs in the sandbox.
 */
export function windowOptions(mode: Mode, preload: string): BrowserWindowConstructorOptions {
  const forVisitors = mode === 'kiosk' || mode === 'display' || mode === 'pad'
  return {
    show: false,
    kiosk: forVisitors,
    frame: !forVisitors,
    autoHideMenuBar: true,
    width: 1280,
    height: 800,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload,
      additionalArguments: [`--yihao-mode=${mode}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: !forVisitors,
      // Calls are spoken without anybody having touched the screen.
      autoplayPolicy: 'no-user-gesture-required',
      // A display behind another window must still announce in time.
      backgroundThrottling: false,
    },
  }
}
