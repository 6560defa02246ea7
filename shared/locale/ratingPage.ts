/** The words of the page of ratings around its report. Staff read Chinese or English. */
import type { ChannelList, CodeOrder } from '../conduct/ratingCodes.ts'
import type { CodedFormat } from '../reporting/codedRatings.ts'

interface RatingPageTexts {
  readonly coded: string
  readonly codedLead: string
  readonly order: string
  readonly orders: Readonly<Record<CodeOrder, string>>
  readonly channels: string
  readonly channelLists: Readonly<Record<ChannelList, string>>
  readonly withText: string
  readonly formats: Readonly<Record<CodedFormat, string>>
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
  },
}
