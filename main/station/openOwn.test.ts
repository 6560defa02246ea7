/**
 * Goal: a station with damaged files starts, says so in one line, deletes
 * nothing, and keeps every fact that can still be read. Method: real files,
 * damaged on purpose.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SentFact } from '#shared/protocol/messages.ts'
import { factId } from '#shared/ids/ids.ts'
import { counter1, Script, teller1 } from '#test/fixtures/ledger/script.ts'
import { openDatabase } from '../ledger/database.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { sqliteLedger } from '../ledger/sqliteLedger.ts'
import { openCopy, openRecords } from './openOwn.ts'
import type { OwnFile } from './openOwn.ts'
import { openStationStore } from './sqliteStationStore.ts'

let folder: string
let warned: string[]
const stamp = '2026-11-22T040000Z'
const own = (name: string): OwnFile => ({
  path: join(folder, name),
  stamp,
  warn: (line) => warned.push(line),
})

const fact = (n: number): SentFact => ({
  id: factId.parse(`fact-${String(n)}`),
  actor: { kind: 'staff', staffId: teller1, roles: ['teller'] },
  events: [{ type: 'counterPaused', counterId: counter1, staffId: teller1, reason: 'x'.repeat(500) }],
  believedMs: n,
  wallMs: n,
  monotonicMs: n,
  run: 'run',
})

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-own-'))
  warned = []
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('a station’s copy of the ledger', () => {
  const written = (): string => {
    const file = own('hall.db')
    const { database } = openCopy(file)
    const ledger = sqliteLedger(database.db)
    const script = new Script()
    ledger.append(script.opening())
    for (let n = 0; n < 100; n += 1) ledger.append(script.batch(script.issued()))
    database.close()
    return file.path
  }
  const seqNow = (): number => {
    const { database } = openCopy(own('hall.db'))
    const { lastSeq } = sqliteLedger(database.db)
    database.close()
    return lastSeq
  }

  it('opens as it was', () => {
    written()
    expect(seqNow()).toBe(104)
    expect(warned).toEqual([])
  })

  it.each([
    ['cut short', (path: string): void => truncateSync(path, 40_960)],
    ['another file altogether', (path: string): void => writeFileSync(path, 'a letter '.repeat(9000))],
    [
      'damaged where only reading shows it',
      (path: string): void => {
        const database = openDatabase(path)
        database.db.exec(`DROP TRIGGER events_never_change;
          UPDATE events SET body = json_set(body, '$.event.type', 'nothingKnown') WHERE seq = 7`)
        database.close()
      },
    ],
  ])('%s is put aside, and an empty one begun', (_name, spoil) => {
    const path = written()
    spoil(path)
    const size = statSync(path).size
    expect(seqNow()).toBe(0)
    expect(warned).toEqual([expect.stringMatching(/put aside as .*, and a new copy is begun from the hub$/)])
    expect(statSync(`${path}.damaged-${stamp}`).size).toBe(size)
    expect(seqNow()).toBe(0)
    expect(warned).toHaveLength(1)
  })

  it('of a newer version is refused and left where it is', () => {
    const path = written()
    const db = new SQLite(path)
    db.pragma('user_version = 9990')
    db.close()
    expect(() => openCopy(own('hall.db'))).toThrow(LedgerFault)
    expect(existsSync(`${path}.damaged-${stamp}`)).toBe(false)
  })
})

describe('a station’s own records', () => {
  const facts = Array.from({ length: 200 }, (_, n) => fact(n))
  const written = (): string => {
    const { path } = own('station.db')
    const store = openStationStore(path)
    store.addFactsFirst(facts)
    store.close()
    return path
  }
  const factsNow = (): readonly string[] => {
    const store = openRecords(own('station.db'))
    const ids = store.facts().map((f) => f.id)
    store.close()
    return ids
  }
  const all = facts.map((f) => f.id)

  it('open as they were', () => {
    expect(factsNow()).toEqual([])
    written()
    expect(factsNow()).toEqual(all)
    expect(warned).toEqual([])
  })

  it('with one fact torn keep all others, in order', () => {
    const path = written()
    const db = new SQLite(path)
    db.prepare(`UPDATE facts SET body = '{"id":' WHERE id = 'fact-50'`).run()
    db.close()
    expect(factsNow()).toEqual(all.filter((id) => id !== 'fact-50'))
    expect(warned).toEqual([
      expect.stringMatching(/are damaged \(a record is not as it should be\).*: 199 facts could be read/),
    ])
    expect(existsSync(`${path}.damaged-${stamp}`)).toBe(true)
    expect(factsNow()).toHaveLength(199)
    expect(warned).toHaveLength(1)
  })

  it('with pages scribbled over keep what lies before and behind', () => {
    const path = written()
    const bytes = readFileSync(path)
    const at = bytes.indexOf('"fact-100"')
    bytes.fill(0x5a, at - (at % 4096), at - (at % 4096) + 4096)
    writeFileSync(path, bytes)
    const kept = factsNow()
    expect(kept.length).toBeGreaterThan(150)
    expect(kept).toEqual(all.filter((id) => kept.includes(id)))
    expect(kept).toContain('fact-0')
    expect(kept).toContain('fact-199')
  })

  it('lost altogether are begun anew and kept aside', () => {
    const path = written()
    writeFileSync(path, 'a letter '.repeat(9000))
    expect(factsNow()).toEqual([])
    expect(warned).toEqual([expect.stringMatching(/: 0 facts could be read/)])
    expect(readFileSync(`${path}.damaged-${stamp}`, 'utf8')).toContain('a letter')
  })
})
