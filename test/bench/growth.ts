/**
 * Whether a command costs the same at the end of a large day in a large hall as
 * at the start of a small one: the hub and its ledger in this process, eight
 * counters at once, every group durable.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InProcessHall, timeMs } from './load/inProcess.ts'
import { fixed, median, printTable, spread } from './table.ts'

const counterCounts = [12, 60, 200] as const
const visitCounts = [1_000, 10_000, 50_000] as const
const queues = 12
const waiting = 120
const rounds = 7
const visitsPerRound = 160
const group = 8

interface Cost {
  /** µs a command without the ledger, and with it, per round. */
  readonly rules: readonly number[]
  readonly all: readonly number[]
}

/** Prints the tables. */
export function bench(): void {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  const costs = new Map<string, Cost>()
  try {
    // Once beforehand, so that no cell pays for the warming up.
    measured(join(folder, 'warm'), 12, [2_000], () => undefined)
    for (const counters of counterCounts) {
      measured(join(folder, String(counters)), counters, visitCounts, (visits, cost) => {
        costs.set(`${String(counters)} ${String(visits)}`, cost)
      })
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
  const of = (counters: number, visits: number): Cost =>
    costs.get(`${String(counters)} ${String(visits)}`) ?? { rules: [], all: [] }
  for (const [what, pick] of [
    ['decided, folded and answered, the disk apart', (c: Cost) => c.rules],
    ['and durable', (c: Cost) => c.all],
  ] as const) {
    printTable(
      `µs a command, ${what}: median of ${String(rounds)} rounds of ${String(visitsPerRound * 4)} commands (min–max)`,
      ['visits today', ...counterCounts.map((n) => `${String(n)} counters`)],
      visitCounts.map((visits) => [visits, ...counterCounts.map((n) => spread(pick(of(n, visits)), 0))]),
    )
    const first = median(pick(of(counterCounts[0], visitCounts[0])))
    const last = median(pick(of(counterCounts[2], visitCounts[2])))
    console.log(`From first to last: ${fixed(last / first)} ×; goal ≤ 1.2.`)
  }
  console.log(
    `Held constant: ${String(waiting)} waiting, ${String(queues)} queues, three to a counter, ${String(group)} counters at work at once, groups of ${String(group)} commands a commit.`,
  )
}

function measured(
  folder: string,
  counters: number,
  points: readonly number[],
  at: (visits: number, cost: Cost) => void,
): void {
  mkdirSync(folder)
  const hall = new InProcessHall(folder, counters, queues)
  hall.issue(waiting)
  for (const visits of points) {
    hall.fillTo(visits)
    const [rules, all]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      const before = hall.ledgerMs
      let commands = 0
      const tookMs = timeMs(() => {
        commands = hall.serve(visitsPerRound, group)
      })
      const ledgerMs = hall.ledgerMs - before
      all.push((tookMs * 1000) / commands)
      rules.push(((tookMs - ledgerMs) * 1000) / commands)
    }
    at(visits, { rules, all })
  }
  hall.close()
}
