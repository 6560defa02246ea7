/** A computer that may be the hub: one process at a time, hub or station, on a disk that outlives it, and every way it can die. */
import { memoryLedger } from '#main/ledger/memoryLedger.ts'
import type { Ledger } from '#main/ledger/ledger.ts'
import type { MemoryLedger } from '#main/ledger/memoryLedger.ts'
import type { Hub, Submission } from '#main/hub/hub.ts'
import { memoryStationStore } from '#main/station/memoryStationStore.ts'
import type { Station } from '#main/station/station.ts'
import { initialState } from '#shared/hall/state.ts'
import { outranks } from '#shared/hall/reign.ts'
import type { Rank } from '#shared/hall/reign.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { StationId } from '#shared/ids/ids.ts'
import type { Answer, HubMessage } from '#shared/protocol/messages.ts'
import type { Chronicle } from './chronicle.ts'
import { watchedLedger, watchedReplica, watchedStore } from './disks.ts'
import { HubProcess } from './hubProcess.ts'
import type { Identity } from './identity.ts'
import { Crash, Levers } from './levers.ts'
import type { Dialer, Host, Line, Network } from './network.ts'
import type { ProcessParts } from './process.ts'
import { StationProcess } from './stationProcess.ts'
import type { Surroundings } from './surroundings.ts'

export interface Seat {
  readonly name: string
  readonly stationId: StationId
  readonly mode: 'kiosk' | 'console'
  readonly role: 'hub' | 'station'
}

/** See the head of this file. */
export class Computer implements Host, Dialer {
  readonly name: string
  readonly place: string
  readonly stationId: StationId
  readonly identity: Identity
  /** How far the computer's clock is off, ms. */
  wallSkewMs = 0
  /** Begins anew with each change of what it is. */
  life = 0
  role: 'hub' | 'station'
  ledger: MemoryLedger = memoryLedger()
  readonly store = memoryStationStore()
  readonly levers: Levers
  /** What it writes as the hub, as the judge reads it. */
  chronicle: Chronicle | undefined
  /** The other computers that may be the hub. */
  candidates: readonly Computer[] = []
  /** Told when another computer is the hub and this one goes on as a station. */
  onStepDown: () => void = () => {}
  readonly #around: Surroundings
  readonly #network: Network
  #process: HubProcess | StationProcess | undefined
  #promoting = false
  #writtenUnheard = false
  #wasDeposed = false

  constructor(around: Surroundings, network: Network, { name, stationId, mode, role }: Seat) {
    this.name = name
    this.place = name
    this.stationId = stationId
    this.role = role
    this.#around = around
    this.#network = network
    this.levers = new Levers(around)
    this.identity = {
      kind: 'station',
      audience: 'station',
      actor: { kind: 'station', stationId, mode },
      reign: () => this.station?.reign,
    }
  }

  get up(): boolean {
    return this.#process !== undefined
  }

  /** It is to begin a reign, and its ledger does not say so yet. */
  get isPromoting(): boolean {
    return this.#promoting
  }

  /** The running hub, if it is one and runs. */
  get hub(): Hub | undefined {
    return this.#process instanceof HubProcess ? this.#process.hub : undefined
  }

  /** The running station, if it is one and runs. */
  get station(): Station | undefined {
    return this.#process instanceof StationProcess ? this.#process.station : undefined
  }

  /** The hall as whatever runs here shows it. */
  get state(): HallState {
    return this.#process?.state ?? initialState
  }

  /** The hub's time as this computer believes it. */
  nowMs(): number {
    return this.hub?.nowMs() ?? this.station?.nowMs() ?? this.wallMs()
  }

  /** What the computer's clock says, epoch ms. */
  readonly wallMs = (): number => this.#around.world.startMs + this.#around.timeline.nowMs + this.wallSkewMs

