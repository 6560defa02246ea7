/** A visitor's rating of what was done for them: by the key of the visit, or at a pad; never by staff. */
import { judge } from '../../conduct/ratings.ts'
import type { Ratable } from '../../conduct/ratings.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import type { Actor } from '../visit.ts'

/** Records a rating of a visit of today, or of one of an earlier day that the context brings along. */
export function rateVisit(
  state: HallState,
  { visitId, channel, ...given }: CommandOf<'rateVisit'>,
  { actor, nowMs, past }: Context,
): Decision {
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
  return accept({ type: 'visitRated', visitId, day: visit.day, about, ordinal, channel, rating })
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
    case 'qr':
    case 'mobile':
    case 'pc':
      return actor.kind === 'visitor'
  }
}
