/**
 * Goal: nobody gets out of a page, into one, or past the shell's ear. Method: each way in or out that was ever used
 * against such a program, tried on the functions that decide; Electron only asks them.
 */
import { describe, expect, it } from 'vitest'
import {
  announcedOrigin,
  loopbackOrigin,
  mayDownload,
  mayHave,
  mayNavigate,
  mayRequest,
  maySend,
  setUpCodeIn,
  verbs,
} from './doors.ts'
import { modes, pageOf, roleOf, roles } from './modes.ts'

const origin = 'http://127.0.0.1:7801'
const kiosk = { mode: 'kiosk', origin } as const

/** Addresses that are not ours, however much they look so. */
const foreign = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'file://127.0.0.1:7801/kiosk',
  'about:blank',
  'about:srcdoc',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:http://127.0.0.1:7801/kiosk',
  'blob:http://127.0.0.1:7801/3f2c',
  'filesystem:http://127.0.0.1:7801/temporary/x.html',
  'ftp://127.0.0.1:7801/kiosk',
  'ws://127.0.0.1:7801/kiosk',
  'yihao://shell/',
  'ms-settings:network',
  'mailto:a@example.com',
  'https://127.0.0.1:7801/kiosk',
  'http://127.0.0.1:7800/kiosk',
  'http://127.0.0.1/kiosk',
  'http://localhost:7801/kiosk',
  'http://[::1]:7801/kiosk',
  'http://127.0.0.2:7801/kiosk',
  'http://127.0.0.1.example.com:7801/kiosk',
  'http://127.0.0.1:7801.example.com/kiosk',
  'http://127.0.0.1:7801@example.com/kiosk',
  'http://example.com#@127.0.0.1:7801/kiosk',
  'http://example.com?127.0.0.1:7801/kiosk',
  'http://example.com\\@127.0.0.1:7801/kiosk',
  'http://127.0.0.1:7801%2eexample.com/kiosk',
  'http://user@127.0.0.1:7801/kiosk',
  'http://user:password@127.0.0.1:7801/kiosk',
  '//example.com/kiosk',
  '/kiosk',
  '',
  'http://',
]

describe('going somewhere', () => {
  it.each(foreign)('from a kiosk to "%s" is refused', (address) => {
    expect(mayNavigate(kiosk, address)).toBe(false)
  })

  it.each([
    '/console',
    '/manager',
    '/v/abc',
    '/api/v1/metrics',
    '/kiosk/..%2fmanager',
    '/KIOSK',
    '/kiosk/',
    '//kiosk',
  ])('from a kiosk to another page of the same server, %s, is refused', (path) => {
    expect(mayNavigate(kiosk, origin + path)).toBe(false)
  })

  it('an address that only looks like the page once it is taken apart is refused', () => {
    expect(mayNavigate(kiosk, `${origin}/kiosk/../manager`)).toBe(false)
    expect(mayNavigate(kiosk, `${origin}/kiosk/%2e%2e/manager`)).toBe(false)
    expect(mayNavigate(kiosk, `${origin}\\manager`)).toBe(false)
  })

  it.each(modes)('%s may be at its own page, and at the one that pairs it', (mode) => {
    const confined = { mode, origin }
    expect(mayNavigate(confined, origin + pageOf(mode, 'counter-1'))).toBe(true)
    expect(mayNavigate(confined, `${origin}/?again`)).toBe(true)
  })

  it('the supervisors’ page may be at its own pages too, and at none that only begins so', () => {
    const hub = { mode: 'hub', origin } as const
    expect(mayNavigate(hub, `${origin}/manager/stations`)).toBe(true)
    expect(mayNavigate(hub, `${origin}/setup`)).toBe(true)
    expect(mayNavigate(hub, `${origin}/manager/../api/v1/metrics`)).toBe(false)
    expect(mayNavigate(hub, `${origin}/manager/a/b`)).toBe(false)
    expect(mayNavigate({ ...hub, mode: 'console' }, `${origin}/manager/stations`)).toBe(false)
  })

  it('numbers written otherwise are the same server, and no more than that', () => {
    expect(mayNavigate(kiosk, 'http://2130706433:7801/kiosk')).toBe(true)
    expect(mayNavigate(kiosk, 'http://2130706433:7801/manager')).toBe(false)
    expect(mayNavigate(kiosk, 'http://0x7f.1:7802/kiosk')).toBe(false)
  })
})

describe('loading and connecting', () => {
  it('reaches the own server, its sockets, and what the page made itself', () => {
    for (const address of [
      `${origin}/assets/a.js`,
      'ws://127.0.0.1:7801/socket.io/?EIO=4&transport=websocket',
      'data:image/png;base64,AA==',
      'blob:http://127.0.0.1:7801/3f2c',
    ])
      expect(mayRequest(kiosk, address), address).toBe(true)
  })

  it.each([
    ...foreign.filter((address) => !/^\s*(data|blob|ws):/i.test(address)),
    'ws://example.com/',
    'ws://127.0.0.1:7800/',
    'wss://127.0.0.1:7801/',
    'ws://user@127.0.0.1:7801/',
    'blob:http://example.com/3f2c',
    'blob:null/3f2c',
  ])('never "%s"', (address) => {
    expect(mayRequest(kiosk, address)).toBe(false)
  })
})

