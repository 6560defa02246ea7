/**
 * Goal: a person who is no IT person sets a computer up, leaves it with a PIN, and is told what is wrong. Method: the
 * built page in a real browser under the shell's own content policy, with the app's side played by its real parts.
 */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choice } from '#main/shell/choice.ts'
import { guardOf } from '#main/shell/guard.ts'
import { keptPin } from '#main/shell/pin.ts'
import { readAnswer, shownOf } from '#main/shell/setUp.ts'
import { proof, setUpAnswer } from '#shared/protocol/shellBridge.ts'
import type { ShellSays, ShellState } from '#shared/protocol/shellBridge.ts'
import { browserAvailable, expectAccessible, useBrowser } from './browser.ts'
import { serveShellFiles } from './shellFiles.ts'
import type { ShellFiles } from './shellFiles.ts'

const kept = choice.parse({
  ...{ version: 1, mode: 'kiosk', hubs: ['http://192.168.1.10:7800'], printer: 'tcp://192.168.1.50' },
  pin: await keptPin('482915', 'a-salt-of-its-own'),
})
/** A PIN is slow to look at, on purpose. */
const patience = { timeout: 20_000 }
const first: ShellState = {
  view: 'setUp',
  hasPin: false,
  isGuarded: false,
  monitors: [
    { width: 1920, height: 1080 },
    { width: 1080, height: 1920 },
  ],
  lines: [],
  version: '0.1.0',
}

describe.skipIf(!browserAvailable)('the desktop app’s own page', () => {
  const browser = useBrowser()
  let files: ShellFiles | undefined
  beforeAll(async () => {
    files = await serveShellFiles()
  })
  afterAll(() => {
    files?.close()
  })

  async function open(
    state: ShellState,
    dark = false,
  ): Promise<{ page: Page; said: [string, unknown][]; faults: string[] }> {
    const page = await browser.newPage({
      viewport: { width: 760, height: 780 },
      colorScheme: dark ? 'dark' : 'light',
    })
    const said: [string, unknown][] = []
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    const guard = guardOf({
      isUnguarded: !state.isGuarded,
      pin: kept.pin,
      askHall: async () => Promise.resolve('no'),
      monotonicMs: () => 0,
    })
    await page.exposeFunction(
      'appSays',
      async (verb: string, given: unknown): Promise<ShellSays | ShellState | undefined> => {
        if (verb === 'state') return state
        said.push([verb, given])
        if (verb === 'choose') {
          const answer = setUpAnswer.parse(given)
          const read = readAnswer(answer, state.kept === undefined ? undefined : kept)
          return read.ok ? guard(answer.proof) : read
        }
        return verb === 'leave' || verb === 'setUp' ? guard(proof.parse(given)) : undefined
      },
    )
    await page.addInitScript(() => {
      const ask = Reflect.get(globalThis, 'appSays') as (verb: string, given: unknown) => Promise<unknown>
      const verbs = ['state', 'choose', 'leave', 'setUp', 'back', 'tryAgain']
      const bridge = Object.fromEntries(verbs.map((verb) => [verb, (given: unknown) => ask(verb, given)]))
      Reflect.set(globalThis, 'yihaoShell', { role: 'shell', ...bridge })
    })
    await page.goto(files?.origin ?? '')
    await page.getByRole('heading').waitFor()
    return { page, said, faults }
  }

  it.each([false, true])(
    'the first start takes a kiosk with its hub, printer and PIN (dark: %s)',
    async (dark) => {
      const { page, said, faults } = await open(first, dark)
      await page.getByRole('radio', { name: /取号机/ }).check()
      await page.getByLabel('主机地址').fill('192.168.1.10，192.168.1.11')
      await page.getByLabel('打印机').fill('tcp://192.168.1.50')
      await page.getByLabel('本机密码').fill('482915')
      await expectAccessible(page)
      await page.getByRole('button', { name: '保存并启动' }).click()
      await expect.poll(() => said, patience).toHaveLength(1)
      expect(readAnswer(setUpAnswer.parse(said[0]?.[1]))).toMatchObject({
        ok: true,
        chosen: {
          mode: 'kiosk',
          hubs: ['http://192.168.1.10:7800', 'http://192.168.1.11:7800'],
          printer: 'tcp://192.168.1.50',
          autostart: true,
        },
      })
      expect(faults).toEqual([])
    },
  )

  it('says what is wrong in words, and lets it be put right', async () => {
    const { page, said } = await open(first)
    await page.getByRole('radio', { name: /大屏/ }).check()
    await page.getByLabel('主机地址').fill('http://hall/console')
    await page.getByLabel('本机密码').fill('482915')
    await page.getByLabel(/第 2 块 1080×1920/).check()
    await page.getByRole('button', { name: '保存并启动' }).click()
    await expect.poll(() => page.getByRole('status').textContent(), patience).toContain('地址不对')
    await page.getByLabel('主机地址').fill('hall')
    await page.getByRole('button', { name: '保存并启动' }).click()
    await expect.poll(() => said, patience).toHaveLength(2)
    expect(said[1]?.[1]).toMatchObject({ mode: 'display', hubs: 'hall', monitors: [2] })
    await expect.poll(() => page.getByRole('status').textContent(), patience).toBe('')
  })

  it('changing later begins with what is kept and takes the PIN', async () => {
    const { page } = await open({ ...first, kept: shownOf(kept), hasPin: true, isGuarded: true })
    expect(await page.getByLabel('打印机').inputValue()).toBe('tcp://192.168.1.50')
    await page.getByRole('radio', { name: /^窗口/ }).check()
    await page.getByLabel('密码', { exact: true }).fill('000000')
    await page.getByRole('button', { name: '保存并启动' }).click()
    await expect.poll(() => page.getByRole('status').textContent(), patience).toContain('不对')
    await page.getByLabel('密码', { exact: true }).fill('482915')
    await page.getByRole('button', { name: '保存并启动' }).click()
    await expect.poll(() => page.getByRole('status').textContent(), patience).toBe('')
  })

  it('leaving takes the PIN, and waits after five wrong ones', async () => {
    const { page, said } = await open({ ...first, view: 'leave', hasPin: true, isGuarded: true })
    await expectAccessible(page)
    await page.getByLabel('管理员工号').fill('1001')
    for (let n = 0; n < 5; n += 1) {
      await page.getByLabel('密码', { exact: true }).fill('000000')
      await page.getByRole('button', { name: '退出程序' }).click()
      await expect.poll(() => said, patience).toHaveLength(n + 1)
      // Emptied once the app has answered.
      await expect.poll(() => page.getByLabel('密码', { exact: true }).inputValue(), patience).toBe('')
    }
    await expect.poll(() => page.getByRole('status').textContent(), patience).toContain('60 秒')
  })

  it('trouble shows the last words and tries again, in English too', async () => {
    const lines = ['yihao: another hub is using /srv/yihao/hall.db', 'the Node side ended with code 1']
    const { page, said } = await open({ ...first, view: 'trouble', lines })
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('another hub is using').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Try again now' }).click()
    await expect.poll(() => said.map(([verb]) => verb), patience).toEqual(['tryAgain'])
  })

  it('is nothing at all in a browser of somebody else', async () => {
    const page = await browser.newPage()
    await page.goto(files?.origin ?? '')
    expect(await page.locator('#app').innerHTML()).toBe('')
  })
})
