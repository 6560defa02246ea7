/**
 * A station: a replica of the day's ledger that serves its own screens, passes
 * their commands to the hub while there is one, and decides by the same rules
 * what it may decide while there is none. No sockets, no disk and no clock of its
 * own: the simulator drives this very class. Each matter has a file of its own
 * (`hubCopy`, `hallHere`, `counterHere`, `underWay`, `handIn`, `alone`); here is what
 * makes them one: where it stands with its hub.
 */
import type { CommandId, CounterId, StationId, VisitId } from '#shared/ids/ids.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { Rank } from '#shared/hall/reign.ts'
import { decodeState } from '#shared/hall/snapshot.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer, ClientMessage, HubMessage, SentFact } from '#shared/protocol/messages.ts'
import { answerOf, answerOfBefore, toldTo } from '../hub/answerOf.ts'
import type { Host } from '../hub/host.ts'
import type { HubListener, Submission } from '../hub/hub.ts'
import { visitIdOf } from '../ledger/projection.ts'
import { decideAlone } from './alone.ts'
import { Audience } from './audience.ts'
import { CounterHere } from './counterHere.ts'
import { HallHere } from './hallHere.ts'
import { HandIn } from './handIn.ts'
import { commandsBeyond, noteStood, orphansOf, undoId, undoOf } from './handOver.ts'
import { HubCopy } from './hubCopy.ts'
import { StationClock } from './stationClock.ts'
import type { Standing, StationParts } from './stationParts.ts'
import type { Sent } from './stationStore.ts'
import { UnderWay } from './underWay.ts'
import type { Waiting } from './underWay.ts'

/** How long a hub may be away before a station decides alone, ms, at least some of it after the loss was noticed. */
const [graceMs, graceAtLeastMs] = [1_200, 400]

/** See the head of this file. */
export class Station implements Host {
  readonly #parts: StationParts
  readonly #clock: StationClock
  readonly #copy: HubCopy
  readonly #here: HallHere
  readonly #counter: CounterHere
  readonly #underWay: UnderWay
  readonly #handIn: HandIn
  readonly #audience = new Audience()
  #standing: Standing = 'joining'
  /** The hub at the other end has said which it is. */
  #isWelcome = false
  #send: ((message: ClientMessage) => void) | undefined
  #stopGrace: (() => void) | undefined
  /** All that the hub wrote until it was joined is here. */
  #caughtUp = false
  /** What was asked for is on its way; asking again would bring it twice. */
  #asked = false
  /** Answers that came before the events they speak of. */
  #early: Extract<HubMessage, { type: 'answer' }>[] = []

