/**
 * A replica of the hall and a way to send commands, over any link. The same code
 * in screens, stations and the simulator: it folds events in order, notices a
 * gap, catches up by seq, and sends an unanswered command again under the same
 * id until it is answered.
 */
import { Map } from 'immutable'
import { commandId } from '../ids/ids.ts'
import type { CommandId, CounterId, HallId, HubId, QueueId, StationId, VisitId } from '../ids/ids.ts'
import type { Command } from '../hall/commands.ts'
import type { LedgerEvent } from '../hall/events.ts'
import { evolve } from '../hall/evolve.ts'
import { decodeState } from '../hall/snapshot.ts'
import { initialState } from '../hall/state.ts'
import type { HallState } from '../hall/state.ts'
import type {
  Answer,
  ClientMessage,
  CloseReason,
  HubMessage,
  Paper,
  KioskRead,
  PrintJob,
  Readers,
  WaitBand,
} from '../protocol/messages.ts'

/** One connection, opened and reopened by whoever made it. `send` may lose a message; it never throws. */
export interface Link {
  send(message: ClientMessage): void
}

/** `connecting` before the first welcome; `live` while events flow; `lost` after; `closed` when refused for good. */
export type LinkState = 'connecting' | 'live' | 'lost' | 'closed'

/** What a screen draws from: a value, replaced whole at each change. */
export interface HallView {
  readonly state: HallState
  readonly link: LinkState
  /** Why the hub refused this client, when it did. */
  readonly reason?: CloseReason | undefined
  readonly hallId?: HallId | undefined
  readonly stationId?: StationId | undefined
  /** The one counter this pad was put up at; undefined on other screens and where none was said. */
  readonly counterId?: CounterId | undefined
  readonly epoch: number
  /** The hub of that epoch; the first hub has no id. */
  readonly hubId?: HubId | undefined
  /** Hub time less local time, ms, by the quickest exchange seen. */
  readonly offsetMs: number
  /** How far the hub was, and what its clock said, when this client first came to it; what is later is news here. */
  readonly came?: { readonly seq: number; readonly atMs: number } | undefined
  /** Whether a first snapshot has arrived. */
  readonly ready: boolean
  /** Commands sent and not yet answered. */
  readonly unanswered: number
  /** Whether the station behind this screen has its hub; a screen at the hub itself always has. */
  readonly hubUp: boolean
  /** Facts the station has still to hand in. */
  readonly facts: number
  /** The paper of this screen's kiosk; undefined on other screens. */
  readonly paper?: Paper | undefined
  /** Where phones reach the hall; undefined where the screen is shown from there itself. */
  readonly phoneOrigin?: string | undefined
  /** The readers of this screen's kiosk; undefined on other screens. */
  readonly readers?: Readers | undefined
  /** The latest print job of each visit this kiosk issued. */
  readonly jobs: Map<VisitId, PrintJob>
  /** How long somebody who came to each queue now would wait, seconds. */
  readonly waits: Map<QueueId, WaitBand>
}

export interface HallClientParts {
  readonly link: Link
  /** Local clock, epoch ms. */
  readonly nowMs: () => number
  /** A fresh id, unique for ever. */
  readonly newId: () => string
}

/** Hears each new view, with the events that made it (none after a snapshot or a change of link). */
export type Listener = (view: HallView, events: readonly LedgerEvent[]) => void

interface Unanswered {
  readonly command: Command
  readonly resolve: (answer: Answer) => void
}

