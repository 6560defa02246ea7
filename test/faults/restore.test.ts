/**
 * Goal: a hall whose ledger is destroyed comes back whole from a copy and from
 * what a station holds beyond it; no number is given twice. Method: real
 * processes, kill -9, real files destroyed on purpose, the commands as a person types them.
 */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseName } from '#main/hub/openHub.ts'
import { asideOf } from '#main/ledger/backup.ts'
import { openDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { encodeState } from '#shared/hall/snapshot.ts'
import type { StateJson } from '#shared/hall/snapshot.ts'
import { initialState } from '#shared/hall/state.ts'
import { demoHall, killAll, runCli } from '../fixtures/hubProcess.ts'
import type { Running } from '../fixtures/hubProcess.ts'
import { RestClient } from '../fixtures/restClient.ts'
import { checkStep } from '../simulation/invariants.ts'

let folder: string
let data: string
const clients: RestClient[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-restore-'))
  data = join(folder, 'hub')
})
afterEach(() => {
  killAll()
  for (const client of clients.splice(0)) client.close()
  rmSync(folder, { recursive: true, force: true })
})

const startHub = (port: string, ...more: readonly string[]): Running =>
  runCli('hub', '--hall', demoHall, '--data', data, '--port', port, ...more)

const clientOf = async (running: Running): Promise<RestClient> => {
  const client = new RestClient(await running.origin)
  clients.push(client)
  return client
}

/** Asks again until it is so; a hang is the runner's to end. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) {
    // Each question crosses the network, so nothing here turns idly.
  }
}

interface Health {
  readonly seq: number
  readonly epoch: number
}
const healthOf = async (client: RestClient): Promise<Health> =>
  JSON.parse((await client.get('/healthz')).text) as Health
const copies = (): string[] => {
  const backups = join(data, 'backups')
  return existsSync(backups) ? readdirSync(backups).filter((name) => name.endsWith('.db')) : []
}

/** Issues visits at the guide's desk; their numbers by id. */
async function issue(client: RestClient, count: number): Promise<Map<string, string>> {
  const guide = await client.signIn('2001')
  const { services } = (await client.get('/catalogue')).body
  const issued = new Map<string, string>()
  for (let n = 0; n < count; n += 1) {
    const serviceIds = [services[n % services.length]?.id]
    const { status, body, text } = await client.post(
      '/visits',
      { serviceIds, channel: 'desk' },
      { token: guide },
    )
    expect(status, text).toBe(201)
    issued.set(body.visit.id, body.visit.number)
  }
  return issued
}

const listed = async (client: RestClient): Promise<Map<string, { number: string; state: string }>> => {
  const { body } = await client.get('/visits', await client.signIn('8001'))
  return new Map(body.visits.map(({ id, number, state }) => [id, { number, state }]))
}

const stateIn = (dataDir: string): StateJson => {
  const database = openDatabase(join(dataDir, databaseName))
  const { state } = sqliteLedger(database.db).load()
  database.close()
  return encodeState(state)
}

/** Every rule that must hold after every event of the whole ledger. */
function checkLedger(): void {
  const database = openDatabase(join(data, databaseName))
  let state = initialState
  for (const entry of sqliteLedger(database.db).eventsAfter(0, 1_000_000)) {
    const next = evolve(state, entry)
    checkStep(state, entry, next)
    state = next
  }
  database.close()
}

