/** The hall as a station's screens see it: what the hub made known and, on top of it, what was done here since. */
import { commandId, factId } from '#shared/ids/ids.ts'
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer, SentFact } from '#shared/protocol/messages.ts'
import { answerOf, issuerOf } from '../hub/answerOf.ts'
import type { Audience } from './audience.ts'
import type { HubCopy } from './hubCopy.ts'
import { foldHere, overlay, turnDay } from './overlay.ts'
import type { StationClock } from './stationClock.ts'
import type { StationParts } from './stationParts.ts'

export interface HallHereParts extends StationParts {
  readonly copy: HubCopy
  readonly clock: StationClock
  readonly audience: Audience
  /** The station is alone: it turns the day by itself. */
  readonly isAlone: () => boolean
  /** Facts are on their way to the hub, which has some of them already. */
  readonly isHandingIn: () => boolean
}

/** See the head of this file. */
export class HallHere {
  readonly #parts: HallHereParts
  #state: HallState
  /** The hub's state moved on while facts were handed in; what screens see follows when all are in. */
  #isBehind = false

  constructor(parts: HallHereParts) {
    this.#parts = parts
    // Before its own facts are looked at there is only what the hub made known.
    this.#state = parts.copy.known
    this.#state = this.#overlaid()
  }

  get state(): HallState {
    return this.#state
  }

  /** Nothing was done here that the hub does not know. */
  get isPlain(): boolean {
    return this.#state === this.#parts.copy.known
  }

  /** The hub's time as well as it is known here, and never before what happened last. */
  readonly nowMs = (): number => Math.max(this.#parts.clock.nowMs(), this.#state.atMs)

  /** The hub went while facts were handed in: all that it made known shows now. */
  catchUp(): void {
    if (this.#isBehind) this.refresh([])
  }

  /** The hub's state moved on, by these events where they are all there is, or the facts here changed. */
  refresh(fresh: readonly LedgerEvent[]): void {
    const { store, copy, audience, isAlone, isHandingIn } = this.#parts
    this.#isBehind = isAlone() && isHandingIn()
    if (this.#isBehind) return
    const plain = !isAlone() && store.facts().length === 0
    this.#state = plain ? copy.known : this.#overlaid()
    if (isAlone()) this.#turnDay()
    if (plain && fresh.length > 0) audience.tell(fresh, this.#state)
    else audience.reset()
  }

  /** The hub is away: the day goes on here. */
  begunAlone(): void {
    this.#state = this.#overlaid()
    this.#turnDay()
    this.#parts.audience.reset()
  }

  /** All facts are in: what the hub made known is all there is. */
  joined(): void {
    const { copy, audience } = this.#parts
    const isOther = !this.isPlain
    this.#isBehind = false
    this.#state = copy.known
    if (isOther) audience.reset()
  }

  /** Turns the day when it is over. */
  turnDay(): void {
    if (this.#turnDay()) this.#parts.audience.reset()
  }

  /** The state with these events on top; shown only once they `happened`. */
  after(events: readonly HallEvent[], atMs: number): HallState {
    return events.reduce((state, event) => foldHere(state, event, atMs), this.#state)
  }

  /** What was decided here, once it is on disk. */
  happened(after: HallState, events: readonly HallEvent[], atMs: number, actor: Actor): void {
    const before = this.#state
    this.#state = after
    this.#parts.audience.tell(this.#provisional(before, events, atMs, actor), after)
  }

  /** A fact of this moment. */
  factOf(events: readonly HallEvent[], actor: Actor, id: string): SentFact {
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

  /** What became of a command that is still to be handed over: this computer did it, or heard of it, under an earlier reign. */
  answerOfOwn(id: CommandId): Answer | undefined {
    const of = factId.parse(id)
    const own = this.#parts.store.facts().find((f) => f.id === of)
    return own === undefined ? undefined : answerOf(this.#state, own.events)
  }

  readonly issuerOf = (id: VisitId): Actor | undefined => {
    const { copy, store } = this.#parts
    const own = store.facts().flatMap(({ events }) => events)
    return issuerOf(this.#state, copy.ledger, id, own)
  }

  /** A station whose clock cannot be believed leaves the day to the hub: it refuses rather than give a number twice. */
  #turnDay(): boolean {
    if (!this.#parts.clock.isSure) return false
    const before = this.#state
    this.#state = turnDay(before, this.nowMs(), this.#parts)
    return this.#state !== before
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

  #overlaid(): HallState {
    const { copy, store, stationId, newId, newKey } = this.#parts
    return overlay(copy.known, {
      stationId,
      counterId: store.counterId(),
      facts: store.facts(),
      givenBack: store.givenBack(),
      newId,
      newKey,
    })
  }
}
