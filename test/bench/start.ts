/**
 * Cold start of the hub and of a station on a day of fifty thousand visits, and
 * what each holds in memory: the programs as halls run them, built, from
 * starting them to their saying that they are ready, however the last one ended.
 * A station also on the largest day of the halls we know.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
// eslint-disable-next-line house/no-sleep -- a program is looked at once it has come to rest
import { setTimeout as pause } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { ensureBuilt } from '#build/screens.ts'
import { databaseName } from '#main/hub/openHub.ts'
import { openDatabase } from '#main/ledger/database.ts'
import { keysOf } from '#main/ledger/keys.ts'
import { machine } from '#main/hub/machine.clock.ts'
import { InProcessHall } from './load/inProcess.ts'
import { builtCli, memoryOf, startProgram } from './load/programs.ts'
import type { Program } from './load/programs.ts'
import { fixed, median, printTable, spread } from './table.ts'

const visits = 50_000
const visitsOfLarge = 10_000
const rounds = 5
const counters = 60
const queues = 12
/** Memory is read once the program has been at rest for so long. */
const restMs = 2_000

interface Start {
  readonly ms: number[]
  readonly restMb: number[]
  readonly mostMb: number[]
}

/** Prints the tables. */
export async function bench(): Promise<void> {
  await ensureBuilt()
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  const programs: Program[] = []
  try {
    const day = join(folder, 'day')
    const snapshot = makeDay(day, visits)
    const started = async (args: readonly string[], isReady?: (origin: string) => Promise<boolean>) => {
      const program = await startProgram(builtCli, [...args, '--port', '0'])
      programs.push(program)
      let ms = program.startMs
      const from = performance.now()
      while (isReady !== undefined && !(await isReady(program.origin))) {
        await pause(10)
        ms = program.startMs + performance.now() - from
      }
      return { program, ms }
    }
    const measure = async (run: (n: number) => Promise<{ program: Program; ms: number }>): Promise<Start> => {
      const start: Start = { ms: [], restMb: [], mostMb: [] }
      for (let n = 0; n < rounds; n += 1) {
        const { program, ms } = await run(n)
        await pause(restMs)
        const { nowMb, mostMb } = memoryOf(program.pid)
        start.ms.push(ms)
        start.restMb.push(nowMb)
        start.mostMb.push(mostMb)
        await program.kill()
      }
      return start
    }
    // A copy of its own for the station, before the hub's loses its snapshots one after the other.
    const stationDay = join(folder, 'station')
    cpSync(day, stationDay, { recursive: true })
    const hubArgs = (data: string): string[] => ['hub', '--data', data, '--backup-every', '0']
    const results = new Map<string, Start>()
    const full = async () => started(hubArgs(day))
    results.set('hub, ended properly', await measure(full))
    const left = dropSnapshots(day, snapshot.seq)
    results.set(`hub, killed: ${String(left)} events to fold`, await measure(full))
    const all = dropSnapshots(day, 0)
    results.set(`hub, no snapshot: all ${String(all)} events`, await measure(full))

    const hub = (await full()).program
    const isLive = async (origin: string): Promise<boolean> => {
      try {
        const { status } = (await (await fetch(`${origin}/healthz`)).json()) as { status: string }
        return status === 'ok'
      } catch {
        return false
      }
    }
    // The station is the former hub: its token is the secret hubs know each other by.
    const stationOf =
      (of: Program, { secret }: Made) =>
      async (data: string) => {
        mkdirSync(data, { recursive: true })
        const identity = { stationId: 'former-hub', mode: 'console', token: secret }
        writeFileSync(join(data, 'station.json'), JSON.stringify(identity))
        return started(['station', '--data', data, '--mode', 'console', '--hub', of.origin], isLive)
      }
    const station = stationOf(hub, snapshot)
    results.set('station, with its copy, until live', await measure(async () => station(stationDay)))
    const fresh = async (n: number) => station(join(folder, `new-${String(n)}`))
    results.set('station, new, until live', await measure(fresh))
    await hub.kill()

    const large = join(folder, 'large')
    const made = makeDay(large, visitsOfLarge)
    const largeStation = join(folder, 'large-station')
    cpSync(large, largeStation, { recursive: true })
    const largeHub = (await started(hubArgs(large))).program
    const ofLarge = stationOf(largeHub, made)
    const name = `station, a day of ${String(visitsOfLarge)}`
    results.set(name, await measure(async () => ofLarge(largeStation)))
    printTable(
      `Cold start on a day of ${String(visits)} visits (${String(snapshot.seq)} events, ${fixed(snapshot.bytes / 2 ** 20, 0)} MB ledger): ms until ready, resident MB at rest and at most; median of ${String(rounds)} (min–max)`,
      ['', 'ms', 'at rest', 'at most'],
      [...results].map(([name, { ms, restMb, mostMb }]) => [
        name,
        spread(ms),
        spread(restMb),
        fixed(median(mostMb), 0),
      ]),
    )
    console.log('Goal: start < 2000 ms; station ≤ 120 MB at rest.')
    console.log(
      `A snapshot of this day is ${fixed(snapshot.snapshotBytes / 2 ** 20, 1)} MB and stops the hub for ${fixed(snapshot.saveMs, 0)} ms while it is saved.`,
    )
  } finally {
    for (const program of programs) await program.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Made {
  readonly seq: number
  readonly secret: string
  readonly bytes: number
  readonly snapshotBytes: number
  readonly saveMs: number
}

/** A day at its fullest, with the snapshots a hub makes on its way and one at its end. */
function makeDay(folder: string, visits: number): Made {
  mkdirSync(folder)
  const hall = new InProcessHall(folder, counters, queues)
  hall.issue(120)
  hall.fillTo(visits)
  const { seq } = hall.hub.state
  const from = performance.now()
  hall.hub.saveSnapshot()
  const saveMs = performance.now() - from
  hall.close()
  const database = openDatabase(join(folder, databaseName))
  const { hubSecret } = keysOf(database.db, machine.newToken)
  const snapshotBytes = Number(
    database.db.prepare('SELECT length(body) FROM snapshots ORDER BY seq DESC LIMIT 1').pluck().get(),
  )
  database.close()
  return { seq, secret: hubSecret, bytes: statSync(join(folder, databaseName)).size, snapshotBytes, saveMs }
}

/** Takes away the snapshots at and above a seq; how many events stand beyond the last one left. */
function dropSnapshots(folder: string, seq: number): number {
  const db = new SQLite(join(folder, databaseName))
  db.prepare('DELETE FROM snapshots WHERE seq >= ?').run(seq)
  const left = Number(
    db
      .prepare('SELECT (SELECT max(seq) FROM events) - coalesce((SELECT max(seq) FROM snapshots), 0)')
      .pluck()
      .get(),
  )
  db.close()
  return left
}
