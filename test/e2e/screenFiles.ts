/** Serves the built screens as the hub does, with its headers, without a hall behind them. */
import { join } from 'node:path'
import helmet from '@fastify/helmet'
import Fastify from 'fastify'
import { safeHeaders, serveScreens } from '#main/hub/screens.ts'

const built = join(import.meta.dirname, '..', '..', 'out', 'renderer')

/** Starts on a free loopback port. */
export async function serveScreenFiles(): Promise<{ origin: string; close: () => Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(helmet, safeHeaders)
  await serveScreens(app, built)
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return { origin, close: () => app.close() }
}
