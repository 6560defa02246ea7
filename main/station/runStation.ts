/** One station on a data folder, until it is told to end or becomes the hub. */
import SQLite from 'better-sqlite3'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandId } from '#shared/ids/ids.ts'
import { mediaOf } from '#shared/hall/displays.ts'
import type { HubMessage, Keys } from '#shared/protocol/messages.ts'
import { databaseName } from '../hub/openHub.ts'
import type { Machine } from '../hub/machine.clock.ts'
import { createMetrics } from '../hub/metrics.ts'
import { retentionJob } from '../hub/retentionJob.ts'
import { isBelieved, pairedWith } from '../ledger/certificates.ts'
import { openDatabase } from '../ledger/database.ts'
import { holderSecretIn, keepHolderSecret } from '../ledger/holderSecret.ts'
import { replaceKeys } from '../ledger/keys.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { photosFolder } from '../ledger/photoCopies.ts'
import { sqliteLedger } from '../ledger/sqliteLedger.ts'
import { parsePrinterAddress } from '../devices/printer/address.ts'
import { openKioskReaders } from '../devices/reader/kioskReaders.ts'
import { systemTimers } from '../devices/channel/system.clock.ts'
import { openRater } from '../devices/rater/rater.ts'
import { raterAtCounter } from '../devices/rater/raterAtCounter.ts'
import type { SignLineAddress } from '../devices/sign/address.ts'
import { hangSigns } from '../devices/sign/hangSigns.ts'
import { printCopies } from '../printing/copies.ts'
import { noPaper, openKioskPaper, paperTold } from '../printing/kioskPaper.ts'
import { giveBackMemory } from '../giveBackMemory.ts'
import { fingerprintsOf } from '../tls/certificate.ts'
import type { Certificates } from '../tls/certificate.ts'
import { hallCalls } from '../tls/hallCalls.ts'
import { phoneOriginBehind } from '../phoneOrigin.ts'
import { untilTold } from '../untilTold.ts'
import { stationDoor } from './door.ts'
import { hallCopies } from './hallCopies.ts'
import { linkHub } from './hubLink.ts'
import { dropIdentity, readIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import { pairHere } from './pairHere.ts'
import { openCopy, openRecords } from './openOwn.ts'
import { otherCertificate, unlessRepeated } from './lines.ts'
import { stationPhotos } from './photosHere.ts'
import { Station } from './station.ts'
import { accessOf } from './stationAccess.ts'
import { buildStationServer } from './stationServer.ts'

export interface RunStationOptions {
  /** Names of this computer in the hall's network, beyond bare and local ones. */
  readonly names?: readonly string[] | undefined
  readonly dataDir: string
  readonly mode: Identity['mode']
  /** Computers that may be the hub, the usual one first. */
  readonly hubs: readonly string[]
  readonly host: string
  readonly port: number
  /** A pairing code given on the command line. */
  readonly pair?: string | undefined
  readonly printer?: string | undefined
  readonly profile: string
  /** The kiosk's ID-card reader and its code scanner. */
  readonly reader?: string | undefined
  readonly scanner?: string | undefined
  /** The line of counter signs that hangs on this computer. */
  readonly signs?: SignLineAddress | undefined
  /** The rater with keys at this counter. */
  readonly rater?: string | undefined
  /** What to speak TLS with to other computers, now and once this one is the hub. */
  readonly tls?: Certificates | undefined
  /** Used instead of a pairing: the former hub's own. */
  readonly identity?: Identity | undefined
  readonly machine: Machine
  readonly screensDir: string
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** How it ended: told to, or because this computer is to be the hub now. */
export type StationEnd = 'told' | 'promote' | 'unpaired'

/** After what was loaded is in use, before anybody comes to this screen, ms. */
const restMs = 1_000

/** Name of the station's own records in its data folder. */
const storeName = 'station.db'

/** Runs a station; resolves when it has ended and everything is closed. */
export async function runStation(options: RunStationOptions): Promise<StationEnd> {
  mkdirSync(options.dataDir, { recursive: true })
  let takenBack = false
  for (let given = options.identity; ; given = undefined) {
    const identity = given ?? readIdentity(options.dataDir) ?? (await pairHere(options, takenBack))
    if (identity === undefined) return 'told'
    const end = await serve(options, identity)
    if (end !== 'unpaired') return end
    if (given === undefined) dropIdentity(options.dataDir, stampOf(options.machine))
    options.warn('this station’s pairing was taken back')
    takenBack = true
  }
}

async function serve(
  options: RunStationOptions,
  { stationId, mode, counterId, token, certificate }: Identity,
): Promise<StationEnd> {
  const { dataDir, hubs, machine, screensDir, say } = options
  const warn = unlessRepeated(options.warn)
  const path = join(dataDir, databaseName)
  const opened = openCopy({ path, stamp: stampOf(machine), warn })
  let { database } = opened
  /** The hub's keys as last heard; a copy begun anew gets them too. */
  let keys: Keys | undefined
  /** The hall's secret for hashes of persons, in a kiosk. It must work without the hub, so it is kept. */
  let holderSecret = holderSecretIn(database.db)
  const replaceReplica = (why: 'diverged' | 'behind'): Ledger => {
    database.close()
    if (why === 'diverged') setAside(path, stampOf(machine))
    else for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
    database = openDatabase(path)
    if (keys !== undefined) replaceKeys(database.db, keys, station.nowMs())
    if (holderSecret !== undefined) keepHolderSecret(database.db, holderSecret)
    return sqliteLedger(database.db)
  }
  pairedWith(database.db, certificate)
  const store = openRecords({ path: join(dataDir, storeName), stamp: stampOf(machine), warn })
  const calls = hallCalls({
    isKnown: (seen) => isBelieved(database.db, seen, certificate),
    secureOnly: certificate !== undefined,
  })
  const timer = (delayMs: number, work: () => void): (() => void) => systemTimers.after(delayMs, work)
  const station = new Station({
    stationId,
    replica: opened.replica,
    loaded: opened.loaded,
    replaceReplica,
    store,
    wallMs: machine.time.wallMs,
    monotonicMs: machine.time.monotonicMs,
    run: machine.newId(),
    newId: machine.newId,
    newKey: machine.newKey,
    after: timer,
    log: warn,
    sessionOver: (lost) => {
      door.sessionOver(lost)
    },
  })
  const retaining = retentionJob({
    db: () => database.db,
    state: () => station.state,
    later: machine.later,
    ran: () => undefined,
    log: warn,
  })
  const stopRetaining = station.listen(retaining.heard)
  retaining.begin()
  const photos = stationPhotos({
    dir: join(dataDir, photosFolder),
    station,
    ledger: () => sqliteLedger(database.db),
    machine,
    hub: () => (station.standing === 'live' ? hubNow : undefined),
    token,
    fetch: calls.fetch,
    after: timer,
  })
  const access = accessOf(() => database, station, machine)
  const door = stationDoor({ store, access, station })
  let end: (how: StationEnd) => void = () => undefined
  let how: StationEnd = 'told'
  const ended = new Promise<void>((resolve) => {
    end = (reason) => {
      how = reason
      resolve()
    }
  })
  let [hubNow, phones]: readonly (string | undefined)[] = []
  let lastWaits: HubMessage | undefined
  const waitListeners = new Set<(message: HubMessage) => void>()
  const waits = new Map<string, { p10: number; p50: number; p90: number }>()
  const address = options.printer === undefined ? undefined : parsePrinterAddress(options.printer)
  const paper =
    mode !== 'kiosk' || address === undefined
      ? noPaper
      : await openKioskPaper({
          printer: address,
          kiosk: stationId,
          profile: options.profile,
          path: join(dataDir, 'print.db'),
          timers: systemTimers,
          newId: machine.newId,
          state: () => station.state,
          waitOf: (queueId) => waits.get(queueId),
          origin: () => phones,
          alone: () => station.standing !== 'live',
          log: warn,
        })
  const readers =
    mode === 'kiosk'
      ? openKioskReaders({
          reader: options.reader,
          scanner: options.scanner,
          timers: systemTimers,
          secret: () => (holderSecret === undefined ? undefined : Buffer.from(holderSecret, 'base64url')),
          state: () => station.state,
        })
      : undefined
  const tellDevices = (): void => {
    if (readers === undefined) return
    station.tellHub({ type: 'devices', devices: { ...paperTold(paper), readers: readers.status() } })
  }
  const heardOfDevices = ({ type }: HubMessage): void => {
    if (type === 'paper' || type === 'readers') tellDevices()
  }
  paper.listen(heardOfDevices)
  readers?.listen(heardOfDevices)
  printCopies(station, stationId, paper)
  const unlink = linkHub({
    hubs,
    token,
    station,
    calls,
    after: timer,
    log: warn,
    heard: (message) => {
      if (message.type === 'keys') {
        keys = message.keys
        replaceKeys(database.db, keys, station.nowMs())
      }
      if (message.type === 'snapshot') timer(restMs, giveBackMemory)
      if (message.type === 'welcome') {
        if (options.tls !== undefined)
          station.tellHub({ type: 'certificates', fingerprints: fingerprintsOf(options.tls) })
        phones = hubNow && phoneOriginBehind(hubNow, message.phoneOrigin)
        tellDevices()
      }
      if (message.type === 'holderSecretWanted') {
        station.tellHub({
          type: 'holderSecret',
          ...(holderSecret === undefined ? {} : { secret: holderSecret }),
        })
      }
      if (message.type === 'holderSecret') {
        holderSecret = message.secret
        keepHolderSecret(database.db, holderSecret)
      }
      if (message.type === 'waits') {
        for (const { queueId, wait } of message.queues) waits.set(queueId, wait)
        lastWaits = message
        for (const told of waitListeners) told(message)
      }
    },
    joined: (hub) => {
      hubNow = hub
      photos.joined()
    },
    refused: (reason, hub) => {
      if (reason === 'notPaired') end('unpaired')
      else if (reason === 'otherCertificate') warn(otherCertificate(hub))
      else if (reason === 'inTheClear')
        warn(`${hub} would be spoken to in the clear: this station was paired over TLS; give it https://`)
      else if (reason !== 'goingDown' && reason !== 'notTheHub')
        warn(`${hub} refuses this station: ${reason ?? 'no reason'}`)
    },
  })
  const stopTicking = machine.every(5000, () => {
    station.tick()
  })
  const app = await buildStationServer({
    station,
    store,
    door,
    access,
    metrics: createMetrics(() => station.state.seq),
    monotonicMs: machine.time.monotonicMs,
    names: options.names,
    mode,
    stationId,
    counterId,
    paper,
    readers,
    screensDir,
    calls,
    tls: options.tls,
    files: hallCopies({
      fetch: calls.fetch,
      dir: join(dataDir, 'copies'),
      hub: () => (station.standing === 'live' ? hubNow : undefined),
      shown: () => mediaOf(station.state.displays),
      monotonicMs: machine.time.monotonicMs,
      after: timer,
    }),
    hub: () => hubNow,
    phoneOrigin: () => phones,
    onWaits: (told) => {
      waitListeners.add(told)
      return () => waitListeners.delete(told)
    },
    lastWaits: () => lastWaits,
    promote: () => {
      end('promote')
    },
    onFault: (error) => {
      warn(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    },
  })
  const takeDown =
    options.signs &&
    hangSigns({
      address: options.signs,
      host: {
        get state() {
          return station.state
        },
        listen: (listener) => {
          const stops = [station.listen(listener), station.onReset(listener)]
          return () => {
            for (const stop of stops) stop()
          }
        },
      },
      timers: systemTimers,
      warn,
    })
  const rater = options.rater === undefined ? undefined : openRater(options.rater, systemTimers)
  const stopRating =
    rater &&
    raterAtCounter({
      host: station,
      device: rater,
      counterId: () => (mode === 'console' ? store.counterId() : counterId),
      send: async (command) =>
        new Promise((resolve) => {
          const id = commandId.parse(machine.newId())
          station.submit({ id, command, actor: { kind: 'station', stationId, mode } }, resolve)
        }),
      warn,
    })
  try {
    await untilTold(app, {
      host: options.host,
      port: options.port,
      say,
      ready: () => {
        timer(restMs, giveBackMemory)
      },
      orUntil: ended,
    })
    return how
  } finally {
    stopRetaining()
    retaining.stop()
    photos.stop()
    stopRating?.()
    rater?.close()
    takeDown?.()
    stopTicking()
    unlink()
    readers?.close()
    await paper.close()
    store.close()
    database.close()
  }
}

/** A copy that went its own way is kept beside, never deleted. */
function setAside(path: string, stamp: string): void {
  const checkpoint = new SQLite(path)
  checkpoint.pragma('wal_checkpoint(TRUNCATE)')
  checkpoint.close()
  renameSync(path, `${path}.${stamp}`)
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.${stamp}${suffix}`)
}

function stampOf(machine: Machine): string {
  return `aside-${String(machine.time.wallMs())}`
}
