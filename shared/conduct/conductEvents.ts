/**
 * What becomes so in attendance and cases, as events of the hall. What is said
 * of a person stands in one field of each, absent where whoever hears the event
 * is not to know (`protocol/redact.ts`).
 */
import { z } from 'zod'
import { caseId, deductionId, leaveId, punchId, rosterId } from '../ids/ids.ts'
import { deduction, leave, punch, roster, said } from './attendanceRecords.ts'
import { caseMove, caseNote, hallCase, photos } from './cases.ts'
import { conductRules } from './conductRules.ts'

export const conductEvents = [
  z.object({ type: z.literal('conductConfigured'), rules: conductRules.optional() }),

  z.object({ type: z.literal('caseOpened'), caseId, case: hallCase.optional() }),
  z.object({ type: z.literal('caseMoved'), caseId, move: caseMove.optional() }),
  z.object({ type: z.literal('caseNoted'), caseId, note: caseNote.optional() }),

  z.object({ type: z.literal('punched'), punchId, punch: punch.optional() }),
  z.object({ type: z.literal('punchVoided'), punchId, voided: said.optional() }),
  z.object({ type: z.literal('shiftAssigned'), rosterId, roster: roster.optional() }),
  z.object({ type: z.literal('leaveRequested'), leaveId, leave: leave.optional() }),
  z.object({
    type: z.literal('leaveDecided'),
    leaveId,
    step: said.extend({ approve: z.boolean(), settles: z.boolean() }).optional(),
  }),
  /** Withdrawn before it began, or back early. */
  z.object({ type: z.literal('leaveEnded'), leaveId, ended: said.optional() }),
  z.object({ type: z.literal('deducted'), deductionId, deduction: deduction.optional() }),
  z.object({
    type: z.literal('deductionAppealed'),
    deductionId,
    appeal: said.extend({ photos: photos.optional() }).optional(),
  }),
  z.object({
    type: z.literal('deductionDecided'),
    deductionId,
    decided: said.extend({ how: z.enum(['stands', 'withdrawn']) }).optional(),
  }),
] as const

export type ConductEvent = z.infer<(typeof conductEvents)[number]>
/** A conduct event that is about one record. */
export type RecordEvent = Exclude<ConductEvent, { type: 'conductConfigured' }>

/** Types of events that are about one record. */
export const recordEventTypes = [
  'caseOpened',
  'caseMoved',
  'caseNoted',
  'punched',
  'punchVoided',
  'shiftAssigned',
  'leaveRequested',
  'leaveDecided',
  'leaveEnded',
  'deducted',
  'deductionAppealed',
  'deductionDecided',
] as const satisfies readonly RecordEvent['type'][]
