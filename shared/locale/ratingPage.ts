/** The words of the page of ratings around its report. Staff read Chinese or English. */
import type { ChannelList, CodeOrder } from '../conduct/ratingCodes.ts'
import type { CodedColumn, CodedFormat } from '../reporting/codedRatings.ts'

interface RatingPageTexts {
  readonly coded: string
  readonly codedLead: string
  readonly order: string
  readonly orders: Readonly<Record<CodeOrder, string>>
  readonly channels: string
  readonly channelLists: Readonly<Record<ChannelList, string>>
  readonly withText: string
  readonly formats: Readonly<Record<CodedFormat, string>>
  /** The columns of the file. */
  readonly columns: Readonly<Record<CodedColumn, string>>
}

export const ratingPageTexts: Readonly<Record<'zh' | 'en', RatingPageTexts>> = {
  zh: {
    coded: '导出评价明细',
    codedLead:
      '逐条评价，按接收方的代码。两种等级代码顺序相反，请按接收方要求选择；接收方没有对应代码的渠道留空。',
    order: '等级代码',
    orders: { national: 'GB/T 39046-2020', provincial: '省级接口' },
    channels: '渠道代码',
    channelLists: { a: '甲：6 电话，7 短信', b: '乙：6 短信，7 系统默认' },
    withText: '含评价文字（须写理由）',
    formats: { json: 'JSON', csv: 'CSV', xlsx: 'Excel' },
    columns: {
      caseNumber: '办件编号',
      number: '号码',
      channelCode: '渠道代码',
      channel: '渠道',
      time: '评价时间',
      ordinal: '次序',
      level: '等级',
      levelCode: '等级代码',
      reasons: '选项代码',
      text: '评价内容',
      serviceCode: '事项编码',
      service: '事项',
      department: '部门',
      counter: '窗口',
      teller: '窗口人员',
      caseState: '差评状态（1 待办 2 在办 3 办结）',
      assignee: '承办人',
      userKind: '用户类型（1 个人 2 法人）',
    },
  },
  en: {
    coded: 'Export the ratings',
    codedLead:
      'One by one, in the receiver’s codes. The two orders of levels are opposite: choose the one the receiver wants. A channel the receiver has no code for has none.',
    order: 'Level codes',
    orders: { national: 'GB/T 39046-2020', provincial: 'Provincial interface' },
    channels: 'Channel codes',
    channelLists: { a: 'A: 6 phone, 7 SMS', b: 'B: 6 SMS, 7 system default' },
    withText: 'With what people wrote (state a reason)',
    formats: { json: 'JSON', csv: 'CSV', xlsx: 'Excel' },
    columns: {
      caseNumber: 'Case number',
      number: 'Number',
      channelCode: 'Channel code',
      channel: 'Channel',
      time: 'Time',
      ordinal: 'Ordinal',
      level: 'Level',
      levelCode: 'Level code',
      reasons: 'Option codes',
      text: 'Text',
      serviceCode: 'Service code',
      service: 'Service',
      department: 'Department',
      counter: 'Counter',
      teller: 'Teller',
      caseState: 'Case state (1 to do, 2 in hand, 3 done)',
      assignee: 'Assigned to',
      userKind: 'User kind (1 person, 2 legal person)',
    },
  },
}
