/** Ratings over REST: a visitor's own, by the key of the visit; figures for those in charge. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { level, reasonCode } from '#shared/conduct/rating.ts'
import { channelCode, channelLists, codeOrders, levelCode } from '#shared/conduct/ratingCodes.ts'
import { figuresOf, keptRating, ratingFigures } from '#shared/conduct/ratingFigures.ts'
import { businessDay, turnId, visitId, visitKey } from '#shared/ids/ids.ts'
import type { BusinessDay } from '#shared/ids/ids.ts'
import { addDays, isoWithOffset } from '#shared/time/localTime.ts'
import { badInput, bearerOf, Refusing, send } from './context.ts'
import type { RestParts } from './context.ts'
import { Guesses } from './guesses.ts'

/** Routes about ratings. */
export function ratingRoutes(parts: RestParts): FastifyPluginCallbackZod {
  const { hub, access } = parts
  const guesses = new Guesses(() => hub.nowMs())
  return (app, _options, done) => {
    app.post(
      '/visits/:id/ratings',
      {
        config: { right: 'anybody', limit: 'visitorPage' },
        schema: {
          summary: 'The visitor rates a visit, by its key; a second time is the one follow-up',
          tags: ['ratings'],
          params: z.object({ id: visitId }),
          body: z.object({
            level,
            reasons: z.array(reasonCode).max(20).optional(),
            text: z.string().trim().min(1).max(500).optional(),
            turnId: turnId.optional(),
            key: visitKey,
          }),
          response: { 201: z.object({ rating: z.object({ visitId, level }) }) },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const { key, ...rating } = request.body
        const token = bearerOf(request)
        if (token !== undefined && access.actorOf(token)?.kind === 'staff')
          throw new Refusing(403, {
            error: { path: 'authorization', message: 'a visitor’s word, not of staff' },
          })
        const visit = hub.state.visits.get(id) ?? hub.ledger.visitById(id)
        if (visit?.key !== key) throw guesses.wrong(request.ip, 'key', 'not the key of a visit')
        await send(
          parts,
          request,
          { type: 'rateVisit', visitId: id, channel: 'qr', ...rating },
          { kind: 'visitor', visitId: id },
        )
        return reply.code(201).send({ rating: { visitId: id, level: rating.level } })
      },
    )

    app.get(
      '/stats/ratings',
      {
        config: { right: 'readRatings' },
        schema: {
          summary: 'Ratings of visits of the business days [from, to); today where none are named',
          tags: ['ratings'],
          querystring: z.object({ from: businessDay.optional(), to: businessDay.optional() }),
          response: { 200: z.object({ from: businessDay, to: businessDay, ratings: ratingFigures }) },
        },
      },
      (request) => {
        const { from, to } = spanOf(request.query, hub.state.day?.day)
        const { ratings, visits } = hub.ledger.ratingsOf({ from, until: to })
        return { from, to, ratings: figuresOf(ratings, visits) }
      },
    )
    app.get(
      '/stats/ratings/rows',
      {
        config: { right: 'readRatings' },
        schema: {
          summary: 'Ratings one by one, levels and channels in the codes a receiver asks for',
          tags: ['ratings'],
          querystring: z.object({
            from: businessDay.optional(),
            to: businessDay.optional(),
            order: z.enum(codeOrders).default('national'),
            channels: z.enum(channelLists).default('a'),
          }),
          response: { 200: z.object({ from: businessDay, to: businessDay, rows: z.array(codedRow) }) },
        },
      },
      (request) => {
        const { order, channels, ...asked } = request.query
        const { from, to } = spanOf(asked, hub.state.day?.day)
        const { ratings } = hub.ledger.ratingsOf({ from, until: to })
        const zone = hub.state.settings?.timeZone ?? 'UTC'
        const rows = ratings.map(({ seq: _seq, atMs, ...rating }) => ({
          ...rating,
          time: compact(isoWithOffset(atMs, zone)),
          levelCode: levelCode(rating.level, order),
          channelCode: channelCode(rating.channel, channels) ?? null,
        }))
        return { from, to, rows }
      },
    )
    done()
  }
}

/** One rating as other systems take it. `time` is the hall's own, `YYYYMMDDThhmmss`; a channel the receiver has no code for has none. */
const codedRow = keptRating
  .omit({ seq: true, atMs: true })
  .extend({ time: z.string(), levelCode: z.string(), channelCode: z.string().nullable() })

function compact(iso: string): string {
  return iso.slice(0, 19).replaceAll(/[-:]/g, '')
}

/** The days asked for, the last one excluded: one day where only its beginning is named. */
function spanOf(
  { from, to }: { from?: BusinessDay | undefined; to?: BusinessDay | undefined },
  today: BusinessDay | undefined,
): { from: BusinessDay; to: BusinessDay } {
  const first = from ?? today
  if (first === undefined) throw badInput('from', 'a business day; there is none today')
  if (Number.isNaN(Date.parse(first))) throw badInput('from', 'not a day of the calendar')
  const last = to ?? businessDay.parse(addDays(first, 1))
  if (last <= first) throw badInput('to', 'later than from')
  return { from: first, to: last }
}
