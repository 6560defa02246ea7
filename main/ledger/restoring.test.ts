/**
 * Goal: a restored hall is a whole one, nothing is ever deleted, and no reign is
 * begun twice. Method: real files, damaged on purpose; hubs of the product opened on them.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHub } from '#main/hub/openHub.ts'
import type { ServedHub } from '#main/hub/openHub.ts'
import { machine } from '#main/hub/machine.clock.ts'
import { Script } from '#test/fixtures/ledger/script.ts'
import { HallLost } from './atStart.ts'
import { asideOf, backUp, checkDatabase } from './backup.ts'
import { openDatabase, takeLock } from './database.ts'
import { LedgerFault } from './ledger.ts'
import { listCopies, restore } from './restoring.ts'
import type { Restored } from './restoring.ts'
import { sqliteLedger } from './sqliteLedger.ts'

let folder: string
let database: string
let backupDir: string
const logged: string[] = []
const hubs: ServedHub[] = []

/** Appends visits as a hub would have, and copies the ledger when a stamp is given. Gives the last seq. */
async function worked(visits: number, stamp?: string): Promise<number> {
  const opened = openDatabase(database)
  const ledger = sqliteLedger(opened.db)
  const script = new Script(ledger.load().state)
  if (ledger.lastSeq === 0) ledger.append(script.opening())
  for (let n = 0; n < visits; n += 1) ledger.append(script.batch(script.issued()))
  const { lastSeq } = ledger
  if (stamp !== undefined) await backUp(opened.db, { folder: backupDir, stamp })
  opened.close()
  return lastSeq
}

const restoring = async (from?: string): Promise<Restored> =>
  restore({ database, backupDir, from, stamp: '2026-11-22T050000Z' })

const copyAt = (stamp: string): string => join(backupDir, `hall-${stamp}.db`)

const opening = (beginAnew = false): ServedHub => {
  const opened = openHub({ dataDir: folder, beginAnew, machine, log: (line) => logged.push(line) })
  hubs.push(opened)
  return opened
}
const closing = (): void => {
  for (const opened of hubs.splice(0)) opened.close()
}

/** The one line a start ends with, when it does not start. */
const lostLine = (): string => {
  try {
    opening()
  } catch (error) {
    if (error instanceof HallLost) return error.message
    throw error
  }
  return 'it started'
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-restore-'))
  database = join(folder, 'hall.db')
  backupDir = join(folder, 'backups')
  logged.length = 0
})
afterEach(() => {
  closing()
  rmSync(folder, { recursive: true })
})

describe('restoring', () => {
  it('puts the newest good copy in place and keeps what was there', async () => {
    const first = await worked(10, '2026-11-22T030000Z')
    const second = await worked(10, '2026-11-22T040000Z')
    const last = await worked(5)
    const restored = await restoring()
    expect(restored).toMatchObject({
      seq: second,
      day: '2026-11-20',
      from: copyAt('2026-11-22T040000Z'),
      passedOver: [],
    })
    expect(basename(restored.aside ?? '')).toBe('hall.db.replaced-2026-11-22T050000Z')
    expect(checkDatabase(database, 'full')).toEqual({ found: 'good' })
    const aside = openDatabase(restored.aside ?? '')
    expect(sqliteLedger(aside.db).lastSeq).toBe(last)
    aside.close()
    expect(first).toBeLessThan(second)
    expect((await restoring(copyAt('2026-11-22T030000Z'))).seq).toBe(first)
    expect(
      asideOf(database)
        .map((path) => basename(path))
        .sort(),
    ).toEqual(['hall.db.replaced-2026-11-22T050000Z', 'hall.db.replaced-2026-11-22T050000Z-2'])
  })

  it('passes over copies that are cut, scribbled over, foreign or empty, and says each', async () => {
    const good = await worked(200, '2026-11-22T010000Z')
    for (const stamp of ['2026-11-22T020000Z', '2026-11-22T030000Z', '2026-11-22T040000Z'])
      copyFileSync(copyAt('2026-11-22T010000Z'), copyAt(stamp))
    truncateSync(copyAt('2026-11-22T020000Z'), 40_960)
    writeFileSync(copyAt('2026-11-22T030000Z'), 'a letter '.repeat(1000))
    writeFileSync(copyAt('2026-11-22T040000Z'), '')
    const listed = [...listCopies(backupDir)]
    expect(listed.map(({ finding, content }) => [finding.found, content?.seq])).toEqual([
      ['good', undefined],
      ['damaged', undefined],
      ['damaged', undefined],
      ['good', good],
    ])
    const restored = await restoring()
    expect(restored).toMatchObject({ seq: good, from: copyAt('2026-11-22T010000Z') })
    expect(restored.passedOver).toHaveLength(3)
    expect(readdirSync(backupDir)).toHaveLength(4)
  })

  it('changes nothing when no copy is good, when there is none, or when a hub has the folder', async () => {
    await worked(10)
    await expect(restoring()).rejects.toThrow(/there is no copy in .*--from FILE/)
    mkdirSync(backupDir)
    writeFileSync(copyAt('2026-11-22T040000Z'), 'a letter '.repeat(1000))
    await expect(restoring()).rejects.toThrow(/nothing was restored: .*hall-2026-11-22T040000Z/)
    await expect(restoring(join(folder, 'nowhere.db'))).rejects.toThrow(/nowhere\.db is not there/)
    await worked(0, '2026-11-22T050000Z')
    const lock = takeLock(database)
    await expect(restoring()).rejects.toThrow(/another hub is using/)
    lock.close()
    expect(asideOf(database)).toEqual([])
    expect(checkDatabase(database, 'full')).toEqual({ found: 'good' })
    expect(existsSync(`${database}.restoring`)).toBe(false)
  })

  it('takes back a database that was put aside, its log with it', async () => {
    const last = await worked(10, '2026-11-22T040000Z')
    await restoring()
    const [aside = ''] = asideOf(database)
    expect((await restoring(aside)).seq).toBe(last)
  })
})

