/** What a changed set-up makes of the hall. */
import { Map } from 'immutable'
import { endOfDay } from '../time/businessDay.ts'
import { applyChanges } from './setUp.ts'
import type { SetUpChange } from './setUp.ts'
import type { Settings } from './settings.ts'
import { lookUp } from './state.ts'
import type { Day, HallState } from './state.ts'

/** The running day keeps its name and ends by these rules. */
export function dayUnder(day: Day | undefined, { timeZone, rollOverHour }: Settings): Day | undefined {
  return day === undefined ? undefined : { ...day, endsAtMs: endOfDay(day.day, timeZone, rollOverHour) }
}

/** The hall with its set-up changed. Throws where the changes are not of what stands there: a damaged ledger. */
export function afterSetUp(state: HallState, changes: readonly SetUpChange[]): HallState {
  const { settings, catalogue } = state
  if (settings === undefined) throw new Error('the ledger changes a set-up before there is one')
  const applied = applyChanges({ settings, catalogue, staff: [...state.staff.values()] }, changes)
  if (!applied.ok) throw new Error(`the ledger changes a set-up that is not there: ${applied.why}`)
  const { setUp } = applied
  return {
    ...state,
    settings: setUp.settings,
    day: dayUnder(state.day, setUp.settings),
    catalogue: setUp.catalogue,
    lookup: lookUp(setUp.catalogue),
    staff: Map(setUp.staff.map((s) => [s.id, s])),
  }
}
