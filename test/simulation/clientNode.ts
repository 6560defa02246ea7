/** A screen's machine: the product's own client, its link, and what a display announces. */
import { HallClient } from '#shared/client/hallClient.ts'
import { emptyQueue, hear, takeNext } from '#shared/client/announcements.ts'
import type { AnnouncementQueue } from '#shared/client/announcements.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { HallState } from '#shared/hall/state.ts'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId } from '#shared/ids/ids.ts'
import type { Answer, HubMessage } from '#shared/protocol/messages.ts'
import type { Chronicle } from './chronicle.ts'
import { chronicleOf } from './oracle.ts'
import type { Computer } from './computer.ts'
import type { Identity } from './identity.ts'
import type { Dialer, Line, Network } from './network.ts'
import type { Surroundings } from './surroundings.ts'

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
  #host: Computer
  #up = true
  #line: Line | undefined
  #sent = new Map<CommandId, (answer: Answer) => void>()
  #wasLost = false
  /** Whose hall it shows; undefined where that came from a station. */
  follows: Chronicle | undefined
  readonly #isStations: boolean

  constructor(around: Surroundings, network: Network, host: Computer, name: string, identity: Identity) {
    this.#around = around
    this.#network = network
    this.#host = host
    this.name = name
    this.identity = identity
    this.#isStations = host.role === 'station'
    this.client = this.#newClient()
    if (identity.kind === 'display') this.queue = emptyQueue()
  }

  /** The computer that serves it. */
  get host(): Computer {
    return this.#host
  }

  /** A station's own screen runs on the station's computer, any other on its own. */
  get place(): string {
    return this.#isStations ? this.#host.place : this.name
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

  receive(message: HubMessage, line: Line): void {
    // What was under way to the page before, which was closed or opened elsewhere, nobody hears.
    if (!this.#up || line !== this.#line) return
    const { oracle } = this.#around
    const seq = this.state.seq
    const { unanswered } = this.client.view
    const hub = this.#line?.life === this.#host.life ? chronicleOf(this.#host) : undefined
    this.client.receive(message)
    // A station's screens see what has no place in the ledger yet, and fall back when it gets one.
    if (hub !== undefined && this.follows === hub) oracle.followed(this.name, seq, this.state.seq, hub)
    if (message.type === 'snapshot') this.follows = hub
    if (message.type !== 'answer') return
    oracle.answered(this.name, message.id, message.answer, hub)
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
    const hub = this.#host.chronicle ?? this.#around.oracle.main
    this.#around.oracle.announced(this.name, next, hub)
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

  /** Its page is opened anew at another computer. */
  moveTo(host: Computer): void {
    if (host === this.#host) return
    const wasUp = this.#up
    this.crash()
    this.#host = host
    if (this.queue !== undefined) {
      this.queue = emptyQueue()
      this.#around.oracle.displayMoved(this.name)
    }
    if (wasUp) this.restart()
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
        const hub = this.#host.chronicle ?? this.#around.oracle.main
        this.#around.oracle.displayBegan(this.name, view, hub)
      }
    })
    return client
  }
}
