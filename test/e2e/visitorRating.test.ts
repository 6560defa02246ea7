/**
 * Goal: a visitor rates on their own phone after they were served, in their language. Method: the demo hall as a real
 * process, the built page at a phone's size in a real browser.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

/** The narrowest phones in use. */
const phone = { width: 360, height: 740 }

/** How far the page is wider than the phone. */
const beyond = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

describe.skipIf(!browserAvailable)('the visitor’s page', () => {
  const browser = useBrowser()
  let hall: DemoHall
  beforeAll(async () => {
    hall = await startDemoHall()
    await hall.post('/counters/counter-1/open', {}, await hall.signIn('1001'))
  })
  afterAll(() => hall.close())

  it.each(['zh', 'en', 'ug', 'kk', 'mn'])(
    'asks in %s, and takes a rating and one follow-up',
    async (locale) => {
      const page = await browser.newPage({ viewport: phone })
      await page.goto(`${hall.origin}/v/${(await hall.served(locale)).token}`)
      await page.locator('[data-test="rate"]').waitFor()
      await keepShot(page, `visitor-rate-${locale}`)
      expect(await beyond(page)).toBe(0)
      await page.locator('[data-level="dissatisfied"]').click()
      const send = page.locator('.send')
      expect(await send.isDisabled()).toBe(true)
      await page.locator('[data-reason="unclearExplanation"]').click()
      await expectAccessible(page)
      await keepShot(page, `visitor-reasons-${locale}`)
      expect(await beyond(page)).toBe(0)
      await send.click()
      await page.locator('.more').click()
      await page.locator('[data-level="satisfied"]').click()
      await send.click()
      await page.locator('[data-test="rate"] [role="status"]').waitFor()
      expect(await page.locator('.more').count()).toBe(0)
      await page.locator('[data-test="report"]').click()
      await page.locator('form textarea').waitFor()
      await keepShot(page, `visitor-report-${locale}`)
      expect(await beyond(page)).toBe(0)
      await expectAccessible(page)
    },
  )
})
