/**
 * Goal: a supervisor sees the hall, pairs a station, settles what did not fit and replaces a dead hub, all from one
 * page; nobody else gets in. Method: the demo hall and a station as real processes, and the built page in a real browser.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HallClient } from '#shared/client/hallClient.ts'
import { helloOf, linkClient } from '#shared/client/socketLink.ts'
import { counterId, ticketNumber } from '#shared/ids/ids.ts'
import { eventually } from '#test/fixtures/eventually.ts'
import { killAll, runCli } from '../fixtures/hubProcess.ts'
import type { Running } from '../fixtures/hubProcess.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { startDemoHall } from './demoHall.ts'
import type { DemoHall } from './demoHall.ts'
import { keepShot } from './shots.ts'

const small = { width: 1366, height: 768 }
const large = { width: 1920, height: 1080 }
const one = counterId.parse('counter-1')

describe.skipIf(!browserAvailable)('the manager’s page', () => {
  const browser = useBrowser()
  let hall: DemoHall
  let page: Page
  const ends: (() => void)[] = []
  beforeEach(async () => {
    hall = await startDemoHall()
    page = await browser.newPage({ viewport: small })
  })
  afterEach(async () => {
    for (const end of ends.splice(0)) end()
    killAll()
    await hall.close()
  })

  async function signIn(staffNo = '8001', origin = hall.origin): Promise<void> {
    await page.goto(`${origin}/manager`)
    await typeSignIn(staffNo)
  }

  async function typeSignIn(staffNo: string): Promise<void> {
    await page.locator('input[autocomplete="username"]').fill(staffNo)
    await page.locator('input[type="password"]').fill('2580')
    await page.keyboard.press('Enter')
  }

  const part = (name: string): Promise<void> => page.locator(`[data-part="${name}"]`).click()

  async function fits(): Promise<boolean> {
    return page.evaluate(
      () =>
        document.documentElement.scrollHeight <= innerHeight &&
        document.documentElement.scrollWidth <= innerWidth,
    )
  }

  /** A hall at work: two counters with visits, one paused, people waiting in most queues. */
  async function atWork(): Promise<void> {
    await hall.takeNumbers(
      [0],
      [0],
      [1],
      [2],
      [20],
      [20],
      [21],
      [40],
      [40],
      [60],
      [80],
      [70],
      [85],
      [0],
      [20],
    )
    for (const [staffNo, counter] of [
      ['1003', 'counter-3'],
      ['1004', 'counter-4'],
      ['1005', 'counter-5'],
    ] as const) {
      const token = await hall.signIn(staffNo)
      await hall.post(`/counters/${counter}/open`, {}, token)
      if (counter === 'counter-5')
        await hall.post(`/counters/${counter}/pause`, { reason: '短暂离开' }, token)
      else {
        const { body } = await hall.post(`/counters/${counter}/call-next`, {}, token)
        const { id } = body['visit'] as { readonly id: string }
        if (counter === 'counter-3') await hall.post(`/visits/${id}/start`, {}, token)
      }
    }
  }

  /** A station of the demo hall on its own data, at an address it keeps. */
  async function startStation(code?: string): Promise<{ origin: string; running: Running }> {
    const data = mkdtempSync(join(tmpdir(), 'yihao-managed-'))
    ends.push(() => {
      rmSync(data, { recursive: true, force: true })
    })
    const port = await freePort()
    const running = runCli(
      ...['station', '--mode', 'console', '--hub', hall.origin, '--data', data, '--port', String(port)],
      ...(code === undefined ? [] : ['--pair', code]),
    )
    return { origin: await running.origin, running }
  }

  /** A person's screen without its page: a teller's console at a station, an administrator's page at the hub. */
  async function clientAt(origin: string, kind: 'console' | 'manager', staffNo: string): Promise<HallClient> {
    const answer = await fetch(`${origin}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ staffNo, pin: '2580' }),
    })
    const { token } = (await answer.json()) as { token: string }
    const socket = io(origin, { auth: helloOf(kind, token), transports: ['websocket'], forceNew: true })
    const linked = linkClient(socket, { nowMs: () => Date.now(), newId: () => randomUUID() })
    ends.push(() => {
      linked.close()
    })
    await eventually(() => {
      expect(linked.client.view.ready).toBe(true)
    })
    return linked.client
  }

  /** Nobody is to wait for longer than this. */
  async function aimAt(targetWaitS: number): Promise<void> {
    const administrator = await clientAt(hall.origin, 'manager', '9001')
    const { settings } = administrator.view.state
    if (settings === undefined) throw new Error('the hall is not set up')
    const answer = await administrator.send({ type: 'configureHall', settings: { ...settings, targetWaitS } })
    expect(answer.ok).toBe(true)
  }

  async function pairedByRest(): Promise<string> {
    const supervisor = await hall.signIn('8001')
    const { body } = await hall.post('/pairings', { stationId: 'counter-1-pc', mode: 'console' }, supervisor)
    return String(body['code'])
  }

  it('shows the hall now, and raises an alarm by the limits set here', async () => {
    await page.goto(`${hall.origin}/manager`)
    await page.locator('input[type="password"]').waitFor()
    await keepShot(page, 'manager-sign-in-1366x768')
    await atWork()
    await typeSignIn('8001')
    await page.locator('[data-counter="counter-3"]').getByText('办理中').waitFor()
    await page.locator('[data-counter="counter-5"]').getByText('暂停').first().waitFor()
    const row = page.locator('[data-counter="counter-3"] td').nth(2)
    const before = await row.textContent()
    await eventually(async () => {
      expect(await row.textContent()).not.toBe(before)
    })
    await page.locator('[data-alarm="unserved"]').first().waitFor()
    await page.locator('[data-alarm="unstaffed"]').getByText('1 号窗口').waitFor()
    expect(await page.locator('[data-alarm="waiting"]').count()).toBe(0)
    await aimAt(8 * 3600)
    await page.locator('[data-advice]').first().waitFor({ state: 'detached' })
    await aimAt(1)
    await page.locator('[data-advice="queue-b"]').getByText('恢复叫号').waitFor()
    await page.locator('[data-advice="queue-d"]').getByText('建议开 7 号窗口').waitFor()

    // Limits are the hall's: what an administrator sets holds on everybody's page.
    const alarms = { waitingMost: 1, longestMinutes: 1, pausedMinutes: 15, required: true }
    await hall.command('9001', {
      type: 'changeSetUp',
      changes: [{ part: 'settings', key: 'alarms', after: alarms }],
    })
    await page.locator('[data-alarm="waiting"]').first().waitFor()
    await page.getByRole('button', { name: '提醒设置' }).click()
    expect(await page.locator('[data-threshold="waitingMost"]').inputValue()).toBe('1')
    await keepShot(page, 'manager-alarms-1366x768')
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.locator('dialog').waitFor({ state: 'detached' })
    expect(await page.title()).toMatch(/^\(\d+\) 管理/)
    expect(await fits()).toBe(true)
    await keepShot(page, 'manager-now-1366x768')
    await expectAccessible(page)

    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Alarm settings' }).waitFor()
    await keepShot(page, 'manager-now-en-1366x768')
    expect(await fits()).toBe(true)
    await page.setViewportSize(large)
    await keepShot(page, 'manager-now-en-1920x1080')
    await page.getByRole('button', { name: 'Dark' }).click()
    await keepShot(page, 'manager-now-dark-en-1920x1080')
    await expectAccessible(page)
    await page.reload()
    await page.locator('[data-alarm="waiting"]').first().waitFor()
  })

  it('refuses a teller in words', async () => {
    await signIn('1001')
    await page.getByText('只给值班长和管理员使用').waitFor()
    await keepShot(page, 'manager-refused-1366x768')
    await expectAccessible(page)
    const teller = await hall.signIn('1001')
    expect((await hall.get('/stations', teller)).status).toBe(403)
    await page.getByRole('button', { name: '换一个账号' }).click()
    await typeSignIn('8001')
    await page.locator('[data-part="now"]').waitFor()
  })

  it('pairs a station, settles its conflict, and takes its claim when it is gone', async () => {
    await hall.takeNumbers([0], [0], [0])
    const station = await startStation()
    await signIn()
    await part('stations')
    await page.locator('[data-station="kiosk-1"]').waitFor()
    await page.locator('[data-pair]').click()
    await page.locator('[data-station-id]').fill('counter-1-pc')
    await keepShot(page, 'manager-pair-1366x768')
    await page.keyboard.press('Enter')
    const code = ((await page.locator('[data-code]').textContent()) ?? '').replace(/\s/g, '')
    expect(code).toMatch(/^\d{8}$/)
    await expectAccessible(page)
    await keepShot(page, 'manager-code-1366x768')

    const other = await browser.newPage({ viewport: small })
    await other.goto(station.origin)
    await other.locator('input[name="code"]').fill(code)
    await other.keyboard.press('Enter')
    await page.getByText('counter-1-pc 已配对并连上。').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('[data-station="counter-1-pc"] [data-connected="true"]').waitFor()

    const console = await eventually(() => clientAt(station.origin, 'console', '1001'))
    expect(await console.send({ type: 'openCounter', counterId: one })).toMatchObject({ ok: true })
    const first = page.locator('[data-claim]').first()
    await part('conflicts')
    await first.getByText('连着').waitFor()
    await part('stations')
    await page.locator('[data-station="counter-1-pc"]').getByText('1 号窗口').waitFor()
    await expectAccessible(page)
    await keepShot(page, 'manager-stations-1366x768')

    await hall.kill()
    await page.getByText('正在自动重连').waitFor()
    await eventually(() => {
      expect(console.view.hubUp).toBe(false)
    })
    const paper = ticketNumber.parse('Z999')
    expect(await console.send({ type: 'callPaper', counterId: one, number: paper })).toMatchObject({
      ok: true,
    })
    expect(await console.send({ type: 'finishPaper', counterId: one, outcome: 'completed' })).toMatchObject({
      ok: true,
    })
    await hall.restart()

    await part('conflicts')
    const card = page.locator('[data-conflict]').first()
    await card.getByText('Z999').first().waitFor()
    await card.getByText('手工号办完').first().waitFor()
    await expectAccessible(page)
    await keepShot(page, 'manager-conflicts-1366x768')
    await page.setViewportSize(large)
    await page.getByRole('button', { name: 'English' }).click()
    await keepShot(page, 'manager-conflicts-en-1920x1080')
    await page.getByRole('button', { name: '中文' }).click()
    await page.setViewportSize(small)
    await card.locator('[data-apply]').click()
    await page.locator('.notice.refused').waitFor()
    for (let left = await page.locator('[data-conflict]').count(); left > 0; left -= 1) {
      await page.locator('[data-conflict] input').first().fill('号码写错了')
      await page.locator('[data-conflict] [data-dismiss]:not([disabled])').first().click()
      await eventually(async () => {
        expect(await page.locator('[data-conflict]').count()).toBe(left - 1)
      })
    }

    await station.running.end('SIGKILL')
    await first.getByText('连不上').waitFor()
    const number = await first.getAttribute('data-claim')
    await first.getByRole('button', { name: '强制释放' }).click()
    await page.getByRole('button', { name: '窗口电脑故障' }).click()
    await keepShot(page, 'manager-force-1366x768')
    await expectAccessible(page)
    await page.locator('dialog button[type="submit"]').click()
    await page.getByText(`${number ?? ''} 已释放`).waitFor()
    expect(await page.locator(`[data-claim="${number ?? ''}"]`).count()).toBe(0)

    await part('stations')
    expect(await page.locator('[data-station="counter-1-pc"] button').isDisabled()).toBe(true)
    await page.getByRole('button', { name: '退出' }).click()
    await typeSignIn('9001')
    await part('stations')
    await page.locator('[data-station="counter-1-pc"] button').click()
    await page.locator('dialog button[type="submit"]').click()
    await page.getByText('counter-1-pc 的配对已取消').waitFor()
  })

  it('makes a station the hub when the hub is dead, and declares the old one gone', async () => {
    await hall.takeNumbers([0])
    const { origin } = await startStation(await pairedByRest())
    await signIn('8001', origin)
    await part('stations')
    await page.getByText('设备名册只在大厅主机上').waitFor()
    await part('hub')
    await page.locator('[data-hub="epoch"]').waitFor()
    expect(await page.locator('[data-confirm]').count()).toBe(0)

    await hall.kill()
    await page.getByText('大厅主机已断开').waitFor()
    const confirm = page.locator('[data-confirm]')
    await confirm.waitFor()
    await page.getByText('它的新号从 A5001 发起').waitFor()
    await confirm.fill('接任')
    expect(await page.locator('.grave').isDisabled()).toBe(true)
    await confirm.fill('接任主机')
    await expectAccessible(page)
    await keepShot(page, 'manager-promote-1366x768')
    await page.locator('.grave').click()
    await page.locator('input[type="password"]').waitFor()
    await typeSignIn('8001')
    await part('hub')
    await page.getByText('原主机还没有交接').waitFor()
    expect(await page.locator('[data-hub="served"]').textContent()).toBe('大厅主机')
    await expectAccessible(page)
    await keepShot(page, 'manager-unsettled-1366x768')
    await page.getByRole('button', { name: 'English' }).click()
    await keepShot(page, 'manager-unsettled-en-1366x768')
    await page.locator('[data-confirm]').fill('gone for good')
    await page.locator('.grave').click()
    await page.getByText('Every earlier hub has handed over.').waitFor()
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port)
        else reject(new Error('no free port'))
      })
    })
  })
}
