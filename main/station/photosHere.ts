/**
 * A station's copies of the photographs that its records name, so that a promoted computer has them: fetched from the
 * hub in the background, one at a time, as far as there is room; and given back to a hub that lacks them, which was
 * restored from a copy or was another computer before. Each is known by what is in it.
 */
import { readFile } from 'node:fs/promises'
import type { Photo } from '#shared/conduct/cases.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { photosOf } from '#shared/conduct/records.ts'
import type { ConductRecord } from '#shared/conduct/records.ts'
import { mostPhotoBytes } from '#shared/protocol/cases.ts'
import { mostAsked, photosLacking } from '#shared/protocol/sharedPhotos.ts'
import type { Machine } from '../hub/machine.clock.ts'
import { keepPhotos, recordsWithPhotos } from '../hub/photoRetention.ts'
import { Photos } from '../hub/photos.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { HallCalls } from '../tls/hallCalls.ts'
import type { Station } from './station.ts'

export interface PhotosHereParts {
  readonly photos: Photos
  /** Records whose photographs are still kept. */
  readonly records: () => readonly ConductRecord[]
  /** The hub's address; undefined while there is none. */
  readonly hub: () => string | undefined
  readonly token: string
  readonly fetch: HallCalls['fetch']
  /** Runs the callback once after so many ms; returns how to prevent it. */
  readonly after: (delayMs: number, work: () => void) => () => void
  /** Room for photographs on this computer, bytes; the newest are kept. */
  readonly mostBytes?: number
}

export interface PhotosHere {
  /** The hub was joined: what both have is compared. */
  readonly joined: () => void
  /** To be told of every event: it may name new ones. */
  readonly heard: (events: readonly LedgerEvent[]) => void
  readonly stop: () => void
}

/** Room a station gives them unless told otherwise, bytes: some thousands, made small as they are. */
const usualRoom = 1024 ** 3
/** Left free on the disk, bytes: the ledger goes on it. */
const reserveBytes = 512 * 1024 ** 2
/** After what may have brought a new one, ms; many stations hear of it at once. */
const soonMs = 2_000
/** While a hub is being joined, ms. */
const joiningMs = 10_000
/** After something went wrong, ms. */
const againMs = 60_000
/** Between two, ms, and how long one may take: nobody waits for them. */
const paceMs = 50
const patienceMs = 20_000

interface Named {
  readonly photo: Photo
  readonly record: ConductRecord['id']
}

export interface StationPhotosParts extends Omit<PhotosHereParts, 'photos' | 'records'> {
  readonly dir: string
  readonly station: Pick<Station, 'state' | 'listen'>
  /** The copy there is now: it may be begun anew. */
  readonly ledger: () => Ledger
  readonly machine: Pick<Machine, 'time'>
}

/** The photographs of one station's process: shared with its hub, and thrown away once their time is over. */
export function stationPhotos(parts: StationPhotosParts): Pick<PhotosHere, 'joined' | 'stop'> {
  const { dir, station, ledger, machine } = parts
  const photos = new Photos(dir)
  const host = {
    listen: station.listen,
    get state() {
      return station.state
    },
    get ledger() {
      return ledger()
    },
  }
  const here = photosHere({ ...parts, photos, records: () => recordsWithPhotos(host) })
  const stops = [station.listen(here.heard), keepPhotos(photos, host, machine)]
  return {
    joined: here.joined,
    stop: () => {
      for (const stop of [here.stop, ...stops]) stop()
    },
  }
}

