/** A hub without a server, on a real ledger, driven as fast as it goes: for what one command costs. */
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { commandId, staffId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { Hub } from '#main/hub/hub.ts'
import { machine } from '#main/hub/machine.clock.ts'
import { timedLedger } from '#main/hub/timedLedger.ts'
import { databaseName } from '#main/hub/openHub.ts'
import { openDatabase } from '#main/ledger/database.ts'
import { sqliteLedger } from '#main/ledger/sqliteLedger.ts'
import { counterAt, loadHall, serviceAt } from './hall.ts'

const teller = (n: number): Actor => ({
  kind: 'staff',
  staffId: staffId.parse(`t${String(n + 1)}`),
  roles: ['teller', 'guide'],
})

/** A hall at work in this process. */
export class InProcessHall {
  readonly hub: Hub
  /** All time spent in the ledger so far, ms. */
  ledgerMs = 0
  readonly #counters: number
  readonly #queues: number
  readonly #close: () => void
  readonly #noSync: (off: boolean) => void
  #turn = 0

  /** A new hall in a folder, every counter open. */
  constructor(folder: string, counters: number, queues: number) {
    const database = openDatabase(join(folder, databaseName))
    const ledger = timedLedger(sqliteLedger(database.db), machine.time.monotonicMs, (_events, seconds) => {
      this.ledgerMs += seconds * 1000
    })
    this.hub = new Hub({
      ledger,
      nowMs: machine.time.wallMs,
      newId: machine.newId,
      newKey: machine.newKey,
      digest: machine.digest,
      later: () => undefined,
    })
    this.#counters = counters
    this.#queues = queues
    this.#close = () => {
      ledger.close()
      database.close()
    }
    this.#noSync = (off) => {
      database.db.pragma(`synchronous = ${off ? 'OFF' : 'FULL'}`)
    }
    const { settings, catalogue, staff } = loadHall(counters, queues, false)
    const system: Actor = { kind: 'system' }
    const setUp: readonly Command[] = [
      { type: 'configureHall', settings },
      { type: 'replaceStaff', staff },
      { type: 'replaceCatalogue', catalogue },
    ]
    for (const command of setUp) this.#do(command, system)
    this.hub.rollOverIfDue()
    this.hub.flush()
    for (let n = 0; n < counters; n += 1)
      this.#do({ type: 'openCounter', counterId: counterAt(n) }, teller(n))
    this.hub.flush()
  }

  get visits(): number {
    return this.hub.state.visits.size
  }

  /** Issues so many visits, queue after queue. */
  issue(count: number): void {
    for (let n = 0; n < count; n += 1) {
      this.#turn += 1
      const serviceIds = [serviceAt(this.#turn % this.#queues, this.#turn)]
      this.#do({ type: 'issueVisit', channel: 'desk', serviceIds }, teller(this.#turn % this.#counters))
    }
    this.hub.flush()
  }

  /**
   * So many visits issued, called, started and finished, in groups of `group`
   * counters at once, one durable commit a step. Commands sent.
   */
  serve(visits: number, group: number): number {
    let commands = 0
    for (let done = 0; done < visits; done += group) {
      const counters = Array.from(
        { length: Math.min(group, visits - done) },
        (_, n) => (done + n) % this.#counters,
      )
      this.issue(counters.length)
      const called = counters.map((n) =>
        this.#later({ type: 'callNext', counterId: counterAt(n) }, teller(n)),
      )
      this.hub.flush()
      const ids = called.map((of) => {
        const answer = of()
        if (!answer.ok || answer.visitId === undefined)
          throw new Error(`nobody was called: ${JSON.stringify(answer)}`)
        return answer.visitId
      })
      for (const type of ['start', 'finish'] as const) {
        ids.forEach((visitId, at) => this.#do({ type, visitId }, teller(counters[at] ?? 0)))
        this.hub.flush()
      }
      commands += counters.length * 4
    }
    return commands
  }

  /** Fills the day up to so many visits, in large groups and without waiting for the disk. */
  fillTo(visits: number): void {
    this.#noSync(true)
    while (this.visits < visits) this.serve(Math.min(visits - this.visits, 600), Math.min(50, this.#counters))
    this.#noSync(false)
  }

  close(): void {
    this.#close()
  }

  #later(command: Command, actor: Actor): () => Answer {
    let answer: Answer | undefined
    this.hub.submit({ id: commandId.parse(machine.newId()), command, actor }, (given) => {
      answer = given
      if (!given.ok) throw new Error(`refused: ${JSON.stringify(given.refusal)}`)
    })
    return () => {
      if (answer === undefined) throw new Error('not answered')
      return answer
    }
  }

  #do(command: Command, actor: Actor): void {
    this.#later(command, actor)
  }
}

/** How long a piece of work takes, ms. */
export function timeMs(work: () => void): number {
  const from = performance.now()
  work()
  return performance.now() - from
}
