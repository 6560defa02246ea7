/** Who works through REST: other systems, visitors' phones, the hall's own command line. Each request is sent again until it is answered. */
import type { Command } from '#shared/hall/commands.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId } from '#shared/ids/ids.ts'
import type { Computer } from './computer.ts'
import { chronicleOf } from './oracle.ts'
import type { Network } from './network.ts'
import type { Surroundings } from './surroundings.ts'

interface Request {
  readonly id: CommandId
  readonly command: Command
  readonly actor: Actor
}

/** A request is given up on and sent again after this time. */
const patienceMs = 4000

/** See the head of this file. */
export class Programs {
  readonly #around: Surroundings
  readonly #network: Network
  /** The computer it is told is the hub. */
  hub: Computer
  readonly #unanswered = new Map<CommandId, Request>()

  constructor(around: Surroundings, network: Network, hub: Computer) {
    this.#around = around
    this.#network = network
    this.hub = hub
  }

  /** Requests still without an answer. */
  get unanswered(): number {
    return this.#unanswered.size
  }

  send(
    command: Command,
    actor: Actor,
    id: CommandId = commandId.parse(this.#around.oracle.newName('rest')),
  ): void {
    const { trace, timeline } = this.#around
    trace.note(timeline.nowMs, actor.kind, command)
    const request = { id, command, actor }
    this.#unanswered.set(id, request)
    this.#try(request)
  }

  #try(request: Request): void {
    const { timeline, chance, oracle, coverage } = this.#around
    const way = (): number => 1 + chance.below(this.#network.latencyMs)
    timeline.after(way(), () => {
      const { hub } = this
      if (!this.#network.reaches('office', hub)) return
      hub.submit(request, (answer) => {
        const by = chronicleOf(hub)
        timeline.after(way(), () => {
          // It has been given up on, and the request sent to another.
          if (hub !== this.hub || by !== chronicleOf(hub)) return
          oracle.answered('rest', request.id, answer, by)
          this.#unanswered.delete(request.id)
        })
      })
    })
    if (chance.happens(this.#network.duplication)) {
      timeline.after(way(), () => {
        coverage.fault('duplication')
        const { hub } = this
        hub.submit(request, (answer) => {
          oracle.answered('rest', request.id, answer, chronicleOf(hub))
          // Heard is heard: what was answered is not sent to another hub.
          this.#unanswered.delete(request.id)
        })
      })
    }
    timeline.after(patienceMs + this.#network.latencyMs * 2, () => {
      if (this.#unanswered.has(request.id)) this.#try(request)
    })
  }
}
