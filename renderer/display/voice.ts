/** The hall's voice as a narrow port: it always ends, it never fails. */
import type { Locale } from '#shared/catalogue/catalogue.ts'

export interface SpokenLine {
  readonly locale: Locale
  readonly text: string
}

/** How a call ended: with words, with the chime alone, or without a sound. */
export type Heard = 'spoken' | 'chimed' | 'silent'

export interface Voice {
  /** Chimes, then says each line it has a voice for. Resolves when it is over, at the latest after its time limit. */
  say(lines: readonly SpokenLine[]): Promise<Heard>
}

/** A screen whose voice is another screen's matter. */
export const noVoice: Voice = { say: () => Promise.resolve('silent') }

/** Browsers name Mandarin in several ways. */
const tagsOf: Readonly<Record<Locale, readonly string[]>> = {
  zh: ['zh', 'cmn'],
  en: ['en'],
  ug: ['ug'],
  // The kiosks' Kazakh is written in Arabic letters, which a voice for Cyrillic cannot read.
  kk: ['kk-arab'],
  mn: ['mn-mong'],
}

/** A voice of the language, if the machine has one; a local one first. */
export function voiceFor(
  locale: Locale,
  voices: readonly SpeechSynthesisVoice[],
): SpeechSynthesisVoice | undefined {
  const fitting = voices.filter(({ lang }) => {
    const tag = lang.toLowerCase().replaceAll('_', '-')
    return tagsOf[locale].some((name) => tag === name || tag.startsWith(`${name}-`))
  })
  return fitting.find((v) => v.localService) ?? fitting[0]
}

/** The longest a line may take, ms: some engines neither end nor fail. */
export function limitMs(text: string): number {
  return 4000 + text.length * 320
}

export interface BrowserVoice extends Voice {
  /** False until the browser lets this page be heard; a touch lets it. */
  readonly heard: () => boolean
  unlock(): Promise<void>
}

/** The browser's own chime and speech. */
export function browserVoice(): BrowserVoice {
  const audio = 'AudioContext' in globalThis ? new AudioContext() : undefined

  async function chime(): Promise<boolean> {
    if (audio?.state !== 'running') return false
    const startS = audio.currentTime + 0.02
    for (const [i, hertz] of [659.25, 523.25].entries()) {
      const tone = audio.createOscillator()
      const loudness = audio.createGain()
      const atS = startS + i * 0.32
      tone.frequency.value = hertz
      loudness.gain.setValueAtTime(0, atS)
      loudness.gain.linearRampToValueAtTime(0.35, atS + 0.02)
      loudness.gain.exponentialRampToValueAtTime(0.001, atS + 0.7)
      tone.connect(loudness).connect(audio.destination)
      tone.start(atS)
      tone.stop(atS + 0.75)
    }
    await after(950)
    return true
  }

  return {
    heard: () => audio === undefined || audio.state === 'running',
    async unlock() {
      await audio?.resume()
    },
    async say(lines) {
      let heard: Heard = (await chime()) ? 'chimed' : 'silent'
      for (const line of lines) {
        if (!('speechSynthesis' in globalThis)) break
        const voice = voiceFor(line.locale, speechSynthesis.getVoices())
        if (voice !== undefined && (await speak(line.text, voice))) heard = 'spoken'
      }
      return heard
    },
  }
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}

/** Whether it was said to its end. */
function speak(text: string, voice: SpeechSynthesisVoice): Promise<boolean> {
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.voice = voice
  utterance.lang = voice.lang
  utterance.rate = 0.95
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      speechSynthesis.cancel()
      resolve(false)
    }, limitMs(text))
    const end = (said: boolean) => () => {
      clearTimeout(limit)
      resolve(said)
    }
    utterance.onend = end(true)
    utterance.onerror = end(false)
    speechSynthesis.speak(utterance)
  })
}
