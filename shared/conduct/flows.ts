/**
 * The way of a case, as data: its stages, who may move it on, what the move must
 * say, and the clocks. A hall may set its own; these are the ones it begins with.
 */
import { z } from 'zod'
import { text } from '../catalogue/catalogue.ts'
import { clock, date } from './workingDays.ts'
import { namedFact, problemOf } from './ruleProblem.ts'
import type { RuleProblem, RuleProblemCode } from './ruleProblem.ts'

export const caseKinds = ['stuckMatter', 'complaint', 'inspection', 'badRating'] as const
/** 办不成事 · 投诉 · 巡查 · 差评. */
export const caseKind = z.enum(caseKinds)
export type CaseKind = z.infer<typeof caseKind>

/** The parts people have in a case; whose they are is in `permissions.ts`. */
export const caseDuties = ['take', 'handle', 'judge'] as const
export type CaseDuty = (typeof caseDuties)[number]

/** Id of a stage, a level or an outcome. */
export const flowWord = z.string().regex(/^[a-z][a-zA-Z]{0,39}$/, 'a short word')

/** What moving a case out of a stage must say. */
const needs = z.enum(['note', 'assignee', 'level', 'outcome', 'callBack'])

export const caseStage = z.object({
  id: flowWord,
  name: text,
  /** Who may move a case out of here: a row of `caseDuties`. */
  duty: z.enum(caseDuties),
  /** Where a case may go from here; nowhere means it is closed. */
  next: z.array(flowWord).max(10).readonly(),
  /** How long a case may stand here. */
  clock: clock.optional(),
  needs: z.array(needs).max(5).readonly(),
  /** The second-person rule: not by whoever last moved it out of that stage. */
  otherThan: flowWord.optional(),
})
export type CaseStage = z.infer<typeof caseStage>

/** What a case's end counts as in figures. */
export const outcomeCounts = z.enum(['rectified', 'explained', 'mistaken'])

export const caseFlow = z.object({
  kind: caseKind,
  version: z.string().min(1).max(20),
  /** The business day from which this version holds; absent: from the beginning. */
  from: date.optional(),
  /** The first is where a case begins. */
  stages: z.array(caseStage).min(2).max(20).readonly(),
  /** Each level's clock runs from the opening of the case. */
  levels: z
    .array(z.object({ id: flowWord, name: text, clock }))
    .max(10)
    .readonly(),
  /** The whole case's clock until a level says otherwise. */
  clock: clock.optional(),
  /** How it may end; `upheld` counts as put right, `mistaken` as no fault at all. */
  outcomes: z
    .array(z.object({ id: flowWord, name: text, counts: outcomeCounts }))
    .max(10)
    .readonly(),
})
export type CaseFlow = z.infer<typeof caseFlow>

const stage = (
  id: string,
  zh: string,
  en: string,
  duty: CaseDuty,
  next: readonly string[],
  more: Partial<Pick<CaseStage, 'clock' | 'needs' | 'otherThan'>> = {},
): CaseStage => ({ id, name: { zh, en }, duty, next, needs: [], ...more })
const closed = stage('closed', '已办结', 'Closed', 'judge', [])
const workingDays = (n: number) => ({ unit: 'workingDays', n }) as const

/**
 * A refused acceptance must be reported, and whoever reports it is not whoever
 * refused. Stages and clocks of 办不成事 as one district has them; complaints by
 * GB/T 36113-2018; bad ratings by GB/T 39735-2020 and a city's 15 working days.
 */
