/** Cases as REST tells them: the hub makes these, the manager's screen and other programs read them. */
import { z } from 'zod'
import { text } from '../catalogue/catalogue.ts'
import { photo } from '../conduct/cases.ts'
import { caseKind, flowWord } from '../conduct/flows.ts'
import { level, reasonCode } from '../conduct/rating.ts'
import { refusal } from '../hall/refusals.ts'
import { businessDay, caseId, counterId, departmentId, serviceId, staffId, visitId } from '../ids/ids.ts'

/** ISO-8601 with offset. */
const time = z.string()

/** Who did something; a name where it was a member of staff the hall knows. */
const by = z.object({
  kind: z.enum(['staff', 'station', 'program', 'visitor', 'system']),
  staffId: staffId.optional(),
  name: z.string().optional(),
})
export type CaseBy = z.infer<typeof by>

export const caseRow = z.object({
  id: caseId,
  /** For people, e.g. `M20261122-3`. */
  no: z.string(),
  kind: caseKind,
  stage: flowWord,
  stageName: text,
  day: businessDay,
  openedAt: time,
  text: z.string(),
  /** Of an inspection: the item looked at. */
  item: z.string().optional(),
  visitId: visitId.optional(),
  number: z.string().optional(),
  serviceId: serviceId.optional(),
  departmentId: departmentId.optional(),
  counterId: counterId.optional(),
  /** Whom it concerns. */
  staffId: staffId.optional(),
  rating: z.object({ level, reasons: z.array(reasonCode).readonly() }).optional(),
  assignee: staffId.optional(),
  /** Whoever asks brought it. */
  raised: z.boolean(),
  level: flowWord.optional(),
  outcome: flowWord.optional(),
  callBack: z.enum(['reached', 'notReached']).optional(),
  stageDueAt: time.optional(),
  dueAt: time.optional(),
  /** Whole working days until it is due, by the holiday calendar; negative once it is overdue. */
  workingDaysLeft: z.number().int().optional(),
  /** What its time is over for: the whole case, or the stage it stands in. */
  overdue: z.enum(['case', 'stage']).optional(),
  closedAt: time.optional(),
})
export type CaseRow = z.infer<typeof caseRow>

export const caseList = z.object({
  cases: z.array(caseRow),
  /** There are more than these. */
  more: z.boolean(),
})
export type CaseList = z.infer<typeof caseList>

/** How many open cases wait for whoever asks. */
export const casesWaiting = z.object({ waiting: z.number().int() })

/** A way on from where the case stands; refused with the reason where whoever asks may not take it. */
const wayOn = z.object({ to: flowWord, name: text, closes: z.boolean(), refusal: refusal.optional() })
export type WayOn = z.infer<typeof wayOn>

export const caseView = caseRow.extend({
  openedBy: by,
  /** Masked; `POST /cases/{id}/contact` shows it whole, for a reason that is kept. */
  contact: z.object({ name: z.string().optional(), phone: z.string().optional() }).optional(),
  photos: z.array(photo).readonly(),
  /** What was done and said, oldest first: the case's own audit trail. */
  trail: z.array(
    z.object({
      at: time,
      by,
      what: z.enum(['move', 'note', 'contactSeen']),
      from: text.optional(),
      to: text.optional(),
      note: z.string().optional(),
      assignee: staffId.optional(),
      level: text.optional(),
      outcome: text.optional(),
      callBack: z.enum(['reached', 'notReached']).optional(),
      photos: z.array(photo).readonly(),
    }),
  ),
  /** What moving it out of its stage must say. */
  needs: z.array(z.enum(['note', 'assignee', 'level', 'outcome', 'callBack'])).readonly(),
  levels: z.array(z.object({ id: flowWord, name: text })),
  outcomes: z.array(z.object({ id: flowWord, name: text })),
  ways: z.array(wayOn),
})
export type CaseView = z.infer<typeof caseView>

/** The largest photograph, bytes. A phone's is made smaller before it is sent. */
export const mostPhotoBytes = 3 * 1024 * 1024
