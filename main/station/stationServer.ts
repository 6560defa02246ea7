/** A station's own server: its screens, the protocol for them, and signing in through it. */
import fastifyHelmet from '@fastify/helmet'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CounterId, StationId } from '#shared/ids/ids.ts'
import { staffId } from '#shared/ids/ids.ts'
import { role } from '#shared/hall/staff.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import { tokenHash } from '../hub/access.ts'
import type { Access } from '../hub/access.ts'
import { serveFiles } from '../hub/fileRoutes.ts'
import type { HallFiles } from '../hub/hallFiles.ts'
import type { KioskPaper } from '../hub/kioskPaper.ts'
import type { KioskReaders } from '../hub/kioskReaders.ts'
import type { Metrics } from '../hub/metrics.ts'
import { guardAddress } from '../hub/guard.ts'
import { patient } from '../hub/patience.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { publicCatalogue } from '../hub/publicCatalogue.ts'
import { safeHeaders, serveScreens } from '../hub/screens.ts'
import { serveSockets } from '../hub/sockets.ts'
import type { Door } from '../hub/sockets.ts'
import type { Certificates } from '../tls/certificate.ts'
import type { HallCalls } from '../tls/hallCalls.ts'
import { speaking } from '../tls/secureServer.ts'
import { serveHubRoutes } from './hubRoutes.ts'
import type { Station } from './station.ts'
import type { StationStore } from './stationStore.ts'

export interface StationServerParts {
  readonly station: Station
  readonly store: StationStore
  readonly door: Door
  readonly access: Access
  readonly metrics: Metrics
  readonly mode: 'kiosk' | 'console' | 'display' | 'pad'
  readonly stationId: StationId
  /** The one counter its pad was put up at. */
  readonly counterId?: CounterId | undefined
  readonly paper?: KioskPaper | undefined
  readonly readers?: KioskReaders | undefined
  readonly screensDir?: string | undefined
  /** The hall's files for its screens. */
  readonly files?: HallFiles | undefined
  /** The hub's address now, for signing in through it; undefined while there is none. */
  readonly hub: () => string | undefined
  /** How the hub is asked. */
  readonly calls: Pick<HallCalls, 'fetch'>
  /** What to speak TLS with to other computers. */
  readonly tls?: Certificates | undefined
  /** Where phones reach the hall; undefined until the hub was joined once. */
  readonly phoneOrigin: () => string | undefined
  /** Hears the hub's wait estimates as they come; returns how to stop. */
  readonly onWaits: (heard: (message: HubMessage) => void) => () => void
  /** The last of them, for a screen that comes later; undefined before the first. */
  readonly lastWaits: () => HubMessage | undefined
  /** Makes this computer the hub; resolves once it was told to. */
  readonly promote: () => void
  readonly onFault: (error: unknown) => void
  /** Time that only goes on, ms. */
  readonly monotonicMs: () => number
  /** Names of this computer beyond addresses and local ones. */
  readonly names?: readonly string[] | undefined
}

const credentials = z.object({ staffNo: z.string().min(1).max(20), pin: z.string().min(1).max(64) })
const signedIn = z.object({
  token: z.string(),
  staff: z.object({ id: staffId, name: z.string(), roles: z.array(role) }),
})
/** As long as the hub's own sessions. */
const sessionMs = 12 * 3_600_000

