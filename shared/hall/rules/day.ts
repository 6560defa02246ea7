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
  for (const visit of state.visits.values()) {
    if (!hasEnded(visit)) events.push({ type: 'visitExpired', visitId: visit.id })
  }
  for (const counter of state.counters.values()) {
    if (counter.staffId !== undefined) {
      events.push({ type: 'counterClosed', counterId: counter.id, staffId: counter.staffId })
    }
  }
  events.push({ type: 'dayStarted', ...businessDayAt(nowMs, settings.timeZone, settings.rollOverHour) })
  return accept(...events)
}
