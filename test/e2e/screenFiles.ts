/** Serves the built screens at the contract's addresses without a hall behind them. */
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import Fastify from 'fastify'

const built = join(import.meta.dirname, '..', '..', 'out', 'renderer')

/** Starts on a free loopback port. */
export async function serveScreenFiles(): Promise<{ origin: string; close: () => Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(fastifyStatic, { root: built, serve: false })
  await app.register(fastifyStatic, { root: join(built, 'assets'), prefix: '/assets/', decorateReply: false })
  app.get('/kiosk', (_request, reply) => reply.sendFile('kiosk/index.html'))
  for (const address of ['/', '/console', '/guide', '/display', '/manager', '/pad', '/v/:token']) {
    app.get(address, (_request, reply) => reply.sendFile('renderer/index.html'))
  }
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return { origin, close: () => app.close() }
}
