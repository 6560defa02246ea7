/** A voice. The kiosk needs no more of one than this; without any, what would be said is shown. */
import type { Locale } from '#shared/catalogue/catalogue.ts'

export interface Speaker {
  /** Whether a voice for this language is there now. */
  hasVoice(locale: Locale): boolean
  /** Says this at once, breaking off what was being said. `volume` from 0 to 1. */
  say(text: string, locale: Locale, volume: number): void
  /** Breaks off. */
  hush(): void
}
