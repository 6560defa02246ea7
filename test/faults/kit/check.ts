/** What a ledger on disk must be after whatever happened: whole, lawful, and with all that anybody was told. */
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { hallEvent } from '#shared/hall/events.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { decodeState, stateText } from '#shared/hall/snapshot.ts'
import { initialState } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import { openDatabase, openForReading } from '#main/ledger/database.ts'
import type { HallDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { checkState, checkStep } from '#test/simulation/invariants.ts'
import type { Told } from './people.ts'
import { Kept, nameOf, notHandedOver } from './promise.ts'
import type { Deed, Ending, Written } from './promise.ts'

/** What a run counted. */
export interface Counts {
  kills: number
  partitions: number
  factsMerged: number
  conflicts: number
  /** Of these, what fitted by itself once all stations were back. */
  resolved: number
  /** Of these, what is listed for a person in the end. */
  left: number
  /** Finishes that somebody was told of and that are listed for a person, with what stands against them. */
  finishesApart: number
  /** The same of numbers, calls and papers. */
  othersApart: number
  /** What a hub did that nobody heard of before it died, and whoever had asked took back. */
  withdrawn: number
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
    left: 0,
    finishesApart: 0,
    othersApart: 0,
    withdrawn: 0,
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
  readonly log: Log
}

/** What each command wrote, as far as it was read now. */
export interface Log {
  readonly written: Written
  /** Where each command begins. */
  readonly seqOf: ReadonlyMap<string, number>
  /** What came up to here is not in this ledger, only what came of it. */
  readonly base: number
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
    const log = new LogReader(state.seq)
    let lastCommand = ''
    for (;;) {
      const piece = ledger.eventsAfter(state.seq, 2_000).filter((entry) => entry.seq <= upTo)
      if (piece.length === 0) break
      for (const entry of piece) {
        const after = evolve(state, entry)
        wrong.push(...checkStep(state, entry, after).map(({ of, what }) => `${of} at ${entry.seq}: ${what}`))
        if (entry.happenedMs !== undefined || entry.event.type === 'factConflicted')
          facts.add(entry.commandId)
        if (entry.event.type === 'factConflicted') conflicts += 1
        // All that a command does is written at once; whatever comes later under its id is done a second time.
        if (log.written.has(entry.commandId) && entry.commandId !== lastCommand)
          wrong.push(`I5 at ${entry.seq}: ${entry.commandId} is written a second time`)
        lastCommand = entry.commandId
        log.add(entry)
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
    return {
      state,
      hash: hashOf(state),
      wrong,
      factsMerged: facts.size,
      conflicts,
      resolved,
      events,
      log,
    }
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
export function checkTold(told: Told, { state, log }: Read, counts: Counts): readonly string[] {
  const wrong: string[] = []
  const kept = new Kept(state, log.written)
  const check = (deed: Deed): void => {
    counts.acknowledged += 1
    const fate = kept.fateOf(deed)
    switch (fate) {
      case 'inLedger':
        return
      case 'inConflict':
        if (deed.did === 'finished') counts.finishesApart += 1
        else counts.othersApart += 1
        return
      case 'alone':
      case 'lost':
        counts.lost += 1
        wrong.push(
          fate === 'lost'
            ? `I3: ${nameOf(deed)}: somebody was told so, and it is not in the ledger`
            : `I6: ${nameOf(deed)}: kept as a conflict with nothing that stands against it`,
        )
    }
  }
  const numbers = new Map<string, string>()
  for (const { visitId, number } of told.issued) {
    const other = numbers.get(number)
    if (other !== undefined && other !== visitId) {
      counts.duplicated += 1
      wrong.push(`I1: two people were given ${number}`)
    }
    numbers.set(number, visitId)
    check({ did: 'issued', visitId, number })
    const now = state.visits.get(visitId)?.state
    if (now !== 'cancelled' || told.givenUp.has(visitId)) continue
    counts.lost += 1
    wrong.push(`I3: ${number} was given to somebody and is ${now}`)
  }
  const counters = new Map<string, string>()
  for (const { visitId, counterId } of told.called) {
    const other = counters.get(visitId)
    if (other !== undefined && other !== counterId) {
      counts.doubleCalled += 1
      wrong.push(`I2: ${visitId} was called at ${other} and at ${counterId}`)
    }
    counters.set(visitId, counterId)
    check({ did: 'called', visitId, counterId })
  }
  for (const { visitId, counterId } of told.finished) check({ did: 'finished', visitId, counterId })
  for (const { number, counterId } of told.byHand) check({ did: 'servedPaper', number, counterId })
  return wrong
}

/** What another ledger of the hall holds must have come to something too, whoever was told of it. */
export function checkHandedOver(
  who: string,
  { written, seqOf }: Log,
  { state, log }: Read,
  endings: ReadonlyMap<string, Ending>,
  counts: Counts,
): readonly string[] {
  // A copy of the hall's first hub goes on from the state it was given when it was paired.
  const beyond = new Map([...written].filter(([id]) => (seqOf.get(id) ?? 0) > log.base))
  const { lost, withdrawn } = notHandedOver(beyond, new Kept(state, log.written), endings)
  counts.lost += lost.length
  counts.withdrawn += withdrawn
  return lost.map((what) => `I3: only ${who} holds ${what}`)
}

/** What is listed for a person in the end, one line each. */
export function conflictsLeft({ state }: Read): readonly string[] {
  return [...state.conflicts.values()].map(({ factId, stationId, reason, events }) => {
    const did = hallEvent.array().parse(events)
    return `left for a person: ${did.map(({ type }) => type).join(', ')} at ${stationId}: ${reason} (${factId})`
  })
}

/** Copies of the ledger that a computer has put aside because they went another way, with what each holds. */
export function readAside(folder: string): readonly { readonly name: string; readonly log: Log }[] {
  return readdirSync(folder)
    .filter((name) => /^hall\.db\.aside-\d+$/.test(name))
    .map((name) => {
      const db = openForReading(join(folder, name))
      try {
        const ledger = sqliteLedger(db)
        const log = new LogReader(0)
        for (let last = 0; ;) {
          const piece = ledger.eventsAfter(last, 2_000)
          const end = piece.at(-1)
          if (end === undefined) return { name, log }
          for (const entry of piece) log.add(entry)
          last = end.seq
        }
      } finally {
        db.close()
      }
    })
}

/** How each command ended that a hub was sent. */
export function endingsIn(folder: string): ReadonlyMap<string, Ending> {
  const db = openForReading(join(folder, 'hall.db'))
  try {
    const rows = db
      .prepare<[], { id: string; fingerprint: string; ok: number }>(
        `SELECT command_id AS id, fingerprint, json_extract(answer, '$.ok') AS ok FROM answers`,
      )
      .all()
    return new Map(
      rows.map(({ id, fingerprint, ok }) => [
        id,
        fingerprint === 'withdrawn' ? 'withdrawn' : ok === 1 ? 'done' : 'refused',
      ]),
    )
  } finally {
    db.close()
  }
}

class LogReader implements Log {
  readonly base: number
  readonly written = new Map<string, HallEvent[]>()
  readonly seqOf = new Map<string, number>()

  constructor(base: number) {
    this.base = base
  }

  add({ seq, commandId, event }: LedgerEvent): void {
    const before = this.written.get(commandId)
    if (before !== undefined) {
      before.push(event)
      return
    }
    this.written.set(commandId, [event])
    this.seqOf.set(commandId, seq)
  }
}
