/**
 * Goal: a changed schema never starts empty, never half-done, never twice, and
 * never with a database it does not know. Method: files made by the steps
 * before it, filled and read with SQL written out here, so that today's
 * queries may change without touching what was once true.
 */
import SQLite from 'better-sqlite3'
import type { Database } from 'better-sqlite3'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from './database.ts'
import { LedgerFault } from './ledger.ts'
import type { LedgerFaultKind } from './ledger.ts'
import { applicationId, migrate, migrations } from './migrate.ts'
import type { Migration } from './migrate.ts'

let folder: string
let path: string
const opened: { close(): void }[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-migrate-'))
  path = join(folder, 'hall.db')
})
afterEach(() => {
  for (const database of opened.splice(0)) database.close()
  rmSync(folder, { recursive: true })
})

const raw = (file: string = path): Database => {
  const db = new SQLite(file)
  opened.push(db)
  return db
}

/** A database as it was when the schema had come as far as this number. */
const asOf = (number: number): Database => {
  const db = raw()
  migrate(
    db,
    path,
    migrations.filter((migration) => migration.number <= number),
  )
  return db
}

const column = (db: Database, sql: string): unknown[] => db.prepare(sql).pluck().all()
const tables = (db: Database): unknown[] =>
  column(db, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)

const faultOf = (work: () => unknown): LedgerFaultKind | undefined => {
  try {
    work()
  } catch (error) {
    if (error instanceof LedgerFault) return error.kind
    throw error
  }
  return undefined
}

/** One visit issued on one day, as the ledger of schema 10 held it. */
const anEvent = `INSERT INTO events (seq, at_ms, day, type, visit_id, command_id, body)
  VALUES (1, 1795132801000, '2026-11-20', 'visitIssued', 'v1', 'cmd-1', '{"seq":1,"v":1,"atMs":1795132801000,
  "day":"2026-11-20","commandId":"cmd-1","actor":{"kind":"system"},"event":{"type":"visitIssued","run":1,"visit":
  {"id":"v1","number":"A001","ordinal":1,"services":[{"serviceId":"s","queueId":"q"}],"queueId":"q","locale":"zh",
  "channel":"desk","issuedBy":{"kind":"system"},"key":"0123456789abcdef","arrivedAtMs":1795132801000,
  "effectiveAtMs":1795132801000}}}')`

describe('0010 ledger', () => {
  it('makes the log, the answers, the snapshots and the notes', () => {
    const db = asOf(10)
    expect(tables(db)).toEqual(['answers', 'events', 'meta', 'snapshots'])
    expect(db.pragma('user_version', { simple: true })).toBe(10)
    expect(db.pragma('application_id', { simple: true })).toBe(applicationId)
    db.exec(anEvent)
    expect(() => db.exec('DELETE FROM events')).toThrow(/append-only/)
    expect(() => db.exec(`UPDATE events SET day = '2026-01-01'`)).toThrow(/append-only/)
    expect(() => db.exec(anEvent)).toThrow(/UNIQUE/)
  })
})

describe('0020 projections', () => {
  it('adds the rows of reports, and marks them to be filled where events are there already', () => {
    const db = asOf(10)
    db.exec(anEvent)
    migrate(db, path, migrations.slice(0, 2))
    expect(tables(db)).toEqual(['answers', 'calls', 'events', 'meta', 'snapshots', 'turns', 'visits'])
    expect(column(db, `SELECT value FROM meta WHERE key = 'projections'`)).toEqual(['stale'])
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })

  it('marks nothing in an empty ledger', () => {
    expect(column(asOf(20), `SELECT value FROM meta WHERE key = 'projections'`)).toEqual([])
  })

  it('lets a number be given once per day', () => {
    const db = asOf(20)
    const visit = (seq: number, day: string): string =>
      `INSERT INTO visits VALUES (${seq}, 'v${seq}', '${day}', 'A001', 1, 'waiting', 'q', '[]', NULL, NULL, NULL, 'zh',
       'desk', '{}', NULL, NULL, 'k', 0, 0, NULL, NULL, NULL, 0, 0, 0, NULL, NULL)`
    db.exec(visit(1, '2026-11-20'))
    db.exec(visit(2, '2026-11-21'))
    expect(() => db.exec(visit(3, '2026-11-21'))).toThrow(
      /UNIQUE constraint failed: visits.day, visits.number/,
    )
  })
})

