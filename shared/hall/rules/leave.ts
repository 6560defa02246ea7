/** Leave: asked for with a stand-in (AB 岗), approved along the ladder before leaving, ended early or withdrawn. */
import type { Leave, Roster } from '../../conduct/attendanceRecords.ts'
import { packOn } from '../../conduct/conductRules.ts'
import { packLabel } from '../../conduct/rulePacks.ts'
import { daysTaken, partsOn, planOn } from '../../conduct/workingTime.ts'
import { businessDay, leaveId } from '../../ids/ids.ts'
import type { StaffId } from '../../ids/ids.ts'
import { addDays } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept, actingStaff, findRecord } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { isInCharge, standingsOf } from '../permissions.ts'
import { refuse } from '../refusals.ts'
import type { Refused } from '../refusals.ts'
import type { Role } from '../staff.ts'
import { rulesOf } from '../state.ts'
import type { HallState } from '../state.ts'
import type { Settings } from '../settings.ts'
import type { Actor } from '../visit.ts'
import { dayOf, findOthers } from './attendance.ts'

/** No leave asked for at once is longer, days. */
const longestDays = 366
const dayMs = 86_400_000

/** The sender asks for leave. Its length in working time decides who has to approve it. */
export function requestLeave(
  state: HallState,
  command: CommandOf<'requestLeave'>,
  context: Context,
): Decision {
  const staff = actingStaff(context.actor)
  if (!staff.ok) return staff
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  const { fromMs, untilMs, kind, reason, standInId } = command
  if (untilMs <= fromMs || untilMs - fromMs > longestDays * dayMs)
    return refuse('timesWrong', { path: 'untilMs' })
  const fromDay = dayOf(fromMs, settings)
  const pack = packOn(rulesOf(state), fromDay)
  const rule = pack?.leave.kinds.find((k) => k.kind === kind)
  if (pack === undefined || rule === undefined) return refuse('noRulePack', { day: fromDay, kind })
  const refused =
    lateRefusal(fromMs, rule.afterwardsDays, context.nowMs) ??
    overlapRefusal(state, staff.value, { fromMs, untilMs }) ??
    standInRefusal(state, staff.value, standInId, { fromMs, untilMs }, pack.leave.standIn)
  if (refused !== undefined) return refused
  const untilDay = businessDay.parse(addDays(dayOf(untilMs - 1, settings), 1))
  const days = leaveDays(state, staff.value, { fromMs, untilMs, fromDay, untilDay }, settings)
  const rung = pack.leave.ladder.find(({ upToDays }) => upToDays === undefined || days <= upToDays)
  const id = leaveId.parse(context.newId())
  return accept({
    type: 'leaveRequested',
    leaveId: id,
    leave: {
      record: 'leave',
      id,
      staffId: staff.value,
      kind,
      fromMs,
      untilMs,
      fromDay,
      untilDay,
      days,
      reason,
      ...(standInId === undefined ? {} : { standInId }),
      requestedAtMs: context.nowMs,
      pack: packLabel(pack),
      ladder: rung?.approvals ?? ['administrator'],
      steps: [],
      state: 'requested',
    },
  })
}

/** One rung of the ladder: approves or refuses. The last approval settles it, any refusal does. */
export function decideLeave(state: HallState, command: CommandOf<'decideLeave'>, context: Context): Decision {
  const found = findOthers(state, command.leaveId, 'leave', context, (l) => l.state !== 'requested')
  if (!found.ok) return found
  const leave = found.value
  const { actor, nowMs } = context
  const notNow = approverRefusal(leave, actor)
  if (notNow !== undefined) return notNow
  const rule = rulesOf(state)
    .packs.find((p) => packLabel(p) === leave.pack)
    ?.leave.kinds.find((k) => k.kind === leave.kind)
  const late = command.approve ? lateRefusal(leave.fromMs, rule?.afterwardsDays ?? 0, nowMs) : undefined
  if (late !== undefined) return late
  const settles = !command.approve || leave.steps.length + 1 >= leave.ladder.length
  return accept({
    type: 'leaveDecided',
    leaveId: leave.id,
    step: { by: actor, atMs: nowMs, note: command.note, approve: command.approve, settles },
  })
}

