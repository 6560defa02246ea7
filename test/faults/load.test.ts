/**
 * Goal: what was acknowledged happened once, under load and through kill -9.
 * Method: a real hub process, real HTTP, eight clients that issue and eight
 * counters that call and finish; in the second run the hub is killed again and
 * again, and everybody repeats what got no answer under the same key.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseName } from '#main/hub/openHub.ts'
import { openDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { encodeState } from '#shared/hall/snapshot.ts'
import { initialState } from '#shared/hall/state.ts'
import { demoHall, killAll, runCli } from '../fixtures/hubProcess.ts'
import type { Running } from '../fixtures/hubProcess.ts'
import { RestClient } from '../fixtures/restClient.ts'
import type { Ask, Reply } from '../fixtures/restClient.ts'
import { checkStep } from '../simulation/invariants.ts'

const clients = 8
const counters = 8

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-load-'))
})
afterEach(() => {
  killAll()
  rmSync(folder, { recursive: true, force: true })
})

/** A hub that may be killed and comes back on the same data, and clients that do not give up. */
class Hall {
  readonly #clients: RestClient[] = []
  #hub: Running | undefined
  #up: Promise<string> = Promise.reject(new Error('not started'))
  #killed = Promise.resolve()
  requests = 0
  serverFaults = 0
  /** Requests that got no answer and were sent again. */
  repeats = 0

  constructor() {
    this.#up.catch(() => undefined)
  }

  async start(): Promise<string> {
    this.#hub = runCli('hub', '--hall', demoHall, '--data', folder, '--port', '0')
    this.#up = this.#hub.origin
    return this.#up
  }

  /** Kills the hub as it is and starts the next; one kill after the other. */
  async kill(): Promise<void> {
    this.#killed = this.#killed.then(async () => {
      // Nobody is let in until the next one serves.
      this.#up = (this.#hub?.end('SIGKILL') ?? Promise.resolve()).then(async () => this.start())
      await this.#up
    })
    return this.#killed
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close()
    expect(await this.#hub?.end('SIGTERM')).toMatchObject({ code: 0, errors: [] })
  }

  client(): RestClient {
    const client = new RestClient('http://127.0.0.1:1')
    this.#clients.push(client)
    return client
  }

  /** Sends until there is an answer, always under the same key. */
  async ask(client: RestClient, path: string, ask: Ask): Promise<Reply> {
    for (;;) {
      client.origin = await this.#up
      try {
        const reply = await client.ask(path, ask)
        this.requests += 1
        if (reply.status >= 500) this.serverFaults += 1
        return reply
      } catch {
        // The connection broke: it may or may not have been carried out.
        this.repeats += 1
      }
    }
  }
}

interface Acknowledged {
  readonly id: string
  readonly number: string
}

/** Runs the day: so many visits issued by the clients, all of them called and finished by the counters. */
async function runDay(hall: Hall, visits: number, onIssued: (count: number) => void = () => undefined) {
  const desk = hall.client()
  await hall.start()
  const signIn = async (client: RestClient, staffNo: string): Promise<string> => {
    const reply = await hall.ask(client, '/sessions', { method: 'POST', body: { staffNo, pin: '2580' } })
    return String(reply.body.token)
  }
  const guide = await signIn(desk, '2001')
  const { body: catalogue } = await hall.ask(desk, '/catalogue', {})
  const wanted: string[] = catalogue.services.filter((s) => /-[a-e]$/.test(s.queueId)).map((s) => s.id)
  expect(wanted.length).toBeGreaterThan(20)

  /** How often a visit came or left, and who waits for the next time. */
  let moves = 0
  const waiting: (() => void)[] = []
  const moved = (): void => {
    moves += 1
    for (const go of waiting.splice(0)) go()
  }
  const nextMove = async (since: number): Promise<void> => {
    if (moves === since) await new Promise<void>((resolve) => waiting.push(resolve))
  }

  const issued: Acknowledged[] = []
  let toIssue = 0
  const issue = async (): Promise<void> => {
    const client = hall.client()
    for (let n = toIssue++; n < visits; n = toIssue++) {
      const serviceIds = [...new Set([wanted[(n * 7) % wanted.length], wanted[(n * 13) % wanted.length]])]
      const reply = await hall.ask(client, '/visits', {
        method: 'POST',
        token: guide,
        key: `issue-${String(n)}`,
        body: { serviceIds: n % 3 === 0 ? serviceIds : serviceIds.slice(0, 1), channel: 'desk' },
      })
      expect(reply.status, reply.text).toBe(201)
      issued.push(reply.body.visit)
      moved()
      onIssued(issued.length)
    }
  }

  const called: Acknowledged[] = []
  /** Sent on to another teller, for a duty the first may not carry out as well: called once more. */
  const continued: Acknowledged[] = []
  let finished = 0
  const serve = async (n: number): Promise<void> => {
    const client = hall.client()
    const token = await signIn(client, String(1001 + n))
    const at = `/counters/counter-${String(n + 1)}`
    const post = async (path: string, key: string): Promise<Reply> =>
      hall.ask(client, path, { method: 'POST', token, key: `${String(n)}-${key}` })
    expect((await post(`${at}/open`, 'open')).status).toBe(200)
    for (let turn = 0; finished < visits; turn += 1) {
      const since = moves
      const call = await post(`${at}/call-next`, `call-${String(turn)}`)
      if (call.status === 204) {
        // Nobody for this counter just now; the others' work may bring somebody, or the end.
        await nextMove(since)
        continue
      }
      expect(call.status, call.text).toBe(200)
      const { id, number }: Acknowledged = call.body.visit
      called.push({ id, number })
      const done = await post(`/visits/${id}/finish`, `finish-${String(turn)}`)
      expect(done.status, done.text).toBe(200)
      if (done.body.visit.state === 'finished') finished += 1
      else continued.push({ id, number })
      moved()
    }
  }
  await Promise.all([
    ...Array.from({ length: clients }, async () => issue()),
    ...Array.from({ length: counters }, async (_, n) => serve(n)),
  ])

  const listed: { id: string; number: string; state: string }[] = []
  for (;;) {
    const after = listed.at(-1)?.id
    const page = await hall.ask(desk, `/visits?limit=1000${after === undefined ? '' : `&after=${after}`}`, {
      token: guide,
    })
    if (page.body.visits.length === 0) break
    listed.push(...page.body.visits)
  }
  const { body: live } = await hall.ask(desk, '/stats/live', { token: guide })
  await hall.stop()
  return { issued, called, continued, listed, live }
}

