/**
 * Goal: a visitor's word is taken once, from the visitor alone, today or some
 * days later, and figures of it are for those in charge. Method: the served
 * hall over REST, its days turned by hand.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ratingFigures } from '#shared/conduct/ratingFigures.ts'
import type { SetUpChange } from '#shared/hall/setUp.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import { addDays } from '#shared/time/localTime.ts'
import type { AtHall } from '#test/fixtures/restHall.ts'
import { restHall } from '#test/fixtures/restHall.ts'
import type { Reply } from '#test/fixtures/restClient.ts'
import { eventually } from '#test/fixtures/eventually.ts'

let at: AtHall
const { nextDay, ok, issue } = restHall((given) => {
  at = given
})

let visit: { id: VisitId; key: string }
/** A visit served by t1 at c4 and finished. */
beforeEach(async () => {
  await ok('/counters/c4/open')
  const issued = await issue(['idCard'])
  await ok('/counters/c4/call-next')
  await ok(`/visits/${issued.id}/finish`)
  visit = { id: issued.id, key: issued.token }
})

async function rate(
  of: object = {},
  more: { id?: string; token?: string; key?: string } = {},
): Promise<Reply> {
  const body = { level: 'satisfied', key: visit.key, ...of }
  return at.hall.rest.ask(`/visits/${more.id ?? visit.id}/ratings`, {
    method: 'POST',
    body,
    token: more.token,
    key: more.key,
  })
}

const page = z.object({
  visit: z.object({ state: z.string(), rating: z.string().optional(), rated: z.boolean() }),
})
async function ownPage(): Promise<z.infer<typeof page>['visit']> {
  const reply = await at.hall.rest.ask(`/visitor/${visit.key}`, {})
  return page.parse(reply.body).visit
}

const rows = z.object({
  rows: z.array(z.object({ levelCode: z.string(), channelCode: z.string(), time: z.string() })),
})
const figures = z.object({ from: z.string(), to: z.string(), ratings: ratingFigures })
async function stats(token: string, query = ''): Promise<Reply> {
  return at.hall.rest.ask(`/stats/ratings${query}`, { token })
}

describe('a visitor', () => {
  it('rates with the key, once and one follow-up', async () => {
    expect(await ownPage()).toEqual({ state: 'finished', rating: 'first', rated: false })
    const first = await rate({ level: 'veryDissatisfied', reasons: ['poorAttitude'], text: '不耐烦' })
    expect([first.status, first.body]).toEqual([
      201,
      { rating: { visitId: visit.id, level: 'veryDissatisfied' } },
    ])
    expect(await ownPage()).toEqual({ state: 'finished', rating: 'followUp', rated: true })
    expect((await rate()).status).toBe(201)
    const third = await rate()
    expect([third.status, third.body.refusal.code]).toEqual([409, 'alreadyRated'])
    expect(await ownPage()).toEqual({ state: 'finished', rated: true })
  })

  it('gets the same answer for the same key, once carried out', async () => {
    const twice = [await rate({}, { key: 'once' }), await rate({}, { key: 'once' })]
    expect(twice.map((r) => r.status)).toEqual([201, 201])
    expect(await ownPage()).toMatchObject({ rating: 'followUp' })
  })

  it('rates a visit of an earlier day, until the time for it is over', async () => {
    nextDay()
    expect(await ownPage()).toEqual({ state: 'finished', rating: 'first', rated: false })
    expect((await rate()).status).toBe(201)
    for (let day = 0; day < 15; day += 1) nextDay()
    expect((await rate()).body.refusal.code).toBe('ratingOver')
    expect((await at.hall.rest.ask(`/visitor/${visit.key}`, {})).status).toBe(404)
  })

  it('rates once even where two hands press before anything is written', async () => {
    nextDay()
    const both = await Promise.all([rate(), rate(), rate(), rate()])
    expect(both.map((r) => r.status).sort()).toEqual([201, 201, 409, 409])
  })

  it.each([
    [{ level: 'dissatisfied' }, 409, 'reasonsNeeded'],
    [{ level: 'satisfied', reasons: ['poorAttitude'] }, 409, 'reasonsNotAllowed'],
    [{ level: 'dissatisfied', reasons: ['weather'] }, 409, 'reasonsNotAllowed'],
    [{ turnId: 'another' }, 409, 'unknownTurn'],
  ])('is told why %j counts for nothing', async (of, status, code) => {
    const reply = await rate(of)
    expect([reply.status, reply.body.refusal.code]).toEqual([status, code])
  })

  it.each([[{ level: 'splendid' }], [{ key: 'short' }], [{ text: '' }], [{ reasons: ['<b>'] }]])(
    'who sends %j gets 400',
    async (of) => {
      expect((await rate(of)).status).toBe(400)
    },
  )
})

