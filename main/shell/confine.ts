/** Holds a page to what `doors.ts` allows. Nothing is decided here. */
import { session } from 'electron'
import type { Session, WebContents } from 'electron'
import { launchCookie } from '../launchGate.ts'
import { mayDownload, mayHave, mayNavigate, mayRequest } from './doors.ts'
import type { Confined } from './doors.ts'
import { roles } from './modes.ts'
import type { Role } from './modes.ts'

/** Denies every session everything; a mode's own is given what its pages may have with `confineSession`. */
export function denyEverything(): void {
  const sessions = [session.defaultSession, ...roles.map(sessionOf)]
  for (const one of sessions) {
    one.setPermissionRequestHandler((_contents, _permission, answer) => {
      answer(false)
    })
    one.setPermissionCheckHandler(() => false)
    one.setDevicePermissionHandler(() => false)
    one.setDisplayMediaRequestHandler(null)
    one.on('will-download', (event) => {
      event.preventDefault()
    })
    one.setSpellCheckerEnabled(false)
    // Nothing of the shell asks the world for anything, not even for a proxy.
    void one.setProxy({ mode: 'direct' })
  }
  session.defaultSession.webRequest.onBeforeRequest((_details, answer) => {
    answer({ cancel: true })
  })
}

/** The session of a role's pages. */
export function sessionOf(role: Role): Session {
  return session.fromPartition(`persist:${role}`)
}

/** Gives a role's pages what their mode may have. `held` is asked each time: the server may come back elsewhere. */
export function confineSession(role: Role, held: () => Confined | undefined): void {
  const one = sessionOf(role)
  one.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    const confined = held()
    answer(isMainFrame && confined !== undefined && mayHave(confined, permission, requestingUrl))
  })
  one.setPermissionCheckHandler((_contents, permission, origin) => {
    const confined = held()
    return confined !== undefined && mayHave(confined, permission, origin)
  })
  one.removeAllListeners('will-download')
  one.on('will-download', (event, item) => {
    const confined = held()
    if (confined === undefined || !mayDownload(confined, item.getURL())) event.preventDefault()
  })
  one.webRequest.onBeforeRequest((details, answer) => {
    const confined = held()
    answer({ cancel: confined === undefined || !mayRequest(confined, details.url) })
  })
}

/** Lets a role's pages show the Node side the secret of this launch. */
export async function giveLaunchToken(role: Role, origin: string, token: string): Promise<void> {
  await sessionOf(role).cookies.set({
    url: origin,
    name: launchCookie,
    value: token,
    httpOnly: true,
    sameSite: 'strict',
  })
}

/** Holds one page's contents. */
export function confineContents(contents: WebContents, held: () => Confined | undefined): void {
  const guard = (event: { readonly url: string; readonly preventDefault: () => void }): void => {
    const confined = held()
    if (confined === undefined || !mayNavigate(confined, event.url)) event.preventDefault()
  }
  contents.on('will-navigate', guard)
  contents.on('will-frame-navigate', guard)
  contents.on('will-redirect', guard)
  shut(contents)
}

/** What no page of the shell may, its own included: open another, hold one inside, look at itself. */
export function shut(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
  })
  contents.on('context-menu', (event) => {
    event.preventDefault()
  })
  contents.on('select-bluetooth-device', (event) => {
    event.preventDefault()
  })
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
}
