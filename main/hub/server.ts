/** The hub on one port: REST, Socket.IO and the screens' files. */
import fastifyHelmet from '@fastify/helmet'
import fastifySwagger from '@fastify/swagger'
import Fastify from 'fastify'
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors, validatorCompiler } from 'fastify-type-provider-zod'
import type { Socket } from 'node:net'
import { z } from 'zod'
import { guardAddress, guardRoutes, isLoopback } from './guard.ts'
import type { AuditStore } from '../ledger/audit.ts'
import type { FirstRun } from './firstRun.ts'
import { patient } from './patience.ts'
import type { Patience } from './patience.ts'
import { usualLimits } from './rateLimit.ts'
import type { Limits } from './rateLimit.ts'
import { actorOf, badInput, Refusing, sendRefusing } from './rest/context.ts'
import { speaking } from '../tls/secureServer.ts'
import type { Certificates } from '../tls/certificate.ts'
import type { Importer } from '../importing/importer.ts'
import { serveFiles } from './fileRoutes.ts'
import type { HallFiles } from './hallFiles.ts'
import type { Pairing } from './pairing.ts'
import { attendanceRoutes } from './rest/attendance.ts'
import type { Photos } from './photos.ts'
import { appointmentRoutes } from './rest/appointments.ts'
import { caseRoutes } from './rest/cases.ts'
import { conductHistoryRoutes } from './rest/conductHistory.ts'
import { codedRatingRoutes } from './rest/codedRatings.ts'
import { counterRoutes } from './rest/counters.ts'
import { hallRoutes, healthOf } from './rest/hall.ts'
import { mediaRoutes } from './rest/media.ts'
import { openApi } from './rest/openApi.ts'
import { importRoutes } from './rest/imports.ts'
import { jobRoutes } from './rest/jobs.ts'
import { ratingRoutes } from './rest/ratings.ts'
import { reportRoutes } from './rest/reports.ts'
import type { ReportParts } from './rest/reports.ts'
import { auditRoutes } from './rest/audit.ts'
import { firstRunRoutes } from './rest/firstRun.ts'
import { setUpRoutes } from './rest/setUp.ts'
import type { SetUpRouteParts } from './rest/setUp.ts'
import { stationRoutes } from './rest/stations.ts'
import type { StationRouteParts } from './rest/stations.ts'
import { sharedPhotoRoutes } from './rest/sharedPhotos.ts'
import { visitorRoutes } from './rest/visitor.ts'
import { visitRoutes } from './rest/visits.ts'
import { safeHeaders, serveScreens } from './screens.ts'
import { serveSockets } from './sockets.ts'
import type { SocketParts } from './sockets.ts'

export interface ServerParts extends SetUpRouteParts, Omit<SocketParts, 'hub' | 'access' | 'metrics'> {
  /** Folder of the built screens; absent in tests that need none. */
  readonly screensDir?: string | undefined
  /** The hall's files for its screens; absent in tests that need none. */
  readonly files?: HallFiles | undefined
  /** Where the hall's pictures and films are, to be listed. */
  readonly mediaDir?: string | undefined
  /** Folder of the hall's own attendance rule packs. */
  readonly packsDir?: string | undefined
  /** Photographs of cases. */
  readonly photos: Photos
  /** How stations are paired; absent in tests that have none. */
  readonly pairing?: Pairing | undefined
  /** How reports are made; absent in tests that ask for none. */
  readonly reports?: ReportParts | undefined
  /** What reads imported files; they are imported by jobs, so where there are reports. */
  readonly importer?: Importer | undefined
  /** Called when the server has closed. */
  readonly ended?: (() => Promise<void>) | undefined
  readonly audit: AuditStore
  readonly firstRun: FirstRun
  /** How often what may be done; the usual limits where not said. */
  readonly limits?: Limits | undefined
  /** How long slow clients are waited for; as usual where not said. */
  readonly patience?: Patience | undefined
  /** Time that only goes on, ms: the limits count by it. */
  readonly monotonicMs: () => number
  readonly certificateShown?: StationRouteParts['certificateShown']
  /** What to speak TLS with; without it everything goes in the clear. */
  readonly tls?: Certificates | undefined
  /** Names of this computer beyond addresses and local ones. */
  readonly names?: readonly string[] | undefined
}

/** Largest body a client may send, bytes: a catalogue of a few thousand services and no more. */
const bodyLimit = 4 * 1024 * 1024

