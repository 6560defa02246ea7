/**
 * A case: a matter that could not be done 办不成事, a complaint, an inspection's
 * finding 巡查 or a bad rating 差评. One engine moves them all along their flow;
 * what it is and how it went is one value, complete while it is open.
 */
import { z } from 'zod'
import {
  businessDay,
  caseId,
  counterId,
  departmentId,
  serviceId,
  staffId,
  turnId,
  visitId,
} from '../ids/ids.ts'
import { actor } from '../hall/visit.ts'
import { level, ratingChannel, reasonCode } from './rating.ts'
import { caseKind, flowWord, outcomeCounts } from './flows.ts'
import type { CaseKind } from './flows.ts'

/** A photograph kept beside the ledger, named by what is in it. */
export const photo = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256'),
  type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  bytes: z.number().int().min(1),
})
export type Photo = z.infer<typeof photo>
export const photos = z.array(photo).max(9).readonly()

/** What a case is about, as far as it is known. */
export const caseAbout = z.object({
  visitId: visitId.optional(),
  number: z.string().max(10).optional(),
  turnId: turnId.optional(),
  serviceId: serviceId.optional(),
  departmentId: departmentId.optional(),
  counterId: counterId.optional(),
  staffId: staffId.optional(),
  /** Of a bad rating: what was said. */
  rating: z
    .object({
      level,
      reasons: z.array(reasonCode).max(20).readonly(),
      ordinal: z.union([z.literal(1), z.literal(2)]),
      /** How it was given. */
      channel: ratingChannel.optional(),
    })
    .optional(),
})
export type CaseAbout = z.infer<typeof caseAbout>

/** Whom to answer. Shown masked; seeing it whole is recorded with a reason. */
export const caseContact = z.object({
  name: z.string().trim().min(1).max(40).optional(),
  phone: z
    .string()
    .regex(/^[0-9+ -]{5,20}$/, 'a telephone number')
    .optional(),
})
export type CaseContact = z.infer<typeof caseContact>

/** One step of a case, as it is kept: who, when, from where to where, and what was said. */
export const caseMove = z.object({
  by: actor,
  atMs: z.number(),
  from: flowWord,
  to: flowWord,
  note: z.string().max(2000).optional(),
  assignee: staffId.optional(),
  level: flowWord.optional(),
  outcome: flowWord.optional(),
  /** What that outcome counts as in figures, by the flow of that day. */
  counts: outcomeCounts.optional(),
  /** Of a call back: whether the person was reached. */
  callBack: z.enum(['reached', 'notReached']).optional(),
  photos: photos.optional(),
  /** When the stage it moved to, and the whole case, are due from now on. */
  stageDueMs: z.number().optional(),
  dueMs: z.number().optional(),
  closes: z.boolean(),
})
export type CaseMove = z.infer<typeof caseMove>

/** A remark without a move, or that somebody saw the contact whole. */
export const caseNote = z.object({
  by: actor,
  atMs: z.number(),
  kind: z.enum(['note', 'contactSeen']),
  note: z.string().max(2000),
  photos: photos.optional(),
})
export type CaseNote = z.infer<typeof caseNote>

export const hallCase = z.object({
  record: z.literal('case'),
  id: caseId,
  /** For people: kind, business day, ordinal of that day, e.g. `M20261122-3`. */
  no: z.string().max(20),
  kind: caseKind,
  /** Version of the flow it began under. */
  flow: z.string(),
  stage: flowWord,
  stageSinceMs: z.number(),
  stageDueMs: z.number().optional(),
  dueMs: z.number().optional(),
  openedBy: actor,
  openedAtMs: z.number(),
  day: businessDay,
  /** What it is, in the words of whoever opened it. */
  text: z.string().min(1).max(2000),
  /** Of an inspection: the item looked at. */
  item: z.string().max(200).optional(),
  about: caseAbout,
  contact: caseContact.optional(),
  assignee: staffId.optional(),
  level: flowWord.optional(),
  outcome: flowWord.optional(),
  counts: outcomeCounts.optional(),
  callBack: z.enum(['reached', 'notReached']).optional(),
  photos: photos.optional(),
  moves: z.array(caseMove).readonly(),
  notes: z.array(caseNote).readonly(),
  closedAtMs: z.number().optional(),
  closedDay: businessDay.optional(),
})
export type HallCase = z.infer<typeof hallCase>

/** Letters of case numbers. */
export const caseLetters = {
  stuckMatter: 'M',
  complaint: 'C',
  inspection: 'I',
  badRating: 'R',
} as const satisfies Record<CaseKind, string>

/** The case after a move. */
export function moved(before: HallCase, move: CaseMove, day: HallCase['day'] | undefined): HallCase {
  return {
    ...before,
    stage: move.to,
    stageSinceMs: move.atMs,
    stageDueMs: move.stageDueMs,
    dueMs: move.dueMs ?? before.dueMs,
    assignee: move.assignee ?? before.assignee,
    level: move.level ?? before.level,
    outcome: move.outcome ?? before.outcome,
    counts: move.outcome === undefined ? before.counts : move.counts,
    callBack: move.callBack ?? before.callBack,
    moves: [...before.moves, move],
    ...(move.closes ? { closedAtMs: move.atMs, closedDay: day } : {}),
  }
}

/** What is overdue at that time: the whole case, or the stage it stands in. */
export function overdue(
  { dueMs, stageDueMs, closedAtMs }: Pick<HallCase, 'dueMs' | 'stageDueMs' | 'closedAtMs'>,
  nowMs: number,
): 'case' | 'stage' | undefined {
  if (closedAtMs !== undefined) return dueMs !== undefined && closedAtMs >= dueMs ? 'case' : undefined
  if (dueMs !== undefined && nowMs >= dueMs) return 'case'
  return stageDueMs !== undefined && nowMs >= stageDueMs ? 'stage' : undefined
}
