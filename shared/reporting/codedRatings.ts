/**
 * The columns of ratings as other systems take them, after the record of GB/T 39735-2020. Nobody's name is kept with a
 * rating, and none is published from here: `rater` is empty, `anonymous` 1, `reviewState` and `isPublic` 0.
 */
export const codedColumns = [
  'caseNumber',
  'number',
  'channelCode',
  'channel',
  'time',
  'ordinal',
  'level',
  'levelCode',
  'reasons',
  'text',
  'serviceCode',
  'service',
  'division',
  'departmentCode',
  'department',
  'counter',
  'teller',
  'caseState',
  'assignee',
  'userKind',
  'rater',
  'anonymous',
  'reviewState',
  'isPublic',
] as const
export type CodedColumn = (typeof codedColumns)[number]

/** The files they are written as. */
export const codedFormats = ['json', 'csv', 'xlsx'] as const
export type CodedFormat = (typeof codedFormats)[number]
