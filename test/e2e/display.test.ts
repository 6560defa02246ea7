/**
 * Goal: every screen shows and speaks each call once, in order, however its link breaks (I4), and can be read from
 * the back of the hall. Method: the demo hall as a real process, two screens in real browsers whose connections are
 * cut at moments a seed chooses, and the logs the screens tell.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import type { Page, WebSocketRoute } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultDisplay } from '#shared/hall/displays.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

interface Told {
  readonly what: string
  readonly callNo: number
  readonly seq: number
  readonly number: string
  readonly lines: readonly string[]
  readonly by: readonly string[]
}

/** A picture of one colour. */
function madePicture(): Uint8Array {
  const canvas = createCanvas(800, 450)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#0a6e5c'
  pen.fillRect(0, 0, 800, 450)
  return canvas.toBuffer('image/png')
}

/**
 * A machine with one Chinese voice that says everything at once, and keeps what it was given to say: whether a browser
 * without a sound card plays anything is its own affair, and no two are alike.
 */
function quickVoice(): void {
  Reflect.deleteProperty(globalThis, 'AudioContext')
  const voice = { lang: 'zh-CN', localService: true, name: 'zh', default: true, voiceURI: 'zh' }
  class Utterance {
    onend: (() => void) | undefined
    readonly text: string
    constructor(text: string) {
      this.text = text
    }
  }
  const said: string[] = []
  const engine = {
    getVoices: () => [voice],
    cancel: () => undefined,
    speak(utterance: Utterance) {
      said.push(utterance.text)
      queueMicrotask(() => utterance.onend?.())
    },
  }
  for (const [name, value] of Object.entries({
    SpeechSynthesisUtterance: Utterance,
    speechSynthesis: engine,
    saidHere: said,
  }))
    Object.defineProperty(globalThis, name, { value, configurable: true })
}

/** Without repetitions right after: a call is said again while nobody else waits to be called. */
const onceEach = (lines: readonly string[]): readonly string[] =>
  lines.filter((line, i) => line !== lines[i - 1])

