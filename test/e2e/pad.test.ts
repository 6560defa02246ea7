/**
 * Goal: whoever was served is asked once, in their language, on a screen they can reach and read; nobody answers for
 * them. Method: the demo hall as a real process, the built pad in a real browser, and what the hall counted.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

const tablet = { width: 1024, height: 600 }
const upright = { width: 800, height: 1280 }

describe.skipIf(!browserAvailable)('the pad', () => {
  const browser = useBrowser()
  let hall: DemoHall
  let teller: string
  beforeAll(async () => {
    hall = await startDemoHall()
    teller = await hall.signIn('1001')
    await hall.post('/counters/counter-1/open', {}, teller)
  })
  afterAll(() => hall.close())

  async function openPad(viewport = tablet, counter = 'counter-1'): Promise<Page> {
    const page = await browser.newPage({ viewport })
    await page.goto(`${hall.origin}/pad?counter=${counter}`)
    await page.locator('.idle').waitFor()
    return page
  }

  async function counted(): Promise<{ count: number; byLevel: Record<string, number> }> {
    const { body } = await hall.get('/stats/ratings', await hall.signIn('8001'))
    return body['ratings'] as { count: number; byLevel: Record<string, number> }
  }

  const scrolls = (page: Page): Promise<boolean> =>
    page.evaluate(
      () =>
        document.documentElement.scrollHeight > innerHeight ||
        document.documentElement.scrollWidth > innerWidth,
    )

  /** Every button lies on the screen and is large enough for a finger. */
  async function reachable(page: Page, viewport: { width: number; height: number }): Promise<void> {
    for (const button of await page.locator('.question button').all()) {
      await button.scrollIntoViewIfNeeded()
      const box = await button.boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(60)
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= viewport.width).toBe(true)
      expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= viewport.height).toBe(true)
    }
    expect(await scrolls(page)).toBe(false)
    const cut = await page.evaluate(
      () =>
        [...document.querySelectorAll('.question button')].filter(
          (b) => b.scrollWidth > b.clientWidth + 1 || b.scrollHeight > b.clientHeight + 1,
        ).length,
    )
    expect(cut, 'buttons whose words do not fit').toBe(0)
  }

  it('rests with its counter’s name, and asks who was served', async () => {
    const page = await openPad()
    await expectAccessible(page)
    await keepShot(page, 'pad-idle-1024x600')
    const before = await counted()
    const { number, token } = await hall.served()
    await page.getByText(number).waitFor()
    await expectAccessible(page)
    await keepShot(page, 'pad-zh-1024x600')
    expect(await page.content()).not.toContain(token)
    await page.locator('[data-level="verySatisfied"]').click()
    await page.locator('.thanks').waitFor()
    await keepShot(page, 'pad-thanks-1024x600')
    const after = await counted()
    expect(after.count).toBe(before.count + 1)
    expect(after.byLevel['verySatisfied']).toBe((before.byLevel['verySatisfied'] ?? 0) + 1)
  })

  it('asks for a reason at the two lowest levels, and for nothing else', async () => {
    const page = await openPad()
    await hall.served()
    await page.locator('[data-level="veryDissatisfied"]').click()
    const send = page.locator('[data-test="send"]')
    await send.waitFor()
    expect(await send.isDisabled()).toBe(true)
    await page.locator('[data-reason="slowHandling"]').click()
    await expectAccessible(page)
    await reachable(page, tablet)
    await keepShot(page, 'pad-reasons-zh-1024x600')
    const before = await counted()
    await send.click()
    await page.locator('.thanks').waitFor()
    expect((await counted()).byLevel['veryDissatisfied']).toBe((before.byLevel['veryDissatisfied'] ?? 0) + 1)
  })

  it('goes back to rest unanswered when the next visitor sits down', async () => {
    const page = await openPad()
    const before = await counted()
    await hall.served()
    await page.locator('.asking').waitFor()
    const [next] = await hall.takeNumbers([0])
    const called = await hall.post('/counters/counter-1/call', { number: next }, teller)
    const { id } = called.body['visit'] as { id: string }
    expect(await page.locator('.asking').count()).toBe(1)
    await hall.post(`/visits/${id}/start`, {}, teller)
    await page.locator('.idle').waitFor()
    expect((await counted()).count).toBe(before.count)
    await hall.post(`/visits/${id}/finish`, {}, teller)
  })

  it.each(['zh', 'en', 'ug', 'kk', 'mn'])(
    'can be reached and read in %s, lying and standing',
    async (locale) => {
      for (const viewport of [tablet, upright]) {
        const size = `${String(viewport.width)}x${String(viewport.height)}`
        const page = await openPad(viewport)
        if (locale === 'zh') await keepShot(page, `pad-idle-${size}`)
        await hall.served(locale)
        await page.locator('.asking').waitFor()
        await keepShot(page, `pad-${locale}-${size}`)
        await reachable(page, viewport)
        await expectAccessible(page)
        await page.locator('[data-level="dissatisfied"]').click()
        await page.locator('[data-reason="other"]').click()
        await keepShot(page, `pad-reasons-${locale}-${size}`)
        await reachable(page, viewport)
        await page.close()
      }
    },
  )

  it('of a tablet nobody has paired asks for the code, rates with it, and asks again once it is taken back', async () => {
    const manager = await hall.signIn('9001')
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(`${hall.origin}/pad?counter=counter-1&token=carried-off`)
    const field = page.getByRole('textbox')
    await field.fill('0000 0000')
    await page.getByRole('button').click()
    await page.getByRole('alert').getByText('配对码不对').waitFor()
    await expectAccessible(page)
    await keepShot(page, 'pad-pairing-1280x800')
    const { body } = await hall.post(
      '/pairings',
      { stationId: 'pad-c1', mode: 'pad', counterId: 'counter-1' },
      manager,
    )
    await field.fill(String(body['code']))
    await field.press('Enter')
    await page.locator('.idle').waitFor()
    expect(page.url()).toBe(`${hall.origin}/pad?counter=counter-1`)
    await hall.served()
    await page.locator('[data-level="satisfied"]').click()
    await page.locator('.thanks').waitFor()
    // A page loaded again is still this counter's, also by the address that names none.
    await page.goto(`${hall.origin}/pad`)
    await page.waitForURL(/counter=counter-1/)
    await page.locator('.idle').waitFor()
    await fetch(`${hall.origin}/api/v1/tokens/pad-c1`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${manager}` },
    })
    await field.waitFor()
  })

  it('at another counter keeps still', async () => {
    const page = await openPad(tablet, 'counter-2')
    await hall.served()
    await page.waitForFunction(() => document.querySelector('.idle') !== null)
    expect(await page.locator('.asking').count()).toBe(0)
  })
})
