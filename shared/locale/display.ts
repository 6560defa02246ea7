/** The words of the hall's screens in the five languages; a missing one does not compile. */
import type { Locale } from '../catalogue/catalogue.ts'

export interface DisplayTexts {
  readonly number: string
  readonly counter: string
  readonly waiting: string
  /** Beside how long the first in line has waited. */
  readonly longest: string
  readonly minutes: (minutes: number) => string
  readonly people: (people: number) => string
  readonly counters: string
  readonly paused: string
  readonly free: string
  /** Called again. */
  readonly again: string
  readonly nothingYet: string
  readonly missed: string
  readonly offline: (time: string) => string
  readonly connecting: string
  readonly sound: string
  readonly tooFar: (metres: string) => string
}

export const displayTexts: Readonly<Record<Locale, DisplayTexts>> = {
  zh: {
    number: '号码',
    counter: '窗口',
    waiting: '等候',
    longest: '最长',
    minutes: (n) => `${n} 分`,
    people: (n) => `${n} 人`,
    counters: '各窗口',
    paused: '暂停',
    free: '空闲',
    again: '再次呼叫',
    nothingYet: '请在取号机取号，留意屏幕和广播',
    missed: '过号请联系工作人员',
    offline: (time) => `连接中断，显示的是 ${time} 的情况`,
    connecting: '正在连接大厅',
    sound: '点一下屏幕，开启语音播报',
    tooFar: (metres) => `此屏最远可在 ${metres} 米处看清`,
  },
  en: {
    number: 'Number',
    counter: 'Counter',
    waiting: 'Waiting',
    longest: 'longest',
    minutes: (n) => `${n} min`,
    people: (n) => String(n),
    counters: 'Counters',
    paused: 'Paused',
    free: 'Free',
    again: 'Second call',
    nothingYet: 'Take a number at the kiosk, then watch and listen for it',
    missed: 'Missed your number? Please ask our staff',
    offline: (time) => `Connection lost; as of ${time}`,
    connecting: 'Connecting to the hall',
    sound: 'Touch the screen to switch the voice on',
    tooFar: (metres) => `This screen can be read from ${metres} m at most`,
  },
  ug: {
    number: 'نومۇر',
    counter: 'كۆزنەك',
    waiting: 'ساقلاۋاتقان',
    longest: 'ئەڭ ئۇزۇن',
    minutes: (n) => `${n} مىنۇت`,
    people: (n) => `${n} ئادەم`,
    counters: 'كۆزنەكلەر',
    paused: 'ۋاقىتلىق توختىدى',
    free: 'بوش',
    again: 'قايتا چاقىرىش',
    nothingYet: 'نومۇر ئېلىپ، ئېكران ۋە ئاۋازغا دىققەت قىلىڭ',
    missed: 'نومۇر ئۆتۈپ كەتسە خىزمەتچىدىن سوراڭ',
    offline: (time) => `ئۇلىنىش ئۈزۈلدى، ${time} دىكى ئەھۋال`,
    connecting: 'ئۇلىنىۋاتىدۇ',
    sound: 'ئاۋازنى ئېچىش ئۈچۈن ئېكراننى چېكىڭ',
    tooFar: (metres) => `بۇ ئېكراننى ${metres} مېتىردىن كۆرگىلى بولىدۇ`,
  },
  kk: {
    number: 'ٴنومىر',
    counter: 'تەرەزە',
    waiting: 'كۇتۋدە',
    longest: 'ەڭ ۇزاق',
    minutes: (n) => `${n} مينۋت`,
    people: (n) => `${n} ادام`,
    counters: 'تەرەزەلەر',
    paused: 'ۋاقىتشا توقتادى',
    free: 'بوس',
    again: 'قايتا شاقىرۋ',
    nothingYet: 'ٴنومىر الىپ، ەكران مەن داۋىسقا نازار اۋدارىڭىز',
    missed: 'ٴنومىرىڭىز ٴوتىپ كەتسە قىزمەتكەردەن سۇراڭىز',
    offline: (time) => `بايلانىس ٴۇزىلدى، ${time} جاعدايى`,
    connecting: 'جالعانۋدا',
    sound: 'داۋىستى قوسۋ ٴۇشىن ەكراندى باسىڭىز',
    tooFar: (metres) => `بۇل ەكران ${metres} مەتردەن كورىنەدى`,
  },
  mn: {
    number: 'ᠳᠤᠭᠠᠷ',
    counter: 'ᠴᠣᠩᠬᠣ',
    waiting: 'ᠬᠦᠯᠢᠶᠡᠭᠰᠡᠳ',
    longest: 'ᠬᠠᠮᠤᠭ ᠤᠷᠲᠤ',
    minutes: (n) => `${n} ᠮᠢᠨᠦ᠋ᠲ`,
    people: (n) => `${n} ᠬᠦᠮᠦᠨ`,
    counters: 'ᠴᠣᠩᠬᠣᠨᠤᠭᠤᠳ',
    paused: 'ᠲᠦᠷ ᠵᠣᠭᠰᠣᠪᠠ',
    free: 'ᠴᠢᠯᠦᠭᠡᠲᠡᠢ',
    again: 'ᠳᠠᠬᠢᠨ ᠳᠤᠭᠤᠳᠠᠪᠠ',
    nothingYet: 'ᠳᠤᠭᠠᠷ ᠠᠪᠤᠭᠠᠳ ᠳᠡᠯᠭᠡᠴᠡ ᠶᠢ ᠠᠩᠬᠠᠷᠤᠭᠠᠷᠠᠢ',
    missed: 'ᠠᠵᠢᠯᠲᠠᠨ ᠡᠴᠡ ᠠᠰᠠᠭᠤᠭᠠᠷᠠᠢ',
    offline: (time) => `ᠬᠣᠯᠪᠣᠭ\u180eᠠ ᠲᠠᠰᠤᠷᠠᠪᠠ ${time}`,
    connecting: 'ᠬᠣᠯᠪᠣᠵᠤ ᠪᠠᠶᠢᠨ\u180eᠠ',
    sound: 'ᠳᠠᠭᠤ ᠨᠡᠭᠡᠭᠡᠬᠦ ᠳᠦ ᠳᠡᠯᠭᠡᠴᠡ ᠶᠢ ᠳᠠᠷᠤᠭᠠᠷᠠᠢ',
    tooFar: (metres) => `${metres} ᠮᠧᠲ᠋ᠷ`,
  },
}
