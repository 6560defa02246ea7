/**
 * Goal: what the desktop app serves on loopback is for that app alone. Method: a real server and real sockets; and
 * the real command line, started as the app starts it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { helloOf } from '#shared/client/socketLink.ts'
import { demoHall, killAll, runCliWith } from '#test/fixtures/hubProcess.ts'
import { carries, gate, launchCookie, launchVariable, takeLaunchToken } from './launchGate.ts'

const token = 'a-secret-of-this-launch'
const cookie = `${launchCookie}=${token}`

describe('the secret', () => {
  it('is taken out of the environment, so that nothing started later has it', () => {
    const env = { [launchVariable]: token, PATH: '/bin' }
    expect(takeLaunchToken(env)).toBe(token)
    expect(env).toEqual({ PATH: '/bin' })
    expect(takeLaunchToken(env)).toBeUndefined()
    expect(takeLaunchToken({ [launchVariable]: '' })).toBeUndefined()
  })

  it.each([
    [cookie, true],
    [`lang=zh; ${cookie}; theme=dark`, true],
    [undefined, false],
    ['', false],
    [token, false],
    [`${launchCookie}=`, false],
    [`${launchCookie}=${token}x`, false],
    [`${launchCookie}=${token.slice(1)}`, false],
    [`x${cookie}`, false],
    [`${cookie.toUpperCase()}`, false],
    [`${launchCookie}=guess; ${cookie}`, false],
    [`${cookie}; ${cookie}`, false],
  ])('in "%s": %s', (cookies, has) => {
    expect(carries(token, cookies)).toBe(has)
  })
})

it('stands before every listener a server has, for requests and upgrades', async () => {
  const heard: string[] = []
  const server = createServer((_request, response) => {
    heard.push('request')
    response.end('inside')
  })
  server.on('upgrade', (_request, socket) => {
    heard.push('upgrade')
    socket.destroy()
  })
  gate(server, token)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const ask = async (headers: Record<string, string>): Promise<number | 'ended'> =>
    new Promise((resolve) => {
      request({ port, host: '127.0.0.1', headers }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
        .on('error', () => {
          resolve('ended')
        })
        .end()
    })
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket' }
  expect([await ask({}), await ask(upgrade)]).toEqual([403, 403])
  expect(heard).toEqual([])
  expect([await ask({ cookie }), await ask({ ...upgrade, cookie })]).toEqual([200, 'ended'])
  expect(heard).toEqual(['request', 'upgrade'])
  server.close()
})

describe('a hub started as the desktop app starts it', () => {
  let folder: string
  let origin: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-gate-'))
    origin = await runCliWith(
      { [launchVariable]: token },
      ...['hub', '--data', folder, '--port', '0', '--hall', demoHall],
    ).origin
  })
  afterAll(() => {
    killAll()
    rmSync(folder, { recursive: true, force: true })
  })
  const sockets: { close: () => unknown }[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close()
  })
  const connects = async (headers: Record<string, string>): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = io(origin, {
        auth: helloOf('display', undefined),
        transports: ['websocket'],
        reconnection: false,
        extraHeaders: headers,
      })
      sockets.push(socket)
      socket.once('connect', () => {
        resolve(true)
      })
      socket.once('connect_error', () => {
        resolve(false)
      })
    })

  it.each([
    '/healthz',
    '/kiosk',
    '/',
    '/assets/x.js',
    '/api/v1/catalogue',
    '/api/v1/metrics',
    '/nowhere',
    '/%',
  ])('%s: nobody without the secret, and nothing said about what is there', async (path) => {
    const answer = await fetch(origin + path)
    expect(answer.status).toBe(403)
    expect(await answer.text()).toBe('this server belongs to the desktop app on this computer\n')
  })

  it('answers who has it', async () => {
    const answer = await fetch(`${origin}/healthz`, { headers: { cookie } })
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ status: 'ok', role: 'hub' })
  })

  it('no sign-in helps, and none can be tried', async () => {
    const signIn = async (headers: Record<string, string>): Promise<number> =>
      (
        await fetch(`${origin}/api/v1/sessions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ staffNo: '9001', pin: '2580' }),
        })
      ).status
    expect(await signIn({})).toBe(403)
    expect(await signIn({ cookie: `${launchCookie}=guess` })).toBe(403)
    expect(await signIn({ cookie })).toBe(200)
  })

  it('sockets are for who has it too', async () => {
    expect(await connects({})).toBe(false)
    expect(await connects({ cookie: `${launchCookie}=guess` })).toBe(false)
    expect(await connects({ cookie })).toBe(true)
  })
})
