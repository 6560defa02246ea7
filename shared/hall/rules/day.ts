/** The business day's turn: what is left ends, counters close, numbers begin again. */
import { businessDayAt } from '../../time/businessDay.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import type { HallEvent } from '../events.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import { hasEnded } from '../visit.ts'

/** Ends the day that is over and begins the one that holds now. A clock that fell back never reopens a day. */
export function rollOver(state: HallState, { nowMs }: Context): Decision {
  const { settings, day } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  if (day !== undefined && nowMs < day.endsAtMs) return refuse('dayNotOver', { day: day.day })
  const events: HallEvent[] = []
  // A map's own order depends on how it came about; these do not.
  for (const visit of [...state.visits.filterNot(hasEnded).values()].sort((a, b) => a.ordinal - b.ordinal)) {
    events.push({ type: 'visitExpired', visitId: visit.id })
  }
  for (const { id, staffId } of [...state.counters.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (staffId !== undefined) events.push({ type: 'counterClosed', counterId: id, staffId })
  }
  events.push({ type: 'dayStarted', ...businessDayAt(nowMs, settings.timeZone, settings.rollOverHour) })
  return accept(...events)
}
