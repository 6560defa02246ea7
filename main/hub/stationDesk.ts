/**
 * The hub's side of its stations: which counter works through which, claims
 * granted and asked back, blocks of numbers for kiosks, facts taken in.
 */
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId, CounterId, FactId, StationId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { claimsDue } from '#shared/hall/rules/claims.ts'
import { claimedPapers, clearedConflicts, mayClear } from '#shared/hall/rules/merging.ts'
import { needsBlocks, rangeDue } from '#shared/hall/rules/numbers.ts'
import { counterNow } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { ClientMessage, Devices, HubMessage } from '#shared/protocol/messages.ts'
import { firstFor } from '#shared/queueing/line.ts'
import { handedOverRun } from '../station/handOver.ts'
import { formerHub } from './formerHub.ts'
import type { Hub } from './hub.ts'
import { factOf, takeIn } from './takeIn.ts'

export interface StationDeskParts {
  readonly hub: Hub
  readonly newId: () => string
  /** This computer as a station, where it may be the hub again after another was. */
  readonly own?: StationId | undefined
  /** The lowest ranges are for so many computers that may be the hub. */
  readonly candidates?: (() => Candidates) | undefined
}

/** The computers the hall's people chose to be the hub in turn. */
export interface Candidates {
  readonly count: number
  /** Those that were met. */
  readonly met: ReadonlySet<StationId>
}

/** One connected station. */
interface Present {
  readonly stationId: StationId
  readonly actor: Extract<Actor, { kind: 'station' }>
  readonly tell: (message: HubMessage) => void
  /** When it came, by the hub's clock. */
  readonly sinceMs: number
  counterId?: CounterId | undefined
  devices?: Devices | undefined
  clock?: ClockFound | undefined
  handingIn?: HandingIn | undefined
}

/** How far a station is with handing in what it did alone, in facts. */
interface HandingIn {
  readonly left: number
  readonly of: number
}

/** A station's own clock when it last handed in what it did alone. */
export interface ClockFound {
  /** By the hub's clock. */
  readonly atMs: number
  /** Ahead of the hub's clock by so much, ms; below zero it is behind. */
  readonly aheadMs: number
  /** It jumped by more than a minute while the station was alone: the times of what was done there are less sure. */
  readonly jumped: boolean
}

/** A station as the hub knows it: connected since then, or gone since then. */
export interface KnownStation {
  readonly stationId: StationId
  readonly mode: Extract<Actor, { kind: 'station' }>['mode']
  readonly connected: boolean
  readonly sinceMs: number
  /** The counter that works through it now. */
  readonly counterId?: CounterId | undefined
  /** Its printer and readers as it last told; unknown once it is gone. */
  readonly devices?: Devices | undefined
  /** Absent while it has handed nothing in since this hub began. */
  readonly clock?: ClockFound | undefined
  /** Absent unless it is handing in what it did alone. */
  readonly handingIn?: HandingIn | undefined
}

/** A call that waits until a claim is given back, or until it has waited long enough. */
interface Held {
  readonly counterId: CounterId
  readonly untilMs: number
  readonly go: () => void
}

/** How long a call waits for a claim; a station on the same network answers in a few ms. */
const patienceMs = 400

type Facts = Extract<ClientMessage, { type: 'facts' }>

/** See the head of this file. `tick` it a few times a second. */
export class StationDesk {
  readonly #parts: StationDeskParts
  readonly #present = new Map<object, Present>()
  /** Stations that were here and are not, since this hub began. */
  readonly #gone = new Map<StationId, KnownStation>()
  /** Each station's clock as last found, whether it is here or not. */
  readonly #clocks = new Map<StationId, ClockFound>()
  #held: Held[] = []

  constructor(parts: StationDeskParts) {
    this.#parts = parts
  }

