/** What is wrong with rules of ratings, cases and attendance, in the words of whoever sets them. Staff read Chinese or English. */
import { ruleProblem } from '../conduct/ruleProblem.ts'
import type { RuleProblem, RuleProblemCode } from '../conduct/ruleProblem.ts'
import { caseKind } from '../conduct/flows.ts'
import type { FlowFault } from '../conduct/flows.ts'
import type { Refusal } from '../hall/refusals.ts'
import { casePageTexts } from './casePage.ts'
import { caseRuleTexts } from './caseRules.ts'
import { refusalText } from './refusals.ts'
import { withFacts } from './setUp.ts'
import type { StaffWords } from './setUp.ts'

const w = (zh: string, en: string): StaffWords => ({ zh, en })

/** Faults of a flow have their sentences on the page of rules already. */
const stageFaults = {
  stageTwice: 'twice',
  stageLost: 'lost',
  flowEndsAtOnce: 'endsAtOnce',
  stageStuck: 'stuck',
  stageAlone: 'alone',
} as const satisfies Partial<Record<RuleProblemCode, FlowFault['what']>>

const words: Readonly<Record<Exclude<RuleProblemCode, keyof typeof stageFaults>, StaffWords>> = {
  holidayEndsFirst: w(
    '日历“{calendar}”：“{holiday}”的末日早于首日',
    'Calendar “{calendar}”: “{holiday}” ends before it begins',
  ),
  dayFreeAndWorked: w(
    '日历“{calendar}”：{day} 既放假又调休上班',
    'Calendar “{calendar}”: {day} is both a holiday and worked',
  ),
  workedDayTwice: w(
    '日历“{calendar}”：调休上班 {day} 写了两次',
    'Calendar “{calendar}”: {day} is worked twice over',
  ),
  flowTwice: w('{kind}流程同一天有两个版本', '{kind}: two versions for the same day'),
  flowHolds: w(
    '{kind}流程的版本 {version} 已经执行，不能再改或去掉',
    '{kind}: version {version} has held already; it can neither be changed nor taken out',
  ),
  caseNowhere: w(
    '{kind} {no} 还停在环节“{stage}”，这个环节不能去掉',
    '{kind} {no} stands at “{stage}”: that stage cannot be taken out',
  ),
  shiftMissing: w('考勤规则“{pack}”：没有班次 {shift}', 'Rules “{pack}”: there is no shift {shift}'),
  shiftTwice: w('考勤规则“{pack}”：有班次写了两次', 'Rules “{pack}”: a shift is there twice'),
  partsOutOfOrder: w(
    '考勤规则“{pack}”：班次“{shift}”的时段前后颠倒或重叠',
    'Rules “{pack}”: the parts of shift “{shift}” overlap or are out of order',
  ),
  punchOutside: w(
    '考勤规则“{pack}”：班次“{shift}”的应打卡时刻不在可打卡时间内',
    'Rules “{pack}”: a punch of shift “{shift}” is due outside the time it may be made in',
  ),
  tiersFall: w(
    '考勤规则“{pack}”：迟到、早退或离岗的分档要从少到多',
    'Rules “{pack}”: the steps for lateness, leaving early or being away must rise',
  ),
  ladderOpen: w(
    '考勤规则“{pack}”：请假审批的天数要从少到多，最后一档不限天数',
    'Rules “{pack}”: the days of the approval ladder must rise, and its last step must have no bound',
  ),
  packTwice: w('考勤规则“{pack}”写了两次', 'Rules “{pack}” are there twice'),
  packMissing: w('没有考勤规则“{pack}”', 'There are no rules “{pack}”'),
  packTooEarly: w(
    '考勤规则“{pack}”最早从 {since} 起执行',
    'Rules “{pack}” hold from {since} at the earliest',
  ),
  dayRejudged: w(
    '{day} 已按原来的考勤规则认定，不能改用别的规则',
    '{day} was judged by other rules already and keeps them',
  ),
  fileTooLarge: w('文件太大，最多 {bytes} 字节', 'The file is too large: {bytes} bytes at most'),
  fileUnreadable: w('文件不是完整的 JSON，读不出来', 'The file is no whole JSON and cannot be read'),
  fileShape: w('“{where}”写得不对或缺少', '“{where}” is missing or not what it should be'),
}

const isStageFault = (code: RuleProblemCode): code is keyof typeof stageFaults =>
  Object.hasOwn(stageFaults, code)

/** The problem in one sentence without its full stop; kinds of cases and what the hall named by their names. */
export function ruleProblemText({ code, facts }: RuleProblem, locale: 'zh' | 'en'): string {
  const own = locale === 'zh' ? 'Zh' : 'En'
  const named = Object.fromEntries(Object.keys(facts).map((fact) => [fact, facts[fact + own] ?? facts[fact]]))
  const kind = caseKind.safeParse(facts['kind'])
  const kindName = kind.success ? casePageTexts[locale].kinds[kind.data] : ''
  if (isStageFault(code)) {
    const { flow, faults } = caseRuleTexts[locale]
    return `${flow(kindName)} · ${faults[stageFaults[code]](named['stage'] ?? '')}`
  }
  return withFacts(words[code][locale], { ...named, kind: kindName })
}

/** A refusal as staff read it: where rules were refused, also what is wrong with them. */
export function staffRefusalText(refusal: Refusal, locale: 'zh' | 'en'): string {
  const { problemCode, problem: _line, ...facts } = refusal.facts
  const problem = ruleProblem.safeParse({ code: problemCode, facts })
  return [
    ...refusalText(refusal, locale),
    ...(refusal.code === 'conductInvalid' && problem.success ? [ruleProblemText(problem.data, locale)] : []),
  ].join(' ')
}
