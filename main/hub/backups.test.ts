/**
 * Goal: copies are made when they are due, one at a time, and one that fails
 * costs the hall nothing. Method: time and the copier moved by hand.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CopyOrder, CopyReport } from '../ledger/copyOrder.ts'
import { stampOf } from '../ledger/rotation.ts'
import { Backups } from './backups.ts'

const hourMs = 3_600_000
const day = { timeZone: 'Asia/Shanghai', rollOverHour: 4 }
const good: CopyReport = { ok: true, path: 'copy', bytes: 1 }
const bad: CopyReport = { ok: false, line: 'no room' }

let folder: string
let nowMs: number
let orders: CopyOrder[]
let finish: ((report: CopyReport) => void)[]
let logged: string[]
let progress: ((share: number) => void)[]
let figures: { lastMs: number; made: number; failed: number; seconds: number }
let isSetUp: boolean

const begin = (atOnce = false, everyMs = hourMs): Backups =>
  new Backups(
    {
      copier: {
        copy: async (order, far) => {
          orders.push(order)
          if (far !== undefined) progress.push(far)
          return new Promise((resolve) => finish.push(resolve))
        },
        stop: async () => {
          for (const end of finish.splice(0)) end({ ok: false, line: 'the copy was interrupted' })
          return Promise.resolve()
        },
      },
      database: join(folder, 'hall.db'),
      folder,
      photos: join(folder, 'photos'),
      everyMs,
      nowMs: () => nowMs,
      monotonicMs: () => nowMs,
      day: () => (isSetUp ? day : undefined),
      metrics: {
        lastSuccess: (atMs) => (figures.lastMs = atMs),
        succeeded: (atMs, seconds) => {
          figures = { ...figures, lastMs: atMs, made: figures.made + 1, seconds }
        },
        failed: () => (figures.failed += 1),
      },
      log: (line) => logged.push(line),
    },
    atOnce,
  )

/** Lets time pass a minute at a time, ending each copy at once; gives the minutes at which one began. */
async function pass(backups: Backups, minutes: number, report: CopyReport = good): Promise<number[]> {
  const begun: number[] = []
  for (let n = 0; n < minutes; n += 1) {
    const before = orders.length
    backups.tick()
    if (orders.length > before) begun.push(n)
    for (const end of finish.splice(0)) end(report)
    await backups.idle
    nowMs += 60_000
  }
  return begun
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-backups-'))
  nowMs = Date.parse('2026-11-22T01:00:00Z')
  orders = []
  finish = []
  logged = []
  progress = []
  figures = { lastMs: 0, made: 0, failed: 0, seconds: 0 }
  isSetUp = true
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('a copy that is being made', () => {
  it('says how far it is, and can be cancelled; that is no failure, and the next one comes when it is due', async () => {
    const backups = begin()
    expect(backups.share).toBeUndefined()
    backups.tick()
    progress[0]?.(0.4)
    expect(backups.share).toBe(0.4)
    await backups.cancel()
    expect([backups.share, figures.made, figures.failed, logged]).toEqual([undefined, 0, 0, []])
    expect(await pass(backups, 121)).toEqual([60, 120])
  })
})

describe('a copy is made', () => {
  it('at once where there is none, and every hour after', async () => {
    expect(await pass(begin(), 181)).toEqual([0, 60, 120, 180])
    expect(orders[1]).toEqual({
      database: join(folder, 'hall.db'),
      folder,
      photos: join(folder, 'photos'),
      stamp: '2026-11-22T020000Z',
      rotation: { recent: 48, days: 30 },
      day,
    })
    expect(figures).toEqual({ lastMs: nowMs - 60_000, made: 4, failed: 0, seconds: 0 })
    expect(logged).toEqual([])
  })

  it('when the last one of an earlier run is an hour old, which is known at once', async () => {
    const lastMs = nowMs - 40 * 60_000
    writeFileSync(join(folder, `hall-${stampOf(lastMs)}.db`), '')
    const backups = begin()
    expect(figures.lastMs).toBe(lastMs)
    expect(await pass(backups, 90)).toEqual([20, 80])
  })

  it('at once whatever there is, where a reign has begun or the clock was ahead', async () => {
    writeFileSync(join(folder, `hall-${stampOf(nowMs)}.db`), '')
    expect(await pass(begin(true), 2)).toEqual([0])
    writeFileSync(join(folder, `hall-${stampOf(nowMs + hourMs)}.db`), '')
    expect(await pass(begin(), 2)).toEqual([0])
  })

  it('right after the roll-over, and an hour from then', async () => {
    const backups = begin()
    expect(await pass(backups, 30)).toEqual([0])
    backups.dayBegan()
    expect(await pass(backups, 90)).toEqual([0, 60])
  })

  it('of no hall that is not set up', async () => {
    isSetUp = false
    const backups = begin()
    expect(await pass(backups, 90)).toEqual([])
    isSetUp = true
    expect(await pass(backups, 1)).toEqual([0])
  })

  it('one at a time, however long it takes', async () => {
    const backups = begin()
    backups.tick()
    nowMs += 3 * hourMs
    backups.tick()
    backups.dayBegan()
    backups.tick()
    expect(orders).toHaveLength(1)
    finish.splice(0)[0]?.(good)
    await backups.idle
    expect(figures.seconds).toBe(3 * 3600)
    backups.tick()
    expect(orders).toHaveLength(2)
    await backups.stop()
  })
})

describe('a copy that fails', () => {
  it('is said, counted and tried again in ten minutes, until it is good', async () => {
    const backups = begin()
    expect(await pass(backups, 25, bad)).toEqual([0, 10, 20])
    expect(figures).toMatchObject({ lastMs: 0, made: 0, failed: 3 })
    expect(logged).toEqual(Array.from({ length: 3 }, () => 'the ledger was not copied: no room'))
    expect(await pass(backups, 90)).toEqual([5, 65])
    expect(logged.slice(3)).toEqual(['copies of the ledger are made again: copy'])
  })

  it('is tried no sooner than copies are wanted at all', async () => {
    expect(await pass(begin(false, 5 * 60_000), 11, bad)).toEqual([0, 5, 10])
  })

  it('in a folder that cannot be one is said too, and throws nothing', async () => {
    rmSync(folder, { recursive: true })
    writeFileSync(folder, 'a file')
    const backups = begin()
    expect(await pass(backups, 1, bad)).toEqual([0])
    await backups.stop()
    expect(logged).toHaveLength(1)
  })
})

describe('stopping', () => {
  it('ends the copy, says nothing of it, removes what it left, and makes no more', async () => {
    const backups = begin()
    backups.tick()
    const part = join(folder, 'hall-2026-11-22T010000Z.db.part')
    writeFileSync(part, 'half')
    await backups.stop()
    expect(existsSync(part)).toBe(false)
    expect(logged).toEqual([])
    expect(figures.failed).toBe(0)
    expect(await pass(backups, 200)).toEqual([])
  })

  it('leaves behind by kill -9 is removed at the next start', () => {
    mkdirSync(folder, { recursive: true })
    const left = ['hall-2026-11-22T010000Z.db.part', 'hall-2026-11-22T010000Z.db.part-wal']
    for (const name of left) writeFileSync(join(folder, name), 'half')
    begin()
    expect(left.some((name) => existsSync(join(folder, name)))).toBe(false)
  })
})
