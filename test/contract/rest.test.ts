/**
 * Goal: what REST says of the hall as a whole, and to whom, is what the outside
 * contract says. Method: the real server on a real port, asked as any program would.
 */
import { describe, expect, it } from 'vitest'
import { isoTime, restHall } from '../fixtures/restHall.ts'
import type { ServedHall } from '../fixtures/servedHall.ts'

let hall: ServedHall
let t1: string
let program: string
const { act, ok, issue } = restHall((at) => {
  ;({ hall, t1, program } = at)
})

describe('what is public', () => {
  it('healthz, at its place and at the root', async () => {
    const expected = {
      status: 'ok',
      hall: 'hall',
      businessDay: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      seq: hall.opened.hub.state.seq,
      epoch: expect.any(Number),
      hubId: null,
      role: 'hub',
    }
    for (const path of ['/healthz', '//healthz']) {
      const { status, body } = await hall.rest.get(path)
      expect(status).toBe(200)
      expect(body).toEqual(expected)
    }
  })

  it('metrics in the form Prometheus reads, with every command counted', async () => {
    await issue(['idCard'])
    const { status, headers, text } = await hall.rest.get('/metrics')
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(text).toMatch(/^yihao_commands_total\{type="issueVisit",result="ok"\} \d+$/m)
    expect(text).toContain(`yihao_ledger_seq ${String(hall.opened.hub.state.seq)}`)
  })

  it('the catalogue, without what is for the staff alone', async () => {
    const { status, body } = await hall.rest.get('/catalogue')
    expect(status).toBe(200)
    expect(body.services).toHaveLength(7)
    expect(body.queues.map((q) => q.letter)).toEqual(['A', 'B', 'C'])
    expect(body.counters).toHaveLength(4)
    expect(body.packages).toEqual([
      { id: 'newHome', name: { zh: 'newHome' }, serviceIds: ['residence', 'deed', 'taxReg'] },
    ])
    expect(body).not.toHaveProperty('incompatibleDuties')
  })

  it.each(['/visits', '/visits/x', '/visits/x/history', '/counters', '/stats/live'])(
    'is not GET %s: 401 without a token, with a wrong one, with a wrong scheme',
    async (path) => {
      for (const headers of [{}, { authorization: 'Bearer nobody' }, { authorization: `Basic ${t1}` }]) {
        const { status, headers: answered, body } = await hall.rest.ask(path, { headers })
        expect(status).toBe(401)
        expect(answered['www-authenticate']).toBe('Bearer')
        expect(body).toEqual({ error: { path: 'authorization', message: 'sign in first' } })
      }
    },
  )

  it('is no POST either', async () => {
    const bodies: Record<string, object> = {
      '/visits': { serviceIds: ['idCard'], channel: 'api' },
      '/counters/c1/open': {},
      '/counters/c1/call-next': {},
      '/visits/x/finish': {},
      '/tokens': { kind: 'program', name: 'p' },
    }
    for (const [path, body] of Object.entries(bodies))
      expect((await hall.rest.post(path, body)).status).toBe(401)
    expect((await hall.rest.ask('/sessions/current', { method: 'DELETE' })).status).toBe(401)
  })
})

