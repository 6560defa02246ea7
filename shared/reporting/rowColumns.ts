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
  missed: 'number',
  calls: 'number',
  holder: 'text',
  note: 'text',
} as const satisfies Record<string, RowColumn['kind']>

export type RowColumnId = keyof typeof kinds

/** Columns a person is behind: left out unless somebody asked for them with a reason. */
export const personal: ReadonlySet<RowColumnId> = new Set(['holder', 'note'])

export const rowColumnsOf: Readonly<Record<Source, readonly RowColumnId[]>> = {
  visits: [
    'number',
    'day',
    'arrivedAt',
    'calledAt',
    'startedAt',
    'endedAt',
    'queue',
    'service',
    'department',
    'counter',
    'teller',
    'applicant',
    'channel',
    'priority',
    'state',
    'waitS',
    'stayS',
    'calls',
    'missed',
    'holder',
  ],
  sittings: [
    'number',
    'day',
    'calledAt',
    'endedAt',
    'queue',
    'service',
    'department',
    'counter',
    'teller',
    'applicant',
    'ending',
    'transactionS',
    'holder',
  ],
  turns: [
    'number',
    'day',
    'startedAt',
    'endedAt',
    'queue',
    'service',
    'department',
    'counter',
    'teller',
    'applicant',
    'outcome',
    'handledS',
    'note',
    'holder',
  ],
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
}

/** What a column holds. */
export function kindOf(id: RowColumnId): RowColumn['kind'] {
  return kinds[id]
}
