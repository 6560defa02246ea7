/** The protocol on Socket.IO: one event name, every message checked, events sent once per kind of listener. */
import type { FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import type { DefaultEventsMap, Socket } from 'socket.io'
import { z } from 'zod'
import { commandId } from '#shared/ids/ids.ts'
import { encodeState } from '#shared/hall/snapshot.ts'
import type { StateJson } from '#shared/hall/snapshot.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { refuse } from '#shared/hall/refusals.ts'
import {
  clientMessage,
  hello,
  protocolRefusal,
  supportedProtocol,
  wireEvent,
} from '#shared/protocol/messages.ts'
import type {
  Answer,
  ClientKind,
  ClientMessage,
  CloseReason,
  HubMessage,
  Hello,
} from '#shared/protocol/messages.ts'
import { audiences, redactEvent, redactState } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import { ownKiosk } from './access.ts'
import type { Access } from './access.ts'
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

/** A listener further behind than this gets a snapshot instead of every event. */
const eventsAtMost = 2_000
/** Messages that are none of ours before a connection is ended. */
const patience = 50
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
      const message: HubMessage = { type: 'events', events: events.map((e) => redactEvent(e, audience)) }
      io.to(audience).emit(wireEvent, message)
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
  const { hub, metrics, paper } = parts
  const tell = (message: HubMessage): void => {
    socket.emit(wireEvent, message)
  }
  let wrong = 0
  metrics.clients(kind, 1)
  socket.on('disconnect', () => {
    metrics.clients(kind, -1)
  })
  socket.on(wireEvent, (payload: unknown) => {
    const message = clientMessage.safeParse(payload)
    if (message.success) {
      listen(message.data)
      return
    }
    wrong += 1
    const issue = message.error.issues[0]
    const path = (issue?.path ?? []).map(String).join('.')
    const id = commandOf(payload)
    if (id === undefined) tell({ type: 'invalid', path, message: issue?.message ?? 'not valid' })
    else
      tell({
        type: 'answer',
        id,
        answer: refuse('badCommand', { path, message: issue?.message ?? 'not valid' }),
      })
    if (wrong >= patience) {
      tell({ type: 'closing', reason: 'badMessage' })
      socket.disconnect(true)
    }
  })
  tell({
    type: 'welcome',
    protocol: supportedProtocol.newest,
    ...(hub.state.settings === undefined ? {} : { hall: hub.state.settings.hallId }),
    ...(actor?.kind === 'station' ? { stationId: actor.stationId } : {}),
    epoch: hub.ledger.epoch(),
    seq: hub.state.seq,
    hubMs: hub.nowMs(),
  })
  if (kind === 'kiosk' && paper !== undefined) {
    void socket.join('paper')
    tell({ type: 'paper', paper: paper.status() })
  }

  function listen(message: ClientMessage): void {
    switch (message.type) {
      case 'subscribe':
        subscribe(message.afterSeq)
        return
      case 'command':
        carryOut(message)
        return
      case 'reprint':
        if (kind === 'kiosk') paper?.reprint(message.visitId)
        return
      case 'ping':
        tell({ type: 'pong', sentMs: message.sentMs, hubMs: hub.nowMs(), seq: hub.state.seq })
        return
    }
  }

  function subscribe(afterSeq: number): void {
    const { state } = hub
    if (afterSeq === 0 || afterSeq > state.seq || state.seq - afterSeq > eventsAtMost) {
      tell({ type: 'snapshot', state: snapshotFor(state, audience) })
    } else {
      const missed = hub.ledger.eventsAfter(afterSeq, eventsAtMost)
      tell({ type: 'events', events: missed.map((e) => redactEvent(e, audience)) })
    }
    // In the same turn of the loop as what was just sent: nothing falls between.
    void socket.join(audience)
  }

  function carryOut({ id, command }: Extract<ClientMessage, { type: 'command' }>): void {
    const answer = (result: Answer): void => {
      metrics.answered(command.type, result.ok ? 'ok' : result.refusal.code)
      tell({ type: 'answer', id, answer: result })
    }
    // A session may have ended since the connection was made.
    const { token } = hello.parse(socket.handshake.auth)
    const sender = token === undefined ? actor : parts.access.actorOf(token)
    if (sender === undefined) {
      if (actor !== undefined) {
        tell({ type: 'closing', reason: actor.kind === 'staff' ? 'signInNeeded' : 'notPaired' })
        socket.disconnect(true)
        return
      }
      answer(refuse('notAllowed', { command: command.type }))
      return
    }
    hub.submit({ id, command, actor: sender }, (result) => {
      answer(result)
      const visit =
        result.ok && result.visitId !== undefined ? hub.state.visits.get(result.visitId) : undefined
      if (kind === 'kiosk' && command.type === 'issueVisit' && visit !== undefined) paper?.print(visit, id)
    })
  }
}

const withId = z.object({ type: z.literal('command'), id: commandId })

/** The id of a command that could not be read otherwise, so that its sender gets an answer. */
function commandOf(payload: unknown): z.infer<typeof commandId> | undefined {
  const found = withId.safeParse(payload)
  return found.success ? found.data.id : undefined
}

const snapshots = new Map<Audience, { readonly of: HallState; readonly json: StateJson }>()

/** The state for an audience; made once however many ask at the same moment. */
function snapshotFor(state: HallState, audience: Audience): StateJson {
  const made = snapshots.get(audience)
  if (made?.of === state) return made.json
  const json = encodeState(redactState(state, audience))
  snapshots.set(audience, { of: state, json })
  return json
}
