/** Photographs between the computers that can be the hub: each station fetches those of the records it holds, and gives back what the hub lacks. */
import { createReadStream } from 'node:fs'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { photo } from '#shared/conduct/cases.ts'
import type { Photo } from '#shared/conduct/cases.ts'
import { photosOf } from '#shared/conduct/records.ts'
import { caseId, deductionId } from '#shared/ids/ids.ts'
import { mostAsked, photosLacking, photosNamed } from '#shared/protocol/sharedPhotos.ts'
import type { CaseRouteParts } from './cases.ts'
import { bearerOf, badInput, Refusing, unknown } from './context.ts'
import { takePhotos } from './photoBodies.ts'

const params = z.object({ record: z.union([caseId, deductionId]), sha256: photo.shape.sha256 })

/** Routes under `/records` and `/photos`, for stations alone. */
export function sharedPhotoRoutes(parts: CaseRouteParts): FastifyPluginCallbackZod {
  const { hub, photos, access } = parts
  const config = { right: 'shareLedger' } as const
  const tags = ['stations']
  /** A tablet's browser is no computer of the hall. */
  const needStation = (request: FastifyRequest): void => {
    const grant = access.grantOf(bearerOf(request) ?? '')
    if (grant?.kind === 'station' && grant.reach === 'screen')
      throw new Refusing(403, { error: { path: 'authorization', message: 'not for a screen' } })
  }
  /** The photograph as its record names it: nothing else is told, and nothing else is taken. */
  const named = ({ record, sha256 }: z.infer<typeof params>): Photo => {
    const found = hub.state.records.get(record) ?? hub.ledger.record(record)
    const one = found && photosOf(found).find((p) => p.sha256 === sha256)
    if (one === undefined) throw unknown('sha256')
    return one
  }
  return (app, _options, done) => {
    takePhotos(app)
    app.post(
      '/photos/lacking',
      {
        config,
        schema: {
          summary: `Which of these photographs are not at the hub (at most ${String(mostAsked)} at once)`,
          tags,
          body: photosNamed,
          response: { 200: photosLacking },
        },
      },
      async (request) => {
        needStation(request)
        const here = await photos.names()
        return { lacking: request.body.sha256.filter((one) => !here.has(one)) }
      },
    )
    app.get(
      '/records/:record/photos/:sha256',
      { config, schema: { summary: 'A photograph, for a station that holds its record', tags, params } },
      async (request, reply) => {
        needStation(request)
        const one = named(request.params)
        if (!(await photos.has(one))) throw unknown('sha256')
        return reply.type(one.type).send(createReadStream(photos.pathOf(one)))
      },
    )
    app.post(
      '/records/:record/photos/:sha256',
      {
        config,
        schema: {
          summary: 'Gives the hub a photograph that one of its records names and it lacks',
          tags,
          params,
          response: { 200: z.object({ kept: z.literal(true) }) },
        },
      },
      async (request) => {
        needStation(request)
        const one = named(request.params)
        const bytes: unknown = request.body
        if (!Buffer.isBuffer(bytes) || !(await photos.keepAs(one, bytes)))
          throw badInput('body', 'not that photograph')
        return { kept: true as const }
      },
    )
    done()
  }
}
