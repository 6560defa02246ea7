/**
 * Rules broken on purpose, to prove that the simulator sees it. A mutation
 * replaces one passage of a product file as it is loaded; the file stays as it is.
 */
export interface Mutation {
  readonly name: string
  /** Path from the repository's root. */
  readonly file: string
  /** Occurs in the file exactly once. */
  readonly from: string
  readonly to: string
}

export const mutations: readonly Mutation[] = [
  {
    name: 'calls count towards a no-show however close they are',
    file: 'shared/hall/rules/calling.ts',
    from: 'nowMs - visit.countedCallAtMs >= spacingMs',
    to: 'nowMs - visit.countedCallAtMs >= 0 * spacingMs',
  },
  {
    name: 'a transfer loses the arrival',
    file: 'shared/hall/evolve.ts',
    from: "effectiveAtMs: event.position === 'last' ? Math.max(atMs, visit.effectiveAtMs) : visit.effectiveAtMs,",
    to: 'effectiveAtMs: atMs,',
  },
  {
    name: 'the record of answers is not read',
    file: 'main/ledger/memoryLedger.ts',
    from: 'answerTo: (id) => answers.get(id)',
    to: 'answerTo: (id) => (id.length < 0 ? answers.get(id) : undefined)',
  },
  {
    name: 'events are told before they are written',
    file: 'main/hub/hub.ts',
    from: '      this.#parts.ledger.append(batch)',
    to: '      for (const listener of this.#listeners) listener(events, this.#next)\n      this.#parts.ledger.append(batch)',
  },
  {
    name: 'numbers begin again after a restart',
    file: 'main/hub/hub.ts',
    from: 'this.#next = loaded.state\n',
    to: 'this.#next = { ...loaded.state, queues: loaded.state.queues.clear(), numbers: loaded.state.numbers.clear() }\n',
  },
  {
    name: 'a counter takes a second visit',
    file: 'shared/hall/rules/calling.ts',
    from: 'return visitId === undefined ? teller : refuse(',
    to: 'return visitId === visitId ? teller : refuse(',
  },
  {
    name: 'the last to come is the first',
    file: 'shared/queueing/line.ts',
    from: 'a.rankMs - b.rankMs',
    to: 'b.rankMs - a.rankMs',
  },
  {
    name: 'a display says the last announcement again',
    file: 'shared/client/announcements.ts',
    from: 'call.callNo <= taken.callNo',
    to: 'call.callNo < taken.callNo',
  },
  {
    name: 'a client forgets what it sent when the line breaks',
    file: 'shared/client/hallClient.ts',
    from: "for (const [id, { command }] of this.#unanswered) this.#parts.link.send({ type: 'command', id, command })",
    to: '',
  },
  {
    name: 'who catches up is not told the first event missed',
    file: 'main/hub/connection.ts',
    from: 'hub.eventsAfter(afterSeq, eventsAtMost)',
    to: 'hub.eventsAfter(afterSeq + 1, eventsAtMost)',
  },
  {
    name: 'half of a batch stays when the disk fails',
    file: 'main/ledger/memoryLedger.ts',
    from: "if (injury?.when === 'before') throw",
    to: "if (injury?.when === 'before') events.push(...batch.events)\n      if (injury?.when === 'before') throw",
  },
  {
    name: 'parked visits are left over at the day’s end',
    file: 'shared/hall/rules/day.ts',
    from: 'state.visits.filterNot(hasEnded)',
    to: "state.visits.filterNot((v) => hasEnded(v) || v.state === 'parked')",
  },
  {
    name: 'a restart begins at the time of the clock',
    file: 'main/hub/steady.clock.ts',
    from: 'let lastMs = notBeforeMs',
    to: 'let lastMs = 0 * notBeforeMs',
  },
  {
    name: 'answers are forgotten by the clock alone',
    file: 'main/hub/hub.ts',
    from: 'Math.min(nowMs - answersKeptMs, day?.startsAtMs ?? 0)',
    to: 'nowMs - answersKeptMs',
  },
  {
    name: 'a clock that was set is not noticed',
    file: 'shared/client/hallClient.ts',
    from: 'if (tookMs > this.#quickestMs && !clockWasSet) return',
    to: 'if (tookMs > this.#quickestMs) return',
  },
  {
    name: 'a station made the hub has no numbers of its own',
    file: 'shared/hall/rules/numbers.ts',
    from: 'const range = own ?? unownedRange(index)',
    to: 'const range = unownedRange(index) ?? own',
  },
]
