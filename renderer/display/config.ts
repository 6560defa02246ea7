/**
 * How one screen of the hall is set up: as the hall has set it up under its name,
 * with what its address says instead. What an address says that makes no sense
 * counts for nothing.
 */
import { locales } from '#shared/catalogue/catalogue.ts'
import type { Display } from '#shared/hall/displays.ts'
import { zoneId } from '#shared/ids/ids.ts'

export type DisplayConfig = Omit<Display, 'id' | 'name'>

/** Reads `?distance=8&near=1.5&inches=55&languages=zh,en,ug&voice=off&alone=3&theme=light&zones=zone-1,zone-2` over what the hall says. */
export function configOf(query: URLSearchParams, base: DisplayConfig): DisplayConfig {
  const asked = (query.get('languages') ?? '').split(',')
  const languages = [...new Set(asked)].flatMap((name) => locales.find((locale) => locale === name) ?? [])
  const theme = (['light', 'dark'] as const).find((one) => one === query.get('theme'))
  const zones = (query.get('zones') ?? '').split(',').flatMap((id) => zoneId.safeParse(id).data ?? [])
  return {
    ...base,
    ...(zones.length === 0 ? {} : { zones }),
    distanceM: between(query.get('distance'), 0.5, 30) ?? base.distanceM,
    nearM: between(query.get('near'), 0.3, 30) ?? base.nearM,
    inches: between(query.get('inches'), 5, 300) ?? base.inches,
    languages: languages.length === 0 ? base.languages : languages,
    aloneS: between(query.get('alone'), 0.01, 30) ?? base.aloneS,
    voice: query.get('voice') === 'on' || (query.get('voice') !== 'off' && base.voice),
    theme: theme ?? base.theme,
  }
}

function between(said: string | null, least: number, most: number): number | undefined {
  const value = Number(said)
  return said !== null && value >= least && value <= most ? value : undefined
}
