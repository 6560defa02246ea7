/**
 * Goal: what ships runs. Method: the built bundles, not the sources. The Node side is started under plain Node, as
 * the desktop app starts it, and a hall is worked through it; the preload scripts are run in an empty world with
 * an Electron made of nothing, and may need no more.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '#build/screens.ts'
import { channelOf, verbs } from '#main/shell/doors.ts'
import { roles } from '#main/shell/modes.ts'
import { demoHall, killAll, runProgram } from '#test/fixtures/hubProcess.ts'
import { RestClient } from '#test/fixtures/restClient.ts'

const out = fileURLToPath(new URL('../../out', import.meta.url))
beforeAll(ensureBuilt)

describe('the built Node side', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-built-'))
  afterAll(() => {
    killAll()
    rmSync(folder, { recursive: true, force: true })
  })

  it('under plain Node gives a number, calls it, shows its screens, and ends cleanly', async () => {
    const args = ['hub', '--data', folder, '--port', '0', '--hall', demoHall]
    const running = runProgram('out/main/cli.js', {}, ...args)
    const client = new RestClient(await running.origin)
    const guide = await client.signIn('2001')
    const { visit } = (
      await client.post('/visits', { serviceIds: ['ga-1001'], channel: 'desk' }, { token: guide })
    ).body
    expect(visit.number).toMatch(/^[A-Z]\d{3}$/)
    const teller = await client.signIn('1001')
    await client.post('/counters/counter-1/open', {}, { token: teller })
    const called = await client.post('/counters/counter-1/call-next', {}, { token: teller })
    expect(called.body.visit.id).toBe(visit.id)
    for (const path of ['/', '/kiosk', '/console', '/display', '/manager', '/pad']) {
      const page = await fetch((await running.origin) + path)
      expect(page.status, path).toBe(200)
      const script = /src="(\/assets\/[^"]+)"/.exec(await page.text())?.[1] ?? ''
      expect((await fetch((await running.origin) + script)).status, path).toBe(200)
    }
    client.close()
    expect(await running.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
  })

  it('never loads Electron', () => {
    const seen = new Set<string>()
    const left = [join(out, 'main', 'cli.js'), join(out, 'main', 'copyWorker.js')]
    for (let path = left.pop(); path !== undefined; path = left.pop()) {
      if (seen.has(path) || !existsSync(path)) continue
      seen.add(path)
      const text = readFileSync(path, 'utf8')
      expect(text, path).not.toMatch(/(from|import|require)\s*\(?\s*["']electron["']/)
      for (const [, name = ''] of text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g))
        left.push(join(path, '..', name))
    }
    expect(seen.size).toBeGreaterThan(2)
  })
})

describe('the built preload scripts', () => {
  it('are one file for each role, and there is no other', () => {
    expect(readdirSync(join(out, 'preload')).sort()).toEqual(roles.map((role) => `${role}.cjs`).sort())
  })

  /** Runs a script where there is nothing but what a sandboxed preload script has. */
  function world(role: (typeof roles)[number]) {
    const exposed: Record<string, Record<string, unknown>> = {}
    const sent: string[] = []
    const asked: string[] = []
    const listeners: ((event: object) => void)[] = []
    const required: string[] = []
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name: string, api: Record<string, unknown>) => {
          exposed[name] = api
        },
      },
      ipcRenderer: {
        send: (channel: string) => sent.push(channel),
        invoke: (channel: string) => asked.push(channel),
      },
    }
    const timers: number[] = []
    runInNewContext(readFileSync(join(out, 'preload', `${role}.cjs`), 'utf8'), {
      require: (name: string) => {
        required.push(name)
        if (name !== 'electron') throw new Error(`a sandboxed preload script cannot load ${name}`)
        return electron
      },
      exports: {},
      module: { exports: {} },
      URL,
      setInterval: (_work: () => void, ms: number) => timers.push(ms),
      innerWidth: 1080,
      innerHeight: 1920,
      addEventListener: (_type: string, listener: (event: object) => void) => listeners.push(listener),
    })
    const api = exposed['yihaoShell'] ?? expect.fail('exposes nothing')
    return { api, exposed, sent, asked, required, timers, listeners }
  }

  it.each(roles)(
    'the one of %s needs nothing but Electron, and gives its page its verbs and no other',
    (role) => {
      const { api, exposed, sent, asked, required, timers } = world(role)
      expect(required).toEqual(['electron'])
      expect(Object.keys(exposed)).toEqual(['yihaoShell'])
      expect(Object.isFrozen(api)).toBe(true)
      expect(api['role']).toBe(role)
      const given = Object.entries(api).filter(([name]) => name !== 'role')
      const own = verbs[role].filter((verb) => verb !== 'beat' && verb !== 'askToLeave')
      expect(given.map(([name]) => name).sort()).toEqual([...own].sort())
      expect(sent, 'it lives').toEqual([channelOf('beat')])
      expect(timers).toEqual([2000])
      for (const [, verb] of given) if (typeof verb === 'function') Reflect.apply(verb, undefined, [])
      expect([...sent.slice(1), ...asked].sort()).toEqual(own.map(channelOf).sort())
    },
  )

  it.each(['kiosk', 'display'] as const)(
    'the one of %s hears the four corners, and no made-up touches',
    (role) => {
      const { listeners, sent } = world(role)
      const touch = (isTrusted: boolean): void => {
        for (const [clientX, clientY] of [
          [1, 1],
          [1079, 1],
          [1079, 1919],
          [1, 1919],
        ])
          for (const listener of listeners) listener({ isTrusted, clientX, clientY, timeStamp: 0 })
      }
      touch(false)
      expect(sent).not.toContain(channelOf('askToLeave'))
      touch(true)
      expect(sent).toContain(channelOf('askToLeave'))
    },
  )
})
