/**
 * Goal: a copy taken while the hub works is whole, a bad file is recognised,
 * and nothing is ever deleted but half-made copies. Method: real files, damaged
 * on purpose.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Script } from '#test/fixtures/ledger/script.ts'
import { backUp, checkDatabase, setAside } from './backup.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'
import { LedgerFault } from './ledger.ts'
import { sqliteLedger } from './sqliteLedger.ts'

let folder: string
let path: string
let database: HallDatabase
let script: Script

const append = (visits: number): number => {
  const ledger = sqliteLedger(database.db)
  if (ledger.lastSeq === 0) ledger.append(script.opening())
  for (let n = 0; n < visits; n += 1) ledger.append(script.batch(script.issued()))
  return ledger.lastSeq
}

/** Overwrites bytes of a file in place. */
const scribble = (file: string, at: number, length: number): void => {
  const open = openSync(file, 'r+')
  writeSync(open, Buffer.alloc(length, 0x5a), 0, length, at)
  closeSync(open)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-backup-'))
  path = join(folder, 'hall.db')
  database = openDatabase(path)
  script = new Script()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

describe('a copy', () => {
  it('is whole though the ledger is written meanwhile, and is a single file', async () => {
    const before = append(1500)
    const shares: number[] = []
    let appended = 0
    const copy = await backUp(database.db, {
      folder: join(folder, 'copies'),
      stamp: '2026-11-22T0400',
      onProgress(share) {
        shares.push(share)
        append(1)
        appended += 1
      },
    })
    expect(appended).toBeGreaterThan(1)
    expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
    expect(readdirSync(join(folder, 'copies'))).toEqual(['hall-2026-11-22T0400.db'])
    expect(checkDatabase(copy, 'full')).toEqual({ found: 'good' })
    const restored = openDatabase(copy)
    expect(sqliteLedger(restored.db).lastSeq).toBeGreaterThanOrEqual(before)
    expect(sqliteLedger(restored.db).load().state.seq).toBe(sqliteLedger(restored.db).lastSeq)
    restored.close()
  })

  it('is refused where it would fill the disk, before a byte is written', async () => {
    append(3)
    const copies = join(folder, 'copies')
    await expect(
      backUp(database.db, { folder: copies, stamp: '2026-11-22', reserveBytes: 2 ** 60 }),
    ).rejects.toThrow(/no room for a copy in .*: \d+ MB are needed, \d+ MB are free/)
    expect(readdirSync(copies)).toEqual([])
  })

  it('removes what an interrupted one left, and nothing that is not ours', async () => {
    append(3)
    const copies = join(folder, 'copies')
    mkdirSync(copies)
    for (const name of ['hall-2026-11-20.db.part', 'hall-2026-11-20.db.part-journal', 'notes.txt'])
      writeFileSync(join(copies, name), 'half')
    await backUp(database.db, { folder: copies, stamp: '2026-11-22' })
    expect(readdirSync(copies).sort()).toEqual(['hall-2026-11-22.db', 'notes.txt'])
  })

  it('of a copy begun from another ledger’s state is good as well', async () => {
    const other = openDatabase(join(folder, 'replica.db'))
    append(20)
    const replica = sqliteLedger(other.db)
    replica.beginFrom(script.state)
    replica.append(script.batch(script.issued()))
    const copy = await backUp(other.db, { folder: join(folder, 'copies'), stamp: '2026-11-22' })
    other.close()
    expect(checkDatabase(copy, 'full')).toEqual({ found: 'good' })
  })

  it('that fails leaves the older ones and nothing half-made', async () => {
    append(3)
    const copies = join(folder, 'copies')
    await backUp(database.db, { folder: copies, stamp: '2026-11-21' })
    // What the copy is checked for: an event gone from the middle.
    database.db.exec('DROP TRIGGER events_never_go; DELETE FROM events WHERE seq = 6')
    await expect(backUp(database.db, { folder: copies, stamp: '2026-11-22' })).rejects.toThrow(LedgerFault)
    expect(readdirSync(copies)).toEqual(['hall-2026-11-21.db'])
  })
})

describe('looking at a file', () => {
  it('finds a good one good, closed or open', () => {
    append(5)
    for (const depth of ['quick', 'full'] as const)
      expect(checkDatabase(path, depth)).toEqual({ found: 'good' })
    database.close()
    for (const depth of ['quick', 'full'] as const)
      expect(checkDatabase(path, depth)).toEqual({ found: 'good' })
  })

  it('finds nothing where there is nothing, but damage where only the log is left', () => {
    const other = join(folder, 'other.db')
    expect(checkDatabase(other, 'quick')).toEqual({ found: 'absent' })
    writeFileSync(`${other}-wal`, 'frames')
    expect(checkDatabase(other, 'quick')).toMatchObject({ found: 'damaged' })
  })

  it.each([
    [
      'a letter in its place',
      (file: string) => {
        writeFileSync(file, 'a letter '.repeat(1000))
      },
    ],
    [
      'its header scribbled over',
      (file: string) => {
        scribble(file, 0, 100)
      },
    ],
    [
      'half of it cut off',
      (file: string) => {
        truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)
      },
    ],
    [
      'its first page scribbled over',
      (file: string) => {
        scribble(file, 100, 3000)
      },
    ],
  ])('finds damage at a quick look: %s', (_name, spoil) => {
    append(300)
    database.close()
    spoil(path)
    expect(checkDatabase(path, 'quick')).toMatchObject({ found: 'damaged' })
    expect(checkDatabase(path, 'full')).toMatchObject({ found: 'damaged' })
  })

  it('finds at a full look whatever page is scribbled over', () => {
    append(300)
    database.close()
    const pages = statSync(path).size / 4096
    expect(pages).toBeGreaterThan(40)
    scribble(path, Math.floor(pages / 2) * 4096, 4096)
    expect(checkDatabase(path, 'full')).toMatchObject({ found: 'damaged' })
  })

  it('knows a stranger and a newer version', () => {
    const other = new SQLite(join(folder, 'other.db'))
    other.exec('CREATE TABLE theirs (a TEXT)')
    other.close()
    expect(checkDatabase(join(folder, 'other.db'), 'quick')).toMatchObject({ found: 'foreign' })
    database.db.pragma('user_version = 9990')
    expect(checkDatabase(path, 'quick')).toMatchObject({ found: 'future' })
  })
})

describe('setting aside', () => {
  it('is refused while a hub has it', () => {
    expect(() => setAside(path, '2026-11-22')).toThrow(/another hub/)
  })

  it('renames the file with its log, never over another, and a new one can begin', () => {
    append(3)
    database.close()
    writeFileSync(`${path}-wal`, 'torn')
    expect(setAside(path, '2026-11-22')).toBe(`${path}.damaged-2026-11-22`)
    expect(existsSync(`${path}.damaged-2026-11-22-wal`)).toBe(true)
    expect(checkDatabase(path, 'quick')).toEqual({ found: 'absent' })
    database = openDatabase(path)
    database.close()
    expect(setAside(path, '2026-11-22')).toBe(`${path}.damaged-2026-11-22-2`)
    expect(existsSync(`${path}.damaged-2026-11-22`)).toBe(true)
  })
})
