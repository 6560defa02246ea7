/** People at work over the real protocol, and what each was told: the only witness of what must not be lost. */
import { randomUUID } from 'node:crypto'
import { io } from 'socket.io-client'
import { linkClient, helloOf } from '#shared/client/socketLink.ts'
import type { HallClient } from '#shared/client/hallClient.ts'
import type { Command } from '#shared/hall/commands.ts'
import { counterNow } from '#shared/hall/state.ts'
import { counterId, serviceId } from '#shared/ids/ids.ts'
import type { CounterId, ServiceId, VisitId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { pause } from './lab.ts'

/** What was acknowledged to somebody. */
export interface Told {
  readonly issued: { readonly visitId: VisitId; readonly number: string }[]
  readonly called: { readonly visitId: VisitId; readonly counterId: CounterId }[]
  readonly finished: { readonly visitId: VisitId; readonly counterId: CounterId }[]
  /** Visits that somebody gave up on purpose. */
  readonly givenUp: Set<VisitId>
  /** Papers served by hand. */
  readonly byHand: { readonly number: string; readonly counterId: CounterId }[]
  /** Refusals by code. */
  readonly refused: Map<string, number>
}

export function nothingTold(): Told {
  return { issued: [], called: [], finished: [], givenUp: new Set(), byHand: [], refused: new Map() }
}

export const pin = '2580'

/** Signs in at a hub or a station. */
export async function signIn(origin: string, staffNo: string): Promise<string> {
  const { token } = await post(origin, '/api/v1/sessions', { staffNo, pin })
  if (typeof token !== 'string') throw new Error(`${staffNo} cannot sign in at ${origin}`)
  return token
}

/** Posts JSON and gives the JSON of the answer, whatever its status. */
export async function post(
  origin: string,
  path: string,
  body: object,
  token?: string,
  key?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(origin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
    // Only a hang should ever come to this, on however busy a computer.
    signal: AbortSignal.timeout(60_000),
  })
  return (await response.json()) as Record<string, unknown>
}

/** Whether a server lets this station in as its hub would. */
export async function takesStations(origin: string, token: string): Promise<boolean> {
  const socket = io(origin, {
    auth: helloOf('station', token),
    transports: ['websocket'],
    reconnection: false,
  })
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => {
        resolve(true)
      })
      socket.once('connect_error', () => {
        resolve(false)
      })
    })
  } finally {
    socket.disconnect()
  }
}

export interface Health {
  readonly status: string
  readonly seq: number
  readonly epoch: number
  readonly role: string
  readonly facts?: number
}

export async function healthOf(origin: string): Promise<Health | undefined> {
  try {
    const response = await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) })
    return (await response.json()) as Health
  } catch {
    return undefined
  }
}

/** A screen as the product's own screens are: the same client over the same wire. */
export class Screen {
  readonly client: HallClient
  readonly #end: () => void
  /** Turned away for good it gets no answers any more: its person has to sign in. */
  readonly #closed: Promise<Answer>
  readonly told: Told

  constructor(origin: string, kind: 'kiosk' | 'console' | 'display', told: Told, token?: string) {
    const socket = io(origin, {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 100,
      reconnectionDelayMax: 300,
      auth: helloOf(kind, token),
    })
    const linked = linkClient(socket, { nowMs: () => Date.now(), newId: randomUUID })
    const { client } = linked
    this.client = client
    this.#closed = new Promise((resolve) => {
      client.listen(({ link }) => {
        if (link !== 'closed') return
        resolve({ ok: false, refusal: { code: 'notAllowed', facts: { needs: 'signIn' } } })
      })
    })
    this.#end = () => {
      linked.close()
    }
    this.told = told
  }

  async send(command: Command): Promise<Answer> {
    const answer = await Promise.race([this.client.send(command), this.#closed])
    if (!answer.ok)
      this.told.refused.set(answer.refusal.code, (this.told.refused.get(answer.refusal.code) ?? 0) + 1)
    return answer
  }

  close(): void {
    this.#end()
  }
}

/** Work that goes on until it is told to stop; `stop` resolves when the last step was answered. */
export interface Work {
  readonly stop: () => Promise<void>
  /** Steps done so far. */
  readonly steps: () => number
}

export function work(step: () => Promise<void>, everyMs: number): Work {
  let isOver = false
  let steps = 0
  const done = (async () => {
    while (!isOver) {
      await step()
      steps += 1
      await pause(everyMs)
    }
  })()
  return {
    stop: () => {
      isOver = true
      return done
    },
    steps: () => steps,
  }
}

/** A visitor at a kiosk for a service in turn, while the hall is not too full. */
export function visitor(screen: Screen, services: readonly ServiceId[], fullAt = 40): () => Promise<void> {
  let turn = 0
  return async () => {
    const { state } = screen.client.view
    if (state.visits.count((v) => v.state === 'waiting') >= fullAt) return
    turn += 1
    const service = services[turn % services.length] ?? serviceId.parse('none')
    const answer = await screen.send({ type: 'issueVisit', serviceIds: [service], channel: 'kiosk' })
    if (answer.ok && answer.visitId !== undefined && answer.number !== undefined)
      screen.told.issued.push({ visitId: answer.visitId, number: answer.number })
  }
}

/** A teller: calls who is next, serves, and sees to whoever is at the counter first. */
export function teller(screen: Screen, at: string): () => Promise<void> {
  const counter = counterId.parse(at)
  let here: VisitId | undefined
  return async () => {
    const visitId = here ?? counterNow(screen.client.view.state, counter).visitId
    if (visitId === undefined) {
      const answer = await screen.send({ type: 'callNext', counterId: counter })
      if (!answer.ok || answer.visitId === undefined) return
      here = answer.visitId
      screen.told.called.push({ visitId: answer.visitId, counterId: counter })
      return
    }
    here = undefined
    const answer = await screen.send({ type: 'finish', visitId })
    if (answer.ok) screen.told.finished.push({ visitId, counterId: counter })
  }
}
