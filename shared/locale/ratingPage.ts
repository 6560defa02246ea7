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
      '逐条评价，按接收方的代码。行政区划代码和部门信用代码在“大厅与规则”“部门”里填写；评价不记名，也不在这里公开。两种等级代码顺序相反，请按接收方要求选择；接收方没有对应代码的渠道留空。',
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
      division: '行政区划代码',
      departmentCode: '部门统一社会信用代码',
      department: '部门',
      counter: '窗口',
      teller: '窗口人员',
      caseState: '差评状态（1 待办 2 在办 3 办结）',
      assignee: '承办人',
      userKind: '用户类型（1 个人 2 法人）',
      rater: '评价人',
      anonymous: '是否匿名（1 是 0 否）',
      reviewState: '审核状态（0 未审核）',
      isPublic: '是否公开（1 是 0 否）',
    },
  },
  en: {
    coded: 'Export the ratings',
    codedLead:
      'One by one, in the receiver’s codes. The codes of the division and of departments are set in the hall’s rules and departments; no name is kept with a rating, and none is published from here. The two orders of levels are opposite: choose the one the receiver wants. A channel the receiver has no code for has none.',
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
      division: 'Division code',
      departmentCode: 'Department’s social credit code',
      department: 'Department',
      counter: 'Counter',
      teller: 'Teller',
      caseState: 'Case state (1 to do, 2 in hand, 3 done)',
      assignee: 'Assigned to',
      userKind: 'User kind (1 person, 2 legal person)',
      rater: 'Rater',
      anonymous: 'Anonymous (1 yes, 0 no)',
      reviewState: 'Review state (0 not reviewed)',
      isPublic: 'Public (1 yes, 0 no)',
    },
  },
}
