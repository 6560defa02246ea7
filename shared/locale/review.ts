/**
 * Which texts no native speaker has looked at yet. A text leaves this list only when a reader of that language
 * has read it on a screen and on paper, not before.
 */
import type { Locale } from '../catalogue/catalogue.ts'

/** `all`: every text of the language: here, on the ticket, and the names in the demo hall (`resources/demo/hall.json`). */
export const unreviewed: Readonly<Partial<Record<Locale, 'all' | readonly string[]>>> = {
  ug: 'all',
  kk: 'all',
  mn: 'all',
}
