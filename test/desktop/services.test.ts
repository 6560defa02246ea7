/**
 * Goal: a hall without the desktop app starts from the service files as they are. Method: what each file would start
 * is read by the program's own reader of arguments and, where it can be, started; systemd looks at its units; the
 * recipe for a stock Chromium shows a real page.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '#build/screens.ts'
import { readArguments } from '#main/arguments.ts'
import { demoHall, killAll, runProgram } from '#test/fixtures/hubProcess.ts'
import { findBrowser } from '../e2e/findBrowser.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (name: string): string => readFileSync(join(root, 'build', 'services', name), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'yihao-services-'))
afterAll(() => {
  killAll()
  rmSync(folder, { recursive: true, force: true })
})

/** What follows the program in a unit's ExecStart, with the instance and the hall's flags filled in. */
function startedBy(unit: string, instance: string, flags: string): readonly string[] {
  const line = /^ExecStart=\/usr\/bin\/env node build\/run\.mjs node out\/main\/cli\.js (.*)$/m.exec(
    read(unit),
  )?.[1]
  return (line ?? expect.fail('no ExecStart'))
    .replaceAll('%i', instance)
    .replace(/\$YIHAO_\w+/, flags)
    .split(' ')
}

describe('systemd units', () => {
  it.each([
    ['yihao-hub.service', 'hub', '--peers http://192.168.1.11:7800'],
    [
      'yihao-station@.service',
      'kiosk',
      '--hub http://192.168.1.10:7800 --port 7801 --printer file:/dev/usb/lp0',
    ],
    ['yihao-station@.service', 'display', '--hub http://192.168.1.10:7800'],
  ])('%s as %s starts what the program understands', (unit, instance, flags) => {
    expect(readArguments(startedBy(unit, instance, flags))).toMatchObject({ ok: true })
  })

  it.skipIf(spawnSync('systemd-analyze', ['--version']).error !== undefined)('are ones systemd takes', () => {
    for (const unit of ['yihao-hub.service', 'yihao-station@.service', 'yihao-screen@.service']) {
      const { stdout, stderr } = spawnSync(
        'systemd-analyze',
        ['verify', join(root, 'build', 'services', unit)],
        { encoding: 'utf8' },
      )
      // A program that is not installed on this computer is no fault of the unit.
      const faults = `${stdout}${stderr}`
        .split('\n')
        .filter((line) => line.includes('yihao') && !/is not executable/.test(line))
      expect(faults, unit).toEqual([])
    }
  })

  it('give away nothing: no new rights, a read-only system, no homes, no capabilities', () => {
    for (const unit of ['yihao-hub.service', 'yihao-station@.service'])
      for (const line of [
        'NoNewPrivileges=yes',
        'ProtectSystem=strict',
        'ProtectHome=yes',
        'PrivateTmp=yes',
        'CapabilityBoundingSet=',
        'DevicePolicy=closed',
        'UMask=0077',
        'Restart=always',
      ])
        expect(read(unit).split('\n'), `${unit} ${line}`).toContain(line)
  })

  it('the hub starts as its unit says, serves, and ends at the unit’s signal within its time', async () => {
    await ensureBuilt()
    const args = startedBy('yihao-hub.service', '', `--hall ${demoHall}`).map((arg) =>
      arg === '/var/lib/yihao/hub'
        ? join(folder, 'hub')
        : arg === '7800'
          ? '0'
          : arg === '0.0.0.0'
            ? '127.0.0.1'
            : arg,
    )
    const running = runProgram('out/main/cli.js', { NODE_ENV: 'production' }, ...args)
    expect((await fetch(`${await running.origin}/healthz`)).status).toBe(200)
    expect(await running.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
  })
})

describe('the Windows service', () => {
  const xml = read('yihao-hub.winsw.xml')
  const split = (line: string): readonly string[] =>
    [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')

  it('is well formed, and starts what the program understands', () => {
    const open: string[] = []
    for (const [, closing, name = '', empty] of xml
      .replace(/<!--[\s\S]*?-->/g, '')
      .matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name)
      else if (empty !== '/') open.push(name)
    }
    expect(open).toEqual([])
    const lines = [...xml.matchAll(/out\\main\\cli\.js (.*?)(?: -->|<)/g)].map(([, line = '']) => line)
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(readArguments(split(line)), line).toMatchObject({ ok: true })
  })

  it('comes back after a fault, and runs under an account that may little', () => {
    expect(xml.match(/onfailure action="restart"/g)).toHaveLength(3)
    expect(xml).toContain('LocalService')
  })
})

const search = process.platform === 'linux' ? await findBrowser() : { found: undefined, why: 'no Linux' }
describe.skipIf(search.found === undefined)('the recipe for a stock Chromium', () => {
  it('shows the page it was told to, and refuses to start without one', async () => {
    await ensureBuilt()
    const demo = runProgram('out/main/cli.js', {}, 'demo', '--data', join(folder, 'demo'), '--port', '0')
    const address = `${await demo.origin}/kiosk`
    const script = join(root, 'build', 'services', 'screen.sh')
    const none = spawnSync('sh', [script], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '' } })
    expect(none.status).not.toBe(0)
    expect(none.stderr).toContain('say which screen')

    const { program = '', args = [], env = {} } = search.found ?? {}
    // The headless browser knows no app's frame, and is told the address once more.
    const debugging = ['--headless', '--remote-debugging-port=0', address]
    const shown = spawn('sh', [script, address, program, ...args, ...debugging], {
      env: { ...process.env, ...env, YIHAO_PROFILE: join(folder, 'profile') },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    try {
      const endpoint = await new Promise<string>((resolve, reject) => {
        createInterface({ input: shown.stderr }).on('line', (line) => {
          const found = /DevTools listening on (\S+)/.exec(line)?.[1]
          if (found !== undefined) resolve(found)
        })
        shown.once('exit', (code) => {
          reject(new Error(`ended with ${String(code)}`))
        })
      })
      const browser = await chromium.connectOverCDP(endpoint)
      const pages = (): readonly string[] =>
        browser.contexts().flatMap((context) => context.pages().map((page) => page.url()))
      await expect.poll(pages, { timeout: 20_000 }).toContain(address)
      await browser.close()
    } finally {
      shown.kill('SIGKILL')
    }
    expect(await demo.end('SIGTERM')).toMatchObject({ code: 0 })
  })
})
