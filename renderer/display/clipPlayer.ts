/**
 * Says a call with recordings joined one after the other, where the machine has
 * no voice of the language: the hall's own recordings where they make the whole
 * sentence, else together with those that come with the product.
 */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import type { CallOut } from '#shared/locale/announce.ts'
import { clipOf, clipsFor, voiceList, voiceSources } from '#shared/locale/clips.ts'
import type { Clip, VoiceList, VoiceSource } from '#shared/locale/clips.ts'

/** A recording's file and where it comes from. */
interface ClipFile {
  readonly source: VoiceSource
  readonly file: string
}

/** Silence between two recordings, seconds; each has a little of its own. */
const gapS = 0.04
/** The list is asked for again this often, ms, so that new recordings are heard without a restart. */
const listFreshMs = 5 * 60_000
const noClips: VoiceList = { own: {}, shipped: {} }

export interface ClipPlayerParts {
  readonly audio: AudioContext
  /** The list of recordings, or undefined while it cannot be had. */
  readonly list: () => Promise<unknown>
  /** The bytes of one, or undefined while they cannot be had. */
  readonly bytes: (path: string) => Promise<ArrayBuffer | undefined>
  readonly nowMs: () => number
  readonly wait: (ms: number) => Promise<void>
}

export class ClipPlayer {
  readonly #parts: ClipPlayerParts
  readonly #sounds = new Map<string, AudioBuffer>()
  #list: VoiceList = noClips
  #listedAtMs = -Infinity

  constructor(parts: ClipPlayerParts) {
    this.#parts = parts
  }

  /** Whether the whole call was said. */
  async say(call: CallOut, locale: Locale): Promise<boolean> {
    await this.#refresh()
    const files = joined(this.#list, call, locale)
    if (files === undefined) return false
    const sounds: AudioBuffer[] = []
    for (const file of files) {
      const sound = await this.#soundOf(locale, file)
      if (sound === undefined) return false
      sounds.push(sound)
    }
    const { audio, wait } = this.#parts
    let atS = audio.currentTime + 0.03
    const fromS = atS
    for (const sound of sounds) {
      const playing = audio.createBufferSource()
      playing.buffer = sound
      playing.connect(audio.destination)
      playing.start(atS)
      atS += sound.duration + gapS
    }
    // By the clock and not by an event: an engine that loses its sound card sends none.
    await wait((atS - fromS) * 1000 + 60)
    return true
  }

  /** Fetches every recording of these languages, so that no call waits for one and none is missing while the hub is away. */
  async prepare(locales: readonly Locale[]): Promise<void> {
    await this.#refresh()
    for (const locale of locales) {
      for (const source of voiceSources) {
        for (const file of this.#list[source][locale] ?? []) await this.#soundOf(locale, { source, file })
      }
    }
  }

  async #refresh(): Promise<void> {
    const nowMs = this.#parts.nowMs()
    if (nowMs - this.#listedAtMs < listFreshMs) return
    this.#listedAtMs = nowMs
    const read = voiceList.safeParse(await this.#parts.list())
    if (!read.success) return
    // Another recording may stand under the same name.
    if (JSON.stringify(read.data) !== JSON.stringify(this.#list)) this.#sounds.clear()
    this.#list = read.data
  }

  async #soundOf(locale: Locale, { source, file }: ClipFile): Promise<AudioBuffer | undefined> {
    const path = `/voice/${source}/${locale}/${encodeURIComponent(file)}`
    const known = this.#sounds.get(path)
    if (known !== undefined) return known
    const bytes = await this.#parts.bytes(path)
    if (bytes === undefined) return undefined
    try {
      const sound = await this.#parts.audio.decodeAudioData(bytes)
      this.#sounds.set(path, sound)
      return sound
    } catch {
      // A file this browser cannot play is no recording.
      return undefined
    }
  }
}

/** The files that make the call: all of them the hall's own where those suffice. */
export function joined(list: VoiceList, call: CallOut, locale: Locale): readonly ClipFile[] | undefined {
  const own = filesOf(list, 'own', locale)
  const all = new Map([...filesOf(list, 'shipped', locale), ...own])
  for (const from of [own, all]) {
    const clips = clipsFor(call, locale, (clip) => from.has(clip))
    if (clips !== undefined) return clips.flatMap((clip) => from.get(clip) ?? [])
  }
  return undefined
}

function filesOf(list: VoiceList, source: VoiceSource, locale: Locale): ReadonlyMap<Clip, ClipFile> {
  return new Map((list[source][locale] ?? []).map((file) => [clipOf(file), { source, file }]))
}
