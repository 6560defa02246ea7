/**
 * Goal: whoever is in charge is told which stations there are, paired, here or gone, and nobody else is.
 * Method: the real server on a real port, stations dialling in over the real socket.
 */
import { describe, expect, it } from 'vitest'
import { wireEvent } from '#shared/protocol/messages.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import { eventually } from '#test/fixtures/eventually.ts'
import { isoTime, restHall } from '../fixtures/restHall.ts'
import type { ServedHall } from '../fixtures/servedHall.ts'
import { hangUpAfterEach, listenIn } from '../fixtures/socketDoor.ts'

let hall: ServedHall
let t1: string
let program: string
restHall((at) => {
  ;({ hall, t1, program } = at)
})
hangUpAfterEach()

async function stationsSeenBy(token: string): Promise<readonly Record<string, unknown>[]> {
  const { status, text } = await hall.rest.get('/stations', token)
  expect(status).toBe(200)
  return (JSON.parse(text) as { stations: readonly Record<string, unknown>[] }).stations
}

describe('the stations', () => {
  it('are told to those in charge alone', async () => {
    expect((await hall.rest.get('/stations')).status).toBe(401)
    expect((await hall.rest.get('/stations', t1)).status).toBe(403)
    expect((await hall.rest.get('/stations', program)).status).toBe(403)
    const boss = await hall.rest.signIn('boss')
    expect(await stationsSeenBy(boss)).toEqual([
      { id: 'kiosk-1', mode: 'kiosk', paired: true, connected: false, own: false },
    ])
  })

  it('are paired by a code, a pad for its one counter', async () => {
    const boss = await hall.rest.signIn('boss')
    const offer = async (body: object) => hall.rest.post('/pairings', body, { token: boss })
    const pad = { stationId: 'pad-c1', mode: 'pad', counterId: 'c1' }
    const { code } = JSON.parse((await offer(pad)).text) as { code: string }
    const used = await hall.rest.post('/pairings/use', { code })
    expect(JSON.parse(used.text)).toMatchObject(pad)
    expect((await hall.rest.post('/pairings/use', { code })).status).toBe(401)
    expect((await offer({ ...pad, counterId: 'c99' })).status).toBe(400)
    expect((await offer({ ...pad, mode: 'console' })).status).toBe(400)
    expect((await offer({ stationId: 'pad-c1', mode: 'pad' })).status).toBe(400)
  })

  it('are asked for a test page, and tell what became of it', async () => {
    const kiosk = await listenIn(hall.origin, 'station', hall.stationToken('kiosk-7', 'kiosk'))
    kiosk.socket.emit(wireEvent, { type: 'subscribe', afterSeq: hall.opened.hub.state.seq })
    const ask = async (who: string, id: string): Promise<HubMessage> => {
      const asking = await listenIn(hall.origin, 'manager', await hall.rest.signIn(who))
      const command = { type: 'printTestPage', stationId: 'kiosk-7' }
      asking.socket.emit(wireEvent, { type: 'command', id, command })
      return eventually(
        () => asking.heard.find((m) => m.type === 'answer' && m.id === id) ?? expect.fail('no answer'),
      )
    }
    expect(await ask('guide', 'test-page-0')).toMatchObject({ answer: { ok: false } })
    const asked = await ask('boss', 'test-page-1')
    expect(asked).toMatchObject({ answer: { ok: true } })
    const { seq, event } = await eventually(
      () =>
        kiosk.heard
          .flatMap((m) => (m.type === 'events' ? m.events : []))
          .find((e) => e.event.type === 'testPageAsked') ?? expect.fail('not heard'),
    )
    expect([asked, event]).toMatchObject([{ answer: { seq } }, { stationId: 'kiosk-7' }])
    const testPage = { seq, state: 'failed', reason: 'paperOut' }
    kiosk.socket.emit(wireEvent, { type: 'devices', devices: { testPage } })
    const boss = await hall.rest.signIn('boss')
    await eventually(async () => {
      expect((await stationsSeenBy(boss)).find((s) => s['id'] === 'kiosk-7')).toMatchObject({ testPage })
    })
    const [noted] = hall.opened.audit.find({ kind: 'testPageAsked', limit: 1 })
    expect(noted).toMatchObject({ who: 'staff:boss', facts: { station: 'kiosk-7', seq } })
  })

  it('come, stand at a counter, go, and lose their pairing', async () => {
    const boss = await hall.rest.signIn('boss')
    const admin = await hall.rest.signIn('admin')
    const row = async (): Promise<unknown> => (await stationsSeenBy(boss)).find((s) => s['id'] === 'c1-pc')
    const since = expect.stringMatching(isoTime) as unknown
    const token = hall.stationToken('c1-pc', 'console')
    expect(await row()).toEqual({ id: 'c1-pc', mode: 'console', paired: true, connected: false, own: false })

    const { socket } = await listenIn(hall.origin, 'station', token)
    expect(await row()).toMatchObject({ connected: true, since })
    socket.emit('yihao', { type: 'standing', counterId: 'c1' })
    await eventually(async () => {
      expect(await row()).toMatchObject({ connected: true, counterId: 'c1' })
    })
    socket.disconnect()
    await eventually(async () => {
      expect(await row()).toEqual({
        id: 'c1-pc',
        mode: 'console',
        paired: true,
        connected: false,
        own: false,
        since,
      })
    })
    const { status } = await hall.rest.ask('/tokens/c1-pc', { method: 'DELETE', token: admin })
    expect(status).toBe(200)
    expect(await row()).toMatchObject({ paired: false, connected: false })
  })
})

