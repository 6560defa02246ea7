/**
 * Goal: whatever is wrong with rules of conduct is said in the reader's language, and to programs in a line with a code.
 * Method: rules broken in each way there is; what comes of it is worded.
 */
import { describe, expect, it } from 'vitest'
import { configureConduct, testPack, testRules } from '#test/fixtures/conduct.ts'
import { cmd, openHall } from '#test/fixtures/hall.ts'
import { rulesProblem } from '../conduct/conductRules.ts'
import type { ConductRules } from '../conduct/conductRules.ts'
import { problemOf, ruleProblemLine } from '../conduct/ruleProblem.ts'
import type { RuleProblem, RuleProblemCode } from '../conduct/ruleProblem.ts'
import type { CaseStage } from '../conduct/flows.ts'
import { defaultFlows } from '../conduct/flows.ts'
import type { RulePack } from '../conduct/rulePacks.ts'
import { plainWeek } from '../conduct/workingDays.ts'
import type { HolidayCalendar } from '../conduct/workingDays.ts'
import { ruleProblemText, staffRefusalText } from './ruleProblems.ts'

const broken = (change: Partial<ConductRules>): RuleProblem | undefined =>
  rulesProblem({ ...testRules, ...change })
const calendar = (change: Partial<HolidayCalendar>): RuleProblem | undefined =>
  broken({ calendar: { ...plainWeek, name: '2026', ...change } })
const pack = (change: Partial<RulePack>): RuleProblem | undefined =>
  broken({ packs: [{ ...testPack, ...change }] })
const found = defaultFlows.find((flow) => flow.kind === 'inspection') ?? expect.fail('no such flow')
const stages = (change: (stages: readonly CaseStage[]) => readonly CaseStage[]): RuleProblem | undefined =>
  broken({ flows: [{ ...found, stages: [...change(found.stages)] }] })
const [shift] = testPack.shifts
const [part] = shift?.parts ?? []
const [tier] = testPack.late
if (shift === undefined || part === undefined || tier === undefined) throw new Error('the test pack is empty')
const parts = (...of: readonly (typeof part)[]): RuleProblem | undefined =>
  pack({ shifts: [{ ...shift, parts: [...of] }, ...testPack.shifts.slice(1)] })

/** All that can be told of rules by themselves, and of files. */
const problems: Readonly<
  Record<Exclude<RuleProblemCode, 'flowHolds' | 'caseNowhere' | 'dayRejudged'>, RuleProblem | undefined>
> = {
  holidayEndsFirst: calendar({ holidays: [{ name: '元旦', from: '2026-01-03', until: '2026-01-01' }] }),
  dayFreeAndWorked: calendar({
    holidays: [{ name: '元旦', from: '2026-01-01', until: '2026-01-04' }],
    workingDays: ['2026-01-03'],
  }),
  workedDayTwice: calendar({ workingDays: ['2026-01-10', '2026-01-10'] }),
  stageTwice: stages((all) => [...all, ...all.slice(0, 1)]),
  stageLost: stages((all) => all.map((s, i) => (i === 0 ? { ...s, next: ['nowhere'] } : s))),
  flowEndsAtOnce: stages((all) => all.map((s, i) => (i === 0 ? { ...s, next: [] } : s))),
  stageStuck: stages((all) => all.map((s) => ({ ...s, next: all.slice(0, 1).map(({ id }) => id) }))),
  stageAlone: stages((all) => all.map(({ otherThan: _other, ...s }) => s)),
  flowTwice: broken({ flows: [found, found] }),
  shiftMissing: pack({ defaultShift: 'dawn' }),
  shiftTwice: pack({ shifts: [shift, shift] }),
  partsOutOfOrder: parts(part, part),
  punchOutside: parts({
    ...part,
    punches: [{ direction: 'in', from: '09:00', due: '08:00', until: '10:00' }],
  }),
  tiersFall: pack({ late: [tier, tier] }),
  ladderOpen: pack({ leave: { ...testPack.leave, ladder: [{ upToDays: 1, approvals: ['supervisor'] }] } }),
  packTwice: broken({ packs: [testPack, testPack] }),
  packMissing: broken({ packs: [] }),
  packTooEarly: pack({ since: '2027-01-01' }),
  fileTooLarge: problemOf('fileTooLarge', { bytes: '10' }),
  fileUnreadable: problemOf('fileUnreadable', { why: 'Unexpected end of JSON input' }),
  fileShape: problemOf('fileShape', { why: 'Invalid input', where: 'holidays.2.from' }),
}

describe('what is wrong with rules', () => {
  it.each(Object.entries(problems))('is worded: %s', (code, problem) => {
    if (problem === undefined) return expect.fail('nothing was found')
    expect(problem.code).toBe(code)
    const said = [ruleProblemText(problem, 'zh'), ruleProblemText(problem, 'en'), ruleProblemLine(problem)]
    for (const one of said) expect(one).not.toMatch(/[{}]|undefined|“”|^$/)
    expect(said[0]).toMatch(/[一-鿿]/)
    // Programs have no names in it that only this hall gave.
    expect(said[2]).not.toContain(code)
  })

  it('names stages and kinds as the hall does', () => {
    const { stageLost, dayFreeAndWorked } = problems
    if (stageLost === undefined || dayFreeAndWorked === undefined) return expect.fail('nothing was found')
    expect(ruleProblemText(stageLost, 'zh')).toBe('巡查流程 · 环节“巡查发现”转往的环节不存在')
    expect(ruleProblemLine(stageLost)).toBe('inspection: stage found names a stage that is not there')
    expect(ruleProblemText(dayFreeAndWorked, 'zh')).toBe('日历“2026”：2026-01-03 既放假又调休上班')
  })

  it('is said with the refusal where only the hall can tell, with a code for programs', () => {
    const hall = openHall()
      .given('admin', configureConduct)
      .given('boss', { type: 'openCase', kind: 'inspection', text: '纸箱', item: '通道', about: {} })
    const flows = [
      { ...found, stages: found.stages.map((s) => (s.id === 'found' ? { ...s, id: 'seen' } : s)) },
    ]
    const refusing = (rules: ConductRules) => hall.when({ type: 'configureConduct', rules }, 'admin').refusal
    const lost = refusing({ ...testRules, flows })
    expect(lost.facts).toMatchObject({ problemCode: 'caseNowhere', stage: 'found', kind: 'inspection' })
    expect(staffRefusalText(lost, 'zh')).toMatch(
      /^规则有误，没有保存。 巡查 \S+ 还停在环节“巡查发现”，这个环节不能去掉$/,
    )
    hall.at('09:00', '2026-03-03').given('system', cmd.rollOver)
    const judged = refusing({ ...testRules, packs: [{ ...testPack, graceMin: 120 }] })
    expect(staffRefusalText(judged, 'zh')).toContain('2026-01-01 已按原来的考勤规则认定')
    expect(judged.facts['problem']).toBe('2026-01-01 would be judged by other rules')
    const held = refusing({ ...testRules, flows: [{ ...found, version: 'x', from: '2026-03-01' }] })
    expect(staffRefusalText(held, 'en')).toContain('version x has held already')
  })
})
