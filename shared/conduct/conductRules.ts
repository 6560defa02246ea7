/**
 * Everything a hall sets about ratings, cases and attendance, as one dated
 * document: a change is an event with who and when, and undone by another one.
 */
import { z } from 'zod'
import { level } from './rating.ts'
import { caseFlow, defaultFlows, flowProblem } from './flows.ts'
import type { CaseFlow, CaseKind } from './flows.ts'
import { isChosen, packInForce, packLabel, packProblem, rulePack } from './rulePacks.ts'
import type { PackInForce, RulePack } from './rulePacks.ts'
import { calendarProblem, clock, date, holidayCalendar, plainWeek } from './workingDays.ts'

/** A local rule that stands in for a rating nobody gave, from a day on; without a level, none does. */
export const ratingDefault = z.object({ from: date, after: clock, level: level.optional() })
export type RatingDefault = z.infer<typeof ratingDefault>

export const conductRules = z.object({
  calendar: holidayCalendar,
  flows: z.array(caseFlow).max(10).readonly(),
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

/** The flow of a kind; the one halls begin with where a hall has none of its own. */
export function flowOf(rules: ConductRules, kind: CaseKind): CaseFlow {
  const found = rules.flows.find((f) => f.kind === kind) ?? defaultFlows.find((f) => f.kind === kind)
  if (found === undefined) throw new Error(`no flow for ${kind}`)
  return found
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

/** The first thing wrong with the rules, as a line that names it. */
export function rulesProblem(rules: ConductRules): string | undefined {
  const kinds = rules.flows.map((f) => f.kind)
  const packs = rules.packs.map(packLabel)
  const twice = [...kinds, ...packs].find((id, i, all) => all.indexOf(id) !== i)
  if (twice !== undefined) return `${twice} is there twice`
  for (const choice of rules.inForce) {
    const pack = rules.packs.find((p) => isChosen(choice, p))
    if (pack === undefined) return `pack ${choice.pack} ${choice.version ?? ''} is not there`
    if (pack.since !== undefined && choice.from < pack.since)
      return `${packLabel(pack)} judges no day before ${pack.since}`
  }
  const problems = [
    calendarProblem(rules.calendar),
    ...rules.flows.map(flowProblem),
    ...rules.packs.map(packProblem),
  ]
  return problems.find((problem) => problem !== undefined)
}
