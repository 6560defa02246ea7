/**
 * Everything a hall sets about ratings, cases and attendance, as one dated
 * document: a change is an event with who and when, and undone by another one.
 */
import { z } from 'zod'
import { level } from './rating.ts'
import { caseFlow, defaultFlows, flowProblem } from './flows.ts'
import type { CaseFlow, CaseKind } from './flows.ts'
import { packInForce, packProblem, rulePack } from './rulePacks.ts'
import type { RulePack } from './rulePacks.ts'
import { clock, date, holidayCalendar, plainWeek } from './workingDays.ts'

/** A local rule that stands in for a rating nobody gave, from a day on; without a level, none does. */
export const ratingDefault = z.object({ from: date, after: clock, level: level.optional() })
export type RatingDefault = z.infer<typeof ratingDefault>

export const conductRules = z.object({
  calendar: holidayCalendar,
  flows: z.array(caseFlow).max(10).readonly(),
  packs: z.array(rulePack).max(10).readonly(),
  inForce: z.array(packInForce).max(100).readonly(),
  ratingDefaults: z.array(ratingDefault).max(100).readonly(),
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

/** The flow of a kind; the one halls begin with where a hall has none of its own. */
export function flowOf(rules: ConductRules, kind: CaseKind): CaseFlow {
  const found = rules.flows.find((f) => f.kind === kind) ?? defaultFlows.find((f) => f.kind === kind)
  if (found === undefined) throw new Error(`no flow for ${kind}`)
  return found
}

/** The pack that holds on a business day; undefined before the first. */
export function packOn(rules: ConductRules, day: string): RulePack | undefined {
  const held = [...rules.inForce]
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .findLast((f) => f.from <= day)
  return rules.packs.find((p) => p.id === held?.pack)
}

/** What the local rule says of a visit that ended on a day and that nobody rated. */
export function ratingDefaultOn(rules: ConductRules, day: string): RatingDefault | undefined {
  return [...rules.ratingDefaults]
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .findLast((d) => d.from <= day)
}

/** The first thing wrong with the rules, as a line that names it. */
export function rulesProblem(rules: ConductRules): string | undefined {
  const kinds = rules.flows.map((f) => f.kind)
  const packs = rules.packs.map((p) => p.id)
  const twice = [...kinds, ...packs].find((id, i, all) => all.indexOf(id) !== i)
  if (twice !== undefined) return `${twice} is there twice`
  const unknown = rules.inForce.find((f) => !packs.includes(f.pack))
  if (unknown !== undefined) return `pack ${unknown.pack} is not there`
  const problems = [...rules.flows.map(flowProblem), ...rules.packs.map(packProblem)]
  return problems.find((problem) => problem !== undefined)
}
