/** Who works through REST: other systems, visitors' phones, the hall's own command line. Each request is sent again until it is answered. */
import type { Command } from '#shared/hall/commands.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId } from '#shared/ids/ids.ts'
import type { HubNode } from './hubNode.ts'
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
  readonly #hub: HubNode
  readonly #unanswered = new Map<CommandId, Request>()

  constructor(around: Surroundings, network: Network, hub: HubNode) {
    this.#around = around
    this.#network = network
    this.#hub = hub
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
      this.#hub.submit(request, (answer) => {
        timeline.after(way(), () => {
          oracle.answered('rest', request.id, answer)
          this.#unanswered.delete(request.id)
        })
      })
    })
    if (chance.happens(this.#network.duplication)) {
      timeline.after(way(), () => {
        coverage.fault('duplication')
        this.#hub.submit(request, (answer) => {
          oracle.answered('rest', request.id, answer)
        })
      })
    }
    timeline.after(patienceMs + this.#network.latencyMs * 2, () => {
      if (this.#unanswered.has(request.id)) this.#try(request)
    })
  }
}
