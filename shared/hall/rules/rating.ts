/** A visitor's rating of what was done for them: by the key of the visit, or at a pad; never by staff. */
import { ratingDefaultOn } from '../../conduct/conductRules.ts'
import { reasonListOn } from '../../conduct/ratingReasons.ts'
import { judge, sharedFacts } from '../../conduct/ratings.ts'
import { dueAfter } from '../../conduct/workingDays.ts'
import { isoWithOffset } from '../../time/localTime.ts'
import type { Ratable } from '../../conduct/ratings.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { refuse } from '../refusals.ts'
import { rulesOf } from '../state.ts'
import type { HallState } from '../state.ts'
import { hasEnded } from '../visit.ts'
import type { Actor } from '../visit.ts'
import { caseOfRating } from './cases.ts'

/** Records a rating of a visit of today, or of one of an earlier day that the context brings along. */
export function rateVisit(
  state: HallState,
  { visitId, channel, ...given }: CommandOf<'rateVisit'>,
  context: Context,
): Decision {
  const { actor, nowMs, past } = context
  const { day, settings } = state
  if (day === undefined || settings === undefined) return refuse('hallNotSetUp')
  if (actor.kind === 'visitor' && actor.visitId !== visitId) return refuse('notYourVisit', { visitId })
  const visit = todays(state, visitId, day.day) ?? (past?.id === visitId ? past : undefined)
  if (visit === undefined) return refuse('unknownVisit', { visitId })
  if (!isOpenTo(actor, channel)) return refuse('channelNotAllowed', { channel })
  const judged = judge(visit, given, {
    nowMs,
    by: actor.kind === 'visitor' ? 'visitor' : 'device',
    // Five keys have no way to state one; whoever follows the rating up asks for it.
    asksReasons: channel !== 'rater',
    today: day.day,
    days: settings.rating.days,
  })
  if (!judged.ok) return judged
  const { about, ordinal, rating } = judged
  const number = state.visits.get(visitId)?.number
  return accept(
    { type: 'visitRated', visitId, day: visit.day, about, ordinal, channel, rating },
    ...caseOfRating(state, { visitId, number, about, ordinal, rating, channel }, context),
  )
}

/** A local rule stands in for a rating nobody gave in time. It is kept apart from what people said, for ever. */
export function rateByDefault(
  state: HallState,
  { visitId }: CommandOf<'rateByDefault'>,
  { nowMs, past }: Context,
): Decision {
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  // A visit of today may still be rated before its visitor has left the hall.
  if (past?.id !== visitId) return refuse('unknownVisit', { visitId })
  const { endedAtMs, day, rated, turns } = past
  if (turns.length === 0 || endedAtMs === undefined || !hasEnded(past))
    return refuse('notYetRatable', { visitId })
  if (rated.length > 0 || past.hasDefault === true) return refuse('alreadyRated', { visitId })
  const rules = rulesOf(state)
  const { level, after } = ratingDefaultOn(rules, day) ?? {}
  if (level === undefined || after === undefined) return refuse('noRulePack', { day })
  const dueMs = dueAfter(endedAtMs, after, rules.calendar, settings.timeZone)
  if (nowMs < dueMs) return refuse('notYetDue', { visitId, at: isoWithOffset(dueMs, settings.timeZone) })
  return accept({
    type: 'visitRated',
    visitId,
    day,
    about: sharedFacts(past),
    ordinal: 1,
    channel: 'systemDefault',
    rating: { level, reasons: [], reasonsVersion: reasonListOn(day).version },
  })
}

/** A visit of today as far as rating it goes. */
export function todays(
  { visits }: Pick<HallState, 'visits'>,
  id: Ratable['id'],
  day: Ratable['day'],
): Ratable | undefined {
  const visit = visits.get(id)
  return visit === undefined ? undefined : { ...visit, day, rated: visit.rated ?? [] }
}

/** A pad and a rater stand at a counter; all else is the visitor's own phone or computer. */
function isOpenTo(actor: Actor, channel: CommandOf<'rateVisit'>['channel']): boolean {
  switch (channel) {
    case 'pad':
      return actor.kind === 'station' && actor.mode === 'pad'
    case 'rater':
      return actor.kind === 'station' && (actor.mode === 'pad' || actor.mode === 'console')
    case 'kiosk':
      return actor.kind === 'station' && actor.mode === 'kiosk'
    case 'qr':
    case 'mobile':
    case 'pc':
      return actor.kind === 'visitor'
  }
}
