/**
 * A station: a replica of the day's ledger that serves its own screens, passes
 * their commands to the hub while there is one, and decides by the same rules
 * what it may decide while there is none. No sockets, no disk and no clock of its
 * own: the simulator drives this very class.
 */
import { commandId, factId, visitId as parseVisitId } from '#shared/ids/ids.ts'
import type { CommandId, CounterId, StationId, VisitId } from '#shared/ids/ids.ts'
import { viewCounter } from '#shared/client/counterView.ts'
import { viewVisit } from '#shared/client/visitView.ts'
import { decide } from '#shared/hall/decide.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { applyEvent, evolve } from '#shared/hall/evolve.ts'
import { offlineCommands } from '#shared/hall/permissions.ts'
import { refuse } from '#shared/hall/refusals.ts'
import { fit } from '#shared/hall/rules/fitting.ts'
import { decodeState } from '#shared/hall/snapshot.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor, Visit } from '#shared/hall/visit.ts'
import type { Answer, ClientMessage, HubMessage, SentFact } from '#shared/protocol/messages.ts'
import type { Host } from '../hub/host.ts'
import type { HubListener, Submission } from '../hub/hub.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { noteChanged, visitIdOf } from '../ledger/projection.ts'
import type { StationStore } from './stationStore.ts'

export interface StationParts {
  readonly stationId: StationId
  /** This station's copy of the ledger. */
  readonly replica: Ledger
  /** Gives an empty copy in place of one that went its own way; the old one is set aside, never deleted. */
  readonly replaceReplica: () => Ledger
  readonly store: StationStore
  /** The station's own clocks, ms. */
  readonly wallMs: () => number
  readonly monotonicMs: () => number
  /** Names this run of the station: its monotonic clock means nothing in another. */
  readonly run: string
  readonly newId: () => string
  readonly newKey: () => string
  /** Runs the callback once after so many ms; returns how to prevent it. */
  readonly after: (delayMs: number, work: () => void) => () => void
  readonly log: (line: string) => void
}

/** Where a station stands with its hub. */
export type Standing =
  /** Nothing was heard of the hub yet, or it was lost a moment ago: commands wait. */
  | 'joining'
  /** Commands go to the hub. */
  | 'live'
  /** The hub is away: the station decides what it may. */
  | 'alone'

/** How long after losing the hub a station waits before it decides alone, ms; loss itself is noticed within two seconds. */
const graceMs = 1_200
/** Facts handed in at once. */
const factsAtOnce = 100

/** What a hub does for its own reign: of no meaning in another, which does the same for itself. */
const reignEvents: ReadonlySet<HallEvent['type']> = new Set(['dayStarted', 'hubPromoted', 'reignSettled'])

interface Waiting {
  readonly submission: Submission
  readonly token: string | undefined
  readonly reply: (answer: Answer) => void
}

type Reigns = readonly { readonly epoch: number; readonly fromSeq: number }[]

/**
 * The last seq that two ledgers have in common, by where each says its reigns
 * began; `Infinity` when neither knows of a reign that the other does not.
 */
export function commonPart(own: Reigns, hubs: Reigns): number {
  for (let n = 0; n < Math.max(own.length, hubs.length); n += 1) {
    const [mine, theirs] = [own[n], hubs[n]]
    if (mine?.epoch === theirs?.epoch && mine?.fromSeq === theirs?.fromSeq) continue
    return Math.min(mine?.fromSeq ?? Infinity, theirs?.fromSeq ?? Infinity) - 1
  }
  return Infinity
}

/** See the head of this file. */
export class Station implements Host {
  readonly #parts: StationParts
  #replica: Ledger
  /** As the hub's ledger has it. */
  #known: HallState
  /** As this station's screens see it: with its own facts on top. */
  #local: HallState
  #standing: Standing = 'joining'
  #send: ((message: ClientMessage) => void) | undefined
  #stopGrace: (() => void) | undefined
  /** Replies owed to screens, by command. */
  readonly #waiting = new Map<CommandId, Waiting>()
  #handingIn = false
  #caughtUp = false
  /** What was asked for is on its way; asking again would bring it twice. */
  #asked = false
  #offsetMs = 0
  #lastMs: number
  #listeners: readonly HubListener[] = []
  #resets: readonly (() => void)[] = []

  constructor(parts: StationParts) {
    this.#parts = parts
    this.#replica = parts.replica
    this.#known = parts.replica.load().state
    this.#lastMs = this.#known.atMs
    this.#local = this.#overlay()
    // A station that starts without its hub is alone after the same grace.
    this.#startGrace()
  }

