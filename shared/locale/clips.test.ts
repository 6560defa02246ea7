/** Goal: recordings joined make the sentence that is shown, in every language. Method: the joins read out as the words on them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { locales } from '../catalogue/catalogue.ts'
import type { Locale } from '../catalogue/catalogue.ts'
import { clipFile, clipOf, clipsFor, clipsOf } from './clips.ts'

const voice = join(import.meta.dirname, '..', '..', 'resources', 'voice')

/** What is heard of a call where every recording of the language is there, and perhaps some more. */
function heard(number: string, counterLabel: string, locale: Locale, more: readonly string[] = []) {
  const words = new Map([...clipsOf(locale), ...more.map((clip): [string, string] => [clip, `<${clip}>`])])
  return clipsFor({ number, counterLabel }, locale, (clip) => words.has(clip))
    ?.map((clip) => words.get(clip))
    .join(' ')
}

describe('a call out of recordings', () => {
  it.each([
    ['zh', '3', '请 A 零 一 七 号 到 三 号 窗口'],
    ['zh', '12', '请 A 零 一 七 号 到 十 二 号 窗口'],
    ['zh', '20', '请 A 零 一 七 号 到 二 十 号 窗口'],
    ['zh', '23', '请 A 零 一 七 号 到 二 十 三 号 窗口'],
    ['en', '3', 'Number A zero one seven please go to counter three'],
    ['en', '12', 'Number A zero one seven please go to counter twelve'],
    ['en', '47', 'Number A zero one seven please go to counter forty seven'],
    ['ug', '12', 'A نۆل بىر يەتتە نومۇر ئون ئىككى كۆزنەككە كېلىڭ'],
    ['kk', '30', 'A نول ٴبىر جەتى ٴنومىر وتىز تەرەزەگە كەلىڭىز'],
  ] as const)('in %s to counter %s is “%s”', (locale, label, said) => {
    expect(heard('A017', label, locale)).toBe(said)
  })

  it('leaves out what is not read, and takes a whole recording of a counter where there is one', () => {
    expect(heard('A-1', '3', 'zh')).toBe('请 A 一 号 到 三 号 窗口')
    expect(heard('A1', '综合', 'zh', ['counter-综合'])).toBe('请 A 一 号 到 <counter-综合> 窗口')
    expect(heard('A1', '12', 'zh', ['counter-12'])).toBe('请 A 一 号 到 <counter-12> 号 窗口')
    expect(heard('A1', '2F', 'en')).toBe('Number A one please go to counter two F')
  })

  it('is none at all where a word is missing', () => {
    expect(heard('A1', '综合', 'zh')).toBeUndefined()
    expect(clipsFor({ number: 'A1', counterLabel: '3' }, 'zh', (clip) => clip !== 'please')).toBeUndefined()
  })

  it.each(locales)('in %s can be had for every number and the counters to 99', (locale) => {
    const has = (clip: string): boolean => clipsOf(locale).has(clip)
    for (let n = 1; n <= 99; n += 1)
      expect(clipsFor({ number: 'Z999', counterLabel: String(n) }, locale, has)).toBeDefined()
  })
})

describe('the recordings that come with the product', () => {
  it.each(['zh', 'en'] as const)('are all there in %s, and nothing else', (locale) => {
    const files = readdirSync(join(voice, locale))
    expect(files.filter((file) => !clipFile.safeParse(file).success)).toEqual([])
    expect(files.map(clipOf).sort()).toEqual([...clipsOf(locale).keys()].sort())
  })

  it('and what a hall may record itself are listed in its guide', () => {
    const guide = readFileSync(join(voice, 'README.md'), 'utf8')
    const missing = locales.flatMap((locale) =>
      [...clipsOf(locale)].filter(
        ([clip, said]) => !guide.includes(`\`${clip}\``) || (!/^[A-Z]$/.test(said) && !guide.includes(said)),
      ),
    )
    expect(missing).toEqual([])
  })
})
