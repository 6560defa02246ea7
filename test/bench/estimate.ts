/**
 * The wait estimate against theory, against real waits, and its cost. All three
 * ask the function the hub asks, through states folded from ledger events.
 */
import { measureCost } from './estimate/cost.ts'
import { againstTheory } from './estimate/theory.ts'
import { againstTrace } from './estimate/recorded.ts'

/** Prints the three tables. */
export function bench(): void {
  againstTheory()
  againstTrace()
  measureCost()
}
