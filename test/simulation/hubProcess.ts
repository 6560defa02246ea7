/** One life of a hub's process: the product's own hub and its desk for stations, on a ledger that outlives it. */
import { Hub } from '#main/hub/hub.ts'
import type { Submission } from '#main/hub/hub.ts'
import { issueLimit, usualLimits } from '#main/hub/rateLimit.ts'
import { steadyClock } from '#main/hub/steady.clock.ts'
import { StationDesk } from '#main/hub/stationDesk.ts'
import { stationSide } from '#main/hub/stationSide.ts'
import type { StationSide } from '#main/hub/connection.ts'
import { takeOwn } from '#main/hub/takeOwn.ts'
import { LedgerFault } from '#main/ledger/ledger.ts'
import type { Ledger } from '#main/ledger/ledger.ts'
import { outranks } from '#shared/hall/reign.ts'
import type { HallState } from '#shared/hall/state.ts'
import { commandId, hubId } from '#shared/ids/ids.ts'
import type { Answer, HubMessage } from '#shared/protocol/messages.ts'
import type { Levers } from './levers.ts'
import type { Line, Network } from './network.ts'
import { Sessions } from './sessions.ts'
import type { Process, ProcessParts } from './process.ts'
import type { Surroundings } from './surroundings.ts'

export interface HubProcessParts extends ProcessParts {
  readonly ledger: Ledger
  readonly levers: Levers
  /** A hub of a higher epoch is at work. */
  readonly deposed: () => void
}

/** See the head of this file. */
export class HubProcess implements Process {
  readonly hub: Hub
  readonly #parts: HubProcessParts
  readonly #around: Surroundings
  readonly #network: Network
  readonly #desk: StationDesk
  readonly #sessions: Sessions
  readonly #seats = new Map<Line, object>()
  #isOwnIn = false

  constructor(parts: HubProcessParts) {
    const { around, network, levers } = parts
    const { timeline, chance, coverage, oracle } = around
    this.#parts = parts
    this.#around = around
    this.#network = network
    const newId = (): string => oracle.newName('id')
    const hub: Hub = new Hub({
      ledger: parts.ledger,
      nowMs: () => clock.nowMs(),
      newId,
      newKey: () => oracle.newName('key').padEnd(24, '0'),
      digest: (text) => text,
      later: (flush) => {
        timeline.after(chance.below(8), () => {
          parts.enter(flush)
        })
      },
      beforeCall: (counterId, go) => {
        this.#desk.beforeCall(counterId, go)
      },
    })
    this.hub = hub
    const clock = steadyClock({ wallMs: parts.wallMs, monotonicMs: () => timeline.nowMs }, hub.state.atMs)
    if (clock.aheadMs() > 0) coverage.mark('hubAheadOfItsClock')
    this.#desk = new StationDesk({ hub, newId, own: parts.stationId })
    this.#sessions = new Sessions({
      around,
      network,
      host: hub,
      tell: (line, message) => {
        levers.pull(message.type === 'events' ? 'duringBroadcast' : undefined)
        if (message.type === 'answer') levers.pull('beforeAnswers')
        this.#tell(line, message)
      },
      stationSide: (line) => this.#stationSide(line),
      issueLimit: issueLimit({ ...usualLimits, issues: around.world.issues }, () => timeline.nowMs),
    })
    hub.listen((events) => {
      this.#sessions.broadcast(events)
    })
    hub.listen(this.#desk.committed)
    hub.listen((events) => {
      for (const { event } of events)
        if (event.type === 'rangeReserved') coverage.answered('reserveRange', 'ok')
    })
  }

  get state(): HallState {
    return this.hub.state
  }

  get lines(): readonly Line[] {
    return this.#sessions.lines
  }

  /** Begins a reign of its own. False when the disk refused. */
  promote(): boolean {
    const { oracle } = this.#around
    let done = false
    this.hub.submit(
      {
        id: commandId.parse(oracle.newName('promote')),
        command: {
          type: 'promoteHub',
          hubId: hubId.parse(oracle.newName('hub')),
          epoch: this.hub.state.reign.epoch + 1,
          stationId: this.#parts.stationId,
          stood: this.#parts.store.stood(),
        },
        actor: { kind: 'system' },
      },
      (answer) => {
        done = answer.ok
      },
    )
    this.hub.flush()
    if (done) this.#around.coverage.answered('promoteHub', 'ok')
    return done
  }

  /** What this computer did alone before it was the hub. */
  takeOwn(): void {
    const { store, stationId, wallMs } = this.#parts
    try {
      this.#isOwnIn = takeOwn(this.hub, store, { stationId, wallMs: wallMs() })
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
    }
  }

  accept(line: Line): void {
    const followed = line.dialer.identity.reign?.()
    if (followed !== undefined && outranks(followed, this.hub.state.reign)) {
      this.#network.toDialer(line, { type: 'closing', reason: 'notTheHub' })
      this.#network.hangUp(line, 'host')
      this.#parts.deposed()
      return
    }
    this.#sessions.accept(line)
  }

  receive(message: unknown, line: Line): void {
    this.#sessions.receive(message, line)
  }

  gone(line: Line): void {
    this.#sessions.gone(line)
    const seat = this.#seats.get(line)
    this.#seats.delete(line)
    if (seat !== undefined) this.#desk.leave(seat)
  }

  /** What comes by REST: no line stays open for it. */
  submit(submission: Submission, reply: (answer: Answer) => void): void {
    this.hub.submit(submission, (answer) => {
      this.#parts.levers.pull('beforeAnswers')
      this.#around.coverage.answered(submission.command.type, answer.ok ? 'ok' : answer.refusal.code)
      reply(answer)
    })
  }

  /** Once a second in a real hall: the day may be over, somebody else may be the hub, a full disk may have room. */
  tick(): void {
    this.hub.rollOverIfDue()
    if (outranks(this.#parts.highestRank(), this.hub.state.reign)) this.#parts.deposed()
    else if (!this.#isOwnIn) this.takeOwn()
  }

  /** Four times a second in a real hall. */
  tickDesk(): void {
    this.#desk.tick()
  }

  /** Ends as it should. */
  close(): void {
    this.hub.flush()
  }

  #stationSide(line: Line): StationSide | undefined {
    const { actor } = line.dialer.identity
    if (line.dialer.identity.kind !== 'station' || actor?.kind !== 'station') return undefined
    const seat = this.#desk.join(actor, (message) => {
      if (message.type === 'factsTaken')
        for (const _id of message.ids) this.#around.coverage.answered('mergeFact', 'ok')
      this.#parts.levers.pull(message.type === 'factsTaken' ? 'beforeAnswers' : undefined)
      this.#tell(line, message)
    })
    this.#seats.set(line, seat)
    const side = stationSide(this.#desk, seat, () => undefined)
    return {
      ...side,
      facts: (message) => {
        const isKnown = message.facts.some(
          (f) => this.hub.ledger.answerTo(commandId.parse(f.id)) !== undefined,
        )
        if (isKnown) this.#around.coverage.mark('factSentAgain')
        side.facts(message)
      },
    }
  }

  #tell(line: Line, message: HubMessage): void {
    const { coverage } = this.#around
    if (message.type === 'snapshot') coverage.mark('snapshotSent')
    if (message.type === 'answer' && !message.answer.ok && message.answer.refusal.code === 'badCommand')
      coverage.answered('', 'badCommand')
    this.#network.toDialer(line, message)
  }
}