export const defaultFlows: readonly CaseFlow[] = [
  {
    kind: 'stuckMatter',
    version: '2026-1',
    clock: workingDays(5),
    levels: [
      { id: 'simple', name: { zh: '简单（当场办）', en: 'Simple (on the spot)' }, clock: workingDays(0) },
      {
        id: 'complex',
        name: { zh: '复杂（5 个工作日）', en: 'Complex (5 working days)' },
        clock: workingDays(5),
      },
      {
        id: 'special',
        name: { zh: '特殊（10 个工作日）', en: 'Special (10 working days)' },
        clock: workingDays(10),
      },
    ],
    outcomes: [
      { id: 'solved', name: { zh: '已办成', en: 'Done' }, counts: 'rectified' },
      { id: 'explained', name: { zh: '解释说明', en: 'Explained' }, counts: 'explained' },
    ],
    stages: [
      stage('accept', '受理', 'Accept', 'take', ['classify', 'report'], { clock: workingDays(0) }),
      stage('report', '不予受理上报', 'Refusal reported', 'judge', ['classify', 'closed'], {
        needs: ['note'],
        otherThan: 'accept',
        clock: workingDays(1),
      }),
      stage('classify', '分类', 'Classify', 'take', ['assign', 'resolve'], {
        needs: ['level'],
        clock: workingDays(0),
      }),
      stage('assign', '交办', 'Assign', 'take', ['resolve'], { needs: ['assignee'], clock: workingDays(1) }),
      stage('resolve', '办理', 'Resolve', 'handle', ['answer', 'assign'], { needs: ['note', 'outcome'] }),
      stage('answer', '答复', 'Answer', 'handle', ['verify'], { needs: ['note'] }),
      stage('verify', '核验', 'Verify', 'judge', ['file', 'resolve'], { otherThan: 'resolve' }),
      stage('file', '归档', 'File', 'take', ['closed']),
      closed,
    ],
  },
  {
    kind: 'complaint',
    version: '2026-1',
    clock: workingDays(15),
    levels: [],
    outcomes: [
      { id: 'upheld', name: { zh: '属实，已整改', en: 'Upheld and put right' }, counts: 'rectified' },
      { id: 'explained', name: { zh: '解释说明', en: 'Explained' }, counts: 'explained' },
      { id: 'unfounded', name: { zh: '不属实', en: 'Unfounded' }, counts: 'mistaken' },
    ],
    stages: [
      stage('accept', '受理', 'Accept', 'take', ['investigate', 'report'], {
        needs: ['assignee'],
        clock: workingDays(1),
      }),
      stage('report', '不予受理上报', 'Refusal reported', 'judge', ['investigate', 'closed'], {
        needs: ['note'],
        otherThan: 'accept',
        clock: workingDays(1),
      }),
      stage('investigate', '调查', 'Investigate', 'handle', ['dispose'], { needs: ['note'] }),
      stage('dispose', '处理', 'Dispose', 'judge', ['answer', 'investigate'], { needs: ['note', 'outcome'] }),
      stage('answer', '答复', 'Answer', 'handle', ['archive'], { needs: ['note'] }),
      stage('archive', '归档', 'Archive', 'judge', ['closed', 'investigate'], { otherThan: 'investigate' }),
      closed,
    ],
  },
  {
    kind: 'inspection',
    version: '2026-1',
    clock: workingDays(3),
    levels: [],
    outcomes: [
      { id: 'rectified', name: { zh: '已整改', en: 'Put right' }, counts: 'rectified' },
      { id: 'mistaken', name: { zh: '误记', en: 'Recorded by mistake' }, counts: 'mistaken' },
    ],
    stages: [
      stage('found', '巡查发现', 'Found', 'judge', ['rectify'], {
        needs: ['assignee'],
        clock: workingDays(1),
      }),
      stage('rectify', '整改', 'Put right', 'handle', ['check'], { needs: ['note', 'outcome'] }),
      stage('check', '复查', 'Check', 'judge', ['closed', 'rectify'], {
        otherThan: 'rectify',
        clock: workingDays(1),
      }),
      closed,
    ],
  },
  {
    kind: 'badRating',
    version: '2026-1',
    clock: workingDays(15),
    levels: [],
    outcomes: [
      { id: 'rectified', name: { zh: '已整改', en: 'Put right' }, counts: 'rectified' },
      { id: 'explained', name: { zh: '解释说明', en: 'Explained' }, counts: 'explained' },
      { id: 'mistaken', name: { zh: '认定误评', en: 'Ruled mistaken' }, counts: 'mistaken' },
    ],
    stages: [
      stage('verify', '核实', 'Verify', 'judge', ['claim'], { clock: workingDays(1) }),
      stage('claim', '认领', 'Claim', 'handle', ['callBack'], { needs: ['assignee'], clock: workingDays(1) }),
      stage('callBack', '回访', 'Call back', 'handle', ['handle'], {
        needs: ['callBack'],
        clock: workingDays(2),
      }),
      stage('handle', '整改处理', 'Handle', 'handle', ['review'], { needs: ['note', 'outcome'] }),
      stage('review', '审核', 'Review', 'judge', ['closed', 'handle'], {
        otherThan: 'handle',
        clock: workingDays(2),
      }),
      closed,
    ],
  },
]

