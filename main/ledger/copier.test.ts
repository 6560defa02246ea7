/**
 * Goal: a copy made beside a working hub is whole, whatever happens meanwhile.
 * Method: the real worker thread on real files; a ledger written without pause,
 * kill -9 in the middle of copying, a folder without room.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Script } from '#test/fixtures/ledger/script.ts'
import { backUp, checkDatabase, copiesIn } from './backup.ts'
import { workerCopier } from './copier.ts'
import type { CopyOrder } from './copyOrder.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'
import { sqliteLedger } from './sqliteLedger.ts'

const workerFile = fileURLToPath(new URL('./copyWorker.ts', import.meta.url))
const copying = fileURLToPath(new URL('../../test/fixtures/ledger/copying.ts', import.meta.url))

let folder: string
let path: string
let copies: string
const open: HallDatabase[] = []

const openHere = (at: string): HallDatabase => {
  const database = openDatabase(at)
  open.push(database)
  return database
}
const orderOf = (stamp: string, rotation = { recent: 48, days: 30 }): CopyOrder => ({
  database: path,
  folder: copies,
  photos: join(folder, 'photos'),
  stamp,
  rotation,
  day: { timeZone: 'Asia/Shanghai', rollOverHour: 4 },
})

/** Beside each lies the list of its photographs. */
const ledgersIn = (at: string): string[] => readdirSync(at).filter((name) => !name.endsWith('.photos.json'))

/** A copy is good, has every event from the first, and goes on as a ledger; gives its last seq. */
function expectWhole(copy: string): number {
  expect(checkDatabase(copy, 'full')).toEqual({ found: 'good' })
  const database = openDatabase(copy)
  const ledger = sqliteLedger(database.db)
  const events = ledger.eventsAfter(0, 1_000_000)
  expect(events.map((entry) => entry.seq)).toEqual(events.map((_, n) => n + 1))
  expect(ledger.load().state.seq).toBe(ledger.lastSeq)
  const { lastSeq } = ledger
  const script = new Script(ledger.load().state)
  ledger.append(script.batch(script.issued()))
  database.close()
  return lastSeq
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-copier-'))
  path = join(folder, 'hall.db')
  copies = join(folder, 'copies')
})
afterEach(() => {
  for (const database of open.splice(0)) database.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a copy beside a hub', () => {
  it('is whole and ends though the ledger is written without pause', async () => {
    const ledger = sqliteLedger(openHere(path).db)
    const script = new Script()
    ledger.append(script.opening())
    ledger.append(script.batch(...Array.from({ length: 8000 }, () => script.issued())))
    const before = ledger.lastSeq
    let isCopying = true
    let batches = 0
    const write = (): void => {
      if (!isCopying) return
      ledger.append(script.batch(script.issued()))
      batches += 1
      setImmediate(write)
    }
    write()
    const report = await workerCopier(workerFile).copy(orderOf('2026-11-22T040000Z'))
    isCopying = false
    expect(report).toMatchObject({ ok: true, path: join(copies, 'hall-2026-11-22T040000Z.db') })
    expect(batches).toBeGreaterThan(20)
    const copied = expectWhole(join(copies, 'hall-2026-11-22T040000Z.db'))
    expect(copied).toBeGreaterThanOrEqual(before)
    expect(copied).toBeLessThan(ledger.lastSeq)
  })

  it('lets the outdated ones go, and only once it is good itself', async () => {
    const database = openHere(path)
    const ledger = sqliteLedger(database.db)
    const script = new Script()
    ledger.append(script.opening())
    const rotation = { recent: 2, days: 0 }
    const copier = workerCopier(workerFile)
    for (const stamp of ['2026-11-22T010000Z', '2026-11-22T020000Z', '2026-11-22T030000Z'])
      expect(await copier.copy(orderOf(stamp, rotation))).toMatchObject({ ok: true })
    const kept = ['hall-2026-11-22T020000Z.db', 'hall-2026-11-22T030000Z.db']
    expect(ledgersIn(copies)).toEqual(kept)
    ledger.append(script.batch(script.issued(), script.issued()))
    database.db.exec('DROP TRIGGER events_never_go; DELETE FROM events WHERE seq = 3')
    expect(await copier.copy(orderOf('2026-11-22T040000Z', rotation))).toEqual({
      ok: false,
      line: expect.stringMatching(/is not good: .*5 events after 0 where the last is number 6/) as string,
    })
    expect(ledgersIn(copies)).toEqual(kept)
  })

  it('that is stopped is a report, and leaves nothing under a copy’s name', async () => {
    const ledger = sqliteLedger(openHere(path).db)
    ledger.append(new Script().opening())
    const copier = workerCopier(workerFile)
    const report = copier.copy(orderOf('2026-11-22T040000Z'))
    await copier.stop()
    expect(await report).toEqual({ ok: false, line: 'the copy was interrupted' })
    expect(copiesIn(copies)).toEqual([])
  })

  it('of what is not there, or into what is no folder, is a clear line', async () => {
    const copier = workerCopier(workerFile)
    expect(await copier.copy(orderOf('2026-11-22T040000Z'))).toMatchObject({ ok: false })
    openHere(path)
    writeFileSync(copies, 'a file')
    const report = await copier.copy(orderOf('2026-11-22T040000Z'))
    expect(report).toMatchObject({ ok: false, line: expect.not.stringContaining('\n') as string })
    expect(await workerCopier(join(folder, 'nowhere.ts')).copy(orderOf('2026-11-22T040000Z'))).toMatchObject({
      ok: false,
    })
  })
})

