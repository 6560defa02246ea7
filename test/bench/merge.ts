/**
 * Merging what a hall did without its hub: the product's own hub and desk on a
 * real file, facts in the pieces stations send, while another caller asks the
 * same hub for something small all the time.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { Hub } from '#main/hub/hub.ts'
import { machine } from '#main/hub/machine.clock.ts'
import { StationDesk } from '#main/hub/stationDesk.ts'
import { openDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { overlay } from '#main/station/overlay.ts'
import type { Command } from '#shared/hall/commands.ts'
import { decide } from '#shared/hall/decide.ts'
import { defaultSettings } from '#shared/hall/settings.ts'
import { commandId, factId, hallId, stationId } from '#shared/ids/ids.ts'
import type { HubMessage, SentFact } from '#shared/protocol/messages.ts'
import { partsOf, smallHall } from '#test/fixtures/hall.ts'
import { fixed, median, printTable, spread } from './table.ts'

const facts = 5_000
/** As a station sends them (`station.ts`). */
const atOnce = 50
const goalMs = 2_000
const goalPauseMs = 50

/** Round 0 warms up and is not counted. */
const rounds = 5

interface Merging {
  readonly tookMs: number
  /** Longest time in which nobody else had a turn, and how much of it this process was at work itself. */
  readonly longestMs: number
  readonly longestOwnMs: number
  /** The least anybody could do: the same bytes in as many durable writes of one table. */
  readonly bareMs: number
  readonly turns: number
  readonly visits: number
  readonly conflicts: number
}

/** Prints the table. */
export async function bench(): Promise<void> {
  const made: Merging[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'yihao-merge-'))
    try {
      const merging = await measured(folder)
      if (round > 0) made.push(merging)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const row = (name: string, of: (merging: Merging) => number, goal: number, places: number): string[] => {
    const values = made.map(of)
    return [name, spread(values, places), String(goal), fixed(median(values) / goal)]
  }
  printTable(
    `Merging ${facts} facts in pieces of ${atOnce}, each piece one durable write; median of ${rounds} rounds (least–most)`,
    ['', 'measured', 'goal', 'ratio'],
    [
      row('in all, ms', (m) => m.tookMs, goalMs, 0),
      row('longest pause for others, ms', (m) => m.longestMs, goalPauseMs, 1),
      row('of it at work itself, ms', (m) => m.longestOwnMs, goalPauseMs, 1),
    ],
  )
  const times = median(made.map((m) => m.tookMs / m.bareMs))
  console.log(
    `The same bytes put by SQLite alone, in as many durable writes: ${spread(made.map((m) => m.bareMs))} ms, ratio ${fixed(times, 1)} ×.`,
  )
  const sum = (of: (merging: Merging) => number): number => made.reduce((all, m) => all + of(m), 0)
  console.log(
    `${sum((m) => m.visits)} visits merged, ${sum((m) => m.conflicts)} conflicts; others had ${sum((m) => m.turns)} turns.`,
  )
}

async function measured(folder: string): Promise<Merging> {
  const database = openDatabase(join(folder, 'hall.db'))
  try {
    const hub: Hub = new Hub({
      ledger: sqliteLedger(database.db),
      nowMs: Date.now,
      newId: machine.newId,
      newKey: machine.newKey,
      digest: machine.digest,
      later: machine.later,
    })
    const asSystem = (command: Command): Promise<void> =>
      new Promise((resolve) => {
        hub.submit({ id: commandId.parse(machine.newId()), command, actor: { kind: 'system' } }, () => {
          resolve()
        })
      })
    const { catalogue, staff } = partsOf(smallHall)
    const settings = {
      ...defaultSettings(hallId.parse('hall'), { zh: '大厅' }, 'Asia/Shanghai'),
      lease: { blockSize: facts, from: 1 },
    }
    await asSystem({ type: 'configureHall', settings })
    await asSystem({ type: 'replaceCatalogue', catalogue })
    await asSystem({ type: 'replaceStaff', staff: [...staff] })
    hub.rollOverIfDue()
    hub.flush()
    const kiosk = stationId.parse('kiosk-1')
    await asSystem({ type: 'leaseBlocks', stationId: kiosk })

    const brought = decidedAlone(hub, kiosk)
    const beganSeq = hub.state.seq
    let longestMs = 0
    let longestOwnMs = 0
    let turns = 0
    let lastMs = performance.now()
    let lastOwnMs = ownMs()
    const ask = (): void => {
      const nowMs = performance.now()
      longestMs = Math.max(longestMs, nowMs - lastMs)
      lastMs = nowMs
      const workedMs = ownMs()
      longestOwnMs = Math.max(longestOwnMs, workedMs - lastOwnMs)
      lastOwnMs = workedMs
      turns += 1
      if (!over) setImmediate(ask)
    }
    let over = false
    ask()
    const beganMs = performance.now()
    await handIn(hub, kiosk, brought)
    const tookMs = performance.now() - beganMs
    over = true
    const { visits, conflicts } = hub.state
    const written = hub.ledger.eventsAfter(beganSeq, 4 * facts).map((entry) => JSON.stringify(entry))
    const bareMs = bare(join(folder, 'bare.db'), written)
    return {
      ...{ tookMs, longestMs, longestOwnMs, turns, bareMs },
      ...{ visits: visits.size, conflicts: conflicts.size },
    }
  } finally {
    database.close()
  }
}