/**
 * What stands in the way of using a flow: stages that lead nowhere known, a case that never closes, or one that
 * whoever handled it could close with nobody else looking.
 */
export function flowProblem(flow: CaseFlow): RuleProblem | undefined {
  const fault = flowFault(flow)
  if (fault === undefined) return undefined
  const name = flow.stages.find(({ id }) => id === fault.stage)?.name
  return problemOf(codes[fault.what], { kind: flow.kind, ...namedFact('stage', fault.stage, name) })
}

/** What is wrong with a flow, and at which stage. */
export interface FlowFault {
  readonly what: 'twice' | 'lost' | 'endsAtOnce' | 'stuck' | 'alone'
  readonly stage: string
}

const codes = {
  twice: 'stageTwice',
  lost: 'stageLost',
  endsAtOnce: 'flowEndsAtOnce',
  stuck: 'stageStuck',
  alone: 'stageAlone',
} as const satisfies Record<FlowFault['what'], RuleProblemCode>

/** The first fault of a flow; undefined for one that can be used. */
export function flowFault(flow: CaseFlow): FlowFault | undefined {
  const ids = flow.stages.map((s) => s.id)
  const twice = ids.find((id, i) => ids.indexOf(id) !== i)
  if (twice !== undefined) return { what: 'twice', stage: twice }
  const lost = flow.stages.find(({ next, otherThan }) =>
    [...next, ...(otherThan === undefined ? [] : [otherThan])].some((id) => !ids.includes(id)),
  )
  if (lost !== undefined) return { what: 'lost', stage: lost.id }
  const [first] = flow.stages
  if (first?.next.length === 0) return { what: 'endsAtOnce', stage: first.id }
  // Walked backwards from the ends: every stage must have a way out.
  let reach = new Set(flow.stages.filter((s) => s.next.length === 0).map((s) => s.id))
  for (let grown = true; grown;) {
    const more = flow.stages.filter((s) => !reach.has(s.id) && s.next.some((id) => reach.has(id)))
    grown = more.length > 0
    reach = new Set([...reach, ...more.map((s) => s.id)])
  }
  const stuck = ids.find((id) => !reach.has(id))
  if (stuck !== undefined) return { what: 'stuck', stage: stuck }
  const alone = endsUnchecked(flow)
  return alone === undefined ? undefined : { what: 'alone', stage: alone }
}

/** Stages no way leads to from the first. */
export function unreached({ stages }: CaseFlow): readonly CaseStage[] {
  const seen = new Set(stages.slice(0, 1).map((s) => s.id))
  for (const id of seen) for (const next of stages.find((s) => s.id === id)?.next ?? []) seen.add(next)
  return stages.filter((s) => !seen.has(s.id))
}

/** A stage of handling from where a way leads to an end past every second person. */
function endsUnchecked({ stages }: CaseFlow): string | undefined {
  const handled = new Set(stages.filter((s) => s.duty === 'handle').map((s) => s.id))
  const isChecked = (s: CaseStage): boolean => s.otherThan !== undefined && handled.has(s.otherThan)
  let free = new Set(stages.filter((s) => s.next.length === 0).map((s) => s.id))
  for (let grown = true; grown;) {
    const more = stages.filter((s) => !free.has(s.id) && !isChecked(s) && s.next.some((id) => free.has(id)))
    grown = more.length > 0
    free = new Set([...free, ...more.map((s) => s.id)])
  }
  return [...handled].find((id) => free.has(id))
}
