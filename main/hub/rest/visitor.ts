/** A visitor's own page: place in line, and giving the number back. Opened by the key on the ticket, and by nothing else. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { commandId, visitKey } from '#shared/ids/ids.ts'
import type { VisitId, VisitKey } from '#shared/ids/ids.ts'
import { locale, text } from '#shared/catalogue/catalogue.ts'
import { aheadOf } from '#shared/client/visitView.ts'
import { visitState } from '#shared/hall/visit.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { waitBand } from '#shared/protocol/messages.ts'
import { refusalText } from '#shared/protocol/refusalText.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { Refusing } from './context.ts'
import type { RestParts } from './context.ts'

const visitorView = z.object({
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
})

/** Wrong keys from one address before it has to wait, and for how long, ms. */
const strikes = 20
const restMs = 60_000

/** Routes of the visitor's page. */
export function visitorRoutes(parts: RestParts): FastifyPluginCallbackZod {
  const { hub, newId } = parts
  const byKey = keysOfToday(parts)
  const wrong = new Map<string, { count: number; sinceMs: number }>()

  /** The visit a key opens. Guessing is slowed down; who has a key is never held up by others' guesses for long. */
  const visitOf = (key: VisitKey, address: string): Visit => {
    const nowMs = hub.nowMs()
    const id = byKey(key)
    const visit = id === undefined ? undefined : hub.state.visits.get(id)
    if (visit !== undefined) return visit
    const before = wrong.get(address)
    const mark =
      before === undefined || nowMs - before.sinceMs > restMs ? { count: 0, sinceMs: nowMs } : before
    mark.count += 1
    wrong.set(address, mark)
    if (wrong.size > 10_000) wrong.clear()
    if (mark.count > strikes) {
      const retryAfter = Math.max(1, Math.ceil((mark.sinceMs + restMs - nowMs) / 1000))
      throw new Refusing(
        429,
        { error: { path: 'token', message: 'too many unknown pages; wait' }, retryAfter },
        { 'retry-after': String(retryAfter) },
      )
    }
    throw new Refusing(404, { error: { path: 'token', message: 'not a number of today' } })
  }

  const view = (visit: Visit): z.infer<typeof visitorView> => {
    const { state } = hub
    const { lookup, settings, catalogue } = state
    const atCounter = visit.state === 'called' || visit.state === 'serving' ? visit.counterId : undefined
    const zoneId = lookup.queues.get(visit.queueId)?.zoneId
    const zone = catalogue.zones.find((z) => z.id === zoneId)?.name
    const counter = atCounter === undefined ? undefined : (lookup.counters.get(atCounter)?.label ?? atCounter)
    const waiting = visit.state === 'waiting'
    const wait = waiting ? parts.waitOfVisit?.(visit.id) : undefined
    return {
      number: visit.number,
      state: visit.state,
      hall: settings?.name ?? { zh: '政务服务大厅' },
      locale: visit.locale,
      services: visit.services.map((s) => ({
        name: lookup.services.get(s.serviceId)?.name ?? { zh: s.serviceId },
        done: s.outcome !== undefined,
      })),
      arrivedAt: isoWithOffset(visit.arrivedAtMs, settings?.timeZone ?? 'UTC'),
      ...(waiting ? { ahead: aheadOf(state, visit) } : {}),
      ...(wait === undefined ? {} : { wait }),
      ...(zone === undefined ? {} : { zone }),
      ...(counter === undefined ? {} : { counter }),
    }
  }

  return (app, _options, done) => {
    const params = z.object({ token: visitKey })
    app.get(
      '/visitor/:token',
      {
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
    done()
  }
}

/** Today's visits by key: kept up as visits are issued, begun anew with the day. */
function keysOfToday({ hub }: RestParts): (key: VisitKey) => VisitId | undefined {
  const keys = new Map<VisitKey, VisitId>()
  for (const visit of hub.state.visits.values()) keys.set(visit.key, visit.id)
  hub.listen((events) => {
    for (const { event } of events) {
      if (event.type === 'dayStarted') keys.clear()
      if (event.type === 'visitIssued') keys.set(event.visit.key, event.visit.id)
    }
  })
  return (key) => keys.get(key)
}
