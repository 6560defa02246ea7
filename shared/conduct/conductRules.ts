/**
 * Everything a hall sets about ratings, cases and attendance, as one dated
 * document: a change is an event with who and when, and undone by another one.
 */
import { z } from 'zod'
import { sameJson } from '../hall/setUp.ts'
import { level } from './rating.ts'
import { caseFlow, defaultFlows, flowProblem } from './flows.ts'
import type { CaseFlow, CaseKind } from './flows.ts'
import { isChosen, packInForce, packLabel, packProblem, rulePack } from './rulePacks.ts'
import type { PackInForce, RulePack } from './rulePacks.ts'
import { calendarProblem, clock, date, holidayCalendar, plainWeek } from './workingDays.ts'
import { namedFact, problemOf } from './ruleProblem.ts'
import type { RuleProblem } from './ruleProblem.ts'

/** A local rule that stands in for a rating nobody gave, from a day on; without a level, none does. */
export const ratingDefault = z.object({ from: date, after: clock, level: level.optional() })
export type RatingDefault = z.infer<typeof ratingDefault>

export const conductRules = z.object({
  calendar: holidayCalendar,
  /** Every version of every kind's flow; of one kind the last whose day has come holds. */
  flows: z.array(caseFlow).max(200).readonly(),
  packs: z.array(rulePack).max(50).readonly(),
  inForce: z.array(packInForce).max(100).readonly(),
  ratingDefaults: z.array(ratingDefault).max(100).readonly(),
  /** Days for which photographs are kept once their case is closed. */
  photoDays: z.number().int().min(1).max(3650).optional(),
})
export type ConductRules = z.infer<typeof conductRules>

/** What holds until a hall has set its own: cases run, nobody is judged by an attendance rule nobody chose. */
export const defaultConductRules: ConductRules = {
  calendar: plainWeek,
  flows: defaultFlows,
  packs: [],
  inForce: [],
  ratingDefaults: [],
}

/** Days for which photographs are kept where a hall says nothing: a year, in which a case may be asked about again. */
export const usualPhotoDays = 365

/** Versions of a kind's flow, the first to hold first; before any of the hall's own, the one halls begin with. */
export function flowVersions(rules: ConductRules, kind: CaseKind): readonly CaseFlow[] {
  const own = byDay(
    rules.flows.filter((f) => f.kind === kind).map((flow) => ({ from: flow.from ?? '', flow })),
  ).map(({ flow }) => flow)
  const begins = own.some((f) => f.from === undefined) ? [] : defaultFlows.filter((f) => f.kind === kind)
  return [...begins, ...own]
}

/** The flow of a kind that holds on a business day; before there is any day, the first. */
export function flowOn(rules: ConductRules, kind: CaseKind, day: string | undefined): CaseFlow {
  const versions = flowVersions(rules, kind)
  const found = versions.findLast((f) => f.from === undefined || (day !== undefined && f.from <= day))
  if (found === undefined) throw new Error(`no flow for ${kind}`)
  return found
}

/**
 * The flow a case goes by: the one that holds, or, where that has its stage no longer, the last version that had it.
 * So no case is left where nobody can move it on.
 */
export function flowOfCase(
  rules: ConductRules,
  { kind, stage }: { readonly kind: CaseKind; readonly stage: string },
  day: string | undefined,
): CaseFlow {
  const holds = flowOn(rules, kind, day)
  const has = (flow: CaseFlow): boolean => flow.stages.some((s) => s.id === stage)
  return has(holds) ? holds : (flowVersions(rules, kind).findLast(has) ?? holds)
}

/** The rules with a flow that holds from its day on; a version for that day or a later one gives way. */
export function withFlow(rules: ConductRules, flow: CaseFlow & { readonly from: string }): ConductRules {
  const stays = (f: CaseFlow): boolean => f.kind !== flow.kind || (f.from ?? '') < flow.from
  return { ...rules, flows: [...rules.flows.filter(stays), flow] }
}

/** The name of a kind's next version of the hall's own: `hall-3` after `hall-2`. */
export function nextVersion(rules: ConductRules, kind: CaseKind): string {
  const own = rules.flows.flatMap((f) => (f.kind === kind ? (/^hall-(\d+)$/.exec(f.version)?.[1] ?? []) : []))
  return `hall-${String(Math.max(0, ...own.map(Number)) + 1)}`
}

/** A flow that holds since a day gone by and would be another, or would not be there; or that would hold since then and was not. */
export function rewrittenFlow(
  before: ConductRules,
  after: ConductRules,
  today: string,
): CaseFlow | undefined {
  const past = ({ flows }: ConductRules): readonly CaseFlow[] =>
    flows.filter((f) => f.from !== undefined && f.from < today)
  const isIn = (flow: CaseFlow, all: readonly CaseFlow[]): boolean => all.some((f) => sameJson(f, flow))
  const [was, is] = [past(before), past(after)]
  return was.find((f) => !isIn(f, is)) ?? is.find((f) => !isIn(f, was))
}

