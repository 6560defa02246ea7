/** A wire that can be cut: a loopback TCP proxy that passes on, or swallows everything without a word. */
import { createServer, connect } from 'node:net'
import type { Socket } from 'node:net'

export interface Wire {
  /** The address to give to whoever is to be cut off. */
  readonly origin: string
  /** From now on nothing passes, and nobody is told. */
  readonly cut: () => void
  /** What is opened from now on passes again; what was cut is dead. */
  readonly mend: () => void
  readonly close: () => Promise<void>
}

/** A wire to a port on this computer. */
export async function wireTo(port: number): Promise<Wire> {
  let isCut = false
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('data', (piece) => {
        if (!isCut) to.write(piece)
      })
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        if (!isCut) to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  const at = typeof bound === 'object' && bound !== null ? bound.port : 0
  const drop = (): void => {
    for (const socket of open) socket.destroy()
  }
  return {
    origin: `http://127.0.0.1:${at}`,
    cut: () => {
      isCut = true
    },
    mend: () => {
      drop()
      isCut = false
    },
    close: () => {
      drop()
      return new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
      })
    },
  }
}
