/** A station's store in memory, for the simulator and for tests; it survives the station that used it, as a disk would. */
import type { CommandId, CounterId, VisitId } from '#shared/ids/ids.ts'
import type { Stood } from '#shared/hall/ranges.ts'
import type { Answer, SentFact } from '#shared/protocol/messages.ts'
import type { KnownSession, Sent, StationStore } from './stationStore.ts'

/** An empty store. */
export function memoryStationStore(): StationStore {
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
      const known = new Set(facts.map((f) => f.id))
      facts = [...earlier.filter((f) => !known.has(f.id)), ...facts]
    },
    dropFacts: (ids) => {
      const gone = new Set(ids)
      facts = facts.filter((f) => !gone.has(f.id))
    },
    sent: () => [...sent.values()],
    addSent: (one) => {
      sent.set(one.id, one)
    },
    dropSent: (id) => {
      sent.delete(id)
    },
    answered: (id, answer) => {
      if (!answers.has(id)) answers.set(id, answer)
      sent.delete(id)
    },
    givenBack: () => givenBack,
    setGivenBack: (ids) => {
      givenBack = ids
    },
    sessions: () => [...sessions.values()],
    addSession: (session) => {
      sessions.set(session.tokenHash, session)
    },
    dropSession: (tokenHash) => {
      sessions.delete(tokenHash)
    },
    counterId: () => counterId,
    setCounterId: (id) => {
      counterId = id
    },
    stood: () => stood,
    setStood: (now) => {
      stood = now
    },
    offsetMs: () => offsetMs,
    setOffsetMs: (ms) => {
      offsetMs = ms
    },
  }
}
