/**
 * Goal: what only the ledger on disk has: projections that equal a rebuild,
 * snapshots that may be bad, an append-only log. Method: real files, spoiled
 * by hand with SQL where something must be wrong.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VisitId } from '#shared/ids/ids.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { Script } from '#test/fixtures/ledger/script.ts'
import { openDatabase, openForReading } from './database.ts'
import type { HallDatabase } from './database.ts'
import { hallFolding } from './folding.ts'
import { LedgerFault } from './ledger.ts'
import type { Batch, LedgerFaultKind } from './ledger.ts'
import { sqliteLedger } from './sqliteLedger.ts'
import type { SqliteLedger } from './sqliteLedger.ts'

let folder: string
let database: HallDatabase
let ledger: SqliteLedger
let script: Script

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-sqlite-'))
  database = openDatabase(join(folder, 'hall.db'))
  ledger = sqliteLedger(database.db)
  script = new Script()
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

const faultOf = (work: () => unknown): LedgerFaultKind | undefined => {
  try {
    work()
  } catch (error) {
    if (error instanceof LedgerFault) return error.kind
    throw error
  }
  return undefined
}

const appendAll = (batches: readonly Batch[]): void => {
  for (const batch of batches) ledger.append(batch)
}

/** Every projected row, as SQLite has it. */
const rows = (): Record<string, unknown[]> =>
  Object.fromEntries(
    ['visits', 'turns', 'calls', 'sittings'].map((table) => [
      table,
      database.db.prepare(`SELECT * FROM ${table}`).all(),
    ]),
  )

/** Batches joined as a group commit joins them: sizes say how many go into one. */
function grouped(batches: readonly Batch[], sizes: readonly number[]): readonly Batch[] {
  const groups: Batch[] = []
  const rest = [...batches]
  for (let n = 0; rest.length > 0; n += 1) {
    const group = rest.splice(0, sizes[n % sizes.length] ?? 1)
    const changed = new Map<VisitId, Visit>()
    for (const batch of group) for (const visit of batch.changed) changed.set(visit.id, visit)
    groups.push({
      events: group.flatMap((batch) => batch.events),
      answers: group.flatMap((batch) => batch.answers),
      changed: [...changed.values()],
    })
  }
  return groups
}

describe('projections', () => {
  it('hold what happened', () => {
    appendAll(script.twoDays(8))
    const { visits, turns, calls } = rows()
    expect(visits).toHaveLength(16)
    expect(turns).toHaveLength(4)
    expect(turns?.[0]).toMatchObject({
      visit_id: 'v-2026-11-20-2',
      day: '2026-11-20',
      outcome: 'advised',
      duty: 'accept',
    })
    // Each served visit is called once; each missed one called twice and recalled once.
    expect(calls).toHaveLength(4 + 4 * 3)
    expect(calls?.[0]).toMatchObject({ again: 0, rule: 'next', line: 'own', waited_s: 61.5 })
    expect(calls?.[2]).toMatchObject({ again: 1, rule: null, waited_s: null })
  })

  it('equal a rebuild, however the events were grouped', () => {
    let groupings = 0
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 4, max: 24 }),
        (sizes, visits) => {
          database.close()
          rmSync(folder, { recursive: true })
          folder = mkdtempSync(join(tmpdir(), 'yihao-sqlite-'))
          database = openDatabase(join(folder, 'hall.db'))
          ledger = sqliteLedger(database.db)
          appendAll(grouped(new Script().twoDays(visits), sizes))
          const before = rows()
          ledger.rebuildProjections()
          expect(rows()).toEqual(before)
          expect(before['visits']?.length).toBe(visits * 2)
          groupings += 1
        },
      ),
      { numRuns: 15, seed: 20261122 },
    )
    expect(groupings).toBe(15)
  })

  it('come back from a rebuild after being spoiled, and a failed rebuild changes nothing', () => {
    appendAll(script.twoDays(8))
    const before = rows()
    database.db.exec(`DELETE FROM turns; UPDATE visits SET calls = 99; DELETE FROM calls WHERE again = 1`)
    ledger.rebuildProjections()
    expect(rows()).toEqual(before)
    const broken = sqliteLedger(database.db, {
      ...hallFolding,
      evolve(state, entry) {
        if (entry.seq === 20) throw new Error('no')
        return hallFolding.evolve(state, entry)
      },
    })
    expect(
      faultOf(() => {
        broken.rebuildProjections()
      }),
    ).toBe('damaged')
    expect(rows()).toEqual(before)
  })

  it('are filled on opening where a migration left them stale, once', () => {
    appendAll(script.twoDays(8))
    const before = rows()
    database.db.exec(`DELETE FROM visits; DELETE FROM turns; DELETE FROM calls;
      INSERT INTO meta (key, value) VALUES ('projections', 'stale')`)
    ledger = sqliteLedger(database.db)
    expect(rows()).toEqual(before)
    database.db.exec('DELETE FROM calls')
    sqliteLedger(database.db)
    expect(rows()['calls']).toEqual([])
  })

  it('are read beside the hub without disturbing it', () => {
    ledger.append(script.opening())
    const reader = openForReading(join(folder, 'hall.db'))
    const count = reader.prepare<[], number>('SELECT count(*) FROM visits').pluck()
    const reading = count.iterate()
    expect(reading.next().value).toBe(0)
    ledger.append(script.batch(script.issued()))
    reading.return?.()
    expect(count.get()).toBe(1)
    expect(() => reader.exec('DELETE FROM visits')).toThrow(/readonly/)
    reader.close()
  })
})

