/** A demo hall in this process for the kiosk's browser tests: its paper has levers, its hall file may be changed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownStations } from '#main/hub/access.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import type { PrinterAddress } from '#main/devices/printer/address.ts'
import type { KioskPaper } from '#main/hub/kioskPaper.ts'
import { openKioskPaper } from '#main/printing/kioskPaper.ts'
import { machine } from '#main/hub/machine.clock.ts'
import { openHub, serveHub } from '#main/hub/openHub.ts'
import { usualPatience } from '#main/hub/patience.ts'
import { setUpFrom } from '#main/hub/setUpFrom.ts'
import { hallFile } from '#main/importing/hallFile.ts'
import type { HallFile } from '#main/importing/hallFile.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { commandId, stationId } from '#shared/ids/ids.ts'
import type { VisitId } from '#shared/ids/ids.ts'
import type { Answer, HubMessage, Paper, PrintJob } from '#shared/protocol/messages.ts'

const root = join(import.meta.dirname, '..', '..')

/** Paper that does what a test says. */
export interface PaperLever {
  status: Paper
  /** What becomes of each job. */
  fate: PrintJob['state']
  /** Visits printed or reprinted, in order. */
  readonly asked: readonly VisitId[]
  setStatus(status: Paper['status']): void
}

export interface KioskHall {
  readonly origin: string
  readonly state: () => HallState
  readonly paper: PaperLever
  /** Carries a command out as this sender; throws its refusal. */
  readonly act: (command: Command, actor: Actor) => Promise<void>
  readonly close: () => Promise<void>
}

function leveredPaper(): { lever: PaperLever; paper: KioskPaper } {
  const asked: VisitId[] = []
  let tellAll: readonly ((message: HubMessage) => void)[] = []
  const tell = (message: HubMessage): void => {
    for (const one of tellAll) one(message)
  }
  const lever: PaperLever = {
    status: { configured: true, status: 'ready' },
    fate: 'printed',
    asked,
    setStatus: (status) => {
      lever.status = { configured: true, status }
      tell({ type: 'paper', paper: lever.status })
    },
  }
  const job = (visitId: VisitId, copy: boolean): void => {
    asked.push(visitId)
    tell({ type: 'printJob', job: { visitId, state: lever.fate, copy } })
  }
  const paper: KioskPaper = {
    status: () => lever.status,
    tested: () => undefined,
    print: (visit) => {
      job(visit.id, false)
    },
    reprint: (id) => {
      job(id, true)
    },
    listen: (one) => {
      tellAll = [...tellAll, one]
      return () => {
        tellAll = tellAll.filter((other) => other !== one)
      }
    },
    close: () => Promise.resolve(),
  }
  return { lever, paper }
}

/** Pages that share their cores with other tests answer late; a hub that is gone is noticed all the same. */
const patientPages = { ...usualPatience, answerMs: 60_000 }

/** Starts a hall with the built screens on a free loopback port. */
export async function startKioskHall(
  change: (hall: HallFile) => HallFile = (hall) => hall,
  /** A real printer's paper in place of the levered one. */
  printerAt?: PrinterAddress,
): Promise<KioskHall> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yihao-kiosk-'))
  const text = readFileSync(join(root, 'resources', 'demo', 'hall.json'), 'utf8')
  const opened = openHub({ dataDir, machine, log: console.error })
  await setUpFrom(opened, change(hallFile.parse(JSON.parse(text))))
  const { lever, paper: levered } = leveredPaper()
  const paper =
    printerAt === undefined
      ? levered
      : await openKioskPaper({
          printer: printerAt,
          kiosk: stationId.parse('kiosk-1'),
          profile: 'escpos-80',
          path: join(dataDir, 'print.db'),
          timers: systemTimers,
          // A printer on this very computer answers at once.
          limits: { answerMs: 400, chunkMs: 1500, confirmMs: 3000, quietMs: 100, watchMs: 200, pollMs: 250 },
          newId: machine.newId,
          state: () => opened.hub.state,
          waitOf: opened.waits.ofQueue,
          origin: () => undefined,
          alone: () => false,
          log: () => undefined,
        })
  const app = await serveHub({
    opened,
    machine,
    screensDir: join(root, 'out', 'renderer'),
    localStations: ownStations,
    paper,
    patience: patientPages,
    log: console.error,
  })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    origin,
    state: () => opened.hub.state,
    paper: lever,
    act: async (command, actor) => {
      const answer = await new Promise<Answer>((resolve) => {
        opened.hub.submit({ id: commandId.parse(machine.newId()), command, actor }, resolve)
      })
      if (!answer.ok) throw new Error(`${command.type} is refused: ${answer.refusal.code}`)
    },
    close: async () => {
      await app.close()
      await paper.close()
      opened.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
