/** The ledger on disk. See `ledger.ts` for what it promises. */
import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { commandId } from '#shared/ids/ids.ts'
import { ledgerEvent } from '#shared/hall/events.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import { asFault } from './database.ts'
import { hallFolding } from './folding.ts'
import type { Folding } from './folding.ts'
import { LedgerFault, snapshotsKept } from './ledger.ts'
import type { Batch, Ledger, Loaded } from './ledger.ts'
import { baseTally, checkBatch, noteChanged, tally, visitIdOf } from './projection.ts'
import { projectionRows } from './projectionRows.ts'

/** How many events are held at once while folding or rebuilding. */
const pieceSize = 2000

interface FoldOptions {
  /** The last seq to fold. */
  readonly upTo?: number
  readonly each?: (entry: LedgerEvent, after: HallState) => void
  /** Hears the end of each piece. */
  readonly end?: () => void
}

/** A ledger on disk, whose projections can be made again from its events. */
export interface SqliteLedger extends Ledger {
  /** Empties visits, turns and calls and fills them from the events, all or nothing. */
  rebuildProjections(): void
}

/**
 * The ledger in an open database (`openDatabase`). Fills projections that a
 * migration left stale before it returns. Closing it does not close the database.
 * Throws `LedgerFault`.
 */
export function sqliteLedger(db: Database, folding: Folding = hallFolding): SqliteLedger {
  const run = <T>(doing: string, work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw asFault(error, doing)
    }
  }
  return run('the ledger cannot be opened', () => build(db, folding, run))
}

