/**
 * Goal: a teller clocks in, asks for leave and appeals at the console; those in charge see the day, decide, and take
 * the month away; nobody reads what is not theirs. Method: the demo hall as a process, its pages in a real browser.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, isoWithOffset } from '#shared/time/localTime.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

const small = { width: 1366, height: 768 }
const large = { width: 1920, height: 1080 }
const zone = 'Asia/Shanghai'
const packFile = join(
  import.meta.dirname,
  '..',
  '..',
  'resources',
  'attendance',
  '2025-07-01-four-punches.json',
)

describe.skipIf(!browserAvailable)('attendance', () => {
  const browser = useBrowser()
  let hall: DemoHall
  let day = ''

  beforeAll(async () => {
    hall = await startDemoHall()
    const { body } = await hall.get('/healthz', '')
    day = String(body['businessDay'])
  })
  afterAll(async () => {
    await hall.close()
  })

  async function open(path: string, staffNo: string): Promise<Page> {
    const page = await browser.newPage({ viewport: small, acceptDownloads: true })
    await page.goto(`${hall.origin}${path}`)
    await page.locator('input[autocomplete="username"]').fill(staffNo)
    await page.locator('input[type="password"]').fill('2580')
    await page.keyboard.press('Enter')
    return page
  }
  const tab = async (page: Page, name: string): Promise<void> => page.locator(`[data-tab="${name}"]`).click()
  const fits = async (page: Page): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)

  it('is empty where nobody has come yet', async () => {
    const page = await open('/manager/attendance', '8001')
    await page.locator('[data-empty]').waitFor()
    await expectAccessible(page)
    await keepShot(page, 'attendance-day-empty-1366x768')
    await tab(page, 'requests')
    await page.getByText('没有要处理的事项').first().waitFor()
    await tab(page, 'rules')
    expect(await page.locator('[data-choose-pack]').first().isDisabled()).toBe(true)
    expect(await page.locator('[data-choose-pack]').first().getAttribute('title')).toBe(
      '只有管理员能更换规则',
    )
    await page.locator('[data-pack="two-punches 2026-01"]').waitFor()
    await keepShot(page, 'attendance-rules-1366x768')
    await expectAccessible(page)
  })

  it('takes a punch and a leave from the console to whoever decides', async () => {
    // Whatever day of the week it is, three of them were to work yesterday, and are today and tomorrow.
    const past = addDays(day, -1)
    const pack: unknown = JSON.parse(readFileSync(packFile, 'utf8'))
    await hall.command('9001', { type: 'choosePack', pack, from: past })
    await hall.command('9001', {
      type: 'assignShift',
      staffIds: ['staff-1001', 'staff-1002', 'staff-1003'],
      fromDay: past,
      untilDay: addDays(day, 2),
      shift: 'day',
    })
    const console = await open('/console', '1001')
    await console.locator('[data-attendance]').click()
    await console.getByText('今天还没有签到').waitFor()
    await console.locator('[data-punch="in"]').click()
    await console.locator('[data-today]').getByText('已记录').waitFor()
    // A key that is a verb of the desk does nothing here.
    await console.locator('[data-ask-leave]').click()
    const tomorrow = addDays(day, 1)
    await console.locator('dialog select[data-kind]').selectOption('private')
    await console.locator('input[data-from]').fill(`${tomorrow}T08:50`)
    await console.locator('input[data-until]').fill(`${tomorrow}T17:00`)
    await console.locator('select[data-stand-in]').selectOption({ index: 2 })
    await console.locator('input[data-reason]').fill('孩子家长会')
    await keepShot(console, 'attendance-leave-1366x768')
    await console.getByRole('button', { name: /提交/ }).click()
    await console.locator('[data-leave]').getByText('审批中').waitFor()
    await expectAccessible(console)
    await keepShot(console, 'attendance-mine-1366x768')

    const page = await open('/manager/attendance', '8001')
    await page.locator('[data-person="staff-1001"] [data-presence]').getByText('在岗').waitFor()
    expect(await page.locator('[data-person]').count()).toBe(3)
    await keepShot(page, 'attendance-day-1366x768')
    await expectAccessible(page)

    // Somebody else's punch may be recorded, with a reason.
    await page.locator('[data-person="staff-1002"] [data-record]').click()
    await page.locator('input[data-note]').fill('停电，纸面签到')
    await page.locator('input[data-at]').fill(isoWithOffset(Date.now() - 60_000, zone).slice(0, 16))
    await page
      .getByRole('button', { name: /补录打卡/ })
      .last()
      .click()
    await page.locator('[data-person="staff-1002"] [data-presence]').getByText('在岗').waitFor()

    await tab(page, 'requests')
    await page.locator('[data-leave] [data-approve]').click()
    await page.locator('dialog button.strong').click()
    // One day: an administrator too, and never the same person twice.
    await page.locator('[data-leave] [data-approve][title="这一级由其他人审批"]:disabled').waitFor()
    await keepShot(page, 'attendance-requests-1366x768')
    await expectAccessible(page)
  })

  it('takes an appeal from the person to whoever decides', async () => {
    const boss = await open('/manager/attendance', '8001')
    await tab(boss, 'requests')
    await boss.locator('[data-finding="staff-1002 absent"] [data-confirm]').first().click()
    await boss.locator('dialog button.strong').click()
    await boss.locator('dialog').waitFor({ state: 'detached' })

    const console = await open('/console', '1002')
    await console.locator('[data-attendance]').click()
    await console.locator('[data-deduction] [data-appeal]').click()
    await console.locator('[data-note]').fill('当天在市局培训')
    await expectAccessible(console)
    await console.locator('dialog dialog button.strong').click()
    await console.locator('[data-deduction] [data-state]').getByText('申诉中').waitFor()

    const page = await open('/manager/attendance', '9001')
    // Their own rung, the appeal and what nobody has looked at: it stands in the menu before anything is opened.
    const waiting = page.locator('[data-part="attendance"] .count')
    await waiting.waitFor()
    await tab(page, 'requests')
    await page.locator('[data-appeal] [data-withdraw]').waitFor()
    const found = await page.locator('[data-finding]').count()
    expect(found).toBeGreaterThan(0)
    await waiting.getByText(String(found + 2), { exact: true }).waitFor()
    await page.locator('[data-appeal] [data-withdraw]').click()
    await page.locator('[data-note]').fill('培训属实')
    await page.locator('dialog button.strong').click()
    await page.locator('[data-appeal]').waitFor({ state: 'detached' })
    await waiting.getByText(String(found + 1), { exact: true }).waitFor()
    // One of them looked at is one less.
    await page.locator('[data-finding] [data-waive]').first().click()
    await page.locator('[data-note]').fill('已核实')
    await page.locator('dialog button.strong').click()
    await waiting.getByText(String(found), { exact: true }).waitFor()

    await console.locator('[data-close]').click()
    await console.locator('[data-attendance]').click()
    await console.locator('[data-said-decided]').getByText('培训属实').waitFor()
    await keepShot(console, 'attendance-appealed-1366x768')
  })

  it('is a sheet of the month, to read, to print and to take away', async () => {
    const page = await open('/manager/attendance', '8001')
    await tab(page, 'month')
    await page.locator('[data-line="staff-1001"]').waitFor()
    await page.setViewportSize(large)
    await keepShot(page, 'attendance-month-1920x1080')
    await expectAccessible(page)
    expect(await fits(page)).toBe(true)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-save="csv"]').click(),
    ])
    expect(readFileSync(await download.path(), 'utf8')).toContain('应出勤')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Dark' }).click()
    await page.setViewportSize(small)
    await page.locator('[data-title]').getByText('Monthly attendance sheet').waitFor()
    await keepShot(page, 'attendance-month-dark-en-1366x768')
    await expectAccessible(page)
    await page.locator('[data-line="staff-1001"] [data-open]').click()
    await page.locator('dialog [data-day]').first().waitFor()
    await keepShot(page, 'attendance-person-en-1366x768')
    await expectAccessible(page)
    await page.locator('[data-close]').click()
    await page.emulateMedia({ media: 'print' })
    await keepShot(page, 'attendance-month-print')
  })

  it('lets an administrator choose other rules for days to come', async () => {
    const page = await open('/manager/attendance', '9001')
    await tab(page, 'rules')
    await page.locator('[data-pack="two-punches 2026-01"] [data-choose-pack]').click()
    await page.locator('[data-in-force="two-punches 2026-01"]').waitFor()
    await tab(page, 'shifts')
    await page.locator('[data-choose="staff-1003"]').check()
    await page.locator('select[data-shift]').selectOption('off')
    await page.locator('[data-assign]').click()
    await page.getByText('已排班').waitFor()
    await page.locator('[data-roster="staff-1003"] [data-on]').getByText('休息').first().waitFor()
    await keepShot(page, 'attendance-shifts-1366x768')
    await expectAccessible(page)
  })

  it.each(['1001', '2001'])('of everybody is not for %s', async (staffNo) => {
    const page = await open('/manager/attendance', staffNo)
    await page.getByText('只给值班长和管理员使用').waitFor()
    expect(await page.locator('[data-tab]').count()).toBe(0)
    const desk = await open('/console', staffNo)
    await desk.locator('[data-attendance]').click()
    await desk.locator('[data-punch="in"]').waitFor()
    await desk.keyboard.press('Escape')
    await desk.locator('[data-panel]').waitFor({ state: 'detached' })
  })
})
