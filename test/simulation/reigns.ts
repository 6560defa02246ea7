/**
 * Whoever runs the hall when a hub is lost: makes another computer the hub, and
 * opens the pages of the screens that stood at the old one at the new one.
 */
import { rangeOf } from '#shared/hall/ranges.ts'
import { isSameReign, outranks } from '#shared/hall/reign.ts'
import type { Rank } from '#shared/hall/reign.ts'
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
        if (this.hub === computer) this.#told(this.#highest())
        // A display stands at a hub; the others may stay where they are, at a station now.
        for (const client of clients)
          if (client.host === computer && client.queue !== undefined) client.moveTo(this.hub)
      }
  }

  /**
   * Stations that may be made the hub: alone, with the hall's whole day. What became of other hubs they cannot know;
   * but one for which no numbers are kept says so, and then people see to it that there is no other.
   */
  get heirs(): readonly Computer[] {
    if (this.#count >= reignsAtMost) return []
    return this.#computers.filter(
      ({ station, isPromoting }) =>
        !isPromoting &&
        station?.standing === 'alone' &&
        station.state.settings !== undefined &&
        (this.#isLast(station.reign) || rangeOf(station.state.ranges, station.stationId) !== undefined),
    )
  }

  /** Nobody was or is being promoted whom who follows this one does not know of. */
  #isLast(reign: Rank): boolean {
    return isSameReign(reign, this.#around.oracle.state.reign) && !this.#computers.some((c) => c.isPromoting)
  }

  /** Makes this computer the hub, and moves these screens to it, sooner or later. */
  promote(heir: Computer, screens: readonly ClientNode[] = this.#clients): void {
    const { chance, timeline } = this.#around
    this.#count += 1
    heir.promote()
    this.#told(heir)
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
    this.#told(this.#highest())
    for (const client of this.#clients) {
      if (this.#settled.has(client) || client.host === this.hub) continue
      if (client.queue !== undefined || chance.happens(0.5)) client.moveTo(this.hub)
    }
  }

  /** Of the hubs there are, the one that holds; another steps down as soon as it meets it. */
  #highest(): Computer {
    const rankOf = ({ chronicle }: Computer): Rank => chronicle?.state.reign ?? { epoch: -1 }
    return this.#computers
      .filter((c) => c.role === 'hub' && c.chronicle !== undefined)
      .reduce((highest, c) => (outranks(rankOf(c), rankOf(highest)) ? c : highest), this.hub)
  }

  #told(hub: Computer): void {
    this.hub = hub
    this.#programs.hub = hub
  }
}
