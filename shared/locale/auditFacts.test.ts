/** Goal: what stands in the audit log is read in the language of the page, values as well as names. Method: facts as the hub notes them. */
import { expect, test } from 'vitest'
import { auditFactText } from './auditFacts.ts'

test.each([
  ['what', 'forceClaim', '内容 强制释放留号', 'what force a claim'],
  ['what', 'setUpHall', '内容 大厅设置', 'what set the hall up'],
  ['what', 'attendance 2026-03', '内容 考勤 2026-03', 'what attendance 2026-03'],
  ['parts', 'queues staff', '部分 排队业务、人员', 'parts queues, staff'],
  ['mode', 'kiosk', '类型 取号机', 'mode kiosk'],
  ['how', 'withdrawn', '处理 不计', 'how withdrawn'],
  ['approve', true, '批准 是', 'approved yes'],
  ['finding', 'late', '认定 迟到', 'finding late'],
  ['rows', 12, '行数 12', 'rows 12'],
  ['of', 's1', '对象 1001 张一', 'of 1001 张一'],
  // A word that is none of ours, a name every object has among them, stays as it is.
  ['what', 'constructor', '内容 constructor', 'what constructor'],
  ['reason', 'kiosk', '理由 kiosk', 'reason kiosk'],
])('%s %s', (name, value, zh, en) => {
  const person = (id: string): string | undefined => (id === 's1' ? '1001 张一' : undefined)
  expect([auditFactText(name, value, 'zh', person), auditFactText(name, value, 'en', person)]).toEqual([
    zh,
    en,
  ])
})
