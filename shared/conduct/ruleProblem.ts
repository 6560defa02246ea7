/** What is wrong with rules of conduct: a code and its facts, for pages to word; and a line of it for programs and logs. */
import { z } from 'zod'
import type { LocalText } from '../catalogue/catalogue.ts'

/** The line of each, for programs; facts stand in braces. */
const lines = {
  // a calendar
  holidayEndsFirst: '{calendar}: {holiday} ends before it begins',
  dayFreeAndWorked: '{calendar}: {day} is both a holiday and worked',
  workedDayTwice: '{calendar}: {day} is there twice',
  // the stages of a kind of case
  stageTwice: '{kind}: stage {stage} is there twice',
  stageLost: '{kind}: stage {stage} names a stage that is not there',
  flowEndsAtOnce: '{kind}: its first stage is its end',
  stageStuck: '{kind}: no way leads from {stage} to an end',
  stageAlone: '{kind}: from {stage} a case can be closed by whoever handled it',
  flowTwice: '{kind} {from} is there twice',
  flowHolds: '{kind} {version} holds since a day gone by',
  caseNowhere: '{kind}: {no} stands at {stage}',
  // an attendance rule pack
  shiftMissing: '{pack}: shift {shift} is not there',
  shiftTwice: '{pack}: a shift is there twice',
  partsOutOfOrder: '{pack}: the parts of {shift} are out of order',
  punchOutside: '{pack}: a punch of {shift} is due outside its time',
  tiersFall: '{pack}: tiers must rise',
  ladderOpen: '{pack}: the ladder must rise and end without a bound',
  packTwice: '{pack} is there twice',
  packMissing: 'pack {pack} is not there',
  packTooEarly: '{pack} judges no day before {since}',
  dayRejudged: '{day} would be judged by other rules',
  // a file of them
  fileTooLarge: 'more than {bytes} bytes',
  fileUnreadable: '{why}',
  fileShape: '{why}',
} as const

export type RuleProblemCode = keyof typeof lines
const isCode = (code: string): code is RuleProblemCode => Object.hasOwn(lines, code)

/** One problem. Facts are names, days and ids; of what the hall named there is `…Zh` and `…En` beside the id. */
export const ruleProblem = z.object({
  code: z.string().refine(isCode),
  facts: z.record(z.string(), z.string()).readonly(),
})
export type RuleProblem = z.infer<typeof ruleProblem>

/** Makes a problem. */
export const problemOf = (code: RuleProblemCode, facts: RuleProblem['facts'] = {}): RuleProblem => ({
  code,
  facts,
})

/** A thing by its id, and by the names the hall gave it. */
export function namedFact(fact: string, id: string, name: LocalText | undefined): RuleProblem['facts'] {
  return { [fact]: id, ...(name && { [`${fact}Zh`]: name.zh, [`${fact}En`]: name.en ?? name.zh }) }
}

/** `inspection: stage found is there twice`. */
export function ruleProblemLine({ code, facts }: RuleProblem): string {
  return lines[code].replace(/\{(\w+)\}/g, (_, fact: string) => facts[fact] ?? '').trim()
}
