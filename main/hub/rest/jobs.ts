/** Long work over REST: how far it is, cancelling it, and fetching what came of it. */
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isoWithOffset } from '#shared/time/localTime.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Job, Jobs } from '../jobs.ts'
import { actorOf, Refusing, unknown } from './context.ts'
import type { RestParts } from './context.ts'

/** A job as it is told to whoever asked for it. */
export const jobView = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number().int(),
  /** 0 while nobody knows. */
  of: z.number().int(),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  /** The name of the file that came of it; fetch it from `/jobs/{id}/result` before it expires. */
  file: z.string().optional(),
  expiresAt: z.string().optional(),
})
export type JobView = z.infer<typeof jobView>

/** The job with times of the hall's own zone. */
export function viewJob(job: Job, timeZone: string): JobView {
  const { id, kind, title, state, done, of, startedAtMs, endedAtMs, file, expiresAtMs } = job
  return {
    id,
    kind,
    title,
    state,
    done,
    of,
    startedAt: isoWithOffset(startedAtMs, timeZone),
    ...(endedAtMs === undefined ? {} : { endedAt: isoWithOffset(endedAtMs, timeZone) }),
    ...(file === undefined ? {} : { file: file.name }),
    ...(expiresAtMs === undefined ? {} : { expiresAt: isoWithOffset(expiresAtMs, timeZone) }),
  }
}

/** Says that a file follows, under its name; names in Chinese as RFC 6266 has them, with a plain one beside. */
export function sendAs(reply: FastifyReply, { name, type }: { name: string; type: string }): FastifyReply {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\;]/g, '_')
  return reply
    .header(
      'content-disposition',
      `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`,
    )
    .header('cache-control', 'no-store')
    .type(type)
}

/** Routes under `/jobs`. */
export function jobRoutes(parts: RestParts & { readonly jobs: Jobs }): FastifyPluginCallbackZod {
  const { hub, jobs } = parts
  const zone = (): string => hub.state.settings?.timeZone ?? 'UTC'
  const params = z.object({ id: z.string().min(1).max(64) })
  const jobAnswer = z.object({ job: jobView })

  /** The job, for whoever asked for it; nobody else learns that there is one. */
  const own = (request: FastifyRequest, id: string): Job => {
    const actor = staffOf(actorOf(parts, request))
    const job = jobs.find(id)
    if (job === undefined || job.by !== actor.staffId) throw unknown('id')
    return job
  }

  return (app, _options, done) => {
    app.get(
      '/jobs',
      {
        config: { right: 'signedIn' },
        schema: {
          summary: 'The long work you asked for, newest first',
          tags: ['jobs'],
          response: { 200: z.object({ jobs: z.array(jobView) }) },
        },
      },
      (request) => {
        const { staffId } = staffOf(actorOf(parts, request))
        return {
          jobs: jobs
            .list()
            .filter((job) => job.by === staffId)
            .map((job) => viewJob(job, zone())),
        }
      },
    )
    app.get(
      '/jobs/:id',
      {
        config: { right: 'signedIn' },
        schema: { summary: 'How far it is', tags: ['jobs'], params, response: { 200: jobAnswer } },
      },
      (request) => ({ job: viewJob(own(request, request.params.id), zone()) }),
    )
    app.delete(
      '/jobs/:id',
      {
        config: { right: 'signedIn' },
        schema: {
          summary: 'Cancel it, or throw away what came of it',
          tags: ['jobs'],
          params,
          response: { 200: jobAnswer },
        },
      },
      async (request) => {
        const { id } = own(request, request.params.id)
        await jobs.cancel(id)
        return { job: viewJob(own(request, id), zone()) }
      },
    )
    app.get(
      '/jobs/:id/result',
      {
        config: { right: 'signedIn' },
        schema: { summary: 'The file that came of it', tags: ['jobs'], params },
      },
      (request, reply) => {
        const { file } = own(request, request.params.id)
        if (file === undefined) throw unknown('id')
        return sendAs(reply, file).send(createReadStream(file.path))
      },
    )
    done()
  }
}

/** Only people start long work. */
export function staffOf(actor: Actor): Extract<Actor, { kind: 'staff' }> {
  if (actor.kind === 'staff') return actor
  throw new Refusing(403, { error: { path: 'authorization', message: 'staff only' } })
}
