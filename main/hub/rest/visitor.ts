/** A visitor's own page: place in line, and giving the number back. Opened by the key on the ticket, and by nothing else. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { commandId, visitId, visitKey } from '#shared/ids/ids.ts'
import type { VisitKey } from '#shared/ids/ids.ts'
import { locale, text } from '#shared/catalogue/catalogue.ts'
import { aheadOf } from '#shared/client/visitView.ts'
import { caseContact } from '#shared/conduct/cases.ts'
import { openTo } from '#shared/conduct/ratings.ts'
import { todays } from '#shared/hall/rules/rating.ts'
import { visitState } from '#shared/hall/visit.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { KeptVisit } from '../../ledger/ledger.ts'
import { waitBand } from '#shared/protocol/messages.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { refusalText } from '#shared/protocol/refusalText.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { Refusing, refusingOf } from './context.ts'
import type { RestParts } from './context.ts'
import { Guesses } from './guesses.ts'

const visitorView = z.object({
  id: visitId,
  /** Its business day. */
  day: z.string(),
  number: z.string(),
  state: visitState,
  hall: text,
  locale,
  services: z.array(z.object({ name: text, done: z.boolean() })),
  arrivedAt: z.string(),
  /** Visits of the same queue that stand before it; only while it waits. */
  ahead: z.number().int().optional(),
  wait: waitBand.optional(),
  zone: text.optional(),
  /** What the sign above the counter says; only while called or served there. */
  counter: z.string().optional(),
  /** Whether the visit as a whole may be rated now; absent while it may not. */
  rating: z.enum(['first', 'followUp']).optional(),
  /** Whether it was rated already. */
  rated: z.boolean(),
})

/** Routes of the visitor's page. */
export function visitorRoutes(parts: RestParts): FastifyPluginCallbackZod {
  const { hub, newId } = parts
  const guesses = new Guesses(() => hub.nowMs())

  /** The visit a key opens: one of today, or one of an earlier day that may still be rated. */
  const visitOf = (key: VisitKey, address: string): Visit | KeptVisit => {
    const kept = hub.ledger.visitByKey(key)
    const now = kept === undefined ? undefined : hub.state.visits.get(kept.id)
    if (now !== undefined) return now
    if (kept !== undefined && openness(kept) !== undefined) return kept
    throw guesses.wrong(address, 'token', 'not a number of today')
  }

  /** Whether the visitor may rate the visit as a whole now. */
  const openness = ({ id }: Pick<Visit, 'id'>): 'first' | 'followUp' | undefined => {
    const { day, settings } = hub.state
    if (day === undefined || settings === undefined) return undefined
    const visit = todays(hub.state, id, day.day) ?? hub.ledger.ratable(id)
    const rules = { nowMs: hub.nowMs(), by: 'visitor', today: day.day, days: settings.rating.days } as const
    return visit === undefined ? undefined : openTo(visit, rules)
  }

  const view = (visit: Visit | KeptVisit): z.infer<typeof visitorView> => {
    const { state } = hub
    const { lookup, settings, catalogue } = state
    const atCounter = visit.state === 'called' || visit.state === 'serving' ? visit.counterId : undefined
    const zoneId = lookup.queues.get(visit.queueId)?.zoneId
    const zone = catalogue.zones.find((z) => z.id === zoneId)?.name
    const counter = atCounter === undefined ? undefined : (lookup.counters.get(atCounter)?.label ?? atCounter)
    const current = state.visits.get(visit.id)
    const waiting = current?.state === 'waiting'
    const rating = openness(visit)
    const wait = waiting ? parts.waitOfVisit?.(visit.id) : undefined
    return {
      id: visit.id,
      day: 'day' in visit ? visit.day : (state.day?.day ?? ''),
      number: visit.number,
      state: visit.state,
      hall: settings?.name ?? { zh: '政务服务大厅' },
      locale: visit.locale,
      services: visit.services.map((s) => ({
        name: lookup.services.get(s.serviceId)?.name ?? { zh: s.serviceId },
        done: s.outcome !== undefined,
      })),
      arrivedAt: isoWithOffset(visit.arrivedAtMs, settings?.timeZone ?? 'UTC'),
      ...(waiting ? { ahead: aheadOf(state, current) } : {}),
      ...(wait === undefined ? {} : { wait }),
      ...(zone === undefined ? {} : { zone }),
      ...(counter === undefined ? {} : { counter }),
      ...(rating === undefined ? {} : { rating }),
      rated: (current?.rated?.length ?? 0) > 0 || rating === 'followUp',
    }
  }

  return (app, _options, done) => {
    const params = z.object({ token: visitKey })
    app.get(
      '/visitor/:token',
      {
        config: { right: 'anybody', limit: 'visitorPage' },
        schema: {
          summary: 'A visitor’s own visit, by the key on the ticket',
          tags: ['visitor'],
          params,
          response: { 200: z.object({ visit: visitorView }) },
        },
      },
      (request, reply) => {
        reply.header('cache-control', 'no-store')
        return { visit: view(visitOf(request.params.token, request.ip)) }
      },
    )
    app.post(
      '/visitor/:token/cancel',
      {
        config: { right: 'anybody', limit: 'visitorPage' },
        schema: {
          summary: 'The visitor gives the number back',
          tags: ['visitor'],
          params,
          response: { 200: z.object({ visit: visitorView }) },
        },
      },
      async (request) => {
        const visit = visitOf(request.params.token, request.ip)
        const answer = await new Promise<{ ok: boolean; code?: string }>((resolve) => {
          hub.submit(
            {
              // One visitor gives one number back once, however often the button is pressed.
              id: commandId.parse(`visitor:cancel:${visit.id}:${newId()}`),
              command: { type: 'cancel', visitId: visit.id, reason: 'by the visitor' },
              actor: { kind: 'visitor', visitId: visit.id },
            },
            (result) => {
              resolve(result.ok ? { ok: true } : { ok: false, code: refusalText(result.refusal) })
            },
          )
        })
        const after = hub.state.visits.get(visit.id) ?? visit
        if (!answer.ok && after.state !== 'cancelled') {
          throw new Refusing(409, {
            refusal: { code: 'wrongState', message: answer.code ?? '', state: after.state },
          })
        }
        return { visit: view(after) }
      },
    )
    app.post(
      '/visitor/:token/case',
      {
        config: { right: 'anybody', limit: 'visitorPage' },
        schema: {
          summary: 'The visitor reports what could not be done (办不成事)',
          tags: ['visitor'],
          params,
          body: z.object({
            text: z.string().trim().min(1).max(2000),
            contact: caseContact.optional(),
            /** Chosen by the page for one report, so that it counts once. */
            once: z.string().regex(/^[A-Za-z0-9-]{8,64}$/),
          }),
          response: { 201: z.object({ opened: z.literal(true) }) },
        },
      },
      async (request, reply) => {
        const visit = visitOf(request.params.token, request.ip)
        const { text: said, contact, once } = request.body
        const answer = await new Promise<Answer>((resolve) => {
          hub.submit(
            {
              id: commandId.parse(`visitor:case:${visit.id}:${once}`),
              command: {
                type: 'openCase',
                kind: 'stuckMatter',
                text: said,
                about: { visitId: visit.id },
                ...(contact === undefined ? {} : { contact }),
              },
              actor: { kind: 'visitor', visitId: visit.id },
            },
            resolve,
          )
        })
        if (!answer.ok) throw refusingOf(answer)
        return reply.code(201).send({ opened: true })
      },
    )
    done()
  }
}
