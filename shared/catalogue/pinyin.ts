/** Names as they are typed on a Latin keyboard: initials, full pinyin, or any mixture. */
import { pinyin, polyphonic } from 'pinyin-pro'

/** Per character the ways to type it; the reading that fits the phrase comes first. */
export interface PinyinName {
  readonly readings: readonly (readonly string[])[]
  /** Which letters can occur at all: a query with any other letter need not be tried. */
  readonly letters: number
}

/** Prepares a folded name. Characters that are not Chinese stand for themselves. */
export function pinyinOf(name: string): PinyinName {
  const chars = [...name].filter((char) => char !== ' ')
  const text = chars.join('')
  const fitting = pinyin(text, { toneType: 'none', type: 'array', v: true })
  const all = polyphonic(text, { toneType: 'none', type: 'array', v: true })
  const readings = chars.map((char, i) => {
    if (!/\p{Script=Han}/u.test(char)) return [char]
    const others = (all[i] ?? []).flatMap((reading) => reading.split(' '))
    return [...new Set([fitting[i] ?? char, ...others].filter((reading) => reading !== ''))]
  })
  const letters = readings.flat().reduce((mask, reading) => mask | lettersOf(reading), 0)
  return { readings, letters }
}

/** Longest typed text that is tried: one bit per letter must fit an integer. */
const maxTyped = 30

/**
 * Where a folded text matches the name's pinyin. `initials`: one letter per
 * character; `pinyin`: any beginning of a reading per character. The earliest
 * place wins, and at one place initials do.
 */
export function matchPinyin(
  name: PinyinName,
  typed: string,
): { readonly by: 'initials' | 'pinyin'; readonly at: number } | undefined {
  if (!/^[a-z0-9]+$/.test(typed) || typed.length > maxTyped) return undefined
  if ((lettersOf(typed) & ~name.letters) !== 0) return undefined
  const starts = name.readings.map((_, at) => at)
  const initialsAt = starts.find((at) => isInitials(name.readings, typed, at))
  if (initialsAt !== undefined) return { by: 'initials', at: initialsAt }
  const at = starts.find((start) => isPinyin(name.readings, typed, start))
  return at === undefined ? undefined : { by: 'pinyin', at }
}

function isInitials(readings: PinyinName['readings'], typed: string, at: number): boolean {
  if (at + typed.length > readings.length) return false
  for (let i = 0; i < typed.length; i += 1) {
    if (!readings[at + i]?.some((reading) => reading[0] === typed[i])) return false
  }
  return true
}

/** Bit n of `reached` says that the first n letters are used up by the characters so far. */
function isPinyin(readings: PinyinName['readings'], typed: string, at: number): boolean {
  let reached = 1
  for (let i = at; i < readings.length && reached !== 0; i += 1) {
    let next = 0
    for (let used = 0; used < typed.length; used += 1) {
      if ((reached & (1 << used)) === 0) continue
      for (const reading of readings[i] ?? []) {
        for (let n = 0; n < reading.length && reading[n] === typed[used + n]; n += 1) {
          next |= 1 << (used + n + 1)
        }
      }
    }
    if ((next & (1 << typed.length)) !== 0) return true
    reached = next
  }
  return false
}

/** One bit per Latin letter; anything else sets no bit. */
function lettersOf(value: string): number {
  let mask = 0
  for (let i = 0; i < value.length; i += 1) {
    const n = value.charCodeAt(i) - 97
    if (n >= 0 && n < 26) mask |= 1 << n
  }
  return mask
}
