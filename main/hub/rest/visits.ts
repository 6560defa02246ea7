/** Visits over REST: issue, read, and every verb on one. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  appointmentCode,
  businessDay,
  counterId,
  packageId,
  queueId,
  serviceId,
  staffId,
  visitId,
} from '#shared/ids/ids.ts'
import { locale } from '#shared/catalogue/catalogue.ts'
import { aheadOfAll, viewVisit, visitView } from '#shared/client/visitView.ts'
import { ledgerEvent } from '#shared/hall/events.ts'
import type { Command } from '#shared/hall/commands.ts'
import { channel, outcome, parkKind, priority, visitState } from '#shared/hall/visit.ts'
import type { Actor, Route } from '#shared/hall/visit.ts'
import { refuse } from '#shared/hall/refusals.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { redactEvent } from '#shared/protocol/redact.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import type { KeptVisit } from '../../ledger/ledger.ts'
import { actorOf, badInput, readerOf, refusingOf, send, tooMany, unknown } from './context.ts'
import type { RestParts } from './context.ts'

const visitParams = z.object({ id: visitId })
const visitAnswer = z.object({ visit: visitView })
type Issued = Extract<Answer, { ok: true }>
const reason = z.string().min(1).max(200)

const issueBody = z.object({
  serviceIds: z.array(serviceId).max(20).default([]),
  packageId: packageId.optional(),
  channel,
  priority: priority.optional(),
  locale: locale.optional(),
  appointmentCode: appointmentCode.optional(),
  applicant: z.enum(['person', 'enterprise']).optional(),
})

const target = z.union([
  z.strictObject({ queueId }),
  z.strictObject({ counterId }),
  z.strictObject({ staffId }),
])

/** The verbs of `/visits/{id}/…`: the body each takes, and the command it becomes. */
const verbs = {
  recall: verb(z.object({}), (id) => ({ type: 'recall', visitId: id })),
  start: verb(z.object({}), (id) => ({ type: 'start', visitId: id })),
  'no-show': verb(z.object({}), (id) => ({ type: 'markNoShow', visitId: id })),
  requeue: verb(z.object({}), (id) => ({ type: 'requeue', visitId: id })),
  park: verb(z.object({ kind: parkKind }), (id, { kind }) => ({ type: 'park', visitId: id, kind })),
  resume: verb(z.object({}), (id) => ({ type: 'resume', visitId: id })),
  transfer: verb(
    z.object({
      to: target,
      position: z.enum(['first', 'keep', 'last']).default('keep'),
      note: z.string().max(500).optional(),
    }),
    (id, { to, position, note }) => ({
      type: 'transfer',
      visitId: id,
      to: routeOf(to),
      position,
      ...(note === undefined ? {} : { note }),
    }),
  ),
  services: verb(z.object({ add: z.array(serviceId).min(1).max(20) }), (id, { add }) => ({
    type: 'addServices',
    visitId: id,
    add,
  })),
  turns: verb(
    z.object({
      serviceId,
      outcome,
      missing: z.array(z.string().min(1).max(200)).max(50).optional(),
      note: z.string().max(500).optional(),
    }),
    (id, body) => ({ type: 'recordTurn', visitId: id, ...body }),
  ),
  finish: verb(z.object({}), (id) => ({ type: 'finish', visitId: id })),
  cancel: verb(z.object({ reason }), (id, body) => ({ type: 'cancel', visitId: id, reason: body.reason })),
}

interface Verb {
  readonly body: z.ZodType
  readonly command: (id: z.infer<typeof visitId>, body: unknown) => Command
}

function verb<B extends z.ZodType>(
  body: B,
  command: (id: z.infer<typeof visitId>, body: z.infer<B>) => Command,
): Verb {
  return { body, command: (id, sent) => command(id, body.parse(sent)) }
}

function routeOf(to: z.infer<typeof target>): Route {
  if ('queueId' in to) return { kind: 'queue', queueId: to.queueId }
  if ('counterId' in to) return { kind: 'counter', counterId: to.counterId }
  return { kind: 'staff', staffId: to.staffId }
}

/** A visit of any day, without what only the present day knows. */
const kept = visitView.extend({ day: businessDay })

const listQuery = z.object({
  state: visitState.optional(),
  queueId: queueId.optional(),
  day: businessDay.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  after: visitId.optional(),
})

