/** What a record's row is looked up by, beside whose it is and when. No Node here. */
import type { ConductRecord } from '#shared/conduct/records.ts'

/** A case's kind, a leave's kind, a finding's kind, a punch's direction, a roster's shift. */
export function whatOf(record: ConductRecord): string {
  switch (record.record) {
    case 'case':
    case 'leave':
      return record.kind
    case 'punch':
      return record.direction
    case 'roster':
      return record.shift
    case 'deduction':
      return record.finding.kind
  }
}

/** Where it stands: a case's stage, a leave's approval, whether a punch or a deduction counts. */
export function stageOf(record: ConductRecord): string {
  switch (record.record) {
    case 'case':
      return record.stage
    case 'leave':
      return record.state
    case 'punch':
      return record.voided === undefined ? 'stands' : 'voided'
    case 'roster':
      return 'stands'
    case 'deduction':
      return record.decided?.how ?? (record.appeal === undefined ? 'stands' : 'appealed')
  }
}
