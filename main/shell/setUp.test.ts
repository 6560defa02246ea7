/** Goal: what a person types on the first start becomes a choice that runs, or one clear word about what is wrong. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SetUpAnswer } from '#shared/protocol/shellBridge.ts'
import { desktopEntry, entryPath, setEntry } from './autostart.ts'
import { choice } from './choice.ts'
import { keepChoice, preparedPath, readChoice, takePass, writePass } from './keptChoice.ts'
import { hubOrigin, readAnswer, shownOf } from './setUp.ts'

const blank: SetUpAnswer = {
  mode: 'console',
  hubs: '192.168.1.10',
  isOpenToHall: true,
  isEncrypted: false,
  counter: '',
  printer: '',
  monitors: [],
  strip: false,
  autostart: true,
  updatesFrom: '',
  newPin: '482915',
}
const read = (change: Partial<SetUpAnswer>, kept?: Parameters<typeof readAnswer>[1]) =>
  readAnswer({ ...blank, ...change }, kept)

describe('an address as people type it', () => {
  it.each([
    ['192.168.1.10', 'http://192.168.1.10:7800'],
    ['192.168.1.10:80', 'http://192.168.1.10'],
    ['hall-pc', 'http://hall-pc:7800'],
    ['http://hall-pc', 'http://hall-pc:7800'],
    ['http://hall-pc:9000/', 'http://hall-pc:9000'],
    ['https://hall.example.cn', 'https://hall.example.cn'],
    ['https://192.168.1.10', 'https://192.168.1.10:7800'],
    ['https://hall-pc:443', 'https://hall-pc'],
    ['http://hall-pc/console', undefined],
    ['ftp://hall-pc', undefined],
    ['http://a:b@hall-pc', undefined],
    ['a b', undefined],
    ['http://', undefined],
  ])('%s → %s', (text, origin) => {
    expect(hubOrigin(text)).toBe(origin)
  })
})

describe('the answers', () => {
  it('become a choice; several hubs may be written the Chinese way', () => {
    expect(read({ hubs: '192.168.1.10，192.168.1.11:7900' })).toEqual({
      ok: true,
      newPin: '482915',
      chosen: choice.parse({
        version: 1,
        mode: 'console',
        hubs: ['http://192.168.1.10:7800', 'http://192.168.1.11:7900'],
        autostart: true,
      }),
    })
  })

  it('keep only what the mode has', () => {
    expect(read({ mode: 'hub', hubs: '', printer: 'tcp://p:9100', strip: true, monitors: [2] })).toEqual({
      ok: true,
      newPin: '482915',
      chosen: choice.parse({ version: 1, mode: 'hub', host: '0.0.0.0', autostart: true }),
    })
    expect(read({ mode: 'display', monitors: [2, 1] })).toMatchObject({
      chosen: { screens: [{ monitor: 1 }, { monitor: 2 }] },
    })
    expect(read({ mode: 'hub', hubs: '', isOpenToHall: false })).toMatchObject({
      chosen: expect.not.objectContaining({ host: '0.0.0.0' }),
    })
  })

  it.each([
    [{ hubs: '' }, 'hubsMissing'],
    [{ hubs: 'http://a/x' }, 'badAddress'],
    [{ newPin: '' }, 'badPin'],
    [{ newPin: '1234' }, 'badPin'],
    [{ newPin: '48291a' }, 'badPin'],
    [{ newPin: '123456' }, 'badPin'],
    [{ newPin: '666666' }, 'badPin'],
    [{ mode: 'kiosk', printer: '--host=0.0.0.0' }, 'badPrinter'],
    [{ mode: 'kiosk', printer: 'COM3' }, 'badPrinter'],
    [{ mode: 'pad', counter: '-x' }, 'badCounter'],
    [{ updatesFrom: 'somewhere' }, 'badUpdates'],
  ] as const)('%j is told: %s', (change, why) => {
    expect(read(change)).toEqual({ ok: false, why })
  })

  it('say whether a hub encrypts, and leave the hall’s own certificate where one was set by hand', () => {
    expect(read({ mode: 'hub', hubs: '', isEncrypted: true })).toMatchObject({ chosen: { tls: 'ownMade' } })
    const kept = choice.parse({
      ...{ version: 1, mode: 'hub', names: ['hall.example.cn'] },
      ...{
        tls: { cert: '/etc/hall.crt', key: '/etc/hall.key' },
        pin: { salt: 's'.repeat(22), hash: 'h'.repeat(43) },
      },
    })
    expect(readAnswer({ ...shownOf(kept), newPin: '' }, kept)).toMatchObject({
      chosen: { tls: kept.tls, names: kept.names },
    })
    expect(readAnswer({ ...shownOf(kept), isEncrypted: false, newPin: '' }, kept)).toMatchObject({
      chosen: expect.not.objectContaining({ tls: kept.tls }),
    })
  })

  it('keep what was set by hand and is not asked', () => {
    const kept = choice.parse({
      ...{ version: 1, mode: 'display', hubs: ['http://a:7800'], data: '/srv/yihao', port: 7900 },
      ...{
        screens: [{ monitor: 2, query: 'distance=12' }],
        updates: { from: '/mnt/x', fromHour: 22, untilHour: 4 },
      },
      pin: { salt: 's'.repeat(22), hash: 'h'.repeat(43) },
    })
    const again = readAnswer({ ...shownOf(kept), newPin: '' }, kept)
    expect(again).toEqual({ ok: true, newPin: undefined, chosen: { ...kept, pin: undefined } })
    expect(readAnswer({ ...shownOf(kept), mode: 'console', newPin: '' }, kept)).toMatchObject({
      chosen: expect.not.objectContaining({ data: '/srv/yihao' }),
    })
  })
})

describe('on disk', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yihao-choice-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('a choice is kept for its owner alone and read again; a broken one is asked for again', () => {
    const path = join(folder, 'new', 'choice.json')
    const chosen = choice.parse({ version: 1, mode: 'hub' })
    keepChoice(path, chosen)
    expect(readChoice(path)).toEqual(chosen)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o077).toBe(0)
    writeFileSync(path, '{"version"')
    expect(readChoice(path)).toBeUndefined()
    expect(readChoice(join(folder, 'nowhere'))).toBeUndefined()
  })

  it('a prepared one lies where administrators put such things', () => {
    expect(preparedPath('linux', {})).toBe('/etc/yihao/choice.json')
    expect(preparedPath('win32', { ProgramData: 'D:\\All' })).toContain('D:\\All')
  })

  it('a pass holds once, for two minutes, and only the right one', () => {
    const path = join(folder, 'pass.json')
    expect(takePass(path, undefined, 0)).toBe(false)
    const nonce = 'n-1'
    writePass(path, nonce, 1000)
    expect(takePass(path, nonce, 120_999)).toBe(true)
    expect(takePass(path, nonce, 1001)).toBe(false)
    writePass(path, 'n-2', 1000)
    expect(takePass(path, nonce, 1001)).toBe(false)
    writePass(path, nonce, 1000)
    expect(takePass(path, nonce, 121_000), 'too late').toBe(false)
    writePass(path, nonce, 1000)
    expect(takePass(path, nonce, -500_000), 'a clock put back').toBe(false)
    writeFileSync(path, '{')
    expect(takePass(path, nonce, 1001)).toBe(false)
  })

  it('the desktop’s entry starts the program, wherever it lies, and goes away again', () => {
    expect(desktopEntry('/opt/My 100% "App"/yihao')).toContain(
      'Exec="/opt/My 100%% \\\\"App\\\\"/yihao" --hidden\n',
    )
    setEntry(folder, '/opt/yihao/yihao', true)
    expect(readFileSync(entryPath(folder), 'utf8')).toContain('Exec="/opt/yihao/yihao" --hidden')
    setEntry(folder, '/opt/yihao/yihao', false)
    expect(existsSync(entryPath(folder))).toBe(false)
  })
})
