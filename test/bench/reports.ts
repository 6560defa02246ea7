/**
 * Reports of two years of a hall, two and a half million visits: as the hub
 * asks its worker for them, beside a bare scan by SQLite of the same rows; an
 * export of a month's rows; and how long the hub's loop was held up meanwhile.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { Database } from 'better-sqlite3'
import { openForReading } from '#main/ledger/database.ts'
import { workerReporter } from '#main/reports/reporter.ts'
import { businessDay } from '#shared/ids/ids.ts'
import type { Grouping, Source } from '#shared/reporting/fact.ts'
import { figureOf } from '#shared/reporting/figures.ts'
import { formOf } from '#shared/reporting/reports.ts'
import type { ReportName } from '#shared/reporting/reports.ts'
import { fixed, median, printTable, spread } from './table.ts'
import { filledYears, yearsNames } from './years/fill.ts'

const days = 730
const visitsPerDay = 3_425
const rounds = 5
const workerFile = join(import.meta.dirname, '..', '..', 'main', 'reports', 'reportWorker.ts')

const periods = {
  day: { from: '2025-06-17', to: '2025-06-18' },
  month: { from: '2025-06-01', to: '2025-07-01' },
  year: { from: '2025-01-01', to: '2026-01-01' },
} as const

const asked: readonly (readonly [ReportName, Grouping])[] = [
  ['visits', 'queue'],
  ['waits', 'hour'],
  ['serviceTimes', 'service'],
  ['noShows', 'teller'],
  ['outcomes', 'department'],
  ['bulletin', 'none'],
]

/** Asked of a whole year too; the others would only take longer to say the same. */
const ofYear: ReportName = 'visits'

/** Prints the tables. */
export async function bench(): Promise<void> {
  const from = performance.now()
  const path = filledYears(join(tmpdir(), 'yihao-bench-years'), days, visitsPerDay)
  const filledS = (performance.now() - from) / 1000
  const size = `${(days * visitsPerDay).toLocaleString('en')} visits, ${fixed(statSync(path).size / 2 ** 30, 1)} GB`
  console.log(filledS > 1 ? `Made ${size} in ${fixed(filledS, 0)} s.` : `Found ${size}, made before.`)

  const db = openForReading(path)
  const reporter = workerReporter(workerFile, path)
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-export-'))
  const delays: number[] = []
  /** A report as the hub asks for it; how long the loop was held up is noted. */
  const ask = async (order: Parameters<typeof reporter.report>[0]): Promise<number> => {
    // One for each: the bare scans between them are made in this very loop.
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    const ms = await timed(async () => reporter.report(order))
    delay.disable()
    delays.push(delay.max / 1e6)
    return ms
  }
  try {
    const rows: (readonly (string | number)[])[] = []
    for (const [name, groupBy] of asked) {
      for (const [length, period] of Object.entries(periods)) {
        if (length === 'year' && name !== ofYear) continue
        const order = {
          asked: {
            name,
            from: businessDay.parse(period.from),
            to: businessDay.parse(period.to),
            groupBy,
            locale: 'zh' as const,
          },
          names: yearsNames,
          madeAt: '',
        }
        // The first one finds the worker asleep and the rows on disk.
        const first = await ask(order)
        const made: number[] = []
        const scans: number[] = []
        for (let n = 0; n < rounds; n += 1) {
          made.push(await ask(order))
          scans.push(await timed(() => scan(db, sourcesOf(name), period)))
        }
        const goal = length === 'day' ? '< 200' : length === 'month' ? '< 1000' : ''
        rows.push([
          `${name} by ${groupBy}, ${length}`,
          fixed(first, 0),
          spread(made),
          fixed(median(scans), 0),
          fixed(median(made) / median(scans), 1),
          goal,
        ])
      }
    }
    printTable(
      `Reports, ms; median of ${String(rounds)} (least–most)`,
      ['', 'first', 'again', 'bare scan', '×', 'goal'],
      rows,
    )
    console.log(`The hub's loop was held up for ${fixed(Math.max(...delays), 0)} ms at most meanwhile.`)
    await exportMonth(reporter, folder)
  } finally {
    await reporter.stop()
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All visits of a month into files. */
async function exportMonth(reporter: ReturnType<typeof workerReporter>, folder: string): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const opening = {
    name: 'visits',
    from: businessDay.parse(periods.month.from),
    to: businessDay.parse(periods.month.to),
    groupBy: 'none',
    locale: 'zh',
    figure: 'arrived',
    unmasked: false,
  } as const
  const rows: (readonly (string | number)[])[] = []
  for (const format of ['csv', 'xlsx'] as const) {
    const path = join(folder, `month.${format}`)
    delay.enable()
    let count = 0
    const ms = await timed(async () => {
      count = await reporter.exportRows(
        { opening, names: yearsNames, format, path },
        () => undefined,
        new AbortController().signal,
      )
    })
    delay.disable()
    rows.push([
      format,
      count,
      fixed(ms / 1000, 1),
      fixed(count / (ms / 1000), 0),
      fixed(statSync(path).size / 2 ** 20, 1),
      fixed(delay.max / 1e6, 0),
    ])
    delay.reset()
  }
  printTable(
    'A month’s visits, row by row, into a file',
    ['', 'rows', 's', 'rows/s', 'MB', 'loop held up, ms'],
    rows,
  )
}

async function timed(work: () => unknown): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}

function sourcesOf(name: ReportName): ReadonlySet<Source> {
  return new Set(formOf(name).parts.flatMap(({ figures }) => figures.map((id) => figureOf(id).source)))
}

/** The least anybody could do: every row of the period looked at once, added up by SQLite alone. */
function scan(db: Database, sources: ReadonlySet<Source>, { from, to }: { from: string; to: string }): void {
  // Attendance follows from the day's rules and stands in no table.
  const sums: Readonly<Record<Exclude<Source, 'attendance'>, string>> = {
    visits: `count(*), sum(call_at_ms - arrived_at_ms), max(ended_at_ms), count(state), count(issue_queue_id)`,
    sittings: `count(*), sum(ended_at_ms - began_at_ms), count(ending), count(queue_id)`,
    turns: `count(*), sum(ended_at_ms - started_at_ms), count(outcome), count(service_id)`,
    ratings: `count(*), count(level)`,
    cases: `count(*), count(closed_at_ms)`,
    badRatings: `count(*), count(closed_at_ms)`,
  }
  for (const source of sources)
    if (source !== 'attendance')
      db.prepare(`SELECT ${sums[source]} FROM ${source} WHERE day >= ? AND day < ?`).all(from, to)
}
