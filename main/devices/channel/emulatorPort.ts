/** An emulated device on a TCP port, for development and tests only. */
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

export interface EmulatorPort {
  readonly port: number
  /** As a station writes it. */
  readonly address: string
  /** Refuses connections and ends those there are, or takes them again. */
  readonly refuse: (refuse: boolean) => Promise<void>
  readonly refusing: () => boolean
  readonly close: () => Promise<void>
}

/** Serves a device; resolves when it listens. Rejects when the port is taken. Port 0 takes any free one. */
export async function openEmulatorPort(
  attach: (stream: Duplex) => void,
  { port: asked, host = '127.0.0.1' }: { readonly port: number; readonly host?: string },
): Promise<EmulatorPort> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    attach(socket)
  })
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy()
      if (!server.listening) resolve()
      else server.close(() => resolve())
    })
  await listen(asked)
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the emulator has no port')
  const { port } = bound
  return {
    port,
    address: `tcp://${host}:${port}`,
    refuse: async (refuse) => {
      if (refuse) await stop()
      else if (!server.listening) await listen(port)
    },
    refusing: () => !server.listening,
    close: stop,
  }
}