/** The parts of the rules that may be changed, and taken back, by themselves. */
export const conductParts = ['calendar', 'flows', 'packs', 'inForce', 'ratingDefaults', 'photoDays'] as const
export const conductPart = z.enum(conductParts)
export type ConductPart = z.infer<typeof conductPart>

/** What differs between two sets of rules. */
export function changedParts(before: ConductRules, after: ConductRules): readonly ConductPart[] {
  return conductParts.filter((part) => !sameJson(before[part], after[part]))
}

/**
 * The rules with a change taken back, every other part as it is now; undefined where one of its parts was changed
 * since, or has judged a day already.
 */
export function takenBack(
  now: ConductRules,
  { before, after }: { readonly before: ConductRules; readonly after: ConductRules },
  today: string,
): ConductRules | undefined {
  const changed = changedParts(before, after)
  if (changed.length === 0 || changed.some((part) => !sameJson(now[part], after[part]))) return undefined
  const { photoDays: _photoDays, ...rest } = now
  const kept = changed.includes('photoDays') ? rest : now
  const rules: ConductRules = {
    ...kept,
    ...Object.fromEntries(
      changed.flatMap((part) => (before[part] === undefined ? [] : [[part, before[part]]])),
    ),
  }
  const isTooLate =
    rewrittenFlow(now, rules, today) !== undefined || rejudgedDay(now, rules, today) !== undefined
  return isTooLate ? undefined : rules
}

/** The pack that holds on a business day; undefined before the first. */
export function packOn(rules: ConductRules, day: string): RulePack | undefined {
  const held = byDay(rules.inForce).findLast((f) => f.from <= day)
  return held === undefined ? undefined : rules.packs.find((p) => isChosen(held, p))
}

/**
 * The rules with a pack that holds from a day on. A choice for that day or for a
 * later one gives way; what holds before it, and every version ever chosen, stays.
 */
export function withPack(rules: ConductRules, pack: RulePack, from: PackInForce['from']): ConductRules {
  const label = packLabel(pack)
  return {
    ...rules,
    packs: [...rules.packs.filter((p) => packLabel(p) !== label), pack],
    inForce: [...rules.inForce.filter((f) => f.from < from), { pack: pack.id, version: pack.version, from }],
  }
}

/** The first day before `today` that new rules would judge by another pack, or by the same one rewritten. */
export function rejudgedDay(before: ConductRules, after: ConductRules, today: string): string | undefined {
  const turns = [...before.inForce, ...after.inForce].map((f) => f.from).filter((from) => from < today)
  return turns.sort().find((day) => {
    const held = packOn(before, day)
    return held !== undefined && JSON.stringify(held) !== JSON.stringify(packOn(after, day))
  })
}

function byDay<T extends { readonly from: string }>(dated: readonly T[]): T[] {
  return [...dated].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

/** What the local rule says of a visit that ended on a day and that nobody rated. */
export function ratingDefaultOn(rules: ConductRules, day: string): RatingDefault | undefined {
  return byDay(rules.ratingDefaults).findLast((d) => d.from <= day)
}

/** The first thing wrong with the rules. */
export function rulesProblem(rules: ConductRules): RuleProblem | undefined {
  const flow = rules.flows.find(isRepeated((f) => `${f.kind} ${f.from ?? ''}`))
  if (flow !== undefined) return problemOf('flowTwice', { kind: flow.kind, from: flow.from ?? '' })
  const pack = rules.packs.find(isRepeated(packLabel))
  if (pack !== undefined) return problemOf('packTwice', namedFact('pack', packLabel(pack), pack.name))
  for (const choice of rules.inForce) {
    const chosen = rules.packs.find((p) => isChosen(choice, p))
    if (chosen === undefined)
      return problemOf('packMissing', { pack: `${choice.pack} ${choice.version ?? ''}`.trim() })
    if (chosen.since !== undefined && choice.from < chosen.since)
      return problemOf('packTooEarly', {
        ...namedFact('pack', packLabel(chosen), chosen.name),
        since: chosen.since,
      })
  }
  const problems = [
    calendarProblem(rules.calendar),
    ...rules.flows.map(flowProblem),
    ...rules.packs.map(packProblem),
  ]
  return problems.find((problem) => problem !== undefined)
}

/** Whether one before it in its list is known by the same. */
const isRepeated =
  <T>(known: (one: T) => string) =>
  (one: T, place: number, all: readonly T[]): boolean =>
    all.findIndex((other) => known(other) === known(one)) < place
