/** The files of the shell's own page, by address: `yihao://shell/` and its assets, and nothing else of the disk. */
import { join } from 'node:path'
import { shellOrigin } from './doors.ts'

/** Sent with every one of them: their own files, no server, no frame, no form. */
export const shellPageHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  woff2: 'font/woff2',
  woff: 'font/woff',
  png: 'image/png',
  svg: 'image/svg+xml',
}

/** The file an address stands for, in the folder of the built screens, and its type; undefined for any other address. */
export function shellFile(
  address: string,
  screensDir: string,
): { readonly path: string; readonly type: string } | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, host, pathname } = new URL(address)
  if (`${protocol}//${host}` !== shellOrigin) return undefined
  if (pathname === '/' || pathname === '')
    return { path: join(screensDir, 'renderer', 'shell', 'index.html'), type: 'text/html; charset=utf-8' }
  const asset = /^\/assets\/([\w.-]+)\.(\w+)$/.exec(pathname)
  const type = types[asset?.[2] ?? '']
  if (asset?.[1] === undefined || asset[1].startsWith('.') || type === undefined) return undefined
  return { path: join(screensDir, 'assets', `${asset[1]}.${asset[2] ?? ''}`), type }
}