describe('nobody else', () => {
  it.each(['t1', 'guide', 'boss', 'admin'])('%s may rate, even with the key', async (who) => {
    const token = await at.hall.rest.signIn(who)
    expect((await rate({}, { token })).status).toBe(403)
    expect(await ownPage()).toMatchObject({ rated: false })
  })

  it('rates by a guessed key, and guessing is slowed down', async () => {
    const wrong = 'guess-guess-guess-guess'
    expect((await rate({ key: wrong })).status).toBe(404)
    expect((await rate({}, { id: 'nobody' })).status).toBe(404)
    for (let n = 0; n < 20; n += 1) await rate({ key: wrong })
    expect((await rate({ key: wrong })).status).toBe(429)
    expect((await rate()).status).toBe(201)
  })

  it('sees in a visit’s history what its visitor said', async () => {
    await rate({ level: 'dissatisfied', reasons: ['slowHandling'] })
    const reply = await at.hall.rest.ask(`/visits/${visit.id}/history`, { token: at.t1 })
    expect(reply.body.events.at(-1)?.event.type).toBe('visitRated')
    expect(reply.text).not.toContain('slowHandling')
    expect(reply.text).not.toContain('"level"')
  })
})

describe('figures', () => {
  it('are for those in charge', async () => {
    for (const token of [at.t1, at.guide, at.kiosk, at.program]) expect((await stats(token)).status).toBe(403)
    expect((await at.hall.rest.ask('/stats/ratings', {})).status).toBe(401)
  })

  it('count what was said on the day of the visit', async () => {
    await rate({ level: 'dissatisfied', reasons: ['slowHandling'] })
    const boss = await at.hall.rest.signIn('boss')
    const { from, ratings } = figures.parse((await stats(boss)).body)
    expect(ratings).toMatchObject({ visits: 1, ratedVisits: 1, activeRate: 1, count: 1, satisfaction: 0 })
    expect(ratings.byTeller).toMatchObject([{ key: 't1', count: 1, byLevel: { dissatisfied: 1 } }])
    expect(ratings.byChannel).toMatchObject([{ key: 'qr' }])
    expect(ratings.byService).toMatchObject([{ key: 'idCard' }])
    nextDay()
    const later = await at.hall.rest.signIn('boss')
    expect(figures.parse((await stats(later)).body).ratings.count).toBe(0)
    expect(figures.parse((await stats(later, `?from=${from}`)).body).ratings.count).toBe(1)
  })

  it('leave the hall in either code order', async () => {
    await rate({ level: 'dissatisfied', reasons: ['slowHandling'] })
    const boss = await at.hall.rest.signIn('boss')
    const rowOf = async (query: string): Promise<unknown> =>
      rows.parse((await stats(boss, `/rows${query}`)).body).rows[0]
    expect(await rowOf('')).toEqual({
      levelCode: '4',
      channelCode: '3',
      time: expect.stringMatching(/^\d{8}T\d{6}$/),
    })
    expect(await rowOf('?order=provincial&channels=b')).toMatchObject({ levelCode: '2', channelCode: '3' })
    expect((await stats(at.t1, '/rows')).status).toBe(403)
  })

  it.each(['?from=yesterday', '?from=2026-99-99', '?from=2026-03-02&to=2026-03-01'])(
    'of %s are 400',
    async (query) => {
      const boss = await at.hall.rest.signIn('boss')
      expect((await stats(boss, query)).status).toBe(400)
    },
  )
})