  get state(): HallState {
    return this.#local
  }

  get standing(): Standing {
    return this.#standing
  }

  get stationId(): StationId {
    return this.#parts.stationId
  }

  /** The highest epoch this station has followed. */
  get epoch(): number {
    return this.#known.reign.epoch
  }

  /** Facts the hub has not taken yet. */
  get factsLeft(): number {
    return this.#parts.store.facts().length
  }

  /** The hub's time as well as it is known here; never falls. */
  readonly nowMs = (): number => {
    this.#lastMs = Math.max(this.#lastMs, Math.floor(this.#parts.wallMs() + this.#offsetMs))
    return this.#lastMs
  }

  /** Its own facts have no place in the ledger yet, so a screen that missed some gets the whole state. */
  readonly eventsAfter = (seq: number, limit: number): readonly LedgerEvent[] | undefined =>
    this.#local === this.#known ? this.#replica.eventsAfter(seq, limit) : undefined

  /** Hears each event as it reaches the screens. */
  readonly listen = (listener: HubListener): (() => void) => {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((l) => l !== listener)
    }
  }

  /** Hears when the state was replaced or the hub came or went: screens then need it whole, and told where they stand. */
  onReset(listener: () => void): () => void {
    this.#resets = [...this.#resets, listener]
    return () => {
      this.#resets = this.#resets.filter((l) => l !== listener)
    }
  }

  /** Carries out a screen's command: through the hub, or here while there is none. */
  readonly submit = (submission: Submission, reply: (answer: Answer) => void): void => {
    const waiting: Waiting = { submission, token: submission.token, reply }
    this.#waiting.set(submission.id, waiting)
    switch (this.#standing) {
      case 'live':
        this.#forward(waiting)
        return
      case 'alone':
        this.#decideAlone(waiting)
        return
      case 'joining':
        // Sent once the hub is there, decided here once it is known not to be.
        return
    }
  }

  /** The hub can be spoken to; it has not been heard yet. */
  connected(send: (message: ClientMessage) => void): void {
    this.#send = send
    this.#asked = false
    this.#caughtUp = false
    this.#handingIn = false
  }

  /** The hub was lost. */
  lost(): void {
    this.#send = undefined
    this.#caughtUp = false
    this.#handingIn = false
    if (this.#standing === 'alone') return
    this.#standing = 'joining'
    this.#startGrace()
  }

  /** Takes a message from the hub. */
  receive(message: HubMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#welcomed(message)
        return
      case 'snapshot':
        this.#asked = false
        this.#begin(decodeState(message.state))
        return
      case 'events':
        this.#asked = false
        this.#append(message.events)
        return
      case 'answer':
        this.#answered(message.id, message.answer)
        return
      case 'giveBack':
        this.#giveBack(message.counterId, message.visitIds)
        return
      case 'factsTaken':
        this.#parts.store.dropFacts(message.ids)
        this.#handingIn = false
        this.#handIn()
        return
      case 'pong':
        this.#offsetMs = message.hubMs - (message.sentMs + this.#parts.wallMs()) / 2
        if (message.seq > this.#known.seq) this.#subscribe()
        return
      case 'keys':
      case 'hubLink':
      case 'paper':
      case 'printJob':
      case 'waits':
      case 'invalid':
      case 'closing':
        return
    }
  }

  /** Says again which counter works here, and measures the clocks; a few times a minute. */
  tick(): void {
    this.#send?.({ type: 'ping', sentMs: this.#parts.wallMs() })
  }

  /** Remembers which counter works through this station, so that it may hold claims. */
  stand(counterId: CounterId | undefined): void {
    if (this.#parts.store.counterId() !== counterId) this.#parts.store.setCounterId(counterId)
    this.#sayStanding()
  }

  #sayStanding(): void {
    const counterId = this.#parts.store.counterId()
    this.#send?.({ type: 'standing', ...(counterId === undefined ? {} : { counterId }) })
  }

  #startGrace(): void {
    this.#stopGrace ??= this.#parts.after(graceMs, () => {
      this.#stopGrace = undefined
      this.#goAlone()
    })
  }

  #goAlone(): void {
    if (this.#standing !== 'joining') return
    this.#standing = 'alone'
    this.#local = this.#overlay()
    this.#reset()
    for (const waiting of [...this.#waiting.values()]) this.#decideAlone(waiting)
  }

  #welcomed({ hubMs, epoch, reigns, seq }: Extract<HubMessage, { type: 'welcome' }>): void {
    if (this.#offsetMs === 0) this.#offsetMs = hubMs - this.#parts.wallMs()
    const own = this.#known.reign
    const common = commonPart(own.history, reigns)
    if (epoch >= own.epoch && this.#known.seq > common) this.#handOver(common)
    // A ledger of the same reign that ends before this copy has lost its end: what is here is handed over too.
    else if (epoch === own.epoch && seq < this.#known.seq) this.#handOver(seq)
    this.tick()
    this.#subscribe()
  }

  /**
   * Another hub reigns: what this copy holds beyond the common part was
   * acknowledged by the hub before it and is handed over as facts; the copy
   * begins anew.
   */
  #handOver(commonSeq: number): void {
    const facts: SentFact[] = []
    const done = new Map<CommandId, HallEvent[]>()
    for (let from = commonSeq; ;) {
      const piece = this.#replica.eventsAfter(from, 500)
      const last = piece.at(-1)
      if (last === undefined) break
      for (const entry of piece) {
        if (!reignEvents.has(entry.event.type)) facts.push(this.#factOf(entry))
        done.set(entry.commandId, [...(done.get(entry.commandId) ?? []), entry.event])
      }
      from = last.seq
    }
    this.#parts.log(
      `another reign began: ${String(facts.length)} events beyond ${String(commonSeq)} are handed over`,
    )
    this.#parts.store.addFactsFirst(facts)
    // Carried out by the hub before, so never to be sent again: it would be done twice.
    for (const { id, superseded } of this.#parts.store.sent()) {
      const events = done.get(id)
      if (events !== undefined && !superseded) this.#answered(id, this.#answerOf(events))
    }
    this.#replica.close()
    this.#replica = this.#parts.replaceReplica()
    this.#known = this.#replica.load().state
  }

  #factOf(entry: LedgerEvent): SentFact {
    const happenedMs = entry.happenedMs ?? entry.atMs
    const epoch = this.#known.reign.history.findLast((r) => r.fromSeq <= entry.seq)?.epoch ?? 0
    return {
      // The same event handed over by several stations is one fact. Its command's end tells it from
      // an event that another hub wrote at the same place.
      id: factId.parse(`reign:${String(epoch)}:${String(entry.seq)}:${entry.commandId.slice(-40)}`),
      actor: entry.actor,
      events: [entry.event],
      believedMs: happenedMs,
      wallMs: happenedMs - this.#offsetMs,
      monotonicMs: 0,
      run: 'handedOver',
    }
  }

  #subscribe(): void {
    if (this.#asked || this.#send === undefined) return
    this.#asked = true
    this.#send({ type: 'subscribe', afterSeq: this.#known.seq })
  }

  /** A whole state in place of the copy: the first time, or after too long. */
  #begin(state: HallState): void {
    if (this.#known.seq !== 0) {
      this.#replica.close()
      this.#replica = this.#parts.replaceReplica()
    }
    if (state.seq > 0) this.#replica.beginFrom(state)
    this.#known = state
    this.#refresh([])
    this.#isCaughtUp()
  }

  #append(events: readonly LedgerEvent[]): void {
    const fresh: LedgerEvent[] = []
    const changed = new Map<VisitId, Visit>()
    let known = this.#known
    for (const entry of events) {
      if (entry.seq <= known.seq) continue
      if (entry.seq !== known.seq + 1) {
        this.#subscribe()
        break
      }
      known = evolve(known, entry)
      fresh.push(entry)
      noteChanged(changed, entry.event, known)
    }
    if (fresh.length > 0) {
      // On disk before anyone here is told: what a screen saw acknowledged is held in two places.
      this.#replica.append({ events: fresh, answers: [], changed: [...changed.values()] })
      this.#known = known
      this.#forgetGivenBack(fresh)
      this.#refresh(fresh)
    }
    this.#isCaughtUp()
  }

  #isCaughtUp(): void {
    if (this.#caughtUp || this.#send === undefined) return
    this.#caughtUp = true
    this.#sayStanding()
    for (const { id, command, token } of this.#parts.store.sent()) {
      this.#send({ type: 'command', id, command, ...(token === undefined ? {} : { token }) })
    }
    this.#handIn()
  }

  /** Hands facts in piece by piece; when none is left the station is live again. */
  #handIn(): void {
    if (this.#send === undefined || !this.#caughtUp || this.#handingIn) return
    // What the hub did with commands sent before must be known first: a fact may have to follow from it.
    if (this.#parts.store.sent().some((s) => s.superseded)) return
    const facts = this.#parts.store.facts().slice(0, factsAtOnce)
    if (facts.length > 0) {
      this.#handingIn = true
      const { wallMs, monotonicMs, run } = this.#parts
      this.#send({ type: 'facts', clocks: { wallMs: wallMs(), monotonicMs: monotonicMs(), run }, facts })
      return
    }
    if (this.#standing === 'live') return
    this.#stopGrace?.()
    this.#stopGrace = undefined
    const was = this.#standing
    this.#standing = 'live'
    this.#local = this.#known
    if (was === 'alone') this.#reset()
    const unsent = new Set(this.#parts.store.sent().map((s) => s.id))
    for (const waiting of [...this.#waiting.values()])
      if (!unsent.has(waiting.submission.id)) this.#forward(waiting)
  }

  #forward({ submission: { id, command }, token }: Waiting): void {
    this.#parts.store.addSent({ id, command, token, superseded: false })
    this.#send?.({ type: 'command', id, command, ...(token === undefined ? {} : { token }) })
  }

  #answered(id: CommandId, answer: Answer): void {
    const sent = this.#parts.store.sent().find((s) => s.id === id)
    if (sent?.superseded === true && answer.ok) this.#undo(sent.command, answer)
    this.#parts.store.dropSent(id)
    if (answer.ok && sent?.command.type === 'openCounter') this.stand(sent.command.counterId)
    if (answer.ok && sent?.command.type === 'closeCounter') this.stand(undefined)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.reply(answer)
    this.#handIn()
  }

  /**
   * The hub carried out what was then done here another way, because its answer
   * never came: the number nobody holds is cancelled, the visit called and not
   * served goes back to its place.
   */
  #undo({ type }: Command, { visitId }: Extract<Answer, { ok: true }>): void {
    if (visitId === undefined) return
    if (type === 'issueVisit') {
      this.#addFirst([{ type: 'visitCancelled', visitId, reason: 'issued again while the hub was away' }])
    } else if (type === 'callNext' || type === 'call') {
      this.#addFirst([{ type: 'visitRequeued', visitId }])
    }
  }

  /** A fact that must come before all others. */
  #addFirst(events: readonly HallEvent[]): void {
    const actor: Actor = { kind: 'station', stationId: this.#parts.stationId, mode: 'console' }
    this.#parts.store.addFactsFirst([this.#newFact(events, actor)])
  }

  #decideAlone(waiting: Waiting): void {
    const { submission, reply } = waiting
    const { id, command, actor } = submission
    this.#waiting.delete(id)
    if (!offlineCommands.includes(command.type)) {
      reply(refuse('hubNeeded', { command: command.type }))
      return
    }
    const nowMs = this.nowMs()
    const { newId, newKey, stationId } = this.#parts
    const decision = decide(this.#local, command, { nowMs, actor, newId, newKey, alone: { stationId } })
    if (!decision.ok) {
      reply(decision)
      return
    }
    const { store } = this.#parts
    // A number or a call that the hub may have given meanwhile is another one than this; all else is the same deed.
    const another = command.type === 'issueVisit' || command.type === 'callNext' || command.type === 'call'
    const sent = store.sent().find((s) => s.id === id)
    const fact = this.#newFact(decision.events, actor, sent !== undefined && another ? newId() : id)
    store.addFact(fact)
    if (sent !== undefined) {
      if (another) store.addSent({ ...sent, superseded: true })
      else store.dropSent(id)
    }
    const before = this.#local
    this.#local = decision.events.reduce((state, event) => this.#fold(state, event, nowMs), before)
    this.#tell(this.#provisional(before, decision.events, nowMs, actor))
    reply(this.#answerOf(decision.events))
  }

  #newFact(events: readonly HallEvent[], actor: Actor, id: string = this.#parts.newId()): SentFact {
    const { wallMs, monotonicMs, run } = this.#parts
    return {
      id: factId.parse(id),
      actor,
      events,
      believedMs: this.nowMs(),
      wallMs: wallMs(),
      monotonicMs: monotonicMs(),
      run,
    }
  }

  #fold(state: HallState, event: HallEvent, atMs: number): HallState {
    const seq = state.seq + 1
    return { ...applyEvent(state, event, { seq, atMs }), seq, atMs: Math.max(atMs, state.atMs) }
  }

  /** The events as screens fold them: numbered on from what they have, replaced once the hub has merged them. */
  #provisional(
    before: HallState,
    events: readonly HallEvent[],
    atMs: number,
    actor: Actor,
  ): readonly LedgerEvent[] {
    return events.map((event, i) => ({
      seq: before.seq + 1 + i,
      v: 1,
      atMs: Math.max(atMs, before.atMs),
      ...(before.day === undefined ? {} : { day: before.day.day }),
      commandId: commandId.parse(this.#parts.newId()),
      actor,
      event,
    }))
  }

  /** The hub's state with what happened here on top, as far as it still fits; and without claims given back. */
  #overlay(): HallState {
    const { store } = this.#parts
    const givenBack = new Set(store.givenBack())
    let state: HallState = {
      ...this.#known,
      claims: this.#known.claims.filterNot((_counter, id) => givenBack.has(id)),
    }
    const context = {
      nowMs: this.nowMs(),
      actor: { kind: 'system' } as const,
      newId: this.#parts.newId,
      newKey: this.#parts.newKey,
    }
    for (const sent of store.facts()) {
      const fact = {
        ...sent,
        stationId: this.#parts.stationId,
        happenedMs: sent.believedMs,
        clockJumped: false,
      }
      for (const event of sent.events) {
        // A paper number in hand is shown here, though the hub hears only of its end.
        const paper = event.type === 'paperCalled' || event.type === 'paperFinished'
        const fitting = paper ? { ok: true as const, events: [event] } : fit(state, event, fact, context)
        if (!fitting.ok) break
        // A call made here was announced here, under its own count.
        const isCall = event.type === 'visitCalled' || event.type === 'visitRecalled'
        for (const fitted of isCall ? [event] : fitting.events)
          state = this.#fold(state, fitted, sent.believedMs)
      }
    }
    return state
  }

  #answerOf(events: readonly HallEvent[]): Answer {
    const state = this.#local
    let answer: Extract<Answer, { ok: true }> = { ok: true, seq: state.seq }
    for (const event of events) {
      const id = visitIdOf(event)
      if (id === undefined && 'counterId' in event)
        answer = { ...answer, counter: viewCounter(state, event.counterId) }
      const visit = id === undefined ? undefined : state.visits.get(parseVisitId.parse(id))
      if (visit === undefined) continue
      const issued = event.type === 'visitIssued'
      answer = {
        ...answer,
        visitId: visit.id,
        number: visit.number,
        visit: viewVisit(state, visit, { token: issued }),
        ...(issued ? { key: visit.key } : {}),
        ...(event.type === 'visitCalled' ? { why: event.why } : {}),
      }
    }
    return answer
  }

  /** Gives claims back while the hub is there and they are not in use; on disk before it is said. */
  #giveBack(counterId: CounterId, asked: readonly VisitId[]): void {
    if (this.#standing !== 'live' || this.#send === undefined) return
    const visitIds = asked.filter((id) => this.#known.claims.get(id) === counterId)
    if (visitIds.length === 0) return
    const { store, newId } = this.#parts
    store.setGivenBack([...new Set([...store.givenBack(), ...visitIds])])
    this.#send({
      type: 'command',
      id: commandId.parse(newId()),
      command: { type: 'returnClaims', counterId, visitIds },
    })
  }

  #forgetGivenBack(events: readonly LedgerEvent[]): void {
    const { store } = this.#parts
    const before = store.givenBack()
    if (before.length === 0) return
    const over = new Set(
      events.flatMap(({ event }) =>
        event.type === 'claimReturned' || event.type === 'claimForced' || event.type === 'visitCalled'
          ? [event.visitId]
          : [],
      ),
    )
    const left = before.filter((id) => !over.has(id))
    if (left.length !== before.length) store.setGivenBack(left)
  }

  #refresh(fresh: readonly LedgerEvent[]): void {
    const was = this.#local
    const plain = this.#standing !== 'alone' && this.#parts.store.facts().length === 0
    this.#local = plain ? this.#known : this.#overlay()
    if (plain && fresh.length > 0 && was.seq + fresh.length === this.#known.seq) this.#tell(fresh)
    else this.#reset()
  }

  #tell(events: readonly LedgerEvent[]): void {
    for (const listener of this.#listeners) listener(events, this.#local)
  }

  #reset(): void {
    for (const listener of this.#resets) listener()
  }
}
