/**
 * Goal: visits and counters over REST are what the outside contract says, to
 * the status code and the field. Method: the real server on a real port.
 */
import { describe, expect, it } from 'vitest'
import type { VisitBody } from '../fixtures/restClient.ts'
import { isoTime, restHall } from '../fixtures/restHall.ts'
import type { ServedHall } from '../fixtures/servedHall.ts'

let hall: ServedHall
let guide: string
let kiosk: string
let program: string
const { nextDay, ok, issue, serving } = restHall((at) => {
  ;({ hall, guide, kiosk, program } = at)
})

describe('POST /visits', () => {
  it('201 with the visit, all fields of the contract', async () => {
    const reply = await hall.rest.post(
      '/visits',
      {
        serviceIds: ['idCard', 'taxReg'],
        channel: 'desk',
        priority: { class: 'elderly', ground: 'card shown' },
        locale: 'ug',
      },
      { token: guide },
    )
    expect(reply.status).toBe(201)
    expect(reply.body).toEqual({
      visit: {
        id: expect.any(String),
        number: 'A001',
        state: 'waiting',
        queueId: 'A',
        serviceIds: ['idCard', 'taxReg'],
        open: ['idCard', 'taxReg'],
        priority: { class: 'elderly', ground: 'card shown' },
        locale: 'ug',
        arrivedAt: expect.stringMatching(isoTime),
        issuedBy: { kind: 'staff', staffId: 'guide', roles: ['guide'] },
        ahead: 0,
        token: expect.stringMatching(/^[\w-]{22,}$/),
      },
    })
    expect(Date.parse(reply.body.visit.arrivedAt)).toBe(hall.nowMs)
  })

  it('by a paired kiosk, by staff and by a program, each through its own channel only', async () => {
    const tokens = { kiosk, desk: guide, api: program }
    for (const [own, token] of Object.entries(tokens))
      for (const channel of Object.keys(tokens)) {
        const { status, body } = await hall.rest.post(
          '/visits',
          { serviceIds: ['idCard'], channel },
          { token },
        )
        expect(status, `${own} through ${channel}`).toBe(own === channel ? 201 : 403)
        if (own !== channel) expect(body.refusal).toMatchObject({ code: 'channelNotAllowed', channel })
      }
  })

  it('by a package alone', async () => {
    const visit = await issue([], { packageId: 'newHome' })
    expect(visit).toMatchObject({
      number: 'C001',
      serviceIds: expect.arrayContaining(['residence', 'deed', 'taxReg']),
    })
  })

  it.each([
    [{ channel: 'desk' }, 'serviceIds'],
    [{ serviceIds: [], channel: 'desk' }, 'serviceIds'],
    [{ serviceIds: 'idCard', channel: 'desk' }, 'serviceIds'],
    [{ serviceIds: ['id card'], channel: 'desk' }, 'serviceIds.0'],
    [{ serviceIds: ['idCard', 7], channel: 'desk' }, 'serviceIds.1'],
    [{ serviceIds: Array(21).fill('idCard'), channel: 'desk' }, 'serviceIds'],
    [{ serviceIds: ['idCard'] }, 'channel'],
    [{ serviceIds: ['idCard'], channel: 'phone' }, 'channel'],
    [{ serviceIds: ['idCard'], channel: 'desk', priority: { class: 'elderly' } }, 'priority.ground'],
    [{ serviceIds: ['idCard'], channel: 'desk', locale: 'fr' }, 'locale'],
    [[], ''],
    ['text', ''],
  ])('400 for %j, naming "%s"', async (body, path) => {
    const reply = await hall.rest.post('/visits', body, { token: guide })
    expect(reply.status).toBe(400)
    expect(reply.body).toEqual({ error: { path, message: expect.any(String) } })
  })

  it.each([
    [{ serviceIds: ['flying'] }, { code: 'unknownService', serviceId: 'flying' }],
    [{ serviceIds: ['idCard', 'idCard'] }, { code: 'duplicateService' }],
    [
      { serviceIds: ['idCard'], priority: { class: 'rich', ground: 'x' } },
      {
        code: 'unknownPriorityClass',
        class: 'rich',
        known: ['elderly', 'disabled', 'pregnant', 'military', 'urgent'],
      },
    ],
    [
      { serviceIds: [], appointmentCode: 'P-1' },
      { code: 'unknownAppointment', appointmentCode: 'P-1' },
    ],
  ])('409 for %j, with code, message and facts', async (body, refusal) => {
    const reply = await hall.rest.post('/visits', { channel: 'desk', ...body }, { token: guide })
    expect(reply.status).toBe(409)
    expect(reply.body).toEqual({
      refusal: expect.objectContaining({ ...refusal, message: expect.any(String) }),
    })
    expect(reply.body.refusal.message).not.toBe('')
  })
})

