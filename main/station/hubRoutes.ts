/**
 * What a person at a station asks of the hub alone: their own attendance and their cases, with photographs. Their
 * session is the hub's too, so it is the hub that decides who may see what; the station only carries.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mostPhotoBytes } from '#shared/protocol/cases.ts'
import type { HallCalls } from '../tls/hallCalls.ts'

export interface HubRouteParts {
  /** The hub's address while it is in reach. */
  readonly hub: () => string | undefined
  readonly calls: Pick<HallCalls, 'fetch'>
}

/** How long the hub may take, ms; a photograph on its way included. */
const patienceMs = 15_000

const images = ['image/jpeg', 'image/png', 'image/webp']

const carried = [
  { method: 'GET', url: '/attendance/mine' },
  { method: 'GET', url: '/attendance/deductions/:id/photos/:sha256' },
  { method: 'GET', url: '/cases' },
  { method: 'GET', url: '/cases/waiting' },
  { method: 'GET', url: '/cases/:id' },
  { method: 'GET', url: '/cases/:id/photos/:sha256' },
  { method: 'POST', url: '/cases/:id/contact' },
  { method: 'POST', url: '/photos' },
] as const

/** Registers those routes; each answers 503 with a calm word while the hub is out of reach. */
export function serveHubRoutes(app: FastifyInstance, { hub, calls }: HubRouteParts): void {
  app.addContentTypeParser(
    images,
    { parseAs: 'buffer', bodyLimit: mostPhotoBytes },
    (_request, body, done) => {
      done(null, body)
    },
  )

  async function carry(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const origin = hub()
    const answer = origin === undefined ? undefined : await ask(`${origin}${request.url}`, request)
    if (answer === undefined)
      return reply.code(503).send({ error: { path: '', message: 'the hub is out of reach' } })
    return reply
      .code(answer.status)
      .type(answer.type ?? 'application/octet-stream')
      .send(answer.bytes)
  }

  async function ask(
    url: string,
    { method, headers, body }: FastifyRequest,
  ): Promise<{ status: number; type: string | null; bytes: Buffer } | undefined> {
    const { authorization = '', 'content-type': type } = headers
    try {
      const response = await calls.fetch(url, {
        method,
        headers: {
          authorization,
          ...(type === undefined || method === 'GET' ? {} : { 'content-type': type }),
        },
        ...(method === 'GET' ? {} : { body: Buffer.isBuffer(body) ? body : JSON.stringify(body ?? {}) }),
        signal: AbortSignal.timeout(patienceMs),
      })
      const bytes = Buffer.from(await response.arrayBuffer())
      return { status: response.status, type: response.headers.get('content-type'), bytes }
    } catch {
      return undefined
    }
  }

  for (const { method, url } of carried) app.route({ method, url: `/api/v1${url}`, handler: carry })
}
