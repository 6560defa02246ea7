/** Which reports there are, of what figures each is made, and by what its rows may be told apart. */
import type { FigureId } from './figures.ts'
import type { Grouping } from './fact.ts'

/** One table of a report. A part without a grouping of its own takes the one asked for. */
export interface Part {
  readonly id: PartId
  readonly figures: readonly FigureId[]
  readonly groupBy?: Grouping
}

export const partIds = [
  'standard',
  'waits',
  'serviceTimes',
  'noShows',
  'serviceOutcomes',
  'visitOutcomes',
  'transactionOutcomes',
  'ratings',
  'ratedVisits',
  'badRatings',
  'cases',
  'byCaseKind',
  'byRatingChannel',
  'headline',
  'byDay',
  'byHour',
  'byQueue',
  'byDepartment',
  'byApplicant',
  'byTeller',
  'attendance',
  'findings',
] as const
export type PartId = (typeof partIds)[number]

export interface ReportForm {
  readonly parts: readonly Part[]
  /** The first is taken where none is asked for. */
  readonly groupings: readonly Grouping[]
}

/** The field's standard columns. */
const standard: readonly FigureId[] = [
  'arrived',
  'served',
  'servedShare',
  'noShow',
  'noShowShare',
  'cancelled',
  'carriedOver',
  'transactions',
  'transactionTotal',
  'transactionMean',
  'transactionMax',
  'waitMean',
  'waitMax',
  'overTarget',
  'overTargetShare',
]

/** The standard columns that are of visits alone: what a visit is by, its transactions would have to look up one by one. */
const ofVisits: readonly FigureId[] = [...standard.filter((id) => !id.startsWith('transaction')), 'stayMean']

const waits: readonly FigureId[] = [
  'waited',
  'notCalled',
  'waitMean',
  'waitMedian',
  'waitP90',
  'waitMax',
  'withinTarget',
  'withinTargetShare',
  'overTarget',
]

const serviceTimes: readonly FigureId[] = [
  'turns',
  'handledTotal',
  'handledMean',
  'handledMedian',
  'handledP90',
  'handledMax',
  'unrecorded',
]

const ratings: readonly FigureId[] = [
  'rated',
  'satisfiedShare',
  'verySatisfied',
  'satisfied',
  'basicallySatisfied',
  'dissatisfied',
  'veryDissatisfied',
  'followUps',
  'systemDefaults',
]

const badRatings: readonly FigureId[] = [
  'badRatings',
  'badOpen',
  'badClosed',
  'badRectified',
  'badExplained',
  'badMistaken',
  'badRectifiedShare',
  'badInTime',
  'badLate',
  'badInTimeShare',
  'badCalledBack',
  'badReached',
  'badCalledBackShare',
]

const cases: readonly FigureId[] = [
  'cases',
  'casesOpen',
  'casesClosed',
  'casesRectified',
  'casesExplained',
  'casesMistaken',
  'casesWithout',
  'casesInTime',
  'casesLate',
  'casesInTimeShare',
]

const attendance: readonly FigureId[] = [
  'daysDue',
  'daysAttended',
  'attendedShare',
  'daysOnLeave',
  'daysMissed',
  'daysOpen',
  'extendedTotal',
]

const all: readonly Grouping[] = [
  'queue',
  'hour',
  'day',
  'month',
  'service',
  'department',
  'counter',
  'teller',
  'applicant',
  'channel',
  'priority',
  'none',
]

