/** Whether an event of cases or attendance made elsewhere still fits the hall. */
import type { RecordEvent } from '../../conduct/conductEvents.ts'
import { fitsRecord, recordIdOf } from '../../conduct/records.ts'
import { businessDayAt } from '../../time/businessDay.ts'
import type { Context } from '../decision.ts'
import type { HallEventOf } from '../events.ts'
import type { Fact } from '../facts.ts'
import type { HallState } from '../state.ts'
import type { Fitting } from './fitting.ts'

/** A record's event in the form that fits: opened once, added to where it stands as the sender knew it. */
export function fitRecord(state: HallState, event: RecordEvent): Fitting {
  switch (fitsRecord(state.records.get(recordIdOf(event)), event)) {
    case 'new':
      return { ok: true, events: [event] }
    case 'known':
      return { ok: true, events: [] }
    case 'clash':
      return { ok: false, reason: 'notMergeable' }
  }
}

/** What a rule found counts once: two hubs may each have confirmed it, and whoever comes second is kept for a person. */
export function fitDeducted(
  state: HallState,
  event: HallEventOf<'deducted'>,
  { confirmed }: Pick<Context, 'confirmed'>,
): Fitting {
  const isAnother = confirmed !== undefined && confirmed !== event.deductionId
  return isAnother ? { ok: false, reason: 'confirmedTwice' } : fitRecord(state, event)
}

/** A punch made at a station that was alone counts when it was made, by the hub's clock. */
export function fitPunch(
  state: HallState,
  event: HallEventOf<'punched'>,
  { happenedMs, clockJumped }: Fact,
  { nowMs }: Context,
): Fitting {
  const { punch } = event
  const { settings } = state
  if (punch === undefined || settings === undefined || !punch.offline) return fitRecord(state, event)
  const { deviceMs } = punch
  return fitRecord(state, {
    ...event,
    punch: {
      ...punch,
      day: businessDayAt(happenedMs, settings.timeZone, settings.rollOverHour).day,
      atMs: happenedMs,
      hubMs: nowMs,
      ...(deviceMs === undefined ? {} : { offsetMs: happenedMs - deviceMs }),
      clockJumped,
    },
  })
}
