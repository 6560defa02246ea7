/**
 * Where updates are taken from: an address of the intranet as it is, or a folder on a file share. The updater only
 * speaks HTTP, so a folder is served to it over loopback for as long as it looks.
 */
import { createReadStream, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** Whether the text names a folder (`\\server\share\yihao`, `/mnt/yihao`, `D:\yihao`) or an http(s) address. */
export function isUpdateSource(text: string): boolean {
  return sourceOf(text) !== undefined
}

/** What kind of place it is. */
export function sourceOf(
  text: string,
): { readonly kind: 'address' | 'folder'; readonly place: string } | undefined {
  if (/^(\\\\[^\\]+\\[^\\]+|\/(?!\/)|[A-Za-z]:\\)/.test(text)) return { kind: 'folder', place: text }
  if (!URL.canParse(text)) return undefined
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === ''
    ? { kind: 'address', place: text }
    : undefined
}

/** A folder served to the updater. */
export interface ServedFolder {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Files of an update: its description, installers, and their block maps; nothing else and nothing deeper. */
const updateFile = /^[\w.@+ ()-]+\.(yml|exe|AppImage|deb|blockmap)$/

/** Serves the update files of a folder on loopback, under a path that cannot be guessed. */
export async function serveFolder(folder: string, secret: string): Promise<ServedFolder> {
  const server = createServer((request, response) => {
    const refuse = (status: number): void => {
      response.writeHead(status).end()
    }
    const name = nameIn(`/${secret}/`, request.url ?? '')
    if (request.method !== 'GET' && request.method !== 'HEAD') refuse(405)
    else if (name === undefined) refuse(404)
    else {
      const path = join(folder, name)
      const found = statSync(path, { throwIfNoEntry: false })
      if (!found?.isFile()) {
        refuse(404)
        return
      }
      response.writeHead(200, { 'content-length': found.size, 'content-type': 'application/octet-stream' })
      if (request.method === 'HEAD') response.end()
      else
        createReadStream(path)
          .on('error', () => response.destroy())
          .pipe(response)
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${String(port)}/${secret}/`,
    close: async () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** The file a request asks for, if it is one that may be had. */
export function nameIn(prefix: string, path: string): string | undefined {
  const asked = path.split('?', 1)[0] ?? ''
  if (!asked.startsWith(prefix)) return undefined
  let name
  try {
    name = decodeURIComponent(asked.slice(prefix.length))
  } catch {
    return undefined
  }
  return updateFile.test(name) && !name.startsWith('.') ? name : undefined
}
