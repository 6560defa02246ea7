/**
 * The desktop app's own server answers nobody but the app that started it: not another program on the computer,
 * not another user of it, not a page in a browser that guessed the port. The app makes a secret at each launch,
 * hands it to this process in its environment, and its pages send it with every request as a cookie.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Name of the environment variable that holds the secret, and of the cookie. */
export const launchVariable = 'YIHAO_LAUNCH_TOKEN'
export const launchCookie = 'yihao-launch'

/** Takes the secret out of an environment, so that no process started later inherits it. */
export function takeLaunchToken(env: Record<string, string | undefined>): string | undefined {
  const token = env[launchVariable]
  Reflect.deleteProperty(env, launchVariable)
  return token === undefined || token === '' ? undefined : token
}

/** Whether a request's cookies carry the secret. Takes as long for a near guess as for a far one. */
export function carries(token: string, cookies: string | undefined): boolean {
  const given = (cookies ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${launchCookie}=`))
    .map((pair) => pair.slice(launchCookie.length + 1))
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  // Exactly one: a page that could add a second must not be able to try its luck beside the right one.
  return given.length === 1 && timingSafeEqual(digest(given[0] ?? ''), digest(token))
}

/**
 * Closes a server to everybody without the secret: every request and every upgrade, whatever its path, before any
 * of the server's own listeners hears of it. To be called once all of them are there.
 */
export function gate(server: Server, token: string): void {
  const answering = server.listeners('request')
  const upgrading = server.listeners('upgrade')
  server.removeAllListeners('request')
  server.removeAllListeners('upgrade')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (carries(token, request.headers.cookie)) {
      for (const listener of answering) Reflect.apply(listener, server, [request, response])
      return
    }
    response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    response.end('this server belongs to the desktop app on this computer\n')
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (carries(token, request.headers.cookie)) {
      for (const listener of upgrading) Reflect.apply(listener, server, [request, socket, head])
      return
    }
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
}
