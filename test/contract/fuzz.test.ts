/**
 * Goal: nothing anybody sends makes the hub fail, crash or stop serving.
 * Method: ten thousand malformed messages from a seed, half to REST and half to
 * the socket — broken, mistyped, deep, huge, from other alphabets, with names
 * objects have by nature — signed in and not. No 5xx, no fault in the log, and
 * a correct visit is served as if nothing had been.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { helloOf } from '#shared/client/socketLink.ts'
import { hubMessage, wireEvent } from '#shared/protocol/messages.ts'
import { eventually } from '#test/fixtures/eventually.ts'
import { frame, rawSocket } from '../fixtures/rawSocket.ts'
import type { Ask } from '../fixtures/restClient.ts'
import { ServedHall } from '../fixtures/servedHall.ts'
import { hangUpAfterEach, hears, listenIn } from '../fixtures/socketDoor.ts'
import { visitVerbs } from './visitVerbs.ts'

const seed = 20_260_302
const each = 5_000
/** So many are under way at once: as a rude crowd, not as one polite client. */
const atOnce = 25

let hall: ServedHall
let tokens: string[]
hangUpAfterEach()
beforeAll(async () => {
  hall = await ServedHall.open()
  tokens = [
    ...(await Promise.all(['t1', 'guide', 'admin'].map(async (name) => hall.rest.signIn(name)))),
    hall.stationToken(),
    hall.programToken(),
  ]
})
afterAll(async () => {
  await hall.close()
})

/** Everything still works: somebody takes a number, is called and finished. */
async function serveOne(): Promise<void> {
  const [t1, guide] = await Promise.all([hall.rest.signIn('t1'), hall.rest.signIn('guide')])
  const visit = await hall.rest.post('/visits', { serviceIds: ['deed'], channel: 'desk' }, { token: guide })
  expect(visit.status, visit.text).toBe(201)
  await hall.rest.post('/counters/c4/close', {}, { token: t1 })
  expect((await hall.rest.post('/counters/c3/open', { queueIds: ['C'] }, { token: t1 })).status).toBe(200)
  const call = { visitId: visit.body.visit.id }
  expect((await hall.rest.post('/counters/c3/call', call, { token: t1 })).status).toBe(200)
  expect((await hall.rest.post(`/visits/${call.visitId}/finish`, {}, { token: t1 })).status).toBe(200)
  expect((await hall.rest.post('/counters/c3/close', {}, { token: t1 })).status).toBe(200)
}

const names = [
  'serviceIds',
  'channel',
  'priority',
  'to',
  'kind',
  'reason',
  'number',
  'visitId',
  'add',
  'outcome',
]
const byNature = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', '']
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    ...[
      '\u0000',
      '\ud800',
      '\uffff',
      '𠜎㛃ཨོཾ',
      'ئۇيغۇرچە',
      '../../hall.db',
      "'; DROP TABLE events; --",
      '${7*7}',
      'A001',
    ],
    ...byNature,
    'x'.repeat(5_000),
  ),
)
const oddNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, 1e308, -1e308, Number.MAX_SAFE_INTEGER + 2, 2 ** 53, NaN, Infinity, -1, 0.5),
)
const oddValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    oddText,
    oddNumber,
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('idCard', 'c1', 't1', 'desk', 'A', 'completed'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...names, ...byNature), oddText), tie('value'), { maxKeys: 5 }),
  ),
})).value

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
const brokenJson = fc.oneof(
  oddValue.map((value) => (JSON.stringify(value) ?? '').slice(0, -1)),
  oddText,
  fc.constantFrom(
    '{',
    '}',
    '{"a":',
    '[1,',
    '{"__proto__":{"x":1}}',
    deep(50_000),
    `{"a":${'9'.repeat(4000)}}`,
    '\ufeff{}',
  ),
)

