/**
 * Goal: a computer that may become the hub has the photographs its records name, whole and within its room, and gives
 * back what a hub lacks; nobody else gets or leaves anything by that way. Method: a served hall, a folder of a
 * station, its timers run at once.
 */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fetch } from 'undici'
import { z } from 'zod'
import { machine } from '#main/hub/machine.clock.ts'
import { openHub } from '#main/hub/openHub.ts'
import { recordsWithPhotos } from '#main/hub/photoRetention.ts'
import { Photos } from '#main/hub/photos.ts'
import { openDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { photo } from '#shared/conduct/cases.ts'
import type { Photo } from '#shared/conduct/cases.ts'
import { ServedHall } from '#test/fixtures/servedHall.ts'
import { eventually } from '#test/fixtures/eventually.ts'
import { photosHere } from './photosHere.ts'
import type { PhotosHere } from './photosHere.ts'

let hall: ServedHall
let boss: string
beforeAll(async () => {
  hall = await ServedHall.open()
  boss = await hall.rest.signIn('boss')
})
afterAll(async () => {
  await hall.close()
})

let folder: string
let running: PhotosHere[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-station-'))
  running = []
})
afterEach(() => {
  for (const one of running) one.stop()
  rmSync(folder, { recursive: true })
})

const pictureOf = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(text)])
const atHub = (one: Photo): string => hall.opened.photos.pathOf(one)
const here = (): string[] => readdirSync(join(folder, 'photos')).sort()
const nameOf = (one: Photo): string => `${one.sha256}.jpg`

/** A finding with one photograph of these words; the case's id and the photograph. */
async function finding(text: string): Promise<{ id: string; one: Photo }> {
  const headers = { 'content-type': 'image/jpeg' }
  const sent = await hall.rest.ask('/photos', { method: 'POST', token: boss, raw: pictureOf(text), headers })
  const one = z.object({ photo }).parse(sent.body).photo
  const body = { kind: 'inspection', text: '台阶坏了', item: '环境', photos: [one] }
  const opened = await hall.rest.post('/cases', body, { token: boss })
  const { id } = z.object({ case: z.object({ id: z.string() }) }).parse(opened.body).case
  return { id, one }
}

/** The station's side, over its own folder. */
function sharing(mostBytes?: number): PhotosHere {
  const one = photosHere({
    photos: new Photos(join(folder, 'photos')),
    records: () => recordsWithPhotos(hall.opened.hub),
    hub: () => hall.origin,
    token: hall.stationToken('console-1', 'console'),
    fetch,
    after: (_delayMs, work) => {
      const soon = setImmediate(work)
      return () => {
        clearImmediate(soon)
      }
    },
    ...(mostBytes === undefined ? {} : { mostBytes }),
  })
  running.push(one)
  return one
}

describe('a station', () => {
  it('has what its records name: a promoted one shows the case with its picture', async () => {
    const [first, second] = [await finding('first'), await finding('second')]
    const station = sharing()
    station.joined()
    await eventually(() => {
      expect(here()).toEqual([nameOf(first.one), nameOf(second.one)].sort())
    })
    expect(readFileSync(join(folder, 'photos', nameOf(first.one)))).toEqual(pictureOf('first'))

    const third = await finding('third, while it follows')
    const events = hall.opened.hub.ledger.eventsAfter(hall.opened.hub.state.seq - 1, 1)
    station.heard(events)
    await eventually(() => {
      expect(here()).toContain(nameOf(third.one))
    })
    station.stop()

    const copy = openDatabase(join(folder, 'hall.db'))
    sqliteLedger(copy.db).beginFrom(hall.opened.hub.state)
    copy.close()
    const promoted = openHub({ dataDir: folder, machine, log: () => undefined })
    try {
      expect([...promoted.hub.state.records.keys()]).toContain(third.id)
      expect(await promoted.photos.has(third.one)).toBe(true)
    } finally {
      promoted.close()
    }
  })

  it('keeps the newest within its room, and nothing that is not whole', async () => {
    const [old, damaged, recent] = [await finding('old'), await finding('damaged'), await finding('recent')]
    writeFileSync(atHub(damaged.one), pictureOf('dAmaged'))
    const station = sharing(damaged.one.bytes + recent.one.bytes)
    station.joined()
    await eventually(() => {
      expect(here()).toEqual([nameOf(recent.one)])
    })
    expect(here()).not.toContain(nameOf(old.one))
    writeFileSync(atHub(damaged.one), pictureOf('damaged'))
  })

  it('gives back what a hub lacks that was restored, or was another computer before', async () => {
    const { id, one } = await finding('only at the station')
    const picture = async (): Promise<number> =>
      (await hall.rest.ask(`/cases/${id}/photos/${one.sha256}`, { token: boss })).status
    sharing().joined()
    await eventually(() => {
      expect(here()).toContain(nameOf(one))
    })
    for (const station of running) station.stop()
    rmSync(atHub(one))
    expect(await picture()).toBe(404)
    sharing().joined()
    await eventually(async () => {
      expect(await picture()).toBe(200)
    })
    expect(readFileSync(atHub(one))).toEqual(pictureOf('only at the station'))
  })
})

describe('by that way nobody', () => {
  const path = (record: string, sha256: string): string => `/records/${record}/photos/${sha256}`
  const headers = { 'content-type': 'image/jpeg' }

  it('sees a photograph but a computer that holds its record, a tablet’s browser least of all', async () => {
    const [{ id, one }, other] = [await finding('a face in it'), await finding('of another case')]
    const ask = async (token: string, of = id): Promise<number> =>
      (await hall.rest.ask(path(of, one.sha256), { token })).status
    expect(await ask(hall.stationToken('console-2', 'console'))).toBe(200)
    expect(await ask(hall.stationToken('console-2', 'console'), other.id)).toBe(404)
    expect(await ask(hall.padToken('c1', { name: 'tablet', screen: true }))).toBe(403)
    expect(await ask(boss)).toBe(403)
    expect(await ask(hall.programToken())).toBe(403)
  })

  it('leaves at the hub what no record names, or what is not that photograph', async () => {
    const { id, one } = await finding('the real one')
    const token = hall.stationToken('console-3', 'console')
    const put = async (sha256: string, raw: Buffer): Promise<number> =>
      (await hall.rest.ask(path(id, sha256), { method: 'POST', token, raw, headers })).status
    const stranger = createHash('sha256').update(pictureOf('a stranger')).digest('hex')
    expect(await put(stranger, pictureOf('a stranger'))).toBe(404)
    expect(await put(one.sha256, pictureOf('a stranger'))).toBe(400)
    expect(await put(one.sha256, pictureOf('x'.repeat(4 * 1024 * 1024)))).toBe(413)
    expect(readFileSync(atHub(one))).toEqual(pictureOf('the real one'))
    expect(await put(one.sha256, pictureOf('the real one'))).toBe(200)
  })
})
