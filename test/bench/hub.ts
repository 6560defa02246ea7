/**
 * Commands a second through the whole hub — issue, call, finish, each durable
 * before it is answered — beside a bare server that puts the same bytes on the
 * same disk in group commits and answers with the same bytes. Every server is a
 * process of its own; all clients are one other.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { databaseName } from '#main/hub/openHub.ts'
import { openForReading } from '#main/ledger/database.ts'
import { bareFrom } from './load/bare.ts'
import { openCounter, restTeller, signIn, socketTeller, steps, tcpTeller } from './load/clients.ts'
import type { Exchange, Teller } from './load/clients.ts'
import { loadHall } from './load/hall.ts'
import { bareServer, cli, startProgram } from './load/programs.ts'
import type { Program } from './load/programs.ts'
import { fixed, median, printTable, spread } from './table.ts'

const queues = 24
const mostClients = 50
const rounds = 5
const roundMs = 600
/** Visits waiting from the start, so that nobody ever calls in vain. */
const stock = 120

interface Tally {
  commands: number
  errors: number
  readonly numbers: string[]
  readonly tookMs: number[]
}

/** All tellers at work for so long; commands a second. */
async function drive(tellers: readonly Teller[], ms: number, tally: Tally): Promise<number> {
  const from = performance.now()
  let done = 0
  await Promise.all(
    tellers.map(async (teller) => {
      let visitId: string | undefined
      while (performance.now() - from < ms) {
        for (const step of steps) {
          const sentMs = performance.now()
          const outcome = await teller.do(step, visitId)
          tally.tookMs.push(performance.now() - sentMs)
          done += 1
          if (!outcome.ok) tally.errors += 1
          if (step === 'issueVisit' && outcome.number !== undefined) tally.numbers.push(outcome.number)
          visitId = step === 'callNext' ? outcome.visitId : visitId
        }
      }
    }),
  )
  tally.commands += done
  return (done / (performance.now() - from)) * 1000
}

type Way = 'Socket.IO' | 'Socket.IO, hearing all' | 'REST'
const clientCounts: Readonly<Record<Way, readonly number[]>> = {
  'Socket.IO': [1, 8, 50],
  // As consoles do; each costs the hub and this process a message per event.
  'Socket.IO, hearing all': [8],
  REST: [1, 8, 50],
}
const ways: readonly Way[] = ['Socket.IO', 'Socket.IO, hearing all', 'REST']

const newTally = (): Tally => ({ commands: 0, errors: 0, numbers: [], tookMs: [] })

