/** A station's store in memory, for the simulator and for tests; it survives the station that used it, as a disk would. */
import type { CommandId, CounterId, VisitId } from '#shared/ids/ids.ts'
import type { Stood } from '#shared/hall/ranges.ts'
import type { Answer, SentFact } from '#shared/protocol/messages.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import type { LedgerFaultKind } from '../ledger/ledger.ts'
import type { KnownSession, Sent, StationStore } from './stationStore.ts'

/** Levers of a store in memory. */
export interface MemoryStationStore extends StationStore {
  /** Every write fails with this kind until `mend`. */
  breakDown(kind: LedgerFaultKind): void
  mend(): void
}

/** An empty store. */
export function memoryStationStore(): MemoryStationStore {
  let broken: LedgerFaultKind | undefined
  const write = (): void => {
    if (broken !== undefined) throw new LedgerFault(broken, 'the store was told to break')
  }
  let facts: readonly SentFact[] = []
  const sent = new Map<CommandId, Sent>()
  const sessions = new Map<string, KnownSession>()
  const answers = new Map<CommandId, Answer>()
  const given = new Set<string>()
  let offsetMs = 0
  let stood: Stood | undefined
  let givenBack: readonly VisitId[] = []
  let counterId: CounterId | undefined
  return {
    facts: () => facts,
    decided: ({ commandId, fact, answer, given: gave, sent: then }) => {
      write()
      if (gave !== undefined) given.add(`${gave.day} ${gave.number}`)
      if (fact !== undefined && !facts.some((f) => f.id === fact.id)) facts = [...facts, fact]
      answers.set(commandId, answer)
      const before = sent.get(commandId)
      if (before !== undefined && then === 'superseded') sent.set(commandId, { ...before, superseded: true })
      else sent.delete(commandId)
    },
    hasGiven: ({ day, number }) => given.has(`${day} ${number}`),
    answerTo: (id) => answers.get(id),
    addFactsFirst: (earlier) => {
      write()
      const known = new Set(facts.map((f) => f.id))
      facts = [...earlier.filter((f) => !known.has(f.id)), ...facts]
    },
    dropFacts: (ids) => {
      write()
      const gone = new Set(ids)
      facts = facts.filter((f) => !gone.has(f.id))
    },
    sent: () => [...sent.values()],
    addSent: (one) => {
      write()
      sent.set(one.id, one)
    },
    dropSent: (id) => {
      write()
      sent.delete(id)
    },
    answered: (id, answer) => {
      write()
      if (!answers.has(id)) answers.set(id, answer)
      sent.delete(id)
    },
    givenBack: () => givenBack,
    setGivenBack: (ids) => {
      write()
      givenBack = ids
    },
    sessions: () => [...sessions.values()],
    addSession: (session) => {
      write()
      sessions.set(session.tokenHash, session)
    },
    dropSession: (tokenHash) => {
      write()
      sessions.delete(tokenHash)
    },
    counterId: () => counterId,
    setCounterId: (id) => {
      counterId = id
      write()
    },
    stood: () => stood,
    setStood: (now) => {
      write()
      stood = now
    },
    offsetMs: () => offsetMs,
    setOffsetMs: (ms) => {
      write()
      offsetMs = ms
    },
    breakDown: (kind) => {
      broken = kind
    },
    mend: () => {
      broken = undefined
    },
  }
}
