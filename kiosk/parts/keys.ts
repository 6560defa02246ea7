/** Letters on the on-screen keyboard, by language; Latin ones serve pinyin and codes. */
import type { Locale } from '#shared/catalogue/catalogue.ts'

export type KeyRows = readonly (readonly string[])[]

const rows = (...lines: readonly string[]): KeyRows => lines.map((line) => line.split(' '))

export const digitKeys = rows('1 2 3 4 5 6 7 8 9 0')

/** As on the keyboards people know. */
export const latinKeys = rows('Q W E R T Y U I O P', 'A S D F G H J K L', 'Z X C V B N M')

/** Languages with letters of their own; the others type Latin. */
export const ownKeys: Readonly<Partial<Record<Locale, KeyRows>>> = {
  ug: rows('چ ۋ ې ر ت ي ۇ ڭ و', 'ھ س د ا ە ى ق ك ل', 'ز ش غ ۈ ب ن م پ ئ', 'ژ ف گ خ ج ۆ'),
  kk: rows('ا ب ۆ گ ع د ە ج', 'ز ي ك ق ل م ن ڭ', 'و پ ر س ت ۋ ۇ ف', 'ح ھ چ ش ى ٴ'),
  mn: rows('ᠠ ᠡ ᠢ ᠣ ᠤ ᠥ ᠦ ᠧ', 'ᠨ ᠩ ᠪ ᠫ ᠬ ᠭ ᠮ ᠯ', 'ᠰ ᠱ ᠲ ᠳ ᠴ ᠵ ᠶ ᠷ', 'ᠸ ᠹ ᠺ ᠻ ᠽ ᠾ'),
}
