/** Deductions: what a rule found counts once somebody in charge confirmed it, may be appealed, and is then decided by another person. */
import { packOn } from '../../conduct/conductRules.ts'
import type { Deduction } from '../../conduct/attendanceRecords.ts'
import { businessDay, deductionId } from '../../ids/ids.ts'
import { addDays } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept, findRecord } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { refuse } from '../refusals.ts'
import { rulesOf } from '../state.ts'
import type { HallState } from '../state.ts'
import type { Actor } from '../visit.ts'
import { findOthers, ownRefusal } from './attendance.ts'

/** Confirms what a rule found; the finding is the hub's own reckoning, never the sender's. */
export function deduct(
  state: HallState,
  { staffId, day, key, note, waive }: CommandOf<'deduct'>,
  { actor, nowMs, newId, findings = [] }: Context,
): Decision {
  const today = state.day
  if (today === undefined) return refuse('hallNotSetUp')
  if (!state.staff.has(staffId)) return refuse('unknownStaff', { staffId })
  const own = ownRefusal(staffId, actor)
  if (own !== undefined) return own
  const finding = findings.find((f) => f.key === key)
  const pack = packOn(rulesOf(state), day)
  if (finding === undefined || pack === undefined) return refuse('nothingFound', { staffId, day, key })
  const id = deductionId.parse(newId())
  const said = { by: actor, atMs: nowMs, note }
  const deducted = {
    type: 'deducted',
    deductionId: id,
    deduction: {
      record: 'deduction',
      id,
      staffId,
      day,
      finding,
      confirmed: said,
      appealUntil: businessDay.parse(addDays(today.day, pack.appealDays)),
    },
  } as const
  if (waive !== true) return accept(deducted)
  return accept(deducted, {
    type: 'deductionDecided',
    deductionId: id,
    decided: { ...said, how: 'withdrawn' },
  })
}

/** Whom it concerns objects, in time and once. */
export function appealDeduction(
  state: HallState,
  { deductionId: id, note, photos }: CommandOf<'appealDeduction'>,
  context: Context,
): Decision {
  const found = findRecord(state, id, 'deduction', context)
  if (!found.ok) return found
  const { staffId, appealUntil, appeal, decided } = found.value
  const { actor, nowMs } = context
  if (!isPerson(actor, staffId)) return refuse('notYours', { id })
  if (appeal !== undefined || decided !== undefined) return refuse('recordSettled', { id })
  if (state.day === undefined || state.day.day > appealUntil)
    return refuse('appealOver', { id, until: appealUntil })
  return accept({
    type: 'deductionAppealed',
    deductionId: id,
    appeal: { by: actor, atMs: nowMs, note, ...(photos === undefined ? {} : { photos }) },
  })
}

/** Decides an appeal, by another person than who confirmed; without an appeal it can only be taken back. */
export function decideDeduction(
  state: HallState,
  { deductionId: id, how, note }: CommandOf<'decideDeduction'>,
  context: Context,
): Decision {
  const found = findOthers(state, id, 'deduction', context, (d) => d.decided !== undefined)
  if (!found.ok) return found
  const { appeal, confirmed } = found.value
  const { actor, nowMs } = context
  if (appeal === undefined && how === 'stands') return refuse('nothingFound', { id })
  if (appeal !== undefined && isConfirmedBy(confirmed, actor)) return refuse('otherPersonNeeded', { id })
  return accept({ type: 'deductionDecided', deductionId: id, decided: { by: actor, atMs: nowMs, note, how } })
}

/** Whoever confirmed a deduction is not to decide an appeal against it. */
export function isConfirmedBy({ by }: Deduction['confirmed'], actor: Context['actor']): boolean {
  return by.kind === 'staff' && isPerson(actor, by.staffId)
}

function isPerson(actor: Actor, staffId: string): boolean {
  return actor.kind === 'staff' && actor.staffId === staffId
}
