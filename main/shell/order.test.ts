/** Goal: the command line, what is kept and what was prepared come to one start, or to one clear line. */
import { describe, expect, it } from 'vitest'
import { readArguments } from '../arguments.ts'
import { choice, isPrivate, nodeArgsOf, parseChoice } from './choice.ts'
import type { Choice } from './choice.ts'
import { parseShellOrder, startOf } from './order.ts'

const kiosk: Choice = choice.parse({
  version: 1,
  mode: 'kiosk',
  hubs: ['http://hub:7800'],
  printer: 'tcp://p:9100',
})
const started = (args: readonly string[], kept?: Choice, prepared?: Choice) => {
  const order = parseShellOrder(args)
  return order.ok ? startOf(order.value, kept, prepared) : order
}

describe('the first start', () => {
  it('asks what this computer is', () => {
    expect(started([])).toEqual({ ok: true, value: { do: 'setUp' } })
  })

  it('does not ask where that was prepared for every user', () => {
    expect(started([], undefined, kiosk)).toMatchObject({ value: { do: 'run', chosen: kiosk } })
  })

  it('does not ask where the line says it', () => {
    expect(
      started(['--mode', 'console', '--hub', 'http://a:7800,http://b:7800', '--data', 'd']),
    ).toMatchObject({
      value: { do: 'run', chosen: { mode: 'console', hubs: ['http://a:7800', 'http://b:7800'], data: 'd' } },
    })
  })
})

describe('a later start', () => {
  it('is what was kept, before what was prepared', () => {
    const prepared = choice.parse({ version: 1, mode: 'hub' })
    expect(started(['--hidden'], kiosk, prepared)).toEqual({
      ok: true,
      value: { do: 'run', chosen: kiosk, hidden: true },
    })
  })

  it('is what the line says instead, for that run', () => {
    expect(started(['--port', '9000'], kiosk)).toMatchObject({ value: { chosen: { ...kiosk, port: 9000 } } })
  })

  it('in another mode takes the hubs and the PIN along, and nothing else', () => {
    const pin = { salt: 's'.repeat(22), hash: 'h'.repeat(43) }
    expect(started(['--mode', 'display', '--monitor', '2'], { ...kiosk, pin })).toMatchObject({
      value: { chosen: { mode: 'display', hubs: kiosk.hubs, pin, screens: [{ monitor: 2 }] } },
    })
    const { value } = started(['--mode', 'hub'], kiosk) as { value: { chosen: Choice } }
    expect(value.chosen).toEqual(choice.parse({ version: 1, mode: 'hub' }))
  })

  it('asks again when told to, beginning with what is kept', () => {
    expect(started(['--choose'], kiosk)).toEqual({ ok: true, value: { do: 'setUp', kept: kiosk } })
  })
})

describe('screens served already', () => {
  it('are shown without a Node side', () => {
    expect(
      started(['--mode', 'pad', '--counter', 'c 1', '--attach', 'http://127.0.0.1:7800/x'], kiosk),
    ).toEqual({
      ok: true,
      value: {
        do: 'attach',
        mode: 'pad',
        origin: 'http://127.0.0.1:7800',
        page: '/pad?counter=c+1',
        isFramed: false,
      },
    })
  })
})