  /** A station has connected; the result stands for its connection. */
  join(actor: Extract<Actor, { kind: 'station' }>, tell: (message: HubMessage) => void): object {
    const key = {}
    // It came back before its old connection was missed. Computers that were the hub all go by one name.
    for (const [old, { stationId }] of this.#present)
      if (stationId === actor.stationId && stationId !== formerHub) this.#present.delete(old)
    this.#gone.delete(actor.stationId)
    this.#present.set(key, { stationId: actor.stationId, actor, tell, sinceMs: this.#parts.hub.nowMs() })
    this.#reserve()
    this.#lease()
    return key
  }

  leave(key: object): void {
    const present = this.#present.get(key)
    if (present === undefined) return
    this.#present.delete(key)
    const { stationId, actor } = present
    const sinceMs = this.#parts.hub.nowMs()
    this.#gone.set(stationId, { stationId, mode: actor.mode, connected: false, sinceMs })
  }

  /** Every station that is here, or was since this hub began. */
  known(): readonly KnownStation[] {
    const here = [...this.#present.values()].map(({ stationId, actor, sinceMs, ...told }) => ({
      stationId,
      mode: actor.mode,
      connected: true,
      sinceMs,
      counterId: told.counterId,
      devices: told.devices,
      handingIn: told.handingIn,
    }))
    return [...here, ...this.#gone.values()].map((station) => ({
      ...station,
      clock: this.#clocks.get(station.stationId),
    }))
  }

  /** Which counter works through this station now. */
  stand(key: object, counterId: CounterId | undefined): void {
    const present = this.#present.get(key)
    if (present !== undefined) present.counterId = counterId
    this.#grant()
  }

  /** How the station's printer and readers are now. */
  devices(key: object, devices: Devices): void {
    const present = this.#present.get(key)
    if (present !== undefined) present.devices = devices
  }

  /** Takes a command back that its station will not ask for again; answers with what it became. */
  withdraw(key: object, id: CommandId): void {
    const present = this.#present.get(key)
    if (present === undefined) return
    this.#parts.hub.withdraw(id, (answer) => {
      present.tell({ type: 'answer', id, answer })
    })
  }

  /** Merges facts, each once; says which are durable. */
  facts(key: object, { clocks, facts, left = facts.length }: Facts): void {
    const present = this.#present.get(key)
    if (present === undefined) return
    const { handingIn: before } = present
    // What it did since it began to hand in comes on top.
    const of = before === undefined ? left : before.of + Math.max(0, left - before.left)
    present.handingIn = { left, of }
    const nowMs = this.#parts.hub.nowMs()
    let open = facts.length
    const taken: FactId[] = []
    let { jumped } = present.clock ?? { jumped: false }
    for (const sent of facts) {
      const fact = factOf(sent, present.stationId, clocks, nowMs)
      jumped ||= fact.clockJumped
      const command = { type: 'mergeFact' as const, fact }
      const told = (isDurable: boolean): void => {
        if (isDurable) taken.push(fact.id)
        open -= 1
        if (open > 0) return
        const stillLeft = left - taken.length
        present.handingIn = stillLeft > 0 ? { left: stillLeft, of } : undefined
        present.tell({ type: 'factsTaken', ids: taken })
      }
      takeIn(this.#parts.hub, command, present.actor, told, sent.run === handedOverRun)
    }
    present.clock = { atMs: nowMs, aheadMs: clocks.wallMs - nowMs, jumped }
    this.#clocks.set(present.stationId, present.clock)
  }

  /**
   * Before a counter calls who is next: if that visit is claimed by a counter
   * that can be reached, the claim is asked back first, so that the order holds.
   */
  beforeCall(counterId: CounterId, go: () => void): void {
    const { hub } = this.#parts
    const { state } = hub
    if (state.claims.isEmpty()) {
      go()
      return
    }
    const { staffId } = counterNow(state, counterId)
    const first =
      staffId === undefined ? undefined : firstFor(state, counterId, staffId, hub.nowMs(), 'ignore')
    const holder = first === undefined ? undefined : state.claims.get(first.visit.id)
    const station = holder === undefined || holder === counterId ? undefined : this.#stationOf(holder)
    if (first === undefined || holder === undefined || station === undefined) {
      go()
      return
    }
    this.#held.push({ counterId, untilMs: hub.nowMs() + patienceMs, go })
    station.tell({ type: 'giveBack', counterId: holder, visitIds: [first.visit.id] })
  }

  /** After every commit: whoever waited for a claim may go on, and what waited for a visit to become known is looked at again. */
  readonly committed = (events: readonly LedgerEvent[]): void => {
    if (events.some(({ event }) => mayClear(event))) this.#lookAgain()
    const ready = this.#held.filter(({ counterId }) => !this.#isBlocked(counterId))
    this.#release(ready)
  }

  /** A few times a second. */
  readonly tick = (): void => {
    const nowMs = this.#parts.hub.nowMs()
    this.#release(this.#held.filter(({ untilMs }) => untilMs <= nowMs))
    this.#grant()
    this.#reserve()
    this.#lease()
    this.#askBack()
  }

  #release(ready: readonly Held[]): void {
    if (ready.length === 0) return
    this.#held = this.#held.filter((h) => !ready.includes(h))
    for (const { go } of ready) go()
  }

  /** A fact kept because nobody knew its visit, or another counter claimed it, fits once that is so no more. */
  #lookAgain(): void {
    const { hub } = this.#parts
    for (const factId of clearedConflicts(hub.state))
      this.#asSystem({ type: 'resolveConflict', factId, how: 'apply' })
  }

  #isBlocked(counterId: CounterId): boolean {
    const { hub } = this.#parts
    const { staffId } = counterNow(hub.state, counterId)
    const first =
      staffId === undefined ? undefined : firstFor(hub.state, counterId, staffId, hub.nowMs(), 'ignore')
    const holder = first === undefined ? undefined : hub.state.claims.get(first.visit.id)
    return holder !== undefined && holder !== counterId && this.#stationOf(holder) !== undefined
  }

  #stationOf(counterId: CounterId): Present | undefined {
    for (const present of this.#present.values()) if (present.counterId === counterId) return present
    return undefined
  }

  #grant(): void {
    const { hub } = this.#parts
    const counterIds = [...this.#present.values()].flatMap(({ counterId }) => counterId ?? [])
    if (counterIds.length === 0 || claimsDue(hub.state, counterIds, hub.nowMs()).length === 0) return
    this.#asSystem({ type: 'grantClaims', counterIds })
  }

  #lease(): void {
    const { hub } = this.#parts
    if (hub.state.day === undefined) return
    for (const { stationId, actor } of this.#present.values()) {
      if (actor.mode === 'kiosk' && needsBlocks(hub.state, stationId))
        this.#asSystem({ type: 'leaseBlocks', stationId })
    }
  }

  /** Every computer that may have to be the hub has numbers of its own to give then; a tablet is not made the hub. */
  #reserve(): void {
    const { hub, own, candidates } = this.#parts
    if (hub.state.settings === undefined || this.#present.size === 0) return
    const { count, met } = candidates?.() ?? { count: 0, met: new Set() }
    const here = [...this.#present.values()].flatMap((p) => (p.actor.mode === 'pad' ? [] : [p.stationId]))
    for (const stationId of new Set(own === undefined ? here : [...here, own])) {
      const keep = met.has(stationId) ? 0 : count
      if (rangeDue(hub.state, stationId, keep) !== undefined)
        this.#asSystem({ type: 'reserveRange', stationId, keep })
    }
  }

  /** A counter that no longer calls has no use for its claims, and no counter for one on who was served by hand. */
  #askBack(): void {
    const { hub } = this.#parts
    for (const { visitId, holder } of claimedPapers(hub.state))
      this.#stationOf(holder)?.tell({ type: 'giveBack', counterId: holder, visitIds: [visitId] })
    for (const { counterId, tell } of this.#present.values()) {
      if (counterId === undefined || counterNow(hub.state, counterId).state === 'open') continue
      const visitIds = [...hub.state.claims].flatMap(([id, holder]) => (holder === counterId ? [id] : []))
      if (visitIds.length > 0) tell({ type: 'giveBack', counterId, visitIds })
    }
  }

  #asSystem(command: Command): void {
    const { hub, newId } = this.#parts
    hub.submit({ id: commandId.parse(newId()), command, actor: { kind: 'system' } }, () => undefined)
  }
}
