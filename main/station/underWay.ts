/** Commands of a station's screens that are not answered yet: on their way to the hub, or waiting until it is known where to go. */
import type { CommandId } from '#shared/ids/ids.ts'
import { refuse } from '#shared/hall/refusals.ts'
import type { Answer, ClientMessage } from '#shared/protocol/messages.ts'
import type { Submission } from '../hub/hub.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { orLater } from './orLater.ts'
import type { Sent, StationStore } from './stationStore.ts'

export interface UnderWayParts {
  readonly store: Pick<StationStore, 'sent' | 'addSent' | 'dropSent' | 'answered' | 'answerTo'>
  /** Tells the hub, where it is there to hear it. */
  readonly tellHub: (message: ClientMessage) => void
  readonly log: (line: string) => void
}

/** A command and who is owed the answer. */
export interface Waiting {
  readonly submission: Submission
  readonly reply: (answer: Answer) => void
}

/** See the head of this file. */
export class UnderWay {
  readonly #parts: UnderWayParts
  readonly #waiting = new Map<CommandId, Waiting>()
  /** Answered, and the disk had no room for it. */
  readonly #unkept = new Set<CommandId>()

  constructor(parts: UnderWayParts) {
    this.#parts = parts
  }

  has(id: CommandId): boolean {
    return this.#waiting.has(id)
  }

  /** Whether it came before, under way or answered; one whose record cannot be read now did not. */
  hasHeard(id: CommandId): boolean {
    try {
      return this.has(id) || this.#parts.store.answerTo(id) !== undefined
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      return false
    }
  }

  /** It waits until the hub is there, or known not to be. */
  add(waiting: Waiting): void {
    this.#waiting.set(waiting.submission.id, waiting)
  }

  /** It waits no longer; gives who is owed an answer. */
  take(id: CommandId): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    return waiting
  }

  /** Sends a command to the hub; on disk first, so that it can be taken back. */
  forward(waiting: Waiting): void {
    const { id, command, token } = waiting.submission
    const sent: Sent = { id, command, token, superseded: false }
    this.#parts.store.addSent(sent)
    this.add(waiting)
    this.#send(sent)
  }

  /**
   * The hub answered: the command is on its way no more, and whoever waits for it is told. Where that has no room on
   * disk they are told all the same, for the hub has it in writing; it is withdrawn, in vain, until there is room.
   */
  settle(id: CommandId, answer: Answer): void {
    const { store, log } = this.#parts
    this.#unkept.add(id)
    orLater(log, () => {
      // A disk that was full may have space again when it is asked once more; what is withdrawn is, at each `tick`.
      if (answer.ok || answer.refusal.code !== 'ledgerUnavailable') store.answered(id, answer)
      else if (this.has(id)) store.dropSent(id)
      this.#unkept.delete(id)
    })
    this.take(id)?.reply(answer)
  }

  /** Whether its answer was heard before: then all but the record is done. */
  isSettled(id: CommandId): boolean {
    return this.#unkept.has(id)
  }

  /** Sends all again that the hub has not answered, and withdraws what is no longer wanted. */
  sendAgain(): void {
    for (const sent of this.#parts.store.sent()) if (this.#isWanted(sent)) this.#send(sent)
    this.withdrawAgain()
  }

  /** Withdraws what is no longer wanted, until the hub has it in writing. */
  withdrawAgain(): void {
    const { store, tellHub } = this.#parts
    for (const sent of store.sent()) if (!this.#isWanted(sent)) tellHub({ type: 'withdraw', id: sent.id })
  }

  /** Not where it was decided here meanwhile, or nobody waits for it any more: too late to be carried out. */
  #isWanted({ superseded, id }: Sent): boolean {
    return !superseded && this.has(id)
  }

  /** Sends what has waited for the hub. */
  sendWaiting(): void {
    const sent = new Set(this.#parts.store.sent().map((s) => s.id))
    this.each((waiting) => {
      if (!sent.has(waiting.submission.id)) this.forward(waiting)
    })
  }

  /** Each that waits now; one that cannot be seen to is refused, and waits no longer. */
  each(work: (waiting: Waiting) => void): void {
    for (const waiting of [...this.#waiting.values()]) {
      const refused = (answer: Answer): void => {
        this.take(waiting.submission.id)
        waiting.reply(answer)
      }
      this.orRefuse(refused, () => {
        work(waiting)
      })
    }
  }

  /** A disk that cannot be written refuses; it does not end the connection. */
  orRefuse(reply: (answer: Answer) => void, work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      this.#parts.log(`nothing was done: ${error.message}`)
      reply(refuse('ledgerUnavailable', { fault: error.kind }))
    }
  }

  #send({ id, command, token }: Sent): void {
    this.#parts.tellHub({ type: 'command', id, command, ...(token === undefined ? {} : { token }) })
  }
}
