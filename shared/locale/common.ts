/** Words every screen shares: the languages' own names, figures with their units, dates. */
import type { Locale } from '../catalogue/catalogue.ts'

/** Each language by the name its readers know it under. */
export const languageNames: Readonly<Record<Locale, string>> = {
  zh: '中文',
  en: 'English',
  ug: 'ئۇيغۇرچە',
  kk: 'قازاقشا',
  mn: 'ᠮᠣᠩᠭᠣᠯ',
}

/** A date and time of the hall's own calendar. `time` is `HH:MM`. */
export interface LocalDate {
  readonly month: number
  readonly day: number
  readonly time: string
}

export interface CommonTexts {
  readonly listSeparator: string
  readonly minutes: (n: number) => string
  /** From `low` to `high` minutes. */
  readonly minuteBand: (low: number, high: number) => string
  readonly lessThanMinutes: (n: number) => string
  readonly dateTime: (at: LocalDate) => string
}

export const commonTexts: Readonly<Record<Locale, CommonTexts>> = {
  zh: {
    listSeparator: '、',
    minutes: (n) => `${n} 分钟`,
    minuteBand: (low, high) => `${low}–${high} 分钟`,
    lessThanMinutes: (n) => `不到 ${n} 分钟`,
    dateTime: ({ month, day, time }) => `${month} 月 ${day} 日 ${time}`,
  },
  en: {
    listSeparator: ', ',
    minutes: (n) => (n === 1 ? '1 minute' : `${n} minutes`),
    minuteBand: (low, high) => `${low}–${high} minutes`,
    lessThanMinutes: (n) => `less than ${n} ${n === 1 ? 'minute' : 'minutes'}`,
    dateTime: ({ month, day, time }) => `${time} on ${day} ${englishMonths[month - 1] ?? month}`,
  },
  ug: {
    listSeparator: '، ',
    minutes: (n) => `${n} مىنۇت`,
    minuteBand: (low, high) => `${low}–${high} مىنۇت`,
    lessThanMinutes: (n) => `${n} مىنۇتقا يەتمەيدۇ`,
    dateTime: ({ month, day, time }) => `${month}-ئاينىڭ ${day}-كۈنى سائەت ${time}`,
  },
  kk: {
    listSeparator: '، ',
    minutes: (n) => `${n} مينۋت`,
    minuteBand: (low, high) => `${low}–${high} مينۋت`,
    lessThanMinutes: (n) => `${n} مينۋتتان از`,
    dateTime: ({ month, day, time }) => `${month}-ايدىڭ ${day}-كۇنى ساعات ${time}`,
  },
  mn: {
    listSeparator: '᠂ ',
    minutes: (n) => `${n} ᠮᠢᠨᠦ᠋ᠲ`,
    minuteBand: (low, high) => `${low}–${high} ᠮᠢᠨᠦ᠋ᠲ`,
    lessThanMinutes: (n) => `${n} ᠮᠢᠨᠦ᠋ᠲ ᠬᠦᠷᠬᠦ ᠦᠭᠡᠢ`,
    dateTime: ({ month, day, time }) => `${month} ᠰᠠᠷ\u180eᠠ ᠶᠢᠨ ${day} ᠡᠳᠦᠷ ${time} ᠴᠠᠭ`,
  },
}

const englishMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** A band of seconds in whole minutes: the lower end rounded down, the upper up. */
export function waitText(locale: Locale, lowS: number, highS: number): string {
  const texts = commonTexts[locale]
  const low = Math.floor(lowS / 60)
  const high = Math.max(1, Math.ceil(highS / 60))
  if (low < 1) return texts.lessThanMinutes(high)
  return low === high ? texts.minutes(high) : texts.minuteBand(low, high)
}

/** An ISO time with the hall's own offset, as its calendar and clock show it; undefined when it is none. */
export function hallTimeText(locale: Locale, iso: string): string | undefined {
  const parts = /^\d{4}-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(iso)
  if (parts === null) return undefined
  const [, month, day, time = ''] = parts
  return commonTexts[locale].dateTime({ month: Number(month), day: Number(day), time })
}
