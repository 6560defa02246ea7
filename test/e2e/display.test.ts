/**
 * Goal: every screen shows and speaks each call once, in order, however its link breaks (I4), and can be read from
 * the back of the hall. Method: the demo hall as a real process, two screens in real browsers whose connections are
 * cut at moments a seed chooses, and the logs the screens tell.
 */
import type { Page, WebSocketRoute } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

interface Told {
  readonly what: string
  readonly callNo: number
  readonly number: string
}

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
  async function openScreen(query = '', viewport = { width: 1920, height: 1080 }) {
    const page = await browser.newPage({ viewport })
    const told: Told[] = []
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
    return {
      page,
      told,
      calls: (what: string) => told.filter((entry) => entry.what === what).map((entry) => entry.callNo),
      async cut() {
        up = false
        for (const route of routes) await route.close()
        routes.clear()
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
    const screens = [await openScreen('?alone=0.01', small), await openScreen('?alone=0.02', small)]
    const away = [0, 0]
    const tellers = [await tellerAt(1), await tellerAt(2), await tellerAt(3)]
    const guide = await hall.signIn('2001')
    const { body } = await hall.get('/catalogue', guide)
    const service = (body['services'] as { id: string; queueId: string }[]).find(
      (s) => s.queueId === 'queue-a',
    )
    let calls = 0
    let cuts = 0
    while (calls < 500) {
      const { token, counter } = tellers[calls % tellers.length] ?? expect.fail()
      await hall.post('/visits', { serviceIds: [service?.id], channel: 'desk' }, guide)
      const called = await hall.post(`/counters/${counter}/call-next`, {}, token)
      const { id } = called.body['visit'] as { id: string }
      calls += 1
      if (calls < 500 && random() < 0.2) {
        await hall.post(`/visits/${id}/recall`, {}, token)
        calls += 1
      }
      await hall.post(`/visits/${id}/finish`, {}, token)
      for (const [i, screen] of screens.entries()) {
        const left = (away[i] ?? 0) - 1
        away[i] = left
        if (left === 0) await screen.mend()
        else if (left < -4 && random() < 0.03) {
          cuts += 1
          away[i] = 1 + Math.floor(random() * 15)
          await screen.cut()
        }
      }
    }
    const all = Array.from({ length: calls }, (_, i) => i + 1)
    for (const screen of screens) {
      await screen.mend()
      await expect
        .poll(() => screen.calls('silent').at(-1) ?? screen.calls('chimed').at(-1), { timeout: 60_000 })
        .toBe(calls)
      expect(screen.calls('shown')).toEqual(all)
      expect(screen.told.filter((entry) => entry.what !== 'shown').map((entry) => entry.callNo)).toEqual(all)
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
