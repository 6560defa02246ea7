/** What goes wrong in a run. Each run switches a part of it on, so that rare things meet in many ways. */
import type { Actor } from '#shared/hall/visit.ts'
import { faultKinds } from './coverage.ts'
import type { FaultKind } from './coverage.ts'
import type { ClientNode } from './clientNode.ts'
import type { Computer } from './computer.ts'
import type { Network } from './network.ts'
import type { Reigns } from './reigns.ts'
import type { Machines } from './rest.ts'
import type { Surroundings } from './surroundings.ts'

/** Mean time between two faults of a kind while it is switched on, ms. */
const oftenMs = [20_000, 60_000, 200_000] as const

const minuteMs = 60_000

/** See the head of this file. */
export class Faults {
  readonly #around: Surroundings
  readonly #network: Network
  readonly #reigns: Reigns
  readonly #computers: readonly Computer[]
  readonly #clients: readonly ClientNode[]
  #on = true
  #farJumps = 1

  constructor(around: Surroundings, network: Network, reigns: Reigns, { computers, clients }: Machines) {
    this.#around = around
    this.#network = network
    this.#reigns = reigns
    this.#computers = computers
    this.#clients = clients
  }

  get #hub(): Computer {
    return this.#reigns.hub
  }

  get #stations(): readonly Computer[] {
    return this.#computers.filter((c) => c.station !== undefined)
  }

  /** Switches a part of all faults on. */
  begin(): void {
    const { chance } = this.#around
    const probability = chance.pick([0, 0.15, 0.3, 0.6])
    const often = chance.pick(oftenMs)
    this.#network.latencyMs = chance.pick([5, 30, 200, 1500])
    for (const kind of faultKinds) if (chance.happens(probability)) this.#switchOn(kind, often)
  }

  /** Repairs everything; from here on nothing goes wrong. */
  end(): void {
    this.#on = false
    this.#network.heal()
    this.#network.latencyMs = Math.min(this.#network.latencyMs, 200)
    for (const computer of this.#computers) {
      computer.levers.disarm()
      computer.ledger.mend()
      computer.deadUntilMs = 0
      computer.restart()
    }
    this.#reigns.gather()
    for (const client of this.#clients) {
      client.restart()
      if (client.identity.paper !== undefined) client.identity.paper.hasPaper = true
    }
  }

  #switchOn(kind: FaultKind, meanMs: number): void {
    switch (kind) {
      case 'duplication':
        this.#network.duplication = this.#around.chance.pick([0.01, 0.1])
        return
      case 'reordering':
        this.#network.reordering = this.#around.chance.pick([0.01, 0.1])
        return
      case 'loss':
      case 'partition':
      case 'crashBeforeAppend':
      case 'crashAfterAppend':
      case 'crashDuringBroadcast':
      case 'crashBeforeAnswers':
      case 'crashIdle':
      case 'clientCrash':
      case 'diskFull':
      case 'diskError':
      case 'diskErrorWritten':
      case 'snapshotDamaged':
      case 'hubClockForward':
      case 'hubClockBack':
      case 'clientClockJump':
      case 'paperOut':
      case 'hubDead':
      case 'stationCrash':
      case 'stationDiskFull':
      case 'stationClockJump':
      case 'counterCutOff':
      case 'promotion':
      case 'splitBrain':
      case 'rivals':
        this.#again(kind, meanMs)
    }
  }

  #again(kind: Exclude<FaultKind, 'duplication' | 'reordering'>, meanMs: number): void {
    const { timeline, chance } = this.#around
    timeline.after(chance.about(meanMs), () => {
      if (!this.#on) return
      this.#strike(kind)
      this.#again(kind, meanMs)
    })
  }

  #strike(kind: Exclude<FaultKind, 'duplication' | 'reordering'>): void {
    const { chance, coverage, trace, timeline } = this.#around
    trace.note(timeline.nowMs, 'fault', kind)
    switch (kind) {
      case 'loss': {
        // What is under way is counted where it is lost.
        const line = chance.any(this.#network.lines)
        if (line !== undefined) this.#network.cut(line)
        return
      }
      case 'partition':
        this.#partition()
        return
      // These are counted when the process comes to that point.
      case 'crashBeforeAppend':
        this.#hub.levers.arm('beforeAppend')
        return
      case 'crashAfterAppend':
        this.#hub.levers.arm('afterAppend')
        return
      case 'crashDuringBroadcast':
        this.#hub.levers.arm('duringBroadcast')
        return
      case 'crashBeforeAnswers':
        this.#hub.levers.arm('beforeAnswers')
        return
      case 'crashIdle':
        if (!this.#hub.up) return
        coverage.fault(kind)
        this.#hub.crash()
        return
      case 'clientCrash':
        this.#clientCrash()
        return
      case 'diskFull':
        coverage.fault(kind)
        this.#fill(this.#hub)
        return
      case 'diskError':
        coverage.fault(kind)
        this.#hub.ledger.breakNext({ kind: 'io', when: 'before' })
        return
      case 'diskErrorWritten':
        this.#hub.ledger.breakNext({ kind: 'io', when: 'after' })
        return
      case 'snapshotDamaged':
        if (!this.#hub.ledger.damageSnapshot()) return
        coverage.fault(kind)
        if (this.#hub.up) this.#hub.crash()
        return
      case 'hubClockForward':
        coverage.fault(kind)
        this.#hub.wallSkewMs += this.#jumpMs(this.#farJumps > 0)
        return
      case 'hubClockBack':
        coverage.fault(kind)
        this.#hub.wallSkewMs -= this.#jumpMs(true)
        if (this.#hub.hub !== undefined && this.#hub.wallMs() < this.#hub.hub.state.atMs)
          coverage.mark('hubAheadOfItsClock')
        return
      case 'clientClockJump':
        coverage.fault(kind)
        chance.pick(this.#clients).skewMs += (chance.happens(0.5) ? 1 : -1) * this.#jumpMs(true)
        return
      case 'paperOut': {
        const paper = chance.pick(this.#clients.flatMap((c) => c.identity.paper ?? []))
        coverage.fault(kind)
        paper.hasPaper = false
        this.#later(chance.between(5000, 120_000), () => {
          paper.hasPaper = true
        })
        return
      }
      case 'hubDead':
        if (!this.#hub.up) return
        coverage.fault(kind)
        this.#killHub(chance.between(10_000, 180_000))
        return
      case 'stationCrash': {
        const station = chance.any(this.#stations)
        if (station === undefined) return
        coverage.fault(kind)
        if (chance.happens(0.4)) station.crash()
        else station.levers.arm(chance.pick(['beforeAppend', 'afterAppend', 'beforeAnswers']))
        return
      }
      case 'stationDiskFull': {
        const station = chance.any(this.#stations)
        if (station === undefined) return
        coverage.fault(kind)
        this.#fillStation(station)
        return
      }
      case 'stationClockJump': {
        const station = chance.any(this.#stations)
        if (station === undefined) return
        coverage.fault(kind)
        station.wallSkewMs += (chance.happens(0.5) ? 1 : -1) * this.#jumpMs(false)
        return
      }
      case 'counterCutOff':
        this.#cutCounterOff()
        return
      case 'promotion':
        this.#promotion()
        return
      case 'splitBrain':
        this.#splitBrain()
        return
      case 'rivals':
        this.#rivals()
    }
  }

  #fill({ ledger }: Computer): void {
    ledger.breakDown('full')
    this.#later(this.#around.chance.between(1000, 40_000), () => {
      ledger.mend()
    })
  }

  /** The copy, the station's own records, or both have no room: each file has some of its own left when a disk is full. */
  #fillStation(station: Computer): void {
    const { chance } = this.#around
    const which = chance.pick(['copy', 'records', 'both'])
    if (which !== 'records') this.#fill(station)
    if (which === 'copy') return
    station.store.breakDown('full')
    this.#later(chance.between(1000, 40_000), () => {
      station.store.mend()
    })
  }

  /** A counter's station loses the hub, which goes on; whoever is in charge there releases its claims. */
  #cutCounterOff(): void {
    const { chance, coverage, oracle } = this.#around
    const station = chance.any(this.#stations.filter((c) => c.store.counterId() !== undefined))
    const boss = this.#clients.find(({ identity: { actor } }) => isInCharge(actor))
    if (station === undefined || boss === undefined) return
    coverage.fault('counterCutOff')
    this.#later(chance.between(20_000, 90_000), this.#network.partition([station.place]))
    this.#later(chance.between(3000, 30_000), () => {
      const counterId = station.store.counterId()
      for (const [visitId, holder] of oracle.state.claims)
        if (holder === counterId && boss.usable)
          boss.send({ type: 'forceClaim', visitId, reason: 'cable cut' })
    })
  }

  /** The hub's computer is off for so long. */
  #killHub(forMs: number): void {
    const { timeline } = this.#around
    const hub = this.#hub
    hub.deadUntilMs = timeline.nowMs + forMs
    hub.crash()
    this.#later(forMs, () => {
      hub.restart()
    })
  }

  /** The hub dies, a station is made the hub, and some time later the old one comes back. */
  #promotion(): void {
    const { chance, coverage } = this.#around
    if (!this.#hub.up) return
    this.#killHub(chance.between(20_000, 180_000))
    this.#later(chance.between(3000, 25_000), () => {
      const heir = chance.any(this.#reigns.heirs)
      if (!this.#on || heir === undefined) return
      coverage.fault('promotion')
      this.#reigns.promote(heir)
    })
  }

  /** A station and part of the hall lose the hub, which goes on for the others, and the station is made the hub. */
  #splitBrain(): void {
    const { chance, coverage } = this.#around
    const heir = chance.any(this.#stations)
    if (heir === undefined || !this.#hub.up) return
    const others = [...this.#stations.map((s) => s.place), ...this.#clients.map((c) => c.place), 'office']
    const island = new Set([
      heir.place,
      ...chance.some(
        others.filter((p) => p !== this.#hub.place),
        0.5,
      ),
    ])
    const rejoin = this.#network.partition([...island])
    this.#later(chance.between(3000, 15_000), () => {
      if (!this.#on || !this.#reigns.heirs.includes(heir)) return
      coverage.fault('splitBrain')
      this.#reigns.promote(
        heir,
        this.#clients.filter((c) => island.has(c.place)),
      )
    })
    this.#later(chance.between(20_000, 150_000), () => {
      rejoin()
      this.#reigns.gather()
    })
  }

  /**
   * The hub dies or is cut off, and two people make two stations the hub at about the same time: apart from each
   * other, or within sight, before either can know of the other.
   */
  #rivals(): void {
    const { chance, coverage } = this.#around
    const [one, other] = [chance.any(this.#stations), chance.any(this.#stations)]
    if (one === undefined || other === undefined || one === other || !this.#hub.up) return
    if (chance.happens(0.7)) this.#killHub(chance.between(20_000, 180_000))
    const apart = chance.happens(0.7)
    const rejoin = apart
      ? [this.#network.partition([one.place]), this.#network.partition([other.place])]
      : [this.#network.partition([this.#hub.place])]
    const thenMs = chance.between(3000, 15_000)
    for (const heir of [one, other])
      this.#later(thenMs + chance.below(3000), () => {
        if (!this.#on || !this.#reigns.heirs.includes(heir)) return
        coverage.fault('rivals')
        this.#reigns.promote(
          heir,
          this.#clients.filter((c) => chance.happens(0.5) || c.host === heir),
        )
      })
    this.#later(chance.between(20_000, 150_000), () => {
      for (const again of rejoin) again()
      this.#reigns.gather()
    })
  }

  #partition(): void {
    const { chance, coverage } = this.#around
    const places = new Set([...this.#clients, ...this.#stations].map((m) => m.place))
    const island = chance.some([...places], chance.pick([0.2, 0.5, 1]))
    if (island.length === 0) return
    coverage.fault('partition')
    this.#later(chance.between(3000, 90_000), this.#network.partition(island))
  }

  #clientCrash(): void {
    const { chance, coverage } = this.#around
    const client = chance.pick(this.#clients)
    if (!client.up) return
    coverage.fault('clientCrash')
    client.crash()
    this.#later(chance.between(500, 60_000), () => {
      client.restart()
    })
  }

  /**
   * Mostly minutes; now and then into another day, as when a battery is empty.
   * The hub's clock goes so far forward once a run: answers outlive the end of
   * one day, and nobody waits for one longer than that.
   */
  #jumpMs(mayGoFar: boolean): number {
    const { chance } = this.#around
    const far = chance.weigh({ seconds: 4, minutes: 4, day: 1, days: 0.3 })
    if (far === 'seconds') return chance.between(1, 59) * 1000
    if (far === 'minutes' || !mayGoFar) return chance.between(1, 90) * minuteMs
    this.#farJumps -= 1
    return far === 'day'
      ? chance.between(20, 30) * 60 * minuteMs
      : chance.between(3, 400) * 24 * 60 * minuteMs
  }

  #later(delayMs: number, repair: () => void): void {
    this.#around.timeline.after(delayMs, repair)
  }
}

function isInCharge(actor: Actor | undefined): boolean {
  return actor?.kind === 'staff' && actor.roles.includes('supervisor')
}
