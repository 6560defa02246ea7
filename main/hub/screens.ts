/** The screens' files, and the headers every page goes out with; the same at the hub and at a station. */
import fastifyStatic from '@fastify/static'
import type { FastifyHelmetOptions } from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of the staff's and hall's screens, all one page; `/kiosk` is its own. */
const screens = [
  '/',
  '/console',
  '/guide',
  '/display',
  '/manager',
  '/manager/*',
  '/setup',
  '/pad',
  '/v/:token',
] as const

/** What a browser may do with our pages: their own files and their own server, nothing else. */
export const safeHeaders: FastifyHelmetOptions = {
  // The hall's own network often has no certificate; TLS is a setting of its own.
  hsts: false,
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      // Vue and element-plus set styles on elements.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      mediaSrc: ["'self'", 'data:', 'blob:'],
      connectSrc: ["'self'", 'ws:', 'wss:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      formAction: ["'self'"],
    },
  },
}

const { contentSecurityPolicy } = safeHeaders
/** The same for a page that our own pages may show in a frame. */
const framedHeaders: FastifyHelmetOptions = {
  ...safeHeaders,
  ...(typeof contentSecurityPolicy === 'object'
    ? {
        contentSecurityPolicy: {
          ...contentSecurityPolicy,
          directives: { ...contentSecurityPolicy.directives, frameAncestors: ["'self'"] },
        },
      }
    : {}),
}

/** Serves the built screens; without a folder, or before they are built, nothing. */
export async function serveScreens(app: FastifyInstance, dir: string | undefined): Promise<void> {
  if (dir === undefined || !existsSync(dir)) return
  await app.register(fastifyStatic, {
    root: join(dir, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '30d',
  })
  const page = (path: string, file: string, helmet?: FastifyHelmetOptions): void => {
    app.get(
      path,
      { schema: { hide: true }, ...(helmet === undefined ? {} : { helmet }) },
      (_request, reply) => reply.header('cache-control', 'no-cache').sendFile(file, dir),
    )
  }
  for (const path of screens) page(path, 'renderer/index.html')
  // The set-up pages show the kiosk in a frame, to look at a layout before it is saved.
  page('/kiosk', 'kiosk/index.html', framedHeaders)
}
