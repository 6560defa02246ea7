/** Goal: what is noted stays as it was noted, and is found. Method: a real database, also changed behind the log's back. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { noting } from '../hub/audit.ts'
import { forgetAudit, sqliteAudit } from './audit.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'

let folder: string
let database: HallDatabase
let nowMs = 1000
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-audit-'))
  database = openDatabase(join(folder, 'hall.db'))
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

function filled(): ReturnType<typeof sqliteAudit> {
  const audit = sqliteAudit(database.db)
  audit.add({ atMs: 1, kind: 'signedIn', who: 'staff:a', origin: '10.0.0.1' })
  audit.add({ atMs: 2, kind: 'exported', who: 'staff:b', facts: { rows: 7, what: 'visits' } })
  audit.add({ atMs: 3, kind: 'signedIn', who: 'staff:b', origin: 'counter-1-pc' })
  return audit
}

describe('the audit log', () => {
  it('is found by who, what, when and by words, newest first', () => {
    const audit = filled()
    const ids = (query: object): number[] => audit.find({ limit: 10, ...query }).map(({ id }) => id)
    expect(ids({})).toEqual([3, 2, 1])
    expect(ids({ kind: 'signedIn' })).toEqual([3, 1])
    expect(ids({ who: 'staff:b' })).toEqual([3, 2])
    expect(ids({ fromMs: 2, untilMs: 3 })).toEqual([2])
    expect(ids({ text: 'visits' })).toEqual([2])
    expect(ids({ text: 'counter-1' })).toEqual([3])
    expect(ids({ text: "' OR 1=1 --" })).toEqual([])
    expect(ids({ before: 3, limit: 1 })).toEqual([2])
  })

  it('cannot be changed or shortened through the database', () => {
    filled()
    expect(() => database.db.exec("UPDATE audit SET who = 'staff:c'")).toThrow('append-only')
    expect(() => database.db.exec('DELETE FROM audit')).toThrow('append-only')
  })

  it.each([
    ["UPDATE audit SET who = 'staff:c' WHERE id = 2", 2],
    ['DELETE FROM audit WHERE id = 2', 2],
    ['DELETE FROM audit WHERE id = 1', 1],
  ])('shows that somebody did so all the same: %s', (deed, brokenAt) => {
    const audit = filled()
    expect(audit.verify()).toEqual({ rows: 3 })
    database.db.exec('DROP TRIGGER audit_never_changes; DROP TRIGGER audit_never_goes')
    database.db.exec(deed)
    expect(audit.verify()).toMatchObject({ brokenAt })
  })

  it('lets rows go once their days are over, is still whole, and shows a row taken out after', () => {
    const dayMs = 86_400_000
    const audit = sqliteAudit(database.db)
    for (let day = 0; day < 5; day += 1) audit.add({ atMs: day * dayMs, kind: 'signedIn', who: 'staff:a' })
    const forget = (beforeDay: string): number =>
      database.db.transaction(() => forgetAudit(database.db, beforeDay))()
    expect(forget('1970-01-04')).toBe(2)
    expect(audit.find({ limit: 10 }).map(({ id }) => id)).toEqual([5, 4, 3])
    expect(audit.verify()).toEqual({ rows: 3 })
    expect(forget('1970-01-04')).toBe(0)
    expect(() => database.db.exec('DELETE FROM audit')).toThrow('append-only')
    // The newest stays: the next one is chained to it.
    expect(forget('2000-01-01')).toBe(2)
    audit.add({ atMs: 9 * dayMs, kind: 'signedOut', who: 'staff:a' })
    expect(audit.verify()).toEqual({ rows: 2 })
    database.db.exec('DROP TRIGGER audit_never_goes; DELETE FROM audit WHERE id = 5')
    expect(audit.verify()).toMatchObject({ brokenAt: 5 })
  })

  it('counts a flood instead of writing it down', () => {
    const audit = sqliteAudit(database.db)
    const note = noting(
      audit,
      () => nowMs,
      () => undefined,
    )
    for (let n = 0; n < 1000; n += 1) note('refused', undefined, { what: 'callNext' }, '10.0.0.9')
    note('refused', undefined, { what: 'other' }, '10.0.0.9')
    nowMs += 10_000
    note('refused', undefined, { what: 'callNext' }, '10.0.0.9')
    expect(audit.find({ limit: 10 }).map(({ facts }) => facts)).toEqual([
      { what: 'callNext', again: 999 },
      { what: 'other' },
      { what: 'callNext' },
    ])
  })
})
