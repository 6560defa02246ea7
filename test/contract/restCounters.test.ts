/**
 * Goal: counters, and every verb of a visit at one, are over REST what the
 * outside contract says. Method: the real server on a real port.
 */
import { describe, expect, it } from 'vitest'
import { isoTime, restHall } from '../fixtures/restHall.ts'
import type { ServedHall } from '../fixtures/servedHall.ts'

let hall: ServedHall
let guide: string
let kiosk: string
const { act, ok, issue, serving } = restHall((at) => {
  ;({ hall, guide, kiosk } = at)
})

describe('counters', () => {
  it('open, pause, resume and close, with and without a body', async () => {
    expect(await ok('/counters/c1/open', { queueIds: ['A'] })).toEqual({
      counter: {
        id: 'c1',
        label: 'c1',
        state: 'open',
        staffId: 't1',
        queueIds: ['A'],
        since: expect.stringMatching(isoTime),
      },
    })
    expect((await ok('/counters/c1/pause', { reason: 'break' })).counter.state).toBe('paused')
    expect((await ok('/counters/c1/resume')).counter.state).toBe('open')
    expect((await ok('/counters/c1/close', {})).counter).toMatchObject({ state: 'closed', queueIds: ['A'] })
    const { body } = await hall.rest.get('/counters', guide)
    expect(body.counters.map((c) => c.state)).toEqual(['closed', 'closed', 'closed', 'closed'])
  })

  it('call-next: 204 without a body when nobody is waiting, else 200 with the visit and why', async () => {
    await ok('/counters/c1/open')
    const nobody = await act('/counters/c1/call-next')
    expect([nobody.status, nobody.text]).toEqual([204, ''])
    await issue(['idCard'])
    hall.later(90)
    const { visit, why } = await ok('/counters/c1/call-next')
    expect(visit).toMatchObject({ number: 'A001', state: 'called', counterId: 'c1', staffId: 't1' })
    expect(why).toMatchObject({ rule: 'next', line: 'own', waitedS: 90 })
  })

  it('call: by number or id, out of order with its reason', async () => {
    await ok('/counters/c1/open')
    await issue(['idCard'])
    const second = await issue(['idCard'])
    const { visit, why } = await ok('/counters/c1/call', { number: 'a002', reason: 'left an infant' })
    expect(visit.id).toBe(second.id)
    expect(why).toMatchObject({ rule: 'chosen', passedOver: 1, reason: 'left an infant' })
  })

  it.each([
    [{}, 'visitId'],
    [{ visitId: 'x', number: 'A001' }, 'visitId'],
    [{ number: 'seven' }, 'number'],
    [{ number: 'A'.repeat(13) }, 'number'],
  ])('call: 400 for %j', async (body, path) => {
    const reply = await act('/counters/c1/call', body)
    expect(reply.status).toBe(400)
    expect(reply.body.error.path).toBe(path)
  })

  it('refuse with 404, 403 or 409 what cannot be', async () => {
    expect((await act('/counters/c9/open')).status).toBe(404)
    expect((await act('/counters/c1/open', {}, guide)).body).toMatchObject({
      refusal: { code: 'notAllowed' },
    })
    expect((await act('/counters/c1/open', {}, guide)).status).toBe(403)
    expect((await act('/counters/c1/open', {}, kiosk)).status).toBe(403)
    await ok('/counters/c1/open')
    const t2 = await hall.rest.signIn('t2')
    const taken = await act('/counters/c1/open', {}, t2)
    expect([taken.status, taken.body.refusal.code, taken.body.refusal['staffId']]).toEqual([
      409,
      'counterTaken',
      't1',
    ])
    expect((await act('/counters/c2/open')).body.refusal).toMatchObject({
      code: 'tellerElsewhere',
      counterId: 'c1',
    })
    expect((await act('/counters/c2/open', { queueIds: ['Z'] }, t2)).body.refusal.code).toBe('unknownQueue')
    expect((await act('/counters/c1/call-next', {}, t2)).body.refusal.code).toBe('notYourCounter')
    expect((await act('/counters/c2/call-next')).body.refusal.code).toBe('counterClosed')
    await issue(['idCard'])
    const { visit } = await ok('/counters/c1/call-next')
    const busy = await act('/counters/c1/call-next')
    expect(busy.body.refusal).toMatchObject({ code: 'counterBusy', counterId: 'c1', visitId: visit.id })
    expect((await act('/counters/c1/close')).body.refusal.code).toBe('counterBusy')
    expect((await act('/counters/c1/pause', {})).body.error.path).toBe('reason')
  })
})

