/** One hub on a data folder: database, ledger, rules, sign-in, server. */
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { commandId } from '#shared/ids/ids.ts'
import type { Command } from '#shared/hall/commands.ts'
import { outranks } from '#shared/hall/reign.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { Answer, Keys } from '#shared/protocol/messages.ts'
import { packFolder } from '../importing/rulePackFiles.ts'
import { sqliteAudit } from '../ledger/audit.ts'
import type { AuditStore } from '../ledger/audit.ts'
import { openSound } from '../ledger/atStart.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import type { HallDatabase } from '../ledger/database.ts'
import { sqliteSignIn } from '../ledger/signIn.ts'
import { sqliteLedger } from '../ledger/sqliteLedger.ts'
import { holderSecretOf } from '../ledger/holderSecret.ts'
import type { HolderSecret } from '../ledger/holderSecret.ts'
import { beTheHub, learnCertificates, theHub } from '../ledger/certificates.ts'
import { distrust, keysOf } from '../ledger/keys.ts'
import { photosFolder } from '../ledger/photoCopies.ts'
import { rememberReign } from '../ledger/reignMark.ts'
import { stampOf } from '../ledger/rotation.ts'
import { sqliteTokens } from '../ledger/tokens.ts'
import { fingerprintsOf } from '../tls/certificate.ts'
import type { Certificates } from '../tls/certificate.ts'
import { checkNumberOf } from '../tls/checkNumber.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { setUpEvents } from '../ledger/setUpEvents.ts'
import type { CopyList } from './copyList.ts'
import { FirstRun } from './firstRun.ts'
import { Access } from './access.ts'
import { noteEvents, noting } from './audit.ts'
import type { Noting } from './audit.ts'
import { filesIn, mediaDirOf } from './hallFiles.ts'
import { Hub } from './hub.ts'
import { openReports } from './openReports.ts'
import type { HubParts } from './hub.ts'
import type { KioskPaper } from './kioskPaper.ts'
import type { KioskReaders } from './kioskReaders.ts'
import { workerImporter } from '../importing/importer.ts'
import type { Machine } from './machine.clock.ts'
import { createMetrics } from './metrics.ts'
import type { Metrics } from './metrics.ts'
import { beginReign } from './newReign.ts'
import { paced } from './paced.ts'
import { keepPhotos } from './photoRetention.ts'
import { Photos } from './photos.ts'
import { RatingDefaults } from './ratingDefaults.ts'
import { Pairing } from './pairing.ts'
import { retentionJob } from './retentionJob.ts'
import type { Patience } from './patience.ts'
import { ownStation } from './ownStation.ts'
import { issueLimit, usualLimits } from './rateLimit.ts'
import type { Limits } from './rateLimit.ts'
import { buildServer } from './server.ts'
import type { LocalStations } from './sockets.ts'
import { StationDesk } from './stationDesk.ts'
import type { Candidates } from './stationDesk.ts'
import { Waits } from './waits.ts'
import { keepLearnt, keptLearnt } from './keptLearnt.ts'
import { steadyClock } from './steady.clock.ts'
import { timedLedger } from './timedLedger.ts'

/** Name of the hall's database in its data folder. */
export const databaseName = 'hall.db'

/** Of all time, estimating waits may take this much; with hundreds waiting it would take half. */
const estimatingShare = 0.1
/** Folder of its copies in the data folder, unless another is named. */
export const backupFolder = 'backups'

export interface HubOptions {
  readonly dataDir: string
  /** Where copies of the database are, to be offered when it is damaged. */
  readonly backupDir?: string | undefined
  /** Begins an empty hall though there was one before. */
  readonly beginAnew?: boolean | undefined
  /** The highest epoch another computer serves as the hub now: below it no reign is begun here. */
  readonly reigning?: number | undefined
  /** The computers that may be the hub in turn, as far as they were met. */
  readonly candidates?: (() => Candidates) | undefined
  readonly machine: Machine
  /** One line per event worth a person's eye. */
  readonly log: (line: string) => void
}

/** A hub without a server: what `import` needs. */
export interface OpenedHub {
  readonly hub: Hub
  readonly access: Access
  /** Sends a command as the system itself and waits until it is durable. */
  readonly asSystem: (command: Command) => Promise<Answer>
  readonly close: () => void
}

