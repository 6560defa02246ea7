/**
 * A ledger in memory, with the same promises as the one on disk and levers to
 * break them: for the simulator and for tests. No Node here.
 */
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { markOf } from '#shared/conduct/marks.ts'
import { daysOf, farDay, foldRecord, isRecordEvent, recordIdOf, staffOf } from '#shared/conduct/records.ts'
import type { ConductRecord, RecordKind, RecordOf } from '#shared/conduct/records.ts'
import { hallFolding } from './folding.ts'
import type { Folding } from './folding.ts'
import { LedgerFault, snapshotsKept } from './ledger.ts'
import type { KeptVisit, Ledger, LedgerFaultKind, RecordedAnswer, RecordQuery } from './ledger.ts'
import { whatOf } from './recordWords.ts'
import { baseTally, checkBatch, keep, ratableOf, ratingOf, tally, visitIdOf } from './projection.ts'

/** How the next append is to fail. */
export interface Injury {
  readonly kind: LedgerFaultKind
  /** `before`: nothing is written. `after`: all of it is, and the caller never hears so (a crash in between). */
  readonly when: 'before' | 'after'
}

export interface MemoryLedger extends Ledger {
  /** The next append fails so, once. */
  breakNext(injury: Injury): void
  /** Every append and snapshot fails with this kind until `mend`. */
  breakDown(kind: LedgerFaultKind): void
  mend(): void
  /** Makes the newest snapshot unreadable; false when there is none. */
  damageSnapshot(): boolean
}

interface Snapshot {
  readonly seq: number
  readonly shape: number
  readonly json: string
}

