/**
 * Every door of a page, and whether it opens: pure functions over what Electron asks, so that each closed hole has
 * an attack test that needs no Electron.
 */
import { pathsOf } from './modes.ts'
import type { Mode, Role } from './modes.ts'

/** The shell's own pages come from here, never from disk. */
export const shellOrigin = 'yihao://shell'

/** The origin of an address on the loopback interface, or undefined for any other text. */
export function loopbackOrigin(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname, origin, username, password } = new URL(address)
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  return protocol === 'http:' && loopback && username === '' && password === '' ? origin : undefined
}

/** The origin a Node side announced in a line of its output (`ready http://HOST:PORT`): how this computer reaches it. */
export function announcedOrigin(line: string): string | undefined {
  const address = /^ready (\S+)\s*$/.exec(line)?.[1]
  if (address === undefined || !URL.canParse(address)) return undefined
  const url = new URL(address)
  // A server that listens everywhere, or at the address of one card, is reached over loopback only in the first case.
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1'
  // A server that speaks TLS to other computers speaks plainly over loopback.
  const plain = url.href.replace(/^https:/, 'http:')
  return loopbackOrigin(plain) ?? (url.protocol === 'http:' ? url.origin : undefined)
}

/** The code a hub without a hall prints for the person at its computer (`set-up code 1234 5678`), if that line does. */
export function setUpCodeIn(line: string): string | undefined {
  return /^set-up code (\d{4} ?\d{4})$/.exec(line.trim())?.[1]
}

/** Where a page is held: the origin it was opened from, and the paths of its mode there. */
export interface Confined {
  readonly mode: Mode
  readonly origin: string
}

/** Whether a page may go to `address`, by a link, a script, a form, a redirect or in a frame. */
export function mayNavigate({ mode, origin }: Confined, address: string): boolean {
  const url = own(origin, address, 'http:')
  const { pathname = '' } = url ?? {}
  // The supervisors' page has pages of its own below it.
  const isBelow = mode === 'hub' && /^\/manager\/[a-zA-Z]+$/.test(pathname)
  return url !== undefined && (isBelow || pathsOf(mode).includes(pathname))
}

/** Whether a page may load or connect to `address`: its own server, and what it made itself. */
export function mayRequest({ origin }: Confined, address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol } = new URL(address)
  if (protocol === 'data:') return true
  if (protocol === 'blob:') return new URL(address).origin === origin
  if (protocol === 'ws:') return own(origin, address.replace(/^ws:/i, 'http:'), 'http:') !== undefined
  return own(origin, address, 'http:') !== undefined
}

/** The address when it is of that origin and scheme and carries no name or password. */
function own(origin: string, address: string, protocol: string): URL | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  // `blob:` and `filesystem:` addresses have the origin of the page that made them, and are no page of ours.
  const same = url.origin === origin && url.protocol === protocol
  return same && url.username === '' && url.password === '' ? url : undefined
}

/** What a mode's page may be granted; everything else is denied, whoever asks. */
const granted: Readonly<Record<Mode, readonly string[]>> = {
  kiosk: [],
  pad: [],
  display: [],
  console: ['clipboard-sanitized-write'],
  hub: ['clipboard-sanitized-write'],
}

/** Whether the page that asks may have a permission. */
export function mayHave({ mode, origin }: Confined, permission: string, asking: string): boolean {
  if (!URL.canParse(asking) || own(origin, asking, 'http:') === undefined) return false
  return granted[mode].includes(permission)
}

/** Whether a file may be saved: reports, by supervisors, from the hall's own server. */
export function mayDownload({ mode, origin }: Confined, address: string): boolean {
  if (mode !== 'hub' || !URL.canParse(address)) return false
  return new URL(address).protocol === 'blob:'
    ? new URL(address).origin === origin
    : own(origin, address, 'http:') !== undefined
}

/** What a page may ask of the shell, by the role of its preload script. */
export const verbs = {
  kiosk: ['beat', 'askToLeave'],
  display: ['beat', 'askToLeave'],
  console: ['beat', 'showStrip', 'showDesk', 'seekAttention'],
  hub: ['beat', 'seekAttention'],
  shell: ['beat', 'state', 'choose', 'leave', 'back', 'tryAgain', 'setUp'],
} as const satisfies Readonly<Record<Role, readonly string[]>>
export type Verb = (typeof verbs)[Role][number]

/** Name of a verb's channel between a page's preload script and the shell. */
export function channelOf(verb: Verb): string {
  return `yihao:${verb}`
}

/** Who sent a message, as Electron tells it. */
export interface Sender {
  /** Address of the frame the message came from; empty for one that is gone. */
  readonly url: string
  readonly isMainFrame: boolean
}

/** Whether a message is one its sender may send: the top frame of a page of ours, with a verb of its role. */
export function maySend(
  held: { readonly role: Role; readonly origin: string },
  verb: Verb,
  sender: Sender,
): boolean {
  if (!sender.isMainFrame || !verbs[held.role].some((known) => known === verb)) return false
  if (held.role !== 'shell') return own(held.origin, sender.url, 'http:') !== undefined
  if (!URL.canParse(sender.url)) return false
  const { protocol, host } = new URL(sender.url)
  return `${protocol}//${host}` === shellOrigin
}
