/** Clocking in and out, rosters, and what people in charge record for others. A punch is never edited: it is voided, and another recorded. */
import {
  flowVersions,
  rejudgedDay,
  rewrittenFlow,
  rulesProblem,
  withPack,
} from '../../conduct/conductRules.ts'
import type { ConductRules } from '../../conduct/conductRules.ts'
import type { CaseStage } from '../../conduct/flows.ts'
import { staffOf } from '../../conduct/records.ts'
import type { ConductRecord, RecordKind, RecordOf } from '../../conduct/records.ts'
import { namedFact, problemOf, ruleProblemLine } from '../../conduct/ruleProblem.ts'
import type { RuleProblem } from '../../conduct/ruleProblem.ts'
import { punchId, rosterId } from '../../ids/ids.ts'
import type { BusinessDay } from '../../ids/ids.ts'
import { businessDayAt } from '../../time/businessDay.ts'
import type { CommandOf } from '../commands.ts'
import { accept, actingStaff, findRecord } from '../decision.ts'
import type { Context, Decision, Found } from '../decision.ts'
import { refuse } from '../refusals.ts'
import type { Refused } from '../refusals.ts'
import { sameJson } from '../setUp.ts'
import { rulesOf } from '../state.ts'
import type { HallState } from '../state.ts'
import type { Settings } from '../settings.ts'

/** Sets the hall's rules of conduct. Days gone by keep the pack that held on them. */
export function configureConduct(state: HallState, { rules, was }: CommandOf<'configureConduct'>): Decision {
  if (was !== undefined && !sameJson(was, rulesOf(state)))
    return refuse('changedMeanwhile', { part: 'conduct', key: '' })
  const problem = rulesProblem(rules) ?? lostStage(state, rules) ?? rewritten(state, rules)
  return problem === undefined
    ? accept({ type: 'conductConfigured', rules })
    : refuse('conductInvalid', {
        problem: ruleProblemLine(problem),
        problemCode: problem.code,
        ...problem.facts,
      })
}

/** What held on a day gone by, and would have been another. */
function rewritten(state: HallState, rules: ConductRules): RuleProblem | undefined {
  const today = state.day?.day
  if (today === undefined) return undefined
  const flow = rewrittenFlow(rulesOf(state), rules, today)
  if (flow !== undefined) return problemOf('flowHolds', { kind: flow.kind, version: flow.version })
  const day = rejudgedDay(rulesOf(state), rules, today)
  return day === undefined ? undefined : problemOf('dayRejudged', { day })
}

/** Puts an attendance rule pack in force from a day on; every other rule stays as it is now. */
export function choosePack(state: HallState, { pack, from }: CommandOf<'choosePack'>): Decision {
  return configureConduct(state, { type: 'configureConduct', rules: withPack(rulesOf(state), pack, from) })
}

/** An open case that could never move on again, for its stage would be gone. */
function lostStage(state: HallState, rules: ConductRules): RuleProblem | undefined {
  const stageOf = (of: ConductRules, one: RecordOf<'case'>): CaseStage | undefined =>
    flowVersions(of, one.kind)
      .flatMap(({ stages }) => stages)
      .find(({ id }) => id === one.stage)
  const lost = state.records.find((r) => r.record === 'case' && stageOf(rules, r) === undefined)
  if (lost?.record !== 'case') return undefined
  const name = stageOf(rulesOf(state), lost)?.name
  return problemOf('caseNowhere', { kind: lost.kind, no: lost.no, ...namedFact('stage', lost.stage, name) })
}

/** The sender clocks in or out now, with the hub or at a station that is alone. */
export function punch(state: HallState, command: CommandOf<'punch'>, context: Context): Decision {
  const staff = actingStaff(context.actor)
  if (!staff.ok) return staff
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  if (!state.staff.has(staff.value)) return refuse('unknownStaff', { staffId: staff.value })
  const { nowMs, alone, newId } = context
  const { direction, deviceMs } = command
  const id = punchId.parse(newId())
  return accept({
    type: 'punched',
    punchId: id,
    punch: {
      record: 'punch',
      id,
      staffId: staff.value,
      day: dayOf(nowMs, settings),
      direction,
      atMs: nowMs,
      ...(deviceMs === undefined ? {} : { deviceMs, offsetMs: nowMs - deviceMs }),
      hubMs: nowMs,
      offline: alone !== undefined,
      ...(alone === undefined ? {} : { stationId: alone.stationId }),
    },
  })
}

