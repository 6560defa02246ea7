/** The protocol on Socket.IO: one event name, every message checked, events sent once per kind of listener. */
import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { Server } from 'socket.io'
import type { DefaultEventsMap, Socket } from 'socket.io'
import type { CounterId, StationId } from '#shared/ids/ids.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { hello, protocolRefusal, supportedProtocol, wireEvent } from '#shared/protocol/messages.ts'
import type { ClientKind, CloseReason, HubMessage, Hello, Keys } from '#shared/protocol/messages.ts'
import { audiences } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import type { Noting } from './audit.ts'
import { Connection, eventsFor } from './connection.ts'
import { isCrossSite, isLoopback, isOurHost } from './guard.ts'
import type { Host } from './host.ts'
import type { HubListener } from './hub.ts'
import type { HolderSecret } from '../ledger/holderSecret.ts'
import type { TokenGrant } from '../ledger/tokens.ts'
import type { KioskPaper } from './kioskPaper.ts'
import type { KioskReaders } from './kioskReaders.ts'
import type { Metrics } from './metrics.ts'
import { padHost } from './padHost.ts'
import { pingEveryMs, usualPatience } from './patience.ts'
import type { Patience } from './patience.ts'
import { RateLimit, usualLimits } from './rateLimit.ts'
import type { IssueLimit, Limits } from './rateLimit.ts'
import type { StationDesk } from './stationDesk.ts'
import { stationSide } from './stationSide.ts'

/** Stations whose screens are shown on the computer that serves them. */
export type LocalStations = Readonly<Partial<Record<'kiosk' | 'pad', StationId>>>

/** Who may come in. The hub's is `Access`; a station has its own. */
export interface Door {
  readonly actorOf: (token: string) => Actor | undefined
  /** What was granted with a token of a station or program. */
  readonly grantOf: (token: string) => TokenGrant | undefined
  /** Calls back whenever a session or a token has ended; returns how to stop. */
  readonly onEnd: (told: () => void) => () => void
  /** Calls back whenever keys were made or taken back; returns how to stop. A station makes none. */
  readonly onKeys?: (told: () => void) => () => void
}

export interface SocketParts {
  readonly hub: Host & { readonly listen: (listener: HubListener) => () => void }
  readonly access: Door
  readonly metrics: Metrics
  /** Lets screens of these kinds on this very computer in without a token, as these stations. */
  readonly localStations?: LocalStations | undefined
  /** The one counter this computer's own pad stands at. */
  readonly padAt?: CounterId | undefined
  /** The hub's side of its stations; a station has none. */
  readonly stations?: StationDesk | undefined
  /** What a station is given to become the hub with. */
  readonly keys?: (() => Keys) | undefined
  /** Learns by which certificates a computer of the hall is known. */
  readonly learnCertificates?: ((of: string, fingerprints: readonly string[]) => void) | undefined
  /** How long whoever does not answer is waited for; as usual where not said. */
  readonly patience?: Patience | undefined
  /** The printer of the hub's own kiosk. */
  readonly paper?: KioskPaper | undefined
  /** Where phones reach the hall; its kiosks' screens need not be shown from there. */
  readonly phoneOrigin?: (() => string | undefined) | undefined
  /** The readers of this computer's own kiosk. */
  readonly readers?: KioskReaders | undefined
  /** The hub's secret for hashes of persons; a station has its own way to it. */
  readonly holderSecret?: HolderSecret | undefined
  /** Messages for everyone beside events, as they come up; returns how to stop. */
  readonly notices?: (tell: (message: HubMessage) => void) => () => void
  /** Calls back whenever the host's state was replaced, so that every screen needs it whole; returns how to stop. */
  readonly resets?: ((again: () => void) => () => void) | undefined
  /** Why this peer is not served whatever its token: it follows a newer hub. */
  readonly refuseHello?: ((hello: Hello) => CloseReason | undefined) | undefined
  /** What a screen is told right after its welcome. */
  readonly welcomed?: ((tell: (message: HubMessage) => void) => void) | undefined
  /** Told of every fault of ours, for the log. */
  readonly onFault: (error: unknown) => void
  /** Names of this computer beyond addresses and local ones. */
  readonly names?: readonly string[] | undefined
  /** Notes what the audit log is for; a station has none. */
  readonly note?: Noting | undefined
  /** How often what may be done; the usual limits where not said. */
  readonly limits?: Limits | undefined
  readonly issueLimit?: IssueLimit | undefined
  /** Time that only goes on, ms: the limits count by it. */
  readonly monotonicMs: () => number
}

interface Joined {
  readonly kind: ClientKind
  readonly audience: Audience
  /** Undefined for a screen that only looks. */
  readonly actor: Actor | undefined
  /** The one counter a pad may rate for; undefined for this computer's own where none was said. */
  readonly padAt?: CounterId | undefined
}

/** What is kept with a socket. */
interface Kept {
  joined?: Joined
  connection?: Connection
}
type HallSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Kept>

