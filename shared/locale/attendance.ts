/** Attendance in words: kinds, marks of the monthly sheet, titles of its columns. Staff read Chinese or English. */
import type { FindingKind } from '../conduct/attendanceRecords.ts'
import type { ItemState, SheetDay, SheetItem } from '../conduct/attendanceSheet.ts'
import type { Presence } from '../conduct/presence.ts'
import type { LeaveKind } from '../conduct/rulePacks.ts'

interface StaffText {
  readonly zh: string
  readonly en: string
}
type StaffLocale = keyof StaffText

/** A word and the sign that stands for it in the sheet. */
interface Signed extends StaffText {
  readonly sign: StaffText
}

export const findingWords = {
  late: { zh: '迟到', en: 'late', sign: { zh: '迟', en: 'L' } },
  early: { zh: '早退', en: 'left early', sign: { zh: '退', en: 'E' } },
  missingPunch: { zh: '缺卡', en: 'punch missing', sign: { zh: '缺', en: 'M' } },
  absent: { zh: '旷工', en: 'absent', sign: { zh: '旷', en: 'A' } },
  away: { zh: '离岗', en: 'away', sign: { zh: '离', en: 'W' } },
  bothAway: { zh: 'AB 岗双空', en: 'stand-in absent', sign: { zh: '双', en: 'B' } },
} as const satisfies Readonly<Record<FindingKind, Signed>>

export const leaveWords = {
  official: { zh: '公出', en: 'official', sign: { zh: '公', en: 'Of' } },
  private: { zh: '事假', en: 'private', sign: { zh: '事', en: 'Pr' } },
  sick: { zh: '病假', en: 'sick', sign: { zh: '病', en: 'Si' } },
  outing: { zh: '外出', en: 'short outing', sign: { zh: '外', en: 'Ou' } },
  vacation: { zh: '休假', en: 'vacation', sign: { zh: '年', en: 'Va' } },
} as const satisfies Readonly<Record<LeaveKind, Signed>>

export const presenceWords = {
  here: { zh: '在岗', en: 'here' },
  away: { zh: '离岗', en: 'away' },
  left: { zh: '已签退', en: 'signed out' },
  onLeave: { zh: '请假', en: 'on leave' },
  notYet: { zh: '未到时间', en: 'not due yet' },
  missing: { zh: '未签到', en: 'not signed in' },
  off: { zh: '休息', en: 'day off' },
  none: { zh: '未参加考勤', en: 'no attendance kept' },
} as const satisfies Readonly<Record<Presence, StaffText>>

export const itemStateWords = {
  open: { zh: '待确认', en: 'to be looked at' },
  counts: { zh: '已确认', en: 'confirmed' },
  appealed: { zh: '申诉中', en: 'appealed' },
  upheld: { zh: '申诉后维持', en: 'upheld' },
  withdrawn: { zh: '不计', en: 'does not count' },
} as const satisfies Readonly<Record<ItemState, StaffText>>

/** Other signs of the sheet. */
export const sheetSigns = {
  present: { zh: '√', en: '√' },
  off: { zh: '休', en: '–' },
  extended: { zh: '延', en: '+' },
} as const satisfies Readonly<Record<string, StaffText>>

