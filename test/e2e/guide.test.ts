/**
 * Goal: a guide takes numbers for visitors, checks bookings in, states grounds, gives copies, finds people and goes
 * where help is asked for, with keys or a finger, on one page. Method: the demo hall as a real process, a real browser.
 */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Command } from '#shared/hall/commands.ts'
import { appointmentCode, serviceId } from '#shared/ids/ids.ts'
import { wireEvent } from '#shared/protocol/messages.ts'
import { hangUpAfterEach, hears, listenIn } from '#test/fixtures/socketDoor.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

const viewport = { width: 1366, height: 768 }

describe.skipIf(!browserAvailable)('the guide’s desk', () => {
  const browser = useBrowser()
  hangUpAfterEach()
  let hall: DemoHall
  beforeAll(async () => {
    hall = await startDemoHall()
  })
  afterAll(() => hall.close())

  async function deskAt(path: string): Promise<Page> {
    const page = await browser.newPage({ viewport })
    await page.goto(`${hall.origin}${path}`)
    await page.locator('input').first().waitFor()
    await page.keyboard.type('2001')
    await page.keyboard.press('Enter')
    await page.keyboard.type('2580')
    await page.keyboard.press('Enter')
    await page.locator('[data-field="issue"]').waitFor()
    return page
  }

  async function say(by: Awaited<ReturnType<typeof listenIn>>, command: Command): Promise<void> {
    by.socket.emit(wireEvent, { type: 'command', id: randomUUID(), command })
    expect((await hears(by.heard, 'answer')).answer).toMatchObject({ ok: true })
  }

  async function fits(page: Page): Promise<boolean> {
    return page.evaluate(
      () =>
        document.documentElement.scrollHeight <= innerHeight &&
        document.documentElement.scrollWidth <= innerWidth,
    )
  }

  async function visitOf(number: string): Promise<Record<string, unknown>> {
    const token = await hall.signIn('8001')
    const { body } = await hall.get('/visits', token)
    const rows = body['visits'] as readonly Record<string, unknown>[]
    return rows.find((v) => v['number'] === number) ?? expect.fail(`no ${number}`)
  }

  it('takes a number by keys, shows its code, states a ground later and puts a no longer wanted one back', async () => {
    const page = await deskAt('/guide')
    await page.getByText('还没有选事项').waitFor()
    await keepShot(page, 'guide-empty-1366x768')
    await page.keyboard.press('i')
    await page.keyboard.type('shbz')
    await page.locator('#issue-found [role="option"]').first().waitFor()
    await keepShot(page, 'guide-search-1366x768')
    await page.keyboard.press('Enter')
    await page.keyboard.type('jmsfz')
    await page.keyboard.press('Enter')
    await page.locator('.basket li').nth(1).waitFor()
    await page.keyboard.press('Enter')
    const number = (await page.getByTestId('picked').textContent()) ?? ''
    const code = page.getByRole('img', { name: `${number} 的二维码` })
    await code.waitFor()
    expect(await fits(page)).toBe(true)
    await expectAccessible(page)
    await keepShot(page, 'guide-issued-1366x768')
    expect((await visitOf(number))['serviceIds']).toHaveLength(2)

    await page.keyboard.press('Escape')
    await page.keyboard.press('p')
    await page.locator('dialog select').first().waitFor()
    await keepShot(page, 'guide-priority-1366x768')
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await page.getByTestId('priority').getByText('老年人').waitFor()
    // The ground may be seen before its answer is heard, and until then keys belong to the sheet.
    await page.locator('dialog').waitFor({ state: 'detached' })
    expect((await visitOf(number))['priority']).toMatchObject({ class: 'elderly' })

    await page.keyboard.press('a')
    await page.keyboard.type('bdc')
    await page.locator('#issue-found [role="option"]').first().waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.locator('.services li').nth(2).waitFor()

    await page.keyboard.press('Escape')
    await page.keyboard.press('r')
    await page.locator('.said.refused').waitFor()
    await page.keyboard.press('x')
    await page.locator('dialog input').waitFor()
    await page.keyboard.press('Enter')
    await page.getByTestId('state').getByText('已取消').waitFor()
  })

  it('finds a number by its end, and gives a copy as a code or at a kiosk, on record', async () => {
    const [number = ''] = await hall.takeNumbers([3])
    const page = await deskAt('/console')
    await page.keyboard.press('f')
    await page.keyboard.type(number.toLowerCase())
    await page.locator('#find-found strong', { hasText: number }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByTestId('picked').getByText(number).waitFor()
    await page.keyboard.press('c')
    await page.locator('dialog select').waitFor()
    await page.keyboard.press('Enter')
    const code = page.getByRole('img', { name: `${number} 的二维码` })
    await code.waitFor()
    await keepShot(page, 'guide-copy-1366x768')
    const id = String((await visitOf(number))['id'])
    const { body } = await hall.get(`/visits/${id}/history`, await hall.signIn('8001'))
    const types = (body['events'] as readonly { event: { type: string } }[]).map((e) => e.event.type)
    expect(types).toContain('ticketCopied')

    // What could not be done is reported from here too.
    await page.keyboard.press('Escape')
    await page.keyboard.press('k')
    await page.locator('dialog textarea').waitFor()
    await page.keyboard.type('三个窗口都说不归他们管')
    await expectAccessible(page)
    await page.locator('dialog input[inputmode="tel"]').fill('13800138000')
    await page.keyboard.press('Enter')
    await page.getByText('已提交，会有专人联系').waitFor()
  })

  it('checks in who booked, by code', async () => {
    const guide = await hall.signIn('2001')
    const { body } = await hall.get('/catalogue', guide)
    const [service] = body['services'] as readonly { readonly id: string }[]
    const page = await deskAt('/guide')
    // By the hall's own clock.
    const other = await listenIn(hall.origin, 'console', guide)
    const hello = await hears(other.heard, 'welcome')
    await say(other, {
      type: 'bookAppointment',
      code: appointmentCode.parse('p-20481'),
      serviceIds: [serviceId.parse(service?.id)],
      slotFromMs: hello.hubMs + 60_000,
      slotUntilMs: hello.hubMs + 1_800_000,
      holder: { hash: 'a'.repeat(32), last4: '5678', maskedName: '张*明' },
    })
    await page.getByText('p-20481').waitFor()
    await keepShot(page, 'guide-booked-1366x768')
    await page.keyboard.press('b')
    await page.keyboard.type('5678')
    await page.locator('button.at').waitFor()
    await page.keyboard.press('Enter')
    await page.getByTestId('picked').waitFor()
    const number = (await page.getByTestId('picked').textContent()) ?? ''
    expect((await visitOf(number))['state']).toBe('waiting')
    await page.getByText('没有待签到的预约').waitFor()
  })

  it('hears who asks for help, goes, and says when it is done; in English and dark as well', async () => {
    const kiosk = await listenIn(hall.origin, 'kiosk')
    const page = await deskAt('/guide')
    await page.getByText('没有人求助').first().waitFor()
    await say(kiosk, { type: 'callGuide', locale: 'ug' })
    await page.locator('.wanted').waitFor()
    await keepShot(page, 'guide-help-1366x768')
    await page.keyboard.press('h')
    await page.locator('.wanted').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Dark' }).click()
    await expectAccessible(page)
    expect(await fits(page)).toBe(true)
    await keepShot(page, 'guide-dark-en-1366x768')
    await page.keyboard.press('g')
    await page.getByText('Nobody asks for help').first().waitFor()
  })
})
