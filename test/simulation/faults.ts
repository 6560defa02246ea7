/** What goes wrong in a run. Each run switches a part of it on, so that rare things meet in many ways. */
import { faultKinds } from './coverage.ts'
import type { FaultKind } from './coverage.ts'
import type { ClientNode } from './clientNode.ts'
import type { HubNode } from './hubNode.ts'
import type { Network } from './network.ts'
import type { Surroundings } from './surroundings.ts'

/** Mean time between two faults of a kind while it is switched on, ms. */
const oftenMs = [20_000, 60_000, 200_000] as const

const minuteMs = 60_000

/** See the head of this file. */
export class Faults {
  readonly #around: Surroundings
  readonly #network: Network
  readonly #hub: HubNode
  readonly #clients: readonly ClientNode[]
  #on = true
  #farJumps = 1

  constructor(around: Surroundings, network: Network, hub: HubNode, clients: readonly ClientNode[]) {
    this.#around = around
    this.#network = network
    this.#hub = hub
    this.#clients = clients
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
    this.#hub.disarm()
    this.#hub.ledger.mend()
    this.#hub.restart()
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
        this.#hub.arm('beforeAppend')
        return
      case 'crashAfterAppend':
        this.#hub.arm('afterAppend')
        return
      case 'crashDuringBroadcast':
        this.#hub.arm('duringBroadcast')
        return
      case 'crashBeforeAnswers':
        this.#hub.arm('beforeAnswers')
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
        this.#hub.ledger.breakDown('full')
        this.#later(chance.between(1000, 40_000), () => {
          this.#hub.ledger.mend()
        })
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
      }
    }
  }

  #partition(): void {
    const { chance, coverage } = this.#around
    const names = chance.some(this.#clients, chance.pick([0.2, 0.5, 1])).map((c) => c.name)
    if (names.length === 0) return
    coverage.fault('partition')
    this.#network.partition(names)
    this.#later(chance.between(3000, 90_000), () => {
      this.#network.rejoin(names)
    })
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
