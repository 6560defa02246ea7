/**
 * A station: a replica of the day's ledger that serves its own screens, passes
 * their commands to the hub while there is one, and decides by the same rules
 * what it may decide while there is none. No sockets, no disk and no clock of its
 * own: the simulator drives this very class.
 */
import { commandId, factId } from '#shared/ids/ids.ts'
import type { CommandId, CounterId, StationId, VisitId } from '#shared/ids/ids.ts'
import { decide } from '#shared/hall/decide.ts'
import type { Command, CommandOf, CommandType } from '#shared/hall/commands.ts'
import type { HallEvent, HallEventOf, LedgerEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import { offlineCommands } from '#shared/hall/permissions.ts'
import type { Rank } from '#shared/hall/reign.ts'
import { refuse } from '#shared/hall/refusals.ts'
import { decodeState } from '#shared/hall/snapshot.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor, Visit } from '#shared/hall/visit.ts'
import type { Answer, ClientMessage, HubMessage, SentFact } from '#shared/protocol/messages.ts'
import { answerOf, answerOfDone, toldTo } from '../hub/answerOf.ts'
import type { Host } from '../hub/host.ts'
import type { HubListener, Submission } from '../hub/hub.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import type { Ledger, Loaded } from '../ledger/ledger.ts'
import { noteChanged, visitIdOf } from '../ledger/projection.ts'
import { Snapshots } from '../ledger/snapshots.ts'
import { commandsBeyond, commonPart, orphansOf, undoId, undoOf } from './handOver.ts'
import { foldHere, overlay, turnDay } from './overlay.ts'
import { StationClock } from './stationClock.ts'
import type { Sent, StationStore } from './stationStore.ts'

export interface StationParts {
  readonly stationId: StationId
  /** This station's copy of the ledger. */
  readonly replica: Ledger
  /** What it holds, where it was loaded already. */
  readonly loaded?: Loaded | undefined
  /**
   * Gives an empty copy in place of this one. One that went its own way is set
   * aside and never deleted; one that is only behind, the hub has whole.
   */
  readonly replaceReplica: (why: 'diverged' | 'behind') => Ledger
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
  /** The hub knows this session no longer: its person has to sign in again. */
  readonly sessionOver?: ((token: string) => void) | undefined
}

/** Where a station stands with its hub. */
export type Standing =
  /** Nothing was heard of the hub yet, or it was lost a moment ago: commands wait. */
  | 'joining'
  /** Commands go to the hub. */
  | 'live'
  /** The hub is away: the station decides what it may. */
  | 'alone'

/** How long a hub may be away before a station decides alone, ms, at least some of it after the loss was noticed. */
const graceMs = 1_200
const graceAtLeastMs = 400
/** Facts handed in at once. */
const factsAtOnce = 50
/** Pause before facts are handed in again that the hub could not take, ms. */
const handInAgainMs = 1_000

/** A counter as it comes to who asked for it. */
type GivenOver = HallEventOf<'counterOpened' | 'takeoverAnswered' | 'takeoverForced'>

function isGivenOver(event: HallEvent): event is GivenOver {
  return (
    event.type === 'counterOpened' || event.type === 'takeoverAnswered' || event.type === 'takeoverForced'
  )
}

interface Waiting {
  readonly submission: Submission
  readonly reply: (answer: Answer) => void
}

/** Commands whose outcome the hub may have given to somebody else meanwhile. */
const mayDiffer: readonly CommandType[] = ['issueVisit', 'callNext', 'call']

/** See the head of this file. */
export class Station implements Host {
  readonly #parts: StationParts
  #replica: Ledger
  #snapshots: Snapshots
  /** As the hub's ledger has it. */
  #known: HallState
  /** As this station's screens see it: with its own facts on top. */
  #local: HallState
  #standing: Standing = 'joining'
  #send: ((message: ClientMessage) => void) | undefined
  #stopGrace: (() => void) | undefined
  /** Replies owed to screens, by command. */
  readonly #waiting = new Map<CommandId, Waiting>()
  /** The counter that was last asked for at a screen of this station. */
  #askedHere: Pick<CommandOf<'askTakeover'>, 'counterId' | 'seat'> | undefined
  /** Facts handed in of which nothing was heard yet. */
  #handingIn: readonly SentFact[] = []
  #stopPause: (() => void) | undefined
  #caughtUp = false
  /** The copy went another way than the hub's ledger and begins anew with the next snapshot. */
  #diverged = false
  /** The hub's state moved on while facts were handed in; what screens see follows when all are in. */
  #isBehind = false
  /** What was asked for is on its way; asking again would bring it twice. */
  #asked = false
  readonly #clock: StationClock
  #listeners: readonly HubListener[] = []
  #resets: readonly (() => void)[] = []
  #linkListeners: readonly (() => void)[] = []

  constructor(parts: StationParts) {
    this.#parts = parts
    this.#replica = parts.replica
    const { state, snapshotSeq } = parts.loaded ?? parts.replica.load()
    this.#known = state
    this.#snapshots = this.#snapshotsOf(snapshotSeq)
    const { wallMs, monotonicMs, store } = parts
    this.#clock = new StationClock({
      wallMs,
      monotonicMs,
      offsetMs: store.offsetMs(),
      notBeforeMs: this.#known.atMs,
    })
    this.#local = this.#overlay()
    // A station that starts without its hub is alone after the same grace.
    this.#startGrace(graceMs)
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

  /** The highest hub this station has followed. */
  get reign(): Rank {
    return this.#known.reign
  }

  /** Facts the hub has not taken yet. */
  get factsLeft(): number {
    return this.#parts.store.facts().length
  }

  /** The hub's time as well as it is known here, and never before what happened last. */
  readonly nowMs = (): number => Math.max(this.#clock.nowMs(), this.#local.atMs)

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

  /** Hears when the state was replaced: screens then need it whole. */
  onReset(listener: () => void): () => void {
    this.#resets = [...this.#resets, listener]
    return () => {
      this.#resets = this.#resets.filter((l) => l !== listener)
    }
  }

  /** Hears when the hub came or went, or the number of facts to hand in changed. */
  onLink(listener: () => void): () => void {
    this.#linkListeners = [...this.#linkListeners, listener]
    return () => {
      this.#linkListeners = this.#linkListeners.filter((l) => l !== listener)
    }
  }

  readonly hasHeard = (id: CommandId): boolean => {
    try {
      return this.#waiting.has(id) || this.#parts.store.answerTo(id) !== undefined
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      return false
    }
  }

  /** Carries out a screen's command: through the hub, or here while there is none. */
  readonly submit = (submission: Submission, reply: (answer: Answer) => void): void => {
    this.#orRefuse(reply, () => {
      // Decided here before, and asked again.
      const before = this.#parts.store.answerTo(submission.id)
      if (before !== undefined) {
        reply(before)
        return
      }
      const waiting: Waiting = { submission, reply }
      switch (this.#standing) {
        case 'live':
          this.#forward(waiting)
          return
        case 'alone':
          this.#decideAlone(waiting)
          return
        case 'joining':
          // Sent once the hub is there, decided here once it is known not to be.
          this.#waiting.set(submission.id, waiting)
          return
      }
    })
  }

  /** The hub can be spoken to; it has not been heard yet. */
  connected(send: (message: ClientMessage) => void): void {
    this.#send = send
    this.#asked = false
    this.#caughtUp = false
    this.#endHandIn()
  }

  /**
   * The hub was lost.
   * @param silentMs how long it had been silent when that was noticed
   */
  lost(silentMs = 0): void {
    this.#send = undefined
    this.#caughtUp = false
    this.#endHandIn()
    if (this.#standing === 'alone') {
      if (this.#isBehind) this.#refresh([])
      return
    }
    this.#standing = 'joining'
    this.#startGrace(Math.max(graceAtLeastMs, graceMs - silentMs))
  }

  /** Takes a message from the hub. Throws `LedgerFault` when it cannot be kept; then the hub is to be joined anew. */
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
        this.#taken(message.ids)
        return
      case 'pong':
        this.#measured(message.hubMs, message.sentMs)
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
    if (this.#standing === 'alone' && this.#turnedDay()) this.#reset()
    // A hub that could not write them down was told in vain.
    if (this.#caughtUp) this.#giveBackAgain()
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

  #startGrace(delayMs: number): void {
    this.#stopGrace ??= this.#parts.after(delayMs, () => {
      this.#stopGrace = undefined
      this.#goAlone()
    })
  }

  #goAlone(): void {
    if (this.#standing !== 'joining') return
    this.#standing = 'alone'
    this.#local = this.#overlay()
    this.#turnedDay()
    this.#reset()
    this.#linkChanged()
    for (const waiting of [...this.#waiting.values()])
      this.#orRefuse(waiting.reply, () => {
        this.#decideAlone(waiting)
      })
  }

  /** A station whose clock cannot be believed leaves the day to the hub: it refuses rather than give a number twice. */
  #turnedDay(): boolean {
    if (!this.#clock.isSure) return false
    const before = this.#local
    this.#local = turnDay(before, this.nowMs(), this.#parts)
    return this.#local !== before
  }

  #measured(hubMs: number, askedMs: number): void {
    this.#clock.measured(hubMs, askedMs)
    const { store } = this.#parts
    const offsetMs = Math.round(this.#clock.offsetMs)
    if (Math.abs(offsetMs - store.offsetMs()) >= 1_000) store.setOffsetMs(offsetMs)
  }

  #welcomed({ hubMs, epoch, reigns, seq }: Extract<HubMessage, { type: 'welcome' }>): void {
    this.#measured(hubMs, this.#parts.monotonicMs())
    const own = this.#known.reign
    const common = commonPart(own.history, reigns)
    this.#diverged = false
    if (epoch >= own.epoch && this.#known.seq > common) this.#handOver(common)
    // A ledger of the same reign that ends before this copy has lost its end: what is here is handed over too.
    else if (epoch === own.epoch && seq < this.#known.seq) this.#handOver(seq)
    this.tick()
    this.#subscribe()
  }

  /**
   * Another hub reigns: what this copy holds beyond the common part was
   * acknowledged by the hub before it and is handed over as facts; the copy
   * begins anew with the hub's state, and is kept until that is here.
   */
  #handOver(commonSeq: number): void {
    const { replica, store, log } = { ...this.#parts, replica: this.#replica }
    const done = commandsBeyond(replica, commonSeq)
    const superseded = new Set(store.sent().flatMap((s) => (s.superseded ? s.id : [])))
    const facts = orphansOf(
      done.filter((d) => !superseded.has(d.id)),
      this.#clock.offsetMs,
    )
    log(`another reign began: ${String(facts.length)} commands beyond ${String(commonSeq)} are handed over`)
    store.addFactsFirst(facts)
    // Carried out by the hub before, so never to be sent again.
    for (const { id, events } of done)
      if (!superseded.has(id) && store.sent().some((s) => s.id === id))
        this.#answered(id, answerOf(this.#known, events))
    this.#diverged = true
  }

  #subscribe(): void {
    if (this.#asked || this.#send === undefined) return
    this.#asked = true
    this.#send({ type: 'subscribe', afterSeq: this.#diverged ? 0 : this.#known.seq })
  }

  /** A whole state in place of the copy: the first time, after too long, or because it went another way. */
  #begin(state: HallState): void {
    if (this.#known.seq !== 0) {
      this.#replica.close()
      this.#replica = this.#parts.replaceReplica(this.#diverged ? 'diverged' : 'behind')
    }
    if (state.seq > 0) this.#replica.beginFrom(state)
    // A copy begins with a snapshot.
    this.#snapshots = this.#snapshotsOf(state.seq)
    this.#known = state
    this.#diverged = false
    this.#refresh([])
    this.#isCaughtUp()
  }

  #append(events: readonly LedgerEvent[]): void {
    const fresh: LedgerEvent[] = []
    const changed = new Map<VisitId, Visit>()
    let known = this.#known
    let isGap = false
    for (const entry of events) {
      if (entry.seq <= known.seq) continue
      if (entry.seq !== known.seq + 1) {
        isGap = true
        break
      }
      known = evolve(known, entry)
      fresh.push(entry)
      // Undone before anything here is decided on top of it; its answer comes a moment later.
      const sent = this.#parts.store.sent().find((s) => s.id === entry.commandId)
      if (sent?.superseded === true) this.#undo(sent, visitIdOf(entry.event))
      noteChanged(changed, entry.event, known)
    }
    if (fresh.length > 0) {
      // On disk before anyone here is told: what a screen saw acknowledged is held in two places.
      this.#replica.append({ events: fresh, answers: [], changed: [...changed.values()] })
      // Facts on top show another hall, whether or not it has another seq.
      const wasPlain = this.#local === this.#known
      this.#known = known
      this.#forgetGivenBack(fresh)
      for (const entry of fresh) {
        if (this.#isTakenOver(entry)) this.stand(undefined)
        if (this.#isGivenHere(entry.event)) this.stand(entry.event.counterId)
      }
      this.#refresh(wasPlain ? fresh : [])
      this.#snapshots.written(fresh, known)
    }
    // What stands between comes first: facts handed in and forgotten are to be in the copy here by then.
    if (isGap) this.#subscribe()
    else this.#isCaughtUp()
  }

  #snapshotsOf(newestSeq: number): Snapshots {
    return new Snapshots(this.#replica, newestSeq, (error) => {
      this.#parts.log(
        `the state could not be kept: ${error instanceof Error ? error.message : String(error)}`,
      )
    })
  }

  /**
   * Whether this station's counter was closed or opened from elsewhere, or given to who asked for it: then it no
   * longer works through here.
   */
  #isTakenOver({ event, commandId: id }: LedgerEvent): boolean {
    const { store } = this.#parts
    if (!('counterId' in event) || event.counterId !== store.counterId()) return false
    if (event.type === 'takeoverAnswered') return event.given
    const moves = ['counterOpened', 'counterClosed', 'takeoverForced'].includes(event.type)
    return moves && !store.sent().some((s) => s.id === id)
  }

  /** Whether a counter asked for at a screen of this station is given to it. */
  #isGivenHere(event: HallEvent): event is GivenOver {
    if (!isGivenOver(event) || event.seat === undefined) return false
    const asked = this.#askedHere
    if (asked?.counterId !== event.counterId || asked.seat !== event.seat) return false
    return event.type !== 'takeoverAnswered' || event.given
  }

  #isCaughtUp(): void {
    if (this.#caughtUp || this.#send === undefined) return
    this.#caughtUp = true
    this.#sayStanding()
    this.#giveBackAgain()
    for (const sent of this.#parts.store.sent()) {
      // Decided here meanwhile, or nobody waits for it any more: too late to be carried out.
      if (sent.superseded || !this.#waiting.has(sent.id)) this.#send({ type: 'withdraw', id: sent.id })
      else this.#sendOn(sent)
    }
    this.#handIn()
  }

  /** Hands facts in piece by piece; when none is left the station is live again. */
  #handIn(): void {
    if (this.#send === undefined || !this.#caughtUp || this.#handingIn.length > 0) return
    const { store, wallMs, monotonicMs, run } = this.#parts
    // What the hub did with commands sent before must be known first: a fact may have to follow from it.
    if (store.sent().some((s) => s.superseded)) return
    const facts = store.facts().slice(0, factsAtOnce)
    if (facts.length > 0) {
      this.#handingIn = facts
      this.#send({ type: 'facts', clocks: { wallMs: wallMs(), monotonicMs: monotonicMs(), run }, facts })
      return
    }
    if (this.#standing !== 'live') this.#goLive()
  }

  #goLive(): void {
    this.#stopGrace?.()
    this.#stopGrace = undefined
    const was = this.#local
    this.#standing = 'live'
    this.#isBehind = false
    this.#local = this.#known
    if (was !== this.#local) this.#reset()
    this.#linkChanged()
    const sent = new Set(this.#parts.store.sent().map((s) => s.id))
    for (const waiting of [...this.#waiting.values()])
      if (!sent.has(waiting.submission.id))
        this.#orRefuse(waiting.reply, () => {
          this.#forward(waiting)
        })
  }

  #taken(ids: readonly SentFact['id'][]): void {
    this.#parts.store.dropFacts(ids)
    this.#linkChanged()
    const all = this.#handingIn.every((f) => ids.includes(f.id))
    if (all) {
      this.#handingIn = []
      this.#handIn()
      return
    }
    // The hub could not write; it needs time more than it needs to be asked.
    this.#stopPause ??= this.#parts.after(handInAgainMs, () => {
      this.#endHandIn()
      this.#handIn()
    })
  }

  #endHandIn(): void {
    this.#stopPause?.()
    this.#stopPause = undefined
    this.#handingIn = []
  }

  #forward(waiting: Waiting): void {
    const { id, command, token } = waiting.submission
    const sent: Sent = { id, command, token, superseded: false }
    this.#parts.store.addSent(sent)
    this.#waiting.set(id, waiting)
    this.#sendOn(sent)
  }

  #sendOn({ id, command, token }: Sent): void {
    this.#send?.({ type: 'command', id, command, ...(token === undefined ? {} : { token }) })
  }

  #answered(id: CommandId, answer: Answer): void {
    const { store, sessionOver } = this.#parts
    const sent = store.sent().find((s) => s.id === id)
    if (sent?.superseded === true && answer.ok) this.#undo(sent, answer.visitId)
    // A disk that was full may have space again when it is asked once more.
    if (answer.ok || answer.refusal.code !== 'ledgerUnavailable') store.answered(id, answer)
    else store.dropSent(id)
    if (answer.ok && sent?.command.type === 'askTakeover') this.#askedHere = sent.command
    if (answer.ok && sent?.command.type === 'openCounter') this.stand(sent.command.counterId)
    if (answer.ok && sent?.command.type === 'closeCounter') this.stand(undefined)
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.reply(answer)
    const isUnknown =
      !answer.ok && answer.refusal.code === 'notAllowed' && answer.refusal.facts?.['needs'] === 'signIn'
    if (isUnknown && sent?.token !== undefined) sessionOver?.(sent.token)
    this.#handIn()
  }

  /** The hub carried out what was then done here another way. Undone before all that happened here since. */
  #undo({ id, command: { type } }: Sent, visitId: VisitId | undefined): void {
    if (visitId === undefined) return
    const actor: Actor = { kind: 'station', stationId: this.#parts.stationId, mode: 'console' }
    this.#parts.store.addFactsFirst([this.#newFact([undoOf(type, visitId)], actor, undoId(id))])
    if (this.#standing === 'alone') this.#refresh([])
  }

  #decideAlone({ submission: { id, command, actor }, reply }: Waiting): void {
    this.#waiting.delete(id)
    const done = answerOfDone(this.#known, this.#replica, id) ?? this.#answerOfOwn(id)
    if (done !== undefined) {
      // A hub did it and was gone before it could answer: one before this, or this computer itself when it was the hub.
      this.#waiting.set(id, { submission: { id, command, actor }, reply })
      this.#answered(id, toldTo({ command, actor }, done, this.#issuerOf))
      return
    }
    if (!offlineCommands.includes(command.type)) {
      reply(refuse('hubNeeded', { command: command.type }))
      return
    }
    if (this.#turnedDay()) this.#reset()
    const nowMs = this.nowMs()
    const { newId, newKey, stationId, store } = this.#parts
    const decision = decide(this.#local, command, { nowMs, actor, newId, newKey, alone: { stationId } })
    // A number or a call that the hub may have given meanwhile is another one than this; all else is the same deed.
    const sent = store.sent().find((s) => s.id === id)
    const isAnother = sent !== undefined && mayDiffer.includes(command.type)
    if (!decision.ok) {
      // Its sender was told that it is not done, so it had better not be.
      if (isAnother) store.addSent({ ...sent, superseded: true })
      reply(decision)
      return
    }
    const before = this.#local
    const after = decision.events.reduce((state, event) => foldHere(state, event, nowMs), before)
    const answer = answerOf(after, decision.events)
    store.decided({
      commandId: id,
      fact:
        decision.events.length === 0
          ? undefined
          : this.#newFact(decision.events, actor, isAnother ? newId() : id),
      answer,
      sent: isAnother ? 'superseded' : 'forgotten',
    })
    this.#local = after
    this.#tell(this.#provisional(before, decision.events, nowMs, actor))
    this.#linkChanged()
    reply(answer)
  }

  /** What became of a command that is still to be handed over: this computer did it, or heard of it, under an earlier reign. */
  #answerOfOwn(id: CommandId): Answer | undefined {
    const of = factId.parse(id)
    const own = this.#parts.store.facts().find((f) => f.id === of)
    if (own === undefined) return undefined
    return answerOf(this.#local, own.events)
  }

  readonly #issuerOf = (id: VisitId): Actor | undefined => {
    const known = this.#local.visits.get(id) ?? this.#replica.visitById(id)
    if (known !== undefined) return known.issuedBy
    for (const { events } of this.#parts.store.facts())
      for (const event of events)
        if (event.type === 'visitIssued' && event.visit.id === id) return event.visit.issuedBy
    return undefined
  }

  #newFact(events: readonly HallEvent[], actor: Actor, id: string): SentFact {
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

  #overlay(): HallState {
    const { store, stationId, newId, newKey } = this.#parts
    return overlay(this.#known, {
      stationId,
      counterId: store.counterId(),
      facts: store.facts(),
      givenBack: store.givenBack(),
      newId,
      newKey,
    })
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

  /** What was given back and never reached the hub is said again; what is no claim any more is forgotten. */
  #giveBackAgain(): void {
    const { store, newId } = this.#parts
    const before = store.givenBack()
    if (before.length === 0) return
    const own = store.counterId()
    const left = before.filter((id) => own !== undefined && this.#known.claims.get(id) === own)
    if (left.length !== before.length) store.setGivenBack(left)
    if (left.length === 0 || own === undefined) return
    const command: Command = { type: 'returnClaims', counterId: own, visitIds: left }
    this.#send?.({ type: 'command', id: commandId.parse(newId()), command })
  }

  #forgetGivenBack(events: readonly LedgerEvent[]): void {
    const { store } = this.#parts
    const before = store.givenBack()
    if (before.length === 0) return
    // Returned and granted again may come in one piece: the grant is a new claim.
    const returned = new Set(
      events.flatMap(({ event }) =>
        event.type === 'claimReturned' || event.type === 'claimForced' ? [event.visitId] : [],
      ),
    )
    const left = before.filter((id) => !returned.has(id) && this.#known.claims.has(id))
    if (left.length !== before.length) store.setGivenBack(left)
  }

  #refresh(fresh: readonly LedgerEvent[]): void {
    const isAlone = this.#standing === 'alone'
    this.#isBehind = isAlone && this.#handingIn.length > 0
    if (this.#isBehind) return
    const plain = !isAlone && this.#parts.store.facts().length === 0
    this.#local = plain ? this.#known : this.#overlay()
    if (isAlone) this.#turnedDay()
    if (plain && fresh.length > 0) this.#tell(fresh)
    else this.#reset()
  }

  #tell(events: readonly LedgerEvent[]): void {
    for (const listener of this.#listeners) listener(events, this.#local)
  }

  #reset(): void {
    for (const listener of this.#resets) listener()
  }

  #linkChanged(): void {
    for (const listener of this.#linkListeners) listener()
  }

  /** A disk that cannot be written refuses; it does not end the connection. */
  #orRefuse(reply: (answer: Answer) => void, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      this.#parts.log(`nothing was done: ${error.message}`)
      reply(refuse('ledgerUnavailable', { fault: error.kind }))
    }
  }
}
