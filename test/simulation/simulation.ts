/**
 * One run: a made-up hall, its people and its troubles, for some minutes of
 * virtual time. Everything the product does in it is the product's own code;
 * everything around it comes from one seed.
 */
import type { Command } from '#shared/hall/commands.ts'
import { commandId } from '#shared/ids/ids.ts'
import { Chance } from './chance.ts'
import type { ClientNode } from './clientNode.ts'
import type { Computer } from './computer.ts'
import { conductOf } from './conduct.ts'
import type { Coverage } from './coverage.ts'
import { Faults } from './faults.ts'
import { furnish, screensOf } from './furnish.ts'
import { Network } from './network.ts'
import { Oracle } from './oracle.ts'
import type { Finding } from './oracle.ts'
import { People } from './people.ts'
import type { Places } from './people.ts'
import { Reigns } from './reigns.ts'
import { checkReplica, checkRest, hubsOf, unrest } from './rest.ts'
import type { Machines } from './rest.ts'
import { Tally, Trace } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'
import { Timeline } from './timeline.ts'
import { makeWorld } from './world.ts'

export interface RunOptions {
  readonly seed: number
  /** Virtual minutes of work; by chance when absent. */
  readonly minutes?: number | undefined
  /** Lines kept of what happened last. */
  readonly trace?: number | undefined
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

/** More than any run comes to: somebody asks and is answered without end. */
const stepsAtMost = 400_000

/** Plays one run. The same options give the same result. */
export function simulate({ seed, minutes, trace: lines = 80 }: RunOptions): RunResult {
  const chance = new Chance(seed)
  const world = makeWorld(chance)
  const tally = new Tally()
  const around: Surroundings = {
    chance,
    world,
    timeline: new Timeline(),
    oracle: new Oracle(tally),
    coverage: tally,
    trace: new Trace(lines),
    people: new Map(),
  }
  const { oracle, timeline, coverage, trace } = around
  oracle.onEvent = ({ name }, entry, before) => {
    trace.note(timeline.nowMs, `at ${name}`, entry)
    coverage.event(entry.event.type)
    if (entry.event.type === 'factConflicted' && entry.event.conflict.clockJumped)
      coverage.mark('clockJumpFlagged')
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
  readonly #hub: Computer
  readonly #places: Places
  readonly #clients: readonly ClientNode[]
  readonly #machines: Machines
  readonly #reigns: Reigns

  constructor(around: Surroundings) {
    this.#around = around
    this.#network = new Network(around)
    const { hub, computers, places } = furnish(around, this.#network)
    this.#hub = hub
    this.#places = places
    this.#clients = screensOf(places)
    this.#machines = { computers, clients: this.#clients, programs: places.programs }
    this.#reigns = new Reigns(around, computers, this.#clients, places.programs, hub)
  }

  play(minutes: number): void {
    const { chance, timeline, oracle } = this.#around
    const people = new People(this.#around, this.#places)
    const { computers } = this.#machines
    const faults = new Faults(this.#around, this.#network, this.#reigns, this.#machines)
    for (const client of this.#clients) this.#keepTicking(client, 1000, 3000)
    for (const computer of computers) {
      this.#keepTicking(computer, 4000, 5000)
      if (computers.length > 1)
        this.#keepTicking(
          {
            tick: () => {
              computer.tickDesk()
            },
          },
          600,
          1400,
        )
    }
    timeline.after(chance.between(100, 6000), () => {
      this.#setUp()
      faults.begin()
    })
    people.begin()
    this.#until(minutes * 60_000)
    people.end()
    faults.end()
    this.#comeToRest()
    if (oracle.finding === undefined) checkRest(oracle, this.#machines)
    this.#endTheDay()
  }

  /** Lets time pass, and looks at what must hold after every step. */
  #until(untilMs: number): void {
    const { timeline, oracle, chance } = this.#around
    while (oracle.finding === undefined && timeline.step(untilMs)) {
      for (const { name, hub, chronicle } of this.#machines.computers)
        if (hub !== undefined && chronicle !== undefined && hub.state.seq !== chronicle.state.seq)
          oracle.fail('I3', `${name} is at seq ${hub.state.seq}, its ledger at ${chronicle.state.seq}`)
      if (timeline.steps > stepsAtMost) oracle.fail('endless', `${timeline.steps} steps are no end`)
      if (timeline.steps % 1024 !== 0) continue
      const client = chance.pick(this.#clients)
      if (client.usable) checkReplica(oracle, client)
    }
  }

  #comeToRest(): void {
    const { timeline, oracle } = this.#around
    const lastMs = timeline.nowMs + restWithinMs
    const why = (): string | undefined => unrest(this.#machines)
    // Late copies are still under way at first, and a station must know the time before its screens ask.
    for (const waitMs of [15_000, 15_000]) {
      for (const { client } of this.#clients) client.ping()
      this.#until(timeline.nowMs + waitMs)
    }
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
    for (const hub of hubsOf(this.#machines)) hub.wallSkewMs += Math.max(0, endsAtMs - hub.wallMs())
    this.#comeToRest()
    if (oracle.finding !== undefined) return
    for (const what of oracle.main.withoutOneOutcome()) oracle.fail('outcome', what)
    checkRest(oracle, this.#machines)
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
    const { world, oracle, timeline } = this.#around
    const commands: readonly Command[] = [
      { type: 'configureHall', settings: world.settings },
      { type: 'replaceCatalogue', catalogue: world.catalogue },
      { type: 'replaceStaff', staff: [...world.staff] },
      { type: 'configureConduct', rules: conductOf(world) },
    ]
    const send = (command: Command): void => {
      this.#hub.submit(
        { id: commandId.parse(oracle.newName('setUp')), command, actor: { kind: 'system' } },
        (answer) => {
          if (answer.ok) return
          if (answer.refusal.code !== 'ledgerUnavailable')
            throw new Error(`the made-up hall is refused: ${JSON.stringify(answer.refusal)}`)
          // The disk failed as the doors were to open; whoever sets up tries again.
          timeline.after(500, () => {
            send(command)
          })
        },
      )
    }
    commands.forEach(send)
  }
}