const verbs = [...visitVerbs, 'ratings']
const path = fc.oneof(
  fc.constantFrom(
    '/healthz',
    '/metrics',
    '/openapi.json',
    '/sessions',
    '/catalogue',
    '/visits',
    '/stats/live',
    '/tokens',
  ),
  fc.constantFrom(
    '/sessions/current',
    '/tokens/kiosk-1',
    '/counters',
    '/reports/day?from=x&to=y&format=z',
    '//',
    '//kiosk',
  ),
  fc
    .tuple(
      fc.constantFrom('x', 'A001', '..', '%2e%2e', '%00', '%', '%ff', 'ü', ' '),
      fc.constantFrom('', '/history', ...verbs),
    )
    .map(([id, verb]) => `/visits/${encodeLoosely(id)}/${verb}`),
  fc
    .constantFrom('open', 'pause', 'resume', 'close', 'call-next', 'call', 'fly')
    .map((verb) => `/counters/c4/${verb}`),
  fc
    .tuple(fc.constantFrom('state', 'queueId', 'day', 'limit', 'after', '__proto__'), oddText)
    .map(([name, value]) => `/visits?${name}=${encodeURIComponent(value.toWellFormed())}&${name}[]=1`),
  oddText.map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
)
function encodeLoosely(text: string): string {
  return text === ' ' || text === 'ü' ? encodeURIComponent(text) : text
}

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  fc.constant({ 'content-type': 'application/json' }),
  fc.constant({ 'content-type': 'application/json; charset=utf-16' }),
  fc
    .constantFrom('text/plain', 'text/xml', '', 'application/json;', '*/*', 'multipart/form-data')
    .map((type) => ({
      'content-type': type,
    })),
  fc.constantFrom('x', '', ' ', 'k'.repeat(150), 'a b', 'same').map((key) => ({
    'content-type': 'application/json',
    'idempotency-key': key,
  })),
  fc.constantFrom('Bearer', 'Bearer ', 'Bearer x y', 'Basic dDE6', 'x'.repeat(3000)).map((authorization) => ({
    authorization,
    'content-type': 'application/json',
  })),
)

const asks = fc.record({
  path,
  method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'),
  who: fc.nat(6),
  headers,
  body: fc.oneof(
    oddValue.map((value) => JSON.stringify(value) ?? ''),
    brokenJson,
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  ),
})

const commandTypes = [
  'issueVisit',
  'callNext',
  'openCounter',
  'transfer',
  'replaceCatalogue',
  'rollOver',
  'fly',
]
const payloads = fc.oneof(
  oddValue,
  fc.record({
    type: fc.constantFrom('subscribe', 'command', 'reprint', 'ping', 'facts', 'standing', 'fly'),
    value: oddValue,
  }),
  fc.record({ type: fc.constant('subscribe'), afterSeq: oddNumber }),
  fc.record({ type: fc.constant('command'), id: oddText, command: oddValue }),
  fc
    .record({
      type: fc.constantFrom(...commandTypes),
      a: oddValue,
      b: oddValue,
      name: fc.constantFrom(...names),
    })
    .map(({ type, a, b, name }) => ({
      type: 'command',
      id: 'x',
      command: { type, [name]: a, counterId: b },
    })),
)
/** Messages of ours in form, and no message of ours in what they say. */
const messages = payloads.map((payload) => frame(`42${JSON.stringify([wireEvent, payload])}`))
/** What may be no Socket.IO at all: a connection seldom outlives it. */
const strangers = fc.oneof(
  fc.tuple(oddText, oddValue).map(([name, value]) => frame(`42${JSON.stringify([name, value])}`)),
  oddText.map((text) => frame(text.toWellFormed())),
  brokenJson.map((text) => frame(`42["${wireEvent}",${text.toWellFormed()}`)),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => frame(Buffer.from(bytes), 2)),
  fc.constantFrom(
    frame('451-["yihao",{"_placeholder":true,"num":0}]'),
    frame('451-["yihao",{"_placeholder":true,"num":9999999}]'),
    frame(`451-["yihao",${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}]`),
    frame(`42["yihao",${deep(20_000)}]`),
    frame('45999999999-["x"]'),
    frame('40/other,{}'),
    frame('43[0]'),
    frame('4'.repeat(1000)),
  ),
)
/** Bytes that need not even be a frame; what follows them on a connection may never be understood. */
const noFrames = fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => Buffer.from(bytes))

