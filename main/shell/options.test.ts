/** Goal: no window of the shell gives a page more than a page needs. Method: the options as data, hole by hole. */
import { describe, expect, it } from 'vitest'
import {
  announcedOrigin,
  loopbackOrigin,
  mayNavigate,
  modes,
  parseShellOrder,
  windowOptions,
} from './options.ts'

describe('the shell’s order', () => {
  it('attaches to screens served on this machine', () => {
    expect(parseShellOrder(['--mode', 'console', '--attach', 'http://127.0.0.1:7800/console'])).toEqual({
      ok: true,
      order: { mode: 'console', page: '/console', attach: 'http://127.0.0.1:7800', nodeArgs: [] },
    })
  })

  it('starts a station with what was said and nothing else', () => {
    expect(parseShellOrder(['--mode', 'kiosk', '--hub', 'http://hub:7800', '--data', 'd'])).toEqual({
      ok: true,
      order: {
        mode: 'kiosk',
        page: '/kiosk',
        nodeArgs: ['station', '--mode', 'kiosk', '--hub', 'http://hub:7800', '--data', 'd'],
      },
    })
  })

  it('shows a pad for its counter', () => {
    expect(
      parseShellOrder(['--mode', 'pad', '--counter', 'c 1', '--attach', 'http://127.0.0.1:1']),
    ).toMatchObject({
      order: { page: '/pad?counter=c+1' },
    })
  })

  it.each([
    [['--mode', 'manager'], '--mode manager needs --attach: no station serves it'],
    [['--mode', 'till'], '--mode must be one of kiosk, console, display, manager, pad'],
    [[], '--mode must be one of kiosk, console, display, manager, pad'],
    [['--mode', 'pad', '--attach', 'http://elsewhere:7800'], '--attach must be an address on this machine'],
    [['--mode', 'pad', '--attach', 'nonsense'], '--attach must be an address on this machine'],
  ])('refuses %j', (args, problem) => {
    expect(parseShellOrder(args)).toEqual({ ok: false, problem })
  })

  it('refuses a flag it does not know', () => {
    expect(parseShellOrder(['--mode', 'pad', '--no-sandbox'])).toMatchObject({ ok: false })
  })
})

describe('where a window may be', () => {
  it.each([
    ['http://127.0.0.1:7800/kiosk', 'http://127.0.0.1:7800'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:7800/', 'http://[::1]:7800'],
    ['https://127.0.0.1', undefined],
    ['file:///etc/passwd', undefined],
    ['http://127.0.0.1.example.com/', undefined],
    ['http://127.0.0.1@example.com/', undefined],
    ['javascript:alert(1)', undefined],
  ])('%s has the loopback origin %s', (address, origin) => {
    expect(loopbackOrigin(address)).toBe(origin)
  })

  it.each([
    ['http://127.0.0.1:7800/v/abc', true],
    ['http://127.0.0.1:7801/', false],
    ['http://127.0.0.1:7800@example.com/', false],
    ['https://127.0.0.1:7800/', false],
    ['file:///etc/passwd', false],
    ['data:text/html,hi', false],
    ['about:blank', false],
  ])('going to %s is allowed: %s', (address, allowed) => {
    expect(mayNavigate('http://127.0.0.1:7800', address)).toBe(allowed)
  })

  it('waits for the one line that says where', () => {
    expect(announcedOrigin('ready http://127.0.0.1:7800')).toBe('http://127.0.0.1:7800')
    expect(announcedOrigin('not ready http://127.0.0.1:7800')).toBeUndefined()
    expect(announcedOrigin('ready http://example.com')).toBeUndefined()
  })
})

describe.each(modes)('the %s window', (mode) => {
  const options = windowOptions(mode, '/preload.cjs')
  const forVisitors = ['kiosk', 'display', 'pad'].includes(mode)

  it('gives its page no Node and no way out of the sandbox', () => {
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
    })
  })

  it('fills the screen exactly when visitors can touch it', () => {
    expect(options.kiosk).toBe(forVisitors)
    expect(options.frame).toBe(!forVisitors)
    expect(options.webPreferences?.devTools).toBe(!forVisitors)
  })
})
