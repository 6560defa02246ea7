/** Tellers of a load benchmark: each takes a number, calls, finishes, and waits for every answer. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent as Connections, request } from 'node:http'
import { createConnection } from 'node:net'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { helloOf } from '#shared/client/socketLink.ts'
import { idBytes, timeOrderedId } from '#shared/ids/timeOrdered.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { wireEvent } from '#shared/protocol/messages.ts'
import { counterAt, pin, serviceFor, staffNoAt } from './hall.ts'

/** The commands of one round of work, in their order. */
export const steps = ['issueVisit', 'callNext', 'finish'] as const
export type Step = (typeof steps)[number]

/** What came of one command: its number and visit where it gave one. */
export interface Outcome {
  readonly ok: boolean
  readonly visitId?: string | undefined
  readonly number?: string | undefined
}

/** One teller's way to the hub. */
export interface Teller {
  do(step: Step, visitId: string | undefined): Promise<Outcome>
  close(): void
}

/** One command and its answer as they crossed the wire, for the bare servers. */
export interface Exchange {
  readonly sent: string
  readonly answer: string
}

/** A POST over a connection that stays open. */
export async function post(
  connections: Connections,
  origin: string,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${origin}${path}`,
      {
        agent: connections,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Signs the n-th teller in; a token. */
export async function signIn(origin: string, n: number): Promise<string> {
  const connections = new Connections()
  const { text } = await post(
    connections,
    origin,
    '/api/v1/sessions',
    JSON.stringify({ staffNo: staffNoAt(n), pin }),
  )
  connections.destroy()
  return (JSON.parse(text) as { token: string }).token
}

/** The command the n-th teller of a hall with so many queues sends for a step. */
function commandOf(
  step: Step,
  n: number,
  queues: number,
  turn: number,
  visitId: string | undefined,
): Command {
  switch (step) {
    case 'issueVisit':
      return { type: 'issueVisit', channel: 'desk', serviceIds: [serviceFor(n, turn, queues)] }
    case 'callNext':
      return { type: 'callNext', counterId: counterAt(n) }
    case 'finish':
      return { type: 'finish', visitId: (visitId ?? '') as never }
  }
}

/** Connects as a Socket.IO client of the protocol; resolves once it is connected. */
export async function connect(origin: string, auth: object): Promise<Socket> {
  const socket = io(origin, { transports: ['websocket'], forceNew: true, reconnection: false, auth })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  return socket
}

/** Sends a command over a socket; its answer. */
export type Ask = (command: Command) => Promise<Answer>

const lostAnswer: Answer = { ok: false, refusal: { code: 'ledgerUnavailable', facts: {} } }

/** Asks over a connected socket; `seen` hears every exchange. */
export function asker(socket: Socket, seen?: (type: string, exchange: Exchange) => void): Ask {
  const open = new Map<string, (message: { answer: Answer }) => void>()
  socket.on(wireEvent, (message: { type: string; id: string; answer: Answer }) => {
    if (message.type !== 'answer') return
    open.get(message.id)?.(message)
    open.delete(message.id)
  })
  // A lost connection is an error of everything it had open, never a wait without end.
  socket.on('disconnect', () => {
    for (const lost of open.values()) lost({ answer: lostAnswer })
    open.clear()
  })
  return async (command) => {
    // As the screens make them.
    const id = timeOrderedId(Date.now(), crypto.getRandomValues(new Uint8Array(idBytes)))
    const message = { type: 'command', id, command }
    if (!socket.connected) throw new Error('the connection was lost')
    return new Promise((resolve) => {
      open.set(id, (answered) => {
        seen?.(command.type, { sent: JSON.stringify(message), answer: JSON.stringify(answered) })
        resolve(answered.answer)
      })
      socket.emit(wireEvent, message)
    })
  }
}

/** The n-th teller over Socket.IO; `follows`: it also hears every event, as a console does. */
export async function socketTeller(
  origin: string,
  n: number,
  queues: number,
  token: string,
  follows: boolean,
  seen?: (type: string, exchange: Exchange) => void,
): Promise<Teller> {
  const socket = await connect(origin, helloOf('console', token))
  if (follows) socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 })
  const ask = asker(socket, seen)
  let turn = 0
  return {
    do: async (step, visitId) => {
      const answer = await ask(commandOf(step, n, queues, (turn += 1), visitId))
      return answer.ok ? { ok: true, visitId: answer.visitId, number: answer.number } : { ok: false }
    },
    close: () => {
      socket.disconnect()
    },
  }
}

/** The n-th teller over REST, on one connection; `seen` hears every exchange. */
export function restTeller(
  origin: string,
  n: number,
  queues: number,
  token: string,
  seen?: (type: string, exchange: Exchange) => void,
): Teller {
  const connections = new Connections({ keepAlive: true, maxSockets: 1 })
  const headers = { authorization: `Bearer ${token}` }
  let turn = 0
  const pathAndBody = (step: Step, visitId: string | undefined): readonly [string, object] => {
    switch (step) {
      case 'issueVisit':
        return ['/api/v1/visits', { channel: 'desk', serviceIds: [serviceFor(n, (turn += 1), queues)] }]
      case 'callNext':
        return [`/api/v1/counters/${counterAt(n)}/call-next`, {}]
      case 'finish':
        return [`/api/v1/visits/${visitId ?? ''}/finish`, {}]
    }
  }
  return {
    do: async (step, visitId) => {
      const [path, body] = pathAndBody(step, visitId)
      const sent = JSON.stringify(body)
      const key = randomUUID()
      const { status, text } = await post(connections, origin, path, sent, {
        ...headers,
        'idempotency-key': key,
      })
      seen?.(step, { sent, answer: text })
      if (status !== 200 && status !== 201) return { ok: false }
      const { visit } = JSON.parse(text) as { visit: { id: string; number: string } }
      return { ok: true, visitId: visit.id, number: visit.number }
    },
    close: () => {
      connections.destroy()
    },
  }
}

/** Opens the n-th counter. */
export async function openCounter(origin: string, n: number, token: string): Promise<void> {
  const connections = new Connections()
  const path = `/api/v1/counters/${counterAt(n)}/open`
  const { status } = await post(connections, origin, path, '{}', { authorization: `Bearer ${token}` })
  connections.destroy()
  if (status !== 200) throw new Error(`counter ${String(n)} cannot be opened (${String(status)})`)
}

/** The n-th teller over plain TCP, one JSON text a line: the bare server alone speaks it. */
export async function tcpTeller(origin: string, n: number, queues: number): Promise<Teller> {
  const { hostname, port } = new URL(origin)
  const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  const open = new Map<string, (answer: Answer) => void>()
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (piece: string) => {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { id, answer } = JSON.parse(line) as { id: string; answer: Answer }
      open.get(id)?.(answer)
      open.delete(id)
    }
  })
  let turn = 0
  return {
    do: async (step, visitId) => {
      const id = randomUUID()
      const command = commandOf(step, n, queues, (turn += 1), visitId)
      const answer = await new Promise<Answer>((resolve) => {
        open.set(id, resolve)
        socket.write(`${JSON.stringify({ type: 'command', id, command })}\n`)
      })
      return answer.ok ? { ok: true, visitId: answer.visitId, number: answer.number } : { ok: false }
    },
    close: () => {
      socket.destroy()
    },
  }
}