/** All a server of the hub needs. */
export interface ServedHub extends OpenedHub {
  readonly metrics: Metrics
  readonly stations: StationDesk
  readonly waits: Waits
  /** What a station is given to become the hub with. */
  readonly keys: () => Keys
  /** Learns by which certificates a computer of the hall is known, and tells the others. */
  readonly learnCertificates: (of: string, fingerprints: readonly string[]) => void
  readonly audit: AuditStore
  readonly setUpEvents: () => readonly LedgerEvent[]
  readonly photos: Photos
  readonly note: Noting
  /** The hall's secret for hashes of persons. */
  readonly holderSecret: HolderSecret
  /** Path of the database. */
  readonly database: string
  /** The ledger was a copy: a reign was begun just now. */
  readonly reignBegun: boolean
}

/**
 * Opens the hall in a data folder, making it if there is none. A damaged
 * database is put aside. Throws `LedgerFault` with one clear line: `HallLost`
 * when a copy has to be restored first.
 */
export function openHub(options: HubOptions): ServedHub {
  const { dataDir, beginAnew, machine } = options
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, databaseName)
  const backupDir = options.backupDir ?? join(dataDir, backupFolder)
  const stamp = stampOf(machine.time.wallMs())
  return openSound({ path, backupDir, stamp, beginAnew }, (database) => openOn(database, options))
}

function openOn(database: HallDatabase, { reigning = 0, candidates, machine, log }: HubOptions): ServedHub {
  for (const copy of database.copies) log(`kept a copy before migrating: ${copy}`)
  const metrics = createMetrics(() => hub.state.seq)
  const ledger = timedLedger(sqliteLedger(database.db), machine.time.monotonicMs, metrics.committed)
  const loaded = ledger.load()
  for (const line of loaded.ignored) log(line)
  const clock = steadyClock(machine.time, loaded.state.atMs)
  const photos = new Photos(join(dirname(database.path), photosFolder))
  const parts: HubParts = {
    ledger,
    nowMs: clock.nowMs,
    newId: machine.newId,
    newKey: machine.newKey,
    digest: machine.digest,
    later: machine.later,
    waitOf: (queueId) => waits.ofQueue(queueId),
    beforeCall: (counterId, go) => {
      stations.beforeCall(counterId, go)
    },
    hasPhoto: (photo) => photos.hasWhole(photo),
    onFault: (fault) => {
      log(`the ledger could not be written: ${fault.message}`)
    },
  }
  const hub = new Hub(parts, loaded)
  const reignBegun = reigning <= hub.state.reign.epoch && beginReign(database.db, hub, machine.newId)
  rememberReign(database.path, hub.state.reign.epoch)
  if (reignBegun)
    log(
      `this ledger is a copy: reign ${String(hub.state.reign.epoch)} begins at event ${String(hub.state.seq)}`,
    )
  const stations = new StationDesk({ hub, newId: machine.newId, own: ownStation(database.path), candidates })
  const stopStations = hub.listen(stations.committed)
  const stopTicking = machine.every(250, stations.tick)
  const waits = new Waits({ hub, learnt: keptLearnt(database.db) })
  const estimate = paced(
    () => {
      waits.tick()
    },
    estimatingShare,
    machine.time.monotonicMs,
  )
  const stopWaits = machine.every(100, estimate)
  const stopKeeping = machine.every(60_000, () => {
    keepLearnt(database.db, waits.learnt, log)
  })
  let { hubSecret } = keysOf(database.db, machine.newToken)
  const audit = sqliteAudit(database.db)
  const note = noting(audit, clock.nowMs, log)
  const stopNoting = hub.listen((events) => {
    noteEvents(note, events)
  })
  const retaining = retentionJob({
    db: () => database.db,
    state: () => hub.state,
    later: machine.later,
    ran: (facts) => {
      note('retentionRan', 'system', facts)
    },
    log,
  })
  const stopRetaining = hub.listen(retaining.heard)
  retaining.begin()
  const access = new Access({
    signIns: sqliteSignIn(database.db),
    tokens: sqliteTokens(database.db),
    nowMs: clock.nowMs,
    newToken: machine.newToken,
    hubSecret: () => hubSecret,
    distrust: (of) => {
      hubSecret = distrust(database.db, of, machine.newToken)
    },
    state: () => hub.state,
    note,
  })
  const stopPhotos = keepPhotos(photos, hub, machine)
  const defaults = new RatingDefaults(hub, machine.newId)
  const stopDefaults = machine.every(5000, () => {
    try {
      defaults.tick()
    } catch (error) {
      // The disk may be full for a while; the rule's time has only passed the more by then.
      if (!(error instanceof LedgerFault)) throw error
    }
  })
  const stopDay = machine.every(1000, () => {
    hub.rollOverIfDue()
  })
  const system: Actor = { kind: 'system' }
  return {
    hub,
    access,
    metrics,
    stations,
    waits,
    audit,
    setUpEvents: setUpEvents(database.db),
    photos,
    note,
    database: database.path,
    reignBegun,
    keys: () => keysOf(database.db, machine.newToken),
    learnCertificates: (of, fingerprints) => {
      if (of === theHub) beTheHub(database.db, fingerprints)
      else if (learnCertificates(database.db, of, fingerprints)) access.keysChanged()
    },
    holderSecret: holderSecretOf(database.db, machine.newToken),
    asSystem: async (command) =>
      new Promise((resolve) => {
        hub.submit({ id: commandId.parse(machine.newId()), command, actor: system }, resolve)
      }),
    close: () => {
      stopDay()
      stopDefaults()
      stopPhotos()
      stopTicking()
      stopWaits()
      stopKeeping()
      waits.close()
      keepLearnt(database.db, waits.learnt, log)
      stopStations()
      stopNoting()
      stopRetaining()
      retaining.stop()
      hub.flush()
      hub.saveSnapshot()
      ledger.close()
      database.close()
    },
  }
}

