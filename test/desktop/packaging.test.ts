/**
 * Goal: what is packed is what runs, and nothing else, without anything being downloaded. Method: the packager's own
 * check of its configuration; then the packager itself, on an Electron made of a few bytes; the archive it makes is
 * unpacked and its Node side started under plain Node.
 */
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { installArgs, targets, targetsOf } from '#build/package/targets.ts'
import { ensureBuilt } from '#build/screens.ts'
import { demoHall, killAll, runProgram } from '#test/fixtures/hubProcess.ts'
import { RestClient } from '#test/fixtures/restClient.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const configFile = join(root, 'build', 'package', 'electron-builder.yml')
const require = createRequire(import.meta.url)
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  getConfig: (projectDir: string, path: string, options: null) => Promise<Record<string, unknown>>
  validateConfiguration: (config: object, debug: object) => Promise<void>
}
const { DebugLogger } = require('builder-util') as { DebugLogger: new (isEnabled: boolean) => object }
const config = await getConfig(root, configFile, null)
const validate = async (changed: object): Promise<void> =>
  validateConfiguration(changed, new DebugLogger(false))

describe('the configuration', () => {
  it('is one the packager takes, and one it does not take is found', async () => {
    await validate(config)
    await expect(validate({ ...config, asarUnpacked: [] })).rejects.toThrow(/asarUnpacked/)
    await expect(validate({ ...config, nsis: { oneClick: 'no' } })).rejects.toThrow(/oneClick/)
  })

  it('makes the installers of both systems for both processors', () => {
    const read = z
      .object({
        win: z.object({ target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })) }),
        linux: z.object({ target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })) }),
      })
      .parse(config)
    const made = [...read.win.target, ...read.linux.target].flatMap(({ target, arch }) =>
      arch.map((one) => `${target} ${one}`),
    )
    expect(made).toEqual(['nsis x64', 'nsis arm64', 'AppImage x64', 'AppImage arm64', 'deb x64', 'deb arm64'])
  })

  it('compiles nothing, and looks for updates nowhere of its own accord', () => {
    expect(config).toMatchObject({
      npmRebuild: false,
      nodeGypRebuild: false,
      buildDependenciesFromSource: false,
    })
    expect(JSON.stringify(config['publish'])).toContain('https://updates.invalid/')
  })

  it('names files that exist', () => {
    const named = [...readFileSync(configFile, 'utf8').matchAll(/:\s+(build\/\S+)$/gm)].map(
      ([, path = '']) => path,
    )
    expect(named.length).toBeGreaterThan(2)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(existsSync(join(root, 'build/package/icons/512x512.png'))).toBe(true)
  })
})

describe('targets', () => {
  it('are chosen by flags', () => {
    expect(targetsOf([])).toEqual(targets)
    expect(targetsOf(['--win', '--arm64'])).toEqual([{ flag: '--win', os: 'win32', cpu: 'arm64' }])
    expect(() => targetsOf(['--mac'])).toThrow(/--mac/)
    expect(installArgs(targetsOf(['--linux', '--x64'])[0] ?? expect.fail())).toContain('--libc=glibc')
  })

  const names = z.union([z.string(), z.array(z.string())]).optional()
  const lock = z
    .object({
      packages: z.record(z.string(), z.object({ os: names, cpu: names, libc: names })),
    })
    .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))

  it.each(targets)('$os $cpu: every native module has its binary without a compiler', ({ os, cpu }) => {
    const locked = (prefix: string): boolean =>
      Object.entries(lock.packages).some(
        ([name, { os: forOs, cpu: forCpu, libc }]) =>
          name.startsWith(`node_modules/${prefix}-`) &&
          forOs?.includes(os) === true &&
          forCpu?.includes(cpu) === true &&
          (libc === undefined || libc.includes('glibc')),
      )
    expect(locked('@napi-rs/canvas'), 'canvas').toBe(true)
    expect(locked('@node-rs/argon2'), 'argon2').toBe(true)
    const modules = join(root, 'node_modules')
    expect(existsSync(join(modules, `better-sqlite3/prebuilds/${os}-${cpu}.node`)), 'SQLite').toBe(true)
    expect(existsSync(join(modules, `@serialport/bindings-cpp/prebuilds/${os}-${cpu}`)), 'serial lines').toBe(
      true,
    )
  })
})

/** What Electron's program carries so that its fuses can be found: a mark, a version, their number, each as it comes. */
const fuses = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 8]),
  Buffer.from('10110001'),
])