describe('sign-in', () => {
  it('gives a token and who it is', async () => {
    const { status, body } = await hall.rest.post('/sessions', { staffNo: 'guide', pin: '2580' })
    expect(status).toBe(200)
    expect(body).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      staff: { id: 'guide', name: 'guide', roles: ['guide'] },
    })
  })

  it('401 for a wrong PIN and for nobody, in the same words', async () => {
    const wrong = await hall.rest.post('/sessions', { staffNo: 't3', pin: '0000' })
    const nobody = await hall.rest.post('/sessions', { staffNo: 'nobody', pin: '2580' })
    expect([wrong.status, nobody.status]).toEqual([401, 401])
    expect(wrong.body).toEqual({ error: { path: 'pin', message: 'wrong staff number or PIN' } })
    expect(nobody.body).toEqual(wrong.body)
  })

  it('429 with retryAfter, in the body and as a header, after five wrong ones, until it has passed', async () => {
    const guess = async (pin: string) => hall.rest.post('/sessions', { staffNo: 't4', pin })
    for (let n = 0; n < 4; n += 1) expect((await guess('0000')).status).toBe(401)
    await guess('0000')
    const locked = await guess('2580')
    expect(locked.status).toBe(429)
    expect(locked.body).toEqual({ error: { path: 'pin', message: expect.any(String) }, retryAfter: 300 })
    expect(locked.headers['retry-after']).toBe('300')
    hall.later(300)
    expect((await guess('2580')).status).toBe(200)
  })

  it('ends at DELETE /sessions/current', async () => {
    const token = await hall.rest.signIn('t1')
    expect((await hall.rest.ask('/sessions/current', { method: 'DELETE', token })).status).toBe(204)
    expect((await hall.rest.get('/stats/live', token)).status).toBe(401)
  })

  it('ends when nobody used it for an hour', async () => {
    const token = await hall.rest.signIn('t1')
    hall.later(3599)
    expect((await hall.rest.get('/stats/live', token)).status).toBe(200)
    hall.later(3600)
    expect((await hall.rest.get('/stats/live', token)).status).toBe(401)
  })

  it('ends by itself after twelve hours', async () => {
    const token = await hall.rest.signIn('t1')
    // Used now and then, so that it is not idle.
    for (let used = 0; used < 24; used += 1) {
      expect((await hall.rest.get('/stats/live', token)).status).toBe(200)
      hall.later(1800)
    }
    expect((await hall.rest.get('/stats/live', token)).status).toBe(401)
  })

  it.each([
    [{}, 'staffNo'],
    [{ staffNo: 't1' }, 'pin'],
    [{ staffNo: 7, pin: '2580' }, 'staffNo'],
    [{ staffNo: 't1', pin: 'x'.repeat(65) }, 'pin'],
  ])('400 for %j, naming %s', async (body, path) => {
    const reply = await hall.rest.post('/sessions', body)
    expect(reply.status).toBe(400)
    expect(reply.body).toEqual({ error: { path, message: expect.any(String) } })
  })
})

describe('GET /stats/live', () => {
  it('counts the hall now', async () => {
    await issue(['idCard'])
    await issue(['taxReg'])
    await ok('/counters/c1/open')
    hall.later(60)
    await ok('/counters/c1/call-next')
    const { status, body } = await hall.rest.get('/stats/live', program)
    expect(status).toBe(200)
    expect(body).toMatchObject({ waiting: 1, serving: 1, finished: 0, issued: 2 })
    expect(body.at).toMatch(isoTime)
    expect(body.queues.find((q) => q.queueId === 'B')).toMatchObject({
      waiting: 1,
      longestWaitS: 60,
    })
    expect(body.counters[0]).toEqual({ id: 'c1', label: 'c1', state: 'open', number: 'A001' })
  })
})

describe('tokens', () => {
  it('are given and taken back by an administrator alone', async () => {
    const body = { kind: 'station', stationId: 'kiosk-9', mode: 'kiosk' }
    expect((await act('/tokens', body)).status).toBe(403)
    const admin = await hall.rest.signIn('admin')
    const given = await act('/tokens', body, admin)
    expect(given.status).toBe(201)
    const { token } = given.body
    const visit = await hall.rest.post('/visits', { serviceIds: ['idCard'], channel: 'kiosk' }, { token })
    expect(visit.body.visit.issuedBy).toEqual({ kind: 'station', stationId: 'kiosk-9', mode: 'kiosk' })
    const taken = await hall.rest.ask('/tokens/kiosk-9', { method: 'DELETE', token: admin })
    expect([taken.status, taken.body]).toEqual([200, { revoked: 1 }])
    expect((await hall.rest.get('/counters', token)).status).toBe(401)
  })

  it('400 for what is none', async () => {
    const admin = await hall.rest.signIn('admin')
    for (const body of [{}, { kind: 'program' }, { kind: 'program', name: '\n' }, { kind: 'visitor' }])
      expect((await act('/tokens', body, admin)).status).toBe(400)
  })
})
