/** The columns of the rows behind a figure, for each kind of fact. */
import type { Source } from './fact.ts'
import type { RowColumn } from './report.ts'

const kinds = {
  number: 'text',
  day: 'text',
  arrivedAt: 'time',
  calledAt: 'time',
  startedAt: 'time',
  endedAt: 'time',
  ratedAt: 'time',
  queue: 'text',
  service: 'text',
  department: 'text',
  counter: 'text',
  teller: 'text',
  applicant: 'text',
  channel: 'text',
  priority: 'text',
  state: 'text',
  ending: 'text',
  outcome: 'text',
  level: 'text',
  waitS: 'seconds',
  stayS: 'seconds',
  transactionS: 'seconds',
  handledS: 'seconds',
  caseNo: 'text',
  caseKind: 'text',
  dueDay: 'text',
  closedDay: 'text',
  counts: 'text',
  callBack: 'text',
  person: 'text',
  what: 'text',
  minutes: 'number',
  amount: 'number',
  rule: 'text',
  foundAt: 'time',
  missed: 'number',
  calls: 'number',
  holder: 'text',
  note: 'text',
} as const satisfies Record<string, RowColumn['kind']>

export type RowColumnId = keyof typeof kinds

/** Columns a person is behind: left out unless somebody asked for them with a reason. */
export const personal: ReadonlySet<RowColumnId> = new Set(['holder', 'note'])

const ofCases: readonly RowColumnId[] = [
  'caseNo',
  'day',
  'caseKind',
  'number',
  'service',
  'department',
  'counter',
  'teller',
  'channel',
  'state',
  'counts',
  'dueDay',
  'closedDay',
  'callBack',
  'note',
]

/** What a visit was for, where it went and for whom it came. */
const ofVisit: readonly RowColumnId[] = ['queue', 'service', 'department', 'counter', 'teller', 'applicant']

export const rowColumnsOf: Readonly<Record<Source, readonly RowColumnId[]>> = {
  visits: [
    'number',
    'day',
    'arrivedAt',
    'calledAt',
    'startedAt',
    'endedAt',
    ...ofVisit,
    'channel',
    'priority',
    'state',
    'waitS',
    'stayS',
    'calls',
    'missed',
    'holder',
  ],
  sittings: ['number', 'day', 'calledAt', 'endedAt', ...ofVisit, 'ending', 'transactionS', 'holder'],
  turns: ['number', 'day', 'startedAt', 'endedAt', ...ofVisit, 'outcome', 'handledS', 'note', 'holder'],
  ratings: [
    'number',
    'day',
    'ratedAt',
    'service',
    'department',
    'counter',
    'teller',
    'channel',
    'level',
    'note',
  ],
  cases: ofCases,
  badRatings: ofCases,
  attendance: ['day', 'person', 'what', 'amount', 'minutes', 'foundAt', 'rule'],
}

/** What a column holds. */
export function kindOf(id: RowColumnId): RowColumn['kind'] {
  return kinds[id]
}
