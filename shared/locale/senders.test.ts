/** Goal: whoever sent something has a name. Method: one of each kind of sender. */
import { expect, it } from 'vitest'
import { senderText } from './senders.ts'

const person = (id: string): string | undefined => (id === 'staff-1' ? '1001 张三' : undefined)

it.each([
  ['staff:staff-1', '1001 张三', '1001 张三'],
  ['staff:staff-gone', 'staff-gone', 'staff-gone'],
  ['station:kiosk-1', '设备 kiosk-1', 'station kiosk-1'],
  ['program:预约:网站', '外部系统 预约:网站', 'another system 预约:网站'],
  ['visitor:visit-1', '办事群众', 'a visitor'],
  ['system', '系统', 'the system'],
  ['nobody', '未登录', 'nobody signed in'],
  ['constructor', 'constructor', 'constructor'],
])('names %s', (sender, zh, en) => {
  expect(senderText(sender, 'zh', person)).toBe(zh)
  expect(senderText(sender, 'en', person)).toBe(en)
})
