/**
 * Finding a service by what people type: part of its name in any script, the
 * first letters of its pinyin, its pinyin in full or in part, or its code.
 * The index is built once per catalogue; a query only compares letters.
 */
import type { Service } from './catalogue.ts'
import { pinyinOf, matchPinyin } from './pinyin.ts'
import type { PinyinName } from './pinyin.ts'

/** What a service was found by. */
export type FoundBy = 'code' | 'name' | 'initials' | 'pinyin'

export interface Found {
  readonly service: Service
  readonly by: FoundBy
}

interface Entry {
  readonly service: Service
  readonly code: string
  readonly names: readonly string[]
  readonly pinyin: PinyinName
}

/** A searchable catalogue; make one with `buildSearchIndex`. */
export interface SearchIndex {
  readonly entries: readonly Entry[]
}

/** Reads every name once: some tens of microseconds per service. */
export function buildSearchIndex(services: readonly Service[]): SearchIndex {
  return {
    entries: services.map((service) => ({
      service,
      code: foldCode(service.code),
      names: Object.values(service.name)
        .filter((name) => name !== undefined)
        .map(fold)
        .filter((name) => name !== ''),
      pinyin: pinyinOf(fold(service.name.zh)),
    })),
  }
}

/**
 * Services that match every word of the query, best first, at most `limit`.
 * Better is: the whole code, the whole name, the beginning of either, initials
 * from the beginning, part of a name, other pinyin, part of a code. Equals are
 * ordered by where they match, then the shorter name, then the catalogue's order.
 */
export function searchServices(index: SearchIndex, query: string, limit = 50): readonly Found[] {
  const words = query
    .slice(0, maxQueryLength)
    .split(/\s+/u)
    .map((word) => ({ name: fold(word), code: foldCode(word) }))
    .filter((word) => word.name !== '' || word.code !== '')
  if (words.length === 0) return []
  return index.entries
    .flatMap((entry, place) => {
      const match = worst(words.map((word) => matchEntry(entry, word)))
      return match === undefined ? [] : [{ entry, place, ...match }]
    })
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.at - b.at ||
        a.entry.service.name.zh.length - b.entry.service.name.zh.length ||
        a.place - b.place,
    )
    .slice(0, limit)
    .map(({ entry, by }) => ({ service: entry.service, by }))
}

/** Longer than any code; what is typed beyond it is ignored. */
const maxQueryLength = 200

interface Match {
  readonly by: FoundBy
  /** Smaller is better. */
  readonly rank: number
  /** Where in the name or code it begins. */
  readonly at: number
}

/** A service is as good a find as its weakest word; undefined when a word is not there at all. */
function worst(matches: readonly (Match | undefined)[]): Match | undefined {
  return matches.reduce((a, b) =>
    a === undefined || b === undefined
      ? undefined
      : b.rank > a.rank || (b.rank === a.rank && b.at > a.at)
        ? b
        : a,
  )
}

function matchEntry(entry: Entry, word: { readonly name: string; readonly code: string }): Match | undefined {
  const codeAt = word.code === '' ? -1 : entry.code.indexOf(word.code)
  if (codeAt === 0 && entry.code === word.code) return { by: 'code', rank: 0, at: 0 }

  let best: Match | undefined
  if (word.name !== '') {
    for (const name of entry.names) {
      const at = name.indexOf(word.name)
      if (at < 0) continue
      const rank = at > 0 ? 5 : name === word.name ? 1 : 2
      if (best === undefined || rank < best.rank || (rank === best.rank && at < best.at))
        best = { by: 'name', rank, at }
    }
  }
  if (best !== undefined && best.rank <= 2) return best
  if (codeAt === 0) return { by: 'code', rank: 3, at: 0 }

  const spoken = matchPinyin(entry.pinyin, word.name)
  if (spoken !== undefined) {
    const rank = spoken.by === 'initials' ? (spoken.at === 0 ? 4 : 6) : 7
    if (best === undefined || rank < best.rank) best = { by: spoken.by, rank, at: spoken.at }
  }
  return best ?? (codeAt > 0 ? { by: 'code', rank: 8, at: codeAt } : undefined)
}

/** Letters and digits as people compare them: width, case, accents, punctuation and invisible marks do not count. */
function fold(value: string): string {
  return value
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{P}\p{S}\p{Cf}\p{Cc}]/gu, '')
    .replace(/[\s\u202F]+/gu, ' ')
    .trim()
}

/** Codes are typed with and without their dashes. */
function foldCode(value: string): string {
  return fold(value).replaceAll(' ', '')
}
