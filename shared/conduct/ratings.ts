/**
 * When a rating counts and when it does not. Pure: the visit as it is or was,
 * what was said, who said it and when give what is recorded, or why nothing is.
 * Whoever does not rate has not rated: nothing here makes up an answer.
 */
import type { BusinessDay, TurnId, VisitId } from '../ids/ids.ts'
import { refuse } from '../hall/refusals.ts'
import type { Refused } from '../hall/refusals.ts'
import type { Turn, Visit } from '../hall/visit.ts'
import { hasEnded } from '../hall/visit.ts'
import { isLow } from './rating.ts'
import type { Level, RatedFacts, RatedMark, SaidRating } from './rating.ts'
import { reasonListOn } from './ratingReasons.ts'

/** A visit as far as rating it goes; of today or of an earlier day. */
export interface Ratable extends Pick<Visit, 'state' | 'endedAtMs'> {
  readonly id: VisitId
  readonly day: BusinessDay
  readonly turns: readonly Pick<Turn, 'id' | 'serviceId' | 'counterId' | 'staffId' | 'endedAtMs'>[]
  readonly rated: readonly RatedMark[]
  /** A local rule stood in for a rating; that is nobody's word, and anybody may still give theirs. */
  readonly hasDefault?: boolean | undefined
}

/** A rating as it is given. Without `turnId` it is about the visit as a whole. */
export interface GivenRating {
  readonly turnId?: TurnId | undefined
  readonly level: Level
  readonly reasons?: readonly string[] | undefined
  readonly text?: string | undefined
}

export interface RatingRules {
  /** Epoch ms. */
  readonly nowMs: number
  /** `visitor`: by the key. `device`: by a pad at the counter, which asks once and asks whoever stands there. */
  readonly by: 'visitor' | 'device'
  /** The business day now; a device rates only who is in the hall today. */
  readonly today: BusinessDay
  /** Days after the end in which a visitor may still rate. */
  readonly days: number
  /** Whether it was asked on something that could ask for reasons; keys alone cannot. */
  readonly asksReasons?: boolean | undefined
}

/** What becomes of a rating. */
export type Judged =
  | { readonly ok: true; readonly about: RatedFacts; readonly ordinal: 1 | 2; readonly rating: SaidRating }
  | Refused

const dayMs = 86_400_000

/**
 * Judges one rating: after something was handled and for some days, once per
 * visit and turn with one follow-up, a reason for the two lowest levels and
 * for no other (国办发〔2019〕51号, GB/T 39735-2020).
 */
export function judge(visit: Ratable, given: GivenRating, rules: RatingRules): Judged {
  const about = subject(visit, given.turnId)
  if (!about.ok) return about
  const over = overdue(visit, given.turnId, rules)
  if (over !== undefined) return over
  const before = visit.rated.filter((r) => r.turnId === given.turnId).length
  if (before >= 2 || (before === 1 && rules.by === 'device'))
    return refuse('alreadyRated', { visitId: visit.id })
  const reasons = given.reasons ?? []
  const list = reasonListOn(rules.today)
  const wrong = wrongReasons(given.level, reasons, list.reasons[given.level], rules.asksReasons ?? true)
  if (wrong !== undefined) return wrong
  return {
    ok: true,
    about: about.facts,
    ordinal: before === 0 ? 1 : 2,
    rating: {
      level: given.level,
      reasons,
      reasonsVersion: list.version,
      ...(given.text === undefined ? {} : { text: given.text }),
    },
  }
}

/** Whether the visit as a whole may be rated by its visitor now, for the first time or once more. */
export function openTo(visit: Ratable, rules: RatingRules): 'first' | 'followUp' | undefined {
  const judged = judge(visit, { level: 'satisfied' }, rules)
  if (!judged.ok) return undefined
  return judged.ordinal === 1 ? 'first' : 'followUp'
}

type Subject = { readonly ok: true; readonly facts: RatedFacts } | Refused

function subject({ id, state, turns }: Ratable, turnId: TurnId | undefined): Subject {
  if (turnId !== undefined) {
    const turn = turns.find((t) => t.id === turnId)
    if (turn === undefined) return refuse('unknownTurn', { visitId: id, turnId })
    const { serviceId, counterId, staffId } = turn
    return { ok: true, facts: { turnId, serviceId, counterId, staffId } }
  }
  if (turns.length === 0 || !hasEnded({ state })) return refuse('notYetRatable', { visitId: id, state })
  return { ok: true, facts: sharedFacts({ turns }) }
}

/** What all turns of a visit have in common: what a rating of the visit as a whole is about. */
export function sharedFacts({ turns }: Pick<Ratable, 'turns'>): RatedFacts {
  const serviceId = shared(turns.map((t) => t.serviceId))
  const counterId = shared(turns.map((t) => t.counterId))
  const staffId = shared(turns.map((t) => t.staffId))
  return {
    ...(serviceId === undefined ? {} : { serviceId }),
    ...(counterId === undefined ? {} : { counterId }),
    ...(staffId === undefined ? {} : { staffId }),
  }
}

/** The one value all of them have; undefined where they differ. */
function shared<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined
}

function overdue(visit: Ratable, turnId: TurnId | undefined, rules: RatingRules): Refused | undefined {
  const turn = visit.turns.find((t) => t.id === turnId)
  const endedMs = visit.endedAtMs ?? turn?.endedAtMs ?? rules.nowMs
  const late = rules.by === 'device' ? visit.day !== rules.today : rules.nowMs >= endedMs + rules.days * dayMs
  return late ? refuse('ratingOver', { visitId: visit.id, days: rules.days }) : undefined
}

function wrongReasons(
  of: Level,
  reasons: readonly string[],
  offered: readonly string[],
  needed: boolean,
): Refused | undefined {
  if (needed && isLow(of) && reasons.length === 0) return refuse('reasonsNeeded', { level: of })
  const wrong = reasons.find((reason, i) => !offered.includes(reason) || reasons.indexOf(reason) !== i)
  return wrong === undefined ? undefined : refuse('reasonsNotAllowed', { level: of, reason: wrong })
}