function build(db: Database, folding: Folding, run: <T>(doing: string, work: () => T) => T): SqliteLedger {
  const putEvent = db.prepare<[number, number, string | null, string, string | null, string, string]>(
    'INSERT INTO events (seq, at_ms, day, type, visit_id, command_id, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const putAnswer = db.prepare<[string, string, number, string]>(
    'INSERT INTO answers (command_id, fingerprint, at_ms, answer) VALUES (?, ?, ?, ?)',
  )
  const getAnswer = db.prepare<[string], { fingerprint: string; atMs: number; answer: string }>(
    'SELECT fingerprint, at_ms AS atMs, answer FROM answers WHERE command_id = ?',
  )
  const dropAnswers = db.prepare<[number, number]>(
    'DELETE FROM answers WHERE at_ms <= (SELECT MAX(at_ms) FROM answers WHERE at_ms < ?) - ?',
  )
  const bodiesAfter = db
    .prepare<[number, number], string>('SELECT body FROM events WHERE seq > ? ORDER BY seq LIMIT ?')
    .pluck()
  const bodiesOf = db
    .prepare<[string], string>('SELECT body FROM events WHERE visit_id = ? ORDER BY seq')
    .pluck()
  const bodiesBy = db
    .prepare<[string], string>('SELECT body FROM events WHERE command_id = ? ORDER BY seq')
    .pluck()
  const snapshotSeqs = db
    .prepare<[number, number], number>(
      'SELECT seq FROM snapshots WHERE seq BETWEEN ? AND ? ORDER BY seq DESC',
    )
    .pluck()
  const getSnapshot = db.prepare<[number], { shape: number; sha256: string; body: string }>(
    'SELECT shape, sha256, body FROM snapshots WHERE seq = ?',
  )
  const putSnapshot = db.prepare<[number, number, string, string]>(
    'INSERT OR REPLACE INTO snapshots (seq, shape, sha256, body) VALUES (?, ?, ?, ?)',
  )
  const dropSnapshots = db.prepare<[number, number]>(
    'DELETE FROM snapshots WHERE seq <> ? AND seq NOT IN (SELECT seq FROM snapshots ORDER BY seq DESC LIMIT ?)',
  )
  const getMeta = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck()
  const putMeta = db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)')
  const rows = projectionRows(db)

  /** Where a copy begins: the seq of the state it was given; 0 for a whole ledger. */
  const base = (): number => Number(getMeta.get('base') ?? 0)

  let lastSeq = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM events').pluck().get() ?? 0
  lastSeq = Math.max(lastSeq, base())

  const write = db.transaction((batch: Batch): void => {
    const sums = tally(batch.events)
    checkBatch(batch, lastSeq, sums)
    for (const entry of batch.events) {
      const { seq, atMs, day, event } = entry
      const id = visitIdOf(event) ?? null
      putEvent.run(seq, atMs, day ?? null, event.type, id, entry.commandId, JSON.stringify(entry))
    }
    rows.write(batch.events, batch.changed, sums)
    for (const { commandId: id, fingerprint, atMs, answer } of batch.answers) {
      putAnswer.run(id, fingerprint, atMs, answer)
    }
  })

  const readEvents = (bodies: readonly string[]): LedgerEvent[] => bodies.map(readEvent)

  /** Folds the events after `from.seq`, to the last unless told where to end, handing each and each piece on. */
  const fold = (from: HallState, { upTo = Infinity, each, end }: FoldOptions = {}): HallState => {
    let state = from
    for (;;) {
      const limit = Math.min(pieceSize, upTo - state.seq)
      const piece = readEvents(bodiesAfter.all(state.seq, limit))
      if (piece.length === 0) return state
      for (const entry of piece) {
        try {
          state = folding.evolve(state, entry)
        } catch (error) {
          throw new LedgerFault('damaged', `event ${entry.seq} does not fit the events before it`, error)
        }
        each?.(entry, state)
      }
      end?.()
    }
  }

  /** Rebuilt in one transaction, so that a crash in the middle leaves the old rows and the mark to try again. */
  const rebuild = db.transaction((): void => {
    rows.clear()
    const from = base() === 0 ? folding.initial : openBase()
    rows.write([], [...from.visits.values()], baseTally(from))
    rows.begin(from)
    let events: LedgerEvent[] = []
    const changed = new Map<Batch['changed'][number]['id'], Batch['changed'][number]>()
    fold(from, {
      each(entry, after) {
        events.push(entry)
        noteChanged(changed, entry.event, after)
      },
      end() {
        rows.write(events, [...changed.values()], tally(events))
        events = []
        changed.clear()
      },
    })
    db.prepare(`DELETE FROM meta WHERE key = 'projections'`).run()
  })

  /** A snapshot's state, or a clear line why it is passed over. */
  const openSnapshot = (seq: number): HallState | string => {
    const found = getSnapshot.get(seq)
    if (found === undefined || seq > lastSeq) return `snapshot ${seq} is ahead of the ledger at ${lastSeq}`
    // A copy's first state cannot be folded anew, so one of earlier rules is read as it is.
    const isReadable = found.shape === folding.shape || (seq === base() && found.shape < folding.shape)
    if (!isReadable) return `snapshot ${seq} has shape ${found.shape}, not ${folding.shape}`
    if (found.sha256 !== sha256(found.body)) return `snapshot ${seq} is damaged`
    try {
      const state = folding.decode(JSON.parse(found.body))
      return state.seq === seq ? state : `snapshot ${seq} holds the state at ${state.seq}`
    } catch (error) {
      return `snapshot ${seq} cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  /** The state a copy was begun from. */
  const openBase = (): HallState => {
    const opened = openSnapshot(base())
    if (typeof opened === 'string')
      throw new LedgerFault('damaged', `the copy's first state is lost: ${opened}`)
    return opened
  }

  const begin = db.transaction((state: HallState): void => {
    if (lastSeq !== 0) throw new LedgerFault('conflict', `a ledger at ${lastSeq} cannot begin anew`)
    putMeta.run('base', String(state.seq))
    const body = JSON.stringify(folding.encode(state))
    putSnapshot.run(state.seq, folding.shape, sha256(body), body)
    rows.write([], [...state.visits.values()], baseTally(state))
    rows.begin(state)
  })

  /** The newest kept state that is not beyond `upTo`, and why later ones were passed over. */
  const startFor = (upTo: number): { readonly from: HallState; readonly ignored: readonly string[] } => {
    const ignored: string[] = []
    for (const seq of snapshotSeqs.all(base(), upTo)) {
      const opened = openSnapshot(seq)
      if (typeof opened !== 'string') return { from: opened, ignored }
      ignored.push(opened)
    }
    return { from: base() === 0 ? folding.initial : openBase(), ignored }
  }

  const load = (): Loaded => {
    const { from, ignored } = startFor(Infinity)
    const state = fold(from)
    return { state, snapshotSeq: from.seq, folded: state.seq - from.seq, ignored }
  }

  const stateAt = (seq: number): HallState | undefined =>
    seq < base() || seq > lastSeq ? undefined : fold(startFor(seq).from, { upTo: seq })

  const saveSnapshot = db.transaction((state: HallState): void => {
    if (state.seq > lastSeq) {
      throw new LedgerFault('conflict', `a snapshot at ${state.seq} is ahead of the ledger at ${lastSeq}`)
    }
    const body = JSON.stringify(folding.encode(state))
    putSnapshot.run(state.seq, folding.shape, sha256(body), body)
    dropSnapshots.run(base(), snapshotsKept)
  })

  const epoch = (): number => Number(getMeta.get('epoch') ?? 0)

  if (getMeta.get('projections') === 'stale') rebuild.immediate()

  return {
    get lastSeq() {
      return lastSeq
    },
    load: () => run('the ledger cannot be loaded', load),
    stateAt: (seq) => run('the ledger cannot be read', () => stateAt(seq)),
    append(batch) {
      try {
        write.immediate(batch)
      } catch (error) {
        throw asFault(error, 'nothing was appended to the ledger')
      }
      lastSeq += batch.events.length
    },
    beginFrom(state) {
      run('the copy cannot be begun', () => {
        begin.immediate(state)
        lastSeq = state.seq
      })
    },
    answerTo: (id) =>
      run('an answer cannot be looked up', () => {
        const found = getAnswer.get(id)
        return found === undefined ? undefined : { commandId: commandId.parse(id), ...found }
      }),
    pruneAnswers: (beforeMs, lastMs) =>
      run('old answers cannot be pruned', () => dropAnswers.run(beforeMs, lastMs).changes),
    eventsAfter: (seq, limit) => run('events cannot be read', () => readEvents(bodiesAfter.all(seq, limit))),
    writtenBy: (id) => run('events cannot be read', () => readEvents(bodiesBy.all(id))),
    history: (id) => run('events cannot be read', () => readEvents(bodiesOf.all(id))),
    visitsOf: (query) => run('visits cannot be read', () => rows.visitsOf(query)),
    visitById: (id) => run('visits cannot be read', () => rows.visitById(id)),
    visitByKey: (key) => run('visits cannot be read', () => rows.visitByKey(key)),
    ratable: (id) => run('visits cannot be read', () => rows.ratable(id)),
    ratingsOf: (span) => run('ratings cannot be read', () => rows.ratingsOf(span)),
    unrated: (span, limit) => run('ratings cannot be read', () => rows.unrated(span, limit)),
    record: (id) => run('records cannot be read', () => rows.record(id)),
    recordsOf: (query) => run('records cannot be read', () => rows.recordsOf(query)),
    marksOf: (span) => run('records cannot be read', () => rows.marksOf(span)),
    saveSnapshot: (state) => {
      run('the snapshot cannot be saved', () => {
        saveSnapshot.immediate(state)
      })
    },
    epoch: () => run('the epoch cannot be read', epoch),
    setEpoch: (to) => {
      run('the epoch cannot be written', () => {
        const from = epoch()
        if (to < from) throw new LedgerFault('conflict', `the epoch cannot fall from ${from} to ${to}`)
        putMeta.run('epoch', String(to))
      })
    },
    hubId: () => run('the hub id cannot be read', () => getMeta.get('hubId')),
    setHubId: (id) => {
      run('the hub id cannot be written', () => putMeta.run('hubId', id))
    },
    rebuildProjections: () => {
      run('the projections cannot be rebuilt', () => {
        rebuild.immediate()
      })
    },
    close() {
      // The database belongs to whoever opened it.
    },
  }
}

/** Reads one event back. Throws `LedgerFault` `damaged`, or `future` for an event form this version does not know. */
function readEvent(body: string): LedgerEvent {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch (error) {
    throw new LedgerFault('damaged', `an event is not JSON: ${body.slice(0, 60)}`, error)
  }
  const read = ledgerEvent.safeParse(json)
  if (read.success) return read.data
  const newer =
    typeof json === 'object' && json !== null && 'v' in json && typeof json.v === 'number' && json.v > 1
  throw new LedgerFault(
    newer ? 'future' : 'damaged',
    `an event is ${newer ? 'of a newer form' : 'not as it should be'}: ${body.slice(0, 60)}`,
    read.error,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
