/**
 * A ticket as a list of things said, in order, with neither sizes nor places: what a printer makes of it is the
 * printer's business (`main/printing`), and a screen may show the same list.
 */
import type { Locale } from '../catalogue/catalogue.ts'

/**
 * One thing said in Chinese and in the visitor's language. `own` is absent when that language is Chinese, or
 * when nobody has translated a name; then the Chinese stands alone. Inside right-to-left text every number and
 * foreign name is wrapped in Unicode isolates, so it reads in its own direction wherever it stands.
 */
export interface Phrase {
  readonly zh: string
  readonly own?: string | undefined
}

export type TicketBlock =
  | { readonly type: 'hall'; readonly name: Phrase }
  /** A warning nobody may overlook: this paper is a copy, or its number was given while the kiosk was alone. */
  | { readonly type: 'mark'; readonly kind: 'copy' | 'offline'; readonly text: Phrase }
  | { readonly type: 'number'; readonly label: Phrase; readonly number: string }
  | { readonly type: 'queue'; readonly name: Phrase }
  | { readonly type: 'where'; readonly label: Phrase; readonly zone?: Phrase; readonly counters?: Phrase }
  /** A figure to be read at a glance: `value` with its unit after it and, where it is unsure, `about` before it. */
  | {
      readonly type: 'figure'
      readonly kind: 'ahead' | 'wait'
      readonly label: Phrase
      readonly value: string
      readonly unit: Phrase
      readonly about?: Phrase
    }
  | { readonly type: 'services'; readonly label: Phrase; readonly items: readonly Phrase[] }
  /** What to bring, by service; `service` is absent when there is only one. */
  | { readonly type: 'materials'; readonly label: Phrase; readonly groups: readonly MaterialsGroup[] }
  | { readonly type: 'qr'; readonly url: string; readonly caption: Phrase }
  | { readonly type: 'taken'; readonly label: Phrase; readonly at: string }
  | { readonly type: 'note'; readonly text: Phrase }

export interface MaterialsGroup {
  readonly service?: Phrase
  readonly items: readonly Phrase[]
}

export interface TicketDocument {
  readonly locale: Locale
  readonly blocks: readonly TicketBlock[]
}

export type Direction = 'leftToRight' | 'rightToLeft' | 'topToBottom'

/** How a language is written. */
export function directionOf(locale: Locale): Direction {
  switch (locale) {
    case 'zh':
    case 'en':
      return 'leftToRight'
    case 'ug':
    case 'kk':
      return 'rightToLeft'
    case 'mn':
      return 'topToBottom'
  }
}

/** Left-to-right isolate and its end (UAX #9): what stands between keeps its own direction. */
export const isolate = { start: '\u2066', end: '\u2069' } as const

/** Wraps a number or a foreign name so that right-to-left text around it cannot turn it about. */
export function isolated(text: string): string {
  return `${isolate.start}${text}${isolate.end}`
}
