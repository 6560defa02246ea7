/**
 * Goal: what was acknowledged is in the ledger after any crash (I3), and two
 * hubs never write one ledger. Method: real processes and kill -9, real files
 * with their write-ahead log cut and scribbled over, a real full disk where
 * this machine permits one.
 */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Script } from '#test/fixtures/ledger/script.ts'
import { openDatabase } from './database.ts'
import type { HallDatabase } from './database.ts'
import { hallFolding } from './folding.ts'
import { LedgerFault } from './ledger.ts'
import type { LedgerFaultKind } from './ledger.ts'
import { sqliteLedger } from './sqliteLedger.ts'

const appender = fileURLToPath(new URL('../../test/fixtures/ledger/appender.ts', import.meta.url))

let folder: string
let path: string
const open: HallDatabase[] = []
const children: ChildProcess[] = []

const openHere = (at: string = path): HallDatabase => {
  const database = openDatabase(at)
  open.push(database)
  return database
}

/** Starts an appender and resolves once it has acknowledged `acknowledged` batches, with a way to kill it. */
async function appending(size: number, acknowledged: number): Promise<{ kill(): Promise<number> }> {
  const child = spawn(process.execPath, [appender, path, String(size)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  let last = 0
  let heard = 0
  const lines = createInterface({ input: child.stdout })
  const closed = once(lines, 'close')
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      last = Number(line)
      heard += 1
      if (heard === acknowledged) resolve()
    })
    child.once('exit', (code) => {
      reject(new Error(`the appender ended by itself with ${code ?? 'a signal'}`))
    })
  })
  return {
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      await closed
      return last
    },
  }
}

const faultOf = (work: () => unknown): LedgerFaultKind | undefined => {
  try {
    work()
  } catch (error) {
    if (error instanceof LedgerFault) return error.kind
    throw error
  }
  return undefined
}

/** Everything a ledger must be after whatever happened to it; gives its last seq. */
function expectWhole(database: HallDatabase): number {
  const ledger = sqliteLedger(database.db)
  const events = ledger.eventsAfter(0, 1_000_000)
  expect(events.map((entry) => entry.seq)).toEqual(events.map((_, n) => n + 1))
  const { state } = ledger.load()
  expect(state.seq).toBe(ledger.lastSeq)
  const issued = events.filter((entry) => entry.event.type === 'visitIssued')
  expect(ledger.visitsOf({ limit: 1_000_000 }).map((v) => v.issueSeq)).toEqual(
    issued.map((entry) => entry.seq),
  )
  expect(database.db.pragma('integrity_check', { simple: true })).toBe('ok')
  return ledger.lastSeq
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-crash-'))
  path = join(folder, 'hall.db')
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const database of open.splice(0)) database.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('kill -9 while appending', () => {
  it('loses nothing that was acknowledged, over and over on one file', async () => {
    let killed = 0
    for (const [size, batches] of [
      [1, 40],
      [8, 15],
      [50, 5],
      [1, 3],
      [8, 60],
    ] as const) {
      const last = await (await appending(size, batches)).kill()
      const database = openDatabase(path)
      expect(expectWhole(database)).toBeGreaterThanOrEqual(last)
      database.close()
      killed += 1
    }
    expect(killed).toBe(5)
  })

  it('leaves no lock behind, and refuses a second hub before', async () => {
    const running = await appending(1, 5)
    expect(faultOf(() => openDatabase(path))).toBe('inUse')
    expect(() => openDatabase(path)).toThrow(/another hub is using .*hall\.db: stop it first/)
    await running.kill()
    expectWhole(openHere())
  })
})

describe('two hubs', () => {
  it('the second is refused in the same process too, and let in when the first has closed', () => {
    const first = openHere()
    expect(faultOf(() => openDatabase(path))).toBe('inUse')
    // Being refused must not have let go of the first one's lock.
    expect(faultOf(() => openDatabase(path))).toBe('inUse')
    first.close()
    openHere()
  })

  it('a folder that is not there is a clear fault', () => {
    expect(faultOf(() => openDatabase(join(folder, 'nowhere', 'hall.db')))).toBe('io')
  })
})

