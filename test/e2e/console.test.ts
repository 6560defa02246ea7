/**
 * Goal: a teller works a day at the console with keys alone, whatever happens to the hub. Method: the demo hall as a
 * real process, the built page in a real browser, and what the hall itself says of each step.
 */
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { openCounter } from './openCounter.ts'
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

  async function sitDown(): Promise<void> {
    await page.goto(`${hall.origin}/console`)
    await signIn()
    await page.locator('[data-counter="counter-1"]:focus').waitFor()
    await openCounter(page, 'counter-1')
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

  it('takes a teller through a day by keys alone, the hub killed in its middle', async () => {
    const numbers = await hall.takeNumbers([0, 20, 40], [20], [40, 60], [1], [2])
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = numbers
    const colleague = await hall.signIn('1002')
    await hall.post('/counters/counter-2/open', {}, colleague)
    await sitDown()
    await keepShot(page, 'console-idle-1366x768')
    const keys = async (...pressed: readonly string[]): Promise<void> => {
      for (const key of pressed) await page.keyboard.press(key)
    }
    const dialog = page.locator('dialog')
    const closed = () => dialog.waitFor({ state: 'detached' })
    const atCounter = (called: string) => number().getByText(called, { exact: true }).waitFor()
    const away = () => number().waitFor({ state: 'detached' })

    // Three services on one number and one added by pinyin: each ends in its own outcome.
    await press('next')
    await atCounter(first)
    await press('start')
    await press('addService')
    await dialog.waitFor()
    await page.keyboard.type('shbz')
    await page.locator('[role="option"]').first().waitFor()
    await keepShot(page, 'console-add-1366x768')
    // A sheet takes no key before the hall can take the command.
    await dialog.locator('button[type="submit"]:enabled').waitFor()
    await keys('Enter')
    await closed()
    await press('completed')
    await press('accepted')
    await press('advised')
    await dialog.waitFor()
    await keys('Space')
    await keepShot(page, 'console-advised-1366x768')
    while (!(await page.locator('textarea:focus').isVisible())) await keys('Tab')
    await page.keyboard.type('结婚证原件')
    await keys('Tab', 'Tab', 'Enter')
    await closed()
    await keepShot(page, 'console-serving-1366x768')
    expect(await scrolls()).toBe(false)
    await press('declined')
    // A refused acceptance offers to report it; not this time.
    await dialog.waitFor()
    await keys('Escape')
    await closed()
    await press('finish')
    await away()

    // The hub goes while somebody is on their way to the counter.
    await press('next')
    await atCounter(second)
    await hall.kill()
    await page.getByText('正在自动重连').waitFor()
    await keys('s')
    expect(await state().textContent()).toContain('已呼叫')
    await hall.restart()
    await page.getByText('正在自动重连').waitFor({ state: 'detached' })
    await press('recall')
    await press('requeue')
    await away()
    await press('next')
    await atCounter(second)
    await press('start')
    await press('waiting')
    await page.getByTitle(`恢复 ${second}`).waitFor()

    // Out of turn, by number; then with papers kept, and papers out.
    await press('call')
    await dialog.waitFor()
    await page.keyboard.type(fourth)
    await page.getByText('前面还有').waitFor()
    await keys('Tab')
    await page.keyboard.type('与前一位同行')
    await keys('Enter')
    await closed()
    await atCounter(fourth)
    await press('start')
    await press('papersKept')
    await away()
    await press('next')
    await atCounter(third)
    await press('start')
    await press('papersOut')
    await away()
    await press('next')
    await atCounter(fifth)

    // Handed on, with a note.
    await press('start')
    await press('transfer')
    await dialog.waitFor()
    await keys('ArrowDown', 'ArrowDown', 'Tab', 'Tab')
    await page.keyboard.type('表已填好')
    await keys('Enter')
    await closed()
    await away()

    // Back from parking: which of three, by its place in the list.
    await press('resume')
    await dialog.waitFor()
    await keys('1')
    await closed()
    await number().waitFor()
    const resumed = (await number().textContent()) ?? ''
    expect([second, third, fourth]).toContain(resumed)
    await press('finish')
    await away()

    // What is still the teller's is handed over, with a word.
    await press('handOver')
    await dialog.waitFor()
    await keys('ArrowDown', 'Tab')
    await page.keyboard.type('材料在二号文件盒')
    await keys('Enter')
    await closed()
    await press('pause')
    await dialog.waitFor()
    await keys('2')
    await page.getByText('暂停原因：短暂离开').waitFor()
    // The pause may be seen before its answer is heard, and until then keys belong to the sheet.
    await closed()
    await keepShot(page, 'console-paused-1366x768')
    await press('pause')
    await press('close')
    // Offered and not yet accepted: still theirs, and said so.
    await page.getByText('件事由您负责').waitFor()
    await keys('Enter')
    await page.locator('[data-counter]').first().waitFor()

    const token = await hall.signIn('8001')
    const { body } = await hall.get('/visits', token)
    const visits = body['visits'] as readonly { id: string; number: string; state: string }[]
    const of = (named: string) => visits.find((v) => v.number === named) ?? expect.fail(`no ${named}`)
    expect([first, resumed].map((named) => of(named).state)).toEqual(['finished', 'finished'])
    expect(of(fifth).state).toBe('waiting')
    const history = async (named: string): Promise<string> =>
      JSON.stringify((await hall.get(`/visits/${of(named).id}/history`, token)).body)
    const handled = await history(first)
    for (const outcome of ['completed', 'accepted', 'advised', 'declined'])
      expect(handled).toContain(`"outcome":"${outcome}"`)
    expect(handled).toContain('结婚证原件')
    expect(await history(fifth)).toContain('表已填好')
    expect(await history(fourth)).toContain('与前一位同行')
    const parks = (await Promise.all([second, third, fourth].map(history))).join('')
    for (const kind of ['waiting', 'papersKept', 'papersOut']) expect(parks).toContain(`"${kind}"`)
    const left = [second, third, fourth].filter((named) => named !== resumed)
    for (const named of left) expect(await history(named)).toContain('材料在二号文件盒')
  }, 150_000)

  it('sends a verb once, however often its key is pressed', async () => {
    await hall.takeNumbers([0], [1], [2])
    await sitDown()
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
    await sitDown()
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
    await sitDown()
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
    await sitDown()
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
    await page.locator('[data-counter="counter-1"][aria-disabled="false"]:focus').waitFor()
    await keepShot(page, 'console-counters-1366x768')
    await expectAccessible(page)
    await openCounter(page, 'counter-1')
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
