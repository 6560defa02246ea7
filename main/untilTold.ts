/** A server that serves until somebody says stop. */
import type { FastifyInstance } from 'fastify'
import { Server as SecureServer } from 'node:https'
import { gate, takeLaunchToken } from './launchGate.ts'

/** What the desktop app says to a process of its that is to end. */
export const endMessage = 'end'

/** Started by the desktop app, this process serves nobody else; each server it opens one after the other is closed so. */
const launchToken = takeLaunchToken(process.env)

export interface Listening {
  readonly host: string
  /** 0 asks for any free port. */
  readonly port: number
  readonly say: (line: string) => void
  /** Called once it serves, with its address. */
  readonly ready?: (origin: string) => void
  /** Another reason to stop, beside the operating system's. */
  readonly orUntil?: Promise<void>
}

/**
 * Listens, prints `ready http://HOST:PORT` — `https` where it speaks TLS —, and resolves once it was told to end
 * — true — or the other reason came — false. Rejects when the port is taken.
 */
export async function untilTold(
  app: FastifyInstance,
  { host, port, say, ready, orUntil }: Listening,
): Promise<boolean> {
  // Before anybody can know that it serves: whoever reads `ready` may tell it to end at once.
  const told = new Promise<boolean>((resolve) => {
    // Ctrl-C reaches a whole group of processes and may come more than once.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve(true)
      })
    }
    // The desktop app cannot send a signal on Windows.
    parentOf(process)?.on('message', ({ data }) => {
      if (data === endMessage) resolve(true)
    })
  })
  await app.ready()
  if (launchToken !== undefined) gate(app.server, launchToken)
  await app.listen({ host, port })
  const bound = app.server.address()
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port
  const shown = host.includes(':') ? `[${host}]` : host
  const origin = `${app.server instanceof SecureServer ? 'https' : 'http'}://${shown}:${String(actual)}`
  ready?.(origin)
  say(`ready ${origin}`)
  const end = await (orUntil === undefined ? told : Promise.race([told, orUntil.then(() => false)]))
  await app.close()
  return end
}

/** The app's end of a utility process's line; plain Node has none. */
function parentOf(from: { readonly parentPort?: Electron.ParentPort }): Electron.ParentPort | undefined {
  return from.parentPort
}
