/**
 * Goal: somebody who lays their card on a kiosk or holds a code before it finds what is theirs, with the hub and
 * without it, and the number of the card is nowhere afterwards. Method: hub and kiosk as real processes on real files,
 * emulated readers on real sockets, the built screen in a real browser; then everything that was kept, printed or
 * sent is searched for the number.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { startDock } from '#main/devices/dock.ts'
import type { Dock } from '#main/devices/dock.ts'
import { checkCharacter } from '#main/devices/reader/residentId.ts'
import { helloOf } from '#shared/client/socketLink.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import { wireEvent } from '#shared/protocol/messages.ts'
import { Lab, until } from '#test/faults/kit/lab.ts'
import type { Running } from '#test/faults/kit/lab.ts'
import { healthOf, post, signIn } from '#test/faults/kit/people.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { keepShot } from './shots.ts'

const zh = kioskTexts.zh
const portrait = { width: 1080, height: 1920 }
/** For a busy machine; a poll gives up after a second by itself. */
const bound = { timeout: 30_000 }
/** Of a region that does not exist. */
const made = (order: string): string => {
  const digits = `99999919870415${order}`
  return digits + checkCharacter(digits)
}
const [booked, walkIn, typed, other] = [made('362'), made('417'), made('528'), made('639')]

