/** A server that serves until somebody says stop. */
import type { FastifyInstance } from 'fastify'

export interface Listening {
  readonly host: string
  /** 0 asks for any free port. */
  readonly port: number
  readonly say: (line: string) => void
  /** Called once it serves, with its address. */
  readonly ready?: (origin: string) => void
}

/** Listens, prints `ready http://HOST:PORT`, and resolves after Ctrl-C or a polite end. Rejects when the port is taken. */
export async function untilTold(app: FastifyInstance, { host, port, say, ready }: Listening): Promise<void> {
  await app.listen({ host, port })
  const bound = app.server.address()
  const actual = typeof bound === 'object' && bound !== null ? bound.port : port
  const shown = host.includes(':') ? `[${host}]` : host
  const origin = `http://${shown}:${String(actual)}`
  ready?.(origin)
  say(`ready ${origin}`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        resolve()
      })
  })
  await app.close()
}
