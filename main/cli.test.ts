/**
 * Goal: from the command line, every way to start works, and every way that
 * cannot work says why in one line with the right exit code. Method: real
 * processes on folders of their own.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { demoHall, killAll, runCli } from '#test/fixtures/hubProcess.ts'
import { RestClient } from '#test/fixtures/restClient.ts'
import { eventually } from '#test/fixtures/eventually.ts'

/** A real published catalogue, where it lies beside the repository. */
const published = fileURLToPath(new URL('../../shared/data/service-catalogue.csv', import.meta.url))

let folder: string
let data: string
const clients: RestClient[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-cli-'))
  data = join(folder, 'data')
})
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
  killAll()
  rmSync(folder, { recursive: true, force: true })
})

const rest = (origin: string): RestClient => {
  const client = new RestClient(origin)
  clients.push(client)
  return client
}
const hub = (...more: string[]) => runCli('hub', '--data', data, '--port', '0', ...more)
/** Ends by itself with this code and exactly one line of complaint. */
const complains = async (code: number, line: RegExp, ...args: string[]): Promise<void> => {
  const ended = await runCli(...args).ended
  expect(ended.errors, ended.errors.join('\n')).toEqual([expect.stringMatching(line)])
  expect(ended.code).toBe(code)
}

describe('wrong arguments', () => {
  it.each([
    [[], /^yihao: say what to run/],
    [['hub'], /--data DIR/],
    [['hub', '--data', 'd', '--port', 'x'], /--port takes a number/],
    [['hub', '--data', 'd', '--color'], /Unknown option '--color'/],
    [['import', '--data', 'd'], /--catalogue/],
  ])('%j: exit 2, one line', async (args, line) => {
    await complains(2, line, ...args)
  })

  it('a hall file that is not there, is not JSON, or is no hall: exit 2, one line that names it', async () => {
    await complains(
      2,
      /nowhere\.json cannot be read \(ENOENT\)/,
      'hub',
      '--data',
      data,
      '--hall',
      join(folder, 'nowhere.json'),
    )
    const file = join(folder, 'hall.json')
    writeFileSync(file, '{"settings":')
    await complains(2, /hall\.json is not JSON/, 'hub', '--data', data, '--hall', file)
    writeFileSync(file, '{"settings":{}}')
    await complains(2, /hall\.json is not a valid hall/, 'hub', '--data', data, '--hall', file)
    expect(existsSync(data), 'nothing was made for a hall that cannot be').toBe(false)
  })
})

describe('what cannot be had', () => {
  it('a port in use: exit 1, one line', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await eventually(() => {
      expect(taken.listening).toBe(true)
    })
    const { port } = taken.address() as AddressInfo
    await complains(
      1,
      new RegExp(`EADDRINUSE.*${String(port)}`),
      'hub',
      '--data',
      data,
      '--port',
      String(port),
    )
    taken.close()
  })

  it('a folder another hub uses: exit 1, one line, for a hub, an import and a demo started afresh; the hub serves on', async () => {
    const first = hub('--hall', demoHall)
    const origin = await first.origin
    await complains(1, /another hub is using .*hall\.db/, 'hub', '--data', data, '--port', '0')
    const file = join(folder, 'catalogue.csv')
    writeFileSync(file, 'department,item_name\nTax,Invoice\n')
    await complains(1, /another hub is using/, 'import', '--data', data, '--catalogue', file)
    await complains(1, /another hub is using/, 'demo', '--data', data, '--port', '0', '--fresh')
    const client = rest(origin)
    const token = await client.signIn('2001')
    const visit = { serviceIds: ['ga-1001'], channel: 'desk' }
    expect((await client.post('/visits', visit, { token })).status).toBe(201)
    expect(await first.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
  })

  it('a database from the future, and a file that is none: exit 1, one line', async () => {
    expect(await runMinimal()).toBe(0)
    const database = new SQLite(join(data, 'hall.db'))
    database.pragma('user_version = 990')
    database.close()
    await complains(1, /newer version/, 'hub', '--data', data, '--port', '0')
    writeFileSync(join(data, 'hall.db'), 'this is a letter to the hall, and no database at all')
    await complains(1, /hall\.db/, 'hub', '--data', data, '--port', '0')
  })

  it('a data folder that is a file, a catalogue that is not there: exit 1, one line', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    await complains(1, /./, 'hub', '--data', file, '--port', '0')
    await complains(
      1,
      /nowhere\.csv cannot be read \(ENOENT\)/,
      'import',
      '--data',
      data,
      '--catalogue',
      join(folder, 'nowhere.csv'),
    )
    await complains(1, /./, 'import', '--data', data, '--catalogue', file)
  })
})

