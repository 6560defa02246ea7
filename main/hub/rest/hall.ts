/** Health, sign-in, catalogue, live figures, tokens. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { queueId, stationId } from '#shared/ids/ids.ts'
import { role } from '#shared/hall/staff.ts'
import { waitingIn } from '#shared/hall/state.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { waitBand } from '#shared/protocol/messages.ts'
import type { SignedIn } from '../access.ts'
import { catalogueAnswer, publicCatalogue } from '../publicCatalogue.ts'
import { senderOf } from '../senderOf.ts'
import { actorOf, bearerOf, keyOf, readerOf, Refusing } from './context.ts'
import type { RestParts } from './context.ts'
import { Repeats } from './repeats.ts'

const health = z.object({
  status: z.enum(['ok', 'notSetUp']),
  hall: z.string().nullable(),
  businessDay: z.string().nullable(),
  seq: z.number(),
  epoch: z.number(),
  hubId: z.string().nullable(),
  role: z.enum(['hub', 'station']),
})

/** The hub's health, also served at the root for simple probes. */
export function healthOf({ hub }: RestParts): z.infer<typeof health> {
  const { settings, day, seq } = hub.state
  return {
    status: settings === undefined ? 'notSetUp' : 'ok',
    hall: settings?.hallId ?? null,
    businessDay: day?.day ?? null,
    seq,
    epoch: hub.state.reign.epoch,
    hubId: hub.state.reign.hubId ?? null,
    role: 'hub',
  }
}

const live = z.object({
  at: z.string(),
  businessDay: z.string().nullable(),
  waiting: z.number(),
  serving: z.number(),
  finished: z.number(),
  issued: z.number(),
  queues: z.array(
    z.object({
      queueId,
      waiting: z.number(),
      longestWaitS: z.number(),
      issued: z.number(),
      overTarget: z.number(),
      wait: waitBand.optional(),
    }),
  ),
  counters: z.array(
    z.object({ id: z.string(), label: z.string(), state: z.string(), number: z.string().optional() }),
  ),
})

