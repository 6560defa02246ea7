/** A ledger that says how long each commit took. */
import type { Ledger } from '../ledger/ledger.ts'

/** The same ledger; `committed` hears events and seconds of each batch written. */
export function timedLedger<L extends Ledger>(
  ledger: L,
  monotonicMs: () => number,
  committed: (events: number, seconds: number) => void,
): Ledger {
  return {
    get lastSeq() {
      return ledger.lastSeq
    },
    load: () => ledger.load(),
    stateAt: (seq) => ledger.stateAt(seq),
    append: (batch) => {
      const from = monotonicMs()
      ledger.append(batch)
      committed(batch.events.length, (monotonicMs() - from) / 1000)
    },
    beginFrom: (state) => {
      ledger.beginFrom(state)
    },
    answerTo: (id) => ledger.answerTo(id),
    pruneAnswers: (beforeMs, lastMs) => ledger.pruneAnswers(beforeMs, lastMs),
    eventsAfter: (seq, limit) => ledger.eventsAfter(seq, limit),
    writtenBy: (id) => ledger.writtenBy(id),
    history: (id) => ledger.history(id),
    visitsOf: (query) => ledger.visitsOf(query),
    visitById: (id) => ledger.visitById(id),
    visitByKey: (key) => ledger.visitByKey(key),
    ratable: (id) => ledger.ratable(id),
    ratingsOf: (span) => ledger.ratingsOf(span),
    unrated: (span, limit) => ledger.unrated(span, limit),
    record: (id) => ledger.record(id),
    recordsOf: (query) => ledger.recordsOf(query),
    marksOf: (span) => ledger.marksOf(span),
    saveSnapshot: (state) => {
      ledger.saveSnapshot(state)
    },
    epoch: () => ledger.epoch(),
    setEpoch: (epoch) => {
      ledger.setEpoch(epoch)
    },
    hubId: () => ledger.hubId(),
    setHubId: (id) => {
      ledger.setHubId(id)
    },
    close: () => {
      ledger.close()
    },
  }
}
