/** Where in its work a process is to die. */
import type { FaultKind } from './coverage.ts'
import type { Surroundings } from './surroundings.ts'

export type CrashPoint = 'beforeAppend' | 'afterAppend' | 'duringBroadcast' | 'beforeAnswers'

/** The process died. No code of the product may catch it. */
export class Crash extends Error {}

const counted: Readonly<Record<CrashPoint, FaultKind>> = {
  beforeAppend: 'crashBeforeAppend',
  afterAppend: 'crashAfterAppend',
  duringBroadcast: 'crashDuringBroadcast',
  beforeAnswers: 'crashBeforeAnswers',
}

/** One lever of a computer: armed, it ends the process the next time its work comes to that point. */
export class Levers {
  readonly #around: Surroundings
  #armed: { readonly point: CrashPoint; left: number } | undefined

  constructor(around: Surroundings) {
    this.#around = around
  }

  arm(point: CrashPoint): void {
    this.#armed = { point, left: point === 'duringBroadcast' ? this.#around.chance.below(4) : 0 }
  }

  disarm(): void {
    this.#armed = undefined
  }

  /** The work has come to this point. Throws `Crash` if the process is to die here. */
  pull(point: CrashPoint | undefined): void {
    if (point === undefined || this.#armed?.point !== point || this.#armed.left-- > 0) return
    this.#armed = undefined
    this.#around.coverage.fault(counted[point])
    throw new Crash()
  }
}
