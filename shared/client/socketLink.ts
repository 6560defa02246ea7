/**
 * A hall client over Socket.IO. The socket itself is handed in, so that this
 * runs in a browser and in a station alike and imports neither.
 */
import { hubMessage, supportedProtocol, wireEvent } from '../protocol/messages.ts'
import type { ClientKind, Hello } from '../protocol/messages.ts'
import { HallClient } from './hallClient.ts'
import type { HallClientParts } from './hallClient.ts'

/** As much of a Socket.IO client socket as is needed. */
export interface SocketLike {
  readonly connected: boolean
  on(event: string, listener: (payload: unknown) => void): unknown
  emit(event: string, payload: unknown): unknown
  connect(): unknown
  disconnect(): unknown
}

/** The client and the way to end it. */
export interface LinkedClient {
  readonly client: HallClient
  close(): void
}

/** What to hand to Socket.IO as `auth`. */
export function helloOf(kind: ClientKind, token: string | undefined): Hello {
  return { protocol: supportedProtocol.newest, kind, ...(token === undefined ? {} : { token }) }
}

/** Joins a socket and a client. Messages that are none are ignored: an old screen outlives a newer hub. */
export function linkClient(socket: SocketLike, parts: Omit<HallClientParts, 'link'>): LinkedClient {
  const client = new HallClient({
    ...parts,
    link: {
      send: (message) => {
        if (socket.connected) socket.emit(wireEvent, message)
      },
    },
  })
  socket.on(wireEvent, (payload) => {
    const message = hubMessage.safeParse(payload)
    if (message.success) client.receive(message.data)
  })
  socket.on('disconnect', () => {
    client.lost()
  })
  return {
    client,
    close: () => {
      socket.disconnect()
    },
  }
}
