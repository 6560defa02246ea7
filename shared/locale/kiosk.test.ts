/**
 * Goal: every word of the kiosk is there in every language, in that language's own writing. Method: walk the texts
 * as values; the compiler has already seen that none is missing.
 */
import { describe, expect, it } from 'vitest'
import { locales } from '../catalogue/catalogue.ts'
import type { Locale } from '../catalogue/catalogue.ts'
import { kioskTexts } from './kiosk.ts'

/** Letters that show a text is in the language's own writing. */
const writing: Readonly<Record<Locale, RegExp>> = {
  zh: /\p{Script=Han}/u,
  en: /[a-z]/i,
  ug: /\p{Script=Arabic}/u,
  kk: /\p{Script=Arabic}/u,
  mn: /\p{Script=Mongolian}/u,
}

/** Every text by its path; a text with gaps is filled with numbers and words of no language. */
function textsOf(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') {
    const filled: unknown = Reflect.apply(value, undefined, [3, 7])
    return typeof filled === 'string' ? [[path, filled]] : []
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`))
}

/** Says nothing on purpose: a printer in order needs no words. */
const silent = /\.paper\.status\.(ready|nearEnd|unknown)$/

describe.each(locales)('%s', (locale) => {
  const texts = textsOf(kioskTexts[locale])

  it('has as many texts as Chinese', () => {
    expect(texts.map(([path]) => path)).toEqual(textsOf(kioskTexts.zh).map(([path]) => path))
  })

  it('is written in its own letters', () => {
    const strange = texts.filter(([path, text]) => !silent.test(path) && !writing[locale].test(text))
    expect(strange).toEqual([])
  })

  it('is not a copy of another language', () => {
    if (locale === 'en') return
    const english = new Map(textsOf(kioskTexts.en))
    expect(texts.filter(([path, text]) => text !== '' && english.get(path) === text)).toEqual([])
  })
})
