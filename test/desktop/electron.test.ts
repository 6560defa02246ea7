/**
 * Goal: each mode really opens, locked, in the real Electron. Method: Playwright drives the app against a real hall;
 * where the runtime or a desktop is missing, one line says so and the suite is skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { electronRuntime } from '#build/electronRuntime.ts'
import { ensureBuilt } from '#build/screens.ts'
import { isForVisitors, modes, pageOf, roleOf } from '#main/shell/modes.ts'
import { killAll, runCli } from '#test/fixtures/hubProcess.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const runtime = electronRuntime()
const missing =
  runtime === undefined
    ? 'Electron’s runtime is not installed (npx install-electron)'
    : process.platform === 'linux' && (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) === undefined
      ? 'there is no desktop (start it under xvfb-run)'
      : undefined
if (missing !== undefined) console.log(`The desktop app itself is not tried here: ${missing}.`)

describe.skipIf(missing !== undefined)('the desktop app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-desktop-'))
  let origin = ''
  let app: ElectronApplication | undefined
  beforeAll(async () => {
    await ensureBuilt()
    origin = await runCli('demo', '--data', join(folder, 'hall'), '--port', '0').origin
  })
  afterEach(async () => {
    await app?.close()
    app = undefined
  })
  afterAll(() => {
    killAll()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(...args: readonly string[]): Promise<Page> {
    // Chromium has no sandbox for root, which is what a container usually is.
    const sandbox = process.getuid?.() === 0 ? { ELECTRON_DISABLE_SANDBOX: '1' } : {}
    app = await _electron.launch({
      executablePath: runtime ?? '',
      args: [root, ...args],
      env: {
        ...process.env,
        ...sandbox,
        XDG_CONFIG_HOME: join(folder, 'config'),
        APPDATA: join(folder, 'config'),
      },
    })
    return app.firstWindow()
  }

  it.each(modes)('opens the %s, with no Node, no way out, and the frame its mode has', async (mode) => {
    const page = await start('--mode', mode, '--attach', origin)
    await page.waitForURL(origin + pageOf(mode))
    const inside = await page.evaluate(() => ({
      require: typeof Reflect.get(globalThis, 'require'),
      process: typeof Reflect.get(globalThis, 'process'),
      shell: Reflect.get(globalThis, 'yihaoShell') as { role: string },
      opened: window.open('https://example.com/') === null,
    }))
    expect(inside).toMatchObject({ require: 'undefined', process: 'undefined', opened: true })
    expect(inside.shell.role).toBe(roleOf(mode))
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await expect.poll(() => page.url()).toBe(origin + pageOf(mode))
    const isKiosk = await app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk())
    expect(isKiosk).toBe(isForVisitors(mode))
  })

  it('shows a kiosk in a frame where it was only attached to look at', async () => {
    await start('--mode', 'kiosk', '--attach', origin, '--framed')
    expect(await app?.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk())).toBe(
      false,
    )
  })

  it('asks on the first start what this computer is', async () => {
    const page = await start()
    await page.getByRole('radio').first().waitFor()
    expect(page.url()).toBe('yihao://shell/')
    expect(await page.getByRole('radio').count()).toBe(modes.length)
  })

  it('starts its own station, for itself alone', async () => {
    const page = await start(
      '--mode',
      'display',
      '--hub',
      origin,
      '--data',
      join(folder, 'station'),
      '--port',
      '0',
    )
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/display/)
    expect((await fetch(new URL('/healthz', page.url()))).status, 'without the secret').toBe(403)
  })
})