/** Routes of the hall as a whole. */
export function hallRoutes(parts: RestParts): FastifyPluginCallbackZod {
  const { hub, access } = parts
  const signIns = new Repeats<SignedIn>()
  const grants = new Repeats<string>()
  return (app, _options, done) => {
    app.get(
      '/healthz',
      {
        config: { right: 'anybody' },
        schema: {
          summary: 'Whether the hub serves, and where its ledger is',
          tags: ['hall'],
          response: { 200: health },
        },
      },
      () => healthOf(parts),
    )

    app.post(
      '/sessions',
      {
        config: { right: 'anybody', limit: 'atTheDoor' },
        schema: {
          summary: 'Sign in with staff number and PIN',
          tags: ['sign-in'],
          body: z.object({ staffNo: z.string().min(1).max(20), pin: z.string().min(1).max(64) }),
          response: {
            200: z.object({
              token: z.string(),
              staff: z.object({ id: z.string(), name: z.string(), roles: z.array(role).readonly() }),
            }),
          },
        },
      },
      async (request, reply) => {
        const { staffNo, pin } = request.body
        const result = await signIns.once(
          staffNo,
          keyOf(request),
          request.body,
          async () => access.signIn(staffNo, pin, request.ip),
          // Whoever was told to wait tries again, and is heard.
          (given) => given.ok || given.reason === 'wrong',
        )
        if (result.ok) {
          const { id, name, roles } = result.staff
          return reply.send({ token: result.token, staff: { id, name, roles } })
        }
        if (result.reason !== 'wrong') {
          const { reason, retryAfterS } = result
          const message =
            reason === 'locked' ? 'too many wrong PINs; wait' : 'too many sign-ins at once; wait'
          throw new Refusing(
            429,
            { error: { path: 'pin', message }, retryAfter: retryAfterS },
            { 'retry-after': String(retryAfterS) },
          )
        }
        throw new Refusing(401, { error: { path: 'pin', message: 'wrong staff number or PIN' } })
      },
    )
    app.delete(
      '/sessions/current',
      {
        config: { right: 'signedIn' },
        schema: { summary: 'Sign out', tags: ['sign-in'], response: { 204: z.null() } },
      },
      (request, reply) => {
        actorOf(parts, request)
        const token = bearerOf(request)
        if (token !== undefined) access.signOut(token)
        reply.code(204)
        return null
      },
    )

    app.get(
      '/catalogue',
      {
        config: { right: 'anybody' },
        schema: {
          summary: 'Departments, services, queues, counters, packages; public',
          tags: ['hall'],
          response: {
            200: catalogueAnswer,
          },
        },
      },
      () => publicCatalogue(hub.state),
    )

    app.get(
      '/stats/live',
      {
        config: { right: 'readHall' },
        schema: { summary: 'The hall now', tags: ['hall'], response: { 200: live } },
      },
      (request) => {
        readerOf(parts, request)
        return liveFigures(parts)
      },
    )

    app.post(
      '/tokens',
      {
        config: { right: 'grantTokens' },
        schema: {
          summary: 'A token for a program or a station; shown once',
          tags: ['sign-in'],
          body: z.discriminatedUnion('kind', [
            z.object({ kind: z.literal('program'), name: z.string().regex(/^[\w .-]{1,60}$/) }),
            z.object({
              kind: z.literal('station'),
              stationId,
              mode: z.enum(['kiosk', 'console', 'display', 'pad']),
            }),
          ]),
          response: { 201: z.object({ token: z.string() }) },
        },
      },
      async (request, reply) => {
        const actor = actorOf(parts, request)
        const { body } = request
        // eslint-disable-next-line @typescript-eslint/require-await -- a store that fails rejects like any other
        const token = await grants.once(senderOf(actor), keyOf(request), body, async () =>
          access.grant(
            body.kind === 'program'
              ? { kind: 'program', holder: body.name }
              : { kind: 'station', holder: body.stationId, mode: body.mode },
          ),
        )
        const of = body.kind === 'program' ? body.name : body.stationId
        parts.note?.('tokenGranted', actor, { of, kind: body.kind }, request.ip)
        return reply.code(201).send({ token })
      },
    )
    app.delete(
      '/tokens/:holder',
      {
        config: { right: 'grantTokens' },
        schema: {
          summary: 'Take back every token of a program or station, and believe its certificate no longer',
          tags: ['sign-in'],
          params: z.object({ holder: z.string().min(1).max(64) }),
          response: { 200: z.object({ revoked: z.number() }) },
        },
      },
      (request) => {
        const revoked = access.expel(request.params.holder)
        parts.note?.(
          'tokenRevoked',
          actorOf(parts, request),
          { of: request.params.holder, revoked },
          request.ip,
        )
        return { revoked }
      },
    )
    done()
  }
}

function liveFigures({ hub, waitOfQueue }: RestParts): z.infer<typeof live> {
  const { state } = hub
  const nowMs = hub.nowMs()
  const targetMs = (state.settings?.targetWaitS ?? 0) * 1000
  const queues = state.catalogue.queues.map((q) => {
    let longestMs = 0
    let over = 0
    const wait = waitOfQueue?.(q.id)
    for (const id of state.waiting.get(q.id) ?? []) {
      const visit = state.visits.get(id)
      if (visit === undefined) continue
      const waitedMs = nowMs - visit.waitingSinceMs
      longestMs = Math.max(longestMs, waitedMs)
      if (waitedMs > targetMs) over += 1
    }
    return {
      queueId: q.id,
      waiting: waitingIn(state, q.id),
      longestWaitS: Math.round(longestMs / 1000),
      issued: state.queues.get(q.id)?.issued ?? 0,
      overTarget: over,
      ...(wait === undefined ? {} : { wait }),
    }
  })
  return {
    at: isoWithOffset(nowMs, state.settings?.timeZone ?? 'UTC'),
    businessDay: state.day?.day ?? null,
    waiting: queues.reduce((sum, q) => sum + q.waiting, 0),
    serving: state.counters.count((c) => c.visitId !== undefined),
    finished: state.visits.count((v) => v.state === 'finished'),
    issued: state.visits.size,
    queues,
    counters: state.catalogue.counters.map((c) => {
      const now = state.counters.get(c.id)
      const number = now?.visitId === undefined ? undefined : state.visits.get(now.visitId)?.number
      return {
        id: c.id,
        label: c.label,
        state: now?.state ?? 'closed',
        ...(number === undefined ? {} : { number }),
      }
    }),
  }
}
