/** How one screen of the hall is set up, from its address. What is not said, or makes no sense, takes its default. */
import { locales } from '#shared/catalogue/catalogue.ts'
import type { Locale } from '#shared/catalogue/catalogue.ts'

export interface DisplayConfig {
  /** The farthest reader of the calls, metres. */
  readonly distanceM: number
  /** The farthest reader of everything else, metres. */
  readonly nearM: number
  /** The screen's diagonal, inches. */
  readonly inches: number
  /** The first stands always, the others take turns beside it. */
  readonly languages: readonly Locale[]
  readonly voice: boolean
  /** How long a call stands alone on top at least, seconds. */
  readonly aloneS: number
  readonly theme: 'dark' | 'light'
}

export const defaultConfig: DisplayConfig = {
  distanceM: 8,
  nearM: 1.5,
  inches: 55,
  languages: ['zh', 'en'],
  voice: true,
  aloneS: 3,
  theme: 'dark',
}

/** Reads `?distance=8&near=1.5&inches=55&languages=zh,en,ug&voice=off&alone=3&theme=light`. */
export function configOf(query: URLSearchParams): DisplayConfig {
  const asked = (query.get('languages') ?? '').split(',')
  const languages = [...new Set(asked)].flatMap((name) => locales.find((locale) => locale === name) ?? [])
  return {
    distanceM: between(query.get('distance'), 0.5, 30) ?? defaultConfig.distanceM,
    nearM: between(query.get('near'), 0.3, 30) ?? defaultConfig.nearM,
    inches: between(query.get('inches'), 5, 300) ?? defaultConfig.inches,
    languages: languages.length === 0 ? defaultConfig.languages : languages,
    aloneS: between(query.get('alone'), 0.01, 30) ?? defaultConfig.aloneS,
    voice: query.get('voice') !== 'off',
    theme: query.get('theme') === 'light' ? 'light' : 'dark',
  }
}

function between(said: string | null, least: number, most: number): number | undefined {
  const value = Number(said)
  return said !== null && value >= least && value <= most ? value : undefined
}