const sorted = (acknowledged: readonly Acknowledged[]): string[] =>
  acknowledged.map(({ id, number }) => `${id} ${number}`).sort()

/** What the ledger must be after any day: whole, within the invariants at every step, and the same folded anew. */
function checkLedger(): void {
  const database = openDatabase(join(folder, databaseName))
  try {
    const ledger = sqliteLedger(database.db)
    let state = initialState
    for (const entry of ledger.eventsAfter(0, 1_000_000)) {
      const next = evolve(state, entry)
      expect(checkStep(state, entry, next)).toEqual([])
      state = next
    }
    expect(encodeState(ledger.load().state)).toEqual(encodeState(state))
  } finally {
    database.close()
  }
}

function checkDay(
  visits: number,
  { issued, called, continued, listed, live }: Awaited<ReturnType<typeof runDay>>,
): void {
  expect(issued).toHaveLength(visits)
  expect(new Set(issued.map((v) => v.number)).size).toBe(visits)
  // Every acknowledged visit is there, once, and there is none besides.
  expect(sorted(listed)).toEqual(sorted(issued))
  // Every visit was called, and none twice.
  expect(sorted(called)).toEqual(sorted([...issued, ...continued]))
  expect(listed.filter((v) => v.state !== 'finished')).toEqual([])
  expect(live).toMatchObject({ waiting: 0, serving: 0, finished: visits, issued: visits })
}

/** For a machine that has much else to do; only a hang should reach it. */
const patienceMs = 240_000

describe('load', () => {
  it(
    '2,000 visits by 8 clients, called and finished at 8 counters: 2,000 numbers, none called twice, no 5xx',
    async () => {
      const hall = new Hall()
      const from = performance.now()
      const day = await runDay(hall, 2_000)
      const tookS = (performance.now() - from) / 1000
      console.log(
        `load: ${String(hall.requests)} requests in ${tookS.toFixed(1)} s, ${(hall.requests / tookS).toFixed(0)}/s`,
      )
      checkDay(2_000, day)
      expect(hall.serverFaults).toBe(0)
      expect(hall.repeats).toBe(0)
      checkLedger()
    },
    patienceMs,
  )
})

describe('kill -9 during that load', () => {
  it(
    'five times: every acknowledged visit is there once, no number twice, nobody at two counters',
    async () => {
      const hall = new Hall()
      const visits = 600
      const killAt = [40, 41, 180, 330, 500]
      const kills: Promise<void>[] = []
      const day = await runDay(hall, visits, (count) => {
        if (count >= (killAt[kills.length] ?? Infinity)) kills.push(hall.kill())
      })
      await Promise.all(kills)
      console.log(`kill: ${String(kills.length)} kills, ${String(hall.repeats)} requests repeated`)
      expect(kills).toHaveLength(killAt.length)
      expect(hall.repeats, 'the kills must have cut something off').toBeGreaterThan(0)
      checkDay(visits, day)
      expect(hall.serverFaults).toBe(0)
      checkLedger()
    },
    patienceMs,
  )
})
