/**
 * Goal: a photograph of a case is among the copies as long as a copy names it, comes back whole with that copy, and
 * never costs the ledger its copy. Method: real files, some of them damaged on purpose, and once the real worker.
 */
import { createHash } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Script } from '#test/fixtures/ledger/script.ts'
import { workerCopier } from './copier.ts'
import type { CopyReport } from './copyOrder.ts'
import { openDatabase } from './database.ts'
import { copyPhotos, prunePhotos, putPhotosBack } from './photoCopies.ts'
import type { PhotosCopied, PhotosPutBack } from './photoCopies.ts'
import { restore } from './restoring.ts'
import { usualRotation } from './rotation.ts'
import { sqliteLedger } from './sqliteLedger.ts'

const copier = workerCopier(fileURLToPath(new URL('./copyWorker.ts', import.meta.url)))

let folder: string
let database: string
let photos: string
let copies: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihao-photos-'))
  database = join(folder, 'hall.db')
  photos = join(folder, 'photos')
  copies = join(folder, 'backups')
  mkdirSync(photos)
  const opened = openDatabase(database)
  sqliteLedger(opened.db).append(new Script().opening())
  opened.close()
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** A photograph as it is kept; its name. */
function taken(text: string): string {
  const name = `${createHash('sha256').update(text).digest('hex')}.jpg`
  writeFileSync(join(photos, name), text)
  return name
}
const stamp = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}0000Z`
const pathOf = (hour: number): string => join(copies, `hall-${stamp(hour)}.db`)
/** By the worker, with the ledger. */
const copyAll = async (hour: number): Promise<CopyReport> =>
  copier.copy({
    database,
    folder: copies,
    photos,
    stamp: stamp(hour),
    rotation: usualRotation,
    day: { timeZone: 'Asia/Shanghai', rollOverHour: 4 },
  })
/** As the worker does once a copy of the ledger is there. */
function copy(hour: number): PhotosCopied {
  mkdirSync(copies, { recursive: true })
  writeFileSync(pathOf(hour), 'a copy of the ledger')
  return copyPhotos({ from: photos, folder: copies, stamp: stamp(hour), reserveBytes: 0 })
}
const back = (hour: number): PhotosPutBack => putPhotosBack(pathOf(hour), photos)
const copied = (): string[] => readdirSync(join(copies, 'photos')).sort()

describe('photographs among the copies', () => {
  it('are there once, and come back with the copy that names them', async () => {
    const [first, second] = [taken('a broken step'), taken('an empty counter')]
    writeFileSync(join(photos, `${first}.part`), 'half a photograph')
    expect(await copyAll(1)).toMatchObject({ ok: true, trouble: undefined })
    const third = taken('a queue to the door')
    const long = new Date('2026-01-01T00:00:00Z')
    utimesSync(join(photos, third), long, long)
    expect(copy(2)).toEqual({ count: 3, added: 1 })
    expect(copied()).toEqual([first, second, third].sort())

    rmSync(photos, { recursive: true })
    const restored = await restore({ database, backupDir: copies, from: pathOf(1), stamp: stamp(9) })
    expect(restored.photos).toEqual({ putBack: 2, lost: [] })
    expect(readdirSync(photos).sort()).toEqual([first, second].sort())
    expect(readFileSync(join(photos, first), 'utf8')).toBe('a broken step')
    expect(back(2)).toEqual({ putBack: 1, lost: [] })
    // Put back it is as old as it was: its time does not begin anew.
    expect(statSync(join(photos, third)).mtime).toEqual(long)
    expect(back(2), 'what is here and whole stays').toEqual({ putBack: 0, lost: [] })
    rmSync(join(copies, `hall-${stamp(1)}.photos.json`))
    rmSync(photos, { recursive: true })
    expect(back(1), 'a copy from before photographs were copied').toEqual({ putBack: 3, lost: [] })
  })

  it('go with the last copy that names them, and not before', () => {
    const [gone, stays] = [taken('its days are over'), taken('still needed')]
    copy(1)
    rmSync(join(photos, gone))
    copy(2)
    expect(prunePhotos(copies, photos)).toBe(0)
    rmSync(pathOf(1))
    expect(prunePhotos(copies, photos)).toBe(1)
    expect(copied()).toEqual([stays])
    expect(readdirSync(copies)).not.toContain(`hall-${stamp(1)}.photos.json`)
  })

  it('that are damaged are never put in a good one’s place, and are named', () => {
    const [good, bad] = [taken('as it was'), taken('as it was taken')]
    copy(1)
    writeFileSync(join(photos, good), 'cut off')
    writeFileSync(join(photos, taken('x')), 'not x')
    expect(copy(2).trouble).toContain(good)
    expect(readFileSync(join(copies, 'photos', good), 'utf8')).toBe('as it was')
    writeFileSync(join(copies, 'photos', bad), 'not that')
    rmSync(join(photos, bad))
    expect(back(2)).toEqual({ putBack: 1, lost: [bad] })
    expect(readFileSync(join(photos, good), 'utf8')).toBe('as it was')
    expect(copy(3), 'and the one that is here is copied again').toMatchObject({ count: 1 })
  })

  it('cost the ledger nothing: where they cannot be copied, it is', async () => {
    taken('somewhere')
    mkdirSync(copies)
    writeFileSync(join(copies, 'photos'), 'a file stands where the folder should be')
    expect(await copyAll(1)).toMatchObject({
      ok: true,
      trouble: expect.stringMatching(/photographs of cases were not copied/) as string,
    })
  })
})
