/** Counters over REST: open, pause, resume, close, and calling visits to them. */
import { z } from 'zod'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { counterId, queueId, visitId } from '#shared/ids/ids.ts'
import { counterView, viewCounter } from '#shared/client/counterView.ts'
import { visitView } from '#shared/client/visitView.ts'
import type { Command } from '#shared/hall/commands.ts'
import { why } from '#shared/hall/events.ts'
import { parseNumber } from '#shared/hall/numbering.ts'
import { badInput, readerOf, Refusing, send } from './context.ts'
import type { RestParts } from './context.ts'

const params = z.object({ id: counterId })

const counterAnswer = z.object({ counter: counterView })
const calledAnswer = z.object({ visit: visitView, why })

/** Routes under `/counters`. */
export function counterRoutes(parts: RestParts): FastifyPluginCallbackZod {
  const { hub } = parts
  /** Carries a command on a counter out; the counter as the command left it, the same in every repeat. */
  const change = async (
    request: FastifyRequest,
    command: Command,
  ): Promise<z.infer<typeof counterAnswer>> => {
    const { counter } = await send(parts, request, command)
    if (counter === undefined) throw new Error('a changed counter has a view')
    return { counter }
  }
  const empty = z.object({})

  return (app, _options, done) => {
    const schema = (summary: string) => ({ summary, tags: ['counters'], params })

    app.post(
      '/counters/:id/open',
      {
        config: { right: 'command' },
        schema: {
          ...schema('Open a counter for the signed-in teller'),
          body: z.object({ queueIds: z.array(queueId).max(100).optional() }),
          response: { 200: counterAnswer },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        return reply.send(await change(request, { type: 'openCounter', counterId: id, ...request.body }))
      },
    )
    app.post(
      '/counters/:id/pause',
      {
        config: { right: 'command' },
        schema: {
          ...schema('Pause a counter'),
          body: z.object({ reason: z.string().min(1).max(200) }),
          response: { 200: counterAnswer },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const { reason } = request.body
        return reply.send(await change(request, { type: 'pauseCounter', counterId: id, reason }))
      },
    )
    app.post(
      '/counters/:id/resume',
      {
        config: { right: 'command' },
        schema: { ...schema('Resume a paused counter'), body: empty, response: { 200: counterAnswer } },
      },
      async (request, reply) => {
        const { id } = request.params
        return reply.send(await change(request, { type: 'resumeCounter', counterId: id }))
      },
    )
    app.post(
      '/counters/:id/close',
      {
        config: { right: 'command' },
        schema: { ...schema('Close a counter'), body: empty, response: { 200: counterAnswer } },
      },
      async (request, reply) => {
        const { id } = request.params
        return reply.send(await change(request, { type: 'closeCounter', counterId: id }))
      },
    )
    app.post(
      '/counters/:id/call-next',
      {
        config: { right: 'command' },
        schema: {
          ...schema('Call who is next; 204 when nobody is waiting'),
          body: empty,
          response: { 200: calledAnswer, 204: z.null() },
        },
      },
      async (request, reply) => {
        try {
          const answer = await send(parts, request, { type: 'callNext', counterId: request.params.id })
          return await reply.send(calledAnswer.parse({ visit: answer.visit, why: answer.why }))
        } catch (refusing) {
          if (isNobodyWaiting(refusing)) return reply.code(204).send(null)
          throw refusing
        }
      },
    )
    app.post(
      '/counters/:id/call',
      {
        config: { right: 'command' },
        schema: {
          ...schema('Call a visit by id or number, out of order if need be'),
          body: z.object({
            visitId: visitId.optional(),
            number: z.string().max(12).optional(),
            reason: z.string().min(1).max(200).optional(),
          }),
          response: { 200: calledAnswer },
        },
      },
      async (request, reply) => {
        const { body } = request
        if ((body.visitId === undefined) === (body.number === undefined)) {
          throw badInput('visitId', 'either visitId or number')
        }
        const number = body.number === undefined ? undefined : parseNumber(body.number)
        if (body.number !== undefined && number === undefined)
          throw badInput('number', 'a number such as A017')
        const answer = await send(parts, request, {
          type: 'call',
          counterId: request.params.id,
          ...(body.visitId === undefined ? {} : { visitId: body.visitId }),
          ...(number === undefined ? {} : { number }),
          ...(body.reason === undefined ? {} : { reason: body.reason }),
        })
        return reply.send(calledAnswer.parse({ visit: answer.visit, why: answer.why }))
      },
    )
    app.get(
      '/counters',
      {
        config: { right: 'readHall' },
        schema: {
          summary: 'Counters as they are now',
          tags: ['counters'],
          response: { 200: z.object({ counters: z.array(counterView) }) },
        },
      },
      (request) => {
        readerOf(parts, request)
        return { counters: hub.state.catalogue.counters.map((c) => viewCounter(hub.state, c.id)) }
      },
    )
    done()
  }
}

function isNobodyWaiting(thrown: unknown): boolean {
  return (
    thrown instanceof Refusing &&
    z.object({ refusal: z.object({ code: z.literal('nobodyWaiting') }) }).safeParse(thrown.body).success
  )
}
