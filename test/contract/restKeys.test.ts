/**
 * Goal: the same key gives the same answer, once carried out; and whatever
 * else a client sends, the answer has the contract's form and is never a 5xx.
 * Method: the real server on a real port.
 */
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Reply } from '../fixtures/restClient.ts'
import { pin, ServedHall } from '../fixtures/servedHall.ts'

let hall: ServedHall
let t1: string
let guide: string
const openAnew = async (): Promise<void> => {
  hall = await ServedHall.open()
  ;[t1, guide] = await Promise.all([hall.rest.signIn('t1'), hall.rest.signIn('guide')])
}
const close = async (): Promise<void> => {
  await hall.close()
  expect(hall.faults).toEqual([])
}

const card = { serviceIds: ['idCard'], channel: 'desk' }
const keyed = async (path: string, key: string, body?: unknown, token = t1): Promise<Reply> =>
  hall.rest.post(path, body, { key, token })
const seq = (): number => hall.opened.hub.state.seq

describe('Idempotency-Key', () => {
  beforeEach(openAnew)
  afterEach(close)

  it('on every POST of a sitting: the same answer to the letter, carried out once, and after a restart', async () => {
    const first: [string, Reply][] = []
    let visit = ''
    const steps: [path: () => string, body?: unknown, token?: () => string][] = [
      [() => '/visits', card, () => guide],
      [() => '/counters/c4/open', { queueIds: ['A', 'B'] }],
      [() => '/counters/c4/pause', { reason: 'break' }],
      [() => '/counters/c4/resume'],
      [() => '/counters/c4/call-next'],
      [() => `/visits/${visit}/recall`],
      [() => `/visits/${visit}/start`],
      [() => `/visits/${visit}/services`, { add: ['taxReg', 'deed'] }],
      [() => `/visits/${visit}/turns`, { serviceId: 'idCard', outcome: 'completed' }],
      [() => `/visits/${visit}/park`, { kind: 'papersKept' }],
      [() => `/visits/${visit}/resume`],
      [() => `/visits/${visit}/transfer`, { to: { queueId: 'B' }, position: 'keep' }],
      [() => '/counters/c4/call', { number: 'A001' }],
      [() => `/visits/${visit}/requeue`],
      [() => `/visits/${visit}/cancel`, { reason: 'left' }, () => guide],
      [() => '/counters/c4/call-next'],
      [() => '/counters/c4/close'],
    ]
    const send = async (n: number): Promise<Reply> => {
      const [path, body, token] = steps[n] ?? expect.fail('no such step')
      return keyed(path(), `step-${String(n)}`, body, (token ?? (() => t1))())
    }
    for (let n = 0; n < steps.length; n += 1) {
      const reply = await send(n)
      const what = `step ${String(n)}: ${String(reply.status)} ${reply.text}`
      expect([200, 201, 204], what).toContain(reply.status)
      if (n === 0) visit = reply.body.visit.id
      first.push([what, reply])
      // At once again, while nothing else has happened.
      const before = seq()
      expect((await send(n)).text, what).toBe(reply.text)
      expect(seq()).toBe(before)
    }
    const after = seq()
    const repeatAll = async (): Promise<void> => {
      for (const [n, [what, reply]] of first.entries()) {
        const again = await send(n)
        expect([again.status, again.text], what).toEqual([reply.status, reply.text])
      }
      expect(seq()).toBe(after)
    }
    // Long after, the hall has moved on.
    await repeatAll()
    await hall.restart()
    await repeatAll()
  })

  it('repeats a refusal, and 204, though the hall could do it now', async () => {
    await keyed('/counters/c4/open', 'open')
    expect((await keyed('/counters/c4/call-next', 'call')).status).toBe(204)
    const refused = await keyed('/visits/x/start', 'start')
    await keyed('/visits', 'issue', card, guide)
    expect((await keyed('/counters/c4/call-next', 'call')).status).toBe(204)
    expect((await keyed('/visits/x/start', 'start')).text).toBe(refused.text)
    expect((await keyed('/counters/c4/call-next', 'call-2')).status).toBe(200)
  })

  it('sent many times at once is carried out once', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => keyed('/visits', 'same', card, guide)))
    expect(new Set(replies.map((r) => `${String(r.status)} ${r.text}`)).size).toBe(1)
    expect(hall.opened.hub.state.visits.size).toBe(1)
  })

  it('with another body or on another route: 409, and nothing done', async () => {
    await keyed('/visits', 'same', card, guide)
    const before = seq()
    const other = await keyed('/visits', 'same', { ...card, serviceIds: ['taxReg'] }, guide)
    expect([other.status, other.body.refusal.code]).toEqual([409, 'commandIdReused'])
    expect((await keyed('/visits/x/cancel', 'same', { reason: 'r' }, guide)).status).toBe(409)
    expect(seq()).toBe(before)
  })

  it('is each sender’s own: two may choose the same, whatever they are called', async () => {
    const kiosk = hall.stationToken('guide')
    const program = hall.programToken('guide')
    const replies = [
      await keyed('/visits', 'same', card, guide),
      await keyed('/visits', 'same', { ...card, channel: 'kiosk' }, kiosk),
      await keyed('/visits', 'same', { ...card, channel: 'api' }, program),
    ]
    expect(replies.map((r) => r.body.visit?.number)).toEqual(['A001', 'A002', 'A003'])
  })

  it('survives the session it was first sent in', async () => {
    const { text } = await keyed('/visits', 'same', card, guide)
    const again = await hall.rest.signIn('guide')
    expect((await keyed('/visits', 'same', card, again)).text).toBe(text)
  })

  it('on a sign-in gives the same token, and a wrong PIN repeated is one strike', async () => {
    const signIn = async (key: string, typed: string) =>
      hall.rest.post('/sessions', { staffNo: 't2', pin: typed }, { key })
    const first = await signIn('in', pin)
    expect((await signIn('in', pin)).text).toBe(first.text)
    expect((await signIn('in', '0000')).status).toBe(400)
    for (let n = 0; n < 8; n += 1) expect((await signIn('wrong', '0000')).status).toBe(401)
    expect((await signIn('in-2', pin)).status).toBe(200)
  })

  it('on a sign-in that was told to wait is heard again later', async () => {
    const signIn = async (key: string, typed: string) =>
      hall.rest.post('/sessions', { staffNo: 't2', pin: typed }, { key })
    for (let n = 0; n < 5; n += 1) await signIn(`wrong-${String(n)}`, '0000')
    expect((await signIn('in', pin)).status).toBe(429)
    hall.later(300)
    expect((await signIn('in', pin)).status).toBe(200)
  })

  it('on a new token gives that token again', async () => {
    const admin = await hall.rest.signIn('admin')
    const body = { kind: 'program', name: 'board' }
    const first = await keyed('/tokens', 'token', body, admin)
    expect((await keyed('/tokens', 'token', body, admin)).text).toBe(first.text)
    expect((await keyed('/tokens', 'token-2', body, admin)).text).not.toBe(first.text)
  })

  it.each(['', ' ', 'two words', 'x'.repeat(101), 'ключ'])('400 for "%s"', async (key) => {
    const sent = Buffer.from(key).toString('latin1')
    for (const path of ['/visits', '/sessions']) {
      const body = path === '/visits' ? card : { staffNo: 't1', pin }
      const reply = await hall.rest.post(path, body, { token: guide, headers: { 'idempotency-key': sent } })
      expect(reply.status).toBe(400)
      expect(reply.body.error.path).toBe('Idempotency-Key')
    }
  })
})

