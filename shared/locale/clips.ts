/**
 * The recordings an announcement is joined from where a machine has no voice:
 * which there are in each language, what is said on each, and which of them, in
 * which order, make a call. A hall may record them itself; `resources/voice`
 * says how.
 */
import { z } from 'zod'
import { locale } from '../catalogue/catalogue.ts'
import type { Locale } from '../catalogue/catalogue.ts'
import { digitWords } from './announce.ts'
import type { CallOut } from './announce.ts'

/** A recording's name, which is its file's name before the dot. */
export type Clip = string

interface Sentence {
  readonly numbered: readonly Part[]
  readonly named: readonly Part[]
}
/** A recording, or one of the two places in capitals. */
type Part = string

const both = (...parts: readonly Part[]): Sentence => ({ numbered: parts, named: parts })

/** The sentences of `announce.ts` in recordings; each word's name is ours, what is said stands beside it. */
const sentences: Readonly<Record<Locale, Sentence>> = {
  zh: {
    numbered: ['please', 'NUMBER', 'number', 'to', 'COUNTER', 'number', 'counter'],
    named: ['please', 'NUMBER', 'number', 'to', 'COUNTER', 'counter'],
  },
  en: both('number', 'NUMBER', 'please-go-to-counter', 'COUNTER'),
  ug: both('NUMBER', 'number', 'COUNTER', 'come-to-counter'),
  kk: both('NUMBER', 'number', 'COUNTER', 'come-to-counter'),
  mn: both('NUMBER', 'number', 'COUNTER', 'come-to-counter'),
}

const words: Readonly<Record<Locale, Readonly<Record<Clip, string>>>> = {
  zh: { please: '请', number: '号', to: '到', counter: '窗口' },
  en: { number: 'Number', 'please-go-to-counter': 'please go to counter' },
  ug: { number: 'نومۇر', 'come-to-counter': 'كۆزنەككە كېلىڭ' },
  kk: { number: 'ٴنومىر', 'come-to-counter': 'تەرەزەگە كەلىڭىز' },
  mn: { number: 'ᠳᠤᠭᠠᠷ', 'come-to-counter': 'ᠳᠤᠭᠠᠷ ᠴᠣᠩᠬᠣᠨ\u202fᠳᠤ ᠢᠷᠡᠭᠡᠷᠡᠢ' },
}

/** Numbers a counter may have that are one word: beyond the digits, what the language has a word for. */
const numerals: Readonly<Record<Locale, Readonly<Record<Clip, string>>>> = {
  zh: { '10': '十' },
  en: {
    ...Object.fromEntries(
      'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
        .split(' ')
        .map((word, i) => [String(10 + i), word]),
    ),
    ...tens('twenty thirty forty fifty sixty seventy eighty ninety'.split(' '), 20),
  },
  ug: tens(['ئون', 'يىگىرمە', 'ئوتتۇز', 'قىرىق', 'ئەللىك', 'ئاتمىش', 'يەتمىش', 'سەكسەن', 'توقسان'], 10),
  kk: tens(['ون', 'جىيىرما', 'وتىز', 'قىرىق', 'ەلۋ', 'الپىس', 'جەتپىس', 'سەكسەن', 'توقسان'], 10),
  mn: {},
}

function tens(said: readonly string[], from: number): Readonly<Record<Clip, string>> {
  return Object.fromEntries(said.map((word, i) => [String(from + 10 * i), word]))
}

const letters = [...'abcdefghijklmnopqrstuvwxyz']

/** Every recording of a language, and what is said on it. A label that is no number is `counter-LABEL`, if a hall has one. */
export function clipsOf(of: Locale): ReadonlyMap<Clip, string> {
  return new Map([
    ...Object.entries(words[of]),
    ...digitWords(of).map((word, digit): [Clip, string] => [String(digit), word]),
    ...letters.map((letter): [Clip, string] => [letter, letter.toUpperCase()]),
    ...Object.entries(numerals[of]),
  ])
}

/**
 * The recordings that make a call, in their order; undefined when one of them is
 * not there: half a sentence helps nobody.
 * @param has whether there is such a recording
 */
export function clipsFor(
  call: CallOut,
  of: Locale,
  has: (clip: Clip) => boolean,
): readonly Clip[] | undefined {
  const sentence = sentences[of]
  const parts = /^\d+$/u.test(call.counterLabel) ? sentence.numbered : sentence.named
  const joined = parts.flatMap((part) => {
    if (part === 'NUMBER') return [...call.number.toLowerCase()].filter((sign) => sign !== '-')
    return part === 'COUNTER' ? labelClips(call.counterLabel, of, has) : [part]
  })
  return joined.every(has) ? joined : undefined
}

/** A whole recording of the label if there is one; else its number in words, or its signs one by one. */
function labelClips(label: string, of: Locale, has: (clip: Clip) => boolean): readonly Clip[] {
  const whole = `counter-${label}`
  if (has(whole)) return [whole]
  const number = /^\d{1,2}$/u.test(label) ? Number(label) : undefined
  if (number === undefined || of === 'mn') return [...label.toLowerCase()]
  const own = String(number)
  if (number < 10 || (of !== 'zh' && own in numerals[of])) return [own]
  const ten = Math.floor(number / 10)
  const rest = number % 10 === 0 ? [] : [String(number % 10)]
  // 十二, 二十, 二十三; in the others the ten is one word.
  if (of === 'zh') return [...(ten === 1 ? [] : [String(ten)]), '10', ...rest]
  return [String(ten * 10), ...rest]
}

/** A recording's file: its clip's name, and a kind every browser plays. */
export const clipFile = z.string().regex(/^[^\s./\\:*?"<>|][^./\\:*?"<>|]{0,59}\.(?:wav|mp3|m4a|ogg|opus)$/)

/** The recording a file holds. */
export function clipOf(file: string): Clip {
  return file.slice(0, file.lastIndexOf('.'))
}

/** The recordings a screen may play: the hall's own, and those that come with the product. Files by language. */
export const voiceList = z.object({
  own: z.partialRecord(locale, z.array(clipFile).readonly()),
  shipped: z.partialRecord(locale, z.array(clipFile).readonly()),
})
export type VoiceList = z.infer<typeof voiceList>

/** Where recordings come from. */
export const voiceSources = ['own', 'shipped'] as const
export type VoiceSource = (typeof voiceSources)[number]
