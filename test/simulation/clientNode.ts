/** A screen's machine: the product's own client, its link, and what a display announces. */
import { HallClient } from '#shared/client/hallClient.ts'
import { emptyQueue, hear, takeNext } from '#shared/client/announcements.ts'
import type { AnnouncementQueue } from '#shared/client/announcements.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId } from '#shared/ids/ids.ts'
import type { Answer, ClientKind, HubMessage } from '#shared/protocol/messages.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import type { Dialer, Host, Line, Network } from './network.ts'
import type { KioskPrinter } from './kioskPrinter.ts'
import type { Surroundings } from './surroundings.ts'

/** Who a screen is to its host. */
export interface Identity {
  readonly kind: ClientKind
  readonly audience: Audience
  readonly actor: Actor | undefined
  readonly paper?: KioskPrinter
}

const nothing = (): void => {}

/** See the head of this file. */
export class ClientNode implements Dialer {
  readonly name: string
  readonly identity: Identity
  client: HallClient
  /** How far this device's clock is off, ms. */
  skewMs = 0
  /** What this display still has to say; undefined on other screens. */
  queue: AnnouncementQueue | undefined
  readonly #around: Surroundings
  readonly #network: Network
  readonly #host: Host
  #up = true
  #line: Line | undefined
  #sent = new Map<CommandId, (answer: Answer) => void>()
  #wasLost = false

  constructor(around: Surroundings, network: Network, host: Host, name: string, identity: Identity) {
    this.#around = around
    this.#network = network
    this.#host = host
    this.name = name
    this.identity = identity
    this.client = this.#newClient()
    if (identity.kind === 'display') this.queue = emptyQueue()
  }

  get up(): boolean {
    return this.#up
  }

  get state(): HallState {
    return this.client.view.state
  }

  /** Whether somebody in front of it can work with it. */
  get usable(): boolean {
    return this.#up && this.client.view.ready
  }

  get connected(): boolean {
    return this.#line?.open === true && this.client.view.link === 'live'
  }

  /** Sends a command as somebody at this screen does; the answer comes at most once, or never if it restarts. */
  send(
    command: Command,
    id: CommandId = this.newCommandId(),
    answered: (answer: Answer) => void = () => {},
  ): CommandId {
    const { trace, timeline } = this.#around
    trace.note(timeline.nowMs, this.name, command)
    this.#sent.set(id, answered)
    // Its answer is heard where it arrives, for a promise would be kept only after this step.
    this.client.send(command, id).then(nothing, nothing)
    return id
  }

  /** Sends what no build of ours would, straight onto the line. */
  sendRaw(message: unknown): void {
    if (this.#line !== undefined) this.#network.toHost(this.#line, message)
  }

  newCommandId(): CommandId {
    return commandId.parse(this.#around.oracle.newName(this.name))
  }

  receive(message: HubMessage): void {
    if (!this.#up) return
    const { oracle } = this.#around
    const seq = this.state.seq
    const { unanswered } = this.client.view
    this.client.receive(message)
    oracle.followed(this.name, seq, this.state.seq)
    if (message.type !== 'answer') return
    oracle.answered(this.name, message.id, message.answer)
    if (this.client.view.unanswered < unanswered) {
      const answered = this.#sent.get(message.id)
      this.#sent.delete(message.id)
      answered?.(message.answer)
    }
  }

  lost(line: Line): void {
    if (this.#line !== line) return
    this.#line = undefined
    this.#wasLost = true
    if (this.#up) this.client.lost()
  }

  /** Connects when it is not, and now and then asks for a sign of life. */
  tick(): void {
    if (!this.#up) return
    if (this.#line === undefined) this.#line = this.#network.dial(this, this.#host)
    else if (this.client.view.link === 'live' && this.#around.chance.happens(0.25)) this.client.ping()
  }

  /** Speaks the next announcement, if there is one. */
  announce(): void {
    if (!this.#up || this.queue === undefined) return
    const { next, queue } = takeNext(this.queue)
    this.queue = queue
    if (next === undefined) return
    if (this.#wasLost) this.#around.coverage.mark('announcedAfterReconnect')
    this.#around.oracle.announced(this.name, next)
  }

  crash(): void {
    if (!this.#up) return
    this.#up = false
    this.#sent = new Map()
    if (this.#line !== undefined) this.#network.hangUp(this.#line, 'dialer')
    this.#line = undefined
  }

  restart(): void {
    if (this.#up) return
    this.#up = true
    this.client = this.#newClient()
    if (this.queue !== undefined) {
      // A display keeps the mark of what it announced, and nothing else.
      this.queue = emptyQueue(this.queue.announced)
      this.#around.oracle.displayRestarted(this.name)
    }
  }

  #newClient(): HallClient {
    const { timeline, world, coverage } = this.#around
    const overLine = new Set<CommandId>()
    const client: HallClient = new HallClient({
      link: {
        send: (message) => {
          if (this.client !== client || this.#line === undefined) return
          if (message.type === 'command') {
            if (overLine.has(message.id)) coverage.mark('commandSentAgain')
            overLine.add(message.id)
          }
          this.#network.toHost(this.#line, message)
        },
      },
      nowMs: () => world.startMs + timeline.nowMs + this.skewMs,
      newId: () => this.newCommandId(),
    })
    client.listen((view, events) => {
      if (this.queue === undefined || this.client !== client) return
      const before = this.queue
      this.queue = hear(before, view, events)
      if (before.taken === undefined && this.queue.taken !== undefined) {
        this.#around.oracle.displayBegan(this.name, view.state.seq)
      }
    })
    return client
  }
}
