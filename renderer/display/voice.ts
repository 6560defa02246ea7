/** The hall's voice as a narrow port: it always ends, it never fails. */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import type { CallOut } from '#shared/locale/announce.ts'
import { ClipPlayer } from './clipPlayer.ts'

export interface SpokenLine {
  readonly locale: Locale
  readonly call: CallOut
  /** What a speech engine reads. */
  readonly text: string
}

/** By what a line was said, if at all. */
export type SaidBy = 'speech' | 'clips' | 'nothing'

/** How a call ended: with words, with the chime alone, or without a sound; and by what each line was said. */
export interface Heard {
  readonly what: 'spoken' | 'chimed' | 'silent'
  readonly by: readonly SaidBy[]
}

export interface Voice {
  /** Chimes, then says each line it has a voice for. Resolves when it is over, at the latest after its time limit. */
  say(lines: readonly SpokenLine[]): Promise<Heard>
}

/** A screen whose voice is another screen's matter. */
const silent = (lines: readonly SpokenLine[]): Heard => ({
  what: 'silent',
  by: lines.map(() => 'nothing'),
})

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
  /** Fetches what calls in these languages may need. */
  prepare(locales: readonly Locale[]): Promise<void>
}

/** An engine that let so many lines in a row run into their time limit is not asked any more. */
const failuresToGiveUp = 2

/** The browser's own chime and speech, and recordings where it has no voice. */
export function browserVoice(): BrowserVoice {
  const audio = 'AudioContext' in globalThis ? new AudioContext() : undefined
  const clips =
    audio && new ClipPlayer({ audio, ...clipFetching, nowMs: () => performance.now(), wait: after })
  let failures = 0

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

  async function sayLine({ locale, call, text }: SpokenLine): Promise<SaidBy> {
    const voice =
      failures < failuresToGiveUp && 'speechSynthesis' in globalThis
        ? voiceFor(locale, speechSynthesis.getVoices())
        : undefined
    if (voice !== undefined) {
      const said = await speak(text, voice)
      failures = said ? 0 : failures + 1
      if (said) return 'speech'
    }
    return audio?.state === 'running' && (await clips?.say(call, locale)) === true ? 'clips' : 'nothing'
  }

  return {
    heard: () => audio === undefined || audio.state === 'running',
    async unlock() {
      await audio?.resume()
    },
    async prepare(locales) {
      await clips?.prepare(locales)
    },
    async say(lines) {
      const chimed = await chime()
      const by: SaidBy[] = []
      for (const line of lines) by.push(await sayLine(line))
      const said = by.some((one) => one !== 'nothing')
      return { what: said ? 'spoken' : chimed ? 'chimed' : 'silent', by }
    },
  }
}

/** A voice that is asked each time whether it is this screen's matter to speak. */
export function voiceIf(speaks: () => boolean, voice: Voice): Voice {
  return { say: async (lines) => (speaks() ? voice.say(lines) : silent(lines)) }
}

/** How long a recording may be on its way before the call goes on without it, ms. */
const fetchMs = 3000

const clipFetching = {
  list: async (): Promise<unknown> => (await fetched('/voice'))?.json(),
  bytes: async (path: string): Promise<ArrayBuffer | undefined> => (await fetched(path))?.arrayBuffer(),
}

async function fetched(path: string): Promise<Response | undefined> {
  try {
    const answer = await fetch(path, { signal: AbortSignal.timeout(fetchMs) })
    return answer.ok ? answer : undefined
  } catch {
    return undefined
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
