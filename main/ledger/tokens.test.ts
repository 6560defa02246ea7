/** Goal: a token is found by its hash alone until it is taken back. Method: a real database, opened twice. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { counterId, stationId } from '#shared/ids/ids.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'
import { LedgerFault } from './ledger.ts'
import { sqliteTokens } from './tokens.ts'
import type { TokenGrant, TokenStore } from './tokens.ts'

const pad: Extract<TokenGrant, { kind: 'station' }> = {
  kind: 'station',
  holder: stationId.parse('pad-3'),
  mode: 'pad',
}
const program: TokenGrant = { kind: 'program', holder: 'wall board' }

let folder: string
let database: HallDatabase
let tokens: TokenStore
const open = (): void => {
  database = openDatabase(join(folder, 'hall.db'))
  tokens = sqliteTokens(database.db)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-tokens-'))
  open()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('tokens', () => {
  it('give back whom they stand for, in the next process too', () => {
    tokens.save('hash-1', pad, 1)
    tokens.save('hash-2', program, 2)
    database.close()
    open()
    expect(tokens.find('hash-1')).toEqual(pad)
    expect(tokens.find('hash-2')).toEqual(program)
    expect(tokens.find('hash-3')).toBeUndefined()
  })

  it('keep where a pad stands, and that it is a screen alone', () => {
    const tablet: TokenGrant = { ...pad, counterId: counterId.parse('counter-3'), reach: 'screen' }
    tokens.save('hash-1', tablet, 1)
    database.close()
    open()
    expect(tokens.find('hash-1')).toEqual(tablet)
  })

  it('once taken back stay so', () => {
    tokens.save('hash-1', pad, 1)
    tokens.save('hash-2', pad, 2)
    tokens.save('hash-3', program, 3)
    expect(tokens.revoke('pad-3', 4)).toBe(2)
    expect(tokens.revoke('pad-3', 5)).toBe(0)
    database.close()
    open()
    expect(tokens.find('hash-1')).toBeUndefined()
    expect(tokens.find('hash-3')).toEqual(program)
  })

  it('may be given again to a holder whose old ones were taken back', () => {
    tokens.save('hash-1', pad, 1)
    tokens.revoke('pad-3', 2)
    tokens.save('hash-2', pad, 3)
    expect(tokens.find('hash-2')).toEqual(pad)
  })

  it('fail as the ledger does', () => {
    database.close()
    expect(() => tokens.find('hash-1')).toThrow(LedgerFault)
    expect(readFileSync(join(folder, 'hall.db')).length).toBeGreaterThan(0)
    open()
  })
})
