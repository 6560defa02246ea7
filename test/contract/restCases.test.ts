/**
 * Goal: a case is opened, followed and closed over REST by those it is for, each step kept with who and when; nobody
 * else learns that there is one. Method: the served hall, its days turned by hand, photographs as real bytes.
 */
import { existsSync, readdirSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { photosKept } from '#main/hub/photoRetention.ts'
import { caseList, casesWaiting, caseView, mostPhotoBytes } from '#shared/protocol/cases.ts'
import type { CaseView } from '#shared/protocol/cases.ts'
import type { AtHall } from '#test/fixtures/restHall.ts'
import { restHall } from '#test/fixtures/restHall.ts'
import type { Reply } from '#test/fixtures/restClient.ts'
import { flowOn, withFlow } from '#shared/conduct/conductRules.ts'
import { rulesOf } from '#shared/hall/state.ts'
import { conductHistory } from '#shared/protocol/setUpAnswers.ts'
import { testRules } from '#test/fixtures/conduct.ts'

let at: AtHall
const { nextDay, ok, issue } = restHall((given) => {
  at = given
})

let boss: string
let admin: string
let t2: string
beforeEach(async () => {
  ;[boss, admin, t2] = await Promise.all([
    at.hall.rest.signIn('boss'),
    at.hall.rest.signIn('admin'),
    at.hall.rest.signIn('t2'),
  ])
})

const get = async (path: string, token = boss): Promise<Reply> => at.hall.rest.ask(path, { token })
const post = async (path: string, body: object, token = boss): Promise<Reply> =>
  at.hall.rest.post(path, body, { token })

async function open(body: object, token = boss): Promise<string> {
  const reply = await post('/cases', { text: '两个窗口互相推', ...body }, token)
  expect(reply.status, reply.text).toBe(201)
  return z.object({ case: z.object({ id: z.string() }) }).parse(reply.body).case.id
}
async function seen(id: string, token = boss): Promise<CaseView> {
  const reply = await get(`/cases/${id}`, token)
  expect(reply.status, reply.text).toBe(200)
  return z.object({ case: caseView }).parse(reply.body).case
}
async function go(id: string, to: string, more: object = {}, token = boss): Promise<void> {
  const { stage: from } = await seen(id, token)
  const reply = await post(`/cases/${id}/moves`, { from, to, ...more }, token)
  expect(reply.status, reply.text).toBe(200)
}

/** The smallest PNG there is. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const sendPhoto = async (bytes: Buffer, token = boss, type = 'image/png'): Promise<Reply> =>
  at.hall.rest.ask('/photos', { method: 'POST', token, raw: bytes, headers: { 'content-type': type } })
const photoAnswer = z.object({ photo: z.object({ sha256: z.string(), type: z.string(), bytes: z.number() }) })

describe('a bad rating', () => {
  it('is followed to its end by two people, and figures count it', async () => {
    await ok('/counters/c4/open')
    const { id: visit, token } = await issue(['idCard'])
    await ok('/counters/c4/call-next')
    await ok(`/visits/${visit}/finish`)
    const body = { level: 'dissatisfied', reasons: ['slowHandling'], key: token }
    expect((await at.hall.rest.post(`/visits/${visit}/ratings`, body)).status).toBe(201)
    const { cases } = caseList.parse((await get('/cases?kind=badRating')).body)
    const [row] = cases
    expect(row).toMatchObject({ stage: 'verify', staffId: 't1', rating: { level: 'dissatisfied' } })
    const id = String(row?.id)
    // Whom it is about neither sees nor moves it.
    expect((await get(`/cases/${id}`, at.t1)).status).toBe(404)
    expect((await post(`/cases/${id}/moves`, { from: 'verify', to: 'claim' }, at.t1)).status).toBe(404)
    await go(id, 'claim')
    await go(id, 'callBack')
    await go(id, 'handle', { callBack: 'reached' })
    const missing = await post(`/cases/${id}/moves`, { from: 'handle', to: 'review', note: 'x' })
    expect([missing.status, missing.body.refusal.code]).toEqual([409, 'stageNeeds'])
    await go(id, 'review', { note: '已加开窗口', outcome: 'rectified' })
    // Shown before it is pressed, and refused when it is pressed all the same.
    expect((await seen(id)).ways.map((way) => [way.to, way.refusal?.code])).toEqual([
      ['closed', 'otherPersonNeeded'],
      ['handle', 'otherPersonNeeded'],
    ])
    const alone = await post(`/cases/${id}/moves`, { from: 'review', to: 'closed' })
    expect([alone.status, alone.body.refusal.code]).toEqual([409, 'otherPersonNeeded'])
    await go(id, 'closed', {}, admin)
    const closed = await seen(id)
    expect(closed).toMatchObject({ stage: 'closed', outcome: 'rectified', ways: [] })
    expect(closed.trail.map(({ by, to }) => [by.name, to?.zh])).toEqual([
      ['boss', '认领'],
      ['boss', '回访'],
      ['boss', '整改处理'],
      ['boss', '审核'],
      ['admin', '已办结'],
    ])
    const listed = caseList.parse((await get('/cases?state=closed')).body).cases
    expect(listed.map((c) => c.id)).toContain(id)
    expect(caseList.parse((await get('/cases')).body).cases.map((c) => c.id)).not.toContain(id)
  })
})

describe('who sees what', () => {
  it('those in charge all, others what they brought or handle, programs and kiosks nothing', async () => {
    const matter = await open({ kind: 'stuckMatter' }, at.t1)
    const complaint = await open({ kind: 'complaint', staffId: 't2' }, at.guide)
    const ids = async (token: string): Promise<readonly string[]> =>
      caseList
        .parse((await get('/cases', token)).body)
        .cases.map((c) => String(c.id))
        .filter((id) => [matter, complaint].includes(id))
        .sort()
    const all = [matter, complaint].sort()
    expect(await ids(boss)).toEqual(all)
    // A guide takes both in; each teller has what they brought, and nobody what is said of them.
    expect(await ids(at.guide)).toEqual(all)
    expect(await ids(at.t1)).toEqual([matter])
    expect(await ids(t2)).toEqual([])
    const waiting = async (token: string): Promise<number> =>
      casesWaiting.parse((await get('/cases/waiting', token)).body).waiting
    const before = await Promise.all([boss, at.t1, t2].map(waiting))
    await go(complaint, 'investigate', { assignee: 't2' })
    expect(await ids(t2)).toEqual([complaint])
    // From those who might take it in to the one it was given to.
    const [ofBoss = 0, ofT1, ofT2 = 0] = before
    expect(await Promise.all([boss, at.t1, t2].map(waiting))).toEqual([ofBoss - 1, ofT1, ofT2 + 1])
    for (const token of [at.kiosk, at.program]) expect((await get('/cases', token)).status).toBe(403)
    expect((await at.hall.rest.ask('/cases', {})).status).toBe(401)
  })

  it('shows whom to answer masked, and whole for a reason that is kept', async () => {
    const id = await open({ kind: 'complaint', contact: { name: '欧阳小明', phone: '13812345678' } })
    expect((await seen(id)).contact).toEqual({ name: '欧阳**', phone: '138****5678' })
    expect((await post(`/cases/${id}/contact`, {})).status).toBe(400)
    expect((await post(`/cases/${id}/contact`, { reason: '回访' }, t2)).status).toBe(404)
    const whole = await post(`/cases/${id}/contact`, { reason: '回访' })
    expect(whole.body).toEqual({ contact: { name: '欧阳小明', phone: '13812345678' } })
    expect((await seen(id)).trail.at(-1)).toMatchObject({
      what: 'contactSeen',
      note: '回访',
      by: { name: 'boss' },
    })
  })
})

describe('photographs', () => {
  it('are what they say, small enough, and only of the case they belong to', async () => {
    for (const [bytes, type] of [
      [Buffer.from('<script>alert(1)</script>'), 'image/png'],
      [Buffer.from('GIF89a'), 'image/jpeg'],
    ] as const)
      expect((await sendPhoto(bytes, boss, type)).status).toBe(400)
    expect((await sendPhoto(png, boss, 'text/html')).status).toBe(400)
    const large = await sendPhoto(Buffer.concat([png, Buffer.alloc(mostPhotoBytes)]))
    expect(large.status).toBe(413)
    expect((await sendPhoto(png, at.program)).status).toBe(403)

    const { photo } = photoAnswer.parse((await sendPhoto(png)).body)
    const finding = { kind: 'inspection', item: '消防通道', counterId: 'c1', staffId: 't1' }
    const mine = await open({ ...finding, photos: [photo] })
    const other = await open({ kind: 'complaint' })
    const unsent = { ...photo, sha256: 'f'.repeat(64) }
    expect((await post('/cases', { ...finding, text: 'x', photos: [unsent] })).status).toBe(400)
    expect((await seen(mine)).photos).toEqual([photo])
    const shown = await get(`/cases/${mine}/photos/${photo.sha256}`)
    expect([shown.status, shown.headers['content-type'], shown.headers['x-content-type-options']]).toEqual([
      200,
      'image/png',
      'nosniff',
    ])
    expect((await get(`/cases/${other}/photos/${photo.sha256}`)).status).toBe(404)
    expect((await get(`/cases/${mine}/photos/${photo.sha256}`, at.t1)).status).toBe(404)
    expect((await get(`/cases/${mine}/photos/..%2f..%2fhall.db`)).status).toBe(400)
    expect((await at.hall.rest.ask(`//media/${photo.sha256}.png`)).status).toBe(404)
  })

  it('go once their case was closed long enough ago, and what nobody named after a day', async () => {
    const { opened, folder } = at.hall
    const dir = join(folder, 'photos')
    const kept = await opened.asSystem({ type: 'configureConduct', rules: { ...testRules, photoDays: 2 } })
    expect(kept.ok).toBe(true)
    const { photo } = photoAnswer.parse((await sendPhoto(Buffer.concat([png, Buffer.from('kept')]))).body)
    const { photo: loose } = photoAnswer.parse(
      (await sendPhoto(Buffer.concat([png, Buffer.from('loose')]))).body,
    )
    const id = await open({ kind: 'inspection', item: 'x', photos: [photo] })
    const age = (): void => {
      for (const name of readdirSync(dir)) utimesSync(join(dir, name), 1, 1)
    }
    const tidy = async (): Promise<number> => {
      age()
      return opened.photos.tidy(photosKept(opened.hub), at.hall.nowMs)
    }
    await tidy()
    expect(existsSync(opened.photos.pathOf(photo as typeof photo & { type: 'image/png' }))).toBe(true)
    expect(existsSync(join(dir, `${loose.sha256}.png`))).toBe(false)
    await go(id, 'rectify', { assignee: 't2' })
    await go(id, 'check', { note: 'done', outcome: 'rectified' }, t2)
    await go(id, 'closed', {}, boss)
    const here = (): boolean => existsSync(join(dir, `${photo.sha256}.png`))
    nextDay()
    await tidy()
    expect(here()).toBe(true)
    for (let days = 0; days < 3; days += 1) nextDay()
    await tidy()
    expect(here()).toBe(false)
    boss = await at.hall.rest.signIn('boss')
    expect((await get(`/cases/${id}/photos/${photo.sha256}`)).status).toBe(404)
  })
})

it('of one’s own says who raised it and whose it is to handle', async () => {
  const id = await open({ kind: 'stuckMatter' }, at.t1)
  const row = async (token: string) =>
    caseList.parse((await get('/cases', token)).body).cases.find((one) => one.id === id)
  expect((await row(at.t1))?.raised).toBe(true)
  expect((await row(boss))?.raised).toBe(false)
  expect(await row(t2)).toBeUndefined()
})

it('a change of the rules is kept with who made it, and can be taken back while it fits', async () => {
  const { hub, asSystem } = at.hall.opened
  const history = async () => conductHistory.parse((await get('/conduct/history', admin)).body).entries
  const undo = async (seq: number | undefined): Promise<number> =>
    (await post(`/conduct/history/${String(seq)}/undo`, {}, admin)).status
  const was = rulesOf(hub.state)
  const first90 = await asSystem({ type: 'configureConduct', rules: { ...was, photoDays: 90 } })
  const flow = flowOn(was, 'complaint', '')
  const dated = { ...flow, from: hub.state.day?.day ?? '', version: 'hall-1' }
  const flowed = withFlow({ ...was, photoDays: 90 }, dated)
  const changed = await asSystem({ type: 'configureConduct', rules: flowed })
  expect([first90.ok, changed.ok]).toEqual([true, true])
  const [second, first] = await history()
  expect([second, first]).toMatchObject([
    { parts: ['flows'], who: 'system', fits: true },
    { parts: ['photoDays'], fits: true },
  ])
  expect(await undo(first?.seq)).toBe(200)
  expect(rulesOf(hub.state)).toEqual({ ...flowed, photoDays: was.photoDays })
  expect(await undo(first?.seq)).toBe(409)
  // Once it has held it is part of the record; another version may follow.
  at.hall.later(86_400)
  hub.rollOverIfDue()
  hub.flush()
  const tomorrow = await at.hall.rest.signIn('admin')
  const now = conductHistory.parse((await get('/conduct/history', tomorrow)).body).entries
  expect(now.find(({ seq }) => seq === second?.seq)?.fits).toBe(false)
  const late = await post(`/conduct/history/${String(second?.seq)}/undo`, {}, tomorrow)
  expect(late.status).toBe(409)
  expect((await get('/conduct/history', await at.hall.rest.signIn('boss'))).status).toBe(403)
})

it('rules that would leave an open case nowhere to go, or that somebody changed meanwhile, are refused', async () => {
  const id = await open({ kind: 'inspection', item: 'x' })
  const { asSystem } = at.hall.opened
  const flows = testRules.flows.map((flow) =>
    flow.kind === 'inspection'
      ? {
          ...flow,
          stages: flow.stages.map((s) => (s.id === 'found' ? { ...s, id: 'seen' } : s)),
        }
      : flow,
  )
  expect(await asSystem({ type: 'configureConduct', rules: { ...testRules, flows } })).toMatchObject({
    refusal: { code: 'conductInvalid' },
  })
  const stale = { ...testRules, photoDays: 77 }
  expect(await asSystem({ type: 'configureConduct', rules: testRules, was: stale })).toMatchObject({
    refusal: { code: 'changedMeanwhile' },
  })
  expect((await seen(id)).ways[0]?.to).toBe('rectify')
})
