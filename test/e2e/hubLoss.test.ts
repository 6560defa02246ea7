/**
 * Goal: a kiosk and a counter work on while their hub is dead, say so calmly, and
 * are one hall again when it is back. Method: hub and stations as real processes,
 * the built screens in a real browser at their stations, the hub killed at once.
 */
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Lab, until } from '#test/faults/kit/lab.ts'
import type { Running } from '#test/faults/kit/lab.ts'
import { healthOf, nothingTold, post, Screen, signIn } from '#test/faults/kit/people.ts'
import { serviceId } from '#shared/ids/ids.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { openCounter } from './openCounter.ts'
import { keepShot } from './shots.ts'

const portrait = { width: 1080, height: 1920 }
const desk = { width: 1366, height: 768 }
const hubAway = '大厅主机暂时断开'

describe.skipIf(!browserAvailable)('a hall that loses its hub', () => {
  const browser = useBrowser()
  let lab: Lab
  let hub: Running
  let kioskStation: Running
  let deskStation: Running
  let admin: string

  const station = async (name: string, mode: 'kiosk' | 'console'): Promise<Running> => {
    const { code } = await post(hub.origin, '/api/v1/pairings', { stationId: name, mode }, admin)
    const running = await lab.station(name, mode, [hub.origin], { code: String(code) })
    await until(`${name} is live`, async () => (await healthOf(running.origin))?.status === 'ok')
    return running
  }
  beforeEach(async () => {
    lab = new Lab()
    hub = await lab.hub('hub')
    admin = await signIn(hub.origin, '9001')
    kioskStation = await station('kiosk-1', 'kiosk')
    deskStation = await station('console-1', 'console')
  })
  afterEach(() => lab.close())

  const at = (page: Page, name: string) => page.locator(`[data-test="${name}"]`)

  /** Takes a number for the service at the front of the kiosk, and goes back to its first page. */
  async function takeNumber(kiosk: Page): Promise<string> {
    await at(kiosk, 'service-ga-1001').first().click()
    await at(kiosk, 'confirm').first().click()
    const number = (await at(kiosk, 'number').textContent()) ?? ''
    // A phone cannot reach the kiosk's own address: the code leads to the hub's.
    expect(await kiosk.locator('.qr').getAttribute('data-url')).toContain(`${hub.origin}/v/`)
    await kiosk.reload()
    await at(kiosk, 'service-ga-1001').waitFor()
    return number
  }

  async function press(page: Page, verb: string): Promise<void> {
    const button = page.locator(`[data-verb="${verb}"][aria-disabled="false"]`)
    await button.waitFor()
    await page.keyboard.press((await button.getAttribute('aria-keyshortcuts')) ?? '')
  }

  /** What the hub says at this path to its administrator. */
  async function ask<T>(path: string): Promise<T> {
    const answer = await fetch(`${hub.origin}/api/v1${path}`, {
      headers: { authorization: `Bearer ${admin}` },
    })
    return (await answer.json()) as T
  }

  /** Others at the kiosk take all the numbers it may give without the hub. */
  async function useUpNumbers(): Promise<void> {
    const screen = new Screen(kioskStation.origin, 'kiosk', nothingTold())
    try {
      const { client } = screen
      await until('the kiosk shows the hall', () => client.view.ready)
      const serviceIds = [serviceId.parse('ga-1001')]
      for (;;) {
        const answer = await screen.send({ type: 'issueVisit', serviceIds, channel: 'kiosk' })
        if (answer.ok) continue
        expect(answer.refusal.code).toBe('blockUsedUp')
        return
      }
    } finally {
      screen.close()
    }
  }

  async function openDesk(): Promise<Page> {
    const page = await browser.newPage({ viewport: desk })
    await page.goto(`${deskStation.origin}/console`)
    await page.locator('input').first().waitFor()
    for (const text of ['1001', '2580']) {
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    }
    await openCounter(page, 'counter-1')
    return page
  }

  it('issues, calls and serves without it, and hands all of it in', async () => {
    const kiosk = await browser.newPage({ viewport: portrait })
    await kiosk.goto(`${kioskStation.origin}/kiosk`)
    await at(kiosk, 'service-ga-1001').waitFor()
    const console = await openDesk()
    const before = [await takeNumber(kiosk), await takeNumber(kiosk)]
    expect(before).toEqual(['A001', 'A002'])
    await press(console, 'next')
    await console.getByTestId('number').waitFor()
    expect(await console.getByTestId('number').textContent()).toBe('A001')
    // The next one is kept for this counter.
    await until('a claim is granted', async () => {
      const { visits } = await ask<{ visits: { id: string }[] }>('/visits?state=waiting')
      if (visits[0] === undefined) return false
      const { events } = await ask<{ events: { event: { type: string } }[] }>(
        `/visits/${visits[0].id}/history`,
      )
      return events.some(({ event }) => event.type === 'claimGranted')
    })
    // A visitor would have been told how long it takes.
    await at(kiosk, 'service-ga-1001').first().click()
    await kiosk.locator('.wait strong').waitFor()
    await kiosk.reload()
    await at(kiosk, 'service-ga-1001').waitFor()
    await until('the desk is level', async () => {
      const [h, d] = await Promise.all([healthOf(hub.origin), healthOf(deskStation.origin)])
      return h?.seq === d?.seq
    })

    await hub.kill()
    await kiosk.getByText(kioskTexts.zh.link.alone).waitFor()
    await console.getByText(hubAway).waitFor()
    await expectAccessible(kiosk)
    await expectAccessible(console)
    await keepShot(kiosk, 'kiosk-hub-lost')
    await keepShot(console, 'console-alone-1366x768')

    await at(kiosk, 'service-ga-1001').first().click()
    // As the hub last told it, though this page was opened anew since.
    expect(await kiosk.locator('.wait strong').textContent()).toMatch(/^约/)
    await kiosk.reload()
    await at(kiosk, 'service-ga-1001').waitFor()
    expect(await takeNumber(kiosk)).toBe('A801')
    await useUpNumbers()
    await at(kiosk, 'service-ga-1001').first().click()
    await at(kiosk, 'confirm').first().click()
    await kiosk.getByText('本机备用号码已用完，请到导办台取号。').waitFor()
    await expectAccessible(kiosk)
    await keepShot(kiosk, 'kiosk-block-used-up')
    await kiosk.reload()
    await at(kiosk, 'service-ga-1001').waitFor()
    await press(console, 'start')
    await press(console, 'finish')
    await console.getByTestId('number').waitFor({ state: 'detached' })
    await press(console, 'next')
    await console.getByTestId('number').waitFor()
    expect(await console.getByTestId('number').textContent()).toBe('A002')

    hub = await lab.hub('hub', { port: hub.port })
    await kiosk.getByText(kioskTexts.zh.link.alone).waitFor({ state: 'detached' })
    await console.getByText(hubAway).waitFor({ state: 'detached' })
    expect(await console.getByTestId('number').textContent()).toBe('A002')
    await press(console, 'start')
    await press(console, 'finish')
    await console.getByTestId('number').waitFor({ state: 'detached' })
    await press(console, 'next')
    await console.getByTestId('number').waitFor()
    expect(await console.getByTestId('number').textContent()).toBe('A801')

    await until('the hall is one again', async () => {
      const all = await Promise.all([hub, kioskStation, deskStation].map((r) => healthOf(r.origin)))
      return all.every((h) => h?.status === 'ok' && (h.facts ?? 0) === 0 && h.seq === all[0]?.seq)
    })
    const { conflicts } = await ask<{ conflicts: unknown[] }>('/conflicts')
    expect(conflicts).toEqual([])
  })
})
