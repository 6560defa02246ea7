/**
 * Files a hall puts into its own data folder for its screens: pictures and films
 * in `media`, its own recordings of the voice in `voice/LANGUAGE`. They are only
 * ever read. A name is looked up in its one folder and is never a path: no
 * folders above or below, no links out of it.
 */
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { locales } from '#shared/catalogue/catalogue.ts'
import type { Locale } from '#shared/catalogue/catalogue.ts'
import { pictureFile, videoFile } from '#shared/hall/displays.ts'
import { clipFile } from '#shared/locale/clips.ts'
import type { VoiceList } from '#shared/locale/clips.ts'

/** A file in a folder. */
export interface Place {
  readonly dir: string
  readonly name: string
}

/** The files of a hall, wherever this computer has them from. */
export interface HallFiles {
  /** A picture or film; undefined for what is not there and for what is no name of one. */
  readonly media: (name: string) => Promise<Place | undefined>
  readonly clip: (language: Locale, name: string) => Promise<Place | undefined>
  /** The hall's own recordings. */
  readonly clips: () => Promise<VoiceList['own']>
}

export interface MediaFile {
  readonly name: string
  readonly kind: 'picture' | 'video'
  readonly bytes: number
}

/** The files in a hall's data folder. */
export function filesIn(dataDir: string): HallFiles {
  const media = mediaDirOf(dataDir)
  return {
    media: async (name) => {
      if (mediaKind(name) === undefined) return undefined
      return (await sizeOf(media, name)) === undefined ? undefined : { dir: media, name }
    },
    clip: async (language, name) => clipIn(join(dataDir, 'voice', language), name),
    clips: async () => clipsIn(join(dataDir, 'voice')),
  }
}

/** Where pictures and films are in a data folder. */
export function mediaDirOf(dataDir: string): string {
  return join(dataDir, 'media')
}

/** The kind of a file by its name; undefined for what no screen may be given. */
export function mediaKind(name: string): MediaFile['kind'] | undefined {
  if (pictureFile.safeParse(name).success) return 'picture'
  return videoFile.safeParse(name).success ? 'video' : undefined
}

/** The pictures and films there are, by name; none where there is no folder. */
export async function mediaIn(dir: string): Promise<readonly MediaFile[]> {
  const files = await Promise.all(
    (await namesIn(dir)).map(async (name): Promise<readonly MediaFile[]> => {
      const kind = mediaKind(name)
      const bytes = kind === undefined ? undefined : await sizeOf(dir, name)
      return kind === undefined || bytes === undefined ? [] : [{ name, kind, bytes }]
    }),
  )
  return files.flat().sort((a, b) => a.name.localeCompare(b.name, 'zh', { numeric: true }))
}

/** Recordings by language in a folder of folders. */
export async function clipsIn(dir: string): Promise<VoiceList['own']> {
  const found = await Promise.all(
    locales.map(async (language) => {
      const names = await namesIn(join(dir, language))
      return [language, names.filter((name) => clipFile.safeParse(name).success).sort()] as const
    }),
  )
  return Object.fromEntries(found.filter(([, names]) => names.length > 0))
}

/** One recording of a folder. */
export async function clipIn(dir: string, name: string): Promise<Place | undefined> {
  if (!clipFile.safeParse(name).success) return undefined
  return (await sizeOf(dir, name)) === undefined ? undefined : { dir, name }
}

/** Size of a plain file in bytes; undefined for anything else, also for a link to one. */
async function sizeOf(dir: string, name: string): Promise<number | undefined> {
  try {
    const found = await lstat(join(dir, name))
    return found.isFile() ? found.size : undefined
  } catch {
    return undefined
  }
}

async function namesIn(dir: string): Promise<readonly string[]> {
  try {
    return await readdir(dir)
  } catch {
    return []
  }
}