/** Time in which SQLite alone puts these bodies on disk, in as many durable writes as the facts came in, ms. */
function bare(path: string, bodies: readonly string[]): number {
  const db = new SQLite(path)
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.exec('CREATE TABLE rows (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
    const put = db.prepare<[string]>('INSERT INTO rows (body) VALUES (?)')
    const putAll = db.transaction((piece: readonly string[]) => {
      for (const body of piece) put.run(body)
    })
    const pieces = facts / atOnce
    const each = Math.ceil(bodies.length / pieces)
    const fromMs = performance.now()
    for (let n = 0; n < pieces; n += 1) putAll.immediate(bodies.slice(n * each, (n + 1) * each))
    return performance.now() - fromMs
  } finally {
    db.close()
  }
}

/** Processor time of this process, ms: a pause on a busy computer is not all its own. */
function ownMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Tickets a kiosk gave from its block. */
function decidedAlone(hub: Hub, kiosk: ReturnType<typeof stationId.parse>): readonly SentFact[] {
  const { newId, newKey } = machine
  let state = hub.state
  const made: SentFact[] = []
  const actor = { kind: 'station', stationId: kiosk, mode: 'kiosk' } as const
  const services = [...state.lookup.services.keys()]
  for (let n = 0; n < facts; n += 1) {
    const service = services[n % services.length]
    if (service === undefined) continue
    const nowMs = hub.nowMs()
    const decision = decide(
      state,
      { type: 'issueVisit', serviceIds: [service], channel: 'kiosk' },
      { nowMs, actor, newId, newKey, alone: { stationId: kiosk } },
    )
    if (!decision.ok) throw new Error(`the kiosk refuses: ${decision.refusal.code}`)
    const fact: SentFact = {
      id: factId.parse(newId()),
      actor,
      events: decision.events,
      believedMs: nowMs,
      wallMs: Date.now(),
      monotonicMs: performance.now(),
      run: 'bench',
    }
    made.push(fact)
    state = overlay(state, {
      ...{ stationId: kiosk, counterId: undefined, facts: [fact], givenBack: [] },
      ...{ newId, newKey },
    })
  }
  return made
}

/** Hands facts in as a station does: the next piece once the one before was taken. */
function handIn(
  hub: Hub,
  kiosk: ReturnType<typeof stationId.parse>,
  brought: readonly SentFact[],
): Promise<void> {
  return new Promise((resolve) => {
    let at = 0
    const desk = new StationDesk({ hub, newId: machine.newId })
    const actor = { kind: 'station', stationId: kiosk, mode: 'kiosk' } as const
    const next = (): void => {
      const piece = brought.slice(at, at + atOnce)
      if (piece.length === 0) {
        resolve()
        return
      }
      at += piece.length
      const clocks = { wallMs: Date.now(), monotonicMs: performance.now(), run: 'bench' }
      desk.facts(seat, { type: 'facts', clocks, facts: piece })
    }
    const seat = desk.join(actor, (message: HubMessage) => {
      // Over a wire the next piece is never there in the same turn.
      if (message.type === 'factsTaken') setImmediate(next)
    })
    next()
  })
}
