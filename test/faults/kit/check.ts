/** What a ledger on disk must be after whatever happened: whole, lawful, and with all that anybody was told. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { hallEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { decodeState, stateText } from '#shared/hall/snapshot.ts'
import { initialState } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import { openDatabase } from '#main/ledger/database.ts'
import type { HallDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { checkState, checkStep } from '#test/simulation/invariants.ts'
import type { Told } from './people.ts'

/** What a run counted. */
export interface Counts {
  kills: number
  partitions: number
  factsMerged: number
  conflicts: number
  /** Of these, what fitted by itself once all stations were back. */
  resolved: number
  lost: number
  duplicated: number
  doubleCalled: number
  acknowledged: number
  events: number
}

export function noCounts(): Counts {
  return {
    kills: 0,
    partitions: 0,
    factsMerged: 0,
    conflicts: 0,
    resolved: 0,
    lost: 0,
    duplicated: 0,
    doubleCalled: 0,
    acknowledged: 0,
    events: 0,
  }
}

/** A ledger read whole from a computer's folder, each step checked on the way. */
export interface Read {
  readonly state: HallState
  readonly hash: string
  readonly wrong: readonly string[]
  readonly factsMerged: number
  readonly conflicts: number
  readonly resolved: number
  readonly events: number
}

/** Reads a ledger nobody holds; `from` goes on where an earlier reading of the same ledger ended. */
export function readLedger(folder: string, from?: HallState, upTo = Infinity): Read {
  const database = openDatabase(join(folder, 'hall.db'))
  try {
    const ledger = sqliteLedger(database.db)
    let state = from ?? baseOf(database)
    const wrong: string[] = []
    const facts = new Set<string>()
    let conflicts = 0
    let resolved = 0
    let events = 0
    for (;;) {
      const piece = ledger.eventsAfter(state.seq, 2_000).filter((entry) => entry.seq <= upTo)
      if (piece.length === 0) break
      for (const entry of piece) {
        const after = evolve(state, entry)
        wrong.push(...checkStep(state, entry, after).map(({ of, what }) => `${of} at ${entry.seq}: ${what}`))
        if (entry.happenedMs !== undefined || entry.event.type === 'factConflicted')
          facts.add(entry.commandId)
        if (entry.event.type === 'factConflicted') conflicts += 1
        if (entry.event.type === 'conflictResolved' && entry.actor.kind === 'system') resolved += 1
        state = after
        events += 1
      }
    }
    wrong.push(...checkState(state).map(({ of, what }) => `${of}: ${what}`))
    if (from === undefined && upTo === Infinity && stateText(ledger.load().state) !== stateText(state))
      wrong.push('I3: loading gives another state than folding')
    const integrity: unknown = database.db.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') wrong.push(`I3: the file is damaged: ${String(integrity)}`)
    return { state, hash: hashOf(state), wrong, factsMerged: facts.size, conflicts, resolved, events }
  } finally {
    database.close()
  }
}

/** The state a copy began from; a hub's own ledger begins from nothing. */
function baseOf({ db }: HallDatabase): HallState {
  const base: unknown = db.prepare("SELECT value FROM meta WHERE key = 'base'").pluck().get()
  if (base === undefined) return initialState
  const body: unknown = db.prepare('SELECT body FROM snapshots WHERE seq = ?').pluck().get(Number(base))
  return decodeState(JSON.parse(String(body)))
}

export function hashOf(state: HallState): string {
  return createHash('sha256').update(stateText(state)).digest('hex').slice(0, 16)
}

/** Adds what is missing or twofold in the hall, against what people were told, and says each in words. */
export function checkTold(told: Told, { state }: Read, counts: Counts): readonly string[] {
  const wrong: string[] = []
  const numbers = new Map<string, string>()
  for (const { visitId, number } of told.issued) {
    const other = numbers.get(number)
    if (other !== undefined && other !== visitId) {
      counts.duplicated += 1
      wrong.push(`I1: two people were given ${number}`)
    }
    numbers.set(number, visitId)
    const visit = state.visits.get(visitId)
    if (visit?.number === number && visit.state !== 'cancelled') continue
    counts.lost += 1
    wrong.push(`I3: ${number} was given to somebody and is ${visit?.state ?? 'not there'}`)
  }
  // What two computers did to one visit, neither knowing of the other, is kept for a person to settle (I6).
  const kept = new Set(
    [...state.conflicts.values()].flatMap(({ events }) =>
      events.flatMap((event) => {
        const read = hallEvent.safeParse(event)
        return read.success && read.data.type === 'visitFinished' ? [read.data.visitId] : []
      }),
    ),
  )
  for (const visitId of told.finished) {
    if (state.visits.get(visitId)?.state === 'finished' || kept.has(visitId)) continue
    counts.lost += 1
    wrong.push(`I3: a finished visit ${visitId} is ${state.visits.get(visitId)?.state ?? 'not there'}`)
  }
  for (const [number, id] of state.numbers) {
    if (!told.byHand.includes(number) || state.visits.get(id)?.state === 'finished') continue
    counts.lost += 1
    wrong.push(`I6: paper ${number} was served by hand and is ${state.visits.get(id)?.state ?? 'not there'}`)
  }
  const counters = new Map<string, string>()
  for (const { visitId, counterId } of told.called) {
    const other = counters.get(visitId)
    if (other !== undefined && other !== counterId) {
      counts.doubleCalled += 1
      wrong.push(`I2: ${visitId} was called at ${other} and at ${counterId}`)
    }
    counters.set(visitId, counterId)
  }
  counts.acknowledged += told.issued.length + told.called.length + told.finished.size + told.byHand.length
  return wrong
}
