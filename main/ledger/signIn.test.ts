/** Goal: sign-in records survive, and a new PIN ends what the old one opened. Method: a real file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { staffId } from '#shared/ids/ids.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'
import { LedgerFault } from './ledger.ts'
import { sqliteSignIn } from './signIn.ts'
import type { SignInStore } from './signIn.ts'

const one = staffId.parse('t1')
const two = staffId.parse('t2')
let folder: string
let database: HallDatabase
let store: SignInStore

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-signin-'))
  database = openDatabase(join(folder, 'hall.db'))
  store = sqliteSignIn(database.db)
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

it('keeps a PIN hash, failures and a lock', () => {
  expect(store.credentialOf(one)).toBeUndefined()
  store.setFailures(one, 1)
  expect(store.credentialOf(one)).toBeUndefined()
  store.setPin(one, 'hash', 5)
  store.setFailures(one, 5, 900)
  expect(store.credentialOf(one)).toEqual({ pinHash: 'hash', changedAtMs: 5, failed: 5, lockedUntilMs: 900 })
  store.setFailures(one, 0)
  expect(store.credentialOf(one)).toMatchObject({ failed: 0, lockedUntilMs: undefined })
})

it('ends the sessions of a person whose PIN changes or goes, and of nobody else', () => {
  store.setPin(one, 'hash', 0)
  const open = (tokenHash: string, id: typeof one): void => {
    store.saveSession({ tokenHash, staffId: id, createdAtMs: 1, expiresAtMs: 100 })
  }
  open('a', one)
  open('b', two)
  expect(store.sessionOf('a')).toEqual({ tokenHash: 'a', staffId: one, createdAtMs: 1, expiresAtMs: 100 })
  store.setFailures(one, 5, 900)
  store.setPin(one, 'new', 6)
  expect(store.sessionOf('a')).toBeUndefined()
  expect(store.credentialOf(one)).toEqual({
    pinHash: 'new',
    changedAtMs: 6,
    failed: 0,
    lockedUntilMs: undefined,
  })
  open('c', one)
  store.removeCredential(one)
  expect(store.sessionOf('c')).toBeUndefined()
  expect(store.credentialOf(one)).toBeUndefined()
  expect(store.sessionOf('b')).toBeDefined()
  store.endSessionsOf(two)
  expect(store.sessionOf('b')).toBeUndefined()
})

it('forgets sessions that are over', () => {
  store.saveSession({ tokenHash: 'a', staffId: one, createdAtMs: 1, expiresAtMs: 100 })
  store.saveSession({ tokenHash: 'b', staffId: one, createdAtMs: 1, expiresAtMs: 200 })
  expect(store.pruneSessions(99)).toBe(0)
  expect(store.pruneSessions(100)).toBe(1)
  store.endSession('b')
  expect(store.sessionOf('b')).toBeUndefined()
})

it('is a clear fault once closed', () => {
  database.close()
  expect(() => store.credentialOf(one)).toThrow(LedgerFault)
})