describe('one clear line', () => {
  it.each([
    [['--mode', 'till'], '--mode must be one of kiosk, console, display, pad, hub'],
    [['--attach', 'http://127.0.0.1:1'], '--attach needs --mode: one of kiosk, console, display, pad, hub'],
    [['--mode', 'pad', '--attach', 'http://elsewhere:7800'], '--attach must be an address on this machine'],
    [['--mode', 'kiosk', '--hub', 'http://a:1', '--framed'], '--framed is for --attach'],
    [
      ['--mode', 'kiosk'],
      'this mode needs --hub http://HOST:PORT, once for each computer that may be the hub',
    ],
    [['--mode', 'kiosk', '--hub', 'nonsense'], '--hub: an address such as http://192.168.1.10:7800'],
    [
      ['--mode', 'kiosk', '--hub', 'javascript:alert(1)'],
      '--hub: an address such as http://192.168.1.10:7800',
    ],
    [['--hub', 'http://a:1'], 'say what this computer is: --mode kiosk | console | display | pad | hub'],
    [['--mode', 'kiosk', '--hub', 'http://a:1', '--printer', ''], expect.stringMatching(/^--printer: /)],
    [
      ['--mode', 'display', '--hub', 'http://a:1', '--monitor', 'left'],
      expect.stringMatching(/^--monitor: /),
    ],
    [['--mode', 'hub', '--cert', 'a.crt'], expect.stringMatching(/^--cert FILE and --key FILE go together/)],
    [['--mode', 'hub', '--name', 'a b'], '--name: a host name such as hall.example.cn'],
    [['--mode', 'hub', '--port', 'x'], expect.stringMatching(/^--port: /)],
  ])('%j', (args, problem) => {
    expect(started(args)).toEqual({ ok: false, problem })
  })

  it('lets Chromium hear what it must, and nothing that opens it', () => {
    expect(
      started(['--ozone-platform-hint=auto', '--disable-gpu', '--force-device-scale-factor=1.25']),
    ).toMatchObject({
      value: { do: 'setUp' },
    })
    expect(parseShellOrder(['--lang=zh-CN --inspect'])).toMatchObject({ ok: false })
  })

  it.each(['--no-sandbox', '--remote-debugging-port=1', '--inspect', 'extra'])('refuses %s', (flag) => {
    expect(parseShellOrder(['--mode', 'hub', flag])).toMatchObject({ ok: false })
  })
})

describe('arguments of the Node side', () => {
  it('of a station say its hubs, its folder and its own port', () => {
    expect(nodeArgsOf(kiosk, '/own')).toEqual([
      ...['station', '--mode', 'kiosk', '--hub', 'http://hub:7800', '--data', '/own', '--port', '7801'],
      ...['--printer', 'tcp://p:9100'],
    ])
  })

  it('of a hub say where it listens and who else may be it', () => {
    const hub = choice.parse({ version: 1, mode: 'hub', hubs: ['http://b:7800'], host: '0.0.0.0', data: 'd' })
    expect(nodeArgsOf(hub, '/own')).toEqual([
      ...['hub', '--data', 'd', '--port', '7800', '--host', '0.0.0.0', '--peers', 'http://b:7800'],
    ])
    expect(isPrivate(hub)).toBe(false)
    expect(isPrivate(choice.parse({ version: 1, mode: 'hub' }))).toBe(true)
    expect(isPrivate({ ...kiosk, host: '0.0.0.0' }), 'a station is its own screens’ alone').toBe(true)
  })

  it('say what to encrypt with, in words the Node side knows', () => {
    const args = (line: readonly string[]): readonly string[] => {
      const start = started(['--mode', 'hub', '--host', '0.0.0.0', ...line])
      return start.ok && start.value.do === 'run' ? nodeArgsOf(start.value.chosen, '/own') : []
    }
    const own = ['--cert', 'a.crt', '--key', 'a.key']
    expect(readArguments(args(['--tls', '--name', 'hall.example.cn']))).toMatchObject({
      value: { mode: 'hub', host: '0.0.0.0', tls: { from: 'ownMade' }, names: ['hall.example.cn'] },
    })
    expect(readArguments(args([...own, '--next-cert', 'b.crt']))).toMatchObject({
      value: { tls: { from: 'files', cert: 'a.crt', key: 'a.key', next: 'b.crt' } },
    })
    expect(readArguments(args([]))).toMatchObject({ value: { tls: undefined } })
    const secure = choice.parse({
      ...kiosk,
      hubs: ['https://hub:7800'],
      tls: { cert: 'a.crt', key: 'a.key' },
    })
    expect(readArguments(nodeArgsOf(secure, '/own'))).toMatchObject({
      value: { mode: 'station', tls: { from: 'files', cert: 'a.crt' } },
    })
    expect(choice.safeParse({ ...secure, tls: { cert: '--host=0.0.0.0', key: 'k' } }).success).toBe(false)
  })

  it('never carry a flag that came in as a value', () => {
    for (const field of ['printer', 'profile', 'signs', 'counter'])
      expect(choice.safeParse({ ...kiosk, [field]: '--host=0.0.0.0' }).success, field).toBe(false)
  })
})

describe('a kept choice', () => {
  it('that was damaged, or cannot run, is none', () => {
    expect(parseChoice(JSON.stringify(kiosk))).toEqual(kiosk)
    for (const text of ['', '{', 'null', '[]', '{"version":2}', '{"version":1,"mode":"kiosk","hubs":[]}'])
      expect(parseChoice(text), text).toBeUndefined()
  })
})