/** Routes under `/visits`. */
export function visitRoutes(parts: RestParts): FastifyPluginCallbackZod {
  const { hub } = parts

  const zone = (): string => hub.state.settings?.timeZone ?? 'UTC'
  /** A visit as it is now, or as it is remembered from another day. */
  const view = (id: z.infer<typeof visitId>): z.infer<typeof visitView> => {
    const now = hub.state.visits.get(id)
    if (now !== undefined) return viewVisit(hub.state, now, { estimate: parts.waitOfVisit?.(id) })
    const then = hub.ledger.visitById(id)
    if (then === undefined) throw unknown('id')
    return viewKept(then, zone())
  }

  /** A visit issued under an earlier hub, asked after again: its ledger is here, its answer is not. */
  const shownAgain = ({ visitId: of, key }: Issued): z.infer<typeof visitView> | undefined =>
    of === undefined ? undefined : { ...view(of), ...(key === undefined ? {} : { token: key }) }

  return (app, _options, done) => {
    app.post(
      '/visits',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Issue a visit: one number for one or several services',
          tags: ['visits'],
          body: issueBody,
          response: { 201: visitAnswer },
        },
      },
      async (request, reply) => {
        const actor = actorOf(parts, request)
        const { body } = request
        if (
          body.serviceIds.length === 0 &&
          body.packageId === undefined &&
          body.appointmentCode === undefined
        ) {
          throw badInput('serviceIds', 'at least one service')
        }
        const waitS = parts.issueLimit?.(actor) ?? 0
        if (waitS > 0) throw tooMany(waitS)
        const answer = await send(parts, request, { type: 'issueVisit', ...body }, actor)
        const { visit = shownAgain(answer) } = answer
        if (visit === undefined) throw refusingOf(refuse('commandIdReused'))
        return reply.code(201).send({ visit })
      },
    )

    app.get(
      '/visits',
      {
        config: { right: 'readHall' },
        schema: {
          summary: 'Visits by state, queue and business day, in order of issue',
          tags: ['visits'],
          querystring: listQuery,
          response: { 200: z.object({ visits: z.array(kept) }) },
        },
      },
      (request) => {
        readerOf(parts, request)
        const { limit, ...query } = request.query
        const day = query.day ?? hub.state.day?.day
        const rows = hub.ledger.visitsOf({ ...query, day, limit })
        const { state } = hub
        const ahead = aheadOfAll(state)
        return {
          visits: rows.map((row) => {
            const now = state.visits.get(row.id)
            const shown =
              now === undefined ? viewKept(row, zone()) : viewVisit(state, now, { ahead: ahead.get(row.id) })
            return { ...shown, day: row.day }
          }),
        }
      },
    )

    app.get(
      '/visits/:id',
      {
        config: { right: 'readHall' },
        schema: {
          summary: 'One visit',
          tags: ['visits'],
          params: visitParams,
          response: { 200: visitAnswer },
        },
      },
      (request) => {
        readerOf(parts, request)
        return { visit: view(request.params.id) }
      },
    )

    app.get(
      '/visits/:id/history',
      {
        config: { right: 'readHall' },
        schema: {
          summary: 'Everything that happened to a visit, in order',
          tags: ['visits'],
          params: visitParams,
          response: {
            200: z.object({ events: z.array(ledgerEvent.omit({ atMs: true }).extend({ at: z.string() })) }),
          },
        },
      },
      (request) => {
        readerOf(parts, request)
        const events = hub.ledger.history(request.params.id)
        if (events.length === 0) throw unknown('id')
        return {
          events: events.map((entry) => {
            const { atMs, ...rest } = redactEvent(entry, 'staff')
            return { ...rest, at: isoWithOffset(atMs, zone()) }
          }),
        }
      },
    )

    for (const [name, { body, command }] of Object.entries(verbs)) {
      app.post(
        `/visits/:id/${name}`,
        {
          config: { right: 'command' },
          schema: {
            summary: `${name} a visit`,
            tags: ['visits'],
            params: visitParams,
            body,
            response: { 200: visitAnswer },
          },
        },
        async (request, reply) => {
          const actor: Actor = actorOf(parts, request)
          const { id } = request.params
          const answer = await send(parts, request, command(id, request.body), actor)
          return reply.send({ visit: answer.visit ?? view(id) })
        },
      )
    }
    done()
  }
}

function viewKept(row: KeptVisit, timeZone: string): z.infer<typeof visitView> {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    queueId: row.queueId,
    serviceIds: row.services.map((s) => s.serviceId),
    open: row.services.filter((s) => s.outcome === undefined).map((s) => s.serviceId),
    priority: row.priority ?? null,
    locale: row.locale,
    arrivedAt: isoWithOffset(row.arrivedAtMs, timeZone),
    issuedBy: row.issuedBy,
    ...(row.counterId === undefined ? {} : { counterId: row.counterId }),
    ...(row.staffId === undefined ? {} : { staffId: row.staffId }),
  }
}
