/**
 * Goal: the dock's page presses the same levers the tests press, nobody else's page can, and no product holds any
 * of it. Method: a dock on free ports with real drivers at its devices, asked over HTTP; the product's imports
 * followed as text.
 */
import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { systemTimers } from './channel/system.clock.ts'
import { startDock } from './dock.ts'
import type { Dock } from './dock.ts'
import { openRater } from './rater/rater.ts'
import { openIdCardReader } from './reader/idCardReader.ts'
import type { CardRead } from './reader/port.ts'
import { openSignLine, parseSignAddress } from './sign/address.ts'

const bound = { timeout: 30_000 }
const ending: (() => Promise<void> | void)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const end of ending.splice(0).toReversed()) await end()
})

async function open(): Promise<Dock> {
  const dock = await startDock({
    port: 0,
    protocol: 'ascii',
    signs: 3,
    production: false,
    timers: systemTimers,
  })
  ending.push(dock.close)
  return dock
}

async function post(dock: Dock, path: string, body: unknown): Promise<number> {
  const response = await fetch(new URL(path, dock.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.status
}

async function stateOf(dock: Dock): Promise<Record<string, never>> {
  return (await (await fetch(new URL('/state', dock.url))).json()) as Record<string, never>
}

describe('the device dock', () => {
  it('shows what each device does, and moves its levers', async () => {
    const dock = await open()
    expect(await (await fetch(dock.url)).text()).toContain('Device dock')
    const address = parseSignAddress(dock.addresses.signs)
    if (!address) throw new Error('no address')
    const line = openSignLine(address, systemTimers)
    ending.push(line.close)
    line.show(2, { type: 'number', number: 'A017' })
    await expect.poll(() => stateOf(dock), bound).toMatchObject({ signs: [{}, { text: 'A017' }, {}] })
    expect(await post(dock, '/levers', { device: 'signs', sign: 2, levers: { dead: true } })).toBe(200)
    expect(await stateOf(dock)).toMatchObject({ signs: [{}, { levers: { dead: true } }, {}] })
    expect(await post(dock, '/levers', { device: 'printer', levers: { paper: 'out' } })).toBe(200)
    expect(await stateOf(dock)).toMatchObject({ printer: { levers: { paper: 'out' }, tickets: 0 } })
    expect((await fetch(new URL('/ticket.png', dock.url))).status).toBe(404)
  })

  it('has a rater to press and a reader to lay cards on', async () => {
    const dock = await open()
    const rater = openRater(dock.addresses.rater, systemTimers)
    const reader = openIdCardReader(dock.addresses.cards, systemTimers, () => Buffer.alloc(32))
    if (!rater || !reader) throw new Error('no address')
    ending.push(rater.close, reader.close)
    await expect.poll(() => [rater.state(), reader.state()], bound).toEqual(['ready', 'ready'])
    const answer = rater.ask({ locale: 'ug' })
    await expect.poll(() => stateOf(dock), bound).toMatchObject({ rater: { lit: { locale: 'ug' } } })
    expect(await post(dock, '/act', { act: 'press', level: 'satisfied' })).toBe(200)
    expect(await answer).toEqual({ type: 'rated', level: 'satisfied' })
    expect(await post(dock, '/act', { act: 'press', level: 'satisfied' })).toBe(400)
    const read: CardRead[] = []
    reader.onRead((one) => read.push(one))
    const { sampleNumber } = await stateOf(dock)
    await post(dock, '/act', { act: 'place', name: '测试卡', number: sampleNumber })
    await expect.poll(() => read, bound).toMatchObject([{ type: 'card', holder: { maskedName: '测*卡' } }])
  })

  it.each([
    ['/levers', { device: 'signs', sign: 9, levers: {} }],
    ['/levers', { device: 'signs', sign: 1, levers: { alive: true } }],
    ['/levers', { device: 'toaster', levers: {} }],
    ['/levers', 'x'],
    ['/act', { act: 'press', level: 'superb' }],
    ['/act', { act: 'scan', content: 'AB12' }],
    ['/act', { act: 'powerCycle', sign: 99 }],
  ])('refuses %s %o', async (path, body) => {
    expect(await post(await open(), path, body)).toBe(400)
  })

  it('does not listen to other sites’ pages', async () => {
    const dock = await open()
    const simple = await fetch(new URL('/act', dock.url), { method: 'POST', body: '{"act":"remove"}' })
    expect(simple.status).toBe(400)
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(
        new URL('/state', dock.url),
        { headers: { host: 'evil.example' } },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      )
      asked.on('error', reject)
      asked.end()
    })
    expect(status).toBe(404)
  })

  it('does not start in production', async () => {
    const options = { port: 0, protocol: 'ascii', signs: 1, timers: systemTimers } as const
    await expect(startDock({ ...options, production: true })).rejects.toThrow('production')
    vi.stubEnv('NODE_ENV', 'production')
    await expect(startDock({ ...options, production: false })).rejects.toThrow('production')
  })
})

it('no product holds an emulator', () => {
  const root = join(import.meta.dirname, '..', '..')
  const seen = new Set<string>()
  const left = ['main/index.ts', 'main/cli.ts', 'main/shell/preload.ts']
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (seen.has(path) || !existsSync(join(root, path))) continue
    seen.add(path)
    const content = readFileSync(join(root, path), 'utf8')
    for (const [, name = ''] of content.matchAll(
      /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)'(#\w+\/[^']+|\.[^']+)'/g,
    ))
      left.push(name.startsWith('#') ? name.slice(1) : join(dirname(path), name))
  }
  expect(seen.size).toBeGreaterThan(100)
  expect(seen).toContain('main/devices/sign/signLine.ts')
  expect([...seen].filter((path) => /emulat|dock/i.test(path))).toEqual([])
})
