/** The demo hall: hub and screens on this computer, ready to use, kept between runs. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Arguments } from './arguments.ts'
import { ownKiosk, ownStations } from './hub/access.ts'
import type { Machine } from './hub/machine.clock.ts'
import { databaseName, openHub, serveHub } from './hub/openHub.ts'
import { setUpFrom } from './hub/setUpFrom.ts'
import type { ServedHub } from './hub/openHub.ts'
import { usualPatience } from './hub/patience.ts'
import { parsePrinterAddress } from './devices/printer/address.ts'
import { systemTimers } from './devices/channel/system.clock.ts'
import { openKioskReaders } from './devices/reader/kioskReaders.ts'
import type { KioskReaders } from './hub/kioskReaders.ts'
import { hangSigns } from './devices/sign/hangSigns.ts'
import { rulesOf } from '#shared/hall/state.ts'
import { readHallFile } from './importing/hallFile.ts'
import { findPacks } from './importing/rulePackFiles.ts'
import { takeLock } from './ledger/database.ts'
import { printCopies } from './printing/copies.ts'
import { networkAddresses, phoneOrigin } from './phoneOrigin.ts'
import { noPaper, openKioskPaper } from './printing/kioskPaper.ts'
import { simulate } from './simulate.ts'
import type { Certificates } from './tls/certificate.ts'
import { untilTold } from './untilTold.ts'

export interface DemoParts {
  readonly machine: Machine
  readonly screensDir: string
  /** The worker that makes reports, as it can be loaded. */
  readonly reportWorker: string
  readonly importWorker: string
  /** What to speak TLS with. */
  readonly tls?: Certificates | undefined
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
}

/** Runs until told to stop; gives the exit code. */
export async function runDemo(
  {
    data,
    host,
    port,
    fresh,
    simulate: live,
    patienceMs,
    printer,
    profile,
    reader,
    scanner,
    signs,
    names,
  }: Extract<Arguments, { mode: 'demo' }>,
  { machine, screensDir, reportWorker, importWorker, tls, say, warn }: DemoParts,
): Promise<number> {
  if (fresh) startOver(data)
  const file = join(screensDir, '..', '..', 'resources', 'demo', 'hall.json')
  const read = await readHallFile(file)
  if (!read.ok) {
    warn(read.message)
    return 1
  }
  const opened = openHub({ dataDir: data, beginAnew: fresh, machine, log: warn })
  let paper = noPaper
  let takeDown: (() => void) | undefined
  let readers: KioskReaders | undefined
  try {
    await setUpFrom(opened, read.hall)
    await beginAttendance(opened, warn)
    const address = printer === undefined ? undefined : parsePrinterAddress(printer)
    let origin: string | undefined
    paper =
      address === undefined
        ? noPaper
        : await openKioskPaper({
            printer: address,
            kiosk: ownKiosk,
            profile,
            path: join(data, 'print.db'),
            timers: systemTimers,
            newId: machine.newId,
            state: () => opened.hub.state,
            waitOf: opened.waits.ofQueue,
            origin: () => origin,
            alone: () => false,
            log: warn,
          })
    const secret = Buffer.from(opened.holderSecret.orElse(undefined), 'base64url')
    readers = openKioskReaders({
      reader,
      scanner,
      timers: systemTimers,
      secret: () => secret,
      state: () => opened.hub.state,
    })
    const app = await serveHub({
      opened,
      machine,
      screensDir,
      reportWorker,
      importWorker,
      localStations: ownStations,
      paper,
      phoneOrigin: () => origin,
      readers,
      patience: patienceMs === undefined ? undefined : { ...usualPatience, answerMs: patienceMs },
      names,
      tls,
      log: warn,
    })
    const { hub } = opened
    printCopies(hub, ownKiosk, paper)
    takeDown = signs && hangSigns({ address: signs, host: hub, timers: systemTimers, warn })
    const stop = live ? simulate(opened.hub, machine) : undefined
    await untilTold(app, {
      host,
      port,
      say,
      ready: (served) => {
        origin = phoneOrigin(served, networkAddresses())
        say(`${read.hall.settings.name.zh} — Yihao 一号 demo hall`)
        for (const [path, what] of addresses) say(`  ${what.padEnd(22)}${served}${path}`)
        say(
          '  sign-ins (demo only)  tellers 1001…1012, guide 2001, supervisor 8001, administrator 9001; PIN 2580',
        )
        say(
          `  kiosk token for REST  ${opened.access.grant({ kind: 'station', holder: ownKiosk, mode: 'kiosk' })}`,
        )
        if (live) say('  simulated visitors and tellers are at work')
      },
    })
    stop?.()
    return 0
  } finally {
    takeDown?.()
    readers?.close()
    await paper.close()
    opened.close()
  }
}

/** The demo hall judges attendance by the first shipped pack that may judge today, until somebody chooses another. */
async function beginAttendance({ hub, asSystem }: ServedHub, warn: (line: string) => void): Promise<void> {
  const { day } = hub.state
  if (day === undefined || rulesOf(hub.state).inForce.length > 0) return
  const pack = findPacks(undefined).packs.find((p) => p.since === undefined || p.since <= day.day)
  if (pack === undefined) return
  const answer = await asSystem({ type: 'choosePack', pack, from: day.day })
  if (!answer.ok) warn(`no attendance rules: ${answer.refusal.code}`)
}

const addresses = [
  ['/', 'all screens'],
  ['/kiosk', 'kiosk 取号机'],
  ['/console', 'console 窗口工作台'],
  ['/display', 'display 大厅屏'],
  ['/manager', 'manager 管理页'],
  ['/pad', 'rating pad 评价器'],
  ['/api/v1/openapi.json', 'REST'],
] as const

/** Removes a demo's database, and nothing else that may be in the folder. Throws `LedgerFault` while a hub uses it. */
function startOver(dataDir: string): void {
  const path = join(dataDir, databaseName)
  if (!existsSync(path)) return
  const lock = takeLock(path)
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  lock.close()
}
