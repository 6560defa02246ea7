/**
 * Photographs of cases and appeals, beside the ledger and named by what is in them. Nothing here is served but to
 * those who may see what it belongs to, and what belongs to nothing any more is thrown away.
 */
import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Photo } from '#shared/conduct/cases.ts'
import { photoFile } from '../ledger/photoCopies.ts'

type PhotoType = Photo['type']

const endings = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const satisfies Record<
  PhotoType,
  string
>

/** A photograph nobody has named yet may be of a case somebody is writing just now, ms. */
const unnamedKeptMs = 86_400_000

/** What the bytes are, whatever was said of them; undefined for what is no photograph. */
export function photoTypeOf(bytes: Uint8Array): PhotoType | undefined {
  const begins = (at: number, ...wanted: readonly number[]): boolean =>
    wanted.every((byte, i) => bytes[at + i] === byte)
  if (begins(0, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (begins(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (begins(0, 0x52, 0x49, 0x46, 0x46) && begins(8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp'
  return undefined
}

/** The photographs in a folder. */
export class Photos {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
  }

  /** Keeps one; the same again is the same. Undefined for what is no photograph. */
  async keep(bytes: Uint8Array): Promise<Photo | undefined> {
    const type = photoTypeOf(bytes)
    if (type === undefined) return undefined
    const photo = { sha256: createHash('sha256').update(bytes).digest('hex'), type, bytes: bytes.length }
    const path = this.pathOf(photo)
    await mkdir(this.#dir, { recursive: true })
    // Whole or not there, whatever happens meanwhile.
    await writeFile(`${path}.part`, bytes)
    await rename(`${path}.part`, path)
    return photo
  }

  /** Keeps the bytes if they are that very photograph; whether they were. */
  async keepAs(photo: Photo, bytes: Uint8Array): Promise<boolean> {
    if (createHash('sha256').update(bytes).digest('hex') !== photo.sha256) return false
    if (photoTypeOf(bytes) !== photo.type) return false
    return (await this.keep(bytes)) !== undefined
  }

  /** SHA-256 of all that are here. */
  async names(): Promise<ReadonlySet<string>> {
    const names = await readdir(this.#dir).catch((): string[] => [])
    return new Set(names.flatMap((name) => photoFile.exec(name)?.[1] ?? []))
  }

  /** What the disk has room for, bytes. */
  async freeBytes(): Promise<number> {
    await mkdir(this.#dir, { recursive: true })
    const { bavail, bsize } = await statfs(this.#dir)
    return bavail * bsize
  }

  /** Where it lies; it may have been thrown away. */
  pathOf({ sha256, type }: Pick<Photo, 'sha256' | 'type'>): string {
    return join(this.#dir, `${sha256}.${endings[type]}`)
  }

  /** Whether it is here. */
  async has(photo: Pick<Photo, 'sha256' | 'type'>): Promise<boolean> {
    return stat(this.pathOf(photo)).then(
      (found) => found.isFile(),
      () => false,
    )
  }

  /** Whether this very one is here, told at once: what a command names is looked for while it is decided. */
  hasWhole(photo: Photo): boolean {
    return statSync(this.pathOf(photo), { throwIfNoEntry: false })?.size === photo.bytes
  }

  /**
   * Throws away what nothing names any more and is older than a day, and says how many.
   * @param named SHA-256 of every photograph that is still kept
   * @param wallMs now, as files are dated
   */
  async tidy(named: ReadonlySet<string>, wallMs: number): Promise<number> {
    const names = await readdir(this.#dir).catch((): string[] => [])
    let gone = 0
    for (const name of names) {
      const sha256 = photoFile.exec(name)?.[1]
      if (sha256 !== undefined && named.has(sha256)) continue
      if (sha256 === undefined && !name.endsWith('.part')) continue
      const path = join(this.#dir, name)
      const since = await stat(path).catch(() => undefined)
      if (since === undefined || since.mtimeMs > wallMs - unnamedKeptMs) continue
      await rm(path, { force: true })
      gone += 1
    }
    return gone
  }
}
