/** What waits for this sender: decisions about people's attendance, and the next steps of cases. */
import type { HallState } from '../state.ts'
import type { Actor } from '../visit.ts'
import { ownRefusal } from './attendance.ts'
import { isNextFor } from './cases.ts'
import { isConfirmedBy } from './deductions.ts'
import { approverRefusal, nextApproval } from './leave.ts'

export interface Waiting {
  readonly leaves: number
  readonly appeals: number
}

/** Leaves on this sender's rung of the ladder, and appeals another confirmed; never one's own. */
export function waitingFor(state: HallState, actor: Actor): Waiting {
  let [leaves, appeals] = [0, 0]
  for (const one of state.records.values()) {
    if (one.record === 'leave') {
      const isOpen = nextApproval(one) !== undefined && ownRefusal(one.staffId, actor) === undefined
      if (isOpen && approverRefusal(one, actor) === undefined) leaves += 1
    } else if (one.record === 'deduction') {
      const isOpen = one.appeal !== undefined && one.decided === undefined
      if (isOpen && ownRefusal(one.staffId, actor) === undefined && !isConfirmedBy(one.confirmed, actor))
        appeals += 1
    }
  }
  return { leaves, appeals }
}

/** How many open cases wait for this sender to take the next step: findings, complaints and all others. */
export function casesWaitingFor(state: HallState, actor: Actor): number {
  return state.records.count((one) => one.record === 'case' && isNextFor(state, one, actor))
}
