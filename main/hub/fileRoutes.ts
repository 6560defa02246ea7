/** The hall's files for its screens, read-only and by name: the same at the hub and at a station. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { join } from 'node:path'
import { z } from 'zod'
import { locale } from '#shared/catalogue/catalogue.ts'
import type { VoiceList } from '#shared/locale/clips.ts'
import { shippedDir } from '../shippedDir.ts'
import { clipIn, clipsIn } from './hallFiles.ts'
import type { HallFiles, Place } from './hallFiles.ts'

const mediaParams = z.object({ name: z.string() })
const clipParams = z.object({ source: z.enum(['own', 'shipped']), language: locale, name: z.string() })

/** Serves them beside the app's other routes. */
export async function serveFiles(app: FastifyInstance, files: HallFiles): Promise<void> {
  const shipped = shippedDir('voice')
  if (!app.hasReplyDecorator('sendFile')) await app.register(fastifyStatic, { root: shipped, serve: false })

  app.get('/media/:name', { schema: { hide: true } }, async (request, reply) => {
    const sent = mediaParams.safeParse(request.params)
    return send(reply, sent.success ? await files.media(sent.data.name) : undefined)
  })
  app.get('/voice', { schema: { hide: true } }, async (_request, reply): Promise<VoiceList> => {
    void reply.header('cache-control', 'no-cache')
    const [own, ours] = await Promise.all([files.clips(), clipsIn(shipped)])
    return { own, shipped: ours }
  })
  app.get('/voice/:source/:language/:name', { schema: { hide: true } }, async (request, reply) => {
    const sent = clipParams.safeParse(request.params)
    if (!sent.success) return send(reply, undefined)
    const { source, language, name } = sent.data
    const found = source === 'own' ? files.clip(language, name) : clipIn(join(shipped, language), name)
    return send(reply, await found)
  })
}

function send(reply: FastifyReply, place: Place | undefined): FastifyReply {
  if (place === undefined) return reply.code(404).send({ error: { path: 'name', message: 'not found' } })
  // Asked for again each time, answered in a line while it has not changed.
  return reply.header('cache-control', 'no-cache').sendFile(place.name, place.dir)
}
