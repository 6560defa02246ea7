/**
 * Goal: whoever is in charge is told which stations there are, paired, here or gone, and nobody else is.
 * Method: the real server on a real port, stations dialling in over the real socket.
 */
import { describe, expect, it, vi } from 'vitest'
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
    await vi.waitFor(async () => {
      expect(await row()).toMatchObject({ connected: true, counterId: 'c1' })
    })
    socket.disconnect()
    await vi.waitFor(async () => {
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