describe('a hall whose ledger is destroyed', () => {
  it('comes back from its copy and its station: nothing acknowledged is lost, no number given twice', async () => {
    // A first stretch, copied as soon as the hub runs again.
    const first = startHub('0', '--backup-every', '0')
    const port = new URL(await first.origin).port
    const begun = await clientOf(first)
    const before = await issue(begun, 5)
    const offer = await begun.post(
      '/pairings',
      { stationId: 'console-1', mode: 'console' },
      { token: await begun.signIn('8001') },
    )
    const { code } = JSON.parse(offer.text) as { code: string }
    const address = `http://127.0.0.1:${port}`
    const station = runCli(
      ...['station', '--mode', 'console', '--hub', address, '--pair', code],
      ...['--data', join(folder, 'station'), '--port', '0'],
    )
    const atStation = await clientOf(station)
    expect(copies()).toEqual([])
    await first.end('SIGTERM')

    // A second stretch that only the ledger and one station hold.
    const hub = startHub(port)
    const rest = await clientOf(hub)
    await until(async () => (await rest.get('/metrics')).text.includes('yihao_backup_copies_total 1'))
    const copied = await healthOf(rest)
    await until(async () => (await healthOf(atStation)).seq === copied.seq)
    const after = await issue(rest, 10)
    const [cancelled = ''] = after.keys()
    const guide = await rest.signIn('2001')
    expect(
      (await rest.post(`/visits/${cancelled}/cancel`, { reason: 'left' }, { token: guide })).status,
    ).toBe(200)
    const lost = await healthOf(rest)
    await until(async () => (await healthOf(atStation)).seq === lost.seq)

    // The computer dies and its disk with it.
    await hub.end('SIGKILL')
    rmSync(join(data, `${databaseName}-wal`), { force: true })
    truncateSync(join(data, databaseName), 20_000)
    const refused = await startHub(port).ended
    expect(refused).toMatchObject({ code: 1, out: [] })
    expect(refused.errors).toHaveLength(1)
    expect(refused.errors[0]).toMatch(/put aside as .*hall\.db\.damaged-.*npm run restore -- --data /)
    expect((await startHub(port).ended).code).toBe(1)

    const list = await runCli('restore', '--data', data, '--list').ended
    expect(list.out).toEqual([expect.stringMatching(new RegExp(`event ${String(copied.seq)} .* good `))])
    const restored = await runCli('restore', '--data', data).ended
    expect(restored).toMatchObject({ code: 0, errors: [] })
    expect(restored.out.join('\n')).toContain(`event ${String(copied.seq)},`)

    // It works on where the station does not see it, so that numbers of events are used again.
    const elsewhere = startHub('0')
    const newer = await issue(await clientOf(elsewhere), 12)
    await elsewhere.end('SIGTERM')
    const again = startHub(port)
    const back = await clientOf(again)
    await until(async () => (await listed(back)).size === 27)
    await until(async () => (await listed(back)).get(cancelled)?.state === 'cancelled')
    const conflicts = await back.get('/conflicts', await back.signIn('8001'))
    expect(JSON.parse(conflicts.text)).toEqual({ conflicts: [] })
    await until(async () => (await healthOf(atStation)).seq === (await healthOf(back)).seq)
    expect(await healthOf(atStation)).toMatchObject({ epoch: copied.epoch + 1 })

    const held = await listed(back)
    const given = [...before, ...after, ...newer]
    expect(given.map(([id]) => held.get(id)?.number)).toEqual(given.map(([, number]) => number))
    expect(new Set(given.map(([, number]) => number)).size).toBe(27)
    expect(await station.end('SIGTERM')).toMatchObject({ code: 0 })
    expect(await again.end('SIGTERM')).toMatchObject({ code: 0 })
    checkLedger()
    expect(stateIn(join(folder, 'station'))).toEqual(stateIn(data))
    // Nothing was deleted: the damaged ledger, and the station's copy of the reign that ended.
    expect(asideOf(join(data, databaseName))).toHaveLength(1)
    expect(
      readdirSync(join(folder, 'station')).some((name) => name.startsWith(`${databaseName}.aside-`)),
    ).toBe(true)
  })

  it('with --restore-newest it restores by itself, passing over copies that are not good', async () => {
    const hub = startHub('0')
    const rest = await clientOf(hub)
    await issue(rest, 5)
    await until(async () => (await rest.get('/metrics')).text.includes('yihao_backup_copies_total 1'))
    const { seq } = await healthOf(rest)
    await hub.end('SIGKILL')
    const [copy = ''] = copies()
    copyFileSync(join(data, 'backups', copy), join(data, 'backups', 'hall-2999-01-01T000000Z.db'))
    truncateSync(join(data, 'backups', 'hall-2999-01-01T000000Z.db'), 20_000)
    rmSync(join(data, `${databaseName}-wal`), { force: true })
    writeFileSync(join(data, databaseName), 'a letter '.repeat(5000))

    const again = startHub('0', '--restore-newest')
    const health = await healthOf(await clientOf(again))
    expect(health.epoch).toBe(1)
    expect(health.seq).toBeLessThanOrEqual(seq + 1)
    // The next copy is made at once: the reign that has begun must not be lost with the disk.
    await until(async () => {
      const text = (await (await clientOf(again)).get('/metrics')).text
      return text.includes('yihao_backup_copies_total 1')
    })
    const { errors, code } = await again.end('SIGTERM')
    expect(code).toBe(0)
    expect(errors.join('\n')).toMatch(/put aside[^]*passed over: .*2999-01-01[^]*reign 1 begins at event/)
  })

  it('is not restored while a hub has it', async () => {
    const hub = startHub('0')
    await hub.origin
    const refused = await runCli('restore', '--data', data, '--from', join(data, 'anything.db')).ended
    expect(refused).toMatchObject({ code: 1, out: [] })
    expect(refused.errors).toEqual([expect.stringContaining('another hub is using')])
    expect(await runCli('restore').ended).toMatchObject({
      code: 2,
      errors: [expect.stringContaining('--data DIR')],
    })
  })
})
