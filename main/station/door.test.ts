/** Goal: who signed in at the hub is known here while it is away, who signed in here is not taken for somebody the hub knows. Method: the door over a real database, the station's standing moved by hand. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { staffId } from '#shared/ids/ids.ts'
import { openHall } from '#test/fixtures/hall.ts'
import { Access, tokenHash } from '../hub/access.ts'
import { openDatabase } from '../ledger/database.ts'
import type { HallDatabase } from '../ledger/database.ts'
import { keysOf, replaceKeys } from '../ledger/keys.ts'
import { sqliteSignIn } from '../ledger/signIn.ts'
import { sqliteTokens } from '../ledger/tokens.ts'
import { stationDoor } from './door.ts'
import type { StationDoor } from './door.ts'
import { memoryStationStore } from './memoryStationStore.ts'
import type { Standing } from './stationParts.ts'

const { state } = openHall()
let folder: string
let hub: HallDatabase
let copy: HallDatabase
let nowMs: number
let standing: Standing
let changed: () => void
let door: StationDoor
let access: Access
const store = memoryStationStore()

function accessTo(database: HallDatabase): Access {
  let tokens = 0
  return new Access({
    signIns: sqliteSignIn(database.db),
    tokens: sqliteTokens(database.db),
    nowMs: () => nowMs,
    newToken: () => `${database === hub ? 'hub' : 'here'}-${String(++tokens)}`,
    state: () => state,
  })
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-door-'))
  hub = openDatabase(join(folder, 'hub.db'))
  copy = openDatabase(join(folder, 'copy.db'))
  nowMs = 1_000
  standing = 'alone'
  await accessTo(hub).setPin(staffId.parse('t1'), '2580')
  replaceKeys(
    copy.db,
    keysOf(hub.db, () => 'secret'),
    nowMs,
  )
  access = accessTo(copy)
  door = stationDoor({
    store,
    access,
    station: {
      state,
      get standing() {
        return standing
      },
      nowMs: () => nowMs,
      onLink: (listener) => {
        changed = listener
        return () => undefined
      },
    },
  })
})
afterEach(() => {
  hub.close()
  copy.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the keys the hub gave let a person in while it is away; when it is back they sign in again', async () => {
  expect(await access.signIn('t1', '0000')).toMatchObject({ ok: false })
  const signed = await access.signIn('t1', '2580')
  if (!signed.ok) return expect.unreachable()
  expect(door.actorOf(signed.token)).toMatchObject({ kind: 'staff', staffId: 't1' })
  let told = 0
  door.onEnd(() => {
    told += 1
  })
  standing = 'live'
  changed()
  expect(told).toBe(1)
  expect(door.actorOf(signed.token)).toBeUndefined()
})

test('a session of the hub holds here until it ends, or the hub knows it no longer', () => {
  store.addSession({
    ...{ tokenHash: tokenHash('from-hub'), staffId: staffId.parse('t1') },
    ...{ roles: ['teller'], expiresAtMs: 5_000 },
  })
  for (const now of ['live', 'alone'] as const) {
    standing = now
    expect(door.actorOf('from-hub')).toMatchObject({ kind: 'staff', staffId: 't1' })
  }
  nowMs = 5_000
  expect(door.actorOf('from-hub')).toBeUndefined()
  nowMs = 1_000
  door.sessionOver('from-hub')
  expect(door.actorOf('from-hub')).toBeUndefined()
})