/** How the hub's side of a WebSocket begins its farewell. */
const closeFrame = '\x88'

/** Works on all of them, so many at a time. */
async function inCrowd<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let one = all[next++]; one !== undefined; one = all[next++]) await work(one)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

describe(`fuzz, seed ${String(seed)}`, () => {
  it(`${String(each)} malformed requests: no 5xx, and a form to every refusal`, async () => {
    const statuses = new Map<number, number>()
    await inCrowd(
      fc.sample(asks, { seed, numRuns: each }),
      async ({ path: to, method, who, headers: extra, body }) => {
        const ask: Ask = {
          method,
          // Whoever signs out or takes a token back by chance leaves the rest unheard.
          token: method === 'DELETE' ? undefined : tokens[who],
          headers: extra,
          ...(method === 'GET' || method === 'HEAD' ? {} : { raw: body }),
        }
        const reply = await hall.rest.ask(to, ask)
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
        expect(reply.status, `${method} ${to} ${String(body).slice(0, 300)}`).toBeLessThan(500)
        if (reply.status >= 400 && method !== 'HEAD')
          expect(reply.body, `${method} ${to}: ${reply.text}`).toMatchObject(
            reply.text.startsWith('{"refusal"')
              ? { refusal: { code: expect.any(String), message: expect.any(String) } }
              : { error: {} },
          )
      },
    )
    expect(hall.faults).toEqual([])
    // It was no vacuous run: every kind of answer was given.
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 403, 404, 409]))
    expect(statuses.get(400)).toBeGreaterThan(each / 20)
    await serveOne()
  })

  it(`${String(each)} malformed messages on the socket: no crash, and the others hear on`, async () => {
    const { socket, heard } = await listenIn(hall.origin, 'display')
    socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 })
    await hears(heard, 'snapshot')
    let refused = 0
    const crowd = Array.from({ length: each / 20 }, (_, n) => n)
    const sample = fc.sample(messages, { seed, numRuns: crowd.length * 18 })
    const last = fc.sample(strangers, { seed, numRuns: crowd.length * 2 })
    const noise = fc.sample(noFrames, { seed, numRuns: crowd.length })
    await inCrowd(crowd, async (n) => {
      const kinds = ['display', 'console', 'kiosk', 'station'] as const
      const kind = kinds[n % 4] ?? 'display'
      const token = { display: undefined, console: tokens[n % 3], kiosk: tokens[3], station: tokens[3] }[kind]
      const wire = await rawSocket(hall.origin, helloOf(kind, token))
      const answers: Buffer[] = []
      wire.on('data', (piece: Buffer) => answers.push(piece))
      const heardSoFar = (): string => Buffer.concat(answers).toString('latin1')
      // Well formed, it tells that all before it were read.
      const ping = (sentMs: number): void => {
        wire.write(frame(`42${JSON.stringify([wireEvent, { type: 'ping', sentMs }])}`))
      }
      for (const bytes of sample.slice(n * 18, n * 18 + 18)) wire.write(bytes)
      ping(1)
      await eventually(() => {
        expect(heardSoFar()).toContain('"sentMs":1,')
      })
      for (const bytes of last.slice(n * 2, n * 2 + 2)) wire.write(bytes)
      if (n % 10 === 0) wire.write(noise[n] ?? '')
      ping(2)
      await eventually(() => {
        const heardNow = heardSoFar()
        expect(wire.closed || heardNow.includes('"sentMs":2,') || heardNow.includes(closeFrame)).toBe(true)
      })
      refused += heardSoFar().match(/"badCommand"|"invalid"/g)?.length ?? 0
      wire.destroy()
    })
    expect(hall.faults).toEqual([])
    expect(refused, 'the hub must have read and refused').toBeGreaterThan(each / 2)
    await serveOne()
    const { seq } = hall.opened.hub.state
    await eventually(() => {
      const last = heard.findLast((m) => m.type === 'events')
      expect(last?.events.at(-1)?.seq).toBe(seq)
    })
    expect(heard.every((m) => hubMessage.safeParse(m).success)).toBe(true)
  })
})
