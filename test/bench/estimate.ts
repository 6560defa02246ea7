/**
 * The wait estimate against theory, against real waits, and its cost. All three
 * ask the function the hub asks, through states folded from ledger events.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { measureCost } from './estimate/cost.ts'
import { againstTrace } from './estimate/recorded.ts'
import { printTheory, rowsOfTheory } from './estimate/theory.ts'

/** Prints the three tables. */
export async function bench(): Promise<void> {
  // Neither is timed, so one may go on beside the other.
  const theory = once(new Worker(new URL('estimate/theoryWorker.ts', import.meta.url)), 'message')
  againstTrace()
  const [rows] = await theory
  printTheory(rowsOfTheory.parse(rows))
  measureCost()
}
