/**
 * What is said when a number is called, in the five languages: the sentence a
 * screen shows, and the same sentence in the pieces a voice says. Digits of a
 * number are read one by one; a counter's label is read as a whole.
 */
import type { Locale } from '../catalogue/catalogue.ts'

/** One piece of a spoken sentence: a word or more of the sentence, a sign of the number, or the counter's label. */
export interface SpokenPiece {
  readonly kind: 'words' | 'sign' | 'counter'
  /** What a speech engine reads. */
  readonly text: string
}

interface Grammar {
  /** The sentence with `{number}` and `{counter}`; for labels that are a plain number, and for all others. */
  readonly numbered: string
  readonly named: string
  /** The ten digits as they are read. */
  readonly digits: readonly string[]
  /** Between the pieces of a number. */
  readonly between: string
}

const grammars: Readonly<Record<Locale, Grammar>> = {
  zh: {
    numbered: '请{number}号到{counter}号窗口',
    named: '请{number}号到{counter}窗口',
    digits: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    between: ' ',
  },
  en: {
    numbered: 'Number {number}, please go to counter {counter}',
    named: 'Number {number}, please go to counter {counter}',
    digits: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
    between: ' ',
  },
  ug: {
    numbered: '{number} نومۇر، {counter}-كۆزنەككە كېلىڭ',
    named: '{number} نومۇر، {counter} كۆزنەككە كېلىڭ',
    digits: ['نۆل', 'بىر', 'ئىككى', 'ئۈچ', 'تۆت', 'بەش', 'ئالتە', 'يەتتە', 'سەككىز', 'توققۇز'],
    between: ' ',
  },
  kk: {
    numbered: '{number} ٴنومىر، {counter}-تەرەزەگە كەلىڭىز',
    named: '{number} ٴنومىر، {counter} تەرەزەگە كەلىڭىز',
    digits: ['نول', 'ٴبىر', 'ەكى', 'ٴۇش', 'ٴتورت', 'بەس', 'التى', 'جەتى', 'سەگىز', 'توعىز'],
    between: ' ',
  },
  mn: {
    numbered: '{number} ᠳᠤᠭᠠᠷ᠂ {counter} ᠳᠤᠭᠠᠷ ᠴᠣᠩᠬᠣᠨ\u202fᠳᠤ ᠢᠷᠡᠭᠡᠷᠡᠢ',
    named: '{number} ᠳᠤᠭᠠᠷ᠂ {counter} ᠴᠣᠩᠬᠣᠨ\u202fᠳᠤ ᠢᠷᠡᠭᠡᠷᠡᠢ',
    digits: [
      'ᠲᠡᠭ',
      'ᠨᠢᠭᠡ',
      'ᠬᠣᠶᠠᠷ',
      'ᠭᠤᠷᠪᠠ',
      'ᠳᠥᠷᠪᠡ',
      'ᠲᠠᠪᠤ',
      'ᠵᠢᠷᠭᠤᠭ\u180eᠠ',
      'ᠳᠣᠯᠤᠭ\u180eᠠ',
      'ᠨᠠᠢᠮᠠ',
      'ᠶᠢᠰᠦ',
    ],
    between: ' ',
  },
}

/** Who is called where. */
export interface CallOut {
  readonly number: string
  /** What the counter's sign says. */
  readonly counterLabel: string
}

/** The sentence as a screen shows it: `请A017号到3号窗口`. */
export function announcementText(call: CallOut, locale: Locale): string {
  return templateFor(call, locale).replace('{number}', call.number).replace('{counter}', call.counterLabel)
}

/** The sentence in the pieces a voice says, in their order. */
export function spokenPieces(call: CallOut, locale: Locale): readonly SpokenPiece[] {
  const { digits } = grammars[locale]
  return templateFor(call, locale)
    .split(/(\{number\}|\{counter\})/u)
    .filter((part) => part !== '')
    .flatMap((part): readonly SpokenPiece[] => {
      if (part === '{counter}') return [{ kind: 'counter', text: call.counterLabel }]
      if (part !== '{number}') return [{ kind: 'words', text: part }]
      return [...call.number].map((sign) => ({
        kind: 'sign',
        text: digits[Number.parseInt(sign, 10)] ?? sign,
      }))
    })
}

/** The sentence as a speech engine reads it: `请A 零 一 七号到3号窗口`. */
export function spokenText(call: CallOut, locale: Locale): string {
  const { between } = grammars[locale]
  const pieces = spokenPieces(call, locale)
  return pieces
    .map(({ kind, text }, i) => (kind === 'sign' && pieces[i + 1]?.kind === 'sign' ? text + between : text))
    .join('')
}

/** The ten digits in words, as they are read. */
export function digitWords(locale: Locale): readonly string[] {
  return grammars[locale].digits
}

function templateFor(call: CallOut, locale: Locale): string {
  const grammar = grammars[locale]
  return /^\d+$/u.test(call.counterLabel) ? grammar.numbered : grammar.named
}
