/** What is written to a computer's disk, with the judge looking on and levers to break it. */
import { LedgerFault } from '#main/ledger/ledger.ts'
import type { Batch, Ledger } from '#main/ledger/ledger.ts'
import type { MemoryLedger } from '#main/ledger/memoryLedger.ts'
import type { StationStore } from '#main/station/stationStore.ts'
import type { Chronicle } from './chronicle.ts'
import type { Computer } from './computer.ts'
import { Crash } from './levers.ts'
import type { Levers } from './levers.ts'
import type { Surroundings } from './surroundings.ts'

export interface HubDisk {
  readonly ledger: MemoryLedger
  readonly levers: Levers
  readonly chronicle: () => Chronicle | undefined
  /** Something was written and the hub was told that it was not. */
  readonly unheard: () => void
}

/** A ledger as its hub sees it. */
export function watchedLedger({ oracle, coverage }: Surroundings, disk: HubDisk): Ledger {
  const { ledger, levers, chronicle, unheard } = disk
  let isDying = false
  const append = (batch: Batch): void => {
    // It writes nothing more, however many groups the same step would go on to write.
    if (isDying) throw new Crash()
    levers.pull('beforeAppend')
    const seq = ledger.lastSeq
    try {
      ledger.append(batch)
    } catch (error) {
      if (error instanceof LedgerFault && error.kind === 'conflict') oracle.fail('ledger', error.message)
      // Written, and the caller is told that it was not: only a process that dies now can come to that.
      const isWritten =
        ledger.lastSeq > seq ||
        (batch.events.length === 0 && batch.answers.every((a) => ledger.answerTo(a.commandId) !== undefined))
      if (isWritten) {
        isDying = true
        unheard()
        coverage.fault('diskErrorWritten')
        chronicle()?.appended(batch, true)
      }
      throw error
    }
    chronicle()?.appended(batch, false)
    if (batch.answers.length > 1) coverage.mark('groupCommit')
    levers.pull('afterAppend')
  }
  return {
    ...ledger,
    get lastSeq() {
      return ledger.lastSeq
    },
    load: () => {
      const loaded = ledger.load()
      if (loaded.snapshotSeq > 0) coverage.mark('restartFromSnapshot')
      return loaded
    },
    append,
    answerTo: (id) => {
      const recorded = ledger.answerTo(id)
      if (recorded !== undefined) coverage.mark('answeredFromRecord')
      return recorded
    },
    eventsAfter: (seq, limit) => {
      coverage.mark('caughtUpByEvents')
      return ledger.eventsAfter(seq, limit)
    },
  }
}

/** A station's copy: what it takes in was written by a hub before. */
export function watchedReplica(
  { oracle, coverage }: Surroundings,
  computer: Computer,
  unheard: () => void,
): Ledger {
  const { ledger, levers, name } = computer
  return {
    ...ledger,
    get lastSeq() {
      return ledger.lastSeq
    },
    append: (batch) => {
      levers.pull('beforeAppend')
      const seq = ledger.lastSeq
      try {
        ledger.append(batch)
      } catch (error) {
        if (error instanceof LedgerFault && error.kind === 'conflict') oracle.fail('ledger', error.message)
        if (ledger.lastSeq > seq) {
          unheard()
          coverage.fault('diskErrorWritten')
          oracle.copied(name, batch.events)
        }
        throw error
      }
      oracle.copied(name, batch.events)
      levers.pull('afterAppend')
    },
  }
}

/** A station's own records: what it decided alone, what it handed over, what it may forget. */
export function watchedStore({ oracle, timeline, trace }: Surroundings, computer: Computer): StationStore {
  const { store, levers, name } = computer
  return {
    ...store,
    decided: (decided) => {
      store.decided(decided)
      trace.note(timeline.nowMs, name, decided.fact?.events ?? decided.answer)
      oracle.facts.decided(computer, decided)
      levers.pull('afterAppend')
    },
    addFactsFirst: (facts) => {
      store.addFactsFirst(facts)
      oracle.facts.handedOn(facts)
    },
    dropFacts: (ids) => {
      for (const id of ids) oracle.facts.dropped(name, id)
      store.dropFacts(ids)
    },
  }
}
