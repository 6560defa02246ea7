/**
 * What the ledger costs beside SQLite itself: rows per second for groups of 1,
 * 8 and 50 events, durable each, against the same bytes put by the bare
 * binding into one table of one column, in the same run and on the same disk.
 */
import SQLite from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { openDatabase } from '#main/ledger/database.ts'
import type { Batch } from '#main/ledger/ledger.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { Script } from '#test/fixtures/ledger/script.ts'

/** Batches of `size` events as a hall makes them: half issued, half called, started, recorded, finished. */
function day(size: number, events: number): { opening: Batch; batches: readonly Batch[]; script: Script } {
  const script = new Script()
  const opening = script.opening()
  const singles: Batch[] = []
  for (let n = 0; singles.length < events; n += 1) {
    const issue = script.issued()
    singles.push(script.batch(issue))
    if (n % 2 === 0) singles.push(...script.served(issue.visit.id))
  }
  const batches: Batch[] = []
  for (let n = 0; n < singles.length; n += size) {
    const group = singles.slice(n, n + size)
    batches.push({
      events: group.flatMap((batch) => batch.events),
      answers: group.flatMap((batch) => batch.answers),
      changed: [
        ...new Map(group.flatMap((batch) => batch.changed).map((visit) => [visit.id, visit])).values(),
      ],
    })
  }
  return { opening, batches, script }
}

interface Timing {
  readonly rowsPerS: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Runs each piece of work and times it. */
function time(rows: number, works: readonly (() => void)[]): Timing {
  const tookMs: number[] = []
  const began = performance.now()
  for (const work of works) {
    const at = performance.now()
    work()
    tookMs.push(performance.now() - at)
  }
  const allMs = performance.now() - began
  tookMs.sort((a, b) => a - b)
  const share = (part: number): number => tookMs[Math.floor(tookMs.length * part)] ?? 0
  return { rowsPerS: (rows / allMs) * 1000, p50Ms: share(0.5), p99Ms: share(0.99) }
}

const line = (name: string, { rowsPerS, p50Ms, p99Ms }: Timing): string =>
  `  ${name.padEnd(7)} ${rowsPerS.toFixed(0).padStart(7)} rows/s   p50 ${p50Ms.toFixed(2)} ms   p99 ${p99Ms.toFixed(2)} ms`

/** Prints the figures. */
export function bench(): void {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  try {
    for (const [size, events] of [
      [1, 3000],
      [8, 12_000],
      [50, 40_000],
    ] as const) {
      const { opening, batches } = day(size, events)
      const rows = batches.reduce((sum, batch) => sum + batch.events.length, 0)

      const bare = new SQLite(join(folder, `bare-${size}.db`))
      bare.pragma('journal_mode = WAL')
      bare.pragma('synchronous = FULL')
      bare.exec('CREATE TABLE rows (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
      const put = bare.prepare<[string]>('INSERT INTO rows (body) VALUES (?)')
      const putAll = bare.transaction((bodies: readonly string[]) => {
        for (const body of bodies) put.run(body)
      })
      // The same bytes: every event with its share of the batch's visits and answers.
      const bodies = batches.map(({ events: entries, changed, answers }) =>
        entries.map((entry, n) => JSON.stringify([entry, changed[n]?.services, answers[n]])),
      )
      const limit = time(
        rows,
        bodies.map((texts) => () => {
          putAll.immediate(texts)
        }),
      )
      bare.close()

      const database = openDatabase(join(folder, `ledger-${size}.db`))
      const ledger = sqliteLedger(database.db)
      ledger.append(opening)
      const ours = time(
        rows,
        batches.map((batch) => () => {
          ledger.append(batch)
        }),
      )

      console.log(`groups of ${size} (${rows} events)`)
      console.log(line('bare', limit))
      console.log(line('ledger', ours))
      console.log(`  ratio   ${((100 * ours.rowsPerS) / limit.rowsPerS).toFixed(0)} %`)
      database.close()
    }

    const { opening, batches, script } = day(50, 20_000)
    const database = openDatabase(join(folder, 'load.db'))
    const ledger = sqliteLedger(database.db)
    for (const batch of [opening, ...batches]) ledger.append(batch)
    const once = (name: string, work: () => unknown): void => {
      const { p50Ms } = time(1, [() => void work()])
      console.log(`  ${name.padEnd(36)} ${p50Ms.toFixed(0).padStart(6)} ms`)
    }
    console.log(`a day of ${script.state.visits.size} visits, ${ledger.lastSeq} events`)
    once('load, folding everything', () => ledger.load())
    once('save a snapshot', () => {
      ledger.saveSnapshot(script.state)
    })
    once('load from the snapshot', () => ledger.load())
    once('read 1000 events', () => ledger.eventsAfter(5000, 1000))
    once('rebuild the projections', () => {
      ledger.rebuildProjections()
    })
    database.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