/** Starts a hub on the folder and ends it; its exit code. */
async function runMinimal(): Promise<number | null> {
  const running = hub()
  await running.origin
  return (await running.end('SIGTERM')).code
}

describe('a hub', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends cleanly at %s, with a client connected',
    async (signal) => {
      const running = hub()
      const client = rest(await running.origin)
      expect((await client.get('/healthz')).body).toMatchObject({
        status: 'notSetUp',
        hall: null,
        role: 'hub',
      })
      const ended = await running.end(signal)
      expect(ended).toMatchObject({ code: 0, signal: null, errors: [] })
      expect(ended.out.at(-1)).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+$/)
    },
  )

  it('listens where it is told to, and on loopback otherwise', async () => {
    const everywhere = hub('--host', '0.0.0.0')
    expect(await everywhere.origin).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/)
    const { port } = new URL(await everywhere.origin)
    expect((await rest(`http://127.0.0.1:${port}`).get('/healthz')).status).toBe(200)
    await everywhere.end('SIGTERM')
    await complains(1, /nowhere\.invalid/, 'hub', '--data', data, '--port', '0', '--host', 'nowhere.invalid')
  })
})

describe('import', () => {
  it('gives an account of every row, and changes nothing the second time', async () => {
    const file = join(folder, 'catalogue.csv')
    writeFileSync(
      file,
      '\ufeffitem_code,department,item_name\n1,Tax,Invoice\n1,Tax,Refund\n,Police,Card\n,,\n',
    )
    const first = await runCli('import', '--data', data, '--catalogue', file).ended
    expect(first).toMatchObject({ code: 0, errors: [] })
    expect(first.out.slice(0, 5)).toEqual([
      expect.stringMatching(/^read 4 rows \(csv/),
      'added 2',
      'changed 0',
      'unchanged 0',
      'skipped 2',
    ])
    expect(first.out.join('\n')).toMatch(/line 3: code 1 is already on line 2, which is kept/)
    const second = await runCli('import', '--data', data, '--catalogue', file).ended
    expect(second.out.slice(0, 5)).toEqual([
      expect.stringMatching(/^read 4 rows \(csv/),
      'added 0',
      'changed 0',
      'unchanged 2',
      'skipped 2',
    ])
  })

  it('ended by Ctrl-C is whole or not there at all, and the next one is whole', async () => {
    const file = join(folder, 'catalogue.csv')
    const rows = Array.from({ length: 6000 }, (_, n) => `${String(n)},Tax,Service ${String(n)}\n`)
    writeFileSync(file, `item_code,department,item_name\n${rows.join('')}`)
    const ending = runCli('import', '--data', data, '--catalogue', file)
    ending.child.stdout?.once('data', () => ending.child.kill('SIGINT'))
    const { code, out, errors } = await ending.ended
    expect(out[0]).toMatch(/^reading: /)
    const isWhole = code === 0
    expect(errors).toEqual(isWhole ? [] : ['yihao: the import was ended: nothing was changed'])
    const next = await runCli('import', '--data', data, '--catalogue', file).ended
    expect(next.out.join('\n')).toContain(isWhole ? 'unchanged 6000' : 'added 6000')
  })

  it.skipIf(!existsSync(published))(
    'of the real catalogue serves a visit with services of two departments',
    async () => {
      const imported = await runCli('import', '--data', data, '--catalogue', published).ended
      expect(imported).toMatchObject({ code: 0, errors: [] })
      const count = (what: string): number =>
        Number(new RegExp(`^${what} (\\d+)`, 'm').exec(imported.out.join('\n'))?.[1])
      expect(count('read')).toBeGreaterThan(100)
      expect(count('read')).toBe(count('added') + count('changed') + count('unchanged') + count('skipped'))

      const running = hub('--hall', demoHall)
      const client = rest(await running.origin)
      const { body } = await client.get('/catalogue')
      expect(body.services).toHaveLength(count('added'))
      const first = body.services[0] ?? expect.fail('no service')
      const other =
        body.services.find((s) => s.departmentId !== first.departmentId) ?? expect.fail('one department')
      const guide = await client.signIn('2001')
      const visit = { serviceIds: [first.id, other.id], channel: 'desk' }
      const issued = await client.post('/visits', visit, { token: guide })
      expect(issued.status, issued.text).toBe(201)
      expect(issued.body.visit).toMatchObject({
        serviceIds: [first.id, other.id],
        open: [first.id, other.id],
      })

      // And it is served, by the hall file's people at the hall file's counters.
      const teller = await client.signIn('1001')
      expect((await client.post('/counters/counter-1/open', {}, { token: teller })).status).toBe(200)
      const called = await client.post('/counters/counter-1/call-next', {}, { token: teller })
      expect(called.body.visit.id).toBe(issued.body.visit.id)
      const done = await client.post(`/visits/${issued.body.visit.id}/finish`, {}, { token: teller })
      expect(done.body.visit).toMatchObject({ state: 'finished', open: [] })
      expect(await running.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
    },
  )
})

describe('the demo', () => {
  const demo = (...more: string[]) => runCli('demo', '--data', data, '--port', '0', ...more)
  const kioskTokenOf = (out: readonly string[]): string =>
    /kiosk token for REST\s+(\S+)/.exec(out.join('\n'))?.[1] ?? ''

  it('prints where everything is, keeps everything over a restart, and begins anew when told to', async () => {
    const first = demo()
    const client = rest(await first.origin)
    for (const path of ['//', '//kiosk', '//console', '//display'])
      expect([200, 404]).toContain((await client.get(path)).status)
    const guide = await client.signIn('2001')
    const body = { serviceIds: ['ga-1001'], channel: 'desk' }
    const { visit } = (await client.post('/visits', body, { token: guide })).body
    const ended = await first.end('SIGINT')
    expect(ended).toMatchObject({ code: 0, errors: [] })
    expect(ended.out.join('\n')).toMatch(
      /\/kiosk[\s\S]*\/console[\s\S]*\/display[\s\S]*1001…1012[\s\S]*PIN 2580[\s\S]*ready http/,
    )

    const second = demo()
    const again = rest(await second.origin)
    // The session holds too.
    expect((await again.get(`/visits/${visit.id}`, guide)).body.visit).toMatchObject({ number: visit.number })
    const next = await again.post('/visits', body, { token: guide })
    expect(next.body.visit.number).not.toBe(visit.number)
    await second.end('SIGTERM')

    const third = demo('--fresh')
    const fresh = rest(await third.origin)
    const anew = await fresh.signIn('2001')
    expect((await fresh.get('/visits', anew)).body.visits).toEqual([])
    const ending = await third.end('SIGTERM')
    expect(ending).toMatchObject({ code: 0, errors: [] })
    expect(kioskTokenOf(ending.out)).toMatch(/^[\w-]{43}$/)
  })

  it('simulated, issues, calls and serves by itself', async () => {
    const running = demo('--simulate')
    const client = rest(await running.origin)
    const guide = await client.signIn('2001')
    await eventually(async () => {
      const { body } = await client.get('/visits', guide)
      expect(body.visits.some((v) => v.state === 'serving' || v.state === 'finished')).toBe(true)
    })
    expect(await running.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
  })
})