export interface ServeOptions {
  readonly opened: ServedHub
  readonly machine: Machine
  readonly screensDir?: string | undefined
  /** The worker that makes reports, as it can be loaded; without it there are none. */
  readonly reportWorker?: string | undefined
  /** The worker that reads imported files, as it can be loaded; nothing is imported without it or without reports. */
  readonly importWorker?: string | undefined
  readonly localStations?: LocalStations | undefined
  readonly paper?: KioskPaper | undefined
  /** Where phones reach this hub, once it serves. */
  readonly phoneOrigin?: (() => string | undefined) | undefined
  readonly readers?: KioskReaders | undefined
  /** Told when a station follows a hub of a higher rank: this one is the hub no longer. */
  readonly deposed?: ((epoch: number) => void) | undefined
  readonly log: (line: string) => void
  /** Names of this computer beyond addresses and local ones. */
  readonly names?: readonly string[] | undefined
  /** What to speak TLS with. */
  readonly tls?: Certificates | undefined
  readonly limits?: Limits | undefined
  /** How long slow clients are waited for; as usual where not said. */
  readonly patience?: Patience | undefined
  /** The copies those in charge see and make. */
  readonly copies?: CopyList | undefined
  /** Shows a line to the person at this computer: the set-up code of a hub without a hall. */
  readonly say?: ((line: string) => void) | undefined
}

/** The hub's server, not yet listening. */
export async function serveHub({
  opened,
  machine,
  screensDir,
  reportWorker,
  importWorker,
  localStations,
  paper,
  phoneOrigin,
  readers,
  deposed,
  log,
  names,
  limits,
  patience,
  copies,
  say,
  tls,
}: ServeOptions): Promise<FastifyInstance> {
  if (tls !== undefined) opened.learnCertificates(theHub, fingerprintsOf(tls))
  const reports = reportWorker === undefined ? undefined : openReports(opened, machine, reportWorker, log)
  const { hub, access, metrics, stations, keys, holderSecret, waits, note } = opened
  return buildServer({
    hub,
    access,
    refuseHello: (said) => {
      if (said.epoch === undefined) return undefined
      if (!outranks({ epoch: said.epoch, hubId: said.hubId }, hub.state.reign)) return undefined
      deposed?.(said.epoch)
      return 'notTheHub'
    },
    metrics,
    note,
    audit: opened.audit,
    setUpEvents: opened.setUpEvents,
    photos: opened.photos,
    copies,
    firstRun: new FirstRun({
      nowMs: () => hub.nowMs(),
      chance: machine.chance,
      say: say ?? log,
      isSetUp: () => hub.state.settings !== undefined,
    }),
    names,
    limits,
    patience,
    issueLimit: issueLimit(limits ?? usualLimits, machine.time.monotonicMs),
    monotonicMs: machine.time.monotonicMs,
    newId: machine.newId,
    localStations,
    stations,
    keys,
    learnCertificates: opened.learnCertificates,
    tls,
    certificateShown: tls && {
      check: await checkNumberOf(tls.current.fingerprint),
      fingerprint: tls.current.fingerprint,
    },
    waitOfVisit: waits.ofVisit,
    waitOfQueue: waits.ofQueue,
    ...waits.told,
    pairing: new Pairing({ access, nowMs: () => hub.nowMs(), chance: machine.chance }),
    paper,
    phoneOrigin,
    readers,
    holderSecret,
    screensDir,
    reports,
    importer: importWorker === undefined ? undefined : workerImporter(importWorker),
    files: filesIn(dirname(opened.database)),
    mediaDir: mediaDirOf(dirname(opened.database)),
    packsDir: join(dirname(opened.database), packFolder),
    onFault: (error) => {
      log(`fault: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    },
    ended: reports?.stop,
  })
}
