/** What every REST route needs, and how the hub's values become the contract's answers. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId, QueueId, VisitId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Refused, RefusalCode } from '#shared/hall/refusals.ts'
import type { SetUp } from '#shared/hall/setUp.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer, WaitBand } from '#shared/protocol/messages.ts'
import { refusalText } from '#shared/protocol/refusalText.ts'
import type { Access } from '../access.ts'
import type { Noting } from '../audit.ts'
import { senderOf } from '../senderOf.ts'
import type { Hub } from '../hub.ts'
import type { IssueLimit } from '../rateLimit.ts'
import type { Metrics } from '../metrics.ts'

export interface RestParts {
  /** How long this waiting visit will still wait; undefined while nobody knows. */
  readonly waitOfVisit?: ((id: VisitId) => WaitBand | undefined) | undefined
  /** How long somebody who came to this queue now would wait. */
  readonly waitOfQueue?: ((id: QueueId) => WaitBand | undefined) | undefined
  readonly hub: Hub
  readonly access: Access
  readonly metrics: Metrics
  readonly newId: () => string
  readonly issueLimit?: IssueLimit | undefined
  /** Notes what the audit log is for. */
  readonly note?: Noting | undefined
}

/** An answer other than success that the contract has a form for. */
export class Refusing extends Error {
  readonly status: number
  readonly body: object
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${String(status)}`)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** 400: what a client sent has not the form it should. */
export function badInput(path: string, message: string): Refusing {
  return new Refusing(400, { error: { path, message } })
}

/** 404 for something that is not there. */
export function unknown(path: string): Refusing {
  return new Refusing(404, { error: { path, message: 'not found' } })
}

/** The hall as it is set up now; 409 where it is not. */
export function setUpOf({ settings, catalogue, staff, displays }: HallState): SetUp {
  if (settings === undefined)
    throw new Refusing(409, { refusal: { code: 'hallNotSetUp', message: 'set the hall up first' } })
  return { settings, catalogue, staff: [...staff.values()], displays }
}

/** 429 with when to come back. */
export function tooMany(retryAfterS: number): Refusing {
  return new Refusing(
    429,
    { error: { path: '', message: 'too many requests; wait' }, retryAfter: retryAfterS },
    { 'retry-after': String(retryAfterS) },
  )
}

const signInFirst = (): Refusing =>
  new Refusing(
    401,
    { error: { path: 'authorization', message: 'sign in first' } },
    { 'www-authenticate': 'Bearer' },
  )

/** Who sends this request; 401 for an absent, wrong or expired token. */
export function actorOf({ access }: RestParts, request: FastifyRequest): Actor {
  const token = bearerOf(request)
  const actor = token === undefined ? undefined : access.actorOf(token)
  if (actor === undefined) throw signInFirst()
  return actor
}

/** The bearer token of a request, if it has one. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** Only staff and programs may read what is not public; 401 or 403 otherwise. */
export function readerOf(parts: RestParts, request: FastifyRequest): Actor {
  const actor = actorOf(parts, request)
  if (actor.kind === 'staff' || actor.kind === 'program' || actor.kind === 'station') return actor
  throw new Refusing(403, { error: { path: 'authorization', message: 'not allowed' } })
}

/** Refusals that speak of who asks rather than of the hall: 403. */
const forbidden: ReadonlySet<RefusalCode> = new Set(['notAllowed', 'channelNotAllowed'])
/** Refusals that name something that is not there: 404. */
const missing: ReadonlySet<RefusalCode> = new Set(['unknownVisit', 'unknownCounter'])

/** Sends a command for this request's sender and waits until it is durable. Refusals throw `Refusing`. */
export async function send(
  parts: RestParts,
  request: FastifyRequest,
  command: Command,
  actor: Actor = actorOf(parts, request),
): Promise<Extract<Answer, { ok: true }>> {
  const answer = await new Promise<Answer>((resolve) => {
    parts.hub.submit({ id: idOf(parts, request, actor), command, actor }, resolve)
  })
  parts.metrics.answered(command.type, answer.ok ? 'ok' : answer.refusal.code)
  if (answer.ok) return answer
  if (answer.refusal.code === 'notAllowed') parts.note?.('refused', actor, { what: command.type }, request.ip)
  throw refusingOf(answer)
}

/** A refusal of the hall in the contract's form. */
export function refusingOf(answer: Refused): Refusing {
  const { code, facts } = answer.refusal
  // Of the request itself, not of the hall.
  if (code === 'photoNotSent') return badInput('photos', refusalText(answer.refusal))
  const status = forbidden.has(code)
    ? 403
    : missing.has(code)
      ? 404
      : code === 'ledgerUnavailable'
        ? 503
        : 409
  return new Refusing(status, { refusal: { code, message: refusalText(answer.refusal), ...facts } })
}

/** The command's id: the client's key, kept apart per sender so that two clients may choose the same. */
function idOf({ newId }: RestParts, request: FastifyRequest, actor: Actor): CommandId {
  const key = keyOf(request)
  return commandId.parse(key === undefined ? newId() : `rest:${senderOf(actor)}:${key}`)
}

/** The request's `Idempotency-Key`, if it has one; 400 for a malformed one. */
export function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]{1,100}$/.test(key)) return key
  throw badInput('Idempotency-Key', '1 to 100 visible ASCII characters')
}

/** Sends what was thrown, if it has a form; anything else is a fault of ours. */
export function sendRefusing(reply: FastifyReply, refusing: Refusing): FastifyReply {
  return reply.code(refusing.status).headers(refusing.headers).send(refusing.body)
}
