/**
 * Goal: an empty data folder becomes a hall in which a number is issued and called, by its pages alone; each set-up
 * page opens for the administrator and for nobody else. Method: a real hub without a hall, and the built pages in a
 * real browser.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '#test/fixtures/eventually.ts'
import { killAll, runCli } from '../fixtures/hubProcess.ts'
import type { Running } from '../fixtures/hubProcess.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { keepShot } from './shots.ts'

const pages = [
  'begin',
  'rules',
  'import',
  'departments',
  'services',
  'queues',
  'counters',
  'zones',
  'duties',
  'priorities',
  'packages',
  'backups',
  'history',
  'staff',
  'skills',
  'audit',
] as const
const pin = '730519'

describe.skipIf(!browserAvailable)('a hall from nothing', () => {
  const browser = useBrowser()
  const folder = mkdtempSync(join(tmpdir(), 'yihao-new-'))
  let hub: Running
  let origin = ''
  let code = ''
  let page: Page
  beforeAll(async () => {
    hub = runCli('hub', '--data', folder, '--port', '0')
    if (hub.child.stdout !== null)
      createInterface({ input: hub.child.stdout }).on('line', (line) => {
        code = /^set-up code (\d{4} \d{4})$/.exec(line)?.[1] ?? code
      })
    origin = await hub.origin
  })
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
  })
  afterAll(async () => {
    killAll()
    await hub.ended
    rmSync(folder, { recursive: true, force: true })
  })

  const ask = async (path: string, body: object, token?: string): Promise<Response> =>
    fetch(`${origin}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
  /** Opens a page as the administrator. */
  async function enter(name: string): Promise<void> {
    await page.goto(`${origin}/manager/${name}`)
    await signIn('9001')
    await page.locator(`[data-page="${name}"]`).waitFor()
  }
  async function signIn(staffNo: string): Promise<void> {
    await page.locator('input[autocomplete="username"]').fill(staffNo)
    await page.locator('input[type="password"]').fill(pin)
    await page.keyboard.press('Enter')
  }

  it('is set up by whoever reads the code on the hub’s own screen, and by no weak PIN', async () => {
    await page.goto(`${origin}/`)
    await page.locator('input[name="code"]').waitFor()
    expect(new URL(page.url()).pathname).toBe('/setup')
    await expectAccessible(page)
    await keepShot(page, 'setup-code-1366x768')
    await page.locator('input[name="code"]').fill('00000001')
    await page.keyboard.press('Enter')
    await page.getByText('设置码不对').waitFor()
    expect(code).toMatch(/^\d{4} \d{4}$/)
    await page.locator('input[name="code"]').fill(code)
    await page.keyboard.press('Enter')
    await page.locator('input[name="zh"]').fill('青禾县政务服务中心')
    await page.locator('input[name="person"]').fill('管理员')
    for (const weak of ['000000', '123456', '2580']) {
      await page.locator('input[name="pin"]').fill(weak)
      await page.locator('input[name="again"]').fill(weak)
      expect(await page.locator('button[type="submit"]').isDisabled()).toBe(true)
      const answer = await ask('/first-run', {
        code,
        name: { zh: '厅' },
        timeZone: 'Asia/Shanghai',
        administrator: { staffNo: '9001', name: '管理员', pin: weak },
      })
      expect(answer.status).toBe(400)
    }
    await page.locator('input[name="pin"]').fill(pin)
    await page.locator('input[name="again"]').fill(pin)
    await expectAccessible(page)
    await keepShot(page, 'setup-hall-1366x768')
    await page.keyboard.press('Enter')
    await page.locator('[data-template]').waitFor()
    expect((await ask('/first-run/code', { code })).status).toBe(409)
  })

  it('gets services, counters and a teller, and then issues and calls a number', async () => {
    await enter('begin')
    await page.locator('[data-template]').waitFor()
    await keepShot(page, 'setup-begin-1366x768')
    await expectAccessible(page)
    await page.locator('[data-template]').click()
    await page.locator('[data-make-counters]:not([disabled])').waitFor()
    await page.locator('[data-counters]').fill('3')
    await page.locator('[data-make-counters]').click()
    await page.locator('[data-teller-no]').fill('1001')
    await page.locator('[data-teller-name]').fill('王窗口')
    await page.locator('[data-add-teller]:not([disabled])').click()
    await page.locator('[data-ready]').waitFor()
    await keepShot(page, 'setup-ready-1366x768')
    await page.locator('[data-to-staff]').click()
    const teller = page.locator('tr', { hasText: '王窗口' })
    await teller.locator('[data-pin]').click()
    await page.locator('[data-new-pin]').fill(pin)
    await expectAccessible(page)
    await page.keyboard.press('Enter')
    await teller.getByText('重置密码').waitFor()

    const entered = await ask('/sessions', { staffNo: '1001', pin })
    const { token } = (await entered.json()) as { readonly token: string }
    expect((await ask('/counters/counter-1/open', {}, token)).status).toBe(200)
    const issued = await ask('/visits', { serviceIds: ['service-intake'], channel: 'desk' }, token)
    const { visit } = (await issued.json()) as { readonly visit: { readonly number: string } }
    expect(visit.number).toBe('A001')
    const called = await ask('/counters/counter-1/call-next', {}, token)
    expect(await called.json()).toMatchObject({ visit: { number: 'A001', state: 'called' } })
  })

  it('changes a queue with what is wrong said in words, and takes the change back from the history', async () => {
    await enter('queues')
    const row = page.locator('[data-row="queue-advice"]')
    await row.locator('[data-edit]').click()
    await page.locator('[data-field="letter"]').fill('C')
    await page.locator('dialog button[type="submit"]').click()
    await page.getByText('号码字母重复：C').waitFor()
    await page.locator('[data-field="letter"]').fill('D')
    await keepShot(page, 'setup-queue-1366x768')
    await expectAccessible(page)
    await page.locator('dialog button[type="submit"]').click()
    await row.locator('td', { hasText: /^D$/ }).waitFor()
    await page.goto(`${origin}/manager/history`)
    await page.locator('[data-change]', { hasText: '号码字母：B → D' }).waitFor()
    await page.locator('[data-undo]:not([disabled])').first().click()
    await page.getByText('撤销了前面的变更').waitFor()
    await page.locator('[data-change]', { hasText: '号码字母：D → B' }).waitFor()
    await keepShot(page, 'setup-history-1366x768')
    await page.goto(`${origin}/manager/queues`)
    await row.locator('td', { hasText: /^B$/ }).waitFor()
  })

  it('shows what a file would change, and changes it when told to', async () => {
    await enter('import')
    await page.locator('[data-file]').setInputFiles({
      name: 'other.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('name,code\n社保卡,1\n'),
    })
    await page.getByText('第一行没有写全上面要求的列名').waitFor()
    const csv = 'department,item_name,item_code\n人社局,社保卡申领,SB01\n人社局,失业登记,SB01\n'
    await page
      .locator('[data-file]')
      .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await page.locator('[data-counts]').getByText('新增 1').waitFor()
    await page.getByText('编码与前面的行重复').waitFor()
    await keepShot(page, 'setup-import-1366x768')
    await expectAccessible(page)
    await page.locator('[data-apply]').click()
    await page.getByText('已导入').waitFor()
    await page.goto(`${origin}/manager/services`)
    await page.locator('[data-row="SB01"]').waitFor()
  })

  it('opens every page to the administrator, accessible, and none of them to a teller', async () => {
    await enter('begin')
    for (const name of pages) {
      await page.goto(`${origin}/manager/${name}`)
      await page.locator(`[data-page="${name}"]`).waitFor()
      await eventually(async () => {
        expect(await page.locator('main h2').first().textContent()).not.toBe('')
      })
      await expectAccessible(page)
      await keepShot(page, `setup-page-${name}-1366x768`)
    }
    await page.setViewportSize({ width: 1920, height: 1080 })
    await page.getByRole('button', { name: 'English' }).click()
    for (const name of ['skills', 'audit', 'rules'] as const) {
      await page.goto(`${origin}/manager/${name}`)
      await page.locator(`[data-page="${name}"]`).waitFor()
      await keepShot(page, `setup-page-${name}-en-1920x1080`)
    }
    await page.getByRole('button', { name: '中文' }).click()
    await page.getByRole('button', { name: '退出' }).click()
    await signIn('1001')
    await page.getByText('只给值班长和管理员使用').waitFor()
  })
})