/** See the head of this file. */
export function photosHere(parts: PhotosHereParts): PhotosHere {
  const { photos, after } = parts
  let cancel: (() => void) | undefined
  let isRunning = false
  let isStopped = false
  let isAskedAgain = false
  let toCompare = false

  const soon = (delayMs: number): void => {
    if (isStopped) return
    isAskedAgain = isRunning
    if (isRunning) return
    cancel ??= after(delayMs, () => {
      cancel = undefined
      isRunning = true
      run()
        .catch(() => againMs)
        .then((next) => {
          isRunning = false
          if (next !== undefined || isAskedAgain) soon(next ?? soonMs)
        })
        .catch(() => undefined)
    })
  }

  /** One look at all there is; after how long to look again, where that is known already. */
  async function run(): Promise<number | undefined> {
    const hub = parts.hub()
    // Welcomed, and not at one with it yet; or away again, to be joined anew.
    if (hub === undefined) return toCompare ? joiningMs : undefined
    const named = newestWithin(parts.records(), parts.mostBytes ?? usualRoom)
    for (const one of named) {
      if (isStopped) return undefined
      if (await photos.has(one.photo)) continue
      if ((await photos.freeBytes()) < reserveBytes + one.photo.bytes) return againMs
      await fetchOne(hub, one)
      await pause()
    }
    if (!toCompare) return undefined
    for (let from = 0; from < named.length; from += mostAsked)
      await giveBack(hub, named.slice(from, from + mostAsked))
    toCompare = false
    return undefined
  }

  async function fetchOne(hub: string, { photo, record }: Named): Promise<void> {
    const answer = await ask(`${hub}/api/v1/records/${record}/photos/${photo.sha256}`, {})
    // Not at the hub either; it may be given to it.
    if (answer.status !== 200) {
      await answer.body?.cancel()
      if (answer.status !== 404) throw new Error(`the hub answers ${String(answer.status)}`)
      return
    }
    const length = Number(answer.headers.get('content-length') ?? photo.bytes)
    if (length > mostPhotoBytes) {
      await answer.body?.cancel()
      return
    }
    await photos.keepAs(photo, Buffer.from(await answer.arrayBuffer()))
  }

  async function giveBack(hub: string, named: readonly Named[]): Promise<void> {
    const here: Named[] = []
    for (const one of named) if (await photos.has(one.photo)) here.push(one)
    if (here.length === 0) return
    const answer = await ask(`${hub}/api/v1/photos/lacking`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sha256: here.map(({ photo }) => photo.sha256) }),
    })
    if (answer.status !== 200) throw new Error(`the hub answers ${String(answer.status)}`)
    const lacking = new Set(photosLacking.parse(await answer.json()).lacking)
    for (const { photo, record } of here) {
      if (isStopped) return
      if (!lacking.has(photo.sha256)) continue
      const given = await ask(`${hub}/api/v1/records/${record}/photos/${photo.sha256}`, {
        method: 'POST',
        headers: { 'content-type': photo.type },
        body: await readFile(photos.pathOf(photo)),
      })
      await given.body?.cancel()
      await pause()
    }
  }

  async function ask(
    url: string,
    { headers = {}, ...init }: { method?: string; headers?: Record<string, string>; body?: string | Buffer },
  ): ReturnType<HallCalls['fetch']> {
    const authorization = `Bearer ${parts.token}`
    const signal = AbortSignal.timeout(patienceMs)
    return parts.fetch(url, { ...init, headers: { ...headers, authorization }, signal })
  }

  async function pause(): Promise<void> {
    return new Promise((resolve) => {
      after(paceMs, resolve)
    })
  }

  return {
    joined: () => {
      toCompare = true
      soon(soonMs)
    },
    heard: (events) => {
      if (events.some(({ event }) => mayName.has(event.type))) soon(soonMs)
    },
    stop: () => {
      isStopped = true
      cancel?.()
    },
  }
}

const mayName: ReadonlySet<string> = new Set(['caseOpened', 'caseMoved', 'caseNoted', 'deductionAppealed'])

/** Every photograph once, those of the newest records first, as many as have room. */
function newestWithin(records: readonly ConductRecord[], mostBytes: number): readonly Named[] {
  const seen = new Set<string>()
  const named: Named[] = []
  let left = mostBytes
  // Ids are in the order of time.
  for (const record of [...records].sort((a, b) => (a.id < b.id ? 1 : -1))) {
    for (const photo of photosOf(record)) {
      if (seen.has(photo.sha256)) continue
      seen.add(photo.sha256)
      left -= photo.bytes
      if (left < 0) return named
      named.push({ photo, record: record.id })
    }
  }
  return named
}
