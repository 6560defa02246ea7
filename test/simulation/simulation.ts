/**
 * One run: a made-up hall, its people and its troubles, for some minutes of
 * virtual time. Everything the product does in it is the product's own code;
 * everything around it comes from one seed.
 */
import type { Command } from '#shared/hall/commands.ts'
import type { Role } from '#shared/hall/staff.ts'
import { commandId, staffId, stationId } from '#shared/ids/ids.ts'
import { Chance } from './chance.ts'
import { ClientNode } from './clientNode.ts'
import type { Coverage } from './coverage.ts'
import { Faults } from './faults.ts'
import { HubNode } from './hubNode.ts'
import { KioskPrinter } from './kioskPrinter.ts'
import { Network } from './network.ts'
import { Oracle } from './oracle.ts'
import type { Finding } from './oracle.ts'
import { People } from './people.ts'
import type { Places } from './people.ts'
import { Programs } from './programs.ts'
import { checkReplica, checkRest, unrest } from './rest.ts'
import { Tally, Trace } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'
import { Timeline } from './timeline.ts'
import { makeWorld } from './world.ts'
import type { World } from './world.ts'

export interface RunOptions {
  readonly seed: number
  /** Virtual minutes of work; by chance when absent. */
  readonly minutes?: number | undefined
}

export interface RunResult {
  readonly seed: number
  readonly steps: number
  /** Of every event and answer, and the state at the end. */
  readonly hash: string
  readonly coverage: Coverage
  readonly finding?: Finding | undefined
  /** The last things that happened; only with a finding. */
  readonly trace: readonly string[]
}

/** Time a healed hall is given to come to rest, ms. */
const restWithinMs = 15 * 60_000