describe('snapshots', () => {
  const snapshotAfter = (visits: number): void => {
    for (let n = 0; n < visits; n += 1) ledger.append(script.batch(script.issued()))
    ledger.saveSnapshot(script.state)
  }
  const kept = (): unknown[] => database.db.prepare('SELECT seq FROM snapshots ORDER BY seq').pluck().all()
  const expectSame = (): void => {
    expect(hallFolding.encode(ledger.load().state)).toEqual(hallFolding.encode(script.state))
  }

  it('keep the newest three', () => {
    ledger.append(script.opening())
    for (let n = 0; n < 5; n += 1) snapshotAfter(1)
    expect(kept()).toEqual([7, 8, 9])
  })

  it.each([
    [
      'a changed byte',
      `UPDATE snapshots SET body = replace(body, 'A002', 'A003') WHERE seq = 8`,
      'is damaged',
    ],
    ['a cut body', `UPDATE snapshots SET body = substr(body, 1, 100) WHERE seq = 8`, 'is damaged'],
    ['an empty body', `UPDATE snapshots SET body = '' WHERE seq = 8`, 'is damaged'],
    [
      'another shape',
      `UPDATE snapshots SET shape = 999 WHERE seq = 8`,
      `has shape 999, not ${String(hallFolding.shape)}`,
    ],
    ['a seq ahead of the ledger', `UPDATE snapshots SET seq = 800 WHERE seq = 8`, 'is ahead of the ledger'],
    ['the seq of another', `UPDATE snapshots SET seq = 9 WHERE seq = 8`, 'holds the state at 8'],
  ])('pass over one with %s for an older one', (_name, spoil, line) => {
    ledger.append(script.opening())
    snapshotAfter(2)
    snapshotAfter(2)
    ledger.append(script.batch(script.issued()))
    database.db.exec(spoil)
    const loaded = ledger.load()
    expect(loaded).toMatchObject({ snapshotSeq: 6, folded: 3 })
    expect(loaded.ignored).toHaveLength(1)
    expect(loaded.ignored[0]).toContain(line)
    expectSame()
  })

  it('fold everything when none is good, foreign ones with the right hash included', () => {
    ledger.append(script.opening())
    snapshotAfter(2)
    snapshotAfter(2)
    database.db.exec(`UPDATE snapshots SET body = '{}',
      sha256 = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'`)
    const loaded = ledger.load()
    expect(loaded).toMatchObject({ snapshotSeq: 0, folded: 8 })
    expect(loaded.ignored).toHaveLength(2)
    expect(loaded.ignored[0]).toContain('cannot be read')
    expectSame()
  })
})

describe('the log', () => {
  beforeEach(() => {
    appendAll([script.opening(), script.batch(script.issued())])
  })

  it('is written through to the disk, with a log of its own', () => {
    expect(database.db.pragma('synchronous', { simple: true })).toBe(2)
    expect(database.db.pragma('journal_mode', { simple: true })).toBe('wal')
  })

  it('cannot be changed or shortened, even with SQL', () => {
    expect(() => database.db.exec('DELETE FROM events WHERE seq = 5')).toThrow(/append-only/)
    expect(() => database.db.exec('UPDATE events SET at_ms = 0')).toThrow(/append-only/)
  })

  it('says clearly what it cannot read', () => {
    const spoiled = (body: string): LedgerFaultKind | undefined => {
      database.db.exec('DROP TRIGGER IF EXISTS events_never_change')
      database.db.prepare('UPDATE events SET body = ? WHERE seq = 5').run(body)
      return faultOf(() => ledger.load())
    }
    expect(spoiled('{"seq":5')).toBe('damaged')
    expect(spoiled('{"seq":5,"v":1}')).toBe('damaged')
    expect(spoiled('{"seq":5,"v":2,"anything":true}')).toBe('future')
    expect(() => ledger.load()).toThrow(/newer form: \{"seq":5,"v":2/)
  })

  it('refuses an event that does not fit the ones before it', () => {
    database.db.exec(
      `INSERT INTO events SELECT 7, at_ms, day, type, visit_id, command_id, body FROM events WHERE seq = 5`,
    )
    expect(faultOf(() => sqliteLedger(database.db).load())).toBe('damaged')
  })

  it('is a clear fault once closed', () => {
    database.close()
    expect(
      faultOf(() => {
        ledger.append(script.batch(script.issued()))
      }),
    ).toBe('closed')
    expect(faultOf(() => ledger.load())).toBe('closed')
  })

  it('keeps times that are not whole milliseconds', () => {
    const batch = script.batch(script.issued())
    const half = (v: Visit): Visit => ({ ...v, arrivedAtMs: v.arrivedAtMs + 0.25 })
    ledger.append({
      ...batch,
      events: batch.events.map((entry) => ({ ...entry, atMs: entry.atMs + 0.5 })),
      changed: batch.changed.map(half),
    })
    const [visit] = batch.changed
    expect(visit === undefined ? undefined : ledger.visitById(visit.id)?.arrivedAtMs).toBe(
      visit === undefined ? undefined : half(visit).arrivedAtMs,
    )
  })
})