/** Builds the server; `listen` it yourself. */
export async function buildStationServer(parts: StationServerParts): Promise<FastifyInstance> {
  const { station, store, door, access, metrics, mode, stationId, counterId, paper, readers, screensDir } =
    parts
  const app = Fastify({
    ...patient(),
    forceCloseConnections: true,
    bodyLimit: 64 * 1024,
    ...speaking(parts.tls),
  })
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof LedgerFault) {
      return reply.code(503).send({ error: { path: '', message: `the station's disk: ${error.kind}` } })
    }
    const status = error.statusCode ?? 500
    if (status >= 500) parts.onFault(error)
    const message = status >= 500 ? 'the station has a fault; it is in its log' : error.message
    return reply.code(status).send({ error: { path: '', message } })
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: { path: '', message: 'not found' } }),
  )
  await app.register(fastifyHelmet, safeHeaders)
  guardAddress(app, parts)

  const health = (): object => ({
    status: station.standing === 'live' ? 'ok' : station.standing,
    hall: station.state.settings?.hallId ?? null,
    businessDay: station.state.day?.day ?? null,
    seq: station.state.seq,
    epoch: station.reign.epoch,
    role: 'station',
    stationId: station.stationId,
    facts: station.factsLeft,
  })
  app.get('/healthz', () => health())
  app.get('/api/v1/healthz', () => health())

  // For this computer's own app, which asks when the hall is open; its hub may be away, or encrypt what it says.
  app.get('/api/v1/catalogue', (_request, reply) =>
    station.state.settings === undefined
      ? reply.code(503).send({ error: { path: '', message: 'the hub was not there yet' } })
      : reply.send(publicCatalogue(station.state)),
  )

  app.post('/api/v1/sessions', async (request, reply) => {
    const sent = credentials.safeParse(request.body)
    if (!sent.success) {
      const issue = sent.error.issues[0]
      return reply
        .code(400)
        .send({ error: { path: issue?.path.join('.') ?? '', message: issue?.message ?? '' } })
    }
    const hub = station.standing === 'live' ? parts.hub() : undefined
    if (hub !== undefined) {
      const answer = await askHub(parts.calls, `${hub}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sent.data),
      })
      if (answer !== undefined) {
        const made = signedIn.safeParse(answer.body)
        if (made.success) {
          store.addSession({
            tokenHash: tokenHash(made.data.token),
            staffId: made.data.staff.id,
            roles: made.data.staff.roles,
            expiresAtMs: station.nowMs() + sessionMs,
          })
        }
        return reply.code(answer.status).send(answer.body)
      }
    }
    // The hub is away: the keys it gave decide, with the same strikes.
    const result = await access.signIn(sent.data.staffNo, sent.data.pin)
    if (result.ok) {
      const { id, name, roles } = result.staff
      return reply.send({ token: result.token, staff: { id, name, roles } })
    }
    return result.reason === 'wrong'
      ? reply.code(401).send({ error: { path: 'pin', message: 'wrong staff number or PIN' } })
      : reply.code(429).send({
          error: { path: 'pin', message: 'too many wrong PINs; wait' },
          retryAfter: result.retryAfterS,
        })
  })

  serveHubRoutes(app, {
    hub: () => (station.standing === 'live' ? parts.hub() : undefined),
    calls: parts.calls,
  })

  app.post('/api/v1/promote', (request, reply) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const actor = token === undefined ? undefined : door.actorOf(token)
    if (actor === undefined) {
      return reply.code(401).send({ error: { path: 'authorization', message: 'sign in first' } })
    }
    if (actor.kind !== 'staff' || !actor.roles.some((r) => r === 'supervisor' || r === 'administrator')) {
      return reply
        .code(403)
        .send({ error: { path: 'authorization', message: 'supervisors and administrators only' } })
    }
    if (station.standing === 'live') {
      return reply.code(409).send({ refusal: { code: 'hubPresent', message: 'the hub is there' } })
    }
    if (station.state.settings === undefined) {
      return reply
        .code(409)
        .send({ refusal: { code: 'hallNotSetUp', message: 'this computer holds no copy of the hall' } })
    }
    parts.promote()
    return reply.code(202).send({ promoted: true })
  })

  await serveScreens(app, screensDir)
  if (parts.files !== undefined) await serveFiles(app, parts.files)
  serveSockets(app, {
    hub: station,
    padAt: counterId,
    monotonicMs: parts.monotonicMs,
    names: parts.names,
    access: door,
    // A station is nobody's hub: what it knows beyond its hub is its own, and has no place in a ledger yet.
    refuseHello: ({ kind }) => (kind === 'station' ? 'notTheHub' : undefined),
    metrics,
    localStations: mode === 'kiosk' || mode === 'pad' ? { [mode]: stationId } : {},
    paper,
    readers,
    notices: (tell) => {
      const stopLink = station.onLink(() => {
        tell(linkOf(station, parts.phoneOrigin()))
      })
      const stopWaits = parts.onWaits(tell)
      return () => {
        stopLink()
        stopWaits()
      }
    },
    resets: (again) => station.onReset(again),
    welcomed: (tell) => {
      tell(linkOf(station, parts.phoneOrigin()))
      const waits = parts.lastWaits()
      if (waits !== undefined) tell(waits)
    },
    onFault: parts.onFault,
  })
  await app.ready()
  return app
}

/** A hub that was lost a moment ago is not away yet. */
function linkOf(station: Station, phoneOrigin: string | undefined): HubMessage {
  return {
    type: 'hubLink',
    up: station.standing !== 'alone',
    facts: station.factsLeft,
    ...(phoneOrigin === undefined ? {} : { phoneOrigin }),
  }
}

/** The hub's answer; undefined when it cannot be reached. */
async function askHub(
  calls: Pick<HallCalls, 'fetch'>,
  url: string,
  request: Readonly<{ method?: string; headers: Record<string, string>; body?: string }>,
): Promise<{ status: number; body: unknown } | undefined> {
  try {
    const response = await calls.fetch(url, { ...request, signal: AbortSignal.timeout(5000) })
    return { status: response.status, body: await response.json() }
  } catch {
    return undefined
  }
}