/** Prints the tables. */
export async function bench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yihao-bench-'))
  const servers: Program[] = []
  try {
    const hall = join(folder, 'hall.json')
    writeFileSync(hall, JSON.stringify(loadHall(mostClients, queues, true)))
    const startHub = async (data: string): Promise<Program> => {
      const hub = await startProgram(cli, [
        ...['hub', '--data', join(folder, data), '--hall', hall, '--port', '0', '--backup-every', '0'],
      ])
      servers.push(hub)
      return hub
    }
    const startBare = async (kind: 'socket' | 'rest' | 'tcp', exchanges: string): Promise<Program> => {
      const server = await startProgram(bareServer, [join(folder, `bare-${kind}.db`), exchanges, kind])
      servers.push(server)
      return server
    }
    const rows: (string | number)[][] = []
    let duplicates = 0
    let commands = 0
    for (const way of ways) {
      const data = `hub-${String(ways.indexOf(way))}`
      const hub = await startHub(data)
      const tokens = await Promise.all(
        Array.from({ length: mostClients }, async (_, n) => signIn(hub.origin, n)),
      )
      for (const [n, token] of tokens.entries()) await openCounter(hub.origin, n, token)
      const seen = new Map<string, Exchange>()
      const teller = async (n: number, watch: boolean): Promise<Teller> => {
        const watching = watch
          ? (type: string, exchange: Exchange) => void seen.set(type, exchange)
          : undefined
        return way === 'REST'
          ? restTeller(hub.origin, n, queues, tokens[n] ?? '', watching)
          : socketTeller(hub.origin, n, queues, tokens[n] ?? '', way !== 'Socket.IO', watching)
      }
      const tally = newTally()
      const first = await teller(0, true)
      for (let n = 0; n < stock; n += 1) {
        const issuer = await (way === 'REST'
          ? Promise.resolve(restTeller(hub.origin, n, queues, tokens[0] ?? ''))
          : socketTeller(hub.origin, n, queues, tokens[0] ?? '', false))
        const { number } = await issuer.do('issueVisit', undefined)
        if (number !== undefined) tally.numbers.push(number)
        tally.commands += 1
        issuer.close()
      }
      await drive([first], 300, tally)
      first.close()

      const exchanges = join(folder, `exchanges-${String(ways.indexOf(way))}.json`)
      writeFileSync(exchanges, JSON.stringify(bareFrom(join(folder, data, databaseName), seen)))
      const bare = await startBare(way === 'REST' ? 'rest' : 'socket', exchanges)
      const tcp = way === 'Socket.IO' ? await startBare('tcp', exchanges) : undefined
      const bareTally = newTally()
      for (const count of clientCounts[way]) {
        const every = Array.from({ length: count }, (_, n) => n)
        const own = await Promise.all(every.map(async (n) => teller(n, false)))
        const bareOnes = await Promise.all(
          every.map(async (n) =>
            way === 'REST'
              ? restTeller(bare.origin, n, queues, '')
              : socketTeller(bare.origin, n, queues, '', false),
          ),
        )
        const tcpOnes =
          tcp === undefined ? [] : await Promise.all(every.map(async (n) => tcpTeller(tcp.origin, n, queues)))
        const [ours, limit, plain]: [number[], number[], number[]] = [[], [], []]
        tally.tookMs.length = 0
        // The first round of each warms it up and is not counted; then in turns, so that noise meets all alike.
        for (let round = 0; round <= rounds; round += 1) {
          const mine = await drive(own, roundMs, tally)
          const theirs = await drive(bareOnes, roundMs, bareTally)
          const bytes = tcpOnes.length === 0 ? NaN : await drive(tcpOnes, roundMs, bareTally)
          if (round === 0) {
            tally.tookMs.length = 0
            continue
          }
          ours.push(mine)
          limit.push(theirs)
          plain.push(bytes)
        }
        for (const one of [...own, ...bareOnes, ...tcpOnes]) one.close()
        const took = tally.tookMs.sort((a, b) => a - b)
        console.error(`${way} ${String(count)} ${spread(ours)} ${spread(limit)}`)
        rows.push([
          way,
          count,
          spread(ours),
          spread(limit),
          fixed(median(ours) / median(limit)),
          fixed(took[Math.floor(took.length / 2)] ?? NaN, 1),
          fixed(took[Math.floor(took.length * 0.99)] ?? NaN, 1),
          tally.errors,
          ...(Number.isNaN(median(plain)) ? ['', ''] : [spread(plain), fixed(median(ours) / median(plain))]),
        ])
      }
      for (const server of [hub, bare, tcp]) await server?.stop()
      commands += tally.commands
      duplicates += tally.numbers.length - new Set(tally.numbers).size + foundTwice(join(folder, data), tally)
    }
    printTable(
      `Commands a second, durable: median of ${String(rounds)} rounds of ${String(roundMs)} ms (min–max); ${String(queues)} queues, ${String(mostClients)} open counters, at least ${String(stock - mostClients)} waiting`,
      ['', 'clients', 'hub', 'bare server', 'ratio', 'p50 ms', 'p99 ms', 'errors', 'bare TCP', 'ratio'],
      rows,
    )
    console.log(
      `Goal: ratio ≥ 0.5, ≥ 2000 commands/s with 8 clients, no error, no duplicate. ${String(commands)} commands in all, ${String(duplicates)} found twice or missing in the ledger.`,
    )
    console.log(
      'Hub and clients share the machine’s cores. "Hearing all": each client also gets every event, as a console does; the bare server sends none.',
    )
  } finally {
    for (const server of servers) await server.kill()
    rmSync(folder, { recursive: true })
  }
}

/** Numbers given twice, visits that were answered and are not there, commands recorded other than once. */
function foundTwice(data: string, { numbers }: Tally): number {
  const db = openForReading(join(data, databaseName))
  const count = (sql: string): number => Number(db.prepare(sql).pluck().get())
  const twice = count('SELECT count(*) FROM (SELECT 1 FROM visits GROUP BY day, number HAVING count(*) > 1)')
  const kept = count('SELECT count(*) FROM visits')
  db.close()
  return twice + Math.abs(kept - numbers.length)
}