/** See the head of this file. */
export class HallClient {
  readonly #parts: HallClientParts
  #view: HallView = {
    state: initialState,
    link: 'connecting',
    epoch: 0,
    offsetMs: 0,
    ready: false,
    unanswered: 0,
    hubUp: true,
    facts: 0,
    jobs: Map(),
    waits: Map(),
  }
  #unanswered = Map<CommandId, Unanswered>()
  #listeners: readonly Listener[] = []
  #readListeners: readonly ((read: KioskRead) => void)[] = []
  /** The quickest ping so far, ms; its offset is the best known. */
  #quickestMs = Infinity
  /** When the pings under way were sent; what answers none of them is an old copy. */
  readonly #pings = new Set<number>()
  /** A subscription is under way; a gap seen meanwhile needs no second one. */
  #catchingUp = false
  /** Seqs of this replica may come to stand for something else: only a whole state replaces it. */
  #isProvisional = false

  constructor(parts: HallClientParts) {
    this.#parts = parts
  }

  get view(): HallView {
    return this.#view
  }

  /** The hub's time by the offset measured, epoch ms. */
  hubNowMs(): number {
    return this.#parts.nowMs() + this.#view.offsetMs
  }

  /** Calls the listener at every change until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener]
    return () => {
      this.#listeners = this.#listeners.filter((l) => l !== listener)
    }
  }

  /** Sends a command; resolves with its one answer, however often the link breaks meanwhile. */
  async send(command: Command, id: CommandId = commandId.parse(this.#parts.newId())): Promise<Answer> {
    return new Promise((resolve) => {
      this.#unanswered = this.#unanswered.set(id, { command, resolve })
      this.#change({ unanswered: this.#unanswered.size })
      if (this.#view.link === 'live') this.#parts.link.send({ type: 'command', id, command })
    })
  }

  /** Asks for a visit's ticket on paper again, marked as a copy. */
  reprint(visitId: VisitId): void {
    this.#parts.link.send({ type: 'reprint', visitId })
  }

  /** Hears what is laid on or held before this kiosk's readers until the returned function is called. */
  onRead(heard: (read: KioskRead) => void): () => void {
    this.#readListeners = [...this.#readListeners, heard]
    return () => {
      this.#readListeners = this.#readListeners.filter((l) => l !== heard)
    }
  }

  /** What a reader that types has typed into this page; `onRead` hears what it was. */
  typed(content: string): void {
    this.#parts.link.send({ type: 'typed', content })
  }

  /** Asks for a sign of life; its answer also measures the clocks. */
  ping(): void {
    const sentMs = this.#parts.nowMs()
    if (this.#view.link === 'live') this.#pings.add(sentMs)
    this.#parts.link.send({ type: 'ping', sentMs })
  }

  /** The link is down; it will be opened again by its owner. */
  lost(): void {
    if (this.#view.link !== 'closed') this.#change({ link: 'lost' })
  }

  /** Takes one message from the hub. */
  receive(message: HubMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#welcomed(message)
        return
      case 'snapshot':
        this.#catchingUp = false
        this.#isProvisional = message.provisional === true
        this.#change({ state: decodeState(message.state), ready: true })
        return
      case 'events':
        this.#fold(message.events)
        return
      case 'answer':
        this.#answered(message.id, message.answer)
        return
      case 'paper':
        this.#change({ paper: message.paper })
        return
      case 'readers':
        this.#change({ readers: message.readers })
        return
      case 'read':
        for (const heard of this.#readListeners) heard(message.read)
        return
      case 'printJob':
        this.#change({ jobs: this.#view.jobs.set(message.job.visitId, message.job) })
        return
      case 'waits':
        this.#change({ waits: Map(message.queues.map((q) => [q.queueId, q.wait])) })
        return
      case 'hubLink':
        // What a station tells while it is alone has no place in the ledger yet.
        if (!message.up) this.#isProvisional = true
        this.#change({
          hubUp: message.up,
          facts: message.facts,
          ...(message.phoneOrigin === undefined ? {} : { phoneOrigin: message.phoneOrigin }),
        })
        return
      case 'giveBack':
      case 'factsTaken':
      case 'keys':
      case 'holderSecret':
      case 'holderSecretWanted':
        // Between a station and its hub only.
        return
      case 'pong':
        this.#measured(message.sentMs, message.hubMs)
        if (message.seq > this.#view.state.seq) this.#catchUp()
        return
      case 'invalid':
        // This build speaks a version the hub supports, so this is a fault of ours, not a state of the hall.
        throw new Error(`the hub did not understand: ${message.path} ${message.message}`)
      case 'closing':
        this.#change({ link: message.reason === 'goingDown' ? 'lost' : 'closed', reason: message.reason })
        return
    }
  }

  #welcomed(message: Extract<HubMessage, { type: 'welcome' }>): void {
    // A hub that knows less than this replica has lost its ledger, or is another
    // hub altogether: what it says replaces what was here.
    const starts =
      message.seq < this.#view.state.seq ||
      (this.#view.ready && (message.epoch !== this.#view.epoch || message.hubId !== this.#view.hubId)) ||
      this.#isProvisional
    // Until that has come, whatever becomes of this line.
    this.#isProvisional ||= starts
    this.#change({
      link: 'live',
      reason: undefined,
      hallId: message.hall,
      stationId: message.stationId,
      counterId: message.counterId,
      epoch: message.epoch,
      hubId: message.hubId,
      came: this.#view.came ?? { seq: message.seq, atMs: message.hubMs },
      ...(message.phoneOrigin === undefined ? {} : { phoneOrigin: message.phoneOrigin }),
      offsetMs: this.#quickestMs === Infinity ? message.hubMs - this.#parts.nowMs() : this.#view.offsetMs,
    })
    this.#catchingUp = false
    this.#pings.clear()
    this.#catchUp(starts ? 0 : this.#view.state.seq)
    this.ping()
    for (const [id, { command }] of this.#unanswered) this.#parts.link.send({ type: 'command', id, command })
  }

  #catchUp(afterSeq: number = this.#view.state.seq): void {
    if (this.#catchingUp) return
    this.#catchingUp = true
    this.#parts.link.send({ type: 'subscribe', afterSeq: this.#view.ready ? afterSeq : 0 })
  }

  #fold(events: readonly LedgerEvent[]): void {
    const fresh: LedgerEvent[] = []
    let { state } = this.#view
    for (const event of events) {
      if (event.seq <= state.seq) continue
      if (event.seq > state.seq + 1 || !this.#view.ready) {
        this.#catchUp()
        break
      }
      state = evolve(state, event)
      fresh.push(event)
    }
    // Even an empty answer ends the catching up.
    if (fresh.length > 0 || events.length === 0) this.#catchingUp = false
    if (fresh.length > 0) this.#change({ state }, fresh)
  }

  #answered(id: CommandId, answer: Answer): void {
    const waiting = this.#unanswered.get(id)
    if (waiting === undefined) return
    this.#unanswered = this.#unanswered.delete(id)
    this.#change({ unanswered: this.#unanswered.size })
    waiting.resolve(answer)
  }

  /**
   * The quickest exchange has the least error, half of what it took, and is kept
   * until another cannot be true beside it: then one of the clocks was set.
   */
  #measured(sentMs: number, hubMs: number): void {
    if (!this.#pings.delete(sentMs)) return
    const nowMs = this.#parts.nowMs()
    const tookMs = nowMs - sentMs
    if (tookMs < 0) return
    const offsetMs = Math.round(hubMs + tookMs / 2 - nowMs)
    const apartMs = Math.abs(offsetMs - this.#view.offsetMs)
    const clockWasSet = apartMs > (tookMs + this.#quickestMs) / 2 + 1
    if (tookMs > this.#quickestMs && !clockWasSet) return
    this.#quickestMs = tookMs
    this.#change({ offsetMs })
  }

  #change(change: Partial<HallView>, events: readonly LedgerEvent[] = []): void {
    this.#view = { ...this.#view, ...change }
    for (const listener of this.#listeners) listener(this.#view, events)
  }
}