describe('0030 sign-in', () => {
  it('adds credentials and sessions and leaves the rest', () => {
    const db = asOf(20)
    db.exec(anEvent)
    migrate(db, path, migrations.slice(0, 3))
    expect(tables(db)).toEqual([
      'answers',
      'calls',
      'credentials',
      'events',
      'meta',
      'sessions',
      'snapshots',
      'turns',
      'visits',
    ])
    db.exec(`INSERT INTO credentials (staff_id, pin_hash, changed_at_ms) VALUES ('t', 'h', 0)`)
    expect(column(db, 'SELECT failed FROM credentials')).toEqual([0])
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })
})

describe('0040 tokens', () => {
  it('adds the tokens of stations and programs and leaves the rest', () => {
    const db = asOf(30)
    const before = tables(db)
    db.exec(anEvent)
    db.exec(`INSERT INTO credentials (staff_id, pin_hash, changed_at_ms) VALUES ('t', 'h', 0)`)
    migrate(db, path, migrations.slice(0, 4))
    expect(tables(db)).toEqual([...before, 'tokens'].sort())
    db.exec(
      `INSERT INTO tokens (token_hash, kind, holder, mode, created_at_ms) VALUES ('h', 'station', 'k1', 'kiosk', 0)`,
    )
    expect(column(db, 'SELECT revoked_at_ms FROM tokens')).toEqual([null])
    expect(column(db, 'SELECT staff_id FROM credentials')).toEqual(['t'])
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })
})

describe('0050 ratings', () => {
  it('adds ratings and the way by a visitor’s key, and leaves the rest', () => {
    const db = asOf(40)
    const before = tables(db)
    db.exec(anEvent)
    migrate(db, path, migrations.slice(0, 5))
    expect(tables(db)).toEqual([...before, 'ratings'].sort())
    db.exec(`
      INSERT INTO ratings (seq, visit_id, day, at_ms, channel, ordinal, level, reasons, reasons_version)
      VALUES (7, 'v', '2026-03-02', 0, 'qr', 1, 'satisfied', '[]', '2020-1')`)
    expect(column(db, 'SELECT text FROM ratings')).toEqual([null])
    expect(column(db, `SELECT name FROM sqlite_schema WHERE name = 'visits_by_key'`)).toEqual([
      'visits_by_key',
    ])
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })
})

describe('0070 reports', () => {
  it('adds stays at counters and what reports ask of a visit, and marks them to be filled', () => {
    const db = asOf(60)
    const before = tables(db)
    db.exec(anEvent)
    migrate(
      db,
      path,
      migrations.filter(({ number }) => number <= 70),
    )
    expect(tables(db)).toEqual([...before, 'sittings'].sort())
    expect(column(db, `SELECT value FROM meta WHERE key = 'projections'`)).toEqual(['stale'])
    const added = ['issue_queue_id', 'first_service_id', 'call_at_ms', 'call_counter_id', 'call_staff_id']
    expect(column(db, `SELECT name FROM pragma_table_info('visits')`)).toEqual(expect.arrayContaining(added))
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })

  it('marks nothing in an empty ledger', () => {
    expect(column(asOf(70), `SELECT value FROM meta WHERE key = 'projections'`)).toEqual([])
  })
})

describe('0250 pads', () => {
  it('leaves every token as it was: at no counter, and a station’s', () => {
    const db = asOf(240)
    db.exec(`INSERT INTO tokens VALUES ('hash', 'station', 'pad-1', 'pad', 1, NULL)`)
    migrate(db, path)
    expect(db.prepare('SELECT holder, counter_id, reach FROM tokens').all()).toEqual([
      { holder: 'pad-1', counter_id: null, reach: null },
    ])
  })
})

