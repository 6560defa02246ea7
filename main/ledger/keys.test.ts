/** Goal: a station holds the keys of its hub, whole and no others, as hashes. Method: two real databases. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { counterId, staffId, stationId } from '#shared/ids/ids.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'
import { isBelieved, keepCertificates, pairedWith } from './certificates.ts'
import { keysOf, replaceKeys } from './keys.ts'
import { sqliteSignIn } from './signIn.ts'
import { sqliteTokens } from './tokens.ts'

let folder: string
let hub: HallDatabase
let station: HallDatabase

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-keys-'))
  hub = openDatabase(join(folder, 'hub.db'))
  station = openDatabase(join(folder, 'station.db'))
})
afterEach(() => {
  hub.close()
  station.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the hubs’ secret is made once and stays', () => {
  expect(keysOf(hub.db, () => 'first').hubSecret).toBe('first')
  expect(keysOf(hub.db, () => 'second').hubSecret).toBe('first')
})

test('a station’s keys are replaced by the hub’s: what was taken back there is gone here', () => {
  const t1 = staffId.parse('t1')
  sqliteSignIn(hub.db).setPin(t1, 'pin-hash', 5)
  const tokens = sqliteTokens(hub.db)
  tokens.save('hash-1', { kind: 'station', holder: stationId.parse('k1'), mode: 'kiosk' }, 1)
  const tablet = { kind: 'station', holder: stationId.parse('pad-1'), mode: 'pad' } as const
  const stands = { ...tablet, counterId: counterId.parse('c1'), reach: 'screen' } as const
  tokens.save('hash-3', stands, 1)
  tokens.save('hash-2', { kind: 'program', holder: 'board' }, 1)
  replaceKeys(
    station.db,
    keysOf(hub.db, () => 'secret'),
    9,
  )
  const here = sqliteTokens(station.db)
  expect(sqliteSignIn(station.db).credentialOf(t1)?.pinHash).toBe('pin-hash')
  expect(here.find('hash-1')).toEqual({ kind: 'station', holder: 'k1', mode: 'kiosk' })
  expect(here.find('hash-3')).toEqual(stands)

  tokens.revoke('k1', 2)
  sqliteSignIn(hub.db).removeCredential(t1)
  // A session made here while the hub was away does not stand in the way.
  sqliteSignIn(station.db).saveSession({ tokenHash: 's', staffId: t1, createdAtMs: 1, expiresAtMs: 99 })
  replaceKeys(
    station.db,
    keysOf(hub.db, () => 'secret'),
    10,
  )
  expect(here.find('hash-1')).toBeUndefined()
  expect(here.find('hash-2')).toEqual({ kind: 'program', holder: 'board' })
  expect(sqliteSignIn(station.db).credentialOf(t1)).toBeUndefined()
  expect(keysOf(station.db, () => 'other').hubSecret).toBe('secret')
})

test('a station believes the hub of its pairing until it is told whom to believe, and a hub it is paired with anew', () => {
  const [first, second, third] = ['AA', 'BB', 'CC'].map((pair) =>
    Array.from({ length: 32 }, () => pair).join(':'),
  )
  const believed = (paired: string | undefined): readonly boolean[] =>
    [first, second, third].map((seen) => isBelieved(station.db, String(seen), paired))
  pairedWith(station.db, first)
  expect(believed(first)).toEqual([true, false, false])
  // That computer was stolen, and another one is the hub.
  keepCertificates(station.db, [{ of: 'hub', fingerprints: [String(second)] }])
  pairedWith(station.db, first)
  expect(believed(first)).toEqual([false, true, false])
  pairedWith(station.db, third)
  expect(believed(third)).toEqual([false, false, true])
})
