/** Goal: a code pairs one station once, within minutes, and cannot be guessed. Method: the door over a real database, time moved by hand. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { initialState } from '#shared/hall/state.ts'
import { openDatabase } from '../ledger/database.ts'
import type { HallDatabase } from '../ledger/database.ts'
import { sqliteSignIn } from '../ledger/signIn.ts'
import { sqliteTokens } from '../ledger/tokens.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Access } from './access.ts'
import { Pairing } from './pairing.ts'

let folder: string
let database: HallDatabase
let access: Access
let pairing: Pairing
let nowMs = 1_000_000
let drawn = 0

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-pairing-'))
  database = openDatabase(join(folder, 'hall.db'))
  let tokens = 0
  access = new Access({
    signIns: sqliteSignIn(database.db),
    tokens: sqliteTokens(database.db),
    nowMs: () => nowMs,
    newToken: () => `token-${String(++tokens)}`,
    state: () => initialState,
  })
  drawn = 42
  pairing = new Pairing({ access, nowMs: () => nowMs, chance: () => drawn++ })
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a code of eight digits is good once, for its station and its kind', () => {
  const { code } = pairing.offer('kiosk-1', 'kiosk')
  expect(code).toBe('00000042')
  const paired = pairing.pair(code)
  if (!paired.ok) return expect.unreachable()
  expect(paired).toMatchObject({ stationId: 'kiosk-1', mode: 'kiosk' })
  expect(access.actorOf(paired.token)).toEqual({ kind: 'station', stationId: 'kiosk-1', mode: 'kiosk' })
  expect(pairing.pair(code)).toEqual({ ok: false })
})

test('pairing again voids the tokens before, and tells whoever listens', () => {
  const first = pairing.pair(pairing.offer('kiosk-1', 'kiosk').code)
  let ended = 0
  let keys = 0
  access.onEnd(() => {
    ended += 1
  })
  access.onKeys(() => {
    keys += 1
  })
  const second = pairing.pair(pairing.offer('kiosk-1', 'kiosk').code)
  if (!first.ok || !second.ok) return expect.unreachable()
  expect(access.actorOf(first.token)).toBeUndefined()
  expect(access.actorOf(second.token)).toBeDefined()
  expect([ended, keys]).toEqual([1, 2])
  access.revoke('kiosk-1')
  expect(access.actorOf(second.token)).toBeUndefined()
})

test('a code is void after ten minutes', () => {
  const { code, untilMs } = pairing.offer('kiosk-1', 'kiosk')
  nowMs = untilMs
  expect(pairing.pair(code)).toEqual({ ok: false })
})

test('ten wrong guesses void every open code', () => {
  const { code } = pairing.offer('kiosk-1', 'kiosk')
  for (let n = 0; n < 10; n += 1) expect(pairing.pair(String(90_000_000 + n))).toEqual({ ok: false })
  expect(pairing.pair(code)).toEqual({ ok: false })
})
