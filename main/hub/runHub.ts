/** One hub on a data folder, until it is told to end — or another computer is the hub, and this one hands over. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { outranks } from '#shared/hall/reign.ts'
import { rangeOf } from '#shared/hall/ranges.ts'
import { hubId } from '#shared/ids/ids.ts'
import { refusalText } from '#shared/protocol/refusalText.ts'
import { systemTimers } from '../devices/channel/system.clock.ts'
import type { SignLineAddress } from '../devices/sign/address.ts'
import { hangSigns } from '../devices/sign/hangSigns.ts'
import { readHallFile } from '../importing/hallFile.ts'
import { readIdentity } from '../station/identity.ts'
import { runStation } from '../station/runStation.ts'
import { openRecords } from '../station/openOwn.ts'
import type { StationStore } from '../station/stationStore.ts'
import { HallLost } from '../ledger/atStart.ts'
import type { Copier } from '../ledger/copier.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { rememberReign } from '../ledger/reignMark.ts'
import { photosFolder } from '../ledger/photoCopies.ts'
import { stampOf, usualRotation } from '../ledger/rotation.ts'
import { runRestore } from '../restore.ts'
import { endWarning } from '../tls/certificate.ts'
import type { Certificates } from '../tls/certificate.ts'
import { networkAddresses, phoneOrigin } from '../phoneOrigin.ts'
import { untilTold } from '../untilTold.ts'
import { Backups } from './backups.ts'
import { copyList } from './copyList.ts'
import type { CopyList } from './copyList.ts'
import type { Machine } from './machine.clock.ts'
import { formerHub } from './formerHub.ts'
import type { Hub } from './hub.ts'
import { backupFolder, openHub, serveHub } from './openHub.ts'
import { setUpFrom } from './setUpFrom.ts'
import type { ServedHub } from './openHub.ts'
import { ownStation } from './ownStation.ts'
import { peersAt } from './peers.ts'
import type { Peers } from './peers.ts'
import { takeOwn } from './takeOwn.ts'

export interface RunHubOptions {
  readonly dataDir: string
  /** Names of this computer in the hall's network, beyond bare and local ones. */
  readonly names?: readonly string[] | undefined
  readonly host: string
  readonly port: number
  readonly hall?: string | undefined
  readonly promote: boolean
  readonly peers: readonly string[]
  readonly backupDir?: string | undefined
  /** Minutes between two copies of the ledger; 0 for none. */
  readonly backupEvery: number
  /** Days for which copies are kept; as usual where not said. */
  readonly backupDays?: number | undefined
  readonly restoreNewest: boolean
  /** Makes copies of the ledger. */
  readonly copier: Copier
  /** What to speak TLS with; without it everything goes in the clear. */
  readonly tls?: Certificates | undefined
  /** The line of counter signs that hangs on this computer. */
  readonly signs?: SignLineAddress | undefined
  readonly machine: Machine
  readonly screensDir: string
  /** The worker that makes reports, as it can be loaded. */
  readonly reportWorker: string
  /** The worker that reads imported files, as it can be loaded. */
  readonly importWorker: string
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** How often the other computers are asked whether one of them is the hub by now, ms. */
const askPeersMs = 5_000
/** Pause before what a full disk had no room for is tried again, ms. */
const againMs = 5_000

