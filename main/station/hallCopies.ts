/**
 * A station's copies of the hall's files, so that its screens go on with them
 * while the hub is away. Only what the hall's screens are set up to show is ever
 * copied; a copy is asked after at the hub once in a while and is whole or not
 * there at all.
 */
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Locale } from '#shared/catalogue/catalogue.ts'
import { clipFile, voiceList } from '#shared/locale/clips.ts'
import type { VoiceList } from '#shared/locale/clips.ts'
import type { HallFiles, Place } from '../hub/hallFiles.ts'
import { mediaKind } from '../hub/hallFiles.ts'
import type { HallCalls } from '../tls/hallCalls.ts'

export interface HallCopiesParts {
  /** The station's folder for them. */
  readonly dir: string
  /** How the hub is asked. */
  readonly fetch: HallCalls['fetch']
  /** The hub's address now; undefined while there is none. */
  readonly hub: () => string | undefined
  /** Names of the media folder that some screen shows. */
  readonly shown: () => ReadonlySet<string>
  readonly monotonicMs: () => number
  /** Runs the callback once after so many ms; returns how to prevent it. */
  readonly after: (delayMs: number, work: () => void) => () => void
}

/** A copy younger than this is not asked after. */
const freshMs = 60_000
/** A hub that says nothing for so long is away. */
const silentMs = 5_000

/** The hall's files as this station has them. */
export function hallCopies(parts: HallCopiesParts): HallFiles {
  const askedAtMs = new Map<string, number>()
  const underWay = new Map<string, Promise<void>>()
  const { dir, hub, shown, monotonicMs } = parts

  /** Brings one copy up to date, as far as that is possible now. */
  async function refresh(path: string, place: Place): Promise<void> {
    const origin = hub()
    const sinceMs = monotonicMs() - (askedAtMs.get(path) ?? -Infinity)
    if (origin === undefined || sinceMs < freshMs) return
    const running = underWay.get(path) ?? fetchCopy(parts, `${origin}${path}`, place)
    underWay.set(path, running)
    try {
      await running
      askedAtMs.set(path, monotonicMs())
    } catch {
      // The hub is away or went away meanwhile: what is here goes on.
    } finally {
      underWay.delete(path)
    }
  }

  async function copyOf(path: string, place: Place): Promise<Place | undefined> {
    await refresh(path, place)
    return existsSync(join(place.dir, place.name)) ? place : undefined
  }

  return {
    media: async (name) => {
      if (mediaKind(name) === undefined || !shown().has(name)) return undefined
      return copyOf(`/media/${encodeURIComponent(name)}`, { dir: join(dir, 'media'), name })
    },
    clip: async (language: Locale, name) => {
      if (!clipFile.safeParse(name).success) return undefined
      const path = `/voice/own/${language}/${encodeURIComponent(name)}`
      return copyOf(path, { dir: join(dir, 'voice', language), name })
    },
    clips: async (): Promise<VoiceList['own']> => {
      const place = { dir, name: 'voice.json' }
      if ((await copyOf('/voice', place)) === undefined) return {}
      const read = voiceList.safeParse(JSON.parse(readFileSync(join(place.dir, place.name), 'utf8')))
      return read.success ? read.data.own : {}
    },
  }
}

/** Fetches a file unless it is here as it is there. Throws when the hub does not answer. */
async function fetchCopy(
  { fetch, after }: HallCopiesParts,
  url: string,
  { dir, name }: Place,
): Promise<void> {
  const file = join(dir, name)
  const mark = join(dir, `.${name}.etag`)
  const known = existsSync(file) && existsSync(mark) ? readFileSync(mark, 'utf8') : ''
  const ending = new AbortController()
  const patience = (): (() => void) =>
    after(silentMs, () => {
      ending.abort()
    })
  let stop = patience()
  try {
    // Without the second line Node's fetch would add one that asks for the whole file.
    const headers: Record<string, string> =
      known === '' ? {} : { 'if-none-match': known, 'cache-control': 'max-age=0' }
    const answer = await fetch(url, { headers, signal: ending.signal })
    if (answer.status === 404) {
      rmSync(file, { force: true })
      rmSync(mark, { force: true })
    }
    if (answer.status !== 200 || answer.body === null) {
      await answer.body?.cancel()
      return
    }
    mkdirSync(dir, { recursive: true })
    const part = join(dir, `.${name}.part`)
    await pipeline(
      answer.body,
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          stop()
          stop = patience()
          yield piece
        }
      },
      createWriteStream(part),
    )
    renameSync(part, file)
    writeFileSync(mark, answer.headers.get('etag') ?? '')
  } finally {
    stop()
  }
}
