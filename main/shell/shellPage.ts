/** The shell's own page: first start, leaving with a PIN, trouble. */
import { readFile } from 'node:fs/promises'
import { BrowserWindow, protocol } from 'electron'
import { proof, setUpAnswer } from '#shared/protocol/shellBridge.ts'
import type { Proof, SetUpAnswer, ShellSays, ShellState } from '#shared/protocol/shellBridge.ts'
import { sessionOf, shut } from './confine.ts'
import { shellOrigin } from './doors.ts'
import { shellFile, shellPageHeaders } from './shellPages.ts'
import { hear } from './talk.ts'
import { shellPageOptions } from './windowOptions.ts'
import type { Preloads } from './windowOptions.ts'

/** What the page's verbs do. */
export interface ShellPageParts {
  readonly preloads: Preloads
  readonly isAboveAll: boolean
  readonly state: () => ShellState
  readonly choose: (answer: SetUpAnswer) => Promise<ShellSays>
  readonly leave: (given: Proof) => Promise<ShellSays>
  readonly setUp: (given: Proof) => Promise<ShellSays>
  readonly back: () => void
  /** The page could not be shown. */
  readonly fault: (error: unknown) => void
  readonly tryAgain: () => void
}

/** Must be said before the app is ready: the page's scheme is one with an origin of its own. */
export function announceShellScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'yihao', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the page's files out of the built screens. */
export function serveShellPage(screensDir: string): void {
  sessionOf('shell').protocol.handle('yihao', async (request) => {
    const file = request.method === 'GET' ? shellFile(request.url, screensDir) : undefined
    if (file === undefined) return new Response('not found', { status: 404, headers: shellPageHeaders })
    const body = new Uint8Array(await readFile(file.path))
    return new Response(body, { headers: { ...shellPageHeaders, 'content-type': file.type } })
  })
  // Its own files only: the page has no business with any server.
  sessionOf('shell').webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !details.url.startsWith(`${shellOrigin}/`) && !details.url.startsWith('data:') })
  })
}

/** Opens the page. */
export function openShellPage(parts: ShellPageParts): BrowserWindow {
  const opened = new BrowserWindow(shellPageOptions(parts.preloads, parts.isAboveAll))
  const { webContents } = opened
  opened.setMenu(null)
  if (parts.isAboveAll) opened.setAlwaysOnTop(true, 'screen-saver', 1)
  shut(webContents)
  const stay = (event: { readonly preventDefault: () => void }): void => {
    event.preventDefault()
  }
  webContents.on('will-navigate', stay)
  webContents.on('will-frame-navigate', stay)
  webContents.on('will-redirect', stay)
  hear(webContents, {
    role: 'shell',
    origin: () => shellOrigin,
    said: (verb, given) => {
      switch (verb) {
        case 'state':
          return parts.state()
        case 'choose':
          return parts.choose(setUpAnswer.parse(given))
        case 'leave':
          return parts.leave(proof.parse(given))
        case 'setUp':
          return parts.setUp(proof.parse(given))
        case 'back':
          parts.back()
          return undefined
        case 'tryAgain':
          parts.tryAgain()
          return undefined
        case 'beat':
        case 'askToLeave':
        case 'showStrip':
        case 'showDesk':
        case 'seekAttention':
          return undefined
      }
    },
  })
  opened.once('ready-to-show', () => {
    opened.show()
  })
  opened.loadURL(`${shellOrigin}/`).catch(parts.fault)
  return opened
}
