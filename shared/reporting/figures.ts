/**
 * Every figure of every report: which facts it counts, and what it makes of
 * them. Titles and definitions in words are in `locale/reports`; this table is
 * what they describe. Names and columns follow the field's own (waiting = last
 * call − issue, transaction = call → end, periods [start, end)).
 */
import type { Level } from '../conduct/rating.ts'
import type { Fact, Source } from './fact.ts'
import { endingsOf } from './fieldOutcomes.ts'
import type { FieldOutcome } from './fieldOutcomes.ts'

/** What a figure may depend on beside its facts. */
export interface Aim {
  /** A wait above this is over target, seconds. */
  readonly targetWaitS: number
  /** As of when what is due is overdue, epoch ms. */
  readonly asOfMs: number
}

/** What a figure may look at beside what tells rows apart. */
export type Aspect =
  | 'kind'
  | 'waitMs'
  | 'spanMs'
  | 'mark'
  | 'handled'
  | 'rated'
  | 'dueMs'
  | 'closedMs'
  | 'counts'
  | 'callBack'
  | 'amount'

/** `share`: facts counted ÷ facts in `of`, each as much as its `weight`; all others but `count` need `value`, in milliseconds where the unit is seconds. */
export type How = 'count' | 'share' | 'total' | 'mean' | 'median' | 'p90' | 'max'
/** `amount`: days of work or points; facts have them in hundredths. */
export type Unit = 'count' | 'share' | 'seconds' | 'amount'

export interface Figure {
  readonly source: Source
  readonly how: How
  readonly unit: Unit
  /** All that the functions below look at: nothing else is read for them. */
  readonly reads: readonly Aspect[]
  /** Whether a fact is among those behind the figure. */
  readonly counts: (fact: Fact, aim: Aim) => boolean
  /** The whole a share is of. */
  readonly of?: (fact: Fact, aim: Aim) => boolean
  readonly value?: (fact: Fact) => number | null
  /** How much of a share a fact is; one where nothing is said. */
  readonly weight?: (fact: Fact) => number
  /** Told apart by the counter and teller of the call that ended the wait, not those of the end. */
  readonly byCall?: boolean
}

const every = (): boolean => true
const isKind =
  (...kinds: readonly string[]) =>
  ({ kind }: Fact): boolean =>
    kinds.includes(kind)
const waited = (fact: Fact): boolean => fact.waitMs !== null
const isOver = ({ waitMs }: Fact, { targetWaitS }: Aim): boolean =>
  waitMs !== null && waitMs > targetWaitS * 1000
const isWithin = ({ waitMs }: Fact, { targetWaitS }: Aim): boolean =>
  waitMs !== null && waitMs <= targetWaitS * 1000

const count = (source: Source, reads: Figure['reads'], counts: Figure['counts']): Figure => ({
  source,
  how: 'count',
  unit: 'count',
  reads,
  counts,
})
const share = (
  source: Source,
  reads: Figure['reads'],
  counts: Figure['counts'],
  of: NonNullable<Figure['of']>,
): Figure => ({ source, how: 'share', unit: 'share', reads, counts, of })
const wait = (how: How): Figure => ({
  source: 'visits',
  how,
  unit: 'seconds',
  reads: ['waitMs'],
  counts: waited,
  value: (fact) => fact.waitMs,
  byCall: true,
})
const span = (source: Source, how: How): Figure => ({
  source,
  how,
  unit: 'seconds',
  reads: ['spanMs'],
  counts: (fact) => fact.spanMs !== null,
  value: (fact) => fact.spanMs,
})
const ofKind = (source: Source, ...kinds: readonly string[]): Figure =>
  count(source, ['kind'], isKind(...kinds))

const ended = (outcome: FieldOutcome): Figure => ofKind('sittings', ...endingsOf(outcome))
const isClosed = ({ closedMs }: Fact): boolean => closedMs !== null
const inTime = ({ dueMs, closedMs }: Fact): boolean =>
  closedMs !== null && (dueMs === null || closedMs < dueMs)
/** Due by now, or over already: what has had its time. */
const hadItsTime = (fact: Fact, { asOfMs }: Aim): boolean =>
  isClosed(fact) || (fact.dueMs !== null && fact.dueMs <= asOfMs)
const wasCalled = ({ callBack }: Fact): boolean => callBack !== null

