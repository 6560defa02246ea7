/**
 * Goal: those in charge follow a bad rating and a finding to their ends, two people at each, and read ratings with
 * every figure open to its rows; nobody else sees either page. Method: the demo hall as a process of its own, and the
 * built pages in a real browser.
 */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

const small = { width: 1366, height: 768 }
const large = { width: 1920, height: 1080 }

describe.skipIf(!browserAvailable)('ratings and cases', () => {
  const browser = useBrowser()
  let hall: DemoHall

  beforeAll(async () => {
    hall = await startDemoHall()
    const guide = await hall.signIn('2001')
    const { body: catalogue } = await hall.get('/catalogue', guide)
    const [service] = catalogue['services'] as readonly { readonly id: string }[]
    const token = await hall.signIn('1001')
    await hall.post('/counters/counter-1/open', {}, token)
    const said = [
      { level: 'verySatisfied' },
      { level: 'dissatisfied', reasons: ['slowHandling'], text: '等了很久' },
      undefined,
    ]
    for (const rating of said) {
      const issued = await hall.post('/visits', { serviceIds: [service?.id], channel: 'desk' }, guide)
      const { id, token: key } = issued.body['visit'] as { readonly id: string; readonly token: string }
      expect((await hall.post('/counters/counter-1/call-next', {}, token)).status).toBe(200)
      await hall.post(`/visits/${id}/finish`, {}, token)
      if (rating === undefined) continue
      expect((await hall.post(`/visits/${id}/ratings`, { ...rating, key }, '')).status).toBe(201)
    }
  })
  afterAll(async () => {
    await hall.close()
  })

  async function open(staffNo: string, part: string, viewport = small): Promise<Page> {
    const page = await browser.newPage({ viewport, acceptDownloads: true })
    await page.goto(`${hall.origin}/manager/${part}`)
    await page.locator('input[autocomplete="username"]').fill(staffNo)
    await page.locator('input[type="password"]').fill('2580')
    await page.keyboard.press('Enter')
    return page
  }
  const way = async (page: Page, to: string, then: string): Promise<void> => {
    await page.locator(`[data-way="${to}"]`).click()
    await page.locator(`[data-at-stage="${then}"]`).waitFor()
  }

  it('follow a bad rating and a finding to their ends, two people at each', async () => {
    const page = await open('8001', 'cases')
    await page.locator('[data-case^="R"]').waitFor()
    await keepShot(page, 'manager-cases-1366x768')
    await expectAccessible(page)

    // A finding with a photograph, given to a teller, due on a day.
    await page.locator('[data-add]').click()
    await page.locator('[data-new="item"]').fill('消防通道')
    await page.locator('[data-new="text"]').fill('通道口堆放纸箱')
    await page.locator('[data-new="counter"]').selectOption('counter-1')
    await page.locator('[data-new="assignee"]').selectOption({ index: 1 })
    await page.locator('[data-photo]').setInputFiles({
      name: 'photo.png',
      mimeType: 'image/png',
      buffer: await page.screenshot(),
    })
    await page.getByText('照片 1').waitFor()
    await expectAccessible(page)
    await keepShot(page, 'manager-case-new-1366x768')
    await page.locator('dialog button[type="submit"]').click()
    await page.locator('dialog').waitFor({ state: 'detached' })
    // It waits for somebody in charge, as the bad rating does: the menu counts both.
    await page.locator('[data-part="cases"] .count').getByText('2', { exact: true }).waitFor()
    // The item that was looked at, and what was found.
    await page.locator('[data-item]', { hasText: '消防通道' }).waitFor()
    await page.locator('[data-text]', { hasText: '通道口堆放纸箱' }).waitFor()
    await page.locator('[data-case^="I"]').first().click()
    await page.locator('.photos img').waitFor()
    await keepShot(page, 'manager-case-finding-1366x768')
    await page.keyboard.press('Escape')

    await page.locator('[data-kind="badRating"]').click()
    await page.locator('[data-stage="verify"] [data-case]').click()
    await page.locator('[data-at-stage="verify"]').waitFor()
    await way(page, 'claim', 'claim')
    await way(page, 'callBack', 'callBack')
    // What a stage wants said is said before the button works.
    expect(await page.locator('[data-way="handle"]').isDisabled()).toBe(true)
    await page.locator('[data-why]').getByText('回访结果').waitFor()
    await page.locator('[data-move="reached"]').check()
    await way(page, 'handle', 'handle')
    await page.locator('[data-move="outcome"]').selectOption('rectified')
    await page.locator('[data-move="note"]').fill('已向群众说明，加开一个窗口')
    await way(page, 'review', 'review')
    expect(await page.locator('[data-way="closed"]').isDisabled()).toBe(true)
    expect(await page.locator('[data-why]').textContent()).not.toBe('')
    await expectAccessible(page)
    await keepShot(page, 'manager-case-second-person-1366x768')
    await page.context().close()

    const other = await open('9001', 'cases', large)
    await other.locator('[data-kind="badRating"]').click()
    await keepShot(other, 'manager-cases-board-1920x1080')
    await other.locator('[data-stage="review"] [data-case]').click()
    await way(other, 'closed', 'closed')
    expect(await other.locator('[data-step]').count()).toBe(5)
    await other.keyboard.press('Escape')
    await other.locator('[data-state="closed"]').click()
    await other.locator('[data-case^="R"]').waitFor()
    await other.getByRole('button', { name: 'English' }).click()
    await other.getByRole('button', { name: 'Dark' }).click()
    await other.locator('[data-kind="complaint"]').click()
    await other.locator('[data-none]').waitFor()
    await keepShot(other, 'manager-cases-none-dark-en-1920x1080')
    await expectAccessible(other)
    await other.context().close()
  })

  it('read ratings with their figures, and give them away in either order of codes', async () => {
    const page = await open('8001', 'ratings')
    const figure = async (id: string): Promise<string | undefined> =>
      (await page.locator(`[data-key-figure="${id}"] :is(b, button)`).textContent())?.trim()
    await page.locator('[data-key-figure="activeRate"]').waitFor()
    expect(await figure('rated')).toBe('2')
    expect(await figure('activeRate')).toBe('66.7%')
    expect(await figure('satisfiedShare')).toBe('50.0%')
    expect(await figure('badRatings')).toBe('1')
    await expectAccessible(page)
    await keepShot(page, 'manager-ratings-1366x768')
    await page.locator('[data-key-figure="badRatings"] button').click()
    await page.locator('[data-rows-count]').getByText('共 1 条').waitFor()
    await page.keyboard.press('Escape')
    for (const by of ['teller', 'service', 'department']) {
      await page.locator(`[data-by="${by}"]`).click()
      await page.locator('article:not(.working) [data-report-part="badRatings"]').waitFor()
    }
    const saved = async (order: string): Promise<string> => {
      await page.locator('[data-order]').selectOption(order)
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('[data-coded="csv"]').click(),
      ])
      return readFileSync(await download.path(), 'utf8')
    }
    expect(await saved('national')).toMatch(/不满意,4,slowHandling/)
    const provincial = await saved('provincial')
    expect(provincial).toMatch(/不满意,2,slowHandling/)
    expect(provincial).not.toContain('等了很久')
    await page.getByRole('button', { name: 'English' }).click()
    await page.setViewportSize(large)
    await page.locator('article:not(.working) [data-row="total"]').first().waitFor()
    await keepShot(page, 'manager-ratings-en-1920x1080')
    await expectAccessible(page)
    await page.context().close()
  })

  it('keep their rules: a holiday more, a default rating, a clock', async () => {
    const page = await open('9001', 'caseRules')
    await page.locator('[data-holiday]').first().waitFor()
    await expectAccessible(page)
    await keepShot(page, 'manager-case-rules-1366x768')
    await page.locator('[data-add-default]').click()
    await page.locator('[data-photo-days]').fill('200')
    await page.locator('[data-photo-days]').blur()
    const clock = page.locator('[data-flow="badRating"] input[type="number"]').first()
    await clock.fill('7')
    await clock.blur()
    // A stage more, which nothing leads into at first.
    const flow = page.locator('[data-flow="inspection"]')
    await flow.locator('[data-add-stage]').click()
    await flow.locator('[data-stage="stageA"] [data-name-zh]').fill('领导签字')
    await flow.locator('[data-stage="stageA"] [data-name-zh]').blur()
    await flow.locator('[data-flow-fault]').getByText('没有环节转往“领导签字”').waitFor()
    expect(await page.locator('[data-save-rules]').isDisabled()).toBe(true)
    await flow.locator('[data-stage="check"] [data-next] summary').click()
    await flow.locator('[data-stage="check"] [data-some="stageA"]').check()
    await flow.locator('[data-flow-fault]').waitFor({ state: 'detached' })
    await page.locator('[data-save-rules]').click()
    await page.getByText('规则已保存').waitFor()
    await page.locator('[data-rules-history]').scrollIntoViewIfNeeded()
    await page.locator('[data-rules-history]').getByText('事件流程').first().waitFor()
    await expectAccessible(page)
    await keepShot(page, 'manager-case-stages-1366x768')
    await page.reload()
    await page.locator('[data-default]').waitFor()
    expect(await page.locator('[data-photo-days]').inputValue()).toBe('200')
    expect(await clock.inputValue()).toBe('7')
    // A calendar that contradicts itself is not saved.
    await page.locator('[data-add-worked]').fill('2026-10-01')
    await page.locator('[data-add-worked]').blur()
    const contradiction = page.getByRole('alert').filter({ hasText: '2026-10-01 既放假又调休上班' })
    await contradiction.waitFor()
    expect(await page.locator('[data-save-rules]').isDisabled()).toBe(true)
    await page.locator('[data-undo-rules]').click()
    await contradiction.waitFor({ state: 'detached' })
    await page.locator('[data-import-rules]').setInputFiles({
      name: 'year.json',
      mimeType: 'application/json',
      buffer: Buffer.from(
        '{"name":"2030","weekdays":[1,2,3,4,5],"holidays":[],"workingDays":["2030-01-05"]}',
      ),
    })
    await page.getByText('2030-01-05').waitFor()
    await page.context().close()

    const supervisor = await open('8001', 'caseRules')
    await supervisor.locator('[data-refused]').waitFor()
  })

  it.each(['1001', '2001'])('is not for %s', async (staffNo) => {
    for (const part of ['cases', 'ratings']) {
      const page = await open(staffNo, part)
      await page.getByText('只给值班长和管理员使用').waitFor()
      expect(await page.locator('[data-add], [data-key-figure]').count()).toBe(0)
      await page.context().close()
    }
    // Their own stand at their desk: what they raised, what is theirs to handle.
    const desk = await browser.newPage({ viewport: small })
    await desk.goto(`${hall.origin}/console`)
    await desk.locator('input[autocomplete="username"]').fill(staffNo)
    await desk.locator('input[type="password"]').fill('2580')
    await desk.keyboard.press('Enter')
    await hall.command(staffNo, { type: 'openCase', kind: 'stuckMatter', text: '查不到社保记录' })
    await desk.locator('[data-my-cases]').click()
    await desk.locator('[data-group="raised"] [data-case^="M"]').click()
    await desk.locator('[data-open-case]').getByText('查不到社保记录').waitFor()
    await expectAccessible(desk)
    await keepShot(desk, `my-cases-${staffNo}-1366x768`)
  })
})