describe.skipIf(!browserAvailable)('the readers of a kiosk', () => {
  const browser = useBrowser()
  let lab: Lab
  let dock: Dock
  let hub: Running
  let station: Running
  let admin: string
  let page: Page
  /** Everything the hub and the kiosk's station said to anybody, as it came. */
  const heard: string[] = []
  const sockets: Socket[] = []

  const listen = (origin: string, kind: 'display' | 'manager', token?: string): void => {
    const socket = io(origin, {
      transports: ['websocket'],
      forceNew: true,
      auth: helloOf(kind, token),
    })
    socket.on('connect', () => socket.emit(wireEvent, { type: 'subscribe', afterSeq: 0 }))
    socket.onAny((_name, message) => heard.push(JSON.stringify(message)))
    sockets.push(socket)
  }
  const act = async (what: object): Promise<void> => {
    const answer = await fetch(new URL('/act', dock.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(what),
    })
    expect(answer.status).toBe(200)
  }
  /** Lays a card on the reader, after another one: a card that comes back at once is taken for the one that lay there. */
  const lay = async (number: string): Promise<void> => {
    for (const one of [other, number]) {
      await act({ act: 'place', name: '张小明', number: one })
      await at('holder').getByText(one.slice(-4)).waitFor()
    }
  }
  const at = (name: string) => page.locator(`[data-test="${name}"]`)

  beforeAll(async () => {
    lab = new Lab()
    dock = await startDock({ port: 0, protocol: 'ascii', signs: 1, production: false, timers: systemTimers })
    hub = await lab.hub('hub')
    admin = await signIn(hub.origin, '9001')
    const { code } = await post(
      hub.origin,
      '/api/v1/pairings',
      { stationId: 'kiosk-1', mode: 'kiosk' },
      admin,
    )
    station = await lab.station('kiosk-1', 'kiosk', [hub.origin], {
      code: String(code),
      devices: ['--reader', dock.addresses.cards, '--scanner', dock.addresses.scanner],
    })
    await until('the kiosk is live', async () => (await healthOf(station.origin))?.status === 'ok')
    listen(hub.origin, 'display')
    listen(hub.origin, 'manager', admin)
    listen(station.origin, 'display')
    const slot = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()
    const answer = await post(
      hub.origin,
      '/api/v1/appointments',
      {
        code: 'YY-2048',
        serviceIds: ['ga-1001', 'rs-2001'],
        from: slot(5),
        until: slot(35),
        idNumber: booked,
      },
      admin,
    )
    expect(answer).toMatchObject({ appointment: { code: 'YY-2048' } })
  })
  beforeEach(async () => {
    page = await browser.newPage({ viewport: portrait })
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => heard.push(String(payload)))
    })
    await page.goto(`${station.origin}/kiosk`)
    await at('service-ga-1001').waitFor()
  })
  afterEach(() => act({ act: 'remove' }))
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect()
    await dock.close()
    await lab.close()
  })

  it('tells the manager that they are there', async () => {
    await expect
      .poll(async () => {
        const answer = await fetch(`${hub.origin}/api/v1/stations`, {
          headers: { authorization: `Bearer ${admin}` },
        })
        return (await answer.json()) as unknown
      }, bound)
      .toMatchObject({
        stations: [
          { id: 'kiosk-1', readers: { card: 'ready', codes: 'ready' }, paper: { configured: false } },
        ],
      })
  })

  it('finds an appointment by the card, shows its services, and gives the number', async () => {
    await lay(booked)
    expect(await at('holder').innerText()).toContain(booked.slice(-4))
    expect(await page.locator('main').innerText()).toContain('居民身份证申领、换领')
    await page.evaluate(() => document.fonts.ready)
    await keepShot(page, 'kiosk-found-appointment')
    await expectAccessible(page)
    await at('arrive').click()
    expect(await at('number').innerText()).toMatch(/^A\d{3}$/)
  })

  it('knows the same person again on the same day, and shows the number they have', async () => {
    await lay(booked)
    await at('show-visit').click()
    expect(await at('number').innerText()).toMatch(/^A\d{3}$/)
    await page.getByText(zh.paper.none).waitFor()
  })

  it('lets somebody without an appointment choose as themselves', async () => {
    await lay(walkIn)
    await at('found-none').waitFor()
    await keepShot(page, 'kiosk-found-none')
    await at('choose').click()
    await at('service-ga-1001').click()
    await at('confirm').click()
    await at('number').waitFor()
    await lay(walkIn)
    await at('show-visit').waitFor()
  })

  it('takes a card from a reader that types, and leaves a person’s typing alone', async () => {
    await page.keyboard.type(`~~${typed}`)
    await page.keyboard.press('Enter')
    await at('found-none').waitFor()
    expect(await at('holder').innerText()).toContain(typed.slice(-4))
    await at('start-over').click()
    await at('search').click()
    await page.keyboard.type('s~f')
    await page.locator('.typed, output', { hasText: 's~f' }).first().waitFor()
  })

  it('finds an appointment by its code, and says what a code is not', async () => {
    await act({ act: 'scan', content: 'yihao:appointment:YY-2048' })
    // It was used before; the hall says so, with the number.
    await page.locator('[data-test="refusal"]').waitFor()
    await act({ act: 'scan', content: 'https://example.com/nothing' })
    await page.getByText(zh.readers.unknownCode).waitFor()
    await keepShot(page, 'kiosk-unknown-code')
  })

  it('says when a card is none, and when the reader is gone', async () => {
    await act({ act: 'place', name: '张小明', number: '123' })
    await page.getByText(zh.readers.otherCard).waitFor()
    await fetch(new URL('/levers', dock.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: 'cards', levers: { garbled: true } }),
    })
    await at('appointment').click()
    await page.getByText(zh.readers.cardOff).waitFor({ timeout: 60_000 })
    await fetch(new URL('/levers', dock.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device: 'cards', levers: { garbled: false } }),
    })
    await page.getByText(zh.readers.cardOff).waitFor({ state: 'detached', timeout: 60_000 })
  })

  it('knows people again while the hub is away', async () => {
    await hub.kill()
    await page.getByText(zh.link.alone).waitFor()
    await lay(walkIn)
    await at('show-visit').waitFor()
  })

  it('has left the numbers nowhere: not in a file, not in a log, not in a message', async () => {
    await station.stop()
    expect(heard.length).toBeGreaterThan(10)
    const numbers = [booked, walkIn, typed, other]
    // The first seventeen digits, in either writing, however they are stored.
    const parts = numbers.map((n) => n.slice(0, 17))
    const files = ['hub', 'kiosk-1'].flatMap((name) => filesIn(lab.path(name)))
    expect(files.length).toBeGreaterThan(2)
    for (const part of parts) {
      for (const bytes of [Buffer.from(part), Buffer.from(part, 'utf16le'), Buffer.from(btoa(part))]) {
        for (const file of files) expect(readFileSync(file).includes(bytes), file).toBe(false)
      }
      for (const line of [...hub.lines, ...station.lines, ...heard]) expect(line).not.toContain(part)
    }
    // The search can find: the hash is there, and only four characters of the card.
    const database = readFileSync(join(lab.path('hub'), 'hall.db'))
    const log = readFileSync(join(lab.path('hub'), 'hall.db-wal'))
    expect(database.includes('"last4"') || log.includes('"last4"')).toBe(true)
    // The secret is in kiosks and hubs, and was sent to no screen.
    expect(heard.some((line) => line.includes('holderSecret'))).toBe(false)
  })
})

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