/** Withdrawn before it begins, or back early 销假: it holds until now. */
export function endLeave(state: HallState, command: CommandOf<'endLeave'>, context: Context): Decision {
  const found = findRecord(state, command.leaveId, 'leave', context)
  if (!found.ok) return found
  const { id, staffId, state: standing, untilMs, ended } = found.value
  const { actor, nowMs } = context
  const isOwn = actor.kind === 'staff' && actor.staffId === staffId
  if (!isOwn && !isInCharge(actor)) return refuse('notYours', { id })
  const isOver = ended !== undefined || standing === 'refused' || standing === 'withdrawn' || untilMs <= nowMs
  if (isOver) return refuse('recordSettled', { id, state: standing })
  return accept({ type: 'leaveEnded', leaveId: id, ended: { by: actor, atMs: nowMs, note: command.note } })
}

/** Whose turn it is on a leave's ladder; undefined once it is settled. */
export function nextApproval({ state, ladder, steps }: Leave): Role | undefined {
  return state === 'requested' ? ladder[steps.length] : undefined
}

/** Why a leave’s next rung is not this sender’s to decide. */
export function approverRefusal(leave: Leave, actor: Actor): Refused | undefined {
  const needed = nextApproval(leave)
  const standings = standingsOf(actor)
  // An administrator may stand on a supervisor's rung, never the other way round.
  const may =
    standings.some((s) => s === needed) || (needed === 'supervisor' && standings.includes('administrator'))
  if (!may) return refuse('notAllowed', { command: 'decideLeave', needs: needed ?? '' })
  const isAgain =
    actor.kind === 'staff' &&
    leave.steps.some(({ by }) => by.kind === 'staff' && by.staffId === actor.staffId)
  return isAgain ? refuse('otherPersonNeeded', { id: leave.id }) : undefined
}

function lateRefusal(fromMs: number, afterwardsDays: number, nowMs: number): Refused | undefined {
  return nowMs > fromMs + afterwardsDays * dayMs
    ? refuse('approveBeforeLeaving', { afterwardsDays })
    : undefined
}

interface When {
  readonly fromMs: number
  readonly untilMs: number
}

function leavesAt(state: HallState, { fromMs, untilMs }: When): readonly Leave[] {
  return [...state.records.values()].flatMap((r) =>
    r.record === 'leave' &&
    (r.state === 'approved' || r.state === 'requested') &&
    r.fromMs < untilMs &&
    fromMs < r.untilMs
      ? [r]
      : [],
  )
}

function overlapRefusal(state: HallState, staffId: StaffId, when: When): Refused | undefined {
  const own = leavesAt(state, when).find((l) => l.staffId === staffId)
  return own === undefined ? undefined : refuse('leaveOverlaps', { id: own.id })
}

/** A and B are never both away: the stand-in is here meanwhile, and whoever stands in does not leave. */
function standInRefusal(
  state: HallState,
  staffId: StaffId,
  standInId: StaffId | undefined,
  when: When,
  isNeeded: boolean,
): Refused | undefined {
  const others = leavesAt(state, when)
  if (others.some((l) => l.standInId === staffId)) return refuse('standInAway', { staffId })
  if (standInId === undefined) return isNeeded ? refuse('standInNeeded') : undefined
  if (!state.staff.has(standInId)) return refuse('unknownStaff', { staffId: standInId })
  if (standInId === staffId) return refuse('standInNeeded', { staffId })
  return others.some((l) => l.staffId === standInId)
    ? refuse('standInAway', { staffId: standInId })
    : undefined
}

function leaveDays(
  state: HallState,
  staffId: StaffId,
  { fromMs, untilMs, fromDay, untilDay }: When & Pick<Leave, 'fromDay' | 'untilDay'>,
  { timeZone }: Settings,
): number {
  const rosters = rostersOf(state, staffId)
  let days = 0
  for (let day: string = fromDay; day < untilDay; day = addDays(day, 1)) {
    const shift = planOn(rulesOf(state), rosters, day)?.shift
    if (shift !== undefined) days += daysTaken(partsOn(shift, day, timeZone), { fromMs, untilMs })
  }
  return Math.round(days * 100) / 100
}

/** A person's rosters in the order assigned. */
function rostersOf(state: HallState, staffId: StaffId): readonly Roster[] {
  return [...state.records.values()]
    .flatMap((r) => (r.record === 'roster' && r.staffId === staffId ? [r] : []))
    .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
}