/** The figures of cases: of all, or of bad ratings alone. */
const casesOf = (source: 'cases' | 'badRatings') => {
  const closedAs = (what: string | null): Figure =>
    count(source, ['closedMs', 'counts'], (fact) => isClosed(fact) && fact.counts === what)
  const due: readonly Aspect[] = ['dueMs', 'closedMs']
  return {
    opened: count(source, [], every),
    closed: count(source, ['closedMs'], isClosed),
    open: count(source, ['closedMs'], (fact) => !isClosed(fact)),
    rectified: closedAs('rectified'),
    explained: closedAs('explained'),
    mistaken: closedAs('mistaken'),
    without: closedAs(null),
    rectifiedShare: share(
      source,
      ['closedMs', 'counts'],
      (fact) => isClosed(fact) && fact.counts === 'rectified',
      (fact) => !isClosed(fact) || fact.counts !== 'mistaken',
    ),
    inTime: count(source, due, inTime),
    late: count(source, due, (fact, aim) => hadItsTime(fact, aim) && !inTime(fact)),
    inTimeShare: share(source, due, inTime, hadItsTime),
    calledBack: count(source, ['callBack'], wasCalled),
    reached: count(source, ['callBack'], (fact) => fact.callBack === 'reached'),
    calledBackShare: share(
      source,
      [...due, 'callBack'],
      wasCalled,
      (fact, aim) => wasCalled(fact) || hadItsTime(fact, aim),
    ),
  }
}
const ofAll = casesOf('cases')
const ofBad = casesOf('badRatings')

const isRating = (fact: Fact): boolean => fact.mark === 0
const level = (of: Level): Figure =>
  count('ratings', ['mark', 'kind'], (fact) => isRating(fact) && fact.kind === of)

/** Whether a fact's kind begins with one of these, or is it. */
const begins =
  (...heads: readonly string[]) =>
  ({ kind }: Fact): boolean =>
    heads.some((head) => (head.endsWith('.') ? kind.startsWith(head) : kind === head))
const amountOf = (...heads: readonly string[]): Figure => ({
  source: 'attendance',
  how: 'total',
  unit: 'amount',
  reads: ['kind', 'amount'],
  counts: begins(...heads),
  value: (fact) => fact.amount,
})