/** Plays one run. The same options give the same result. */
export function simulate({ seed, minutes }: RunOptions): RunResult {
  const chance = new Chance(seed)
  const world = makeWorld(chance)
  const around: Surroundings = {
    chance,
    world,
    timeline: new Timeline(),
    oracle: new Oracle(),
    coverage: new Tally(),
    trace: new Trace(60),
  }
  const { oracle, timeline, coverage, trace } = around
  oracle.onEvent = (entry, before) => {
    trace.note(timeline.nowMs, 'ledger', entry)
    coverage.event(entry.event.type)
    if (entry.event.type !== 'dayStarted') return
    // The hub sends this one to itself.
    coverage.answered('rollOver', 'ok')
    if (before.day !== undefined) coverage.mark('dayRolledOver')
  }
  try {
    new Run(around).play(minutes ?? chance.pick([2, 5, 12]))
  } catch (error) {
    oracle.fail('thrown', error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  oracle.note(String(timeline.steps))
  const { finding } = oracle
  return {
    seed,
    steps: timeline.steps,
    hash: oracle.digest(),
    coverage: coverage.counts,
    finding,
    trace: finding === undefined ? [] : trace.lines(),
  }
}

class Run {
  readonly #around: Surroundings
  readonly #network: Network
  readonly #hub: HubNode
  readonly #places: Places
  readonly #clients: readonly ClientNode[]

  constructor(around: Surroundings) {
    this.#around = around
    this.#network = new Network(around)
    this.#hub = new HubNode(around, this.#network)
    this.#places = this.#furnish(around.world)
    const { kiosks, consoles, guide, boss, admin, displays } = this.#places
    this.#clients = [...kiosks, ...consoles, guide, boss, admin, ...displays]
  }

  play(minutes: number): void {
    const { chance, timeline, oracle } = this.#around
    const people = new People(this.#around, this.#places)
    const faults = new Faults(this.#around, this.#network, this.#hub, this.#clients)
    for (const client of this.#clients) this.#keepTicking(client, 1000, 3000)
    this.#keepTicking(this.#hub, 4000, 5000)
    timeline.after(chance.between(100, 6000), () => {
      this.#setUp()
      faults.begin()
    })
    people.begin()
    this.#until(minutes * 60_000)
    people.end()
    faults.end()
    this.#comeToRest()
    if (oracle.finding === undefined) checkRest(oracle, this.#hub, this.#clients)
    this.#endTheDay()
  }

  /** Lets time pass, and looks at what must hold after every step. */
  #until(untilMs: number): void {
    const { timeline, oracle, chance } = this.#around
    while (oracle.finding === undefined && timeline.step(untilMs)) {
      const { hub } = this.#hub
      if (hub !== undefined && hub.state.seq !== oracle.state.seq) {
        oracle.fail('I3', `the hub is at seq ${hub.state.seq}, its ledger at ${oracle.state.seq}`)
      }
      if (timeline.steps % 1024 !== 0) continue
      const client = chance.pick(this.#clients)
      if (client.usable && client.state.seq === oracle.state.seq) checkReplica(oracle, client)
    }
  }

  #comeToRest(): void {
    const { timeline, oracle } = this.#around
    const lastMs = timeline.nowMs + restWithinMs
    const why = (): string | undefined => unrest(this.#hub, this.#clients, this.#places.programs)
    for (const { client } of this.#clients) client.ping()
    // Late copies are still under way at first.
    this.#until(timeline.nowMs + 30_000)
    while (oracle.finding === undefined && why() !== undefined && timeline.nowMs < lastMs)
      this.#until(timeline.nowMs + 10_000)
    const still = why()
    if (still !== undefined) oracle.fail('rest', `the hall does not come to rest: ${still}`)
  }

  /** Every visit has come to exactly one outcome once its day is over. */
  #endTheDay(): void {
    const { oracle } = this.#around
    const endsAtMs = oracle.state.day?.endsAtMs
    if (oracle.finding !== undefined || endsAtMs === undefined) return
    this.#hub.wallSkewMs += Math.max(0, endsAtMs - this.#hub.wallMs())
    this.#comeToRest()
    if (oracle.finding !== undefined) return
    for (const what of oracle.withoutOneOutcome()) oracle.fail('outcome', what)
    checkRest(oracle, this.#hub, this.#clients)
  }

  #keepTicking(machine: { readonly tick: () => void }, leastMs: number, mostMs: number): void {
    const { timeline, chance } = this.#around
    timeline.after(chance.between(leastMs, mostMs), () => {
      machine.tick()
      this.#keepTicking(machine, leastMs, mostMs)
    })
  }

  /** As `import` does it, before the doors open. */
  #setUp(): void {
    const { world, oracle } = this.#around
    const commands: readonly Command[] = [
      { type: 'configureHall', settings: world.settings },
      { type: 'replaceCatalogue', catalogue: world.catalogue },
      { type: 'replaceStaff', staff: [...world.staff] },
    ]
    for (const command of commands) {
      this.#hub.submit(
        { id: commandId.parse(oracle.newName('setUp')), command, actor: { kind: 'system' } },
        (answer) => {
          if (!answer.ok) throw new Error(`the made-up hall is refused: ${JSON.stringify(answer.refusal)}`)
        },
      )
    }
  }

  #furnish(world: World): Places {
    const node = (name: string, identity: ClientNode['identity']): ClientNode =>
      new ClientNode(this.#around, this.#network, this.#hub, name, identity)
    const staffed = (name: string, id: string, role: Role): ClientNode =>
      node(name, {
        kind: 'console',
        audience: 'staff',
        actor: { kind: 'staff', staffId: staffId.parse(id), roles: [role] },
      })
    return {
      kiosks: Array.from({ length: world.kiosks }, (_, i) =>
        node(`kiosk-${i}`, {
          kind: 'kiosk',
          audience: 'public',
          actor: { kind: 'station', stationId: stationId.parse(`kiosk-${i}`), mode: 'kiosk' },
          paper: new KioskPrinter(),
        }),
      ),
      consoles: world.consoles.map((c, i) => staffed(`console-${i}`, c.staffId, 'teller')),
      guide: staffed('guide', 'guide', 'guide'),
      boss: staffed('boss', 'boss', 'supervisor'),
      admin: staffed('admin', 'admin', 'administrator'),
      displays: Array.from({ length: world.displays }, (_, i) =>
        node(`display-${i}`, { kind: 'display', audience: 'public', actor: undefined }),
      ),
      programs: new Programs(this.#around, this.#network, this.#hub),
    }
  }
}
