/** What every part of a run shares: its chance, its time, its judge and its tally. */
import type { Actor } from '#shared/hall/visit.ts'
import type { Chance } from './chance.ts'
import { count, emptyCoverage } from './coverage.ts'
import type { FaultKind, Mark } from './coverage.ts'
import type { Oracle } from './oracle.ts'
import type { Timeline } from './timeline.ts'
import type { World } from './world.ts'

export interface Surroundings {
  readonly chance: Chance
  readonly timeline: Timeline
  readonly world: World
  readonly oracle: Oracle
  readonly coverage: Tally
  readonly trace: Trace
  /** Who sends on whose behalf: sessions by their tokens. */
  readonly people: Map<string, Actor>
}

/** Counts what a run reaches. */
export class Tally {
  readonly counts = emptyCoverage()

  fault(kind: FaultKind): void {
    count(this.counts.faults, kind)
  }

  /** A message was lost on the way. */
  lost(): void {
    count(this.counts.faults, 'loss')
  }

  mark(mark: Mark): void {
    count(this.counts.marks, mark)
  }

  event(type: string): void {
    count(this.counts.events, type)
  }

  /** A command was answered: its type and `ok` or the refusal's code. */
  answered(type: string, result: string): void {
    if (result === 'ok') count(this.counts.accepted, type)
    else count(this.counts.refusals, result)
  }
}

/** The last things that happened, for whoever has to find out why. */
export class Trace {
  readonly #kept: (readonly [atMs: number, who: string, what: unknown])[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  note(atMs: number, who: string, what: unknown): void {
    this.#kept.push([atMs, who, what])
    if (this.#kept.length > this.#limit) this.#kept.shift()
  }

  lines(): readonly string[] {
    return this.#kept.map(([atMs, who, what]) => {
      const text = typeof what === 'string' ? what : JSON.stringify(what)
      return `${(atMs / 1000).toFixed(3).padStart(10)} s  ${who.padEnd(10)} ${text.length > 260 ? `${text.slice(0, 260)}…` : text}`
    })
  }
}
