/** Every word of the visitor's own page on a phone. A language that lacks one does not compile. */
import type { Locale } from '../catalogue/catalogue.ts'

export interface VisitorTexts {
  readonly yourNumber: string
  readonly next: string
  readonly ahead: (n: number) => string
  readonly waitAbout: (band: string) => string
  readonly called: (counter: string) => string
  readonly serving: (counter: string) => string
  readonly parked: string
  readonly finished: string
  readonly noShow: string
  readonly cancelled: string
  readonly expired: string
  readonly where: string
  readonly services: string
  readonly done: string
  readonly cancel: string
  readonly cancelSure: string
  readonly keep: string
  readonly offline: string
  readonly unknown: string
  readonly unknownHow: string
  readonly refreshes: string
}

/** ug, kk and mn are not reviewed by native readers yet (see review.ts). */
export const visitorTexts: Readonly<Record<Locale, VisitorTexts>> = {
  zh: {
    yourNumber: '您的号码',
    next: '您是下一位',
    ahead: (n) => `您前面还有 ${n} 人`,
    waitAbout: (band) => `预计等候 ${band}`,
    called: (counter) => `请到 ${counter} 号窗口`,
    serving: (counter) => `正在 ${counter} 号窗口办理`,
    parked: '窗口已为您保留，备齐后请直接回到窗口',
    finished: '已办结，谢谢',
    noShow: '已过号，请到导办台重新排队',
    cancelled: '这个号码已取消',
    expired: '这个号码已过期',
    where: '请在这里等候',
    services: '办理事项',
    done: '已办',
    cancel: '取消排队',
    cancelSure: '确定取消吗？取消后要重新取号。',
    keep: '继续排队',
    offline: '暂时连不上大厅，显示的是刚才的情况。请留意大厅屏幕。',
    unknown: '没有找到这个号码',
    unknownHow: '号码只在当天有效。请查看纸票，或到导办台询问。',
    refreshes: '本页会自动更新',
  },
  en: {
    yourNumber: 'Your number',
    next: 'You are next',
    ahead: (n) => (n === 1 ? '1 person before you' : `${n} people before you`),
    waitAbout: (band) => `About ${band} to wait`,
    called: (counter) => `Please go to counter ${counter}`,
    serving: (counter) => `Being served at counter ${counter}`,
    parked: 'Your place is kept. Come straight back to the counter when you are ready.',
    finished: 'All done. Thank you.',
    noShow: 'Your number was called and has passed. Please ask at the guide desk.',
    cancelled: 'This number was given back',
    expired: 'This number is no longer valid',
    where: 'Please wait here',
    services: 'What you came for',
    done: 'done',
    cancel: 'Give the number back',
    cancelSure: 'Give it back? You would have to take a new one.',
    keep: 'Keep my place',
    offline: 'The hall cannot be reached just now; this is how it was. Please watch the hall’s screens.',
    unknown: 'This number was not found',
    unknownHow: 'Numbers are good for one day. Look at your ticket, or ask at the guide desk.',
    refreshes: 'This page updates itself',
  },
  ug: {
    yourNumber: 'نومۇرىڭىز',
    next: 'كېيىنكىسى سىز',
    ahead: (n) => `ئالدىڭىزدا ${n} ئادەم بار`,
    waitAbout: (band) => `تەخمىنەن ${band} ساقلايسىز`,
    called: (counter) => `${counter}-كۆزنەككە كېلىڭ`,
    serving: (counter) => `${counter}-كۆزنەكتە بېجىرىلىۋاتىدۇ`,
    parked: 'ئورنىڭىز ساقلاپ قويۇلدى، تەييار بولغاندا ئۇدۇل كۆزنەككە قايتىپ كېلىڭ',
    finished: 'بېجىرىلىپ بولدى، رەھمەت',
    noShow: 'نومۇرىڭىز ئۆتۈپ كەتتى، يېتەكلەش ئۈستىلىگە بېرىڭ',
    cancelled: 'بۇ نومۇر ئەمەلدىن قالدۇرۇلدى',
    expired: 'بۇ نومۇرنىڭ ۋاقتى ئۆتتى',
    where: 'بۇ يەردە ساقلاڭ',
    services: 'بېجىرىدىغان ئىشلار',
    done: 'بولدى',
    cancel: 'نومۇرنى قايتۇرۇش',
    cancelSure: 'راستلا قايتۇرامسىز؟ كېيىن يېڭىدىن نومۇر ئېلىشىڭىز كېرەك.',
    keep: 'داۋاملىق ساقلايمەن',
    offline: 'ھازىر زالغا ئۇلانغىلى بولمىدى، بۇ بايىقى ئەھۋال. زالنىڭ ئېكرانىغا قاراڭ.',
    unknown: 'بۇ نومۇر تېپىلمىدى',
    unknownHow: 'نومۇر پەقەت شۇ كۈنى كۈچكە ئىگە. بېلەتىڭىزگە قاراڭ ياكى يېتەكلەش ئۈستىلىدىن سوراڭ.',
    refreshes: 'بۇ بەت ئۆزلۈكىدىن يېڭىلىنىدۇ',
  },
  kk: {
    yourNumber: 'ٴنومىرىڭىز',
    next: 'كەلەسى كەزەك سىزدىكى',
    ahead: (n) => `الدىڭىزدا ${n} ادام بار`,
    waitAbout: (band) => `شامامەن ${band} كۇتەسىز`,
    called: (counter) => `${counter}-تەرەزەگە كەلىڭىز`,
    serving: (counter) => `${counter}-تەرەزەدە ورىندالىپ جاتىر`,
    parked: 'ورنىڭىز ساقتالدى، دايىن بولعاندا تۋرا تەرەزەگە ورالىڭىز',
    finished: 'ورىندالدى، راحمەت',
    noShow: 'ٴنومىرىڭىز ٴوتىپ كەتتى، جول كورسەتۋ ورنىنا بارىڭىز',
    cancelled: 'بۇل ٴنومىر كۇشىنەن قالدى',
    expired: 'بۇل ٴنومىردىڭ ۋاقىتى ٴوتتى',
    where: 'وسى جەردە كۇتىڭىز',
    services: 'ورىندايتىن ىستەر',
    done: 'بولدى',
    cancel: 'ٴنومىردى قايتارۋ',
    cancelSure: 'شىنىمەن قايتاراسىز با؟ كەيىن قايتادان ٴنومىر الۋىڭىز كەرەك.',
    keep: 'كۇتە بەرەمىن',
    offline: 'قازىر زالعا جالعانۋ مۇمكىن بولمادى، بۇل جاڭاعى جاعداي. زال ەكرانىنا قاراڭىز.',
    unknown: 'بۇل ٴنومىر تابىلمادى',
    unknownHow: 'ٴنومىر تەك سول كۇنى جارامدى. بىلەتىڭىزگە قاراڭىز نەمەسە جول كورسەتۋ ورنىنان سۇراڭىز.',
    refreshes: 'بۇل بەت ٴوزدىگىنەن جاڭارادى',
  },
  mn: {
    yourNumber: 'ᠲᠠᠨ\u202fᠤ ᠳᠤᠭᠠᠷ',
    next: 'ᠳᠠᠷᠠᠭᠠᠴᠢ ᠨᠢ ᠲᠠ',
    ahead: (n) => `ᠲᠠᠨ\u202fᠤ ᠡᠮᠦᠨ\u180eᠡ ${n} ᠬᠦᠮᠦᠨ ᠪᠠᠢᠨ\u180eᠠ`,
    waitAbout: (band) => `ᠣᠢᠷᠠᠯᠴᠠᠭ\u180eᠠ ${band} ᠬᠦᠯᠢᠶᠡᠨ\u180eᠡ`,
    called: (counter) => `${counter} ᠳᠤᠭᠠᠷ ᠴᠣᠩᠬᠣᠨ\u202fᠳᠤ ᠢᠷᠡᠭᠡᠷᠡᠢ`,
    serving: (counter) => `${counter} ᠳᠤᠭᠠᠷ ᠴᠣᠩᠬᠣᠨ\u202fᠳᠤ ᠭᠦᠢᠴᠡᠳᠭᠡᠵᠦ ᠪᠠᠢᠨ\u180eᠠ`,
    parked: 'ᠲᠠᠨ\u202fᠤ ᠣᠷᠣᠨ\u202fᠢ ᠬᠠᠳᠠᠭᠠᠯᠠᠵᠠᠢ᠂ ᠪᠡᠯᠡᠳᠬᠡᠭᠡᠳ ᠴᠣᠩᠬᠣᠨ\u202fᠳᠤ ᠪᠤᠴᠠᠵᠤ ᠢᠷᠡᠭᠡᠷᠡᠢ',
    finished: 'ᠳᠠᠭᠤᠰᠪᠠ᠂ ᠪᠠᠶᠠᠷᠯᠠᠯ\u180eᠠ',
    noShow: 'ᠳᠤᠭᠠᠷ ᠥᠩᠭᠡᠷᠡᠪᠡ᠂ ᠤᠳᠤᠷᠢᠳᠬᠤ ᠰᠢᠷᠡᠭᠡᠨ\u202fᠳᠦ ᠣᠴᠢᠭᠠᠷᠠᠢ',
    cancelled: 'ᠡᠨᠡ ᠳᠤᠭᠠᠷ\u202fᠢ ᠬᠦᠴᠦᠨ ᠦᠭᠡᠢ ᠪᠣᠯᠭᠠᠪᠠ',
    expired: 'ᠡᠨᠡ ᠳᠤᠭᠠᠷ\u202fᠤᠨ ᠴᠠᠭ ᠥᠩᠭᠡᠷᠡᠪᠡ',
    where: 'ᠡᠨᠳᠡ ᠬᠦᠯᠢᠶᠡᠭᠡᠷᠡᠢ',
    services: 'ᠭᠦᠢᠴᠡᠳᠭᠡᠬᠦ ᠬᠡᠷᠡᠭ',
    done: 'ᠪᠣᠯᠪᠠ',
    cancel: 'ᠳᠤᠭᠠᠷ\u202fᠢᠶᠠᠨ ᠪᠤᠴᠠᠭᠠᠬᠤ',
    cancelSure: 'ᠦᠨᠡᠬᠡᠷ ᠪᠤᠴᠠᠭᠠᠬᠤ ᠤᠤ? ᠳᠠᠬᠢᠨ ᠳᠤᠭᠠᠷ ᠠᠪᠬᠤ ᠬᠡᠷᠡᠭᠲᠡᠢ ᠪᠣᠯᠣᠨ\u180eᠠ᠃',
    keep: 'ᠦᠷᠭᠦᠯᠵᠢᠯᠡᠨ ᠬᠦᠯᠢᠶᠡᠬᠦ',
    offline: 'ᠣᠳᠣ ᠲᠠᠨᠬᠢᠮ\u202fᠲᠠᠢ ᠬᠣᠯᠪᠣᠭᠳᠠᠬᠤ ᠦᠭᠡᠢ᠂ ᠲᠠᠨᠬᠢᠮ\u202fᠤᠨ ᠳᠡᠯᠭᠡᠴᠡ\u202fᠶᠢ ᠦᠵᠡᠭᠡᠷᠡᠢ᠃',
    unknown: 'ᠡᠨᠡ ᠳᠤᠭᠠᠷ ᠣᠯᠳᠠᠭᠰᠠᠨ ᠦᠭᠡᠢ',
    unknownHow: 'ᠳᠤᠭᠠᠷ ᠨᠢ ᠲᠤᠬᠠᠢ ᠡᠳᠦᠷ\u202fᠲᠦ ᠯᠡ ᠬᠦᠴᠦᠨ ᠲᠡᠢ᠃',
    refreshes: 'ᠡᠨᠡ ᠨᠢᠭᠤᠷ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠰᠢᠨᠡᠴᠢᠯᠡᠭᠳᠡᠨ\u180eᠡ',
  },
}
