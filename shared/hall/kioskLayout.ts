/**
 * What a hall may set about the look of its kiosks: its logo, its colours, which services come first and which
 * are not offered there. Part of the settings, so that it reaches every kiosk with `hallConfigured`.
 */
import { z } from 'zod'
import { serviceId } from '../ids/ids.ts'

/** `#rrggbb`. */
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour as #rrggbb')

export const kioskColours = z.object({
  /** Behind the hall's name and on main buttons; also the colour of plain buttons' text. */
  brand: colour,
  /** Text on `brand`. */
  onBrand: colour,
  /** Behind everything. */
  paper: colour,
})
export type KioskColours = z.infer<typeof kioskColours>

/** Longest logo as text; about 150 kB of picture. It travels to every screen with the settings. */
const longestLogo = 200_000

export const kioskLayout = z.object({
  /** The picture itself as a data URL; PNG, JPEG or WebP, for a drawing with scripts in it has no place here. */
  logo: z
    .string()
    .max(longestLogo)
    .regex(
      /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/,
      'a PNG, JPEG or WebP picture as a data URL',
    )
    .optional(),
  /** Absent: the product's own. */
  colours: kioskColours.optional(),
  /** The first page's services in this order; none: those the catalogue marks. */
  firstServices: z.array(serviceId).max(12).readonly(),
  /** In every list these come first, in this order; all others keep the catalogue's. */
  serviceOrder: z.array(serviceId).max(5000).readonly(),
  /** Not offered at the kiosk; the desk and appointments still are. */
  hiddenServices: z.array(serviceId).max(5000).readonly(),
})
export type KioskLayout = z.infer<typeof kioskLayout>

/** A layout that changes nothing. */
export const plainLayout: KioskLayout = { firstServices: [], serviceOrder: [], hiddenServices: [] }

/** The product's own colours, and those a hall cannot choose. The kiosk's style sheet has the same. */
export const ownColours: KioskColours = { brand: '#0b4f8a', onBrand: '#ffffff', paper: '#eef3f7' }
const fixedColours = {
  card: '#ffffff',
  ink: '#12212e',
  inkSoft: '#44566a',
  edge: '#74869a',
  good: '#0d6b3c',
  warn: '#8a4b00',
} as const

/** Lighter shades of a brand colour: a chosen row, and one under a finger. */
export interface BrandShades {
  readonly tint: string
  readonly pressed: string
}

/** The shades that go with a brand colour; 11 and 18 parts of it in a hundred of white, as the product's own have. */
export function shadesOf({ brand }: Pick<KioskColours, 'brand'>): BrandShades {
  return { tint: mixed(brand, '#ffffff', 0.11), pressed: mixed(brand, '#ffffff', 0.18) }
}

/** Two colours that cannot be told apart well enough, and by how much not. */
export interface TooLow {
  /** What is seen on what, e.g. `onBrand on brand`. */
  readonly pair: string
  /** Contrast ratio (WCAG 2.2), rounded down to two places. */
  readonly ratio: number
  readonly needs: number
}

/** Every pair of these colours that text or an edge would use with too little contrast; none: they are fine. */
export function contrastProblems(colours: KioskColours): readonly TooLow[] {
  const { brand, onBrand, paper } = colours
  const { tint, pressed } = shadesOf(colours)
  const { card, ink, inkSoft, edge, good, warn } = fixedColours
  const pairs: readonly (readonly [pair: string, front: string, back: string, needs: number])[] = [
    ['onBrand on brand', onBrand, brand, 4.5],
    ['brand on white', brand, card, 4.5],
    ['brand on paper', brand, paper, 4.5],
    ['brand on its own tint', brand, tint, 4.5],
    ['text on the tint of brand', inkSoft, tint, 4.5],
    ['text on pressed', ink, pressed, 4.5],
    ['text on paper', ink, paper, 4.5],
    ['soft text on paper', inkSoft, paper, 4.5],
    ['good news on paper', good, paper, 4.5],
    ['warnings on paper', warn, paper, 4.5],
    ['edges on paper', edge, paper, 3],
  ]
  return pairs.flatMap(([pair, front, back, needs]) => {
    const ratio = Math.floor(contrast(front, back) * 100) / 100
    return ratio < needs ? [{ pair, ratio, needs }] : []
  })
}

/** Contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((c) => {
    const part = c / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

function channels(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
}

/** `share` of the first in the rest of the second. */
function mixed(one: string, other: string, share: number): string {
  const back = channels(other)
  const parts = channels(one).map((c, i) => Math.round(c * share + (back[i] ?? 0) * (1 - share)))
  return `#${parts.map((c) => c.toString(16).padStart(2, '0')).join('')}`
}