describe('the verbs of a visit', () => {
  it('recall, start, turns, finish: one sitting with its outcomes', async () => {
    await ok('/counters/c4/open')
    const { id } = await issue(['idCard', 'taxReg'])
    await ok('/counters/c4/call-next')
    expect((await ok(`/visits/${id}/recall`)).visit.calls).toBe(2)
    expect((await ok(`/visits/${id}/start`)).visit.state).toBe('serving')
    const turn = { serviceId: 'idCard', outcome: 'advised', missing: ['the old card'], note: 'comes back' }
    expect((await ok(`/visits/${id}/turns`, turn)).visit).toMatchObject({ open: ['taxReg'] })
    expect((await ok(`/visits/${id}/services`, { add: ['residence'] })).visit.open).toHaveLength(2)
    expect((await ok(`/visits/${id}/finish`)).visit).toMatchObject({ state: 'finished', open: [] })
    expect((await act(`/visits/${id}/finish`)).body.refusal).toMatchObject({
      code: 'wrongState',
      state: 'finished',
    })
  })

  it('no-show and requeue, once the calls are enough', async () => {
    await ok('/counters/c4/open')
    const { id } = await issue(['idCard'])
    await ok('/counters/c4/call-next')
    expect((await act(`/visits/${id}/no-show`)).body.refusal.code).toBe('callsTooFew')
    for (let n = 0; n < 2; n += 1) {
      hall.later(20)
      await ok(`/visits/${id}/recall`)
    }
    expect((await ok(`/visits/${id}/no-show`)).visit).toMatchObject({ state: 'waiting', ahead: 0 })
    await ok('/counters/c4/call-next')
    expect((await ok(`/visits/${id}/requeue`)).visit.state).toBe('waiting')
  })

  it('park and resume; transfer; cancel', async () => {
    const visit = await serving(['idCard'])
    expect((await ok(`/visits/${visit.id}/park`, { kind: 'papersKept' })).visit.state).toBe('parked')
    expect((await ok(`/visits/${visit.id}/resume`)).visit.state).toBe('serving')
    const moved = await ok(`/visits/${visit.id}/transfer`, {
      to: { queueId: 'B' },
      position: 'last',
      note: 'n',
    })
    expect(moved.visit).toMatchObject({ state: 'waiting', queueId: 'B' })
    const gone = await ok(`/visits/${visit.id}/cancel`, { reason: 'went home' }, guide)
    expect(gone.visit).toMatchObject({ state: 'cancelled' })
  })

  it.each([
    ['park', {}, 'kind'],
    ['park', { kind: 'for ever' }, 'kind'],
    ['cancel', {}, 'reason'],
    ['cancel', { reason: '' }, 'reason'],
    ['turns', { outcome: 'completed' }, 'serviceId'],
    ['turns', { serviceId: 'idCard', outcome: 'lost' }, 'outcome'],
    ['turns', { serviceId: 'idCard', outcome: 'completed', note: 'x'.repeat(501) }, 'note'],
    ['services', { add: [] }, 'add'],
    ['transfer', { position: 'keep' }, 'to'],
    ['transfer', { to: { queueId: 'B', counterId: 'c1' } }, 'to'],
    ['transfer', { to: { queueId: 'B' }, position: 'middle' }, 'position'],
  ])('%s: 400 for %j, naming %s', async (verb, body, path) => {
    const reply = await act(`/visits/x/${verb}`, body)
    expect(reply.status).toBe(400)
    expect(reply.body.error.path).toBe(path)
  })

  it.each(['recall', 'start', 'no-show', 'requeue', 'resume', 'finish'])(
    '%s: 404 for nobody’s visit',
    async (verb) => {
      const reply = await act(`/visits/nobody/${verb}`)
      expect([reply.status, reply.body.refusal.code]).toEqual([404, 'unknownVisit'])
    },
  )

  it('409 for another’s visit, 403 for a kiosk', async () => {
    const visit = await serving(['idCard'])
    const t2 = await hall.rest.signIn('t2')
    expect((await act(`/visits/${visit.id}/finish`, {}, t2)).body.refusal.code).toBe('notYourVisit')
    expect((await act(`/visits/${visit.id}/finish`, {}, kiosk)).status).toBe(403)
  })
})
