/**
 * Goal: every fault of a printer reaches the screen in words, and the number stays in the visitor's hands whatever the
 * paper does. Method: the emulated printer on a real socket, its levers pulled one by one, the kiosk in a real browser.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { parsePrinterAddress } from '#main/devices/printer/address.ts'
import { startPrinterEmulator } from '#main/devices/printer/emulator.ts'
import type { EmulatorLevers, PrinterEmulator } from '#main/devices/printer/emulator.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import { managerTextsOf } from '#shared/locale/manager.ts'
import { browserAvailable, useBrowser } from './browser.ts'
import { startKioskHall } from './kioskHall.ts'
import type { KioskHall } from './kioskHall.ts'
import { keepShot } from './shots.ts'

const { paper: said } = kioskTexts.zh
const { paper: managerSaid } = managerTextsOf('zh').stations
const atRest: Partial<EmulatorLevers> = {
  paper: 'ok',
  rollMm: 0,
  coverOpen: false,
  offline: false,
  cutterJam: false,
  garbageStatus: false,
  refuse: false,
  stall: false,
  muteConfirm: false,
  dropMidJob: false,
  paperOutMidJob: false,
}

/** Faults that are known before anybody takes a number. */
const before: readonly (readonly [keyof EmulatorLevers, Partial<EmulatorLevers>, string])[] = [
  ['paper', { paper: 'out' }, said.status.paperOut],
  ['coverOpen', { coverOpen: true }, said.status.coverOpen],
  ['offline', { offline: true }, said.status.offline],
  ['cutterJam', { cutterJam: true }, said.status.error],
  ['garbageStatus', { garbageStatus: true }, said.status.error],
  ['refuse', { refuse: true }, said.status.offline],
]
/** Faults that strike while the ticket is printed; what the screen may then say. */
const during: readonly (readonly [keyof EmulatorLevers, Partial<EmulatorLevers>, readonly string[]])[] = [
  ['dropMidJob', { dropMidJob: true }, [said.uncertain]],
  ['paperOutMidJob', { paperOutMidJob: true }, [said.uncertain, said.status.paperOut]],
  ['muteConfirm', { muteConfirm: true }, [said.uncertain]],
  ['stall', { stall: true }, [said.uncertain, said.status.offline]],
]
const bound = { timeout: 60_000 }

describe.skipIf(!browserAvailable)('a kiosk and its printer', () => {
  const browser = useBrowser()
  let printer: PrinterEmulator
  let hall: KioskHall
  let page: Page
  beforeAll(async () => {
    printer = await startPrinterEmulator({ port: 0, timers: systemTimers })
    const address = parsePrinterAddress(printer.address) ?? expect.fail('no address')
    hall = await startKioskHall((file) => file, address)
  })
  afterAll(async () => {
    await hall.close()
    await printer.close()
  })

  const at = (name: string) => page.locator(`[data-test="${name}"]`)
  const noWarning = () => page.locator('.warning').waitFor({ state: 'detached', ...bound })
  beforeEach(async () => {
    await printer.set(atRest)
    page = await browser.newPage({ viewport: { width: 1080, height: 1920 } })
    await page.goto(`${hall.origin}/kiosk`)
    await at('service-ga-1001').waitFor()
    await noWarning()
  })

  it('prints, and says so', async () => {
    await at('service-ga-1001').click()
    await at('confirm').click()
    await page.getByText(said.printed).waitFor(bound)
    expect(printer.tickets.length).toBeGreaterThan(0)
  })

  it.each(before)(
    '%s: said before anybody counts on paper, the number given all the same',
    async (name, levers, text) => {
      await printer.set(levers)
      await page.locator('.warning').getByText(text).waitFor(bound)
      await at('service-ga-1001').click()
      await at('confirm').click()
      expect(await at('number').innerText()).toMatch(/^A\d{3}$/)
      await page.locator('.ticket').getByText(text).waitFor(bound)
      expect(await page.locator('.qr').isVisible()).toBe(true)
      await keepShot(page, `kiosk-fault-${name}`)
      await at('done').click()
      await printer.set(atRest)
      await noWarning()
    },
  )

  it('near its end: tickets still come, then none is promised before one could be torn off', async () => {
    const manager = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await manager.goto(`${hall.origin}/manager`)
    await manager.locator('input').first().waitFor()
    for (const typed of ['8001', '2580']) {
      await manager.keyboard.type(typed)
      await manager.keyboard.press('Enter')
    }
    const alarm = manager.locator('[data-alarm="paper"]')
    await printer.set({ rollMm: 1750 })
    await alarm.getByText(managerSaid.nearEnd).waitFor(bound)
    expect(await page.locator('.warning').count()).toBe(0)
    const take = async (): Promise<void> => {
      await at('service-ga-1001').click()
      await at('confirm').click()
    }
    const before = printer.tickets.length
    for (let tickets = 0; (await page.locator('.warning').count()) === 0; tickets += 1) {
      expect(tickets).toBeLessThan(12)
      await take()
      await page.getByText(said.printed).waitFor(bound)
      await at('done').click()
      await at('service-ga-1001').waitFor()
    }
    await page.locator('.warning').getByText(said.status.paperLow).waitFor(bound)
    expect(printer.levers().paper).toBe('nearEnd')
    const printed = printer.tickets.length
    expect(printed).toBeGreaterThan(before)
    await alarm.getByText(managerSaid.paperLow).waitFor(bound)
    await keepShot(manager, 'manager-paper-low')

    await take()
    await page.locator('.ticket').getByText(said.status.paperLow).waitFor(bound)
    expect(await at('number').innerText()).toMatch(/^A\d{3}$/)
    expect(await page.locator('.qr').isVisible()).toBe(true)
    expect(await at('reprint').count()).toBe(0)
    await keepShot(page, 'kiosk-fault-paperLow')
    expect(printer.tickets).toHaveLength(printed)

    // Filled up while the visitor still stands there: the ticket is theirs for a tap, and it is no copy.
    await printer.set(atRest)
    await at('reprint').click(bound)
    await page.getByText(said.printed).waitFor(bound)
    expect(printer.tickets).toHaveLength(printed + 1)
    await alarm.waitFor({ state: 'detached', ...bound })
  })

  it.each(during)(
    '%s in the midst of a ticket: the screen does not promise it',
    async (name, levers, texts) => {
      await printer.set(levers)
      await at('service-ga-1001').click()
      await at('confirm').click()
      const shown = texts.map((text) => page.locator('.ticket').getByText(text))
      const [first = expect.fail('no text'), ...others] = shown
      await others
        .reduce((either, one) => either.or(one), first)
        .first()
        .waitFor(bound)
      expect(await at('number').innerText()).toMatch(/^A\d{3}$/)
      await keepShot(page, `kiosk-fault-${name}`)
    },
  )
})