/** Screens of this computer's own kiosk, who alone hear of its paper and its readers. */
const ownKioskRoom = 'ownKiosk'
/** A command is small; a catalogue is the largest thing anyone sends. */
const messageLimit = 4 * 1024 * 1024

/** Serves the protocol beside the app's routes until the app closes. */
export function serveSockets(app: FastifyInstance, parts: SocketParts): void {
  const { limits = usualLimits, patience = usualPatience } = parts
  /** Sockets open now, by address. */
  const byAddress = new Map<string, number>()
  const io = new Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Kept>(app.server, {
    serveClient: false,
    maxHttpBufferSize: messageLimit,
    pingInterval: pingEveryMs,
    pingTimeout: patience.answerMs,
    transports: ['websocket'],
    perMessageDeflate: false,
    // Who says nothing after the upgrade holds a connection and no more than this long.
    connectTimeout: 10_000,
    allowRequest: (request, decide) => {
      const { host } = request.headers
      const address = request.socket.remoteAddress ?? ''
      const why = !isOurHost(host, parts.names)
        ? 'host'
        : isCrossSite(request)
          ? 'origin'
          : (byAddress.get(address) ?? 0) > limits.sockets
            ? 'sockets'
            : undefined
      if (why !== undefined)
        parts.note?.(why === 'sockets' ? 'tooMany' : 'crossSite', undefined, { what: why }, address)
      decide(why === undefined ? null : why, why === undefined)
    },
  })
  const connections = new Set<Duplex>()
  app.server.on('upgrade', (request: IncomingMessage, connection: Duplex) => {
    const address = request.socket.remoteAddress ?? ''
    connections.add(connection)
    byAddress.set(address, (byAddress.get(address) ?? 0) + 1)
    connection.once('close', () => {
      connections.delete(connection)
      const left = (byAddress.get(address) ?? 1) - 1
      if (left > 0) byAddress.set(address, left)
      else byAddress.delete(address)
    })
  })
  app.addHook('preClose', (done) => {
    io.emit(wireEvent, { type: 'closing', reason: 'goingDown' } satisfies HubMessage)
    // One turn of the loop later that is on its way. Then the connections end from
    // this side: a peer that sleeps would never answer a polite close.
    setImmediate(() => {
      io.engine.close()
      for (const connection of connections) connection.destroy()
      done()
    })
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
  const stopResets = parts.resets?.(() => {
    for (const socket of io.sockets.sockets.values()) {
      socket.data.connection?.startOver()
    }
  })
  const stopNotices = parts.notices?.((message) => {
    io.to([...audiences]).emit(wireEvent, message)
  })
  const toOwnKiosk = (message: HubMessage): void => {
    io.to(ownKioskRoom).emit(wireEvent, message)
  }
  const stopPaper = parts.paper?.listen(toOwnKiosk)
  const stopReaders = parts.readers?.listen(toOwnKiosk)
  const stopAccess = parts.access.onEnd(() => {
    for (const socket of io.sockets.sockets.values()) socket.data.connection?.endIfOver()
  })
  // So that any station can become the hub with the keys of now.
  const stopKeys = parts.access.onKeys?.(() => {
    if (parts.keys !== undefined) io.to('station').emit(wireEvent, { type: 'keys', keys: parts.keys() })
  })
  app.addHook('onClose', (_app, done) => {
    stopHub()
    stopAccess()
    stopKeys?.()
    stopNotices?.()
    stopResets?.()
    stopPaper?.()
    stopReaders?.()
    done()
  })
}

/** Who connects, or why not. */
function join(parts: SocketParts, socket: HallSocket): Joined | { readonly refused: CloseReason } {
  const said = hello.safeParse(socket.handshake.auth)
  if (!said.success) return { refused: 'badHello' }
  const refused = protocolRefusal(said.data.protocol) ?? parts.refuseHello?.(said.data)
  if (refused !== undefined) return { refused }
  const { kind } = said.data
  const actor = actorOf(parts, socket, said.data)
  const grant = said.data.token === undefined ? undefined : parts.access.grantOf(said.data.token)
  const granted = grant?.kind === 'station' ? grant : undefined
  switch (kind) {
    case 'console':
    case 'manager':
      return actor?.kind === 'staff' ? { kind, audience: 'staff', actor } : { refused: 'signInNeeded' }
    case 'kiosk':
      return actor?.kind === 'station' && actor.mode === 'kiosk'
        ? { kind, audience: 'public', actor }
        : { refused: 'notPaired' }
    case 'station':
      // A tablet can be carried off: its browser is given no keys, whatever it calls itself.
      return actor?.kind === 'station' && granted?.reach !== 'screen'
        ? { kind, audience: 'station', actor }
        : { refused: 'notPaired' }
    case 'pad': {
      // It speaks for whoever stands before it, so it must be known to be a pad, and at which counter.
      if (actor?.kind !== 'station' || actor.mode !== 'pad') return { refused: 'notPaired' }
      if (granted === undefined) return { kind, audience: 'public', actor, padAt: parts.padAt }
      return granted.counterId === undefined
        ? { refused: 'notPaired' }
        : { kind, audience: 'public', actor, padAt: granted.counterId }
    }
    case 'display':
      return { kind, audience: 'public', actor: undefined }
  }
}

function actorOf(
  { access, localStations = {} }: SocketParts,
  socket: HallSocket,
  { kind, token }: Hello,
): Actor | undefined {
  if (token !== undefined) return access.actorOf(token)
  if (kind !== 'kiosk' && kind !== 'pad') return undefined
  const stationId = localStations[kind]
  return stationId !== undefined && isHere(socket) ? { kind: 'station', stationId, mode: kind } : undefined
}

/** Whether a program on this very computer connects: no other computer, and no page of another site in a browser here. */
function isHere({ handshake: { address, headers } }: HallSocket): boolean {
  if (!isLoopback(address)) return false
  const { origin } = headers
  if (origin === undefined) return true
  return URL.canParse(origin) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(origin).hostname)
}

function serve(parts: SocketParts, socket: HallSocket, { kind, audience, actor, padAt }: Joined): void {
  const { metrics } = parts
  const hub = padAt === undefined ? parts.hub : padHost(parts.hub, padAt)
  const own = parts.localStations?.kiosk
  // Another kiosk's screen may be shown from here too; its paper and its readers are not these.
  const isOwnKiosk =
    kind === 'kiosk' && actor?.kind === 'station' && (own ?? actor.stationId) === actor.stationId
  const paper = isOwnKiosk ? parts.paper : undefined
  const readers = isOwnKiosk ? parts.readers : undefined
  const isKioskStation = kind === 'station' && actor?.kind === 'station' && actor.mode === 'kiosk'
  const tell = (message: HubMessage): void => {
    socket.emit(wireEvent, message)
  }
  const { token } = hello.parse(socket.handshake.auth)
  const desk = kind === 'station' ? parts.stations : undefined
  const seat = actor?.kind === 'station' ? desk?.join(actor, tell) : undefined
  // A tablet's browser is known as here or gone like a station; nothing is asked of it.
  const pad =
    kind === 'pad' && token !== undefined && actor?.kind === 'station'
      ? parts.stations?.join(actor, () => undefined)
      : undefined
  metrics.clients(kind, 1)
  socket.on('disconnect', () => {
    metrics.clients(kind, -1)
    if (seat !== undefined) desk?.leave(seat)
    if (pad !== undefined) parts.stations?.leave(pad)
  })
  const connection = new Connection({
    hub,
    kind,
    audience,
    actor,
    sender: (onBehalf) => {
      const own = token === undefined ? actor : parts.access.actorOf(token)
      // A station passes on what its people do, by their own sessions; nobody else may speak for others.
      return onBehalf === undefined || own === undefined || kind !== 'station'
        ? own
        : parts.access.actorOf(onBehalf)
    },
    token,
    tell,
    follow: () => {
      void socket.join(audience)
      // Only who follows hears of keys made from now on, so those of now are told with it: none falls between.
      if (desk !== undefined && parts.keys !== undefined) tell({ type: 'keys', keys: parts.keys() })
    },
    end: () => {
      socket.disconnect(true)
    },
    answered: (type, result) => {
      metrics.answered(type, result)
      if (result === 'notAllowed') parts.note?.('refused', actor, { what: type }, socket.handshake.address)
    },
    paper,
    phoneOrigin: parts.phoneOrigin,
    issueLimit: parts.issueLimit,
    readers,
    station:
      desk === undefined || seat === undefined
        ? undefined
        : stationSide(
            desk,
            seat,
            (offered) => {
              const secret = isKioskStation ? parts.holderSecret?.orElse(offered) : undefined
              if (secret !== undefined) tell({ type: 'holderSecret', secret })
            },
            (fingerprints) => {
              if (actor?.kind === 'station') parts.learnCertificates?.(actor.stationId, fingerprints)
            },
          ),
  })
  if (isKioskStation && parts.holderSecret !== undefined) {
    const secret = parts.holderSecret.current()
    tell(secret === undefined ? { type: 'holderSecretWanted' } : { type: 'holderSecret', secret })
  }
  parts.welcomed?.(tell)
  socket.data.connection = connection
  if (isOwnKiosk) void socket.join(ownKioskRoom)
  const messages = new RateLimit((parts.limits ?? usualLimits).messages, parts.monotonicMs)
  socket.on(wireEvent, (payload: unknown) => {
    if (messages.take('') > 0) {
      parts.note?.('tooMany', actor, { what: 'messages' }, socket.handshake.address)
      tell({ type: 'closing', reason: 'tooManyMessages' })
      socket.disconnect(true)
      return
    }
    try {
      connection.receive(payload)
    } catch (error) {
      parts.onFault(error)
      // Closed from below, so that the peer comes back by itself and asks again.
      socket.conn.close()
    }
  })
}
