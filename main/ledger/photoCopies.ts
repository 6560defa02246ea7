/**
 * Photographs beside the copies of the ledger. Each is copied once, for it is named by what is in it; a list beside
 * each copy of the ledger says which belonged to it, and one that no list names any more goes with the last that did.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { syncPath } from './files.ts'

/** Name of the folder of photographs, in a data folder and in that of copies. */
export const photosFolder = 'photos'

/** A photograph's file: its SHA-256 and what kind of picture it is. */
export const photoFile = /^([0-9a-f]{64})\.(jpg|png|webp)$/
const listFile = /^hall-(.+)\.photos\.json$/
const list = z.array(z.string().regex(photoFile))

const listName = (stamp: string): string => `hall-${stamp}.photos.json`

/** What became of the photographs of one copy. */
export interface PhotosCopied {
  /** How many belong to it. */
  readonly count: number
  /** How many of them were not among the copies before. */
  readonly added: number
  /** One clear line for what is not there though it should be. */
  readonly trouble?: string | undefined
}

export interface PhotosToCopy {
  /** The hall's own folder of them. */
  readonly from: string
  /** Where copies of the ledger are. */
  readonly folder: string
  /** Names the copy of the ledger they belong to. */
  readonly stamp: string
  /** Room that must be left on that disk, bytes. */
  readonly reserveBytes: number
}

/** Copies what is not among the copies yet, and lists what belongs to this copy. Throws what the disk throws. */
export function copyPhotos({ from, folder, stamp, reserveBytes }: PhotosToCopy): PhotosCopied {
  const into = join(folder, photosFolder)
  const wrong: string[] = []
  const listed: string[] = []
  let added = 0
  for (const name of photosIn(from)) {
    const [source, target] = [join(from, name), join(into, name)]
    const bytes = statSync(source, { throwIfNoEntry: false })?.size
    // Its time was over just now.
    if (bytes === undefined) continue
    if (statSync(target, { throwIfNoEntry: false })?.size !== bytes) {
      mkdirSync(into, { recursive: true })
      const { bavail, bsize } = statfsSync(folder)
      if (bavail * bsize < bytes + reserveBytes)
        return { ...listing(), trouble: `no room in ${folder} for all photographs of cases` }
      const content = readFileSync(source)
      if (isWhole(name, content)) {
        put(target, content, source)
        added += 1
      } else {
        wrong.push(source)
        // What was copied before it was damaged is the better one.
        if (!existsSync(target) || !isWhole(name, readFileSync(target))) continue
      }
    }
    listed.push(name)
  }
  return wrong.length === 0
    ? listing()
    : { ...listing(), trouble: `damaged, so not copied: ${wrong.join(', ')}` }

  function listing(): PhotosCopied {
    if (added > 0) syncPath(into)
    put(join(folder, listName(stamp)), Buffer.from(JSON.stringify(listed)))
    return { count: listed.length, added }
  }
}

/**
 * Throws away lists whose copy of the ledger is gone, and photographs that neither a list nor the hall has any more;
 * says how many of these.
 * @param from the hall's own folder of them
 */
export function prunePhotos(folder: string, from: string): number {
  const into = join(folder, photosFolder)
  const stay = new Set(photosIn(from))
  for (const name of namesIn(folder)) {
    const [, stamp] = listFile.exec(name) ?? []
    if (stamp === undefined) continue
    if (!existsSync(join(folder, `hall-${stamp}.db`))) rmSync(join(folder, name), { force: true })
    else for (const photo of listed(join(folder, name))) stay.add(photo)
  }
  let gone = 0
  for (const name of namesIn(into)) {
    if (stay.has(name) || !(photoFile.test(name) || name.endsWith('.part'))) continue
    rmSync(join(into, name), { force: true })
    gone += 1
  }
  return gone
}

/** What became of the photographs of a copy that was put back. */
export interface PhotosPutBack {
  readonly putBack: number
  /** Listed, and not whole among the copies: their names. */
  readonly lost: readonly string[]
}

/**
 * Puts the photographs of a copy of the ledger back, each looked at whole; what the hall has stays as it is.
 * @param copy path of the copy of the ledger
 */
export function putPhotosBack(copy: string, into: string): PhotosPutBack {
  const folder = dirname(copy)
  const stamp = /^hall-(.+)\.db$/.exec(basename(copy))?.[1]
  const own = stamp === undefined ? undefined : join(folder, listName(stamp))
  // A copy from before photographs were copied has no list; none of them is too many then.
  const names = own !== undefined && existsSync(own) ? listed(own) : photosIn(join(folder, photosFolder))
  const lost: string[] = []
  let putBack = 0
  for (const name of names) {
    const target = join(into, name)
    if (existsSync(target) && isWhole(name, readFileSync(target))) continue
    const source = join(folder, photosFolder, name)
    const content = existsSync(source) ? readFileSync(source) : undefined
    if (content === undefined || !isWhole(name, content)) {
      lost.push(name)
      continue
    }
    mkdirSync(into, { recursive: true })
    put(target, content, source)
    putBack += 1
  }
  return { putBack, lost }
}

function photosIn(folder: string): readonly string[] {
  return namesIn(folder).filter((name) => photoFile.test(name))
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

/** The names in a list; none where it is damaged, for photographs that are still at the hall stay anyhow. */
function listed(path: string): readonly string[] {
  try {
    return list.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return []
  }
}

function isWhole(name: string, content: Buffer): boolean {
  return createHash('sha256').update(content).digest('hex') === photoFile.exec(name)?.[1]
}

/** Whole or not there, whatever happens meanwhile; as old as what it is a copy of, so that it goes when that would have. */
function put(path: string, content: Buffer, like?: string): void {
  writeFileSync(`${path}.part`, content, { flush: true })
  if (like !== undefined) {
    const { atime, mtime } = statSync(like)
    utimesSync(`${path}.part`, atime, mtime)
  }
  renameSync(`${path}.part`, path)
}