describe.skipIf(process.platform !== 'linux')('the packed app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-packed-'))
  const resources = join(
    folder,
    'out',
    process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
    'resources',
  )
  const archive = join(resources, 'app.asar')
  const inside = join(folder, 'inside')
  let listed: readonly string[] = []

  beforeAll(async () => {
    await ensureBuilt()
    const dist = join(folder, 'electron')
    for (const part of ['locales', 'resources']) mkdirSync(join(dist, part), { recursive: true })
    writeFileSync(join(dist, 'electron'), fuses, { mode: 0o755 })
    for (const part of ['version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(dist, part), '')
    const packed = spawnSync(
      process.execPath,
      [
        ...[
          join(root, 'node_modules/electron-builder/cli.js'),
          '--linux',
          'dir',
          `--${process.arch}`,
          '--publish',
          'never',
        ],
        ...[
          '--config',
          configFile,
          `-c.electronDist=${dist}`,
          `-c.directories.output=${join(folder, 'out')}`,
        ],
      ],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent' } },
    )
    expect(packed.status, packed.stdout + packed.stderr).toBe(0)
    listed = listPackage(archive, { isPack: false }).map((path) =>
      path.replaceAll('\\', '/').replace(/^\//, ''),
    )
    extractAll(archive, inside)
  })
  afterAll(() => {
    killAll()
    rmSync(folder, { recursive: true, force: true })
  })

  it('has the program, its screens and what it draws with', () => {
    for (const path of [
      ...[
        'out/main/index.js',
        'out/main/cli.js',
        'out/main/copyWorker.js',
        'out/main/importWorker.js',
        'out/preload/kiosk.cjs',
        'out/preload/shell.cjs',
      ],
      ...[
        'out/renderer/renderer/index.html',
        'out/renderer/renderer/shell/index.html',
        'out/renderer/kiosk/index.html',
      ],
      ...[
        'resources/demo/hall.json',
        'resources/printers/escpos-80.json',
        'resources/icons/tray.png',
        'package.json',
      ],
    ])
      expect(listed, path).toContain(path)
  })

  it('has no tests, no sources, no tools, and no binaries of other systems', () => {
    const odd = listed.filter(
      (path) =>
        /\.(test|spec)\.[cm]?[jt]s$|\.map$|\.d\.ts$/.test(path) ||
        /^(main|shared|renderer|kiosk|build|test|data|\.ci)(\/|$)/.test(path) ||
        /^node_modules\/(electron|vite|vitest|typescript|eslint|playwright-core|@sparticuz|@babel|rolldown|vue|echarts)(\/|$)/.test(
          path,
        ) ||
        /^node_modules\/better-sqlite3\/(deps|src)\//.test(path),
    )
    expect(odd).toEqual([])
    const binaries = listed.filter((path) => path.endsWith('.node'))
    expect(binaries.length).toBeGreaterThan(3)
    expect(
      binaries.filter((path) => /win32|darwin|musl|android/.test(path) && !path.includes('serialport')),
    ).toEqual([])
  })

  it('has every native binary outside the archive, where the system’s loader can read it', () => {
    for (const path of listed.filter((one) => one.endsWith('.node')))
      expect(existsSync(join(resources, 'app.asar.unpacked', path)), path).toBe(true)
  })

  it('has each fuse as it must be', async () => {
    const name = join(resources, '..', 'yihao')
    const wire = await getCurrentFuseWire(name)
    const on = Object.entries(wire)
      .filter(([, state]) => Number(state) === '1'.charCodeAt(0))
      .map(([index]) => FuseV1Options[Number(index)])
    expect(on.sort()).toEqual([
      'EnableCookieEncryption',
      'EnableEmbeddedAsarIntegrityValidation',
      'OnlyLoadAppFromAsar',
    ])
  })

  it('is of a size that an intranet carries', () => {
    expect(statSync(archive).size / 1e6).toBeLessThan(110)
  })

  it('runs: the packed Node side gives a number and draws its ticket', async () => {
    cpSync(join(resources, 'app.asar.unpacked'), inside, { recursive: true })
    const cli = join(inside, 'out', 'main', 'cli.js')
    const data = join(folder, 'data')
    const printed = join(folder, 'paper')
    const running = runProgram(cli, {}, 'demo', '--data', data, '--port', '0', '--printer', `file:${printed}`)
    const client = new RestClient(await running.origin)
    const guide = await client.signIn('2001')
    const issued = await client.post(
      '/visits',
      { serviceIds: ['ga-1001'], channel: 'desk' },
      { token: guide },
    )
    expect(issued.status, issued.text).toBe(201)
    expect((await fetch(`${await running.origin}/kiosk`)).status).toBe(200)
    client.close()
    expect(await running.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
    const hub = runProgram(cli, {}, 'hub', '--data', join(folder, 'hub'), '--port', '0', '--hall', demoHall)
    await hub.origin
    expect(await hub.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
  })
})