/** Builds the server; `listen` it yourself. Closing it ends every connection. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const answerError = (error: FastifyError, reply: FastifyReply): FastifyReply => {
    if (error instanceof Refusing) return sendRefusing(reply, error)
    const refusing = clientFault(error)
    if (refusing !== undefined) return sendRefusing(reply, refusing)
    parts.onFault(error)
    return reply.code(500).send({ error: { path: '', message: 'the hub has a fault; it is in its log' } })
  }
  const app = Fastify({
    ...patient(parts.patience),
    forceCloseConnections: true,
    bodyLimit,
    ...speaking(parts.tls, parts.patience),
    routerOptions: { maxParamLength: 200 },
    // A path that is no text does not even reach the routes.
    frameworkErrors: (_error, _request, reply) => {
      void sendRefusing(reply, badInput('', 'not a path'))
    },
    clientErrorHandler: refuseNoHttp,
  })
  app.setValidatorCompiler(validatorCompiler)
  // Bodies are made by our own code from typed values; checking them again would only cost time.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value))
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply))
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { path: '', message: 'not found' } }),
  )
  // An empty JSON body is no body: verbs without details need none.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body.length === 0) {
      done(null, undefined)
      return
    }
    try {
      done(null, JSON.parse(String(body)))
    } catch {
      done(new Refusing(400, { error: { path: 'body', message: 'not JSON' } }), undefined)
    }
  })

  await app.register(fastifyHelmet, safeHeaders)
  guardAddress(app, parts)
  await app.register(fastifySwagger, openApi)
  await app.register(
    (api, _options, done) => {
      guardRoutes(api, parts, parts.limits ?? usualLimits, parts.monotonicMs)
      // What has no details may be sent without a body.
      api.addHook('preValidation', (request, _reply, next) => {
        if (request.method === 'POST') request.body ??= {}
        next()
      })
      api.register(hallRoutes(parts))
      api.register(visitRoutes(parts))
      api.register(appointmentRoutes(parts))
      api.register(visitorRoutes(parts))
      api.register(ratingRoutes(parts))
      api.register(counterRoutes(parts))
      api.register(caseRoutes(parts))
      api.register(conductHistoryRoutes(parts))
      api.register(sharedPhotoRoutes(parts))
      if (parts.reports !== undefined) {
        api.register(reportRoutes({ ...parts, ...parts.reports }))
        api.register(codedRatingRoutes({ ...parts, ...parts.reports }))
        api.register(jobRoutes({ ...parts, jobs: parts.reports.jobs }))
        if (parts.importer !== undefined)
          api.register(importRoutes({ ...parts, ...parts.reports, importer: parts.importer }))
      }
      if (parts.reports !== undefined)
        api.register(attendanceRoutes({ ...parts, reporter: parts.reports.reporter }))
      if (parts.mediaDir !== undefined) api.register(mediaRoutes(parts.mediaDir))
      if (parts.pairing !== undefined) api.register(stationRoutes({ ...parts, pairing: parts.pairing }))
      api.register(setUpRoutes(parts))
      api.register(auditRoutes(parts))
      api.register(firstRunRoutes(parts))
      api.get('/openapi.json', { config: { right: 'anybody' }, schema: { hide: true } }, (_request, reply) =>
        reply.send(app.swagger()),
      )
      api.get(
        '/metrics',
        { config: { right: 'anybody' }, schema: { hide: true } },
        async (request, reply) => {
          // A collector on this computer needs no token; from elsewhere it has one like every program.
          if (!isLoopback(request.ip)) actorOf(parts, request)
          return reply.type(parts.metrics.contentType).send(await parts.metrics.text())
        },
      )
      done()
    },
    { prefix: '/api/v1' },
  )
  app.get('/healthz', { schema: { hide: true } }, (_request, reply) => reply.send(healthOf(parts)))
  await serveScreens(app, parts.screensDir)
  if (parts.files !== undefined) await serveFiles(app, parts.files)
  serveSockets(app, parts)
  const { ended } = parts
  if (ended !== undefined) app.addHook('onClose', async () => ended())
  await app.ready()
  return app
}

/** Answers what is no HTTP, or does not come to its end, and ends the connection: nothing after it can be read. */
function refuseNoHttp(error: ConnectionError, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const body = JSON.stringify({ error: { path: '', message: isLate ? 'too slow' : 'not HTTP' } })
  const status = isLate
    ? '408 Request Timeout'
    : error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : '400 Bad Request'
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${String(body.length)}\r\n\r\n${body}`,
  )
}

/** What a client sent wrongly, in the contract's form; undefined when the fault is ours. */
function clientFault(error: FastifyError): Refusing | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const first = error.validation[0]
    const path = (first?.instancePath ?? '').replace(/^\//, '').replaceAll('/', '.')
    return new Refusing(400, { error: { path, message: first?.message ?? 'not valid' } })
  }
  if (error instanceof z.ZodError) {
    const first = error.issues[0]
    return new Refusing(400, {
      error: { path: (first?.path ?? []).map(String).join('.'), message: first?.message ?? 'not valid' },
    })
  }
  const status = error.statusCode
  if (status === undefined || status < 400 || status >= 500) return undefined
  return new Refusing(status === 415 ? 400 : status, { error: { path: 'body', message: error.message } })
}