describe('ratings in a receiver’s codes', () => {
  const job = z.object({ job: z.object({ id: z.string(), state: z.string(), file: z.string().optional() }) })
  /** The file of today's ratings, written by the real worker. */
  async function written(body: object, token: string): Promise<Reply> {
    const today = at.hall.opened.hub.state.day?.day ?? ''
    const span = { from: today, to: addDays(today, 1) }
    const begun = await at.hall.rest.post('/ratings/exports', { ...span, ...body }, { token })
    expect(begun.status, begun.text).toBe(202)
    const { id } = job.parse(begun.body).job
    await eventually(async () => {
      expect(job.parse((await at.hall.rest.get(`/jobs/${id}`, token)).body).job.state).toBe('done')
    })
    return at.hall.rest.get(`/jobs/${id}/result`, token)
  }

  it('have levels in the order that was asked for, and channels only where there is a code', async () => {
    const boss = await at.hall.rest.signIn('boss')
    await rate({ level: 'veryDissatisfied', reasons: ['poorAttitude', 'other'], text: '=1+1' })
    const rowsOf = async (order: string): Promise<readonly Record<string, unknown>[]> =>
      z.array(z.record(z.string(), z.unknown())).parse((await written({ order, format: 'json' }, boss)).body)
    const [national] = await rowsOf('national')
    expect(national).toMatchObject({
      caseNumber: visit.id,
      channelCode: '3',
      level: '非常不满意',
      levelCode: '5',
      reasons: 'poorAttitude,other',
      ordinal: 1,
      teller: 't1',
      caseState: '1',
    })
    expect(national?.['time']).toMatch(/^\d{8}T\d{6}$/)
    expect(national).not.toHaveProperty('text')
    expect((await rowsOf('provincial'))[0]).toMatchObject({ levelCode: '1', channelCode: '3' })
  })

  it('carry the codes by which the receiver knows the hall and its departments, in either order', async () => {
    const boss = await at.hall.rest.signIn('boss')
    const change = async (...changes: readonly SetUpChange[]): Promise<string> => {
      const answer = await at.hall.opened.asSystem({ type: 'changeSetUp', changes })
      return answer.ok ? 'ok' : answer.refusal.code
    }
    const [hallCode, ownCode] = ['91350100M000100Y43', '91110000802100433B']
    const hallCodes: readonly SetUpChange[] = [
      { part: 'settings', key: 'division', after: '650102' },
      { part: 'settings', key: 'creditCode', after: hallCode },
    ]
    const mistyped = '91350100M000100Y44'
    expect(await change({ part: 'settings', key: 'creditCode', after: mistyped })).toBe('catalogueInvalid')
    expect(await change(...hallCodes)).toBe('ok')
    await rate({ level: 'satisfied' })
    const record = async (order: string): Promise<Record<string, unknown> | undefined> =>
      z
        .array(z.record(z.string(), z.unknown()))
        .parse((await written({ order, format: 'json' }, boss)).body)[0]
    const nobodys = { rater: null, anonymous: '1', reviewState: '0', isPublic: '0' }
    expect(await record('national')).toMatchObject({
      ...{ division: '650102000', departmentCode: hallCode, levelCode: '2' },
      ...nobodys,
    })
    const { catalogue } = at.hall.opened.hub.state
    const { departmentId } = catalogue.services.find(({ id }) => id === 'idCard') ?? {}
    const before = catalogue.departments.find(({ id }) => id === departmentId)
    const own = { ...before, creditCode: ownCode.toLowerCase() }
    expect(await change({ part: 'departments', key: String(departmentId), before, after: own })).toBe('ok')
    expect(await record('provincial')).toMatchObject({ departmentCode: ownCode, levelCode: '4', ...nobodys })
  })

  it('show what was written for a reason that is kept, and run nothing in a spreadsheet', async () => {
    const boss = await at.hall.rest.signIn('boss')
    await rate({ level: 'dissatisfied', reasons: ['other'], text: '=HYPERLINK("x")' })
    const unmask = { reason: '核对投诉' }
    const csv = await written({ order: 'national', format: 'csv', locale: 'en', unmask }, boss)
    expect(csv.text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(csv.text).toContain('Level code')
    const xlsx = await written({ order: 'national', format: 'xlsx' }, boss)
    expect(xlsx.headers['content-type']).toContain('spreadsheetml')
  })

  it('are for those in charge', async () => {
    const body = { from: '2026-03-02', to: '2026-03-03', order: 'national', format: 'csv' }
    for (const token of [at.t1, at.guide, at.kiosk, at.program])
      expect((await at.hall.rest.post('/ratings/exports', body, { token })).status).toBe(403)
  })
})