/** A punch recorded for somebody else: the temporary sign-in 临时签到, or a correction. */
export function recordPunch(
  state: HallState,
  { staffId, direction, atMs, ground, note }: CommandOf<'recordPunch'>,
  { actor, nowMs, newId }: Context,
): Decision {
  const { settings } = state
  if (settings === undefined) return refuse('hallNotSetUp')
  if (!state.staff.has(staffId)) return refuse('unknownStaff', { staffId })
  if (atMs > nowMs) return refuse('timesWrong', { path: 'atMs' })
  const own = ownRefusal(staffId, actor)
  if (own !== undefined) return own
  const id = punchId.parse(newId())
  return accept({
    type: 'punched',
    punchId: id,
    punch: {
      record: 'punch',
      id,
      staffId,
      day: dayOf(atMs, settings),
      direction,
      atMs,
      hubMs: nowMs,
      offline: false,
      recorded: { by: actor, atMs: nowMs, ground, note },
    },
  })
}

/** Takes a punch out of every reckoning; it stays to be seen, with who did so and why. */
export function voidPunch(state: HallState, command: CommandOf<'voidPunch'>, context: Context): Decision {
  const found = findOthers(state, command.punchId, 'punch', context, (p) => p.voided !== undefined)
  if (!found.ok) return found
  const { actor: by, nowMs: atMs } = context
  return accept({ type: 'punchVoided', punchId: found.value.id, voided: { by, atMs, note: command.note } })
}

/** Gives people a shift, or days off. */
export function assignShift(
  state: HallState,
  { staffIds, fromDay, untilDay, shift }: CommandOf<'assignShift'>,
  { actor, nowMs, newId }: Context,
): Decision {
  if (untilDay <= fromDay) return refuse('timesWrong', { path: 'untilDay' })
  const unknown = staffIds.find((id) => !state.staff.has(id))
  if (unknown !== undefined) return refuse('unknownStaff', { staffId: unknown })
  const isKnown =
    shift === 'off' ||
    shift === 'usual' ||
    rulesOf(state).packs.some((p) => p.shifts.some((s) => s.id === shift))
  if (!isKnown) return refuse('noRulePack', { shift })
  return accept(
    ...[...new Set(staffIds)].map((staffId) => {
      const id = rosterId.parse(newId())
      const roster = {
        record: 'roster',
        id,
        staffId,
        fromDay,
        untilDay,
        shift,
        by: actor,
        atMs: nowMs,
      } as const
      return { type: 'shiftAssigned', rosterId: id, roster } as const
    }),
  )
}

type AboutPerson = Exclude<RecordKind, 'case' | 'roster'>

/** A record that is still to be settled, by somebody whom it is not about. */
export function findOthers<K extends AboutPerson>(
  state: HallState,
  id: ConductRecord['id'],
  kind: K,
  context: Context,
  isSettled: (record: RecordOf<K>) => boolean,
): Found<RecordOf<K>> {
  const found = findRecord(state, id, kind, context)
  if (!found.ok) return found
  if (isSettled(found.value)) return refuse('recordSettled', { id })
  const about = staffOf(found.value)
  return (about === undefined ? undefined : ownRefusal(about, context.actor)) ?? found
}

/** Nobody records, voids or confirms anything of their own. */
export function ownRefusal(staffId: string, actor: Context['actor']): Refused | undefined {
  return actor.kind === 'staff' && actor.staffId === staffId
    ? refuse('otherPersonNeeded', { staffId })
    : undefined
}

/** The business day an instant falls on. */
export function dayOf(atMs: number, { timeZone, rollOverHour }: Settings): BusinessDay {
  return businessDayAt(atMs, timeZone, rollOverHour).day
}
