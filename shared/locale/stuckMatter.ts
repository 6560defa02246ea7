/** The words of 办不成事: said to staff at the counter and the guide's desk, and to visitors on their own page. */
import type { Locale } from '../catalogue/catalogue.ts'

export interface CaseWords {
  readonly raise: string
  readonly lead: string
  readonly what: string
  readonly whatHint: string
  readonly name: string
  readonly phone: string
  readonly submit: string
  readonly skip: string
  readonly done: string
  readonly failed: string
  /** What a refused acceptance begins the report with. */
  readonly declined: (service: string) => string
}

/** ug, kk and mn are not reviewed by native readers yet (see review.ts). */
export const stuckMatterTexts: Readonly<Record<Locale, CaseWords>> = {
  zh: {
    raise: '办不成事',
    lead: '有专人跟进并答复，不影响当前排队。',
    what: '什么事没有办成',
    whatHint: '想办什么、卡在哪里',
    name: '怎么称呼',
    phone: '联系电话',
    submit: '提交',
    skip: '不提交',
    done: '已提交，会有专人联系',
    failed: '没有提交成功，请稍后再试或到服务台。',
    declined: (service) => `不予受理：${service}`,
  },
  en: {
    raise: 'Report: could not be done',
    lead: 'Somebody follows it up and answers; the place in line stays.',
    what: 'What could not be done?',
    whatHint: 'What was wanted, and what stood in the way',
    name: 'Name',
    phone: 'Telephone',
    submit: 'Send',
    skip: 'Not now',
    done: 'Sent; somebody will be in touch',
    failed: 'It was not sent. Please try again, or ask at the service desk.',
    declined: (service) => `Not accepted: ${service}`,
  },
  ug: {
    raise: 'بېجىرەلمىگەن ئىشنى يوللاش',
    lead: 'مەخسۇس خادىم بىر تەرەپ قىلىپ جاۋاب بېرىدۇ، نۆۋىتىڭىز ئۆزگەرمەيدۇ.',
    what: 'قايسى ئىش بېجىرىلمىدى',
    whatHint: 'نېمە قىلماقچى ئىدىڭىز، نەدە توختاپ قالدى',
    name: 'ئىسمىڭىز',
    phone: 'تېلېفون',
    submit: 'يوللاش',
    skip: 'يوللىماسلىق',
    done: 'يوللاندى، خادىم ئالاقىلىشىدۇ',
    failed: 'يوللانمىدى، سەل تۇرۇپ قايتا سىناڭ ياكى مۇلازىمەت ئۈستىلىگە بېرىڭ.',
    declined: (service) => `قوبۇل قىلىنمىدى: ${service}`,
  },
  kk: {
    raise: 'بىتپەگەن ٴىستى جولداۋ',
    lead: 'ارناۋلى قىزمەتكەر قاراپ جاۋاپ بەرەدى، كەزەگىڭىز وزگەرمەيدى.',
    what: 'قانداي ٴىس بىتپەدى',
    whatHint: 'نە ىستەمەكشى بولدىڭىز، قاي جەردە توقتادى',
    name: 'اتىڭىز',
    phone: 'تەلەفون',
    submit: 'جولداۋ',
    skip: 'جولداماۋ',
    done: 'جولداندى، قىزمەتكەر بايلانىسادى',
    failed: 'جولدانبادى، ازىراقتان سوڭ قايتا بايقاڭىز نەمەسە قىزمەت ۇستەلىنە بارىڭىز.',
    declined: (service) => `قابىلدانبادى: ${service}`,
  },
  mn: {
    raise: 'ᠪᠦᠲᠦᠭᠡᠭᠰᠡᠨ ᠦᠭᠡᠢ ᠬᠡᠷᠡᠭ',
    lead: 'ᠠᠵᠢᠯᠲᠠᠨ ᠬᠠᠷᠢᠭᠤᠯᠤᠨ\u180eᠠ᠃',
    what: 'ᠶᠠᠮᠠᠷ ᠬᠡᠷᠡᠭ ᠪᠦᠲᠦᠭᠰᠡᠨ ᠦᠭᠡᠢ ᠪᠤᠢ',
    whatHint: 'ᠬᠡᠷᠡᠭ\u202fᠢᠶᠡᠨ ᠪᠢᠴᠢᠭᠡᠷᠡᠢ',
    name: 'ᠨᠡᠷ\u180eᠡ',
    phone: 'ᠤᠲᠠᠰᠤ',
    submit: 'ᠢᠯᠡᠭᠡᠬᠦ',
    skip: 'ᠪᠤᠴᠠᠬᠤ',
    done: 'ᠢᠯᠡᠭᠡᠪᠡ᠃',
    failed: 'ᠢᠯᠡᠭᠡᠭᠰᠡᠨ ᠦᠭᠡᠢ᠂ ᠳᠠᠬᠢᠨ ᠲᠤᠷᠰᠢᠭᠠᠷᠠᠢ᠃',
    declined: (service) => `${service}`,
  },
}
