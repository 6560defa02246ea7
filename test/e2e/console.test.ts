/**
 * Goal: a teller works a day at the console with keys alone, whatever happens to the hub. Method: the demo hall as a
 * real process, the built page in a real browser, and what the hall itself says of each step.
 */
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

const viewport = { width: 1366, height: 768 }

describe.skipIf(!browserAvailable)('the console', () => {
  const browser = useBrowser()
  let hall: DemoHall
  let page: Page
  beforeEach(async () => {
    hall = await startDemoHall()
    page = await browser.newPage({ viewport })
  })
  afterEach(() => hall.close())

  const number = (): ReturnType<Page['locator']> => page.getByTestId('number')
  const state = (): ReturnType<Page['locator']> => page.getByTestId('state')

  async function signIn(staffNo = '1001'): Promise<void> {
    await page.locator('input').first().waitFor()
    await page.keyboard.type(staffNo)
    await page.keyboard.press('Enter')
    await page.keyboard.type('2580')
    await page.keyboard.press('Enter')
  }

  async function openCounter(): Promise<void> {
    await page.goto(`${hall.origin}/console`)
    await signIn()
    await page.locator('[data-counter="counter-1"]:focus').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('[data-verb="next"]').waitFor()
  }

  /** Presses a verb's key once the page offers it. */
  async function press(verb: string): Promise<void> {
    const button = page.locator(`[data-verb="${verb}"][aria-disabled="false"]`)
    await button.waitFor()
    await page.keyboard.press((await button.getAttribute('aria-keyshortcuts')) ?? '')
  }

  async function scrolls(): Promise<boolean> {
    return page.evaluate(
      () =>
        document.documentElement.scrollHeight > innerHeight ||
        document.documentElement.scrollWidth > innerWidth,
    )
  }

  it('takes a teller through a day by keys alone', async () => {
    const [first, second, third] = await hall.takeNumbers([0], [20], [40, 60])
    await openCounter()
    await keepShot(page, 'console-idle-1366x768')

    await press('next')
    await page
      .getByText(first ?? '', { exact: true })
      .first()
      .waitFor()
    await press('start')
    await press('addService')
    await page.locator('dialog').waitFor()
    await page.keyboard.type('shbz')
    await page.locator('[role="option"]').first().waitFor()
    await keepShot(page, 'console-add-1366x768')
    await page.keyboard.press('Enter')
    await page.locator('dialog').waitFor({ state: 'detached' })
    await press('completed')
    await press('accepted')
    await press('finish')
    await number().waitFor({ state: 'detached' })

    await press('next')
    await press('start')
    await press('waiting')
    await page.getByTitle(`恢复 ${second ?? ''}`).waitFor()

    await press('next')
    await press('recall')
    await press('requeue')
    await press('next')
    await press('start')
    await press('advised')
    await page.locator('dialog').waitFor()
    await page.keyboard.press('Space')
    await keepShot(page, 'console-advised-1366x768')
    await page.locator('textarea').fill('结婚证原件')
    await page
      .getByRole('button', { name: /^一次性告知/ })
      .last()
      .click()
    await page.locator('dialog').waitFor({ state: 'detached' })
    await keepShot(page, 'console-serving-1366x768')
    expect(await scrolls()).toBe(false)
    await press('transfer')
    await page.locator('dialog').waitFor()
    await page.locator('select').selectOption({ index: 3 })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await number().waitFor({ state: 'detached' })

    await press('resume')
    await page
      .getByText(second ?? '', { exact: true })
      .first()
      .waitFor()
    await press('finish')
    await number().waitFor({ state: 'detached' })
    await press('pause')
    await page.locator('dialog').waitFor()
    await page.keyboard.press('2')
    await page.getByText('暂停原因：短暂离开').waitFor()
    await keepShot(page, 'console-paused-1366x768')
    await press('pause')
    await press('close')
    // The one handed on is still waiting, and still theirs.
    await page.getByText('还有 1 件事由您负责').waitFor()
    await page.keyboard.press('Enter')
    await page.locator('[data-counter]').first().waitFor()

    const token = await hall.signIn('8001')
    const { body } = await hall.get('/visits', token)
    const states = (body['visits'] as { number: string; state: string }[]).map((v) => [v.number, v.state])
    expect(states).toEqual(
      expect.arrayContaining([
        [first, 'finished'],
        [second, 'finished'],
        [third, 'waiting'],
      ]),
    )
  })

  it('sends a verb once, however often its key is pressed', async () => {
    await hall.takeNumbers([0], [1], [2])
    await openCounter()
    await page.locator('[data-verb="next"][aria-disabled="false"]').waitFor()
    await page.evaluate(() => {
      for (let i = 0; i < 5; i += 1) dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyN', key: 'n' }))
      const next = document.querySelector<HTMLElement>('[data-verb="next"]')
      next?.click()
      next?.click()
    })
    await number().waitFor()
    const token = await hall.signIn('8001')
    const { body } = await hall.get('/visits?state=called', token)
    expect(body['visits']).toHaveLength(1)
  })

  it('stays calm while the hub is gone, and goes on where it was', async () => {
    await hall.takeNumbers([0], [1])
    await openCounter()
    await press('next')
    const called = await number().textContent()
    await hall.kill()
    await page.getByText('正在自动重连').waitFor()
    await keepShot(page, 'console-hub-lost-1366x768')
    expect(await number().textContent()).toBe(called)
    expect(await scrolls()).toBe(false)
    await page.keyboard.press('s')
    expect(await state().textContent()).toContain('已呼叫')
    await hall.restart()
    await page.getByText('正在自动重连').waitFor({ state: 'detached' })
    await press('start')
    await page.getByText('办理中', { exact: true }).last().waitFor()
    expect(await number().textContent()).toBe(called)
  })

  it('keeps counter and visit over a new sign-in', async () => {
    await hall.takeNumbers([0])
    await openCounter()
    await press('next')
    const called = await number().textContent()
    await page.evaluate(() => {
      const kept = JSON.parse(sessionStorage.getItem('yihao.session') ?? '{}') as Record<string, unknown>
      sessionStorage.setItem('yihao.session', JSON.stringify({ ...kept, token: 'no-longer-valid' }))
    })
    await page.reload()
    await page.getByText('登录已过期').first().waitFor()
    await signIn()
    await number().waitFor()
    expect(await number().textContent()).toBe(called)
  })

  it('says in words why a verb cannot be used', async () => {
    await openCounter()
    await page.keyboard.press('n')
    await page.getByText('现在没有人等候。').last().waitFor()
    await page.keyboard.press('s')
    await page.getByText('窗口现在没有号').last().waitFor()
  })

  it('has nothing serious against it, in both languages and themes', async () => {
    await hall.takeNumbers([0, 20], [1], [2], [3])
    await page.goto(`${hall.origin}/console`)
    await page.locator('input').first().waitFor()
    await keepShot(page, 'console-sign-in-1366x768')
    await expectAccessible(page)
    await signIn()
    await page.locator('[data-counter="counter-1"]:focus').waitFor()
    await keepShot(page, 'console-counters-1366x768')
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await press('next')
    await press('start')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Dark' }).click()
    await expectAccessible(page)
    await keepShot(page, 'console-dark-en-1366x768')
    for (const sheet of ['transfer', 'addService', 'advised', 'pause', 'keys']) {
      await press(sheet)
      await page.locator('dialog').waitFor()
      await expectAccessible(page)
      await keepShot(page, `console-${sheet}-1366x768`)
      await page.keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
    }
  })
})
