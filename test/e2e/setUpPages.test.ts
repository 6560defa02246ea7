/**
 * Goal: what is set on the pages of screens and kiosks is seen by a screen and a kiosk, and no more once it is taken
 * back; a printer is seen as it is; nobody but the administrator opens them. Method: the demo hall and its built pages in
 * a real browser, opened as from another computer of the hall: by its name and without TLS, as offices do.
 */
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { PrinterEmulator } from '#main/devices/printer/emulator.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { otherComputer } from './findBrowser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

/** For a busy machine; a poll gives up after a second by itself. */
const bound = { timeout: 30_000 }

describe.skipIf(!browserAvailable)('the set-up pages of screens and kiosks', () => {
  const browser = useBrowser()
  let hall: DemoHall
  let printer: PrinterEmulator
  let page: Page
  /** The hub as a manager's own computer knows it. */
  let desk: string
  beforeAll(async () => {
    printer = await startPrinterEmulator({ port: 0, timers: systemTimers })
    hall = await startDemoHall('--printer', printer.address)
    desk = hall.origin.replace('127.0.0.1', otherComputer)
  })
  beforeEach(async () => {
    page = await enter('9001', 'history')
    await page.locator('[data-page="history"]').waitFor()
  })
  afterAll(async () => {
    await hall.close()
    await printer.close()
  })

  async function enter(staffNo: string, name: string): Promise<Page> {
    const opened = await browser.newPage({ viewport: { width: 1366, height: 768 } })
    await opened.goto(`${desk}/manager/${name}`)
    await opened.locator('input[autocomplete="username"]').fill(staffNo)
    await opened.locator('input[type="password"]').fill('2580')
    await opened.keyboard.press('Enter')
    return opened
  }
  async function go(name: string): Promise<void> {
    await page.goto(`${desk}/manager/${name}`)
    await page.locator(`[data-page="${name}"] h2`).first().waitFor()
  }
  async function takeBack(): Promise<void> {
    await go('history')
    await page.locator('[data-undo]:not([disabled])').first().click()
    await page.locator('[data-entry]', { hasText: '撤销了前面的变更' }).first().waitFor()
  }
  /** The page in English on a large screen, looked at; then as it was. */
  async function keepEnglish(name: string): Promise<void> {
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.getByRole('button', { name: 'English' }).click()
    await keepShot(page, `${name}-en-1920x1080`)
    await page.getByRole('button', { name: '中文' }).click()
    await page.setViewportSize({ width: 1366, height: 768 })
  }
  const barOf = (of: Page | Frame): Promise<string> =>
    of.locator('header.top').evaluate((bar) => getComputedStyle(bar).backgroundColor)

  it('puts a notice on the screens, gives one its zone, and takes both away again', async () => {
    const notice = '今日下午四点系统维护'
    const screen = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await screen.goto(`${hall.origin}/display?id=lobby`)
    await go('displays')
    await page.locator('[data-add]').click()
    await page.locator('[data-field="id"]').fill('lobby')
    await page.locator('[data-put="foot:notice"]').click()
    await page.locator('[data-field="text.zh"]').fill(notice)
    await page.locator('[data-option="zones:zone-people"]').check()
    await keepShot(page, 'setup-display-1366x768')
    await expectAccessible(page)
    await page.locator('dialog button[type="submit"]').click()
    await page.locator('[data-row="lobby"]').waitFor()
    await screen.getByText(notice).waitFor()
    await screen.getByTestId('zones').getByText('便民服务区').waitFor()
    // A screen that cannot be is said in words, and nothing is lost.
    await page.locator('[data-row="lobby"] [data-edit]').click()
    await page.locator('[data-option="languages:zh"]').uncheck()
    await page.locator('[data-option="languages:en"]').uncheck()
    await page.locator('dialog button[type="submit"]').click()
    await page.locator('dialog [role="alert"]:not(:empty)').waitFor()
    await page.keyboard.press('Escape')
    await expectAccessible(page)
    await keepShot(page, 'setup-displays-1366x768')
    await keepEnglish('setup-displays')
    await takeBack()
    await screen.getByText(notice).waitFor({ state: 'detached' })
    await screen.getByTestId('zones').waitFor({ state: 'detached' })
    await screen.close()
    await go('displays')
    expect(await page.locator('[data-row="lobby"]').count()).toBe(0)
  }, 120_000)

  it('shows a kiosk’s look before it is saved, gives it to the kiosk, and takes it back', async () => {
    const kiosk = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
    await kiosk.goto(`${hall.origin}/kiosk`)
    await kiosk.locator('[data-test="departments"]').waitFor()
    const usual = await barOf(kiosk)
    await go('kioskLook')
    await expect.poll(() => page.frames().length, bound).toBe(2)
    const preview = page.frames()[1] ?? expect.fail('no preview')
    // Not as on the hub's own computer, where a browser allows more.
    expect(await page.evaluate(() => [isSecureContext, location.hostname])).toEqual([false, otherComputer])
    await preview.locator('[data-test="preview"]').waitFor()
    await page.locator('[data-own-colours]').uncheck()
    await page.locator('[data-colour="brand"]').fill('#ffe14d')
    await page.locator('[data-low]').waitFor()
    expect(await page.locator('[data-save]').isDisabled()).toBe(true)
    await page.locator('[data-colour="brand"]').fill('#9c1c1c')
    await page.locator('[data-option="firstServices:rs-2001"]').check()
    await page.locator('[data-option="firstServices:ga-1002"]').check()
    await expect.poll(() => barOf(preview), bound).toBe('rgb(156, 28, 28)')
    await expect.poll(() => preview.locator('[data-test^="service-"]').count(), bound).toBe(2)
    expect(await barOf(kiosk)).toBe(usual)
    await expectAccessible(page)
    await keepShot(page, 'setup-kioskLook-1366x768')
    await keepEnglish('setup-kioskLook')
    await page.locator('[data-save]').click()
    await expect.poll(() => barOf(kiosk), bound).toBe('rgb(156, 28, 28)')
    await takeBack()
    await expect.poll(() => barOf(kiosk), bound).toBe(usual)
    await kiosk.close()
  }, 120_000)

  it('shows the printer of a kiosk as it is now, and where it is', async () => {
    await go('printers')
    const row = page.locator('[data-printer]').first()
    await row.getByText('正常').waitFor()
    expect(await row.innerText()).toContain(printer.address)
    expect(await row.innerText()).toContain('escpos-80')
    await printer.set({ paper: 'out' })
    await row.getByText('缺纸').waitFor()
    await expectAccessible(page)
    await keepShot(page, 'setup-printers-1366x768')
    await keepEnglish('setup-printers')
  })

  it('opens to no supervisor and no teller', async () => {
    for (const [staffNo, said] of [
      ['8001', '权限。需要时请找有权限的同事'],
      ['1001', '只给值班长和管理员使用'],
    ] as const) {
      for (const name of ['displays', 'kioskLook', 'printers']) {
        const other = await enter(staffNo, name)
        await other.getByText(said).waitFor()
        expect(await other.locator('[data-add], [data-save]').count()).toBe(0)
        await other.context().close()
      }
    }
  })
})
