/** Hands the facts of a station in to its hub: a few at once, in their order, each until the hub has it on disk. */
import type { ClientMessage, SentFact } from '#shared/protocol/messages.ts'
import type { StationStore } from './stationStore.ts'

export interface HandInParts {
  readonly store: Pick<StationStore, 'facts' | 'sent'>
  /** The station's own clocks, by which the hub corrects the times in its facts. */
  readonly clocks: () => Extract<ClientMessage, { type: 'facts' }>['clocks']
  readonly after: (delayMs: number, work: () => void) => () => void
  /** Sends to the hub; undefined until all that the hub wrote is here. */
  readonly toHub: () => ((message: ClientMessage) => void) | undefined
  /** None is left. */
  readonly allIn: () => void
}

/** Facts handed in at once. */
const factsAtOnce = 50
/** Pause before facts are handed in again that the hub could not take, ms. */
const againMs = 1_000

/** See the head of this file. */
export class HandIn {
  readonly #parts: HandInParts
  /** Handed in, and nothing heard of them yet. */
  #underWay: readonly SentFact[] = []
  #stopPause: (() => void) | undefined

  constructor(parts: HandInParts) {
    this.#parts = parts
  }

  get isUnderWay(): boolean {
    return this.#underWay.length > 0
  }

  /** Hands in what comes next, unless some are under way. */
  goOn(): void {
    const { store, clocks, toHub, allIn } = this.#parts
    const send = toHub()
    if (send === undefined || this.isUnderWay) return
    // What the hub did with commands sent before must be known first: a fact may have to follow from it.
    if (store.sent().some((s) => s.superseded)) return
    const all = store.facts()
    const facts = all.slice(0, factsAtOnce)
    if (facts.length === 0) {
      allIn()
      return
    }
    this.#underWay = facts
    send({ type: 'facts', clocks: clocks(), facts, left: all.length })
  }

  /** The hub has these on disk. */
  taken(ids: readonly SentFact['id'][]): void {
    if (this.#underWay.every((f) => ids.includes(f.id))) {
      this.#underWay = []
      this.goOn()
      return
    }
    // The hub could not write; it needs time more than it needs to be asked.
    this.#stopPause ??= this.#parts.after(againMs, () => {
      this.end()
      this.goOn()
    })
  }

  /** The hub came or went: whatever was under way is handed in anew. */
  end(): void {
    this.#stopPause?.()
    this.#stopPause = undefined
    this.#underWay = []
  }
}