describe('kill -9', () => {
  it('while copying leaves good copies and a part that the next one removes', async () => {
    mkdirSync(copies)
    let parts = 0
    for (let round = 0; round < 5; round += 1) {
      const child = spawn(process.execPath, [copying, path, copies, '3000'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const gone = once(child, 'exit')
      const lines = createInterface({ input: child.stdout })
      lines.on('line', () => undefined)
      // One copy must be whole first; then at the next sight of a part.
      await once(lines, 'line')
      const watcher = watch(copies)
      await new Promise<void>((resolve) => {
        watcher.on('change', (_kind, name) => {
          if (String(name).endsWith('.part')) resolve()
        })
      })
      child.kill('SIGKILL')
      await gone
      watcher.close()
      if (readdirSync(copies).some((name) => name.endsWith('.part'))) parts += 1
      expect(copiesIn(copies).length).toBeGreaterThan(0)
      for (const copy of copiesIn(copies)) expect(checkDatabase(copy, 'full')).toEqual({ found: 'good' })
    }
    expect(parts).toBeGreaterThan(0)
    openHere(path)
    expect(await workerCopier(workerFile).copy(orderOf('2026-11-23T000000Z'))).toMatchObject({ ok: true })
    expect(readdirSync(copies).filter((name) => name.includes('.part'))).toEqual([])
    expectWhole(join(copies, 'hall-2026-11-23T000000Z.db'))
  })
})

describe('a backup folder without room', () => {
  const trial = mkdtempSync(join(tmpdir(), 'yihao-small-'))
  const mount = (at: string): boolean =>
    process.platform === 'linux' &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at]).status === 0
  const mayMount = mount(trial)
  if (mayMount) spawnSync('umount', [trial])
  rmSync(trial, { recursive: true })

  it.skipIf(!mayMount)('that fills up while a copy is written: nothing half-made stays', async () => {
    const database = openHere(path)
    const ledger = sqliteLedger(database.db)
    const script = new Script()
    ledger.append(script.opening())
    ledger.append(script.batch(...Array.from({ length: 600 }, () => script.issued())))
    mkdirSync(copies)
    expect(mount(copies)).toBe(true)
    try {
      const ballast = join(copies, 'ballast')
      const copy = backUp(database.db, {
        folder: copies,
        stamp: '2026-11-22T010000Z',
        onProgress: () => {
          if (existsSync(ballast)) return
          // As much as fits: the file system itself says when.
          const file = openSync(ballast, 'w')
          try {
            for (;;) writeSync(file, Buffer.alloc(4096))
          } catch {
            closeSync(file)
          }
        },
      })
      await expect(copy).rejects.toMatchObject({ kind: 'full' })
      expect(ledgersIn(copies)).toEqual(['ballast'])
      ledger.append(script.batch(script.issued()))
    } finally {
      expect(spawnSync('umount', [copies]).status).toBe(0)
    }
  })

  it.skipIf(!mayMount)('is said in one line; the hall goes on, the older copies stay', async () => {
    const ledger = sqliteLedger(openHere(path).db)
    const script = new Script()
    ledger.append(script.opening())
    mkdirSync(copies)
    expect(mount(copies)).toBe(true)
    try {
      const copier = workerCopier(workerFile)
      expect(await copier.copy(orderOf('2026-11-22T010000Z'))).toMatchObject({ ok: true })
      ledger.append(script.batch(...Array.from({ length: 2000 }, () => script.issued())))
      const report = await copier.copy(orderOf('2026-11-22T020000Z'))
      expect(report).toEqual({
        ok: false,
        line: expect.stringMatching(/no room for a copy in .* are free$/) as string,
      })
      ledger.append(script.batch(script.issued()))
      expect(ledgersIn(copies)).toEqual(['hall-2026-11-22T010000Z.db'])
    } finally {
      expect(spawnSync('umount', [copies]).status).toBe(0)
    }
  })
})
