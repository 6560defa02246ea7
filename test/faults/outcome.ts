import type { Counts } from './kit/check.ts'

/** What one kind of fault came to. */
export interface Outcome {
  readonly name: string
  readonly counts: Counts
  /** What must not have been; empty when all held. */
  readonly wrong: readonly string[]
  readonly notes: readonly string[]
}
