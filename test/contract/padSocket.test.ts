/**
 * Goal: only a pad speaks for whoever stands before it, and it learns nothing that would let it, or anybody who
 * listens, speak for them elsewhere. Method: the served hall, sockets of every kind, and what each of them hears.
 */
import type { Socket } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { helloOf } from '#shared/client/socketLink.ts'
import { stationId } from '#shared/ids/ids.ts'
import { wireEvent } from '#shared/protocol/messages.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import { cmd } from '../fixtures/hall.ts'
import type { VisitBody } from '../fixtures/restClient.ts'
import { ServedHall } from '../fixtures/servedHall.ts'
import { handshake, hangUpAfterEach, hears, listenIn } from '../fixtures/socketDoor.ts'

let hall: ServedHall
let visit: VisitBody
hangUpAfterEach()
beforeEach(async () => {
  hall = await ServedHall.open({ localStations: { pad: stationId.parse('pad-0') } })
  const [t1, guide] = await Promise.all([hall.rest.signIn('t1'), hall.rest.signIn('guide')])
  await hall.rest.post('/counters/c1/open', {}, { token: t1 })
  const issue = { serviceIds: ['idCard'], channel: 'desk' }
  visit = (await hall.rest.post('/visits', issue, { token: guide })).body.visit
  await hall.rest.post('/counters/c1/call-next', {}, { token: t1 })
  await hall.rest.post(`/visits/${visit.id}/finish`, {}, { token: t1 })
})
afterEach(async () => {
  await hall.close()
  expect(hall.faults).toEqual([])
})

const elsewhere = { origin: 'http://elsewhere.example' }

/** Sends the rating of the turn just ended; the answer. */
async function rate(at: { socket: Socket; heard: HubMessage[] }, id: string): Promise<unknown> {
  const turnId = hall.opened.hub.state.visits.get(visit.id)?.turns[0]?.id
  const command = cmd.rate(visit, { channel: 'pad', turnId })
  at.socket.emit(wireEvent, { type: 'command', id, command })
  return (await hears(at.heard, 'answer')).answer
}

describe('a pad', () => {
  it('on this very computer is let in, and one elsewhere by its token alone', async () => {
    expect(await handshake(hall.origin, helloOf('pad', undefined))).toBe('in')
    const refused = { reason: 'notPaired' }
    expect(await handshake(hall.origin, helloOf('pad', undefined), elsewhere)).toBeUndefined()
    expect(await handshake(hall.origin, helloOf('pad', 'nobody'))).toMatchObject(refused)
    const token = hall.padToken('c1')
    expect(await handshake(hall.origin, helloOf('pad', token), elsewhere)).toBeUndefined()
    expect(await handshake(hall.origin, helloOf('pad', token))).toBe('in')
    // A pad that nobody said a counter for has none to speak at.
    for (const other of [
      await hall.rest.signIn('t1'),
      hall.stationToken('kiosk-7'),
      hall.stationToken('pad-7', 'pad'),
    ])
      expect(await handshake(hall.origin, helloOf('pad', other))).toMatchObject(refused)
  })

  it('rates the turn just ended, once, and is told no more than that', async () => {
    const at = await listenIn(hall.origin, 'pad')
    at.socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 })
    await hears(at.heard, 'snapshot')
    expect(await rate(at, 'one')).toEqual({ ok: true, seq: expect.any(Number) as number, visitId: visit.id })
    const again = await listenIn(hall.origin, 'pad')
    expect(await rate(again, 'two')).toMatchObject({ ok: false, refusal: { code: 'alreadyRated' } })
    const heard = JSON.stringify([...at.heard, ...again.heard])
    expect(heard).not.toContain(visit.token)
    expect(heard).not.toContain('"level"')
  })
})

describe('a tablet’s browser', () => {
  it('rates at the one counter its token is for, and is told which', async () => {
    const here = await listenIn(hall.origin, 'pad', hall.padToken('c1', { screen: true }))
    expect(await hears(here.heard, 'welcome')).toMatchObject({ counterId: 'c1' })
    const elsewhere = await listenIn(hall.origin, 'pad', hall.padToken('c2', { screen: true }))
    expect(await rate(elsewhere, 'elsewhere')).toMatchObject({
      ok: false,
      refusal: { code: 'notYourCounter' },
    })
    expect(await rate(here, 'here')).toMatchObject({ ok: true })
  })
})

describe('no other screen rates', () => {
  it.each(['t1', 'guide', 'boss', 'admin'])('%s at a console', async (who) => {
    const at = await listenIn(hall.origin, 'console', await hall.rest.signIn(who))
    expect(await rate(at, who)).toMatchObject({ ok: false, refusal: { code: 'notAllowed' } })
  })

  it('a display, or a kiosk in a pad’s place', async () => {
    const display = await listenIn(hall.origin, 'display')
    expect(await rate(display, 'display')).toMatchObject({ refusal: { code: 'notAllowed' } })
    const kiosk = await listenIn(hall.origin, 'kiosk', hall.stationToken())
    // A kiosk has a way of its own to rate; it is no pad.
    expect(await rate(kiosk, 'kiosk')).toMatchObject({ refusal: { code: 'channelNotAllowed' } })
  })
})