describe('a computer that was stolen', () => {
  const fingerprint = (digit: string): string => Array.from({ length: 32 }, () => digit + digit).join(':')
  const expel = async (id: string): Promise<void> => {
    const token = await hall.rest.signIn('admin')
    expect((await hall.rest.ask(`/tokens/${id}`, { method: 'DELETE', token })).status).toBe(200)
  }
  const believed = (): readonly string[] => (hall.opened.keys().certificates ?? []).map(({ of }) => of)

  it('is known to nobody any more: its token, its certificate and the hubs’ secret it knows are void', async () => {
    const [stolen, other] = [hall.stationToken('c1-pc', 'console'), hall.stationToken('c2-pc', 'console')]
    hall.opened.learnCertificates('c1-pc', [fingerprint('A')])
    hall.opened.learnCertificates('c2-pc', [fingerprint('B')])
    const { hubSecret: known } = hall.opened.keys()
    const [thief, asHub, good] = [
      await listenIn(hall.origin, 'station', stolen),
      await listenIn(hall.origin, 'station', known),
      await listenIn(hall.origin, 'station', other),
    ]
    good.socket.emit('yihao', { type: 'subscribe', afterSeq: 0 })
    await expel('c1-pc')
    await eventually(() => {
      expect([thief.socket.connected, asHub.socket.connected, good.socket.connected]).toEqual([
        false,
        false,
        true,
      ])
    })
    const { hubSecret } = hall.opened.keys()
    expect([hubSecret === known, believed()]).toEqual([false, ['c2-pc']])
    // The others hear of it, so that it is known to none of them.
    await eventually(() => {
      const keys = good.heard.flatMap((message) => (message.type === 'keys' ? [message.keys] : []))
      expect(keys.at(-1)).toEqual(hall.opened.keys())
    })
    for (const token of [stolen, known])
      expect((await hall.rest.post('/photos/lacking', { sha256: [] }, { token })).status).toBe(401)
    // Another computer under its name is another computer.
    hall.stationToken('c1-pc', 'console')
    expect(believed()).toEqual(['c2-pc'])
    await hall.restart()
    expect([hall.opened.keys().hubSecret, believed()]).toEqual([hubSecret, ['c2-pc']])
  })

  it('that was the hub once stands among the stations as long as it is believed, and is taken out like them', async () => {
    hall.opened.learnCertificates('former-hub', [fingerprint('C')])
    const { hubSecret } = hall.opened.keys()
    const boss = await hall.rest.signIn('boss')
    const row = async (): Promise<unknown> =>
      (await stationsSeenBy(boss)).find((s) => s['id'] === 'former-hub')
    expect(await row()).toMatchObject({ paired: true, connected: false })
    await expel('former-hub')
    expect(await row()).toBeUndefined()
    expect(hall.opened.keys().hubSecret).not.toBe(hubSecret)
  })

  it('a tablet or a program held no keys: taking it out changes none', async () => {
    hall.padToken('c1', { name: 'tablet', screen: true })
    hall.programToken('board-9')
    const { hubSecret } = hall.opened.keys()
    await expel('tablet')
    await expel('board-9')
    expect(hall.opened.keys().hubSecret).toBe(hubSecret)
  })
})
