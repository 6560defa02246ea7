/** How each language is written, and which language a name is shown in. */
import type { Locale, LocalText } from '../catalogue/catalogue.ts'

/** `vertical`: columns from left to right, letters from top to bottom. */
export type WritingDirection = 'ltr' | 'rtl' | 'vertical'

/** The way a language runs. */
export function directionOf(locale: Locale): WritingDirection {
  switch (locale) {
    case 'zh':
    case 'en':
      return 'ltr'
    case 'ug':
    case 'kk':
      return 'rtl'
    case 'mn':
      return 'vertical'
  }
}

/** Whether a language stands in columns and has no place in a line. */
export function isUpright(locale: Locale): boolean {
  return directionOf(locale) === 'vertical'
}

/** The language's tag as a page states it (BCP 47), the script named where the language has several. */
export function languageTag(locale: Locale): string {
  const tags = { zh: 'zh-CN', en: 'en', ug: 'ug', kk: 'kk-Arab', mn: 'mn-Mong' } as const
  return tags[locale]
}

/** A name as it can be shown: its text, the language that text is in, and the direction to isolate it with. */
export interface ShownText {
  readonly text: string
  readonly locale: Locale
  readonly lang: string
  /** For the `dir` attribute, which knows no vertical. */
  readonly dir: 'ltr' | 'rtl'
  /** Chinese stands in for a translation nobody has made. */
  readonly fallback: boolean
}

/** A name in the wanted language, else in Chinese; an empty translation counts as none. */
export function textOf(name: LocalText, locale: Locale): ShownText {
  const own = name[locale]
  const found = own !== undefined && own !== ''
  const shown = found ? locale : 'zh'
  return {
    text: found ? own : name.zh,
    locale: shown,
    lang: languageTag(shown),
    dir: directionOf(shown) === 'rtl' ? 'rtl' : 'ltr',
    fallback: shown !== locale,
  }
}