describe('0080 conduct', () => {
  it('adds records and marks, leaves the rest, and has them filled where events are there already', () => {
    const db = asOf(70)
    db.exec(anEvent)
    db.exec(`DELETE FROM meta WHERE key = 'projections'`)
    const before = tables(db)
    migrate(
      db,
      path,
      migrations.filter((migration) => migration.number <= 80),
    )
    expect(tables(db)).toEqual([...before, 'marks', 'records'].sort())
    expect(column(db, `SELECT value FROM meta WHERE key = 'projections'`)).toEqual(['stale'])
    db.exec(
      `INSERT INTO records VALUES (1, 'c1', 'case', 'complaint', NULL, '2026-11-20', '9999-12-31', 'accept', '{}')`,
    )
    expect(() =>
      db.exec(`INSERT INTO records VALUES (2, 'c1', 'case', 'complaint', NULL, '', '', '', '{}')`),
    ).toThrow(/UNIQUE/)
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })

  it('marks nothing in an empty ledger', () => {
    expect(column(asOf(80), `SELECT value FROM meta WHERE key = 'projections'`)).toEqual([])
  })
})

describe('a migration that came late, with a number below others', () => {
  const late: Migration = { number: 9000, up: (to) => void to.exec('CREATE TABLE late (a TEXT) STRICT') }
  const latest: Migration = { number: 9010, up: (to) => void to.exec('CREATE TABLE latest (a TEXT) STRICT') }
  const numbers = (db: Database): unknown =>
    JSON.parse(String(column(db, `SELECT value FROM meta WHERE key = 'migrations'`)[0]))
  /** As databases were before each number was written down. */
  const forget = (db: Database): void => void db.exec(`DELETE FROM meta WHERE key = 'migrations'`)

  it('is made up for, in a database that has the later ones already', () => {
    const db = asOf(8990)
    db.exec(anEvent)
    migrate(db, path, [...migrations, latest])
    expect(migrate(db, path, [...migrations, late, latest])).toEqual([`${path}.before-9000`])
    expect(tables(db)).toEqual(expect.arrayContaining(['late', 'latest']))
    expect(db.pragma('user_version', { simple: true })).toBe(9010)
    expect(numbers(db)).toEqual([...migrations.map(({ number }) => number), 9000, 9010])
    expect(migrate(db, path, [...migrations, late, latest])).toEqual([])
  })

  it('is made up for where only the highest number was ever written down', () => {
    const db = raw()
    migrate(
      db,
      path,
      migrations.filter(({ number }) => number <= 100 && number !== 80),
    )
    db.exec(anEvent)
    db.exec(`DELETE FROM meta WHERE key = 'projections'`)
    forget(db)
    expect(db.pragma('user_version', { simple: true })).toBe(100)
    db.close()
    const opened = openDatabase(path)
    expect(opened.copies[0]).toBe(`${path}.before-0080`)
    expect(tables(opened.db)).toEqual(expect.arrayContaining(['records', 'marks', 'audit']))
    expect(column(opened.db, `SELECT value FROM meta WHERE key = 'projections'`)).toEqual(['stale'])
    expect(numbers(opened.db)).toEqual(migrations.map(({ number }) => number))
    opened.close()
  })

  it('is not looked for in a whole database of that time: nothing runs twice', () => {
    const upTo100 = migrations.filter(({ number }) => number <= 100)
    const db = asOf(100)
    db.exec(anEvent)
    forget(db)
    expect(migrate(db, path, upTo100)).toEqual([])
    expect(numbers(db)).toEqual(upTo100.map(({ number }) => number))
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })

  it('is told by a table of its own at every number of that time', () => {
    const upTo100 = migrations.filter(({ number }) => number <= 100)
    const whole = tables(asOf(100))
    // The first three are what all later ones stand on.
    for (const without of [40, 50, 70, 80, 100]) {
      const db = raw(join(folder, `without-${without}.db`))
      migrate(
        db,
        path,
        upTo100.filter(({ number }) => number !== without),
      )
      db.pragma('user_version = 100')
      forget(db)
      migrate(db, join(folder, `without-${without}.db`), upTo100)
      expect(tables(db)).toEqual(whole)
    }
  })

  it('of another version, between known ones, is refused in words and nothing is changed', () => {
    const db = asOf(9000)
    db.exec(anEvent)
    migrate(db, path, [...migrations, late, latest])
    const before = tables(db)
    expect(faultOf(() => migrate(db, path, [...migrations, latest]))).toBe('future')
    expect(() => migrate(db, path, [...migrations, latest])).toThrow(/newer version \(schema 9000; /)
    expect(tables(db)).toEqual(before)
  })
})

describe('migrating', () => {
  it('numbers by tens, rising', () => {
    const numbers = migrations.map((migration) => migration.number)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    expect(numbers.filter((number) => number % 10 !== 0)).toEqual([])
  })

  it('makes no copy of nothing, and one before each step of something', () => {
    const first = openDatabase(path)
    expect(first.copies).toEqual([])
    first.close()
    const again = openDatabase(path)
    expect(again.copies).toEqual([])
    again.close()
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([])
  })

  it('keeps a copy that is the database as it was', () => {
    const db = asOf(10)
    db.exec(anEvent)
    db.close()
    const migrated = openDatabase(path)
    migrated.close()
    expect(migrated.copies.slice(0, 2)).toEqual([`${path}.before-0020`, `${path}.before-0030`])
    const copy = raw(`${path}.before-0020`)
    expect(copy.pragma('user_version', { simple: true })).toBe(10)
    expect(tables(copy)).toEqual(['answers', 'events', 'meta', 'snapshots'])
    expect(column(copy, 'SELECT seq FROM events')).toEqual([1])
  })

  it('never writes over an older copy', () => {
    asOf(10).close()
    writeFileSync(`${path}.before-0020`, 'kept')
    const migrated = openDatabase(path)
    migrated.close()
    expect(migrated.copies[0]).toBe(`${path}.before-0020-2`)
    expect(readFileSync(`${path}.before-0020`, 'utf8')).toBe('kept')
  })

  it('undoes a step that fails, whole, and can be tried again', () => {
    const db = asOf(9000)
    db.exec(anEvent)
    const done = db.pragma('user_version', { simple: true })
    const failing: Migration = {
      number: 9000,
      up(to) {
        to.exec('CREATE TABLE half (a TEXT) STRICT; DROP TABLE sessions;')
        throw new Error('half way')
      },
    }
    expect(() => migrate(db, path, [...migrations, failing])).toThrow('half way')
    expect(db.pragma('user_version', { simple: true })).toBe(done)
    expect(tables(db)).not.toContain('half')
    expect(tables(db)).toContain('sessions')
    const working: Migration = {
      number: 9000,
      up: (to) => void to.exec('CREATE TABLE whole (a TEXT) STRICT'),
    }
    expect(migrate(db, path, [...migrations, working])).toEqual([`${path}.before-9000-2`])
    expect(db.pragma('user_version', { simple: true })).toBe(9000)
    expect(column(db, 'SELECT seq FROM events')).toEqual([1])
  })
})

describe('a database this version does not know', () => {
  it('from the future is refused with a clear line and left alone', () => {
    const db = asOf(9000)
    db.exec(anEvent)
    db.pragma('user_version = 9990')
    db.close()
    const before = readFileSync(path)
    expect(faultOf(() => openDatabase(path))).toBe('future')
    expect(() => openDatabase(path)).toThrow(/written by a newer version \(schema 9990; this one knows \d+\)/)
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([])
  })

  it('of somebody else is refused and left alone', () => {
    raw().exec('CREATE TABLE theirs (a TEXT)')
    const before = readFileSync(path)
    expect(faultOf(() => openDatabase(path))).toBe('foreign')
    expect(readFileSync(path)).toEqual(before)
  })

  it('that is no database at all is damaged and left alone', () => {
    writeFileSync(path, 'this is a letter, not a ledger '.repeat(400))
    const before = readFileSync(path)
    expect(faultOf(() => openDatabase(path))).toBe('damaged')
    expect(readFileSync(path)).toEqual(before)
  })
})