/** An empty ledger in memory. It survives the hub that used it, as a disk would: `close` loses nothing. */
export function memoryLedger(folding: Folding = hallFolding): MemoryLedger {
  const events: LedgerEvent[] = []
  /** Where a copy begins; 0 for a whole ledger. */
  let base = 0
  /** The state it was begun from, as JSON; undefined for a whole ledger. */
  let first: string | undefined
  const byCommand = new Map<CommandId, LedgerEvent[]>()
  const byVisit = new Map<VisitId, LedgerEvent[]>()
  const visits = new Map<VisitId, KeptVisit>()
  const numbers = new Set<string>()
  const records = new Map<ConductRecord['id'], ConductRecord>()
  const answers = new Map<CommandId, RecordedAnswer>()
  let snapshots: readonly Snapshot[] = []
  let epoch = 0
  let hubId: string | undefined
  let next: Injury | undefined
  let broken: LedgerFaultKind | undefined

  const failIfBroken = (): void => {
    if (broken !== undefined) throw new LedgerFault(broken, `the ledger in memory is set to fail: ${broken}`)
  }

  return {
    get lastSeq() {
      return base + events.length
    },

    load() {
      const ignored: string[] = []
      let state = first === undefined ? folding.initial : folding.decode(JSON.parse(first))
      for (const snapshot of snapshots) {
        if (snapshot.shape !== folding.shape) {
          ignored.push(`snapshot ${snapshot.seq} has shape ${snapshot.shape}, not ${folding.shape}`)
          continue
        }
        try {
          state = folding.decode(JSON.parse(snapshot.json))
          break
        } catch {
          ignored.push(`snapshot ${snapshot.seq} cannot be read`)
        }
      }
      const snapshotSeq = state.seq
      const tail = events.slice(snapshotSeq - base)
      for (const event of tail) state = folding.evolve(state, event)
      return { state, snapshotSeq, folded: tail.length, ignored }
    },

    stateAt(seq) {
      if (seq < base || seq > base + events.length) return undefined
      const from = first === undefined ? folding.initial : folding.decode(JSON.parse(first))
      return events.slice(0, seq - base).reduce((state, event) => folding.evolve(state, event), from)
    },

    append(batch) {
      failIfBroken()
      const injury = next
      next = undefined
      if (injury?.when === 'before') throw new LedgerFault(injury.kind, 'the append was set to fail')

      // Everything that can fail comes before anything that is kept.
      const sums = tally(batch.events)
      checkBatch(batch, base + events.length, sums)
      const rows = batch.changed.map((visit) => keep(visit, sums.get(visit.id), visits.get(visit.id)))
      const fresh = new Set<string>()
      for (const row of rows) {
        const number = `${row.day} ${row.number}`
        if (visits.has(row.id)) continue
        if (numbers.has(number) || fresh.has(number)) {
          throw new LedgerFault('conflict', `number ${row.number} was given already on ${row.day}`)
        }
        fresh.add(number)
      }
      const ids = new Set(batch.answers.map((answer) => answer.commandId))
      if (
        ids.size !== batch.answers.length ||
        batch.answers.some((answer) => answers.has(answer.commandId))
      ) {
        throw new LedgerFault('conflict', 'a command was answered twice')
      }

      for (const event of batch.events) {
        events.push(event)
        note(byCommand, event.commandId, event)
        if (isRecordEvent(event.event)) {
          const key = recordIdOf(event.event)
          const after = foldRecord(records.get(key), event.event, event.day)
          if (after !== undefined) records.set(key, after)
        }
        const id = visitIdOf(event.event)
        if (id !== undefined) note(byVisit, id, event)
      }
      for (const row of rows) visits.set(row.id, row)
      for (const number of fresh) numbers.add(number)
      for (const answer of batch.answers) answers.set(answer.commandId, answer)
      if (injury?.when === 'after')
        throw new LedgerFault(injury.kind, 'the append was set to crash once written')
    },

    beginFrom(state) {
      failIfBroken()
      if (base + events.length !== 0)
        throw new LedgerFault('conflict', 'a ledger that has begun cannot begin anew')
      base = state.seq
      first = JSON.stringify(folding.encode(state))
      const sums = baseTally(state)
      for (const record of [...state.records.values()].sort((a, b) => (a.id < b.id ? -1 : 1)))
        records.set(record.id, record)
      for (const visit of state.visits.values()) {
        visits.set(visit.id, keep(visit, sums.get(visit.id), undefined))
        numbers.add(`${state.day?.day ?? ''} ${visit.number}`)
      }
    },

    answerTo: (id) => answers.get(id),

    pruneAnswers(beforeMs, lastMs) {
      let newestMs = -Infinity
      for (const { atMs } of answers.values()) if (atMs < beforeMs) newestMs = Math.max(newestMs, atMs)
      let pruned = 0
      for (const [id, { atMs }] of answers) if (atMs <= newestMs - lastMs && answers.delete(id)) pruned += 1
      return pruned
    },

    eventsAfter: (seq, limit) => events.slice(Math.max(0, seq - base), Math.max(0, seq - base) + limit),
    writtenBy: (id) => byCommand.get(id)?.slice() ?? [],
    history: (id) => byVisit.get(id)?.slice() ?? [],
    visitById: (id) => visits.get(id),
    visitByKey: (key) => [...visits.values()].findLast((v) => v.key === key),
    ratable(id) {
      const visit = visits.get(id)
      if (visit === undefined) return undefined
      const history = byVisit.get(id) ?? []
      return ratableOf(
        visit,
        history.flatMap(({ event }) => (event.type === 'turnRecorded' ? [event.turn] : [])),
        history.flatMap((entry) => ratingOf(entry) ?? []),
      )
    },
    ratingsOf({ from, until }) {
      const isIn = (day: string | undefined): boolean => day !== undefined && from <= day && day < until
      const handled = events.flatMap(({ day, event }) =>
        event.type === 'turnRecorded' && isIn(day) ? [event.visitId] : [],
      )
      return {
        ratings: events.flatMap((entry) => ratingOf(entry) ?? []).filter(({ day }) => isIn(day)),
        visits: new Set(handled).size,
      }
    },

    unrated({ from, until }, limit) {
      const rated = new Set(events.flatMap((entry) => ratingOf(entry)?.visitId ?? []))
      return [...visits.values()]
        .filter(
          (v) =>
            from <= v.day &&
            v.day < until &&
            v.endedAtMs !== undefined &&
            !rated.has(v.id) &&
            byVisit.get(v.id)?.some(({ event }) => event.type === 'turnRecorded') === true,
        )
        .sort((a, b) => a.issueSeq - b.issueSeq)
        .slice(0, limit)
        .map((v) => v.id)
    },
    record: (id) => records.get(id),
    recordsOf<K extends RecordKind>(query: RecordQuery<K>) {
      const { record: kind, what, staffId, from, until, open, byDay, limit } = query
      return [...records.values()]
        .filter((r): r is RecordOf<K> => r.record === kind)
        .filter((r) => {
          const days = daysOf(r)
          return (
            (what === undefined || whatOf(r) === what) &&
            (staffId === undefined || staffOf(r) === staffId) &&
            (from === undefined || days.until > from) &&
            (until === undefined || days.from < until) &&
            (open !== true || days.until === farDay)
          )
        })
        .sort((a, b) =>
          byDay === true && daysOf(a).from !== daysOf(b).from
            ? daysOf(a).from < daysOf(b).from
              ? -1
              : 1
            : 0,
        )
        .slice(0, limit ?? Infinity)
    },
    marksOf: ({ from, until, staffId }) =>
      events
        .flatMap((entry) => markOf(entry) ?? [])
        .filter(
          (m) =>
            from <= m.day &&
            m.day < until &&
            (staffId === undefined || m.staffId === undefined || m.staffId === staffId),
        ),

    visitsOf(query) {
      const from = query.after === undefined ? 0 : visits.get(query.after)?.issueSeq
      if (from === undefined) return []
      return [...visits.values()]
        .filter(
          (v) =>
            v.issueSeq > from &&
            (query.day === undefined || v.day === query.day) &&
            (query.state === undefined || v.state === query.state) &&
            (query.queueId === undefined || v.queueId === query.queueId),
        )
        .sort((a, b) => a.issueSeq - b.issueSeq)
        .slice(0, query.limit)
    },

    saveSnapshot(state) {
      failIfBroken()
      if (state.seq > base + events.length) {
        throw new LedgerFault(
          'conflict',
          `a snapshot at ${state.seq} is ahead of the ledger at ${base + events.length}`,
        )
      }
      const fresh = { seq: state.seq, shape: folding.shape, json: JSON.stringify(folding.encode(state)) }
      snapshots = [fresh, ...snapshots.filter((s) => s.seq !== state.seq)]
        .sort((a, b) => b.seq - a.seq)
        .slice(0, snapshotsKept)
    },

    epoch: () => epoch,
    setEpoch(to) {
      failIfBroken()
      if (to < epoch) throw new LedgerFault('conflict', `the epoch cannot fall from ${epoch} to ${to}`)
      epoch = to
    },
    hubId: () => hubId,
    setHubId(id) {
      failIfBroken()
      hubId = id
    },
    close() {
      // Nothing is held; the next hub finds it as this one left it.
    },

    breakNext(injury) {
      next = injury
    },
    breakDown(kind) {
      broken = kind
    },
    mend() {
      broken = undefined
      next = undefined
    },
    damageSnapshot() {
      const [newest, ...older] = snapshots
      if (newest === undefined) return false
      snapshots = [{ ...newest, json: newest.json.slice(0, -1) }, ...older]
      return true
    },
  }
}

function note<K>(into: Map<K, LedgerEvent[]>, key: K, event: LedgerEvent): void {
  const list = into.get(key)
  if (list === undefined) into.set(key, [event])
  else list.push(event)
}
