/** Who listens to a station: its screens' connections, and what is shown of the link to the hub. */
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { HubListener } from '../hub/hub.ts'

/** Listeners of one kind, in the order they came. */
class Listeners<T> {
  #all: readonly T[] = []

  add(listener: T): () => void {
    this.#all = [...this.#all, listener]
    return () => {
      this.#all = this.#all.filter((l) => l !== listener)
    }
  }

  get all(): readonly T[] {
    return this.#all
  }
}

/** See the head of this file. */
export class Audience {
  readonly #events = new Listeners<HubListener>()
  readonly #resets = new Listeners<() => void>()
  readonly #links = new Listeners<() => void>()

  /** Hears each event as it reaches the screens. */
  onEvents(listener: HubListener): () => void {
    return this.#events.add(listener)
  }

  /** Hears when the state was replaced: screens then need it whole. */
  onReset(listener: () => void): () => void {
    return this.#resets.add(listener)
  }

  /** Hears when the hub came or went, or the number of facts to hand in changed. */
  onLink(listener: () => void): () => void {
    return this.#links.add(listener)
  }

  tell(events: readonly LedgerEvent[], state: HallState): void {
    for (const listener of this.#events.all) listener(events, state)
  }

  reset(): void {
    for (const listener of this.#resets.all) listener()
  }

  linkChanged(): void {
    for (const listener of this.#links.all) listener()
  }
}