describe('GET /visits', () => {
  it('lists today’s in order of issue, narrowed by state, queue and day, with how many stand before each', async () => {
    const [a, b, c] = [await issue(['idCard']), await issue(['taxReg']), await issue(['residence'])]
    const d = await issue(['idCard'], { priority: { class: 'elderly', ground: 'card' } })
    const list = async (query: string): Promise<readonly VisitBody[]> =>
      (await hall.rest.get(`/visits${query}`, guide)).body.visits
    const numbers = (visits: readonly VisitBody[]): string[] => visits.map((v) => v.number)
    expect(numbers(await list(''))).toEqual([a.number, b.number, c.number, d.number])
    expect(numbers(await list('?queueId=A'))).toEqual([a.number, c.number, d.number])
    expect((await list('?queueId=A')).map((v) => v.ahead)).toEqual([1, 2, 0])
    await ok('/counters/c1/open')
    expect((await ok('/counters/c1/call-next')).visit.id).toBe(d.id)
    expect(await list('?state=called')).toMatchObject([
      { id: d.id, counterId: 'c1', staffId: 't1', calls: 1 },
    ])
    expect((await list('?state=called'))[0]).not.toHaveProperty('ahead')
    expect((await list('?state=waiting&queueId=A')).map((v) => v.ahead)).toEqual([0, 1])
    const today = hall.opened.hub.state.day?.day ?? ''
    expect(numbers(await list(`?day=${today}&state=waiting`))).toEqual([a.number, b.number, c.number])
    expect(await list('?day=2001-01-01')).toEqual([])
    expect(numbers(await list('?limit=2'))).toEqual([a.number, b.number])
    expect(numbers(await list(`?limit=2&after=${b.id}`))).toEqual([c.number, d.number])
  })

  it('shows no list a visitor’s secret', async () => {
    const { token } = await issue(['idCard'])
    const { text } = await hall.rest.get('/visits', guide)
    expect(text).not.toContain(token)
  })

  it('finds yesterday’s by day and by id, as they ended', async () => {
    const visit = await issue(['idCard'])
    const yesterday = hall.opened.hub.state.day?.day ?? ''
    nextDay()
    const again = await hall.rest.signIn('guide')
    const { body } = await hall.rest.get(`/visits?day=${yesterday}&state=expired`, again)
    expect(body.visits).toMatchObject([{ id: visit.id, number: 'A001', state: 'expired', day: yesterday }])
    const one = await hall.rest.get(`/visits/${visit.id}`, again)
    expect(one.body.visit).toMatchObject({ id: visit.id, state: 'expired' })
    expect(one.body.visit).not.toHaveProperty('ahead')
  })

  it.each([
    '?state=asleep',
    '?queueId=a%20b',
    '?day=today',
    '?limit=0',
    '?limit=many',
    '?limit=1001',
    '?state=waiting&state=called',
  ])('400 for %s', async (query) => {
    const { status, body } = await hall.rest.get(`/visits${query}`, guide)
    expect(status).toBe(400)
    expect(body.error.path).toMatch(/^(state|queueId|day|limit)$/)
  })

  it('404 for a visit and a history that are not there', async () => {
    for (const path of ['/visits/nobody', '/visits/nobody/history']) {
      const { status, body } = await hall.rest.get(path, guide)
      expect(status).toBe(404)
      expect(body).toEqual({ error: { path: 'id', message: 'not found' } })
    }
  })

  it('tells a history in order, with times, and without the visitor’s key', async () => {
    const visit = await serving(['idCard'])
    const { body, text } = await hall.rest.get(`/visits/${visit.id}/history`, guide)
    expect(body.events.map((e) => e.event.type)).toEqual(['visitIssued', 'visitCalled', 'visitStarted'])
    for (const { at } of body.events) expect(at).toMatch(isoTime)
    expect(text).not.toContain(hall.opened.hub.state.visits.get(visit.id)?.key)
  })
})
