/**
 * Goal: a call is always heard as far as this machine can, and never holds the next one back: a voice of its language
 * where there is one, else recordings, else the chime. Method: a browser's sound and speech made here, time by hand.
 */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clipsOf } from '#shared/locale/clips.ts'
import type { Locale } from '#shared/catalogue/catalogue.ts'
import { browserVoice, limitMs, voiceFor } from './voice.ts'
import type { Heard, SpokenLine } from './voice.ts'

const call = { number: 'A017', counterLabel: '3' }
const line = (locale: Locale, text: string = locale): SpokenLine => ({ locale, call, text })
/** As the display says a call of a visitor who speaks another language: the hall's first one, then theirs. */
const inMongolian = [line('zh'), line('mn')]

/** As much of the browser's sound as is used. */
class Sound {
  state = 'running'
  currentTime = 0
  destination = {}
  chimes = 0
  #node = {
    frequency: { value: 0 },
    gain: {
      setValueAtTime: () => undefined,
      linearRampToValueAtTime: () => undefined,
      exponentialRampToValueAtTime: () => undefined,
    },
    connect: () => ({ connect: () => undefined }),
    start: () => {
      this.chimes += 1
    },
    stop: () => undefined,
  }
  createOscillator = () => this.#node
  createGain = () => this.#node
  createBufferSource = () => ({ buffer: null, connect: () => undefined, start: () => undefined })
  decodeAudioData = () => Promise.resolve({ duration: 0.3 })
  resume = () => Promise.resolve()
}

let sound: Sound
let spoken: string[]
/** The languages this machine has a voice of, and whether it ends what it begins. */
let voices: readonly { readonly lang: string; readonly localService: boolean }[]
let ends: boolean
/** The languages there are recordings of. */
let recorded: readonly Locale[]

beforeEach(() => {
  vi.useFakeTimers()
  sound = new Sound()
  spoken = []
  voices = []
  ends = true
  recorded = ['zh']
  vi.stubGlobal('AudioContext', function AudioContext() {
    return sound
  })
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      readonly text: string
      onend?: () => void
      constructor(text: string) {
        this.text = text
      }
    },
  )
  vi.stubGlobal('speechSynthesis', {
    getVoices: () => voices,
    cancel: () => undefined,
    speak: (said: { text: string; onend?: () => void }) => {
      spoken.push(said.text)
      if (ends) setTimeout(() => said.onend?.(), 1000)
    },
  })
  vi.stubGlobal('fetch', (path: string) => {
    const shipped = Object.fromEntries(
      recorded.map((of) => [of, [...clipsOf(of).keys()].map((clip) => `${clip}.wav`)]),
    )
    return Promise.resolve(
      new Response(path === '/voice' ? JSON.stringify({ own: {}, shipped }) : new Uint8Array(8)),
    )
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** What is heard of these lines, with all the time it takes. */
async function heardOf(voice: ReturnType<typeof browserVoice>, lines: readonly SpokenLine[]): Promise<Heard> {
  const saying = voice.say(lines)
  await vi.runAllTimersAsync()
  return saying
}

describe('the voice of a screen', () => {
  it('says a call of a language nobody recorded in the hall’s first language, with the chime before it', async () => {
    for (const other of ['ug', 'kk', 'mn'] as const) {
      const heard = await heardOf(browserVoice(), [line('zh'), line(other)])
      expect(heard).toEqual({ what: 'spoken', by: ['clips', 'nothing'] })
    }
    expect(sound.chimes).toBe(6)
  })

  it.each([
    ['ug', 'ug-CN'],
    ['kk', 'kk-Arab-CN'],
    ['mn', 'mn-Mong-CN'],
  ] as const)('speaks %s where the machine has a voice of it', async (other, lang) => {
    voices = [{ lang, localService: true }]
    expect(await heardOf(browserVoice(), [line('zh'), line(other)])).toEqual({
      what: 'spoken',
      by: ['clips', 'speech'],
    })
    expect(spoken).toEqual([other])
  })

  it('does not read letters with a voice that knows others', () => {
    const cyrillic = ['kk-KZ', 'mn-MN'].map((lang) => ({ lang, localService: true }) as SpeechSynthesisVoice)
    expect(voiceFor('kk', cyrillic)).toBeUndefined()
    expect(voiceFor('mn', cyrillic)).toBeUndefined()
  })

  it('goes on by recordings when a voice neither ends nor fails, and asks it no more after the second time', async () => {
    voices = [{ lang: 'cmn', localService: true }]
    ends = false
    const voice = browserVoice()
    for (let n = 0; n < 3; n += 1)
      expect(await heardOf(voice, [line('zh')])).toEqual({ what: 'spoken', by: ['clips'] })
    expect(spoken).toHaveLength(2)
    expect(limitMs('请A017号到3号窗口')).toBeLessThan(10_000)
  })

  it('chimes where it can say nothing, and is silent where it may not be heard', async () => {
    recorded = []
    const voice = browserVoice()
    expect(await heardOf(voice, inMongolian)).toEqual({ what: 'chimed', by: ['nothing', 'nothing'] })
    sound.state = 'suspended'
    expect(await heardOf(voice, inMongolian)).toEqual({ what: 'silent', by: ['nothing', 'nothing'] })
  })
})
