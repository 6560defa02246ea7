/** The hub's machine: the product's own hub on a ledger that outlives it, and every way it can die. */
import { Hub } from '#main/hub/hub.ts'
import type { Submission } from '#main/hub/hub.ts'
import { Connection, eventsFor } from '#main/hub/connection.ts'
import { steadyClock } from '#main/hub/steady.clock.ts'
import { memoryLedger } from '#main/ledger/memoryLedger.ts'
import type { MemoryLedger } from '#main/ledger/memoryLedger.ts'
import { LedgerFault } from '#main/ledger/ledger.ts'
import type { Batch, Ledger } from '#main/ledger/ledger.ts'
import type { Answer, HubMessage } from '#shared/protocol/messages.ts'
import { audiences } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import type { ClientNode } from './clientNode.ts'
import type { Host, Line, Network } from './network.ts'
import type { Surroundings } from './surroundings.ts'

/** Where in its work the process is to die. */
export type CrashPoint = 'beforeAppend' | 'afterAppend' | 'duringBroadcast' | 'beforeAnswers'

/** The process died. No code of the product may catch it. */
class Crash extends Error {}

interface Process {
  readonly hub: Hub
  readonly sessions: Map<Line, Connection>
  readonly following: Map<Line, Audience>
}

/** See the head of this file. */
export class HubNode implements Host {
  readonly name = 'hub'
  readonly ledger: MemoryLedger = memoryLedger()
  /** How far the computer's clock is off, ms. */
  wallSkewMs = 0
  readonly #around: Surroundings
  readonly #network: Network
  #process: Process | undefined
  #armed: { readonly point: CrashPoint; left: number } | undefined
  #writtenUnheard = false
  #ids = 0

  constructor(around: Surroundings, network: Network) {
    this.#around = around
    this.#network = network
    this.restart()
  }

  get up(): boolean {
    return this.#process !== undefined
  }

  /** The running hub, if it runs. */
  get hub(): Hub | undefined {
    return this.#process?.hub
  }

  /** The process will die at that point of its work, once it comes there. */
  arm(point: CrashPoint): void {
    this.#armed = { point, left: point === 'duringBroadcast' ? this.#around.chance.below(4) : 0 }
  }

  disarm(): void {
    this.#armed = undefined
  }

