/**
 * Goal: on the device dock a person sees what each emulated device does and presses its levers. Method: a dock with
 * real drivers at its devices, its page in a real browser.
 */
import { describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { startDock } from '#main/devices/dock.ts'
import { openPrinter, parsePrinterAddress } from '#main/devices/printer/address.ts'
import { openRater } from '#main/devices/rater/rater.ts'
import { openSignLine, parseSignAddress } from '#main/devices/sign/address.ts'
import { loadDrawing } from '#main/printing/drawing.ts'
import { createPress } from '#main/printing/encode.ts'
import { loadProfile } from '#main/printing/profiles.ts'
import { rasterTicket } from '#main/printing/raster.ts'
import { ticketDocument } from '#shared/ticketing/ticket.ts'
import { sampleFacts } from '#test/contract/sampleTickets.ts'
import { browserAvailable, useBrowser } from './browser.ts'
import { keepShot } from './shots.ts'

const bound = { timeout: 30_000 }

describe.skipIf(!browserAvailable)('the dock’s page', () => {
  const browser = useBrowser()

  it('shows signs, a ticket and a rater, and moves them', async () => {
    const timers = systemTimers
    const dock = await startDock({ port: 0, protocol: 'gb18030', signs: 24, production: false, timers })
    const [printerAt, signsAt] = [
      parsePrinterAddress(dock.addresses.printer),
      parseSignAddress(dock.addresses.signs),
    ]
    const rater = openRater(dock.addresses.rater, timers)
    if (!printerAt || !signsAt || !rater) throw new Error('the dock gives addresses nobody can read')
    const profile = loadProfile('escpos-80')
    const printer = openPrinter(printerAt, profile, { timers })
    const line = openSignLine(signsAt, timers)
    try {
      const drawn = rasterTicket(ticketDocument(sampleFacts('ug')), profile, await loadDrawing())
      expect(await createPress(profile, printer).print(drawn, 'dock')).toMatchObject({ type: 'printed' })
      for (let sign = 1; sign <= 24; sign += 1)
        line.show(sign, sign % 4 === 0 ? { type: 'paused' } : { type: 'number', number: `A0${sign + 10}` })
      await expect.poll(() => rater.state(), bound).toBe('ready')
      const answer = rater.ask({ locale: 'ug' })

      const page = await browser.newPage({ viewport: { width: 1366, height: 1000 } })
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
      await page.goto(dock.url)
      await page.locator('#sign-5 b', { hasText: 'A015' }).waitFor()
      await page.locator('#sign-24 b', { hasText: '暂停服务' }).waitFor()
      await page.locator('#ticket').waitFor({ state: 'visible' })
      await page.locator('#lit', { hasText: 'asks in ug' }).waitFor()

      await page.getByRole('button', { name: '基本满意' }).click()
      expect(await answer).toEqual({ type: 'rated', level: 'basicallySatisfied' })
      await page.locator('#printer').getByLabel('coverOpen').check()
      await expect.poll(() => printer.refresh(), bound).toEqual({ state: 'fault', fault: 'coverOpen' })
      await page.locator('#sign-5 summary').click()
      // Only once the dock has moved the lever is the sign dead to what comes next.
      const moved = page.waitForResponse((response) => response.request().method() === 'POST')
      await page.locator('#sign-5').getByLabel('dead').check()
      await moved
      line.show(5, { type: 'welcome' })
      line.show(6, { type: 'welcome' })
      await page.locator('#sign-6 b', { hasText: '欢迎' }).waitFor()
      await expect.poll(() => line.signs()[4]?.health, bound).toBe('silent')
      await page.locator('#sign-5').getByLabel('dead').uncheck()
      await page.locator('#sign-5 b', { hasText: '欢迎' }).waitFor()
      await page.evaluate('document.fonts.ready')
      await keepShot(page, 'dock')
      expect(faults).toEqual([])
    } finally {
      line.close()
      rater.close()
      await printer.close()
      await dock.close()
    }
  })
})