/** Runs a hub; gives the exit code. */
export async function runHub(options: RunHubOptions): Promise<number> {
  const { host, port, hall, promote, peers, signs, machine, screensDir, reportWorker, say, warn } = options
  const read = hall === undefined ? undefined : await readHallFile(hall)
  if (read?.ok === false) {
    warn(read.message)
    return 2
  }
  const others = peersAt(peers, options.dataDir, options.tls !== undefined)
  const opened = await openOrRestore(options, others)
  let hubSecret: string
  let deposedBy: number | undefined
  try {
    if (promote && !(await promoted(opened, options, others))) return 1
    if (read?.ok === true) await setUpFrom(opened, read.hall)
    else if (opened.hub.state.settings === undefined)
      say('this hall is not set up yet: open /setup in a browser, with the code shown here')
    let step: () => void = () => undefined
    const deposed = new Promise<void>((resolve) => {
      step = resolve
    })
    const learn = (epoch: number): void => {
      if (peers.length === 0) {
        warn(
          `a hub of epoch ${String(epoch)} is at work; say where with --peers so that this one can hand over`,
        )
        return
      }
      deposedBy = epoch
      step()
    }
    const ask = async (): Promise<void> => {
      const highest = await others.highestRank()
      if (outranks(highest, opened.hub.state.reign)) learn(highest.epoch)
    }
    await ask()
    if (deposedBy === undefined) {
      // Also after a crash in the middle of it.
      const stopTaking = takeOwnFacts(opened.hub, options)
      const stopMinding = mindEnd(options)
      const stopAsking = machine.every(askPeersMs, () => {
        ask().catch(warn)
      })
      // A kiosk's computer that became the hub still has its kiosk.
      const own = readIdentity(options.dataDir)
      const localStations = own?.mode === 'kiosk' || own?.mode === 'pad' ? { [own.mode]: own.stationId } : {}
      const backups = keepCopies(opened, options)
      let origin: string | undefined
      const app = await serveHub({
        opened,
        phoneOrigin: () => origin,
        copies: backups?.list,
        say,
        machine,
        screensDir,
        reportWorker,
        importWorker: options.importWorker,
        localStations,
        deposed: learn,
        names: options.names,
        tls: options.tls,
        log: warn,
      })
      const takeDown = signs && hangSigns({ address: signs, host: opened.hub, timers: systemTimers, warn })
      const told = await untilTold(app, {
        host,
        port,
        say,
        ready: (served) => {
          origin = phoneOrigin(served, networkAddresses())
        },
        orUntil: deposed,
      }).finally(() => {
        takeDown?.()
        return backups?.stop()
      })
      stopAsking()
      stopMinding()
      stopTaking()
      if (told) return 0
    }
    // As it is now: it changes when a computer is taken out of the hall.
    ;({ hubSecret } = opened.keys())
  } finally {
    opened.close()
  }
  warn(`a hub of epoch ${String(deposedBy)} is at work: this computer hands over and goes on as a station`)
  // The hub's own secret lets it in for certain: a pairing may have been taken back meanwhile.
  const own = readIdentity(options.dataDir)?.stationId ?? formerHub
  const identity = { stationId: own, mode: 'console', token: hubSecret } as const
  const end = await runStation({ ...options, mode: 'console', hubs: peers, profile: 'escpos-80', identity })
  return end === 'promote' ? runHub({ ...options, promote: true }) : 0
}

/** Says in good time, once a day, that the certificate ends; returns how to stop. */
function mindEnd({ tls, machine, warn }: RunHubOptions): () => void {
  const mind = (): void => {
    const line = tls && endWarning(tls.current, machine.time.wallMs())
    if (line !== undefined) warn(line)
  }
  mind()
  return machine.every(86_400_000, mind)
}

/** Opens the hall; where its ledger is lost and that was asked for, the newest good copy comes in its place. */
async function openOrRestore(options: RunHubOptions, { highestRank, candidates }: Peers): Promise<ServedHub> {
  const { dataDir, backupDir, restoreNewest, promote, machine, say, warn } = options
  const reigning = promote ? 0 : (await highestRank()).epoch
  const open = (): ServedHub => openHub({ dataDir, backupDir, reigning, candidates, machine, log: warn })
  try {
    return open()
  } catch (error) {
    if (!restoreNewest || !(error instanceof HallLost)) throw error
    warn(error.message)
    await runRestore({ mode: 'restore', data: dataDir, backupDir, list: false }, { machine, say, warn })
    return open()
  }
}

