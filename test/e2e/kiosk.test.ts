/**
 * Goal: every visitor gets a number at the kiosk, in their language, whatever the printer or the network does.
 * Method: the real screen in a real browser against a real hub; what counts is what the hub's ledger then holds.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { locales } from '#shared/catalogue/catalogue.ts'
import { directionOf, languageTag } from '#shared/locale/direction.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import { refusalTexts } from '#shared/locale/refusals.ts'
import { localTime } from '#shared/time/localTime.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startKioskHall } from './kioskHall.ts'
import type { KioskHall } from './kioskHall.ts'
import { keepShot } from './shots.ts'

const portrait = { width: 1080, height: 1920 }
const sizes = { portrait, wide: { width: 1920, height: 1080 }, small: { width: 1280, height: 1024 } }
const zh = kioskTexts.zh
const idCard = 'service-ga-1001'

/** Weekday in the hall’s zone, 1 Monday … 7 Sunday. */
const inTwoDays = localTime(Date.now() + 2 * 86_400_000, 'Asia/Shanghai').weekday

const at = (page: Page, name: string) => page.locator(`[data-test="${name}"]`)
const tap = async (page: Page, ...names: readonly string[]): Promise<void> => {
  for (const name of names) await at(page, name).first().click()
}

describe.skipIf(!browserAvailable)('the kiosk', () => {
  const browser = useBrowser()
  let hall: KioskHall
  beforeAll(async () => {
    hall = await startKioskHall((file) => ({
      ...file,
      catalogue: {
        ...file.catalogue,
        // Property registration next gives numbers the day after tomorrow.
        queues: file.catalogue.queues.map((queue) =>
          queue.id === 'queue-f'
            ? { ...queue, hours: { weekdays: { [inTwoDays]: [{ from: '09:00', until: '17:00' }] } } }
            : queue,
        ),
      },
    }))
  })
  afterAll(() => hall.close())

  const open = async (viewport = portrait): Promise<Page> => {
    const page = await browser.newPage({ viewport })
    await page.goto(`${hall.origin}/kiosk`)
    await at(page, idCard).waitFor()
    return page
  }
  const numberOn = async (page: Page): Promise<string> => (await at(page, 'number').textContent()) ?? ''

  describe.each(locales)('in %s', (locale) => {
    it.each(Object.entries(sizes))('gives a number in three taps, %s', async (size, viewport) => {
      const page = await open(viewport)
      if (locale !== 'zh') await tap(page, `language-${locale}`)
      expect(await page.locator('html').getAttribute('lang')).toBe(languageTag(locale))
      expect(await page.locator('html').getAttribute('dir')).toBe(
        directionOf(locale) === 'rtl' ? 'rtl' : 'ltr',
      )
      await page.evaluate(() => document.fonts.ready)
      await keepShot(page, `kiosk-home-${locale}-${size}`)
      await expectAccessible(page)
      await tap(page, idCard)
      await keepShot(page, `kiosk-review-${locale}-${size}`)
      await expectAccessible(page)
      await tap(page, 'confirm')
      const number = await numberOn(page)
      await page.evaluate(() => document.fonts.ready)
      await keepShot(page, `kiosk-ticket-${locale}-${size}`)
      await expectAccessible(page)
      const visit = hall.state().visits.find((v) => v.number === number)
      expect(visit).toMatchObject({ locale, channel: 'kiosk', state: 'waiting' })
      // Nothing of the page is beyond the screen's edge.
      const overflow = await page.evaluate(() => [
        document.documentElement.scrollWidth - innerWidth,
        document.documentElement.scrollHeight - innerHeight,
      ])
      expect(overflow).toEqual([0, 0])
    })
  })

  it('covers services of two departments with one number, found by department and by pinyin initials', async () => {
    const page = await open()
    await tap(page, 'departments', 'department-dept-police', idCard, 'next', 'add', 'back', 'back', 'search')
    await tap(page, 'key-S', 'key-H', 'key-B', 'key-Z')
    await tap(page, 'service-rs-2001', 'next', 'confirm')
    const number = await numberOn(page)
    const visit = hall.state().visits.find((v) => v.number === number)
    expect(visit?.services.map((s) => s.serviceId)).toEqual(['ga-1001', 'rs-2001'])
  })

  it('takes a theme package as one choice', async () => {
    const page = await open()
    await tap(page, 'packages', 'package-package-birth', 'confirm')
    const number = await numberOn(page)
    const visit = hall.state().visits.find((v) => v.number === number)
    expect(visit).toMatchObject({ packageId: 'package-birth' })
    expect(visit?.services.length).toBeGreaterThan(3)
  })

  it('takes an appointment from a scanner that types, and says so when it knows none', async () => {
    const page = await open()
    await tap(page, 'appointment')
    await page.keyboard.type('YY-404')
    await page.keyboard.press('Enter')
    await page.getByText(refusalTexts.zh.unknownAppointment).waitFor()
  })

  it('issues once for a double tap', async () => {
    const page = await open()
    await tap(page, idCard)
    const before = hall.state().visits.size
    await at(page, 'confirm').dblclick()
    await numberOn(page)
    expect(hall.state().visits.size).toBe(before + 1)
  })

  it('keeps the stated ground of a priority', async () => {
    const page = await open()
    await tap(page, idCard, 'priority', 'class-elderly', 'confirm')
    const number = await numberOn(page)
    const visit = hall.state().visits.find((v) => v.number === number)
    expect(visit?.priority).toEqual({ class: 'elderly', ground: zh.priority.stated })
  })

  it('says in words why not, and when', async () => {
    const page = await open()
    await tap(page, 'service-bd-6001', 'confirm')
    const said = await at(page, 'refusal').innerText()
    expect(said).toMatch(/这项业务现在不放号。\s+最近可以取号的时间：\d+ 月 \d+ 日 09:00。/)
    expect(said).not.toContain('queueClosed')
    await expectAccessible(page)
    await keepShot(page, 'kiosk-refused')
    await tap(page, 'back')
    expect(await at(page, 'confirm').isVisible()).toBe(true)
  })

  describe('paper', () => {
    it('prints, and once more when asked', async () => {
      const page = await open()
      await tap(page, idCard, 'confirm')
      await page.getByText(zh.paper.printed).waitFor()
      const before = hall.paper.asked.length
      await tap(page, 'reprint')
      await expect.poll(() => hall.paper.asked.length).toBe(before + 1)
    })

    it('shows the number large when the printer does not answer', async () => {
      hall.paper.fate = 'failed'
      try {
        const page = await open()
        await tap(page, idCard, 'confirm')
        await page.getByText(zh.paper.failed).waitFor()
        expect(await numberOn(page)).toMatch(/^A\d{3}$/)
        expect(await page.locator('.qr').isVisible()).toBe(true)
        expect(await at(page, 'reprint').isVisible()).toBe(true)
        await keepShot(page, 'kiosk-paper-failed')
      } finally {
        hall.paper.fate = 'printed'
      }
    })

    it('says before anybody counts on it that there is no paper', async () => {
      const page = await open()
      hall.paper.setStatus('paperOut')
      await page.getByText(zh.paper.status.paperOut).waitFor()
      hall.paper.setStatus('ready')
      await page.getByText(zh.paper.status.paperOut).waitFor({ state: 'detached' })
    })
  })

  it('says calmly what works while the link is down, and goes on when it is back', async () => {
    const page = await open()
    await tap(page, idCard)
    await page.context().setOffline(true)
    await page.getByText(zh.link.lostWorks).waitFor()
    expect(await at(page, 'confirm').isDisabled()).toBe(true)
    await keepShot(page, 'kiosk-link-lost')
    await page.context().setOffline(false)
    await page.getByText(zh.link.lostWorks).waitFor({ state: 'detached' })
    await tap(page, 'confirm')
    expect(await numberOn(page)).toMatch(/^A\d{3}$/)
  })

  it('asks before it forgets, lets itself be put off ten times, and then forgets', async () => {
    const page = await browser.newPage({ viewport: portrait })
    await page.clock.install()
    await page.goto(`${hall.origin}/kiosk`)
    await tap(page, 'language-en', idCard)
    for (let i = 0; i < 10; i += 1) {
      await page.clock.fastForward(61_000)
      await tap(page, 'stay')
      expect(await page.locator('.stage').getAttribute('data-screen')).toBe('review')
    }
    await page.clock.fastForward(61_000)
    await at(page, 'stay').waitFor()
    await page.clock.fastForward(31_000)
    await page.locator('.stage[data-screen="home"]').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')
  })
})
