/** A paper number taken by hand at a counter that is alone: who holds the paper is served, known here or not. */
import { counterRefusal } from '../can.ts'
import type { CommandOf } from '../commands.ts'
import { accept, findCounter, tellerAt } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import { hasEnded, isAtCounter } from '../visit.ts'

/** Notes who stands at the counter by the number on their paper alone. */
export function callPaper(
  state: HallState,
  { counterId, number }: CommandOf<'callPaper'>,
  { actor }: Context,
): Decision {
  const counter = findCounter(state, counterId)
  if (!counter.ok) return counter
  const refused = counterRefusal('callNext', counter.value)
  if (refused !== undefined) return refused
  const teller = tellerAt(counter.value, actor)
  if (!teller.ok) return teller
  const { visitId, paper } = counter.value
  if (visitId !== undefined) return refuse('counterBusy', { counterId, visitId })
  if (paper !== undefined) return refuse('counterBusy', { counterId, number: paper.number })
  // What this station knows may be old, but what it knows for certain it respects.
  const known = state.numbers.get(number)
  const visit = known === undefined ? undefined : state.visits.get(known)
  if (visit !== undefined && (hasEnded(visit) || isAtCounter(visit))) {
    return refuse('wrongState', { visitId: visit.id, state: visit.state })
  }
  return accept({ type: 'paperCalled', number, counterId, staffId: teller.value })
}

/** Notes with what outcome the holder of the paper was served. */
export function finishPaper(
  state: HallState,
  { counterId, outcome, note }: CommandOf<'finishPaper'>,
  { actor }: Context,
): Decision {
  const counter = findCounter(state, counterId)
  if (!counter.ok) return counter
  const teller = tellerAt(counter.value, actor)
  if (!teller.ok) return teller
  const { paper } = counter.value
  if (paper === undefined) return refuse('nothingOpen', { counterId })
  // Whoever is sent away for documents is told which (一次性告知); by hand that is the note.
  if (outcome === 'advised' && (note ?? '').trim() === '') return refuse('missingListNeeded', { counterId })
  return accept({
    type: 'paperFinished',
    number: paper.number,
    counterId,
    staffId: teller.value,
    startedAtMs: paper.sinceMs,
    outcome,
    ...(note === undefined ? {} : { note }),
  })
}
