/**
 * Goal: two people and two machines around one counter: matters handed over and accepted, a counter given up or kept,
 * and the whole of it in a strip beside another program. Method: the demo hall as a real process, two real browsers
 * with keys alone.
 */
import type { Page, WebSocketRoute } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { openCounter } from './openCounter.ts'
import { keepShot } from './shots.ts'

const desk = { width: 1366, height: 768 }
const low = { width: 420, height: 120 }

describe.skipIf(!browserAvailable)('a counter at shift change', () => {
  const browser = useBrowser()
  let hall: DemoHall
  beforeAll(async () => {
    hall = await startDemoHall()
  })
  afterAll(() => hall.close())

  async function signIn(page: Page, staffNo: string, path = '/console'): Promise<void> {
    await page.goto(`${hall.origin}${path}`)
    await page.locator('input').first().waitFor()
    await page.keyboard.type(staffNo)
    await page.keyboard.press('Enter')
    await page.keyboard.type('2580')
    await page.keyboard.press('Enter')
  }

  /** Signed in and sitting at a counter, at a machine of their own. */
  async function sitDown(staffNo: string, counter: string, path?: string, viewport = desk): Promise<Page> {
    const page = await browser.newPage({ viewport })
    await signIn(page, staffNo, path)
    await openCounter(page, counter)
    return page
  }

  async function press(page: Page, verb: string): Promise<void> {
    const button = page.locator(`[data-verb="${verb}"][aria-disabled="false"]`)
    await button.waitFor()
    await page.keyboard.press((await button.getAttribute('aria-keyshortcuts')) ?? '')
  }

  async function closeCounter(page: Page): Promise<void> {
    await press(page, 'close')
    await page.locator('[data-counter]').first().waitFor()
    await page.context().close()
  }

  async function fits(page: Page): Promise<boolean> {
    return page.evaluate(
      () =>
        document.documentElement.scrollHeight <= innerHeight &&
        document.documentElement.scrollWidth <= innerWidth,
    )
  }

  const ask = (page: Page) => page.getByTestId('ask')

  it('shows what is still the teller’s before it closes, and hands it over with one key on each side', async () => {
    const [first, second] = await hall.takeNumbers([0], [0])
    const leaving = await sitDown('1001', 'counter-1')
    const staying = await sitDown('1002', 'counter-2')
    for (const park of ['papersKept', 'waiting']) {
      await press(leaving, 'next')
      await press(leaving, 'start')
      await press(leaving, park)
      await leaving.getByTestId('number').waitFor({ state: 'detached' })
    }
    await press(leaving, 'close')
    await leaving.getByText('还有 2 件事由您负责').waitFor()
    await leaving
      .locator('dialog')
      .getByText(first ?? '')
      .waitFor()
    await expectAccessible(leaving)
    await keepShot(leaving, 'console-close-1366x768')
    await leaving.locator('select').selectOption('staff-1002')
    await leaving.keyboard.press('Tab')
    await leaving.keyboard.type('材料在二号文件盒')
    await leaving.keyboard.press('Enter')
    await leaving.locator('[data-counter]').first().waitFor()

    await ask(staying)
      .getByText(`${first ?? ''} ${second ?? ''}`)
      .waitFor()
    await ask(staying).getByText('材料在二号文件盒').waitFor()
    await keepShot(staying, 'console-asked-1366x768')
    await expectAccessible(staying)
    expect(await fits(staying)).toBe(true)
    await staying.keyboard.press('y')
    await ask(staying)
      .getByText(first ?? '')
      .waitFor({ state: 'detached' })
    await press(staying, 'resume')
    await staying.locator('dialog').waitFor()
    await staying.keyboard.press('1')
    await staying.getByTestId('number').waitFor()
    await staying.getByText('首问', { exact: true }).waitFor()
    await staying.getByText('本人', { exact: true }).waitFor()
    await press(staying, 'finish')
    await staying.getByTestId('number').waitFor({ state: 'detached' })
    await press(staying, 'resume')
    await press(staying, 'finish')
    await staying.getByTestId('number').waitFor({ state: 'detached' })
    await closeCounter(staying)
  })

  it('opens no counter while the hall is not connected, says so, and does nothing later', async () => {
    const page = await browser.newPage({ viewport: desk })
    const routes = new Set<WebSocketRoute>()
    let up = true
    await page.routeWebSocket(/socket\.io/, (route) => {
      if (!up) {
        void route.close()
        return
      }
      route.connectToServer()
      routes.add(route)
    })
    await signIn(page, '1005')
    const mine = '[data-counter="counter-5"]'
    await page.locator(`${mine}[aria-disabled="false"]`).focus()
    up = false
    for (const route of routes) await route.close()
    await page.locator(`${mine}[aria-disabled="true"]:focus`).waitFor()
    await page.getByText('还没有连上大厅').waitFor()
    await expectAccessible(page)
    await keepShot(page, 'console-counters-not-connected-1366x768')
    await page.keyboard.press('Enter')
    await page.locator(mine).click({ force: true })
    up = true
    await page.locator(`${mine}[aria-disabled="false"]:focus`).waitFor()
    const { body } = await hall.get('/counters', await hall.signIn('8001'))
    const counters = body['counters'] as readonly { readonly id: string; readonly state: string }[]
    expect(counters.find(({ id }) => id === 'counter-5')?.state).toBe('closed')
    await page.getByText('窗口没有开，请再按一次').waitFor()
    await openCounter(page, 'counter-5')
    await closeCounter(page)
  })

  it('gives a counter to a colleague who asks on its screen, and keeps it when the answer is no', async () => {
    const here = await sitDown('1003', 'counter-3')
    const colleague = await browser.newPage({ viewport: desk })
    await signIn(colleague, '1004')
    const taken = colleague.locator('[data-counter="counter-3"][aria-disabled="false"]')
    await taken.waitFor()
    for (const key of ['z', 'y']) {
      await taken.focus()
      await colleague.keyboard.press('Enter')
      await colleague.locator('dialog').waitFor()
      await colleague.locator('dialog button[type="submit"]').focus()
      await colleague.keyboard.press('Enter')
      await colleague.getByText('已在').waitFor()
      await ask(here).getByText('请求接管您的窗口').waitFor()
      await here.keyboard.press(key)
      if (key === 'z') {
        await colleague.getByText('对方没有同意').waitFor()
        await expectAccessible(colleague)
        await colleague.keyboard.press('Escape')
        await colleague.locator('dialog').waitFor({ state: 'detached' })
      }
    }
    await here.locator('[data-counter]').first().waitFor()
    await colleague.locator('[data-verb="next"]').waitFor()
    expect(await colleague.locator('h1').textContent()).toContain('3')
    await closeCounter(colleague)
  })

  it('asks whoever is at the manager’s page or the guide’s desk meanwhile, and hears their answer there', async () => {
    const supervisor = await hall.signIn('8001')
    await hall.post('/counters/counter-1/open', {}, supervisor)
    const manager = await browser.newPage({ viewport: desk })
    await signIn(manager, '8001', '/manager')
    await manager.locator('nav').first().waitFor()
    const colleague = await browser.newPage({ viewport: desk })
    await signIn(colleague, '1001')
    const taken = colleague.locator('[data-counter="counter-1"][aria-disabled="false"]')
    await taken.waitFor()
    for (const key of ['z', 'y']) {
      await taken.focus()
      await colleague.keyboard.press('Enter')
      await colleague.locator('dialog button[type="submit"]').focus()
      await colleague.keyboard.press('Enter')
      await ask(manager).getByText('请求接管您的窗口').waitFor()
      await keepShot(manager, 'manager-asked-1366x768')
      await expectAccessible(manager)
      expect(await fits(manager)).toBe(true)
      await manager.keyboard.press(key)
      await ask(manager).getByText('请求接管您的窗口').waitFor({ state: 'detached' })
      if (key === 'z') {
        await colleague.getByText('对方没有同意').waitFor()
        await colleague.keyboard.press('Escape')
        await colleague.locator('dialog').waitFor({ state: 'detached' })
      }
    }
    await colleague.locator('[data-verb="next"]').waitFor()

    // A matter offered to whoever stands at the guide's desk.
    const [number] = await hall.takeNumbers([0])
    await press(colleague, 'next')
    await press(colleague, 'start')
    await press(colleague, 'handOver')
    await colleague.locator('dialog select').waitFor()
    await colleague.locator('dialog select').selectOption('staff-8001')
    await colleague.keyboard.press('Enter')
    await colleague.locator('dialog').waitFor({ state: 'detached' })
    const guide = await browser.newPage({ viewport: desk })
    await signIn(guide, '8001', '/guide')
    await ask(guide)
      .getByText(number ?? '')
      .waitFor()
    await keepShot(guide, 'guide-asked-1366x768')
    await expectAccessible(guide)
    expect(await fits(guide)).toBe(true)
    await guide.keyboard.press('y')
    await ask(guide)
      .getByText(number ?? '')
      .waitFor({ state: 'detached' })
    await colleague.getByText('值班长').first().waitFor()
    await press(colleague, 'finish')
    await colleague.getByTestId('number').waitFor({ state: 'detached' })
    await closeCounter(colleague)
  })

  it('is worked from one machine at a time, whoever signs in where', async () => {
    await hall.takeNumbers([0])
    const here = await sitDown('1001', 'counter-1')
    await press(here, 'next')
    const called = (await here.getByTestId('number').textContent()) ?? ''
    const there = await browser.newPage({ viewport: desk })
    await signIn(there, '1001')
    await there.getByText('您正在另一台电脑上办理').first().waitFor()
    await keepShot(there, 'console-elsewhere-1366x768')
    await expectAccessible(there)
    // Nothing can be pressed here meanwhile.
    await there.keyboard.press('s')
    await there.getByRole('button', { name: '在这里继续' }).focus()
    await there.keyboard.press('Enter')
    await ask(here).getByText('另一台电脑').waitFor()
    expect(await here.getByTestId('state').textContent()).toContain('已呼叫')
    // Both say yes at once, one of them twice.
    await here.keyboard.press('y')
    await here.keyboard.press('y')
    await there.getByTestId('number').waitFor()
    expect(await there.getByTestId('number').textContent()).toBe(called)
    await here.getByText('您正在另一台电脑上办理').first().waitFor()
    await press(there, 'start')
    await press(there, 'finish')
    await there.getByTestId('number').waitFor({ state: 'detached' })
    await closeCounter(there)
    await here.locator('[data-counter]').first().waitFor()
  })

  it('offers to report what could not be done as soon as a service is declined, and the visitor may too', async () => {
    const guide = await hall.signIn('2001')
    const { body } = await hall.get('/catalogue', guide)
    const [service] = body['services'] as readonly { readonly id: string }[]
    const issued = await hall.post('/visits', { serviceIds: [service?.id], channel: 'desk' }, guide)
    const token = String((issued.body['visit'] as Record<string, unknown>)['token'])
    const page = await sitDown('1001', 'counter-1')
    await press(page, 'next')
    await press(page, 'start')
    await press(page, 'declined')
    await page.locator('dialog textarea').waitFor()
    expect(await page.locator('dialog textarea').inputValue()).toContain('不予受理')
    await page.keyboard.type('，材料齐全')
    await page.locator('dialog input[inputmode="tel"]').fill('13800138000')
    await expectAccessible(page)
    await keepShot(page, 'console-raise-1366x768')
    await page.keyboard.press('Enter')
    await page.getByText('已提交，会有专人联系').waitFor()

    const phone = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await phone.goto(`${hall.origin}/v/${token}`)
    await phone.locator('[data-test="report"]').click()
    await phone.locator('textarea').fill('窗口说办不了')
    await expectAccessible(phone)
    await keepShot(phone, 'visitor-report-390x844')
    await phone.locator('form button[type="submit"]').click()
    await phone.getByText('已提交，会有专人联系').waitFor()
    await press(page, 'finish')
    await page.getByTestId('number').waitFor({ state: 'detached' })
    await closeCounter(page)
  })

  it('fits a strip of 420 by 120 beside another program, every verb by its key', async () => {
    const [only] = await hall.takeNumbers([0, 20])
    const strip = await browser.newPage({ viewport: low })
    await strip.goto(`${hall.origin}/console?strip`)
    await strip.locator('input').first().waitFor()
    await keepShot(strip, 'strip-sign-in-420x120')
    await expectAccessible(strip)
    expect(await fits(strip)).toBe(true)
    await strip.keyboard.type('1001')
    await strip.keyboard.press('Enter')
    await strip.keyboard.type('2580')
    await strip.keyboard.press('Enter')
    await strip.locator('[data-counter="counter-1"]').focus()
    await keepShot(strip, 'strip-counters-420x120')
    await openCounter(strip, 'counter-1')
    await keepShot(strip, 'strip-idle-420x120')
    await expectAccessible(strip)
    await press(strip, 'next')
    await strip.getByTestId('number').waitFor()
    expect(await strip.getByTestId('number').textContent()).toBe(only)
    await keepShot(strip, 'strip-called-420x120')
    await press(strip, 'start')
    await strip.getByText('办理中').waitFor()
    await keepShot(strip, 'strip-serving-420x120')
    await expectAccessible(strip)
    expect(await fits(strip)).toBe(true)
    // Not among the keys shown, and there all the same.
    await strip.keyboard.press('a')
    await strip.locator('dialog input').waitFor()
    await strip.keyboard.type('shbz')
    await strip.locator('[role="option"]').first().waitFor()
    await keepShot(strip, 'strip-add-420x120')
    await expectAccessible(strip)
    expect(await fits(strip)).toBe(true)
    await strip.keyboard.press('Enter')
    await strip.locator('dialog').waitFor({ state: 'detached' })
    for (const [key, name] of [
      ['o', 'advised'],
      ['t', 'transfer'],
      ['?', 'keys'],
    ] as const) {
      await strip.keyboard.press(key)
      await strip.locator('dialog').waitFor()
      await keepShot(strip, `strip-${name}-420x120`)
      await expectAccessible(strip)
      expect(await fits(strip)).toBe(true)
      await strip.keyboard.press('Escape')
      await strip.locator('dialog').waitFor({ state: 'detached' })
    }
    await strip.keyboard.press('n')
    await strip.locator('.said.refused').waitFor()
    await strip.keyboard.press('g')
    await strip.getByTestId('number').waitFor({ state: 'detached' })
    await strip.keyboard.press('m')
    await strip.getByTestId('number').waitFor()
    await strip.keyboard.press('f')
    await strip.getByTestId('number').waitFor({ state: 'detached' })
  })
})
