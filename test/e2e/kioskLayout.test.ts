/**
 * Goal: a kiosk looks and offers as its hall set it, a layout can be looked at before it is saved, and a person who
 * is called comes. Method: a hall with a layout of its own, the built screen in a real browser, and what the hub's
 * state then holds.
 */
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KioskLayout } from '#shared/hall/kioskLayout.ts'
import { openGuideCalls } from '#shared/hall/guideCall.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { serviceId, staffId } from '#shared/ids/ids.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startKioskHall } from './kioskHall.ts'
import type { KioskHall } from './kioskHall.ts'
import { keepShot } from './shots.ts'

const zh = kioskTexts.zh
/** For a busy machine; a poll gives up after a second by itself. */
const bound = { timeout: 30_000 }
const guide: Actor = { kind: 'staff', staffId: staffId.parse('staff-2001'), roles: ['guide'] }
/** A red square, 8 × 8. */
const logo =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGO8r2LKgA0wYRUdtBIAGRkBWFxKeCsAAAAASUVORK5CYII='
const layout: KioskLayout = {
  logo,
  colours: { brand: '#9c1c1c', onBrand: '#ffffff', paper: '#fbf5ec' },
  firstServices: ['rs-2001', 'ga-1002'].map((id) => serviceId.parse(id)),
  serviceOrder: [],
  hiddenServices: ['ga-1001'].map((id) => serviceId.parse(id)),
}

describe.skipIf(!browserAvailable)('a kiosk of its hall', () => {
  const browser = useBrowser()
  let hall: KioskHall
  beforeAll(async () => {
    hall = await startKioskHall((file) => ({ ...file, settings: { ...file.settings, kioskLayout: layout } }))
  })
  afterAll(() => hall.close())

  const at = (page: Page | Frame, name: string) => page.locator(`[data-test="${name}"]`)
  const open = async (viewport = { width: 1080, height: 1920 }): Promise<Page> => {
    const page = await browser.newPage({ viewport })
    await page.goto(`${hall.origin}/kiosk`)
    await at(page, 'departments').waitFor()
    return page
  }
  const barOf = (page: Page | Frame): Promise<string> =>
    page.locator('header.top').evaluate((bar) => getComputedStyle(bar).backgroundColor)

  it('has its logo and colours, its first services, and nothing it hides', async () => {
    const page = await open()
    expect(await barOf(page)).toBe('rgb(156, 28, 28)')
    expect(await page.locator('.logo').getAttribute('src')).toBe(logo)
    const first = await page
      .locator('[data-test^="service-"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-test')))
    expect(first).toEqual(['service-rs-2001', 'service-ga-1002'])
    await keepShot(page, 'kiosk-layout')
    await expectAccessible(page)
    await at(page, 'departments').click()
    await at(page, 'department-dept-police').click()
    await at(page, 'service-ga-1002').waitFor()
    expect(await at(page, 'service-ga-1001').count()).toBe(0)
    // High contrast stays what it is.
    await at(page, 'contrast').click()
    expect(await barOf(page)).toBe('rgb(255, 225, 77)')
  })

  it('shows another layout in a frame before it is saved, and takes no number there', async () => {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
    await page.goto(hall.origin)
    const before = hall.state().visits.size
    await page.evaluate(
      (shown) => {
        const frame = document.createElement('iframe')
        frame.style.cssText = 'position:fixed;inset:0;inline-size:100%;block-size:100%;border:0'
        addEventListener('message', ({ data, origin }: MessageEvent<{ type: string }>) => {
          if (origin === location.origin && data.type === 'kioskPreviewReady')
            frame.contentWindow?.postMessage({ type: 'showKioskLayout', layout: shown }, origin)
        })
        frame.src = '/kiosk?preview'
        document.body.append(frame)
      },
      { ...layout, colours: { brand: '#12582f', onBrand: '#ffffff', paper: '#f3f7f2' }, hiddenServices: [] },
    )
    await expect.poll(() => page.frames().length, bound).toBe(2)
    const preview = page.frames()[1] ?? expect.fail('no frame')
    await at(preview, 'preview').waitFor()
    await expect.poll(() => barOf(preview), bound).toBe('rgb(18, 88, 47)')
    await at(preview, 'service-rs-2001').click()
    await at(preview, 'confirm').click()
    expect(await at(preview, 'number').innerText()).toMatch(/^[A-Z]\d{3}$/)
    await keepShot(page, 'kiosk-preview')
    await at(preview, 'person').click()
    expect(hall.state().visits.size).toBe(before)
    expect(openGuideCalls(hall.state())).toEqual([])
  })

  it('calls a guide, says when one is on the way, and goes on when they have been there', async () => {
    const page = await open()
    await at(page, 'service-rs-2001').click()
    await at(page, 'person').click()
    await page.getByText(zh.help.called).waitFor()
    await keepShot(page, 'kiosk-guide-called')
    await expectAccessible(page)
    const [call] = openGuideCalls(hall.state())
    expect(call).toMatchObject({ from: { kind: 'station' }, locale: 'zh' })
    const guideCallId = call?.id ?? expect.fail('nobody was called')
    await hall.act({ type: 'takeGuideCall', guideCallId }, guide)
    await page.getByText(zh.help.coming).waitFor()
    await hall.act({ type: 'endGuideCall', guideCallId }, guide)
    await at(page, 'help-back').waitFor({ state: 'detached' })
    // Nothing that was chosen is lost.
    expect(await at(page, 'confirm').isVisible()).toBe(true)
  })

  it('asks once however often the button is pressed, and takes the call back', async () => {
    const page = await open()
    await at(page, 'person').click()
    await page.getByText(zh.help.called).waitFor()
    await at(page, 'help-back').click()
    await at(page, 'person').click()
    await page.getByText(zh.help.called).waitFor()
    expect(openGuideCalls(hall.state())).toHaveLength(1)
    await at(page, 'help-cancel').click()
    await at(page, 'help-cancel').waitFor({ state: 'detached' })
    expect(openGuideCalls(hall.state())).toEqual([])
  })

  it('says calmly that nobody can be told, and tells them once they can be', async () => {
    const page = await open({ width: 1920, height: 1080 })
    await page.context().setOffline(true)
    await page.getByText(zh.link.lostWorks).waitFor()
    await at(page, 'person').click()
    await page.getByText(zh.help.unsent).waitFor()
    await keepShot(page, 'kiosk-guide-unsent')
    expect(openGuideCalls(hall.state())).toEqual([])
    await page.context().setOffline(false)
    await page.getByText(zh.help.called).waitFor()
    expect(openGuideCalls(hall.state())).toHaveLength(1)
  })
})