/** Same numbers for the same seed, 0 ≤ x < 1. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe.skipIf(!browserAvailable)('the display', () => {
  const browser = useBrowser()
  let hall: DemoHall
  beforeEach(async () => {
    hall = await startDemoHall()
  })
  afterEach(() => hall.close())

  /** A screen whose link can be cut; while it is cut, no new one is made either. */
  async function openScreen(
    query = '',
    viewport = { width: 1920, height: 1080 },
    voice: () => void = () => undefined,
  ) {
    const page = await browser.newPage({ viewport })
    await page.addInitScript(voice)
    const told: Told[] = []
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    const routes = new Set<WebSocketRoute>()
    let up = true
    await page.exposeFunction('toldByPage', (entry: Told) => {
      told.push(entry)
    })
    await page.addInitScript(() => {
      document.addEventListener('yihao:announcement', (event) => {
        const { toldByPage } = globalThis as unknown as { toldByPage: (entry: unknown) => void }
        toldByPage((event as CustomEvent<unknown>).detail)
      })
    })
    await page.routeWebSocket(/socket\.io/, (route) => {
      if (!up) {
        void route.close()
        return
      }
      route.connectToServer()
      routes.add(route)
    })
    await page.goto(`${hall.origin}/display${query}`)
    await page.locator('header h1').waitFor()
    // What was called before a screen came is not its to tell.
    await page.locator('[data-link="live"]').waitFor()
    return {
      page,
      faults,
      told,
      calls: (what: string) => told.filter((entry) => entry.what === what).map((entry) => entry.callNo),
      async cut() {
        up = false
        for (const route of routes) await route.close()
        routes.clear()
      },
      letIn() {
        up = true
      },
      /** Lets it back in; resolves when it is. */
      async mend() {
        up = true
        await page.locator('[data-link="live"]').waitFor()
      },
    }
  }

  async function tellerAt(place: number): Promise<{ token: string; counter: string }> {
    const token = await hall.signIn(String(1000 + place))
    await hall.post(`/counters/counter-${String(place)}/open`, {}, token)
    return { token, counter: `counter-${String(place)}` }
  }

  it('shows and speaks 500 calls once each and in order, two screens, links cut at random (seed 7)', async () => {
    const random = chance(7)
    // Small screens: what is tried here is their order, not their size, and painting is most of the time.
    const small = { width: 480, height: 270 }
    const screens = [
      await openScreen('?alone=0.01', small, quickVoice),
      await openScreen('?alone=0.02', small, quickVoice),
    ]
    const away = [0, 0]
    const tellers = [await tellerAt(1), await tellerAt(2), await tellerAt(3)]
    const guide = await hall.signIn('2001')
    const { body } = await hall.get('/catalogue', guide)
    const service = (body['services'] as { id: string; queueId: string }[]).find(
      (s) => s.queueId === 'queue-a',
    )
    let calls = 0
    let cuts = 0
    /** One visitor at one counter: called, called again if asked for, gone. */
    const serve = async ({ token, counter }: (typeof tellers)[number], again: boolean): Promise<void> => {
      await hall.post('/visits', { serviceIds: [service?.id], channel: 'desk' }, guide)
      const called = await hall.post(`/counters/${counter}/call-next`, {}, token)
      const { id } = called.body['visit'] as { id: string }
      if (again) await hall.post(`/visits/${id}/recall`, {}, token)
      await hall.post(`/visits/${id}/finish`, {}, token)
      calls += again ? 2 : 1
    }
    while (calls < 500) {
      await Promise.all(tellers.map((teller) => serve(teller, random() < 0.2)))
      for (const [i, screen] of screens.entries()) {
        const left = (away[i] ?? 0) - 1
        away[i] = left
        // It finds its way back while calls go on.
        if (left === 0) screen.letIn()
        else if (left === -5) await screen.mend()
        else if (left < -5 && random() < 0.25) {
          cuts += 1
          away[i] = 1 + Math.floor(random() * 5)
          await screen.cut()
        }
      }
    }
    const all = Array.from({ length: calls }, (_, i) => i + 1)
    for (const screen of screens) {
      await screen.mend()
      const spoken = () => screen.calls('spoken')
      // All three, so that a screen that stopped says where.
      await expect
        .poll(
          () => ({ shown: screen.calls('shown').at(-1), spoken: spoken().at(-1), faults: screen.faults }),
          {
            timeout: 60_000,
          },
        )
        .toEqual({ shown: calls, spoken: calls, faults: [] })
      expect(screen.calls('shown')).toEqual(all)
      expect(spoken()).toEqual(all)
      const said = await screen.page.evaluate(() => Reflect.get(globalThis, 'saidHere') as readonly string[])
      const shown = screen.told.filter((entry) => entry.what === 'shown').flatMap((entry) => entry.lines)
      expect(onceEach(said)).toEqual(onceEach(shown))
    }
    // A run without cuts would have shown nothing.
    expect(cuts).toBeGreaterThan(8)
  }, 240_000)

  it('goes on where it was after its page is loaded again, and says nothing old', async () => {
    const { token, counter } = await tellerAt(1)
    await hall.takeNumbers([0], [1], [2])
    const call = async (): Promise<void> => {
      const { body } = await hall.post(`/counters/${counter}/call-next`, {}, token)
      await hall.post(`/visits/${(body['visit'] as { id: string }).id}/finish`, {}, token)
    }
    await call()
    const screen = await openScreen('?alone=0.01')
    await screen.page.getByTestId('latest').waitFor()
    expect(screen.told).toEqual([])
    await call()
    await expect.poll(() => screen.calls('shown')).toEqual([2])
    await screen.page.goto('about:blank')
    await call()
    await screen.page.goto(`${hall.origin}/display?alone=0.01`)
    await expect.poll(() => screen.calls('shown')).toEqual([2, 3])
  })

  it('says a call out of recordings where the machine has no voice, and logs it with its seq', async () => {
    const { token, counter } = await tellerAt(12)
    const guide = await hall.signIn('2001')
    const screen = await openScreen('?alone=0.01')
    // A browser lets a page be heard once it was touched.
    await screen.page.mouse.click(10, 10)
    const { body } = await hall.get('/catalogue', guide)
    const [service] = body['services'] as readonly { id: string }[]
    const issued = await hall.post(
      '/visits',
      { serviceIds: [service?.id], channel: 'desk', locale: 'en' },
      guide,
    )
    const { id } = issued.body['visit'] as { id: string }
    await hall.post(`/counters/${counter}/call`, { visitId: id }, token)
    await expect.poll(() => screen.calls('spoken'), { timeout: 30_000 }).toEqual([1])
    const [shown, spoken] = screen.told
    expect(spoken).toMatchObject({ by: ['clips', 'clips'], seq: shown?.seq, lines: shown?.lines })
    expect(shown?.lines).toEqual([
      '请A 零 零 一号到12号窗口',
      'Number A zero zero one, please go to counter 12',
    ])
  }, 90_000)

  it('shows what each screen is set up for: pictures and notices, its zones’ calls alone, and goes on offline', async () => {
    const media = join(hall.dataDir, 'media')
    mkdirSync(media, { recursive: true })
    writeFileSync(join(media, '指南.png'), madePicture())
    writeFileSync(join(media, 'broken.png'), 'no picture')
    writeFileSync(join(media, 'broken.mp4'), 'no film')
    const notice = { zh: '今日下午四点系统维护', en: 'Maintenance at 4 pm today' }
    const lobby = {
      ...defaultDisplay,
      id: 'lobby',
      languages: ['zh', 'ug', 'mn'],
      panels: [
        {
          place: 'aside',
          sharePct: 45,
          items: [
            { type: 'picture', file: 'broken.png', showS: 3, fit: 'fill' },
            { type: 'video', file: 'broken.mp4', fit: 'fill' },
            { type: 'picture', file: '指南.png', words: { zh: '办事指南' }, showS: 3, fit: 'fill' },
          ],
        },
        { place: 'foot', sharePct: 9, items: [{ type: 'notice', text: notice, showS: 10 }] },
      ],
    }
    const floor = { ...defaultDisplay, id: 'floor', languages: ['zh', 'ug'], zones: ['zone-general'] }
    await hall.command('8001', { type: 'configureDisplays', displays: [lobby, floor] })
    const tellers = await Promise.all([1, 3, 5].map(tellerAt))
    await hall.takeNumbers([0], [12], [40], [1])
    const broad = await openScreen('?id=lobby')
    const tall = await openScreen('?id=lobby', { width: 1080, height: 1920 })
    const zoned = await openScreen('?id=floor')
    for (const { token, counter } of tellers) await hall.post(`/counters/${counter}/call-next`, {}, token)
    for (const { page, calls } of [broad, tall]) {
      await page.getByText(notice.zh).waitFor()
      await page.getByAltText('办事指南').waitFor()
      // Who is where stands there at once, while the calls still come one after the other.
      await page.locator('.side li strong').nth(2).waitFor()
      await expect.poll(() => calls('shown'), { timeout: 30_000 }).toEqual([1, 2, 3])
      await page.locator('.calls li[data-call]').first().waitFor()
      const overflowing = await page.evaluate(
        () => (document.querySelector('.latest')?.getBoundingClientRect().bottom ?? 0) > innerHeight * 0.5,
      )
      expect(overflowing).toBe(false)
      await expectAccessible(page)
    }
    await keepShot(broad.page, 'display-panels-zh-ug-mn-1920x1080')
    await keepShot(tall.page, 'display-panels-zh-ug-mn-1080x1920')
    // Counter 1 stands there; 3 and 5, and those who wait for them, are elsewhere.
    await expect.poll(() => zoned.calls('shown')).toEqual([1])
    await zoned.page.getByTestId('zones').getByText('三区').waitFor()
    await expect.poll(() => zoned.page.locator('.side .label').allTextContents()).toEqual(['1'])
    await expectAccessible(zoned.page)
    await keepShot(zoned.page, 'display-zone-zh-ug-1920x1080')
    const people = { ...floor, languages: ['zh', 'mn'], zones: ['zone-people'] }
    await hall.command('8001', { type: 'configureDisplays', displays: [lobby, people] })
    // Another zone's from now on: its board as it is there, and nothing old is said.
    await expect.poll(() => zoned.page.locator('.side .label').allTextContents()).toEqual(['3', '5'])
    await zoned.page.locator('.calls li[data-call="1"]').waitFor()
    expect(zoned.calls('shown')).toEqual([1])
    await keepShot(zoned.page, 'display-zone-zh-mn-1920x1080')
    await hall.kill()
    await broad.page.getByText('连接中断').waitFor()
    await broad.page.getByAltText('办事指南').waitFor()
    await hall.restart()
  }, 120_000)

  it('draws calls as large as the rule asks, and says so where it cannot', async () => {
    const { token, counter } = await tellerAt(1)
    await hall.takeNumbers([0], [1], [2])
    for (const _ of [1, 2, 3]) {
      const { body } = await hall.post(`/counters/${counter}/call-next`, {}, token)
      await hall.post(`/visits/${(body['visit'] as { id: string }).id}/finish`, {}, token)
    }
    const { page } = await openScreen()
    const recent = page.locator('li[data-call]').first()
    await recent.waitFor()
    const fontPx = await recent.evaluate((row) => Number.parseFloat(getComputedStyle(row).fontSize))
    const mmPerPx = (55 * 25.4) / Math.hypot(1920, 1080)
    expect(fontPx * 0.733 * mmPerPx).toBeGreaterThanOrEqual(97.5)
    const small = await openScreen('?inches=24')
    await small.page.getByText('米处看清').waitFor()
  })

  it('is calm without its hub, says so, and has nothing serious against it', async () => {
    const tellers = await Promise.all([1, 3, 5, 7].map(tellerAt))
    await hall.takeNumbers([0], [1], [12], [20], [30], [40], [50], [60], [70], [80], [2], [21])
    for (const { token, counter } of tellers) await hall.post(`/counters/${counter}/call-next`, {}, token)
    const broad = await openScreen()
    const tall = await openScreen('?languages=zh,ug', { width: 1080, height: 1920 })
    const light = await openScreen('?theme=light&distance=4')
    const shots: [Page, string][] = [
      [broad.page, 'display-1920x1080'],
      [tall.page, 'display-1080x1920'],
      [light.page, 'display-light-4m-1920x1080'],
    ]
    for (const [page, name] of shots) {
      await page.getByTestId('latest').waitFor()
      await expectAccessible(page)
      await keepShot(page, name)
      const overflowing = await page.evaluate(
        () =>
          document.documentElement.scrollHeight > innerHeight ||
          document.documentElement.scrollWidth > innerWidth,
      )
      expect(overflowing).toBe(false)
    }
    await hall.kill()
    await broad.page.getByText('连接中断').waitFor()
    await keepShot(broad.page, 'display-offline-1920x1080')
    expect(await broad.page.getByTestId('latest').count()).toBe(1)
    await hall.restart()
    await broad.page.getByText('连接中断').waitFor({ state: 'detached' })
  })
})
