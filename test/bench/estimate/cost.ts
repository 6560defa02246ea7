/** What one refresh costs late on a 50,000-visit day, with 200 waiting and 60 counters. */
import { chanceFrom } from '#shared/queueing/chance.ts'
import { estimateWaits } from '#shared/queueing/estimate.ts'
import { MadeUpHall, morningMs } from '../halls/madeUp.ts'
import { fixed, median, printTable } from '../table.ts'

const visits = 50_000
const waiting = 200
const counters = 60
const queues = 12
const goalMs = 5

/** Prints the refresh beside its goal. */
export function measureCost(): void {
  const chance = chanceFrom(50)
  const hall = new MadeUpHall(queues, 25, counters, (k) => [
    k % queues,
    (k + 1) % queues,
    (k * 5 + 3) % queues,
  ])
  const busy: (ReturnType<MadeUpHall['issue']> | undefined)[] = []
  const started = process.hrtime.bigint()
  for (let n = 0; n < visits - waiting - counters; n++) {
    const k = n % counters
    const before = busy[k]
    const atS = n * 0.6
    if (before !== undefined) hall.finish(atS, before, k)
    const id = hall.issue(atS, ((k % queues) * 25 + Math.floor(chance() * 25)) % (queues * 25))
    hall.call(atS, id, k)
    busy[k] = id
  }
  const perEventUs = Number(process.hrtime.bigint() - started) / 1000 / hall.state.seq
  const now = visits * 0.6
  for (let i = 0; i < waiting; i++) hall.issue(now, Math.floor(chance() * queues * 25), i % 9 === 0 ? 900 : 0)

  const rounds: number[] = []
  for (let round = 0; round < 9; round++) {
    const times: number[] = []
    for (let i = 0; i < 25; i++) {
      const from = process.hrtime.bigint()
      const found = estimateWaits(hall.state, hall.learnt, morningMs + (now + 1 + i) * 1000)
      times.push(Number(process.hrtime.bigint() - from) / 1e6)
      if (found.size !== waiting) throw new Error(`estimated ${String(found.size)} of ${String(waiting)}`)
    }
    rounds.push(median(times))
  }
  const ms = median(rounds.slice(2))
  printTable(
    `Refreshing every estimate: ${String(hall.state.visits.size)} visits today, ${String(waiting)} waiting, ${String(counters)} counters, ${String(queues)} queues, ${String(queues * 25)} services`,
    ['', 'median of 7 rounds', 'goal', 'met'],
    [
      ['estimateWaits, ms', fixed(ms), `< ${String(goalMs)}`, ms < goalMs ? 'yes' : 'no'],
      ['evolve + learnFrom per event, µs', fixed(perEventUs, 1), '', ''],
    ],
  )
}