export const figures = {
  // Visits: what came, and how it ended. arrived = served + noShow + cancelled + carriedOver.
  arrived: count('visits', [], every),
  served: ofKind('visits', 'finished'),
  servedShare: share('visits', ['kind'], isKind('finished'), every),
  noShow: ofKind('visits', 'noShow'),
  noShowShare: share('visits', ['kind'], isKind('noShow'), every),
  cancelled: ofKind('visits', 'cancelled'),
  carriedOver: ofKind('visits', 'waiting', 'called', 'serving', 'parked', 'expired'),
  expired: ofKind('visits', 'expired'),
  stillOpen: ofKind('visits', 'waiting', 'called', 'serving', 'parked'),
  stayMean: { ...span('visits', 'mean'), reads: ['kind', 'spanMs'], counts: isKind('finished') },

  // Transactions: each stay at a counter, from the call to its end.
  transactions: count('sittings', [], every),
  transactionTotal: span('sittings', 'total'),
  transactionMean: span('sittings', 'mean'),
  transactionMedian: span('sittings', 'median'),
  transactionP90: span('sittings', 'p90'),
  transactionMax: span('sittings', 'max'),

  // Waits.
  waited: { ...count('visits', ['waitMs'], waited), byCall: true },
  notCalled: { ...count('visits', ['waitMs'], (fact) => fact.waitMs === null), byCall: true },
  waitMean: wait('mean'),
  waitMedian: wait('median'),
  waitP90: wait('p90'),
  waitMax: wait('max'),
  withinTarget: { ...count('visits', ['waitMs'], isWithin), byCall: true },
  withinTargetShare: { ...share('visits', ['waitMs'], isWithin, waited), byCall: true },
  overTarget: { ...count('visits', ['waitMs'], isOver), byCall: true },
  overTargetShare: { ...share('visits', ['waitMs'], isOver, waited), byCall: true },

  // Services handled.
  turns: count('turns', [], every),
  handledTotal: span('turns', 'total'),
  handledMean: span('turns', 'mean'),
  handledMedian: span('turns', 'median'),
  handledP90: span('turns', 'p90'),
  handledMax: span('turns', 'max'),
  unrecorded: count('turns', ['mark'], (fact) => fact.mark === 1),

  // No-shows.
  missedVisits: count('visits', ['mark'], (fact) => fact.mark > 0),
  missedTimes: {
    source: 'visits',
    how: 'total',
    unit: 'count',
    reads: ['mark'],
    counts: (fact) => fact.mark > 0,
    value: (fact) => fact.mark,
  },
  cameBack: count('visits', ['mark', 'kind'], (fact) => fact.mark > 0 && fact.kind === 'finished'),

  // Outcomes of services. turns = the five of them.
  accepted: ofKind('turns', 'accepted'),
  completed: ofKind('turns', 'completed'),
  advised: ofKind('turns', 'advised'),
  declined: ofKind('turns', 'declined'),
  transferred: ofKind('turns', 'transferred'),

  // Outcomes of transactions, on the field's closed list. transactions = all of them.
  endedNormal: ended('normal'),
  endedNoShow: ended('noShow'),
  endedRemoved: ended('removed'),
  endedRecycled: ended('recycled'),
  endedToQueue: ended('transferredToQueue'),
  endedToCounter: ended('transferredToCounter'),
  endedToPerson: ended('transferredToPerson'),
  endedByReset: ended('removedByReset'),
  endedByVisitor: ended('removedByVisitor'),

  // Ratings: the first of a visit or service, given by people; follow-ups and defaults apart.
  rated: count('ratings', ['mark'], isRating),
  satisfiedShare: share(
    'ratings',
    ['mark', 'kind'],
    (fact) => isRating(fact) && isKind('verySatisfied', 'satisfied', 'basicallySatisfied')(fact),
    isRating,
  ),
  verySatisfied: level('verySatisfied'),
  satisfied: level('satisfied'),
  basicallySatisfied: level('basicallySatisfied'),
  dissatisfied: level('dissatisfied'),
  veryDissatisfied: level('veryDissatisfied'),
  // Of visits, not of ratings: whom there was something to ask, and who said something.
  handledVisits: count('visits', ['handled'], (fact) => fact.handled === 1),
  ratedVisits: count('visits', ['handled', 'rated'], (fact) => fact.handled === 1 && fact.rated === 1),
  activeRate: share(
    'visits',
    ['handled', 'rated'],
    (fact) => fact.handled === 1 && fact.rated === 1,
    (fact) => fact.handled === 1,
  ),
  followUps: count('ratings', ['mark'], (fact) => fact.mark === 1),
  systemDefaults: count('ratings', ['mark'], (fact) => fact.mark === 2),

  // Cases of bad ratings. badRatings = badClosed + badOpen; closed = rectified + explained + mistaken + without.
  badRatings: ofBad.opened,
  badClosed: ofBad.closed,
  badOpen: ofBad.open,
  badRectified: ofBad.rectified,
  badExplained: ofBad.explained,
  badMistaken: ofBad.mistaken,
  badRectifiedShare: ofBad.rectifiedShare,
  badInTime: ofBad.inTime,
  badLate: ofBad.late,
  badInTimeShare: ofBad.inTimeShare,
  badCalledBack: ofBad.calledBack,
  badReached: ofBad.reached,
  badCalledBackShare: ofBad.calledBackShare,

  // Cases of every kind.
  cases: ofAll.opened,
  casesClosed: ofAll.closed,
  casesOpen: ofAll.open,
  casesRectified: ofAll.rectified,
  casesExplained: ofAll.explained,
  casesMistaken: ofAll.mistaken,
  casesWithout: ofAll.without,
  casesInTime: ofAll.inTime,
  casesLate: ofAll.late,
  casesInTimeShare: ofAll.inTimeShare,

  // Attendance. daysDue = daysAttended + daysOnLeave + daysMissed + daysOpen.
  daysDue: amountOf('due'),
  daysAttended: amountOf('attended'),
  attendedShare: {
    source: 'attendance',
    how: 'share',
    unit: 'share',
    reads: ['kind', 'amount'],
    counts: isKind('attended'),
    of: isKind('due'),
    weight: (fact) => fact.amount ?? 0,
  },
  daysOnLeave: amountOf('leave.'),
  daysMissed: amountOf('missedDays'),
  daysOpen: amountOf('openDays'),
  lateTimes: count('attendance', ['kind'], isKind('counted.late')),
  earlyTimes: count('attendance', ['kind'], isKind('counted.early')),
  missingPunches: count('attendance', ['kind'], isKind('counted.missingPunch')),
  absentTimes: count('attendance', ['kind'], isKind('counted.absent')),
  awayTimes: count('attendance', ['kind'], isKind('counted.away', 'counted.bothAway')),
  toConfirm: count('attendance', ['kind'], begins('found.')),
  waived: count('attendance', ['kind'], begins('waived.')),
  pointsOff: amountOf('counted.', 'leaveCost.'),
  extendedTotal: {
    source: 'attendance',
    how: 'total',
    unit: 'seconds',
    reads: ['kind', 'spanMs'],
    counts: isKind('extended'),
    value: (fact) => fact.spanMs,
  },
} as const satisfies Record<string, Figure>

export type FigureId = keyof typeof figures

/** Whether a word names a figure. */
export function isFigureId(word: string): word is FigureId {
  return Object.hasOwn(figures, word)
}

export const figureIds: readonly FigureId[] = Object.keys(figures).filter(isFigureId)

/** The figure of that name, as plain as the table's type allows. */
export function figureOf(id: FigureId): Figure {
  return figures[id]
}