describe('asking for more', () => {
  const permissions = [
    'media',
    'geolocation',
    'notifications',
    'midi',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'usb',
    'serial',
    'hid',
    'fileSystem',
    'window-management',
    'keyboardLock',
    'storage-access',
    'unknown',
  ]

  it.each(['kiosk', 'pad', 'display'] as const)('a %s gets nothing', (mode) => {
    expect(permissions.filter((one) => mayHave({ mode, origin }, one, `${origin}/`))).toEqual([])
  })

  it.each(['console', 'hub'] as const)('a %s may only put text on the clipboard', (mode) => {
    expect(permissions.filter((one) => mayHave({ mode, origin }, one, `${origin}/`))).toEqual([
      'clipboard-sanitized-write',
    ])
  })

  it.each(foreign)('and nobody gets it for "%s"', (asking) => {
    expect(mayHave({ mode: 'hub', origin }, 'clipboard-sanitized-write', asking)).toBe(false)
  })

  it('only the supervisors’ page saves files, and only the hall’s', () => {
    const report = `${origin}/api/v1/reports/waits?format=xlsx`
    expect(modes.filter((mode) => mayDownload({ mode, origin }, report))).toEqual(['hub'])
    expect(mayDownload({ mode: 'hub', origin }, 'blob:http://127.0.0.1:7801/3f2c')).toBe(true)
    for (const address of foreign.filter((one) => !one.startsWith('blob:')))
      expect(mayDownload({ mode: 'hub', origin }, address), address).toBe(false)
    expect(mayDownload({ mode: 'hub', origin }, 'blob:http://example.com/3f2c')).toBe(false)
  })
})

describe('what a page says to the shell', () => {
  const top = { url: `${origin}/kiosk`, isMainFrame: true }

  it('is heard from its top frame, with its role’s verbs', () => {
    for (const role of roles) {
      const url = role === 'shell' ? 'yihao://shell/' : top.url
      const heard = Object.values(verbs)
        .flat()
        .filter((verb) => maySend({ role, origin }, verb, { url, isMainFrame: true }))
      expect([...new Set(heard)], role).toEqual(verbs[role])
    }
  })

  it('is not heard from a frame inside, from elsewhere, or from a frame that is gone', () => {
    const held = { role: 'kiosk', origin } as const
    expect(maySend(held, 'beat', { ...top, isMainFrame: false })).toBe(false)
    for (const url of foreign) expect(maySend(held, 'beat', { url, isMainFrame: true }), url).toBe(false)
  })

  it('never reaches the PIN from a page a server made', () => {
    for (const role of roles.filter((one) => one !== 'shell'))
      for (const verb of ['choose', 'leave', 'setUp', 'state'] as const)
        expect(maySend({ role, origin }, verb, top), `${role} ${verb}`).toBe(false)
    const own = { role: 'shell', origin: 'yihao://shell' } as const
    for (const url of [
      'http://shell/',
      'yihao://shell.example.com/',
      'yihao://shell@example.com/',
      'yihao:shell',
      top.url,
    ])
      expect(maySend(own, 'leave', { url, isMainFrame: true }), url).toBe(false)
  })

  it('gives a visitors’ page nothing it could ask for but its life and the way to the PIN', () => {
    for (const mode of ['kiosk', 'pad', 'display'] as const)
      expect(verbs[roleOf(mode)]).toEqual(['beat', 'askToLeave'])
  })
})

it('the set-up code is found in its line and in no other', () => {
  expect(setUpCodeIn('set-up code 1234 5678')).toBe('1234 5678')
  expect(setUpCodeIn('the set-up code is wrong')).toBeUndefined()
  expect(setUpCodeIn('set-up code 1234')).toBeUndefined()
})

describe('where the Node side says it serves', () => {
  it.each([
    ['ready http://127.0.0.1:7800', 'http://127.0.0.1:7800'],
    ['ready http://0.0.0.0:7800', 'http://127.0.0.1:7800'],
    ['ready http://[::]:7800', 'http://127.0.0.1:7800'],
    ['ready http://192.168.1.10:7800', 'http://192.168.1.10:7800'],
    ['not ready http://127.0.0.1:7800', undefined],
    ['ready nothing', undefined],
    ['ready http://127.0.0.1:7800 and more', undefined],
    ['ready https://127.0.0.1:7800', 'http://127.0.0.1:7800'],
    ['ready https://0.0.0.0:7800', 'http://127.0.0.1:7800'],
    ['ready https://192.168.1.10:7800', undefined],
  ])('"%s" → %s', (line, said) => {
    expect(announcedOrigin(line)).toBe(said)
  })

  it.each([
    ['http://127.0.0.1:7800/kiosk', 'http://127.0.0.1:7800'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:7800/', 'http://[::1]:7800'],
    ['https://127.0.0.1', undefined],
    ['file:///etc/passwd', undefined],
    ['http://127.0.0.1.example.com/', undefined],
    ['http://127.0.0.1@example.com/', undefined],
    ['http://a:b@127.0.0.1/', undefined],
    ['javascript:alert(1)', undefined],
  ])('%s has the loopback origin %s', (address, found) => {
    expect(loopbackOrigin(address)).toBe(found)
  })
})
