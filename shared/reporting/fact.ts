/**
 * What reports count: one fact per visit, per stay at a counter, per service
 * handled, per rating, per case, per thing that became of somebody's day at work. Figures are made from these and from nothing else, so
 * every figure can open the rows behind it.
 */

/**
 * `visits`: by day of issue · `sittings`: each stay at a counter that is over · `turns`: each service handled · `ratings` · `cases`: by day of
 * opening, and of them `badRatings` by themselves · `attendance`: what was due of somebody on a day, and what became of it.
 */
export const sources = [
  'visits',
  'sittings',
  'turns',
  'ratings',
  'cases',
  'badRatings',
  'attendance',
] as const
export type Source = (typeof sources)[number]

/** How a stay at a counter ended, the hall's own words. */
export const endings = [
  'finished',
  'continued',
  'toQueue',
  'toCounter',
  'toPerson',
  'parked',
  'requeued',
  'missed',
  'noShow',
  'cancelled',
  'cancelledByVisitor',
  'expired',
] as const
export type Ending = (typeof endings)[number]

/** By what the rows of a report may be told apart. */
export const groupings = [
  'none',
  'hour',
  'day',
  'month',
  'queue',
  'service',
  'department',
  'counter',
  'teller',
  'applicant',
  'channel',
  'priority',
  'caseKind',
  'person',
] as const
export type Grouping = (typeof groupings)[number]

/** One countable thing. What a source does not have, or nobody asked for, is `null`. */
export interface Fact {
  readonly source: Source
  /** Its place in its source: order of happening. */
  readonly seq: number
  /** Business day. */
  readonly day: string
  /** Visits: arrival · sittings: call or return · turns: start · ratings: when given · cases: opening. Epoch ms. */
  readonly atMs: number
  /** A visit's state, a sitting's ending, a turn's outcome, a rating's level, a case's kind. */
  readonly kind: string
  /** Visits: from arrival to the last call before being served. */
  readonly waitMs: number | null
  /** Visits: arrival to end · sittings: call to end · turns: handling, parked time left out. */
  readonly spanMs: number | null
  /** Visits: how often it did not answer · turns: 1 where the hall supplied the outcome · ratings: 1 for a follow-up, 2 for a default. */
  readonly mark: number
  /** Visits: 1 where a service was handled, and where somebody rated it. */
  readonly handled: number
  readonly rated: number
  /** Cases: when it is due and when it was closed, epoch ms; what its end counts as; whether somebody called back. */
  readonly dueMs: number | null
  readonly closedMs: number | null
  readonly counts: string | null
  readonly callBack: string | null
  /** Attendance: days of work or points, in hundredths. */
  readonly amount: number | null
  readonly queueId: string | null
  readonly serviceId: string | null
  readonly counterId: string | null
  readonly staffId: string | null
  /** Where and by whom the call that ended a visit's wait was made. */
  readonly callCounterId: string | null
  readonly callStaffId: string | null
  readonly applicant: string | null
  readonly channel: string | null
  readonly priority: string | null
}