  accept(line: Line): void {
    this.#enter(({ hub, sessions, following }) => {
      const client = line.dialer as ClientNode
      const { kind, audience, actor, paper } = client.identity
      sessions.set(
        line,
        new Connection({
          hub,
          kind,
          audience,
          actor,
          sender: () => actor,
          tell: (message) => {
            this.#tell(line, message)
          },
          follow: () => {
            following.set(line, audience)
          },
          end: () => {
            this.#network.hangUp(line, 'host')
          },
          answered: (type, result) => {
            this.#around.coverage.answered(type, result)
          },
          paper,
        }),
      )
      paper?.listen((message) => {
        this.#tell(line, message)
      })
    })
  }

  receive(message: unknown, line: Line): void {
    this.#enter(({ sessions }) => {
      sessions.get(line)?.receive(message)
    })
  }

  gone(line: Line): void {
    this.#process?.sessions.delete(line)
    this.#process?.following.delete(line)
  }

  /** What comes by REST: no line stays open for it. */
  submit(submission: Submission, reply: (answer: Answer) => void): void {
    this.#enter(({ hub }) => {
      hub.submit(submission, (answer) => {
        if (this.#armed?.point === 'beforeAnswers') this.#die()
        this.#around.coverage.answered(submission.command.type, answer.ok ? 'ok' : answer.refusal.code)
        reply(answer)
      })
    })
  }

  /** Once a second in a real hall: the day may be over. */
  tick(): void {
    this.#enter(({ hub }) => {
      hub.rollOverIfDue()
    })
  }

  crash(): void {
    const { trace, timeline, chance } = this.#around
    trace.note(timeline.nowMs, 'hub', 'crashes')
    timeline.after(chance.between(300, 15_000), () => {
      this.restart()
    })
    const lines = [...(this.#process?.sessions.keys() ?? [])]
    this.#process = undefined
    this.#armed = undefined
    this.#writtenUnheard = false
    for (const line of lines) this.#network.hangUp(line, 'host')
  }

  restart(): void {
    if (this.#process !== undefined) return
    const { timeline, chance, coverage, trace } = this.#around
    const process: Process = {
      sessions: new Map(),
      following: new Map(),
      hub: new Hub({
        ledger: this.#watched(),
        nowMs: () => clock.nowMs(),
        newId: () => `id-${String(++this.#ids)}`,
        newKey: () => `key-${String(++this.#ids).padStart(20, '0')}`,
        digest: (text) => text,
        later: (flush) => {
          timeline.after(chance.below(8), () => {
            if (this.#process === process) this.#enter(flush)
          })
        },
      }),
    }
    const clock = steadyClock(
      { wallMs: () => this.wallMs(), monotonicMs: () => timeline.nowMs },
      process.hub.state.atMs,
    )
    if (clock.aheadMs() > 0) coverage.mark('hubAheadOfItsClock')
    process.hub.listen((events) => {
      for (const audience of audiences) {
        const message = eventsFor(events, audience)
        for (const [line, follows] of process.following) if (follows === audience) this.#tell(line, message)
      }
    })
    this.#process = process
    trace.note(timeline.nowMs, 'hub', `starts at seq ${String(process.hub.state.seq)}`)
  }

  /** What the computer's clock says, epoch ms. */
  wallMs(): number {
    return this.#around.world.startMs + this.#around.timeline.nowMs + this.wallSkewMs
  }

  #tell(line: Line, message: HubMessage): void {
    const { coverage } = this.#around
    if (message.type === 'events' && this.#armed?.point === 'duringBroadcast' && this.#armed.left-- <= 0)
      this.#die()
    if (message.type === 'answer' && this.#armed?.point === 'beforeAnswers') this.#die()
    if (message.type === 'snapshot') coverage.mark('snapshotSent')
    if (message.type === 'answer' && !message.answer.ok && message.answer.refusal.code === 'badCommand') {
      coverage.answered('', 'badCommand')
    }
    this.#network.toDialer(line, message)
  }

  #die(): never {
    const point = this.#armed?.point
    if (point === 'beforeAppend') this.#around.coverage.fault('crashBeforeAppend')
    if (point === 'afterAppend') this.#around.coverage.fault('crashAfterAppend')
    if (point === 'duringBroadcast') this.#around.coverage.fault('crashDuringBroadcast')
    if (point === 'beforeAnswers') this.#around.coverage.fault('crashBeforeAnswers')
    throw new Crash()
  }

  /** Everything the process does happens in here: it may die of it. */
  #enter(work: (process: Process) => void): void {
    if (this.#process === undefined) return
    try {
      work(this.#process)
    } catch (error) {
      if (!(error instanceof Crash)) throw error
      this.crash()
    }
    if (this.#writtenUnheard) this.crash()
  }

  /** The ledger as the hub sees it, with the judge looking on. */
  #watched(): Ledger {
    const { ledger } = this
    const { oracle, coverage } = this.#around
    const append = (batch: Batch): void => {
      if (this.#armed?.point === 'beforeAppend') this.#die()
      const seq = ledger.lastSeq
      try {
        ledger.append(batch)
      } catch (error) {
        if (error instanceof LedgerFault && error.kind === 'conflict') oracle.fail('ledger', error.message)
        // Written, and the caller is told that it was not: only a process that dies now can come to that.
        this.#writtenUnheard =
          ledger.lastSeq > seq ||
          (batch.events.length === 0 &&
            batch.answers.every((a) => ledger.answerTo(a.commandId) !== undefined))
        if (this.#writtenUnheard) {
          coverage.fault('diskErrorWritten')
          oracle.appended(batch, true)
        }
        throw error
      }
      oracle.appended(batch, false)
      if (batch.answers.length > 1) coverage.mark('groupCommit')
      if (this.#armed?.point === 'afterAppend') this.#die()
    }
    return {
      ...ledger,
      get lastSeq() {
        return ledger.lastSeq
      },
      load: () => {
        const loaded = ledger.load()
        if (loaded.snapshotSeq > 0) coverage.mark('restartFromSnapshot')
        return loaded
      },
      append,
      answerTo: (id) => {
        const recorded = ledger.answerTo(id)
        if (recorded !== undefined) coverage.mark('answeredFromRecord')
        return recorded
      },
      eventsAfter: (seq, limit) => {
        coverage.mark('caughtUpByEvents')
        return ledger.eventsAfter(seq, limit)
      },
    }
  }
}