/** Copies the ledger while the hub serves; undefined where that is not wanted. */
function keepCopies(
  { hub, database, reignBegun, metrics }: ServedHub,
  { dataDir, backupDir, backupEvery, backupDays, promote, copier, machine, warn }: RunHubOptions,
): { readonly list: CopyList; readonly stop: () => Promise<void> } | undefined {
  if (backupEvery === 0) return undefined
  const folder = backupDir ?? join(dataDir, backupFolder)
  const rotation = { ...usualRotation, days: backupDays ?? usualRotation.days }
  const backups = new Backups(
    {
      copier,
      database,
      folder,
      photos: join(dataDir, photosFolder),
      rotation,
      everyMs: backupEvery * 60_000,
      nowMs: () => hub.nowMs(),
      monotonicMs: machine.time.monotonicMs,
      day: () => hub.state.settings,
      metrics: metrics.backups(),
      log: warn,
    },
    reignBegun || promote,
  )
  const stopHearing = hub.listen((events) => {
    if (events.some(({ event }) => event.type === 'dayStarted')) backups.dayBegan()
  })
  const stopTicking = machine.every(1000, () => {
    backups.tick()
  })
  return {
    list: copyList(backups, { folder, database, everyMinutes: backupEvery, rotation }),
    stop: async () => {
      stopTicking()
      stopHearing()
      await backups.stop()
    },
  }
}

/** Takes over: a new reign, then what this computer did while it was alone. */
async function promoted(opened: ServedHub, options: RunHubOptions, { highestRank }: Peers): Promise<boolean> {
  const { machine, say, warn } = options
  const { hub } = opened
  if (hub.state.settings === undefined) {
    warn('this computer holds no copy of a hall; it cannot become the hub')
    return false
  }
  // Somebody was quicker: this computer goes on as that one's station.
  if (outranks(await highestRank(), hub.state.reign)) return true
  const epoch = hub.state.reign.epoch + 1
  const own = ownStation(opened.database)
  const answer = await opened.asSystem({
    type: 'promoteHub',
    hubId: hubId.parse(machine.newId()),
    epoch,
    ...(own === undefined ? {} : { stationId: own, stood: withOwn(options, (store) => store.stood()) }),
  })
  if (!answer.ok) {
    warn(`this computer cannot become the hub: ${refusalText(answer.refusal)}`)
    return false
  }
  rememberReign(opened.database, epoch)
  if (own === undefined || rangeOf(hub.state.ranges, own) === undefined)
    warn(
      'no numbers are kept for this computer. Make no other one the hub as well: the two may give one number twice',
    )
  say(
    `hub of epoch ${String(epoch)} from event ${String(hub.state.seq)} on, with numbers from ${String(hub.state.reign.from)}`,
  )
  return true
}

/**
 * What this computer did alone as a station is merged like any other's; where its disk has no room for that yet, once
 * it has. Returns how to stop.
 */
function takeOwnFacts(hub: Hub, options: RunHubOptions): () => void {
  const { machine, dataDir, warn } = options
  const stationId = readIdentity(dataDir)?.stationId ?? formerHub
  let isSaid = false
  const isAllIn = (): boolean => {
    try {
      const own = { stationId, wallMs: machine.time.wallMs() }
      return withOwn(options, (store) => takeOwn(hub, store, own)) ?? true
    } catch (error) {
      if (!(error instanceof LedgerFault)) throw error
      // Once: a disk without room has none for the same line every few seconds.
      if (!isSaid) warn(`what this computer did alone is not all merged yet: ${error.message}`)
      isSaid = true
      return false
    }
  }
  if (hub.state.settings === undefined || isAllIn()) return () => undefined
  const stop = machine.every(againMs, () => {
    if (isAllIn()) stop()
  })
  return stop
}

/** The records of this computer as a station, where it was one. */
function withOwn<T>(
  { dataDir, machine, warn }: RunHubOptions,
  use: (store: StationStore) => T,
): T | undefined {
  const path = join(dataDir, 'station.db')
  if (!existsSync(path)) return undefined
  const store = openRecords({ path, stamp: stampOf(machine.time.wallMs()), warn })
  try {
    return use(store)
  } finally {
    store.close()
  }
}