  constructor(parts: StationParts) {
    this.#parts = parts
    this.#copy = new HubCopy(parts)
    const { wallMs, monotonicMs, run, store, newId, after, log } = parts
    this.#clock = new StationClock({
      wallMs,
      monotonicMs,
      store,
      log,
      notBeforeMs: this.#known.atMs,
    })
    const tellHub = (message: ClientMessage): void => this.#send?.(message)
    this.#counter = new CounterHere({ store, newId, known: () => this.#known, tellHub, log })
    this.#underWay = new UnderWay({ store, tellHub, log })
    this.#handIn = new HandIn({
      store,
      clocks: () => ({ wallMs: wallMs(), monotonicMs: monotonicMs(), run }),
      after,
      toHub: () => (this.#caughtUp ? this.#send : undefined),
      allIn: () => {
        if (this.#standing !== 'live') this.#goLive()
      },
    })
    this.#here = new HallHere({
      ...parts,
      copy: this.#copy,
      clock: this.#clock,
      audience: this.#audience,
      isAlone: () => this.#standing === 'alone',
      isHandingIn: () => this.#handIn.isUnderWay,
    })
    // A station that starts without its hub is alone after the same grace.
    this.#startGrace(graceMs)
  }

  get state(): HallState {
    return this.#here.state
  }

  /** As the hub's ledger has it. */
  get #known(): HallState {
    return this.#copy.known
  }

  get standing(): Standing {
    return this.#standing
  }

  get stationId(): StationId {
    return this.#parts.stationId
  }

  /** The highest hub this station has followed. */
  get reign(): Rank {
    return this.#known.reign
  }

  /** Facts the hub has not taken yet. */
  get factsLeft(): number {
    return this.#parts.store.facts().length
  }

  /** The hub's time as well as it is known here, and never before what happened last. */
  readonly nowMs = (): number => this.#here.nowMs()

  /** Its own facts have no place in the ledger yet, so a screen that missed some gets the whole state. */
  readonly eventsAfter = (seq: number, limit: number): readonly LedgerEvent[] | undefined =>
    this.#here.isPlain ? this.#copy.ledger.eventsAfter(seq, limit) : undefined

  readonly listen = (listener: HubListener): (() => void) => this.#audience.onEvents(listener)

  /** Hears when the state was replaced: screens then need it whole. */
  onReset(listener: () => void): () => void {
    return this.#audience.onReset(listener)
  }

  /** Hears when the hub came or went, or the number of facts to hand in changed. */
  onLink(listener: () => void): () => void {
    return this.#audience.onLink(listener)
  }

  readonly hasHeard = (id: CommandId): boolean => this.#underWay.hasHeard(id)

  /** Carries out a screen's command: through the hub, or here while there is none. */
  readonly submit = (submission: Submission, reply: (answer: Answer) => void): void => {
    this.#underWay.orRefuse(reply, () => {
      // Decided here before, and asked again: by its id alone, so perhaps by somebody else.
      const before = this.#parts.store.answerTo(submission.id)
      if (before !== undefined) {
        reply(toldTo(submission, before, this.#here.issuerOf))
        return
      }
      const waiting: Waiting = { submission, reply }
      switch (this.#standing) {
        case 'live':
          this.#underWay.forward(waiting)
          return
        case 'alone':
          this.#decideAlone(waiting)
          return
        case 'joining':
          // Sent once the hub is there, decided here once it is known not to be.
          this.#underWay.add(waiting)
          return
      }
    })
  }

  /** The hub can be spoken to; it has not been heard yet. */
  connected(send: (message: ClientMessage) => void): void {
    this.#send = send
    this.#isWelcome = false
    this.#asked = false
    this.#caughtUp = false
    this.#handIn.end()
  }

  /**
   * The hub was lost.
   * @param silentMs how long it had been silent when that was noticed
   */
  lost(silentMs = 0): void {
    this.#send = undefined
    this.#early = []
    this.#caughtUp = false
    this.#handIn.end()
    if (this.#standing === 'alone') {
      this.#here.catchUp()
      return
    }
    this.#standing = 'joining'
    this.#startGrace(Math.max(graceAtLeastMs, graceMs - silentMs))
  }

  /** Takes a message from the hub. Throws `LedgerFault` when it cannot be kept; then the hub is to be joined anew. */
  receive(message: HubMessage): void {
    // Before it is known which hub this is, nothing counts: a late word of the line before would pass for all there is.
    this.#isWelcome ||= message.type === 'welcome'
    if (!this.#isWelcome) return
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
        // What is done with it here, a ticket to print, needs the visit itself.
        if (message.answer.ok && message.answer.seq > this.#known.seq) this.#early.push(message)
        else this.#answered(message.id, message.answer)
        return
      case 'giveBack':
        // Not while they may be in use.
        if (this.#standing === 'live') this.#counter.giveBack(message.counterId, message.visitIds)
        return
      case 'factsTaken':
        this.#taken(message.ids)
        return
      case 'pong':
        this.#clock.measured(message.hubMs, message.sentMs)
        if (message.seq > this.#known.seq) this.#subscribe()
        return
      case 'keys':
      case 'hubLink':
      case 'paper':
      case 'printJob':
      case 'readers':
      case 'read':
      case 'holderSecret':
      case 'holderSecretWanted':
      case 'waits':
      case 'invalid':
      case 'closing':
        return
    }
  }

  /** Tells the hub something of this computer, where the hub is there to hear it. */
  tellHub(message: Extract<ClientMessage, { type: 'devices' | 'holderSecret' | 'certificates' }>): void {
    this.#send?.(message)
  }

  /** Measures the clocks and, while alone, turns the day when it is over; a few times a minute. */
  tick(): void {
    this.#send?.({ type: 'ping', sentMs: this.#parts.monotonicMs() })
    if (this.#standing === 'alone') this.#here.turnDay()
    // A hub that could not write them down was told in vain.
    if (!this.#caughtUp) return
    this.#counter.again()
    this.#underWay.withdrawAgain()
  }

  /** Remembers which counter works through this station, so that it may hold claims. */
  stand(counterId: CounterId | undefined): void {
    this.#counter.stand(counterId)
  }

  #startGrace(delayMs: number): void {
    this.#stopGrace ??= this.#parts.after(delayMs, () => {
      this.#stopGrace = undefined
      this.#goAlone()
    })
  }

  #goAlone(): void {
    if (this.#standing !== 'joining') return
    this.#standing = 'alone'
    this.#here.begunAlone()
    this.#audience.linkChanged()
    this.#underWay.each((waiting) => {
      this.#decideAlone(waiting)
    })
  }

  #welcomed(welcome: Extract<HubMessage, { type: 'welcome' }>): void {
    this.#clock.measured(welcome.hubMs, this.#parts.monotonicMs())
    noteStood(this.#known, this.#parts, welcome)
    const commonSeq = this.#copy.partsAt(welcome)
    if (commonSeq !== undefined) this.#handOver(commonSeq)
    this.tick()
    this.#subscribe()
  }

  /**
   * Another hub reigns: what this copy holds beyond the common part was
   * acknowledged by the hub before it and is handed over as facts; the copy
   * begins anew with the hub's state, and is kept until that is here.
   */
  #handOver(commonSeq: number): void {
    const { store, log } = this.#parts
    const superseded = new Set(store.sent().flatMap((s) => (s.superseded ? s.id : [])))
    const done = commandsBeyond(this.#copy.ledger, commonSeq).filter((d) => !superseded.has(d.id))
    const facts = orphansOf(done, this.#clock.offsetMs)
    log(`another reign began: ${String(facts.length)} commands beyond ${String(commonSeq)} are handed over`)
    store.addFactsFirst(facts)
    // Carried out by the hub before, so never to be sent again.
    for (const { id, events } of done)
      if (store.sent().some((s) => s.id === id)) this.#answered(id, answerOf(this.#known, events))
    this.#counter.goesBack(this.#known, this.#copy.beginAnewNext(commonSeq))
  }

  #subscribe(): void {
    if (this.#asked || this.#send === undefined) return
    this.#asked = true
    this.#send({ type: 'subscribe', afterSeq: this.#copy.wantedAfter })
  }

  #begin(state: HallState): void {
    this.#copy.begin(state)
    this.#here.refresh([])
    this.#isCaughtUp()
  }

  #append(events: readonly LedgerEvent[]): void {
    // Facts on top show another hall, whether or not it has another seq.
    const { isGoingBack } = this.#copy
    const goesOn = this.#here.isPlain && !isGoingBack
    const { fresh, hasGap } = this.#copy.take(events, ({ commandId: id, event }) => {
      // Undone before anything here is decided on top of it; its answer comes a moment later.
      const sent = this.#parts.store.sent().find((s) => s.id === id)
      if (sent?.superseded === true) this.#undo(sent, visitIdOf(event))
    })
    if (fresh.length > 0 || isGoingBack) {
      this.#counter.follow(fresh)
      this.#here.refresh(goesOn ? fresh : [])
      this.#copy.keepState(fresh)
    }
    // What stands between comes first: facts handed in and forgotten are to be in the copy here by then.
    if (hasGap) this.#subscribe()
    else this.#isCaughtUp()
  }

  #isCaughtUp(): void {
    for (const early of this.#early.splice(0)) this.receive(early)
    if (this.#caughtUp || this.#send === undefined) return
    this.#caughtUp = true
    this.#counter.sayStanding()
    this.#counter.again()
    this.#underWay.sendAgain()
    this.#handIn.goOn()
  }

  #goLive(): void {
    this.#stopGrace?.()
    this.#stopGrace = undefined
    this.#standing = 'live'
    this.#here.joined()
    this.#audience.linkChanged()
    this.#underWay.sendWaiting()
  }

  #taken(ids: readonly SentFact['id'][]): void {
    this.#parts.store.dropFacts(ids)
    this.#audience.linkChanged()
    this.#handIn.taken(ids)
  }

  #answered(id: CommandId, answer: Answer): void {
    const { store, sessionOver } = this.#parts
    const sent = store.sent().find((s) => s.id === id)
    if (sent?.superseded === true && answer.ok) this.#undo(sent, answer.visitId)
    if (answer.ok && sent !== undefined && !this.#underWay.isSettled(id)) this.#counter.done(sent.command)
    this.#underWay.settle(id, answer)
    const isUnknown = !answer.ok && answer.refusal.facts['needs'] === 'signIn'
    if (isUnknown && sent?.token !== undefined) sessionOver?.(sent.token)
    this.#handIn.goOn()
  }

  /** The hub carried out what was then done here another way. Undone before all that happened here since. */
  #undo({ id, command: { type } }: Sent, visitId: VisitId | undefined): void {
    if (visitId === undefined) return
    const actor: Actor = { kind: 'station', stationId: this.#parts.stationId, mode: 'console' }
    this.#parts.store.addFactsFirst([this.#here.factOf([undoOf(type, visitId)], actor, undoId(id))])
    if (this.#standing === 'alone') this.#here.refresh([])
  }

  #decideAlone(waiting: Waiting): void {
    const { submission, reply } = waiting
    this.#underWay.take(submission.id)
    const done =
      answerOfBefore(this.#known, this.#copy.ledger, submission.id) ?? this.#here.answerOfOwn(submission.id)
    if (done !== undefined) {
      // A hub did it and was gone before it could answer: one before this, or this computer itself when it was the hub.
      this.#underWay.add(waiting)
      this.#answered(submission.id, toldTo(submission, done, this.#here.issuerOf))
      return
    }
    const answer = decideAlone(this.#parts, this.#here, submission)
    if (answer.ok) this.#audience.linkChanged()
    reply(answer)
  }
}