describe('what is not as it should be', () => {
  beforeAll(openAnew)
  afterAll(close)

  const expectError = ({ status, body, headers }: Reply, expected: number): void => {
    expect(status).toBe(expected)
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(body).toEqual({ error: { path: expect.any(String), message: expect.stringMatching(/./) } })
  }
  const raw = async (text: string | Buffer, type = 'application/json'): Promise<Reply> =>
    hall.rest.ask('/visits', { method: 'POST', token: guide, raw: text, headers: { 'content-type': type } })

  it.each(['{', '{"serviceIds":', 'nonsense', '{"a":1}{"b":2}', '\u0000', '[1,2', "{'a':1}"])(
    'not JSON: %j',
    async (text) => {
      expectError(await raw(text), 400)
    },
  )

  it('another content type, and none', async () => {
    expectError(await raw('<visit/>', 'text/xml'), 400)
    expectError(await raw('serviceIds=idCard&channel=desk', 'application/x-www-form-urlencoded'), 400)
    expectError(await raw(JSON.stringify(card), 'text/plain'), 400)
    expectError(await raw(JSON.stringify(card), ''), 400)
    expect((await raw(JSON.stringify(card), 'application/json; charset=utf-8')).status).toBe(201)
  })

  it('bytes that are no UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"serviceIds":["'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"],"channel":"desk"}'),
    ])
    expectError(await raw(bytes), 400)
  })

  it('a body beyond four megabytes is refused before it is read', async () => {
    const huge = hall.rest.ask('/visits', {
      method: 'POST',
      token: guide,
      raw: Buffer.alloc(5 * 1024 * 1024, ' '),
      headers: { 'content-type': 'application/json' },
    })
    // The server may close the connection while the rest is still on its way.
    const reply = await huge.catch(() => undefined)
    if (reply !== undefined) expectError(reply, 413)
    expect((await hall.rest.post('/visits', card, { token: guide })).status).toBe(201)
  })

  it('names that objects have by nature', async () => {
    const text =
      '{"__proto__":{"channel":"desk"},"constructor":{"prototype":{"x":1}},"serviceIds":["__proto__"]}'
    expectError(await raw(text), 400)
    const reply = await raw('{"serviceIds":["constructor"],"channel":"desk","__proto__":{"polluted":true}}')
    expect([reply.status, reply.body.refusal.code]).toEqual([409, 'unknownService'])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('routes and methods there are none of', async () => {
    for (const path of ['/nothing', '/visits/x/fly', '/counters/c1', '/', ''])
      expectError(await hall.rest.get(path, guide), 404)
    for (const method of ['PUT', 'PATCH', 'DELETE'])
      expectError(await hall.rest.ask('/visits', { method, token: guide, body: {} }), 404)
    expectError(await hall.rest.get('//api/v2/visits', guide), 404)
  })

  it('paths that climb, that are encoded, that are no text', async () => {
    for (const path of [
      '/../../hall.db',
      '/visits/..%2f..%2fhall.db',
      '/visits/%2e%2e',
      '//assets/../../package.json',
    ])
      expect([400, 404]).toContain((await hall.rest.get(path, guide)).status)
    expectError(await hall.rest.get('/visits/%E0%A4%A', guide), 400)
    expectError(await hall.rest.get(`/visits/${'x'.repeat(300)}`, guide), 400)
  })

  it('what is no HTTP at all: 400 and the door stays open', async () => {
    for (const bytes of [
      'GARBAGE\r\n\r\n',
      'GET / HTTP/1.1\r\nno colon\r\n\r\n',
      `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
    ]) {
      const answer = await rawExchange(bytes)
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    }
    expect((await hall.rest.get('/healthz')).status).toBe(200)
  })

  const rawExchange = async (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const pieces: Buffer[] = []
      const socket = connect(Number(new URL(hall.origin).port), '127.0.0.1', () => socket.write(bytes))
      socket.on('data', (piece: Buffer) => pieces.push(piece))
      socket.on('close', () => {
        resolve(Buffer.concat(pieces).toString('latin1'))
      })
      socket.on('error', reject)
    })

  it('a client that leaves in the middle costs nobody anything', async () => {
    for (let n = 0; n < 50; n += 1) {
      const socket = connect(Number(new URL(hall.origin).port), '127.0.0.1', () => {
        socket.write(
          'POST /api/v1/visits HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"ser',
        )
        socket.destroy()
      })
      socket.on('error', () => undefined)
    }
    expect((await hall.rest.post('/visits', card, { token: guide })).status).toBe(201)
  })
})