describe('a torn write-ahead log', () => {
  /** A file as a power cut would leave it: database and log copied while open. Its batches have 3 events each. */
  const cutPower = (): { seqs: number; torn: string } => {
    const database = openHere()
    const ledger = sqliteLedger(database.db)
    const script = new Script()
    ledger.append(script.opening())
    for (let n = 0; n < 30; n += 1)
      ledger.append(script.batch(script.issued(), script.issued(), script.issued()))
    const torn = join(folder, 'torn.db')
    copyFileSync(path, torn)
    copyFileSync(`${path}-wal`, `${torn}-wal`)
    return { seqs: ledger.lastSeq, torn }
  }

  it.each([1, 100, 4096, 5000, 20_000, 60_000])(
    'cut %i bytes short keeps whole batches from the start',
    (bytes) => {
      const { seqs, torn } = cutPower()
      const log = `${torn}-wal`
      truncateSync(log, statSync(log).size - bytes)
      const last = expectWhole(openHere(torn))
      expect(last).toBeLessThan(seqs)
      expect((last - 4) % 3).toBe(0)
      expect(last).toBeGreaterThan(4)
    },
  )

  it.each([10, 300, 5000, 40_000])('scribbled over %i bytes before its end keeps whole batches', (bytes) => {
    const { seqs, torn } = cutPower()
    const log = `${torn}-wal`
    const content = readFileSync(log)
    content.fill(0x5a, content.length - bytes, content.length - bytes + 10)
    writeFileSync(log, content)
    const last = expectWhole(openHere(torn))
    expect(last).toBeLessThan(seqs)
    expect((last - 4) % 3).toBe(0)
  })

  it('goes on being written after', () => {
    const { torn } = cutPower()
    truncateSync(`${torn}-wal`, statSync(`${torn}-wal`).size - 100)
    const database = openHere(torn)
    const ledger = sqliteLedger(database.db)
    const script = new Script(ledger.load().state)
    ledger.append(script.batch(script.issued()))
    expectWhole(database)
  })
})

describe('a full disk', () => {
  /** Appends until the fault, which must leave nothing; then makes room, and the same batch must go in. */
  const fillAndRecover = (database: HallDatabase, makeRoom: () => void): void => {
    const ledger = sqliteLedger(database.db)
    const script = new Script()
    ledger.append(script.opening())
    let fault: LedgerFaultKind | undefined
    let refused = script.batch(script.issued())
    for (let n = 0; n < 5000; n += 1) {
      const before = ledger.lastSeq
      fault = faultOf(() => {
        ledger.append(refused)
      })
      if (fault !== undefined) {
        expect(ledger.lastSeq).toBe(before)
        break
      }
      refused = script.batch(...Array.from({ length: 10 }, () => script.issued()))
    }
    expect(fault).toBe('full')
    // Still full, still clear, still nothing of it there; reading goes on.
    expect(
      faultOf(() => {
        ledger.append(refused)
      }),
    ).toBe('full')
    expect(ledger.eventsAfter(ledger.lastSeq, 10)).toEqual([])
    expect(ledger.load().state.seq).toBe(ledger.lastSeq)
    makeRoom()
    ledger.append(refused)
    expect(ledger.lastSeq).toBe(script.state.seq)
    expect(hallFolding.encode(ledger.load().state)).toEqual(hallFolding.encode(script.state))
    expectWhole(database)
  }

  it('by a limit on the database: refused whole, and goes on once there is room', () => {
    const database = openHere()
    const pages = Number(database.db.pragma('page_count', { simple: true }))
    database.db.pragma(`max_page_count = ${pages + 40}`)
    fillAndRecover(database, () => {
      database.db.pragma('max_page_count = 1000000')
    })
  })

  it('by a snapshot that does not fit: refused, and the older one stays', () => {
    const database = openHere()
    const ledger = sqliteLedger(database.db)
    const script = new Script()
    ledger.append(script.opening())
    ledger.saveSnapshot(script.state)
    ledger.append(script.batch(...Array.from({ length: 50 }, () => script.issued())))
    const pages = Number(database.db.pragma('page_count', { simple: true }))
    database.db.pragma(`max_page_count = ${pages + 1}`)
    expect(
      faultOf(() => {
        ledger.saveSnapshot(script.state)
      }),
    ).toBe('full')
    expect(ledger.load()).toMatchObject({ snapshotSeq: 4, folded: 50 })
  })

  const small = mkdtempSync(join(tmpdir(), 'yihao-small-'))
  const mounted =
    process.platform === 'linux' &&
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small]).status === 0
  if (mounted) spawnSync('umount', [small])
  rmSync(small, { recursive: true })

  it.skipIf(!mounted)('for real: a file system of 2 MB', () => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status).toBe(0)
    try {
      const ballast = join(disk, 'ballast')
      writeFileSync(ballast, Buffer.alloc(600_000))
      const database = openDatabase(join(disk, 'hall.db'))
      try {
        fillAndRecover(database, () => {
          rmSync(ballast)
        })
      } finally {
        database.close()
      }
      expect(existsSync(ballast)).toBe(false)
    } finally {
      expect(spawnSync('umount', [disk]).status).toBe(0)
    }
  })
})