  accept(line: Line): void {
    this.#enter((process) => {
      process.accept(line)
    })
  }

  receive(message: unknown, line: Line): void {
    this.#enter((process) => {
      if (line.dialer !== this) process.receive(message, line)
      // Its own line, as the network only knows one kind of end.
      else if (process instanceof StationProcess) process.heard(message as HubMessage, line)
    })
  }

  gone(line: Line): void {
    this.#process?.gone(line)
  }

  lost(line: Line): void {
    this.#enter((process) => {
      if (process instanceof StationProcess) process.lost(line)
    })
  }

  /** What comes by REST; nobody answers at a station. */
  submit(submission: Submission, reply: (answer: Answer) => void): void {
    this.#enter((process) => {
      if (process instanceof HubProcess) process.submit(submission, reply)
    })
  }

  tick(): void {
    this.#enter((process) => {
      process.tick()
    })
  }

  tickDesk(): void {
    this.#enter((process) => {
      if (process instanceof HubProcess) process.tickDesk()
    })
  }

  crash(): void {
    const { trace, timeline, chance } = this.#around
    if (this.#process === undefined) return
    trace.note(timeline.nowMs, this.name, 'crashes')
    this.#stop()
    timeline.after(chance.between(300, 15_000), () => {
      if (this.deadUntilMs <= timeline.nowMs) this.restart()
    })
  }

  /** Nobody starts it before then. */
  deadUntilMs = 0

  restart(): void {
    if (this.#process !== undefined) return
    const { trace, timeline } = this.#around
    // A hub asks first whether another is at work by now.
    if (
      this.role === 'hub' &&
      !this.#promoting &&
      outranks(this.#highestRank(), this.chronicle?.state.reign ?? { epoch: 0 })
    )
      this.#becomeStation()
    this.#process = this.role === 'hub' ? this.#startHub() : this.#startStation()
    trace.note(timeline.nowMs, this.name, `starts as ${this.role} at seq ${String(this.state.seq)}`)
    this.#enter((process) => {
      if (process instanceof HubProcess) this.#beginReign(process)
    })
  }

  /** Somebody in charge makes this station the hub, whatever becomes of the one before. */
  promote(): void {
    if (this.station === undefined) return
    const { trace, timeline } = this.#around
    trace.note(timeline.nowMs, this.name, 'is promoted')
    this.#stop()
    this.role = 'hub'
    this.life += 1
    this.#promoting = true
    this.restart()
  }

  /** Every process of a computer ends with it; what was under way to others may still arrive. */
  #stop(): void {
    const lines = this.#process?.lines ?? []
    this.#process = undefined
    this.levers.disarm()
    this.#writtenUnheard = false
    for (const line of lines) this.#network.hangUp(line, line.dialer === this ? 'dialer' : 'host')
  }

  #becomeStation(): void {
    const { timeline, trace, coverage } = this.#around
    trace.note(timeline.nowMs, this.name, 'steps down')
    coverage.mark('hubSteppedDown')
    this.role = 'station'
    this.life += 1
    this.chronicle = undefined
    this.onStepDown()
  }

  /** Another computer is the hub: this one hands over and goes on as a station. */
  #stepDown(): void {
    this.#enter((process) => {
      process.close()
    })
    this.#stop()
    this.#becomeStation()
    this.restart()
  }

  #beginReign(process: HubProcess): void {
    const { oracle } = this.#around
    if (this.#promoting) {
      this.chronicle ??= oracle.forked(this.name, this.ledger)
      if (!process.promote()) throw new Crash()
      this.#promoting = false
      oracle.reigns(this.chronicle)
    }
    process.takeOwn()
  }

  #startHub(): HubProcess {
    const process: HubProcess = new HubProcess({
      ...this.#parts(() => this.#process === process),
      ledger: watchedLedger(this.#around, {
        ledger: this.ledger,
        levers: this.levers,
        chronicle: () => this.chronicle,
        unheard: this.#unheard,
      }),
      levers: this.levers,
      deposed: () => {
        this.#wasDeposed = true
      },
    })
    return process
  }

  #startStation(): StationProcess {
    const watched = (): Ledger => watchedReplica(this.#around, this, this.#unheard)
    const process: StationProcess = new StationProcess({
      ...this.#parts(() => this.#process === process),
      levers: this.levers,
      replica: watched(),
      replaceReplica: () => {
        this.ledger = memoryLedger()
        return watched()
      },
      dialer: this,
      candidates: () => this.candidates,
    })
    return process
  }

  /** Something was written and the process was told that it was not: it can only die now. */
  readonly #unheard = (): void => {
    this.#writtenUnheard = true
  }

  #parts(isRunning: () => boolean): ProcessParts {
    return {
      around: this.#around,
      network: this.#network,
      stationId: this.stationId,
      store: watchedStore(this.#around, this),
      wallMs: this.wallMs,
      highestRank: () => this.#highestRank(),
      enter: (work) => {
        if (isRunning()) this.#enter(work)
      },
    }
  }

  #highestRank(): Rank {
    const hubs = this.candidates.filter((c) => this.#network.reaches(this.place, c))
    const ranks = hubs.flatMap((c) => c.hub?.state.reign ?? [])
    return ranks.reduce<Rank>((highest, rank) => (outranks(rank, highest) ? rank : highest), { epoch: 0 })
  }

  /** Everything the process does happens in here: it may die of it, or end because another is the hub. */
  #enter(work: (process: HubProcess | StationProcess) => void): void {
    if (this.#process === undefined) return
    try {
      work(this.#process)
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      this.crash()
    }
    if (this.#writtenUnheard) this.crash()
    if (!this.#wasDeposed) return
    this.#wasDeposed = false
    if (this.hub !== undefined) this.#stepDown()
  }
}
