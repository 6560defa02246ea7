/** One life of a station's process: the product's own station, dialling whichever computer is the hub and serving its screens. */
import { Station } from '#main/station/station.ts'
import { outranks } from '#shared/hall/reign.ts'
import type { HallState } from '#shared/hall/state.ts'
import { LedgerFault } from '#main/ledger/ledger.ts'
import type { Ledger } from '#main/ledger/ledger.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import type { Levers } from './levers.ts'
import type { Dialer, Host, Line } from './network.ts'
import type { Process, ProcessParts } from './process.ts'
import { Sessions } from './sessions.ts'

export interface StationProcessParts extends ProcessParts {
  readonly replica: Ledger
  readonly replaceReplica: (why: 'diverged' | 'behind') => Ledger
  readonly levers: Levers
  /** This computer as it dials, and the others that may be the hub. */
  readonly dialer: Dialer
  readonly candidates: () => readonly Host[]
}

/** Pause before the next computer is tried, ms, and how long one that is silent may take (`hubLink.ts`). */
const retryMs = 500
const connectMs = 1500

/** See the head of this file. */
export class StationProcess implements Process {
  readonly station: Station
  readonly #parts: StationProcessParts
  readonly #sessions: Sessions
  #line: Line | undefined
  #heard = false
  #turn = 0
  #closed = false

  constructor(parts: StationProcessParts) {
    const { around, network, stationId, store, wallMs, replica, replaceReplica, levers } = parts
    const { timeline, oracle, coverage } = around
    const bornMs = timeline.nowMs
    this.#parts = parts
    this.station = new Station({
      stationId,
      replica,
      replaceReplica,
      store,
      wallMs,
      // Where a computer's own clock begins to count is of no matter.
      monotonicMs: () => timeline.nowMs - bornMs,
      run: oracle.newName('run'),
      newId: () => oracle.newName('id'),
      newKey: () => oracle.newName('key').padEnd(24, '0'),
      after: (delayMs, work) => {
        let cancelled = false
        timeline.after(delayMs, () => {
          parts.enter(() => {
            if (!cancelled) work()
          })
        })
        return () => {
          cancelled = true
        }
      },
      log: (line) => {
        around.trace.note(timeline.nowMs, stationId, line)
        if (line.startsWith('another reign')) coverage.mark('handedOver')
      },
    })
    this.#sessions = new Sessions({
      around,
      network,
      host: this.station,
      tell: (line, message) => {
        levers.pull(message.type === 'answer' ? 'beforeAnswers' : undefined)
        network.toDialer(line, message)
      },
    })
    this.station.listen((events) => {
      this.#sessions.broadcast(events)
    })
    this.station.onReset(() => {
      this.#sessions.startOver()
    })
    this.station.onLink(() => {
      this.#sessions.notice(this.#link())
    })
    this.#connect()
  }

  get state(): HallState {
    return this.station.state
  }

  get lines(): readonly Line[] {
    return this.#line === undefined ? this.#sessions.lines : [...this.#sessions.lines, this.#line]
  }

  accept(line: Line): void {
    // A station is nobody's hub.
    if (line.dialer.identity.kind === 'station') {
      this.#parts.network.toDialer(line, { type: 'closing', reason: 'notTheHub' })
      this.#parts.network.hangUp(line, 'host')
      return
    }
    this.#sessions.accept(line)
    this.#parts.network.toDialer(line, this.#link())
  }

  receive(message: unknown, line: Line): void {
    this.#sessions.receive(message, line)
  }

  gone(line: Line): void {
    this.#sessions.gone(line)
  }

  tick(): void {
    this.station.tick()
  }

  close(): void {
    this.#closed = true
  }

  /** A message from the computer it dialled. */
  heard(message: HubMessage, line: Line): void {
    if (this.#line !== line) return
    if (message.type === 'closing') {
      this.#end(0)
      return
    }
    if (!this.#heard) {
      this.#heard = true
      this.station.connected((said) => {
        if (this.#line === line) this.#parts.network.toHost(line, said)
      })
    }
    if (message.type === 'welcome' && outranks(this.station.reign, message)) {
      this.#turn += 1
      this.#end(0)
      return
    }
    try {
      this.station.receive(message)
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      // It cannot keep what it hears: it joins anew, and catches up.
      this.#end(0)
    }
  }

  /** The line to the hub is down. */
  lost(line: Line): void {
    if (this.#line !== line) return
    if (!this.#heard) this.#turn += 1
    this.#end(this.#around.chance.below(connectMs))
  }

  get #around(): ProcessParts['around'] {
    return this.#parts.around
  }

  #end(silentMs: number): void {
    if (this.#line !== undefined) this.#parts.network.hangUp(this.#line, 'dialer')
    this.#line = undefined
    this.#heard = false
    this.station.lost(silentMs)
    this.#again(retryMs)
  }

  #again(delayMs: number): void {
    this.#around.timeline.after(delayMs, () => {
      this.#parts.enter(() => {
        this.#connect()
      })
    })
  }

  #connect(): void {
    if (this.#closed || this.#line !== undefined) return
    const candidates = this.#parts.candidates()
    const host = candidates[this.#turn % candidates.length]
    if (host !== undefined) this.#line = this.#parts.network.dial(this.#parts.dialer, host)
    if (this.#line !== undefined) return
    this.#turn += 1
    this.#again(retryMs)
  }

  #link(): HubMessage {
    return { type: 'hubLink', up: this.station.standing !== 'alone', facts: this.station.factsLeft }
  }
}
