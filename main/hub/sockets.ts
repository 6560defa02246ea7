/** The protocol on Socket.IO: one event name, every message checked, events sent once per kind of listener. */
import type { FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import type { DefaultEventsMap, Socket } from 'socket.io'
import type { Actor } from '#shared/hall/visit.ts'
import { hello, protocolRefusal, supportedProtocol, wireEvent } from '#shared/protocol/messages.ts'
import type { ClientKind, CloseReason, HubMessage, Hello } from '#shared/protocol/messages.ts'
import { audiences } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import { ownKiosk } from './access.ts'
import type { Access } from './access.ts'
import { Connection, eventsFor } from './connection.ts'
import type { Hub } from './hub.ts'
import type { KioskPaper } from './kioskPaper.ts'
import type { Metrics } from './metrics.ts'

export interface SocketParts {
  readonly hub: Hub
  readonly access: Access
  readonly metrics: Metrics
  /** Lets a kiosk screen on this very computer in without a token: the demo's own. */
  readonly localKiosk: boolean
  /** The printer of the hub's own kiosk. */
  readonly paper?: KioskPaper | undefined
  /** Messages for everyone beside events, as they come up; returns how to stop. */
  readonly notices?: (tell: (message: HubMessage) => void) => () => void
}

interface Joined {
  readonly kind: ClientKind
  readonly audience: Audience
  /** Undefined for a screen that only looks. */
  readonly actor: Actor | undefined
}

type HallSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, { joined?: Joined }>

/** A command is small; a catalogue is the largest thing anyone sends. */
const messageLimit = 4 * 1024 * 1024

/** Serves the protocol beside the app's routes until the app closes. */
export function serveSockets(app: FastifyInstance, parts: SocketParts): void {
  const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, { joined?: Joined }>(
    app.server,
    {
      serveClient: false,
      maxHttpBufferSize: messageLimit,
      // A lost peer is noticed within two seconds.
      pingInterval: 1000,
      pingTimeout: 1000,
      transports: ['websocket'],
      perMessageDeflate: false,
    },
  )
  app.addHook('preClose', async () => {
    io.emit(wireEvent, { type: 'closing', reason: 'goingDown' } satisfies HubMessage)
    await io.close()
  })

  io.use((socket, next) => {
    const joined = join(parts, socket)
    if ('refused' in joined) {
      const error: Error & { data?: object } = new Error(joined.refused)
      error.data = { reason: joined.refused, supported: supportedProtocol }
      next(error)
      return
    }
    socket.data.joined = joined
    next()
  })
  io.on('connection', (socket) => {
    const { joined } = socket.data
    if (joined !== undefined) serve(parts, socket, joined)
  })

  const stopHub = parts.hub.listen((events) => {
    for (const audience of audiences) {
      if (io.sockets.adapter.rooms.get(audience) === undefined) continue
      io.to(audience).emit(wireEvent, eventsFor(events, audience))
    }
  })
  const stopNotices = parts.notices?.((message) => {
    io.to([...audiences]).emit(wireEvent, message)
  })
  const stopPaper = parts.paper?.listen((message) => {
    io.to('paper').emit(wireEvent, message)
  })
  app.addHook('onClose', (_app, done) => {
    stopHub()
    stopNotices?.()
    stopPaper?.()
    done()
  })
}

/** Who connects, or why not. */
function join(parts: SocketParts, socket: HallSocket): Joined | { readonly refused: CloseReason } {
  const said = hello.safeParse(socket.handshake.auth)
  if (!said.success) return { refused: 'badHello' }
  const wrongVersion = protocolRefusal(said.data.protocol)
  if (wrongVersion !== undefined) return { refused: wrongVersion }
  const { kind } = said.data
  const actor = actorOf(parts, socket, said.data)
  switch (kind) {
    case 'console':
    case 'manager':
      return actor?.kind === 'staff' ? { kind, audience: 'staff', actor } : { refused: 'signInNeeded' }
    case 'kiosk':
      return actor?.kind === 'station' && actor.mode === 'kiosk'
        ? { kind, audience: 'public', actor }
        : { refused: 'notPaired' }
    case 'station':
      return actor?.kind === 'station' ? { kind, audience: 'station', actor } : { refused: 'notPaired' }
    case 'display':
    case 'pad':
      return { kind, audience: 'public', actor: undefined }
  }
}

function actorOf(
  { access, localKiosk }: SocketParts,
  socket: HallSocket,
  { kind, token }: Hello,
): Actor | undefined {
  if (token !== undefined) return access.actorOf(token)
  const here = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(socket.handshake.address)
  return kind === 'kiosk' && localKiosk && here
    ? { kind: 'station', stationId: ownKiosk, mode: 'kiosk' }
    : undefined
}

function serve(parts: SocketParts, socket: HallSocket, { kind, audience, actor }: Joined): void {
  const { hub, metrics } = parts
  const paper = kind === 'kiosk' ? parts.paper : undefined
  metrics.clients(kind, 1)
  socket.on('disconnect', () => {
    metrics.clients(kind, -1)
  })
  const connection = new Connection({
    hub,
    kind,
    audience,
    actor,
    sender: () => {
      const { token } = hello.parse(socket.handshake.auth)
      return token === undefined ? actor : parts.access.actorOf(token)
    },
    tell: (message) => {
      socket.emit(wireEvent, message)
    },
    follow: () => {
      void socket.join(audience)
    },
    end: () => {
      socket.disconnect(true)
    },
    answered: metrics.answered,
    paper,
  })
  if (paper !== undefined) void socket.join('paper')
  socket.on(wireEvent, (payload: unknown) => {
    connection.receive(payload)
  })
}
