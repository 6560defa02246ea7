/** What goes over a rater's line; `protocol.md` beside this file says it in full. */
import { levels } from '#shared/conduct/rating.ts'
import type { Level } from '#shared/conduct/rating.ts'
import { locales } from '#shared/catalogue/catalogue.ts'
import type { Locale } from '#shared/catalogue/catalogue.ts'
import { asciiFrame, asciiReader } from '../channel/asciiFrames.ts'

export type ToRater =
  | { readonly type: 'ask'; readonly question: number; readonly locale: Locale; readonly seconds: number }
  | { readonly type: 'heard'; readonly question: number }
  | { readonly type: 'end'; readonly question: number }
  | { readonly type: 'ping' }

export type FromRater =
  | { readonly type: 'stands'; readonly question: number }
  | { readonly type: 'key'; readonly question: number; readonly level: Level }
  | { readonly type: 'over'; readonly question: number }
  | { readonly type: 'ended'; readonly question: number }
  | { readonly type: 'ping' }

const three = (n: number): string => String(n).padStart(3, '0')

/** A message of the hall as bytes. */
export function toRater(message: ToRater): Uint8Array {
  switch (message.type) {
    case 'ask':
      return asciiFrame('@', `R:${three(message.question)}:${message.locale}:${three(message.seconds)}`)
    case 'heard':
      return asciiFrame('@', `A:${three(message.question)}`)
    case 'end':
      return asciiFrame('@', `C:${three(message.question)}`)
    case 'ping':
      return asciiFrame('@', 'P')
  }
}

/** A message of a rater as bytes. */
export function fromRater(message: FromRater): Uint8Array {
  switch (message.type) {
    case 'stands':
      return asciiFrame('#', `O:${three(message.question)}`)
    case 'key':
      return asciiFrame('#', `K:${three(message.question)}:${levels.indexOf(message.level) + 1}`)
    case 'over':
      return asciiFrame('#', `E:${three(message.question)}`)
    case 'ended':
      return asciiFrame('#', `X:${three(message.question)}`)
    case 'ping':
      return asciiFrame('#', 'P')
  }
}

/** The hall's messages in bytes as they come; what is damaged or unknown is passed over. */
export function toRaterReader(): (bytes: Uint8Array) => readonly ToRater[] {
  const read = asciiReader('@')
  return (bytes) =>
    read(bytes).flatMap((heard): readonly ToRater[] => {
      if (heard.type !== 'frame') return []
      if (heard.body === 'P') return [{ type: 'ping' }]
      const [, asked, language, seconds] = /^R:(\d{3}):([a-z]{2}):(\d{3})$/.exec(heard.body) ?? []
      const locale = locales.find((known) => known === language)
      if (asked !== undefined && locale !== undefined)
        return [{ type: 'ask', question: Number(asked), locale, seconds: Number(seconds) }]
      const [, kind, about] = /^([AC]):(\d{3})$/.exec(heard.body) ?? []
      if (kind === undefined) return []
      return [{ type: kind === 'A' ? 'heard' : 'end', question: Number(about) }]
    })
}

/** A rater's messages in bytes as they come; what is damaged or unknown is passed over. */
export function fromRaterReader(): (bytes: Uint8Array) => readonly FromRater[] {
  const read = asciiReader('#')
  return (bytes) =>
    read(bytes).flatMap((heard): readonly FromRater[] => {
      if (heard.type !== 'frame') return []
      if (heard.body === 'P') return [{ type: 'ping' }]
      const [, pressed, key] = /^K:(\d{3}):([1-5])$/.exec(heard.body) ?? []
      const level = levels[Number(key) - 1]
      if (pressed !== undefined && level) return [{ type: 'key', question: Number(pressed), level }]
      const [, kind, about] = /^([OEX]):(\d{3})$/.exec(heard.body) ?? []
      if (kind === undefined) return []
      const question = Number(about)
      return [{ type: kind === 'O' ? 'stands' : kind === 'E' ? 'over' : 'ended', question }]
    })
}
