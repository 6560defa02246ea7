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
import { fixed, median, printTable, spread } from './table.ts'

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

const rounds = 5

interface Timing {
  readonly rowsPerS: number
  readonly tookMs: readonly number[]
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
  return { rowsPerS: (rows / (performance.now() - began)) * 1000, tookMs }
}

/** Rows of the table for one who writes: rows a second, and what one group takes at the middle and at most but one in a hundred. */
function cells(timings: readonly Timing[]): string[] {
  const took = timings.flatMap(({ tookMs }) => tookMs).sort((a, b) => a - b)
  const share = (part: number): string => fixed(took[Math.floor(took.length * part)] ?? NaN)
  return [spread(timings.map(({ rowsPerS }) => rowsPerS)), share(0.5), share(0.99)]
}

/** Prints the figures. */
export function bench(): void {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  try {
    const table: (string | number)[][] = []
    for (const [size, events] of [
      [1, 600],
      [8, 2400],
      [50, 8000],
    ] as const) {
      const limits: Timing[] = []
      const ours: Timing[] = []
      // In turns, so that noise meets both alike; each round on files of its own.
      for (let round = 0; round < rounds; round += 1) {
        const { opening, batches } = day(size, events)
        const rows = batches.reduce((sum, batch) => sum + batch.events.length, 0)

        const bare = new SQLite(join(folder, `bare-${size}-${round}.db`))
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
        limits.push(
          time(
            rows,
            bodies.map((texts) => () => {
              putAll.immediate(texts)
            }),
          ),
        )
        bare.close()

        const database = openDatabase(join(folder, `ledger-${size}-${round}.db`))
        const ledger = sqliteLedger(database.db)
        ledger.append(opening)
        ours.push(
          time(
            rows,
            batches.map((batch) => () => {
              ledger.append(batch)
            }),
          ),
        )
        database.close()
      }
      const ratio = median(ours.map((o, n) => o.rowsPerS / (limits[n]?.rowsPerS ?? NaN)))
      table.push([`ledger, groups of ${size}`, ...cells(ours), fixed(ratio)])
      table.push([`bare table, groups of ${size}`, ...cells(limits), ''])
    }
    printTable(
      `Events a second, durable: median of ${rounds} rounds (least–most); ms a group`,
      ['', 'events/s', 'p50', 'p99', 'ratio'],
      table,
    )

    const { opening, batches, script } = day(50, 20_000)
    const database = openDatabase(join(folder, 'load.db'))
    const ledger = sqliteLedger(database.db)
    for (const batch of [opening, ...batches]) ledger.append(batch)
    const once = (name: string, work: () => unknown): string[] => {
      const took = Array.from({ length: rounds }, () => time(1, [() => void work()]).tookMs[0] ?? NaN)
      return [name, spread(took)]
    }
    printTable(
      `A day of ${script.state.visits.size} visits, ${ledger.lastSeq} events, ms: median of ${rounds} rounds (least–most)`,
      ['', 'ms'],
      [
        // Before there is a snapshot.
        once('load, folding everything', () => ledger.load()),
        once('save a snapshot', () => {
          ledger.saveSnapshot(script.state)
        }),
        once('load from the snapshot', () => ledger.load()),
        once('read 1000 events', () => ledger.eventsAfter(5000, 1000)),
        once('rebuild the projections', () => {
          ledger.rebuildProjections()
        }),
      ],
    )
    database.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
