/** What a manager is told of a test page asked of a kiosk's printer. Staff read Chinese or English. */
import type { TestPage } from '../protocol/messages.ts'

interface Words {
  readonly zh: string
  readonly en: string
}

export const testPageTexts = {
  heading: { zh: '测试页', en: 'Test page' },
  print: { zh: '打印测试页', en: 'Print test page' },
  waiting: { zh: '等取号机答复…', en: 'Waiting for the kiosk…' },
  silent: { zh: '取号机没有答复', en: 'The kiosk did not answer' },
  gone: { zh: '取号机不在线', en: 'The kiosk is not there' },
  noPrinter: { zh: '没有接打印机', en: 'It has no printer' },
  still: { zh: '正在发送，或连接中断', en: 'Something is being sent, or the link is down' },
} as const satisfies Readonly<Record<string, Words>>

export const testPageStates: Readonly<Record<TestPage['state'], Words>> = {
  sending: { zh: '正在打印…', en: 'Printing…' },
  printed: { zh: '已打印', en: 'Printed' },
  failed: { zh: '没有打印', en: 'Not printed' },
  uncertain: { zh: '不确定是否打印', en: 'It may be on paper' },
}

export const testPageReasons: Readonly<Record<NonNullable<TestPage['reason']>, Words>> = {
  notDrawn: {
    zh: '测试页画不出来，见该电脑的日志',
    en: 'the page could not be drawn; see that computer’s log',
  },
  paperLow: { zh: '纸快用完', en: 'the roll is nearly at its end' },
  unreachable: { zh: '连不上打印机', en: 'the printer cannot be reached' },
  silent: { zh: '打印机没有应答', en: 'the printer does not answer' },
  garbled: { zh: '打印机应答读不懂', en: 'the printer’s answer makes no sense' },
  offline: { zh: '打印机离线', en: 'the printer is offline' },
  paperOut: { zh: '缺纸', en: 'out of paper' },
  coverOpen: { zh: '盖子开着', en: 'the cover is open' },
  cutter: { zh: '切刀故障', en: 'the cutter is stuck' },
  error: { zh: '打印机报错', en: 'the printer reports an error' },
  lineBroken: { zh: '连接断了', en: 'the line broke' },
  stalled: { zh: '打印机不再收数据', en: 'the printer takes no more' },
  notConfirmed: { zh: '打印机没有确认', en: 'the printer did not confirm' },
  closed: { zh: '程序正在结束', en: 'the program is ending' },
}
