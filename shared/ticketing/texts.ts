/**
 * The words on a ticket in the five languages. The type makes a missing one a compile error;
 * `shared/locale/review.ts` says which languages no native reader has looked at yet.
 */
import type { Locale } from '../catalogue/catalogue.ts'

export interface TicketTexts {
  readonly yourNumber: string
  readonly copy: string
  readonly offline: string
  readonly whereToWait: string
  /** `{list}` is the counters' labels. */
  readonly counters: string
  readonly ahead: string
  /** Unit after one, and after any other number of people; empty where the label says enough. */
  readonly person: { readonly one: string; readonly other: string }
  readonly wait: string
  readonly minutes: string
  /** Before a band that is only a guess. */
  readonly about: string
  readonly services: string
  readonly bring: string
  readonly scan: string
  readonly taken: string
  /** Said at the foot of every ticket. */
  readonly listen: string
  readonly listSeparator: string
}

export const ticketTexts: Readonly<Record<Locale, TicketTexts>> = {
  zh: {
    yourNumber: '您的号码',
    copy: '副本',
    offline: '离线取号',
    whereToWait: '等候地点',
    counters: '{list} 号窗口',
    ahead: '前面等候',
    person: { one: '人', other: '人' },
    wait: '预计等候',
    minutes: '分钟',
    about: '约',
    services: '办理事项',
    bring: '请准备',
    scan: '扫码查看排队进度',
    taken: '取号时间',
    listen: '请留意叫号，过号请联系工作人员',
    listSeparator: '、',
  },
  en: {
    yourNumber: 'Your number',
    copy: 'COPY',
    offline: 'Issued offline',
    whereToWait: 'Where to wait',
    counters: 'Counters {list}',
    ahead: 'People ahead',
    person: { one: '', other: '' },
    wait: 'Estimated wait',
    minutes: 'min',
    about: 'about',
    services: 'You came for',
    bring: 'Please have ready',
    scan: 'Scan to follow your place in line',
    taken: 'Taken at',
    listen: 'Please listen for your number. If you miss it, ask our staff.',
    listSeparator: ', ',
  },
  ug: {
    yourNumber: 'نومۇرىڭىز',
    copy: 'كۆچۈرۈلگەن نۇسخا',
    offline: 'تورسىز نومۇر',
    whereToWait: 'ساقلاش ئورنى',
    counters: 'كۆزنەك {list}',
    ahead: 'ئالدىڭىزدا',
    person: { one: 'ئادەم', other: 'ئادەم' },
    wait: 'ساقلاش ۋاقتى',
    minutes: 'مىنۇت',
    about: 'تەخمىنەن',
    services: 'بېجىرىدىغان ئىشلار',
    bring: 'تەييارلايدىغان ماتېرىياللار',
    scan: 'كودنى سىكانىرلاپ ئۆچىرەت ئەھۋالىنى كۆرۈڭ',
    taken: 'نومۇر ئالغان ۋاقىت',
    listen: 'نومۇر چاقىرىلىشىغا دىققەت قىلىڭ، ئۆتۈپ كەتسە خىزمەتچىدىن سوراڭ',
    listSeparator: '، ',
  },
  kk: {
    yourNumber: 'ٴنومىرىڭىز',
    copy: 'كوشىرمە',
    offline: 'جەلىسىز ٴنومىر',
    whereToWait: 'كۇتۋ ورنى',
    counters: 'تەرەزە {list}',
    ahead: 'الدىڭىزدا',
    person: { one: 'ادام', other: 'ادام' },
    wait: 'كۇتۋ ۋاقىتى',
    minutes: 'مينۋت',
    about: 'شامامەن',
    services: 'اتقارىلاتىن ىستەر',
    bring: 'دايىندايتىن ماتەريالدار',
    scan: 'كودتى سكانەرلەپ، كەزەكتى كورىڭىز',
    taken: 'ٴنومىر العان ۋاقىت',
    listen: 'ٴنومىردىڭ شاقىرىلۋىنا نازار اۋدارىڭىز، ٴوتىپ كەتسە قىزمەتكەردەن سۇراڭىز',
    listSeparator: '، ',
  },
  mn: {
    yourNumber: 'ᠲᠠᠨ\u202fᠤ ᠳᠤᠭᠠᠷ',
    copy: 'ᠬᠠᠭᠤᠯᠪᠤᠷᠢ',
    offline: 'ᠰᠦᠯᠵᠢᠶ\u180eᠡ ᠦᠭᠡᠢ ᠳᠤᠭᠠᠷ',
    whereToWait: 'ᠬᠦᠯᠢᠶᠡᠬᠦ ᠭᠠᠵᠠᠷ',
    counters: 'ᠴᠣᠩᠬᠣ {list}',
    ahead: 'ᠲᠠᠨ\u202fᠤ ᠡᠮᠦᠨ\u180eᠡ',
    person: { one: 'ᠬᠦᠮᠦᠨ', other: 'ᠬᠦᠮᠦᠨ' },
    wait: 'ᠬᠦᠯᠢᠶᠡᠬᠦ ᠬᠤᠭᠤᠴᠠᠭ\u180eᠠ',
    minutes: 'ᠮᠢᠨᠦ᠋ᠲ',
    about: 'ᠣᠢᠷᠠᠯᠴᠠᠭ\u180eᠠ',
    services: 'ᠰᠢᠢᠳᠪᠦᠷᠢᠯᠡᠬᠦ ᠬᠡᠷᠡᠭ',
    bring: 'ᠪᠡᠯᠡᠳᠬᠡᠬᠦ ᠮᠠᠲ᠋ᠧᠷᠢᠶᠠᠯ',
    scan: 'ᠺᠣᠳ᠋ ᠤᠩᠰᠢᠭᠤᠯᠵᠤ ᠳᠠᠷᠠᠭᠠᠯᠠᠯ ᠢᠶᠠᠨ ᠦᠵᠡᠭᠡᠷᠡᠢ',
    taken: 'ᠳᠤᠭᠠᠷ ᠠᠪᠤᠭᠰᠠᠨ ᠴᠠᠭ',
    listen: 'ᠳᠤᠭᠠᠷ ᠳᠤᠭᠤᠳᠠᠬᠤ ᠶᠢ ᠠᠩᠬᠠᠷᠤᠭᠠᠷᠠᠢ',
    listSeparator: '᠂ ',
  },
}
