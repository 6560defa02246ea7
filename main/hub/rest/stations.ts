/** Stations over REST: who is there, pairing, conflicts, claims. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { counterId, factId, stationId, visitId } from '#shared/ids/ids.ts'
import { pairingCode, stationList, stationMode } from '#shared/protocol/stationAnswers.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import type { Pairing } from '../pairing.ts'
import type { SocketParts } from '../sockets.ts'
import { actorOf, badInput, Refusing, send } from './context.ts'
import type { RestParts } from './context.ts'
import { knownStations } from './stationRows.ts'

/** A kept event may be of a form this build does not know; what it was called it still says. */
const withType = z.object({ type: z.string() })

/** What the routes need beside what all do. */
export type StationRouteParts = RestParts & { readonly pairing: Pairing } & Pick<
    SocketParts,
    'stations' | 'keys' | 'localStations' | 'paper' | 'readers'
  > & {
    /** What to compare the hub's certificate with, where it speaks TLS. */
    readonly certificateShown?: { readonly check: string; readonly fingerprint: string } | undefined
  }

/** Routes about stations. */
export function stationRoutes(parts: StationRouteParts): FastifyPluginCallbackZod {
  const { hub, pairing } = parts
  const zone = (): string => hub.state.settings?.timeZone ?? 'UTC'
  return (app, _options, done) => {
    app.get(
      '/stations',
      {
        config: { right: 'seeStations' },
        schema: {
          summary: 'Every station the hub knows: paired, connected, or gone since when',
          tags: ['stations'],
          response: { 200: stationList },
        },
      },
      () => {
        return { stations: knownStations(parts, zone()) }
      },
    )
    app.post(
      '/pairings',
      {
        config: { right: 'pairStations' },
        schema: {
          summary: 'A one-time code that pairs a station',
          tags: ['stations'],
          body: z.object({
            stationId,
            mode: stationMode,
            /** Where a pad stands, and a pad needs it: it asks at this counter and at no other. */
            counterId: counterId.optional(),
          }),
          response: {
            201: pairingCode,
          },
        },
      },
      (request, reply) => {
        const { stationId: of, mode, counterId: at } = request.body
        if (at !== undefined && mode !== 'pad')
          throw badInput('counterId', 'only a pad stands at one counter')
        if (at === undefined && mode === 'pad')
          throw badInput('counterId', 'a pad stands at one counter: name it')
        if (at !== undefined && !hub.state.lookup.counters.has(at))
          throw badInput('counterId', 'there is no such counter')
        const { code, untilMs } = pairing.offer(of, mode, at)
        parts.note?.('pairingOffered', actorOf(parts, request), { of, mode }, request.ip)
        reply.code(201)
        return { code, until: isoWithOffset(untilMs, zone()), ...parts.certificateShown }
      },
    )
    app.post(
      '/pairings/use',
      {
        config: { right: 'anybody', limit: 'atTheDoor' },
        schema: {
          summary: 'A station uses its code; gives its token, once',
          tags: ['stations'],
          body: z.object({
            code: z.string().regex(/^\d{8}$/, 'eight digits'),
            /** `screen`: a tablet's browser asks, and gets a token that lets in as a screen alone. */
            reach: z.literal('screen').optional(),
          }),
          response: {
            200: z.object({
              stationId,
              mode: stationMode,
              counterId: counterId.optional(),
              token: z.string(),
            }),
          },
        },
      },
      (request) => {
        const paired = pairing.pair(request.body.code, request.body.reach)
        if (!paired.ok) {
          parts.note?.('pairingFailed', undefined, {}, request.ip)
          throw new Refusing(401, { error: { path: 'code', message: 'not a code that is good now' } })
        }
        const { stationId: id, mode: as, counterId: at, token } = paired
        parts.note?.('paired', `station:${id}`, { mode: as }, request.ip)
        return { stationId: id, mode: as, token, ...(at === undefined ? {} : { counterId: at }) }
      },
    )
    app.get(
      '/conflicts',
      {
        config: { right: 'settleConflicts' },
        schema: {
          summary: 'What stations did while alone that did not fit, and waits for a person',
          tags: ['stations'],
          response: {
            200: z.object({
              conflicts: z.array(
                z.object({
                  factId,
                  stationId,
                  happenedAt: z.string(),
                  reason: z.string(),
                  number: z.string().optional(),
                  counterId: z.string().optional(),
                  staffId: z.string().optional(),
                  clockJumped: z.boolean(),
                  /** What the station did, by the kinds of its events, in order. */
                  did: z.array(z.string()),
                }),
              ),
            }),
          },
        },
      },
      () => {
        const conflicts = [...hub.state.conflicts.values()].map(({ events, happenedMs, ...rest }) => ({
          ...rest,
          did: events.flatMap((event) => {
            const known = withType.safeParse(event)
            return known.success ? [known.data.type] : []
          }),
          happenedAt: isoWithOffset(happenedMs, zone()),
        }))
        return { conflicts }
      },
    )
    app.post(
      '/conflicts/:id/resolve',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Apply a kept fact after all, or put it aside',
          tags: ['stations'],
          params: z.object({ id: factId }),
          body: z.object({ how: z.enum(['apply', 'dismiss']), note: z.string().max(500).optional() }),
          response: { 200: z.object({ resolved: z.boolean() }) },
        },
      },
      async (request) => {
        await send(parts, request, { type: 'resolveConflict', factId: request.params.id, ...request.body })
        return { resolved: true }
      },
    )
    app.post(
      '/visits/:id/force-claim',
      {
        config: { right: 'command' },
        schema: {
          summary: 'Take a claim from a counter that cannot be reached',
          tags: ['stations'],
          params: z.object({ id: visitId }),
          body: z.object({ reason: z.string().min(1).max(200) }),
          response: { 200: z.object({ forced: z.boolean() }) },
        },
      },
      async (request) => {
        await send(parts, request, {
          type: 'forceClaim',
          visitId: request.params.id,
          reason: request.body.reason,
        })
        return { forced: true }
      },
    )
    done()
  }
}
