/**
 * How each screen of the hall is set up: for which readers, in which languages,
 * with what sound, and what else it shows beside the calls. Part of the hall,
 * so that a screen needs no address of its own making and a manager changes it
 * from their desk.
 */
import { z } from 'zod'
import { locale, text } from '../catalogue/catalogue.ts'
import type { LocalText } from '../catalogue/catalogue.ts'
import { displayId, zoneId } from '../ids/ids.ts'

/** One word: a name without a folder, and of a kind every browser shows. No SVG: opened by itself it is a program. */
const named = (kinds: string): RegExp =>
  new RegExp(`^[^\\s./\\\\:*?"<>|][^/\\\\:*?"<>|]{0,99}\\.(?:${kinds})$`)

/** A picture's file in the hall's media folder. */
export const pictureFile = z.string().regex(named('jpg|jpeg|png|webp|gif|avif'), 'a picture’s file name')
/** A film's file in the hall's media folder. */
export const videoFile = z.string().regex(named('mp4|webm'), 'a video’s file name')

/** Seconds something stands before the next one has its turn. */
const showS = z.number().int().min(3).max(600)
/** `whole`: all of it, with edges where it does not fit; `fill`: no edges, and what does not fit is cut. */
const fit = z.enum(['whole', 'fill'])

/** One thing to show. A video stands until its end, without its sound: the hall's voice is for calls. */
export const panelItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('notice'), text, showS }),
  z.object({ type: z.literal('picture'), file: pictureFile, words: text.optional(), showS, fit }),
  z.object({ type: z.literal('video'), file: videoFile, words: text.optional(), fit }),
])
export type PanelItem = z.infer<typeof panelItem>

/**
 * A part of the screen that is not the board. `aside`: of the column beside the
 * calls (below them on an upright screen), from its end; `foot`: a band along
 * the whole lower edge.
 */
export const panelPlaces = ['aside', 'foot'] as const
export const panel = z.object({
  place: z.enum(panelPlaces),
  /** Hundredths of the column, or of the screen's height for `foot`, where 40 is the most. */
  sharePct: z.number().int().min(5).max(100),
  items: z.array(panelItem).max(50).readonly(),
})
export type Panel = z.infer<typeof panel>

export const display = z.object({
  /** The screen's own name: that of its station, or what its address says (`/display?id=…`). `default` is for all others. */
  id: displayId,
  name: text.optional(),
  /** The farthest reader of the calls, and of everything else, metres. */
  distanceM: z.number().min(0.5).max(30),
  nearM: z.number().min(0.3).max(30),
  /** The screen's diagonal. */
  inches: z.number().min(5).max(300),
  languages: z.array(locale).min(1).max(5).readonly(),
  /** `beside`: the first stands always, the others take turns beside it; `turns`: one at a time. */
  arrangement: z.enum(['beside', 'turns']),
  /** How long a language stands before the next one, seconds. */
  languageS: z.number().int().min(5).max(120),
  voice: z.boolean(),
  /** How often a call is said again right after. */
  repeats: z.number().int().min(0).max(2),
  /** How long a call stands alone on top at least, seconds. */
  aloneS: z.number().min(0.01).max(30),
  theme: z.enum(['dark', 'light']),
  /** Whether it shows who is at which counter, and how long the lines are. */
  counters: z.boolean(),
  waiting: z.boolean(),
  panels: z.array(panel).max(2).readonly(),
  /** The zones whose calls, counters and lines it tells (`reachOf`); absent or empty: the whole hall. */
  zones: z.array(zoneId).max(200).readonly().optional(),
})
export type Display = z.infer<typeof display>

/** The screens of a hall. */
export const displays = z.array(display).max(200).readonly()

/** A screen nobody has set up: a 55-inch board for readers at 8 m. */
export const defaultDisplay: Display = {
  id: displayId.parse('default'),
  distanceM: 8,
  nearM: 1.5,
  inches: 55,
  languages: ['zh', 'en'],
  arrangement: 'beside',
  languageS: 10,
  voice: true,
  repeats: 0,
  aloneS: 3,
  theme: 'dark',
  counters: true,
  waiting: true,
  panels: [],
}

/** The setting-up of the first of these names that is set up, else of `default`, else the built-in one. */
export function displayOf(all: readonly Display[], ...names: readonly (string | undefined)[]): Display {
  for (const name of [...names, defaultDisplay.id]) {
    const found = name === undefined ? undefined : all.find((d) => d.id === name)
    if (found !== undefined) return found
  }
  return defaultDisplay
}

/** Every file of the media folder that some screen shows. */
export function mediaOf(all: readonly Display[]): ReadonlySet<string> {
  const items = all.flatMap((d) => d.panels.flatMap((p) => p.items))
  return new Set(items.flatMap((item) => (item.type === 'notice' ? [] : [item.file])))
}

/** What is wrong with these screens together, if anything: where, and what. */
export function displayProblem(
  all: readonly Display[],
): { readonly path: string; readonly value: string } | undefined {
  const twice = repeated(all.map((d) => d.id))
  if (twice !== undefined) return { path: 'displays.id', value: twice }
  for (const { id, languages, panels, zones = [] } of all) {
    const language = repeated(languages)
    if (language !== undefined) return { path: `displays.${id}.languages`, value: language }
    const zone = repeated(zones)
    if (zone !== undefined) return { path: `displays.${id}.zones`, value: zone }
    const place = repeated(panels.map((p) => p.place))
    if (place !== undefined) return { path: `displays.${id}.panels`, value: place }
    const tall = panels.find((p) => p.place === 'foot' && p.sharePct > footMostPct)
    if (tall !== undefined) return { path: `displays.${id}.panels.sharePct`, value: String(tall.sharePct) }
  }
  return undefined
}

/** More than this of a screen's height would leave no room for the calls. */
export const footMostPct = 40

function repeated<T extends string>(values: readonly T[]): T | undefined {
  return values.find((value, i) => values.indexOf(value) !== i)
}

/** What a picture or film shows, in words, for who cannot see it; empty where nobody said. */
export function wordsOf(item: PanelItem): LocalText | undefined {
  return item.type === 'notice' ? item.text : item.words
}
