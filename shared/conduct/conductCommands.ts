/** Commands of attendance and cases; part of the hall's (`hall/commands.ts`). */
import { z } from 'zod'
import type { ConductRecord } from './records.ts'
import {
  businessDay,
  caseId,
  counterId,
  deductionId,
  leaveId,
  punchId,
  serviceId,
  staffId,
  visitId,
} from '../ids/ids.ts'
import { direction, recordedGround } from './attendanceRecords.ts'
import { caseContact, photos } from './cases.ts'
import { conductRules } from './conductRules.ts'
import { caseKind, flowWord } from './flows.ts'
import { leaveKind, rulePack } from './rulePacks.ts'

/** The record a command names, if it names one. */
export function namedRecord(command: Readonly<Record<string, unknown>>): ConductRecord['id'] | undefined {
  const named = [caseId, punchId, leaveId, deductionId] as const
  const fields = ['caseId', 'punchId', 'leaveId', 'deductionId'] as const
  for (const [i, field] of fields.entries()) {
    const read = named[i]?.safeParse(command[field])
    if (read?.success === true) return read.data
  }
  return undefined
}

const words = z.string().trim().min(1).max(2000)
const why = z.string().trim().min(1).max(500)
/** Epoch ms between 1970 and the end of 9999. */
const instantMs = z.number().int().min(0).max(253_402_300_799_999)

export const conductCommands = [
  /** An attendance rule pack holds from a business day on; never for a day that is over. */
  z.object({ type: z.literal('choosePack'), pack: rulePack, from: businessDay }),
  /** `was`: the rules the sender changed, so that two people do not overwrite each other unseen. */
  z.object({ type: z.literal('configureConduct'), rules: conductRules, was: conductRules.optional() }),

  /** Opens a case. `dueDay`: its last day, where the flow's own clock is not to hold. */
  z.object({
    type: z.literal('openCase'),
    kind: caseKind.exclude(['badRating']),
    text: words,
    item: z.string().trim().min(1).max(200).optional(),
    about: z
      .object({
        visitId: visitId.optional(),
        serviceId: serviceId.optional(),
        counterId: counterId.optional(),
        staffId: staffId.optional(),
      })
      .optional(),
    contact: caseContact.optional(),
    photos: photos.optional(),
    dueDay: businessDay.optional(),
    assignee: staffId.optional(),
  }),
  z.object({
    type: z.literal('moveCase'),
    caseId,
    /** Where the sender saw it; a case somebody else moved meanwhile stays. */
    from: flowWord,
    to: flowWord,
    note: words.optional(),
    assignee: staffId.optional(),
    level: flowWord.optional(),
    outcome: flowWord.optional(),
    callBack: z.enum(['reached', 'notReached']).optional(),
    photos: photos.optional(),
  }),
  z.object({ type: z.literal('noteCase'), caseId, note: words, photos: photos.optional() }),
  /** Records that the sender saw the contact unmasked, and why. */
  z.object({ type: z.literal('seeContact'), caseId, reason: why }),

  /** The sender clocks in or out. `deviceMs`: the clock of what it was done on. */
  z.object({ type: z.literal('punch'), direction, deviceMs: instantMs.optional() }),
  /** Somebody in charge records a punch for another person: temporary sign-in, or a correction. */
  z.object({
    type: z.literal('recordPunch'),
    staffId,
    direction,
    atMs: instantMs,
    ground: recordedGround,
    note: why,
  }),
  z.object({ type: z.literal('voidPunch'), punchId, note: why }),
  /** A shift of the pack in force, `off` or `usual`, for business days [fromDay, untilDay). */
  z.object({
    type: z.literal('assignShift'),
    staffIds: z.array(staffId).min(1).max(500).readonly(),
    fromDay: businessDay,
    untilDay: businessDay,
    shift: flowWord,
  }),
  z.object({
    type: z.literal('requestLeave'),
    kind: leaveKind,
    fromMs: instantMs,
    untilMs: instantMs,
    reason: why,
    standInId: staffId.optional(),
  }),
  z.object({
    type: z.literal('decideLeave'),
    leaveId,
    approve: z.boolean(),
    note: z.string().trim().max(500),
  }),
  z.object({ type: z.literal('endLeave'), leaveId, note: z.string().trim().max(500) }),
  /** Confirms what a rule found in a person's day: it counts from now on. `waive`: looked at, and not counted. */
  z.object({
    type: z.literal('deduct'),
    staffId,
    day: businessDay,
    key: z.string().min(1).max(80),
    note: z.string().trim().max(500),
    waive: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('appealDeduction'),
    deductionId,
    note: why,
    photos: photos.optional(),
  }),
  z.object({
    type: z.literal('decideDeduction'),
    deductionId,
    how: z.enum(['stands', 'withdrawn']),
    note: why,
  }),
  /** The job that stands in for a rating nobody gave in time. */
  z.object({ type: z.literal('rateByDefault'), visitId }),
] as const