describe('a copy that is written again', () => {
  it('begins a reign right where it ends, once', async () => {
    const copied = await worked(10, '2026-11-22T040000Z')
    await worked(20)
    await restoring()
    const restored = opening()
    expect(restored.reignBegun).toBe(true)
    expect(restored.hub.state.reign).toMatchObject({
      epoch: 1,
      index: 1,
      history: [{ epoch: 1, fromSeq: copied + 1 }],
    })
    closing()
    const again = opening()
    expect(again.reignBegun).toBe(false)
    expect(again.hub.state.reign.epoch).toBe(1)
  })

  it('does so too when somebody put the copy there by hand', async () => {
    const copied = await worked(10, '2026-11-22T040000Z')
    rmSync(database)
    copyFileSync(copyAt('2026-11-22T040000Z'), database)
    expect(opening().hub.state.reign).toMatchObject({
      epoch: 1,
      history: [{ epoch: 1, fromSeq: copied + 1 }],
    })
  })

  it('never begins the reign of one that was lost: each restore of one copy is above all before', async () => {
    await worked(10, '2026-11-22T040000Z')
    const epochs: number[] = []
    const runs: number[] = []
    for (let n = 0; n < 3; n += 1) {
      await restoring()
      const { hub } = opening()
      epochs.push(hub.state.reign.epoch)
      runs.push(hub.state.reign.index)
      closing()
      // The second one is lost beyond reading, and its reign with it.
      if (n === 1) writeFileSync(database, 'a letter '.repeat(1000))
    }
    expect(epochs).toEqual([1, 2, 3])
    expect(new Set(runs).size).toBe(3)
  })
})

describe('a hub that finds its ledger damaged', () => {
  it('puts it aside, does not start empty, and names the way back', async () => {
    await worked(200, '2026-11-22T040000Z')
    truncateSync(database, 40_960)
    expect(lostLine()).toMatch(
      /hall\.db.* put aside as .*hall\.db\.damaged-.*npm run restore -- --data .* \(hall-2026-11-22T040000Z\.db\), or start with --restore-newest/,
    )
    expect(asideOf(database)).toHaveLength(1)
    expect(lostLine()).toMatch(/hall\.db is not there, but a hall was\. .*npm run restore/)
    expect(existsSync(database)).toBe(false)
    expect((await restoring()).aside).toBeUndefined()
    expect(opening().hub.state.visits.size).toBe(200)
  })

  it('does so when only loading shows it', async () => {
    await worked(10, '2026-11-22T040000Z')
    const opened = openDatabase(database)
    opened.db.exec(`DROP TRIGGER events_never_change;
      UPDATE events SET body = json_set(body, '$.event.type', 'nothingKnown') WHERE seq = 6`)
    opened.close()
    expect(checkDatabase(database, 'quick')).toEqual({ found: 'good' })
    expect(lostLine()).toMatch(/an event is not as it should be.*put aside.*npm run restore/)
    expect(asideOf(database)).toHaveLength(1)
  })

  it('without any copy asks for one from elsewhere; told to, it begins anew beside what was put aside', async () => {
    await worked(10)
    writeFileSync(database, 'a letter '.repeat(1000))
    expect(lostLine()).toMatch(/No copy is in .*backups: npm run restore -- --data .* --from FILE/)
    expect(opening(true).hub.state.seq).toBe(0)
    expect(asideOf(database)).toHaveLength(1)
  })

  it('leaves a foreign and a newer database where they are', async () => {
    await worked(3)
    const opened = openDatabase(database)
    opened.db.pragma('user_version = 9990')
    opened.close()
    expect(() => opening()).toThrow(LedgerFault)
    expect(() => opening()).toThrow(/newer version/)
    expect(asideOf(database)).toEqual([])
  })
})
