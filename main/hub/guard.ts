/**
 * What every request passes before a route sees it: is it addressed to us, does it come from our own pages,
 * does it come too often, may its sender do this at all. The hub and its stations share the first two.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hasRight, standingsOf } from '#shared/hall/permissions.ts'
import type { Right } from '#shared/hall/permissions.ts'
import type { Noting } from './audit.ts'
import { RateLimit } from './rateLimit.ts'
import type { Limits } from './rateLimit.ts'
import { actorOf, Refusing, tooMany } from './rest/context.ts'
import type { RestParts } from './rest/context.ts'

/**
 * Who may use a route. `anybody`: its own secret decides, or it tells nothing that does not hang on the wall.
 * `signedIn`: whoever has a token. `command`: the rules of the hall decide, by the table of permissions.
 */
export type RouteRight = Right | 'anybody' | 'signedIn' | 'command'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly right?: RouteRight
    /** Counts against the limit at the door, or against that of the visitors' pages. */
    readonly limit?: 'atTheDoor' | 'visitorPage'
  }
}

/** Endings that no stranger can register a name under. */
const ownEndings = ['.local', '.localhost', '.lan', '.internal', '.intranet', '.home.arpa']

/**
 * Whether a request is addressed to a computer of the hall: by address, by a bare name, by a name of a local
 * network, or by one that was named at the start. Any other name may be a stranger's that was made to point here.
 */
export function isOurHost(host: string | undefined, names: readonly string[] = []): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false
  const { hostname, username, pathname } = new URL(`http://${host}`)
  if (username !== '' || pathname !== '/') return false
  const name = hostname.toLowerCase()
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return true
  return !name.includes('.') || ownEndings.some((end) => name.endsWith(end)) || names.includes(name)
}

/** Whether an address is this very computer's. */
export function isLoopback(address: string): boolean {
  return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address)
}

/** Whether a browser says that another site's page sends this. Programs say nothing, and are no browsers. */
export function isCrossSite({ headers: { origin, host, 'sec-fetch-site': site } }: IncomingMessage): boolean {
  if (site === 'cross-site') return true
  if (origin === undefined) return false
  if (!URL.canParse(origin)) return true
  const from = new URL(origin)
  // Another port of this computer is another program of ours, in front of the same person.
  return from.host !== host && !(isLocalName(from.hostname) && isLocalName(nameOf(host)))
}

const isLocalName = (name: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(name)

const nameOf = (host: string | undefined): string =>
  host !== undefined && URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''

/** Refuses what is not addressed to us, and what another site's page would have us do. */
export function guardAddress(
  app: FastifyInstance,
  { names, note }: { readonly names?: readonly string[] | undefined; readonly note?: Noting | undefined },
): void {
  app.addHook('onRequest', (request, reply, next) => {
    const { host } = request.headers
    if (!isOurHost(host, names)) {
      note?.('crossSite', undefined, { what: 'host', host: String(host).slice(0, 200) }, request.ip)
      reply.code(421).send({ error: { path: 'host', message: 'this computer has no such name; see --name' } })
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD' && isCrossSite(request.raw)) {
      const origin = String(request.headers.origin).slice(0, 200)
      note?.('crossSite', undefined, { what: 'origin', origin }, request.ip)
      reply.code(403).send({ error: { path: 'origin', message: 'not from another site’s page' } })
      return
    }
    next()
  })
}

/** Refuses what comes too often, and whoever may not use the route. Who says nothing of it means people and machines of the hall. */
export function guardRoutes(
  app: FastifyInstance,
  parts: RestParts,
  limits: Limits,
  monotonicMs: () => number,
): void {
  const buckets = {
    atTheDoor: new RateLimit(limits.atTheDoor, monotonicMs),
    visitorPage: new RateLimit(limits.visitorPage, monotonicMs),
    requests: new RateLimit(limits.requests, monotonicMs),
  }
  app.addHook('onRequest', (request, reply, next) => {
    const { right = 'signedIn', limit } = request.routeOptions.config
    const waitS = Math.max(
      buckets.requests.take(request.ip),
      limit === undefined ? 0 : buckets[limit].take(request.ip),
    )
    if (waitS > 0) {
      parts.note?.('tooMany', undefined, { what: limit ?? 'requests' }, request.ip)
      throw tooMany(waitS)
    }
    void reply.header('cache-control', 'no-store')
    permit(parts, request, right)
    next()
  })
}

function permit(parts: RestParts, request: FastifyRequest, right: RouteRight): void {
  if (right === 'anybody') return
  const actor = actorOf(parts, request)
  if (right === 'signedIn' || right === 'command') return
  if (hasRight(standingsOf(actor), right)) return
  parts.note?.('refused', actor, { what: right }, request.ip)
  throw new Refusing(403, { error: { path: 'authorization', message: `needs the right: ${right}` } })
}