/** Titles of the monthly sheet, and what each means. */
export const sheetColumns = {
  due: { zh: '应出勤', en: 'Due', is: { zh: '班次要求的天数', en: 'Days the shifts ask for' } },
  attended: {
    zh: '出勤',
    en: 'Attended',
    is: { zh: '应出勤 − 请假 − 旷工 − 待查', en: 'Due − leave − absent − to be looked at' },
  },
  onLeave: { zh: '请假', en: 'Leave', is: { zh: '已批准的假期天数', en: 'Days of approved leave' } },
  missed: { zh: '旷工', en: 'Absent', is: { zh: '已确认的旷工天数', en: 'Days of confirmed absence' } },
  open: {
    zh: '待查',
    en: 'Open',
    is: { zh: '无打卡无请假、尚未有人确认的天数', en: 'Days without punch or leave nobody has looked at' },
  },
  late: { zh: '迟到', en: 'Late', is: { zh: '已确认次数', en: 'Times confirmed' } },
  early: { zh: '早退', en: 'Early', is: { zh: '已确认次数', en: 'Times confirmed' } },
  missingPunch: { zh: '缺卡', en: 'Missing', is: { zh: '已确认次数', en: 'Times confirmed' } },
  away: { zh: '离岗', en: 'Away', is: { zh: '由人确认的次数', en: 'Times a person confirmed' } },
  toConfirm: {
    zh: '待确认',
    en: 'To confirm',
    is: { zh: '尚无人确认的发现', en: 'Findings nobody has looked at' },
  },
  extendedH: {
    zh: '延时(小时)',
    en: 'Extended (h)',
    is: { zh: '计入的延时服务', en: 'Credited work outside the shift' },
  },
  minus: {
    zh: '扣分',
    en: 'Minus',
    is: { zh: '已确认的扣分与请假扣分', en: 'Confirmed deductions, and those of leave' },
  },
  plus: {
    zh: '加分',
    en: 'Plus',
    is: { zh: '延时服务加分，每月有上限', en: 'For extended hours, up to a month’s most' },
  },
  score: {
    zh: '得分',
    en: 'Score',
    is: { zh: '基础分 − 扣分 + 加分，不超过上限', en: 'Base − minus + plus, up to the most' },
  },
} as const satisfies Readonly<Record<string, StaffText & { readonly is: StaffText }>>
export type SheetColumn = keyof typeof sheetColumns

export const sheetWords = {
  title: { zh: '月考勤表', en: 'Monthly attendance sheet' },
  deductions: { zh: '扣分明细', en: 'Deductions' },
  person: { zh: '姓名', en: 'Name' },
  staffNo: { zh: '工号', en: 'No.' },
  day: { zh: '日期', en: 'Day' },
  what: { zh: '事由', en: 'What' },
  minutes: { zh: '分钟', en: 'Minutes' },
  points: { zh: '分值', en: 'Points' },
  rule: { zh: '规则版本', en: 'Rules' },
  state: { zh: '状态', en: 'State' },
  in: { zh: '签到', en: 'In' },
  out: { zh: '签退', en: 'Out' },
  days: { zh: '逐日', en: 'Days' },
  marks: { zh: '标记', en: 'Marks' },
  legend: { zh: '图例', en: 'Signs' },
  total: { zh: '合计', en: 'Total' },
  open: { zh: '“?” 为尚未有人确认', en: '“?”: nobody has looked at it yet' },
} as const satisfies Readonly<Record<string, StaffText>>

/** What a day says in one cell of the sheet: `√`, `迟 缺?`, `病`, `休`; nothing where nothing was asked of the person. */
export function dayMarks(
  { state, leaves, items, attended, extendedMin }: SheetDay,
  locale: StaffLocale,
): string {
  if (state === 'before') return ''
  const found = items.filter((i) => i.state !== 'withdrawn').map((i) => itemSign(i, locale))
  const signs = [
    ...leaves.map((l) => leaveWords[l.kind].sign[locale]),
    ...(attended > 0 && found.length === 0 ? [sheetSigns.present[locale]] : found),
    ...(extendedMin > 0 ? [sheetSigns.extended[locale]] : []),
  ]
  return signs.length === 0 && state === 'off' ? sheetSigns.off[locale] : signs.join(' ')
}

function itemSign({ finding, state }: SheetItem, locale: StaffLocale): string {
  return `${findingWords[finding.kind].sign[locale]}${state === 'open' ? '?' : ''}`
}

/** Every sign with its word. */
export function legendOf(locale: StaffLocale): readonly string[] {
  const of = (words: Signed): string => `${words.sign[locale]} ${words[locale]}`
  return [
    ...Object.values(findingWords).map(of),
    ...Object.values(leaveWords).map(of),
    `${sheetSigns.present[locale]} ${sheetColumns.attended[locale]}`,
    `${sheetSigns.off[locale]} ${presenceWords.off[locale]}`,
    `${sheetSigns.extended[locale]} ${sheetColumns.extendedH[locale]}`,
    sheetWords.open[locale],
  ]
}
