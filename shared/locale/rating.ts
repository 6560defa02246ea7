/** Every word with which a visitor is asked to rate, on the pad and on the phone. A language that lacks one does not compile. */
import type { Locale } from '../catalogue/catalogue.ts'
import type { Level } from '../conduct/rating.ts'
import type { ReasonCode } from '../conduct/ratingReasons.ts'

export interface RatingTexts {
  /** On the idle pad. */
  readonly welcome: string
  readonly counter: (label: string) => string
  readonly question: string
  readonly voluntary: string
  readonly levels: Readonly<Record<Level, string>>
  readonly reasonsTitle: string
  readonly reasonsHint: string
  readonly reasons: Readonly<Record<ReasonCode, string>>
  readonly textLabel: string
  readonly send: string
  readonly back: string
  readonly sending: string
  readonly thanks: string
  readonly followUp: string
  /** The hall cannot be reached; it is sent by itself later. */
  readonly later: string
  /** The hall could not be reached; to be tried again by hand. */
  readonly notSent: string
  readonly secondsLeft: (n: number) => string
}

/** ug, kk and mn are not reviewed by native readers yet (see review.ts). */
export const ratingTexts: Readonly<Record<Locale, RatingTexts>> = {
  zh: {
    welcome: '您好，欢迎前来办事',
    counter: (label) => `${label} 号窗口`,
    question: '请为本次服务评价',
    voluntary: '自愿评价，窗口人员看不到您的选择',
    levels: {
      verySatisfied: '非常满意',
      satisfied: '满意',
      basicallySatisfied: '基本满意',
      dissatisfied: '不满意',
      veryDissatisfied: '非常不满意',
    },
    reasonsTitle: '哪里没有做好？',
    reasonsHint: '可以选择多项',
    reasons: {
      slowHandling: '办理太慢',
      waitedTooLong: '等候太久',
      poorAttitude: '服务态度不好',
      notCompetent: '业务不熟练',
      unclearExplanation: '没有讲清楚',
      extraMaterials: '要求多交材料',
      sentAround: '来回跑、推诿',
      timeLimitMissed: '超过办理时限',
      improperCharge: '收费不合规',
      other: '其他原因',
    },
    textLabel: '还想说的话（选填，请不要写身份证号等信息）',
    send: '提交评价',
    back: '返回',
    sending: '正在提交…',
    thanks: '感谢您的评价',
    followUp: '补充评价',
    later: '暂时连不上大厅，恢复后会自动提交',
    notSent: '没有提交成功，请再试一次',
    secondsLeft: (n) => `${n} 秒后返回`,
  },
  en: {
    welcome: 'Welcome',
    counter: (label) => `Counter ${label}`,
    question: 'How was the service?',
    voluntary: 'It is up to you. The person at the counter does not see what you choose.',
    levels: {
      verySatisfied: 'Very satisfied',
      satisfied: 'Satisfied',
      basicallySatisfied: 'Fairly satisfied',
      dissatisfied: 'Dissatisfied',
      veryDissatisfied: 'Very dissatisfied',
    },
    reasonsTitle: 'What went wrong?',
    reasonsHint: 'Choose one or several',
    reasons: {
      slowHandling: 'It took too long',
      waitedTooLong: 'I waited too long',
      poorAttitude: 'Unfriendly service',
      notCompetent: 'Did not know the matter',
      unclearExplanation: 'Not explained clearly',
      extraMaterials: 'Asked for extra papers',
      sentAround: 'Sent back and forth',
      timeLimitMissed: 'Past the time limit',
      improperCharge: 'Improper charge',
      other: 'Something else',
    },
    textLabel: 'Anything to add (optional; no ID numbers, please)',
    send: 'Send',
    back: 'Back',
    sending: 'Sending…',
    thanks: 'Thank you',
    followUp: 'Add to your rating',
    later: 'The hall cannot be reached; this will be sent by itself',
    notSent: 'It was not sent. Please try again.',
    secondsLeft: (n) => `Back in ${n} s`,
  },
  ug: {
    welcome: 'خۇش كەپسىز',
    counter: (label) => `${label}-كۆزنەك`,
    question: 'بۇ قېتىمقى مۇلازىمەتنى باھالاڭ',
    voluntary: 'باھالاش ئىختىيارىي، كۆزنەك خىزمەتچىسى تاللىغىنىڭىزنى كۆرەلمەيدۇ',
    levels: {
      verySatisfied: 'ناھايىتى رازى',
      satisfied: 'رازى',
      basicallySatisfied: 'ئاساسەن رازى',
      dissatisfied: 'نارازى',
      veryDissatisfied: 'ناھايىتى نارازى',
    },
    reasonsTitle: 'قايسى تەرەپ ياخشى بولمىدى؟',
    reasonsHint: 'بىر قانچىنى تاللىسىڭىز بولىدۇ',
    reasons: {
      slowHandling: 'بېجىرىش بەك ئاستا',
      waitedTooLong: 'ئۇزۇن ساقلىدىم',
      poorAttitude: 'پوزىتسىيىسى ناچار',
      notCompetent: 'كەسىپكە پىششىق ئەمەس',
      unclearExplanation: 'ئېنىق چۈشەندۈرمىدى',
      extraMaterials: 'ئارتۇقچە ماتېرىيال سورىدى',
      sentAround: 'ئۇياق-بۇياققا چاپتۇردى',
      timeLimitMissed: 'بېجىرىش ۋاقتى ئۆتتى',
      improperCharge: 'قالايمىقان پۇل ئالدى',
      other: 'باشقا سەۋەب',
    },
    textLabel: 'يەنە دەيدىغىنىڭىز (ئىختىيارىي، كىملىك نومۇرىنى يازماڭ)',
    send: 'باھانى يوللاش',
    back: 'قايتىش',
    sending: 'يوللاۋاتىدۇ…',
    thanks: 'باھالىغىنىڭىزغا رەھمەت',
    followUp: 'تولۇقلاپ باھالاش',
    later: 'ھازىر زالغا ئۇلانغىلى بولمىدى، ئەسلىگە كەلگەندە ئۆزلۈكىدىن يوللىنىدۇ',
    notSent: 'يوللانمىدى، قايتا سىناڭ',
    secondsLeft: (n) => `${n} سېكۇنتتىن كېيىن قايتىدۇ`,
  },
  kk: {
    welcome: 'قوش كەلدىڭىز',
    counter: (label) => `${label}-تەرەزە`,
    question: 'وسى جولعى قىزمەتتى باعالاڭىز',
    voluntary: 'باعالاۋ ەرىكتى، تەرەزە قىزمەتكەرى تاڭداۋىڭىزدى كورمەيدى',
    levels: {
      verySatisfied: 'وتە رازى',
      satisfied: 'رازى',
      basicallySatisfied: 'نەگىزىنەن رازى',
      dissatisfied: 'رازى ەمەس',
      veryDissatisfied: 'مۇلدە رازى ەمەس',
    },
    reasonsTitle: 'قاي جەرى ۇناماي قالدى؟',
    reasonsHint: 'بىرنەشەۋىن تاڭداۋعا بولادى',
    reasons: {
      slowHandling: 'تىم باياۋ ورىندالدى',
      waitedTooLong: 'ۇزاق كۇتتىم',
      poorAttitude: 'قىزمەت پوزيتسياسى ناشار',
      notCompetent: 'كاسىپكە جەتىك ەمەس',
      unclearExplanation: 'انىق تۇسىندىرمەدى',
      extraMaterials: 'ارتىق ماتەريال سۇرادى',
      sentAround: 'ارلى-بەرلى جۇگىرتتى',
      timeLimitMissed: 'مەرزىمنەن ٴوتتى',
      improperCharge: 'ورىنسىز اقى الدى',
      other: 'باسقا سەبەپ',
    },
    textLabel: 'تاعى ايتارىڭىز (ەرىكتى، كىمدىك ٴنومىرىن جازباڭىز)',
    send: 'باعانى جولداۋ',
    back: 'قايتۋ',
    sending: 'جولدانىپ جاتىر…',
    thanks: 'باعالاعانىڭىزعا راحمەت',
    followUp: 'تولىقتىرىپ باعالاۋ',
    later: 'قازىر زالعا جالعانۋ مۇمكىن بولمادى، قالپىنا كەلگەندە ٴوزى جولدانادى',
    notSent: 'جولدانبادى، قايتا بايقاڭىز',
    secondsLeft: (n) => `${n} سەكۋندتان سوڭ قايتادى`,
  },
  mn: {
    welcome: 'ᠲᠠᠪᠲᠠᠢ ᠮᠣᠷᠢᠯᠠᠭᠠᠷᠠᠢ',
    counter: (label) => `${label} ᠳᠤᠭᠠᠷ ᠴᠣᠩᠬᠣ`,
    question: 'ᠡᠨᠡ ᠤᠳᠠᠭᠠᠨ\u202fᠤ ᠦᠢᠯᠡᠴᠢᠯᠡᠭᠡ\u202fᠶᠢ ᠦᠨᠡᠯᠡᠭᠡᠷᠡᠢ',
    voluntary: 'ᠰᠠᠶᠢᠨ ᠳᠤᠷ\u180eᠠ\u202fᠪᠠᠷ ᠦᠨᠡᠯᠡᠨ\u180eᠡ᠂ ᠴᠣᠩᠬᠣᠨ\u202fᠤ ᠠᠵᠢᠯᠲᠠᠨ ᠦᠵᠡᠬᠦ ᠦᠭᠡᠢ',
    levels: {
      verySatisfied: 'ᠮᠠᠰᠢ ᠰᠡᠳᠭᠡᠯ ᠬᠠᠩᠭᠠᠯᠤᠨ',
      satisfied: 'ᠰᠡᠳᠭᠡᠯ ᠬᠠᠩᠭᠠᠯᠤᠨ',
      basicallySatisfied: 'ᠦᠨᠳᠦᠰᠦ\u202fᠪᠡᠷ ᠬᠠᠩᠭᠠᠯᠤᠨ',
      dissatisfied: 'ᠰᠡᠳᠭᠡᠯ ᠬᠠᠩᠭᠠᠬᠤ ᠦᠭᠡᠢ',
      veryDissatisfied: 'ᠮᠠᠰᠢ ᠰᠡᠳᠭᠡᠯ ᠬᠠᠩᠭᠠᠬᠤ ᠦᠭᠡᠢ',
    },
    reasonsTitle: 'ᠶᠠᠭᠤᠨ\u202fᠳᠤ ᠰᠡᠳᠭᠡᠯ ᠬᠠᠩᠭᠠᠭᠰᠠᠨ ᠦᠭᠡᠢ ᠪᠤᠢ?',
    reasonsHint: 'ᠬᠡᠳᠦ\u202fᠶᠢ ᠰᠤᠩᠭᠤᠵᠤ ᠪᠣᠯᠣᠨ\u180eᠠ',
    reasons: {
      slowHandling: 'ᠬᠡᠲᠦᠷᠬᠡᠢ ᠤᠳᠠᠭᠠᠨ',
      waitedTooLong: 'ᠤᠳᠠᠭᠠᠨ ᠬᠦᠯᠢᠶᠡᠭᠰᠡᠨ',
      poorAttitude: 'ᠬᠠᠨᠳᠤᠯᠭ\u180eᠠ ᠮᠠᠭᠤ',
      notCompetent: 'ᠮᠡᠷᠭᠡᠵᠢᠯ ᠮᠠᠭᠤ',
      unclearExplanation: 'ᠲᠣᠳᠣᠷᠬᠠᠢ ᠬᠡᠯᠡᠭᠰᠡᠨ ᠦᠭᠡᠢ',
      extraMaterials: 'ᠢᠯᠡᠭᠦᠦ ᠮᠠᠲ᠋ᠧᠷᠢᠶᠠᠯ ᠰᠤᠷᠠᠭᠰᠠᠨ',
      sentAround: 'ᠶᠠᠪᠤᠭᠤᠯᠤᠭᠰᠠᠨ',
      timeLimitMissed: 'ᠬᠤᠭᠤᠴᠠᠭ\u180eᠠ ᠬᠡᠲᠦᠷᠡᠭᠰᠡᠨ',
      improperCharge: 'ᠵᠢᠷᠤᠮ ᠦᠭᠡᠢ ᠮᠥᠩᠭᠦ ᠠᠪᠤᠭᠰᠠᠨ',
      other: 'ᠪᠤᠰᠤᠳ ᠰᠢᠯᠲᠠᠭᠠᠨ',
    },
    textLabel: 'ᠨᠡᠮᠡᠵᠦ ᠬᠡᠯᠡᠬᠦ ᠦᠭᠡ',
    send: 'ᠦᠨᠡᠯᠡᠯᠲᠡ ᠢᠯᠡᠭᠡᠬᠦ',
    back: 'ᠪᠤᠴᠠᠬᠤ',
    sending: 'ᠢᠯᠡᠭᠡᠵᠦ ᠪᠠᠶᠢᠨ\u180eᠠ…',
    thanks: 'ᠦᠨᠡᠯᠡᠭᠰᠡᠨ\u202fᠳᠦ ᠪᠠᠶᠠᠷᠯᠠᠯ\u180eᠠ',
    followUp: 'ᠨᠡᠮᠡᠵᠦ ᠦᠨᠡᠯᠡᠬᠦ',
    later: 'ᠣᠳᠣ ᠲᠠᠨᠬᠢᠮ\u202fᠲᠠᠢ ᠬᠣᠯᠪᠣᠭᠳᠠᠬᠤ ᠦᠭᠡᠢ᠂ ᠳᠠᠷᠠᠭ\u180eᠠ ᠢᠯᠡᠭᠡᠨ\u180eᠡ',
    notSent: 'ᠢᠯᠡᠭᠡᠭᠰᠡᠨ ᠦᠭᠡᠢ᠂ ᠳᠠᠬᠢᠨ ᠲᠤᠷᠰᠢᠭᠠᠷᠠᠢ',
    secondsLeft: (n) => `${n} ᠰᠧᠺᠦ᠋ᠨ᠋ᠳ`,
  },
}
