/** Ratings as files in the codes of whoever receives them. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { channelLists, codeOrders } from '#shared/conduct/ratingCodes.ts'
import { businessDay } from '#shared/ids/ids.ts'
import { codedFormats } from '#shared/reporting/codedRatings.ts'
import type { CodedFormat } from '#shared/reporting/codedRatings.ts'
import { actorOf, badInput, send } from './context.ts'
import type { RestParts } from './context.ts'
import { startExport } from './exporting.ts'
import { hallNames } from './hallNames.ts'
import { jobView, staffOf, viewJob } from './jobs.ts'
import { busy, fileTypes } from './reports.ts'
import type { ReportParts } from './reports.ts'

const types: Readonly<Record<CodedFormat, string>> = { ...fileTypes, json: 'application/json; charset=utf-8' }

/** The route under `/ratings`. */
export function codedRatingRoutes(parts: RestParts & ReportParts): FastifyPluginCallbackZod {
  const { hub, reporter } = parts
  return (app, _options, done) => {
    app.post(
      '/ratings/exports',
      {
        config: { right: 'readRatings' },
        schema: {
          summary: 'Begins writing ratings of the business days [from, to) in a receiver’s codes; see /jobs',
          tags: ['ratings'],
          body: z.object({
            from: businessDay,
            to: businessDay,
            /** GB/T 39046-2020: 1 is the best; the provincial interface: 5 is. */
            order: z.enum(codeOrders),
            channels: z.enum(channelLists).default('a'),
            locale: z.enum(['zh', 'en']).default('zh'),
            format: z.enum(codedFormats),
            /** Shows what visitors wrote, and is written down. */
            unmask: z.object({ reason: z.string().trim().min(1).max(200) }).optional(),
          }),
          response: { 202: z.object({ job: jobView }) },
        },
      },
      async (request, reply) => {
        const actor = staffOf(actorOf(parts, request))
        const { format, unmask, ...asked } = request.body
        const { from, to, order } = asked
        if (to <= from) throw badInput('to', 'later than from')
        const what = `ratings, ${from} to ${to}`
        if (unmask !== undefined)
          await send(parts, request, { type: 'unmask', what, reason: unmask.reason }, actor)
        const name = `ratings_${order}_${from}_${to}.${format}`
        const job = startExport(
          parts,
          { by: actor.staffId, name, type: types[format], format },
          async (path, given) =>
            reporter.exportCoded(
              {
                asked: { ...asked, unmasked: unmask !== undefined },
                names: hallNames(hub.state),
                format,
                path,
              },
              given.progress,
              given.signal,
            ),
        )
        if (job === undefined) throw busy()
        parts.note?.('exported', actor, { what, file: name, unmasked: unmask !== undefined }, request.ip)
        return reply.code(202).send({ job: viewJob(job, hub.state.settings?.timeZone ?? 'UTC') })
      },
    )
    done()
  }
}
