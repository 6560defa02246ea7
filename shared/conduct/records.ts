/**
 * Records: cases, punches, leaves, rosters, deductions. Each is opened by one
 * event and added to by others, and folds the same way in the hall's state, in
 * the ledger's rows and in the ledger in memory. The state keeps what may still
 * be decided about; the rest is in the ledger alone.
 */
import { z } from 'zod'
import type { BusinessDay } from '../ids/ids.ts'
import { addDays } from '../time/localTime.ts'
import { deduction, leave, punch, roster } from './attendanceRecords.ts'
import { hallCase, moved } from './cases.ts'
import type { Photo } from './cases.ts'
import type { ConductEvent, RecordEvent } from './conductEvents.ts'
import { recordEventTypes } from './conductEvents.ts'

export const conductRecord = z.discriminatedUnion('record', [hallCase, punch, leave, roster, deduction])
export type ConductRecord = z.infer<typeof conductRecord>
export type RecordKind = ConductRecord['record']
export type RecordOf<K extends RecordKind> = Extract<ConductRecord, { record: K }>

const types: ReadonlySet<string> = new Set(recordEventTypes)

/** Whether an event of the hall is about a record. */
export function isRecordEvent(event: { readonly type: string }): event is RecordEvent {
  return types.has(event.type)
}

/** The record an event is about. */
export function recordIdOf(event: RecordEvent): ConductRecord['id'] {
  switch (event.type) {
    case 'caseOpened':
    case 'caseMoved':
    case 'caseNoted':
      return event.caseId
    case 'punched':
    case 'punchVoided':
      return event.punchId
    case 'shiftAssigned':
      return event.rosterId
    case 'leaveRequested':
    case 'leaveDecided':
    case 'leaveEnded':
      return event.leaveId
    case 'deducted':
    case 'deductionAppealed':
    case 'deductionDecided':
      return event.deductionId
  }
}

/**
 * The record after an event. Undefined where there is nothing to keep: the
 * record it adds to is not here, or what it says was taken out for this listener.
 */
export function foldRecord(
  before: ConductRecord | undefined,
  event: RecordEvent,
  day: BusinessDay | undefined,
): ConductRecord | undefined {
  switch (event.type) {
    case 'caseOpened':
      return event.case
    case 'caseMoved':
      return before?.record !== 'case' || event.move === undefined ? before : moved(before, event.move, day)
    case 'caseNoted':
      return before?.record !== 'case' || event.note === undefined
        ? before
        : {
            ...before,
            notes: [...before.notes, event.note],
          }
    case 'punched':
      return event.punch
    case 'punchVoided':
      return before?.record !== 'punch' ? before : { ...before, voided: event.voided }
    case 'shiftAssigned':
      return event.roster
    case 'leaveRequested':
      return event.leave
    case 'leaveDecided': {
      if (before?.record !== 'leave' || event.step === undefined) return before
      const { settles, ...step } = event.step
      const decided = { ...before, steps: [...before.steps, step] }
      if (!settles) return decided
      return step.approve
        ? { ...decided, state: 'approved', approvedAtMs: step.atMs }
        : { ...decided, state: 'refused' }
    }
    case 'leaveEnded': {
      if (before?.record !== 'leave' || event.ended === undefined) return before
      const isOver = before.state === 'approved' && event.ended.atMs > before.fromMs
      return isOver
        ? { ...before, ended: event.ended, untilMs: Math.min(before.untilMs, event.ended.atMs) }
        : { ...before, ended: event.ended, state: 'withdrawn' }
    }
    case 'deducted':
      return event.deduction
    case 'deductionAppealed':
      return before?.record !== 'deduction' ? before : { ...before, appeal: event.appeal }
    case 'deductionDecided':
      return before?.record !== 'deduction' ? before : { ...before, decided: event.decided }
  }
}

/** How long an undecided request stays in the state, days. The ledger has it for ever. */
const undecidedDays = 60

/** Whether the state keeps the record on that business day. */
export function isLive(record: ConductRecord, today: string): boolean {
  switch (record.record) {
    case 'case':
      return record.closedAtMs === undefined
    case 'punch':
      return record.day >= today
    case 'roster':
      return record.untilDay > today
    case 'leave':
      if (record.state === 'approved') return record.untilDay > today
      return record.state === 'requested' && record.fromDay > addDays(today, -undecidedDays)
    case 'deduction':
      if (record.decided !== undefined) return false
      return record.appealUntil >= (record.appeal === undefined ? today : addDays(today, -undecidedDays))
  }
}

/** Business days a record is about, [from, until); an open case has no end. */
export function daysOf(record: ConductRecord): { readonly from: string; readonly until: string } {
  switch (record.record) {
    case 'case':
      return {
        from: record.day,
        until: record.closedDay === undefined ? farDay : addDays(record.closedDay, 1),
      }
    case 'punch':
    case 'deduction':
      return { from: record.day, until: addDays(record.day, 1) }
    case 'roster':
    case 'leave':
      return { from: record.fromDay, until: record.untilDay }
  }
}

/** Later than any day: until when an open case is about. */
export const farDay = '9999-12-31'

/** Every photograph a record names, in whatever step. */
export function photosOf(record: ConductRecord): readonly Photo[] {
  switch (record.record) {
    case 'case':
      return [record, ...record.moves, ...record.notes].flatMap(({ photos }) => photos ?? [])
    case 'deduction':
      return record.appeal?.photos ?? []
    case 'punch':
    case 'leave':
    case 'roster':
      return []
  }
}

/** Whose record it is; of a case, whom it concerns. */
export function staffOf(record: ConductRecord): string | undefined {
  return record.record === 'case' ? record.about.staffId : record.staffId
}

/** Whether an event made elsewhere still fits: it opens what is not here, or adds to what may be added to. */
export function fitsRecord(
  before: ConductRecord | undefined,
  event: ConductEvent,
): 'new' | 'known' | 'clash' {
  switch (event.type) {
    case 'conductConfigured':
      return 'clash'
    case 'caseOpened':
    case 'punched':
    case 'shiftAssigned':
    case 'leaveRequested':
    case 'deducted':
      return before === undefined ? 'new' : 'known'
    case 'caseMoved':
      if (before?.record !== 'case') return 'clash'
      if (before.moves.some((m) => m.atMs === event.move?.atMs && m.to === event.move.to)) return 'known'
      return before.stage === event.move?.from ? 'new' : 'clash'
    case 'caseNoted':
      return before === undefined ? 'clash' : 'new'
    case 'punchVoided':
      return before?.record !== 'punch' ? 'clash' : before.voided === undefined ? 'new' : 'known'
    case 'leaveDecided':
      return before?.record === 'leave' && before.state === 'requested' ? 'new' : 'clash'
    case 'leaveEnded':
      return before?.record !== 'leave' ? 'clash' : before.ended === undefined ? 'new' : 'known'
    case 'deductionAppealed':
      return before?.record !== 'deduction' ? 'clash' : before.appeal === undefined ? 'new' : 'known'
    case 'deductionDecided':
      return before?.record !== 'deduction' ? 'clash' : before.decided === undefined ? 'new' : 'known'
  }
}
