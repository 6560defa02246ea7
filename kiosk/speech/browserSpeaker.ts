/** The voices of the machine the kiosk runs on, through the browser. */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import type { Speaker } from './speaker.ts'

/** Tags voices are known under: Mandarin ones are `cmn` in places. */
const voiceTags: Readonly<Record<Locale, readonly string[]>> = {
  zh: ['zh-cn', 'cmn', 'zh'],
  en: ['en'],
  ug: ['ug'],
  kk: ['kk'],
  mn: ['mn'],
}

/** Undefined where the browser has no speech at all. */
export function browserSpeaker(speech: SpeechSynthesis | undefined): Speaker {
  const voiceOf = (locale: Locale): SpeechSynthesisVoice | undefined => {
    const voices = speech?.getVoices() ?? []
    for (const tag of voiceTags[locale]) {
      const found = voices.find(({ lang }) => lang.toLowerCase().replace('_', '-').startsWith(tag))
      if (found !== undefined) return found
    }
    return undefined
  }
  return {
    hasVoice: (locale) => voiceOf(locale) !== undefined,
    say: (text, locale, volume) => {
      const voice = voiceOf(locale)
      if (speech === undefined || voice === undefined) return
      speech.cancel()
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.voice = voice
      utterance.lang = voice.lang
      utterance.volume = volume
      utterance.rate = 0.95
      speech.speak(utterance)
    },
    hush: () => {
      speech?.cancel()
    },
  }
}
