/** The columns of ratings as other systems take them, after the record of GB/T 39735-2020. */
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
  'department',
  'counter',
  'teller',
  'caseState',
  'assignee',
  'userKind',
] as const
export type CodedColumn = (typeof codedColumns)[number]

/** The files they are written as. */
export const codedFormats = ['json', 'csv', 'xlsx'] as const
export type CodedFormat = (typeof codedFormats)[number]
