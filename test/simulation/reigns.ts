/**
 * Whoever runs the hall when a hub is lost: makes another computer the hub, and
 * opens the pages of the screens that stood at the old one at the new one.
 */
import type { ClientNode } from './clientNode.ts'
import type { Computer } from './computer.ts'
import type { Programs } from './programs.ts'
import type { Surroundings } from './surroundings.ts'

/** Reigns in one run; numbers for more are not kept ready. */
const reignsAtMost = 4

/** See the head of this file. */
export class Reigns {
  /** The computer everybody is told is the hub. */
  hub: Computer
  readonly #around: Surroundings
  readonly #computers: readonly Computer[]
  readonly #clients: readonly ClientNode[]
  readonly #programs: Programs
  /** Screens with a station of their own; they stay there. */
  readonly #settled: ReadonlySet<ClientNode>
  #count = 0

  constructor(
    around: Surroundings,
    computers: readonly Computer[],
    clients: readonly ClientNode[],
    programs: Programs,
    hub: Computer,
  ) {
    this.#around = around
    this.#computers = computers
    this.#clients = clients
    this.#programs = programs
    this.hub = hub
    this.#settled = new Set(clients.filter((c) => c.host !== hub))
    for (const computer of computers)
      computer.onStepDown = () => {
        // A display stands at a hub; the others may stay where they are, at a station now.
        for (const client of clients)
          if (client.host === computer && client.queue !== undefined) client.moveTo(this.hub)
      }
  }

  /** Stations that may be made the hub: alone, with the hall's whole day, and no newer reign unknown to them. */
  get heirs(): readonly Computer[] {
    const { epoch } = this.#around.oracle.state.reign
    // Two reigns of one epoch are for the people who promote to prevent.
    if (this.#count >= reignsAtMost || this.#computers.some((c) => c.isPromoting)) return []
    return this.#computers.filter(
      ({ station }) =>
        station?.standing === 'alone' &&
        station.state.settings !== undefined &&
        station.reign.epoch === epoch,
    )
  }

  /** Makes this computer the hub, and moves these screens to it, sooner or later. */
  promote(heir: Computer, screens: readonly ClientNode[] = this.#clients): void {
    const { chance, timeline } = this.#around
    this.#count += 1
    heir.promote()
    this.hub = heir
    this.#programs.hub = heir
    for (const client of screens) {
      if (this.#settled.has(client)) continue
      timeline.after(chance.between(200, 20_000), () => {
        if (this.hub === heir) client.moveTo(heir)
      })
    }
  }

  /** In the end nobody is left at a computer that is the hub no longer. */
  gather(): void {
    const { chance } = this.#around
    for (const client of this.#clients) {
      if (this.#settled.has(client) || client.host === this.hub) continue
      if (client.queue !== undefined || chance.happens(0.5)) client.moveTo(this.hub)
    }
  }
}
