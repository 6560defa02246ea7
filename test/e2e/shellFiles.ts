/** The desktop app's own page as the app serves it, with the app's own headers, for a browser. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { shellFile, shellPageHeaders } from '#main/shell/shellPages.ts'

const screens = fileURLToPath(new URL('../../out/renderer', import.meta.url))

export interface ShellFiles {
  readonly origin: string
  readonly close: () => void
}

/** Serves them on loopback. */
export async function serveShellFiles(): Promise<ShellFiles> {
  const server = createServer((request, response) => {
    const file = shellFile(`yihao://shell${request.url ?? ''}`, screens)
    if (file === undefined) response.writeHead(404).end()
    else
      response.writeHead(200, { ...shellPageHeaders, 'content-type': file.type }).end(readFileSync(file.path))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