export const reportForms = {
  visits: { parts: [{ id: 'standard', figures: standard }], groupings: all },
  waits: { parts: [{ id: 'waits', figures: waits }], groupings: all },
  serviceTimes: {
    parts: [{ id: 'serviceTimes', figures: serviceTimes }],
    groupings: ['service', ...all.filter((g) => g !== 'service')],
  },
  noShows: {
    parts: [
      {
        id: 'noShows',
        figures: ['arrived', 'missedVisits', 'missedTimes', 'cameBack', 'noShow', 'noShowShare'],
      },
    ],
    groupings: all,
  },
  outcomes: {
    parts: [
      {
        id: 'visitOutcomes',
        figures: ['arrived', 'served', 'noShow', 'cancelled', 'expired', 'stillOpen', 'stayMean'],
      },
      {
        id: 'serviceOutcomes',
        figures: ['turns', 'accepted', 'completed', 'advised', 'declined', 'transferred'],
      },
      {
        id: 'transactionOutcomes',
        figures: [
          'transactions',
          'endedNormal',
          'endedNoShow',
          'endedRemoved',
          'endedRecycled',
          'endedToQueue',
          'endedToCounter',
          'endedToPerson',
          'endedByReset',
          'endedByVisitor',
        ],
      },
    ],
    groupings: ['department', ...all.filter((g) => g !== 'department')],
  },
  ratings: {
    parts: [
      {
        id: 'ratings',
        figures: ratings,
      },
      { id: 'ratedVisits', figures: ['handledVisits', 'ratedVisits', 'activeRate'] },
      { id: 'badRatings', figures: badRatings },
    ],
    groupings: [
      'channel',
      'teller',
      'service',
      'department',
      'counter',
      'queue',
      'hour',
      'day',
      'month',
      'none',
    ],
  },
  cases: {
    parts: [{ id: 'cases', figures: cases }],
    groupings: [
      'caseKind',
      'department',
      'service',
      'counter',
      'teller',
      'queue',
      'applicant',
      'day',
      'month',
      'none',
    ],
  },
  attendance: {
    parts: [
      { id: 'attendance', figures: attendance },
      {
        id: 'findings',
        figures: [
          'lateTimes',
          'earlyTimes',
          'missingPunches',
          'absentTimes',
          'awayTimes',
          'pointsOff',
          'toConfirm',
          'waived',
        ],
      },
    ],
    groupings: ['person', 'day', 'month', 'none'],
  },
  /** 月报: the month on a few pages. */
  bulletin: {
    parts: [
      {
        id: 'headline',
        groupBy: 'none',
        figures: [
          'arrived',
          'served',
          'servedShare',
          'noShowShare',
          'waitMean',
          'waitMedian',
          'waitP90',
          'withinTargetShare',
          'turns',
          'handledMean',
          'transactionMean',
          'stayMean',
          'rated',
          'satisfiedShare',
          'activeRate',
          'systemDefaults',
          'badRatings',
          'badRectifiedShare',
          'badInTimeShare',
          'cases',
          'casesClosed',
          'attendedShare',
        ],
      },
      { id: 'byApplicant', groupBy: 'applicant', figures: ofVisits },
      { id: 'byDepartment', groupBy: 'department', figures: standard },
      { id: 'byQueue', groupBy: 'queue', figures: waits },
      { id: 'byHour', groupBy: 'hour', figures: ['arrived', 'served', 'noShow', 'waitMean', 'waitP90'] },
      {
        id: 'serviceOutcomes',
        groupBy: 'department',
        figures: ['turns', 'accepted', 'completed', 'advised', 'declined', 'transferred'],
      },
      {
        id: 'byTeller',
        groupBy: 'teller',
        figures: ['transactions', 'transactionTotal', 'transactionMean', 'turns', 'handledMean', 'rated'],
      },
      {
        id: 'attendance',
        groupBy: 'person',
        figures: [...attendance, 'lateTimes', 'earlyTimes', 'awayTimes', 'pointsOff'],
      },
      { id: 'byRatingChannel', groupBy: 'channel', figures: ratings },
      { id: 'byCaseKind', groupBy: 'caseKind', figures: cases },
      {
        id: 'byDay',
        groupBy: 'day',
        figures: [
          'arrived',
          'served',
          'noShow',
          'cancelled',
          'carriedOver',
          'waitMean',
          'waitP90',
          'withinTargetShare',
        ],
      },
    ],
    groupings: ['none'],
  },
} as const satisfies Record<string, ReportForm>

export type ReportName = keyof typeof reportForms

/** Whether a word names a report. */
export function isReportName(word: string): word is ReportName {
  return Object.hasOwn(reportForms, word)
}

export const reportNames: readonly ReportName[] = Object.keys(reportForms).filter(isReportName)

/** The form of a report, as plain as the table's type allows. */
export function formOf(name: ReportName): ReportForm {
  return reportForms[name]
}
