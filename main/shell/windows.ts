/** Opens windows and closes every door a page does not need. */
import { BrowserWindow, session } from 'electron'
import type { WebContents } from 'electron'
import { mayNavigate, windowOptions } from './options.ts'
import type { Mode } from './options.ts'

/** Shows the screen `page`, served at `origin`, the way its mode asks. Resolves when the page has loaded; rejects when it cannot. */
export async function openWindow(
  mode: Mode,
  origin: string,
  page: string,
  preload: string,
): Promise<BrowserWindow> {
  const opened = new BrowserWindow(windowOptions(mode, preload))
  opened.setMenu(null)
  confine(opened.webContents, origin)
  opened.once('ready-to-show', () => {
    opened.show()
  })
  await opened.loadURL(origin + page)
  return opened
}

/** Denies every permission a page could ask for; none of our screens needs one. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false)
  })
  session.defaultSession.setPermissionCheckHandler(() => false)
  session.defaultSession.setDevicePermissionHandler(() => false)
  session.defaultSession.on('will-download', (event) => {
    event.preventDefault()
  })
}

function confine(contents: WebContents, origin: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => {
    if (!mayNavigate(origin, event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!mayNavigate(origin, event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!mayNavigate(origin, event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
}
