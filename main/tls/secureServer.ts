/**
 * One port for a computer of the hall that speaks TLS. Programs on this very computer — its own screens, a
 * collector of figures — may speak plainly, because nothing of that leaves it; a plain request from anywhere else is
 * shown the way and told nothing.
 */
import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:https'
import type { Socket } from 'node:net'
import { isLoopback } from '../hub/guard.ts'
import { patient } from '../hub/patience.ts'
import type { Patience } from '../hub/patience.ts'
import type { Certificate, Certificates } from './certificate.ts'

/** The first byte of every TLS connection (RFC 8446, 5.1: a handshake record). */
const handshakeRecord = 22
/** Who connects and says nothing holds a connection this long, ms; who shakes hands slowly too. */
const silentMs = 10_000
/** As Fastify's own servers. */
const keepAliveMs = 72_000

/** What to add to Fastify's options, so that it speaks TLS where that was asked for. */
export function speaking(
  tls: Certificates | undefined,
  patience?: Patience,
): {
  readonly serverFactory?: (answer: RequestListener) => Server
} {
  return tls === undefined
    ? {}
    : { serverFactory: (answer) => secureServer(tls.current, answer, patient(patience)) }
}

function secureServer(
  { cert, key }: Certificate,
  answer: RequestListener,
  { requestTimeout, http }: ReturnType<typeof patient>,
): Server {
  const server = createServer(
    { ...http, requestTimeout, cert, key, minVersion: 'TLSv1.2', handshakeTimeout: silentMs },
    answer,
  )
  server.keepAliveTimeout = keepAliveMs
  const shakeHands = server.listeners('connection')
  /** HTTP on a connection, however it came to be. */
  const speakHttp = server.listeners('secureConnection')
  const silent = new Set<Socket>()
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const giveUp = (): void => {
      socket.destroy()
    }
    silent.add(socket)
    socket.on('error', giveUp)
    socket.setTimeout(silentMs, giveUp)
    socket.once('close', () => silent.delete(socket))
    socket.once('readable', () => {
      const first: unknown = socket.read()
      if (!Buffer.isBuffer(first)) {
        giveUp()
        return
      }
      const isSecure = first[0] === handshakeRecord
      if (!isSecure && !isLoopback(socket.remoteAddress ?? '')) {
        socket.end(theWay(first.toString('latin1')))
        return
      }
      silent.delete(socket)
      socket.setTimeout(0)
      socket.off('timeout', giveUp)
      socket.unshift(first)
      for (const listener of isSecure ? shakeHands : speakHttp) Reflect.apply(listener, server, [socket])
    })
  })
  const closeAll = server.closeAllConnections.bind(server)
  server.closeAllConnections = () => {
    closeAll()
    for (const socket of silent) socket.destroy()
  }
  return server
}

/** A person's browser goes on by itself; a program, whose request held more than an address, is told. */
function theWay(said: string): string {
  const path = /^(?:GET|HEAD) (\/\S*) HTTP\/1\.[01]\r\n/.exec(said)?.[1]
  const host = /\r\nhost: *([^\s/@]+)\r\n/i.exec(said)?.[1]
  if (path !== undefined && host !== undefined && URL.canParse(`https://${host}`))
    return answered('307 Temporary Redirect', [`location: ${new URL(`https://${host}`).origin}${path}`])
  const body = JSON.stringify({ error: { path: '', message: 'this computer speaks TLS only: use https://' } })
  return answered(
    '426 Upgrade Required',
    ['upgrade: TLS/1.2, HTTP/1.1', 'content-type: application/json'],
    body,
  )
}

function answered(status: string, headers: readonly string[], body = ''): string {
  const lines = [
    `HTTP/1.1 ${status}`,
    ...headers,
    `content-length: ${String(body.length)}`,
    'connection: close',
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}
