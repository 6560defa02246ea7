/** A kiosk's paper as its connections use it: prints each visit once, and tells the screen how it went. */
import SQLite from 'better-sqlite3'
import type { QueueId, StationId, VisitId } from '#shared/ids/ids.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type {
  Devices,
  HubMessage,
  Paper,
  PrintJob as TicketJob,
  TestPage,
  WaitBand,
} from '#shared/protocol/messages.ts'
import { ticketFactsOf } from '#shared/ticketing/fromVisit.ts'
import { isoWithOffset } from '#shared/time/localTime.ts'
import { addressText } from '../devices/channel/address.ts'
import type { PrinterAddress } from '../devices/printer/address.ts'
import type { Limits } from '../devices/printer/line.ts'
import type { Timers } from '../devices/channel/channel.ts'
import type { KioskPaper } from '../hub/kioskPaper.ts'
import type { PrintJob } from './job.ts'
import { createPrinting } from './printing.ts'
import type { PaperStatus } from './printing.ts'
import { loadProfile } from './profiles.ts'
import { sqliteRollStore } from './rollStore.ts'
import { createPrintJobs, sqliteJobStore } from './spoolStore.ts'

export interface KioskPaperOptions {
  readonly printer: PrinterAddress
  /** The kiosk it hangs on, for its test page. */
  readonly kiosk: StationId
  /** Name of a printer profile, e.g. `escpos-80`. */
  readonly profile: string
  /** File that keeps the jobs over a restart. */
  readonly path: string
  readonly timers: Timers
  /** How long things may take; the printer's own where absent. */
  readonly limits?: Partial<Limits> | undefined
  readonly newId: () => string
  readonly state: () => HallState
  readonly waitOf: (queueId: QueueId) => WaitBand | undefined
  /** Where phones reach the hall; undefined when they do not. */
  readonly origin: () => string | undefined
  readonly alone: () => boolean
  readonly log: (line: string) => void
}

/** A kiosk's paper that also takes what the guide's desk asks of it. */
export interface CopyingPaper extends KioskPaper {
  /** A copy for a visitor whose ticket may have come from anywhere. */
  copy(visit: Visit): void
  /** Puts a test page on paper. `seq`: the event that asked for it. */
  test(seq: number): void
}

/** The paper of a kiosk without a printer: the screen shows the ticket and says how to add one. */
export const noPaper: CopyingPaper = {
  status: () => ({ configured: false, status: 'unknown' }),
  tested: () => undefined,
  test: () => undefined,
  print: () => undefined,
  reprint: () => undefined,
  copy: () => undefined,
  listen: () => () => undefined,
  close: () => Promise.resolve(),
}

/** What its hub is told of it. */
export const paperTold = (paper: KioskPaper): Pick<Devices, 'paper' | 'printer' | 'testPage'> => ({
  paper: paper.status(),
  printer: paper.printer,
  testPage: paper.tested(),
})

/** Opens the printer and its spool. Throws for an unknown profile or a job file that cannot be opened. */
export async function openKioskPaper(options: KioskPaperOptions): Promise<CopyingPaper> {
  const { printer, path, timers, newId, state, log } = options
  const profile = loadProfile(options.profile)
  const database = new SQLite(path)
  // Whose ticket it was goes from the disk with the ticket.
  database.pragma('secure_delete = ON')
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  createPrintJobs(database)
  const printing = await createPrinting({
    printer,
    profile,
    store: sqliteJobStore(database),
    rolls: sqliteRollStore(database),
    timers,
    newId,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    log: ({ jobId, fault, error }) => {
      log(
        `printer: ${fault ?? ''}${error instanceof Error ? error.message : ''}${jobId === undefined ? '' : ` (job ${jobId})`}`,
      )
    },
  })
  const listeners = new Set<(message: HubMessage) => void>()
  const tell = (message: HubMessage): void => {
    for (const listener of listeners) listener(message)
  }
  const stopStatus = printing.onStatus((status) => {
    tell({ type: 'paper', paper: paperOf(status) })
  })
  const stopJobs = printing.onJob((job) => {
    tell({ type: 'printJob', job: jobOf(job) })
  })
  const failed = (error: unknown): void => {
    log(`ticket not printed: ${error instanceof Error ? error.message : String(error)}`)
  }
  let last: TestPage | undefined
  /** Its hub hears of it with the state of the paper. */
  const tested = (now: TestPage): void => {
    last = now
    tell({ type: 'paper', paper: paperOf(printing.status()) })
  }
  const test = async (seq: number): Promise<void> => {
    tested({ seq, state: 'sending' })
    const { settings } = state()
    try {
      const outcome = await printing.testPage({
        hall: settings?.name.zh ?? '',
        kiosk: options.kiosk,
        at: isoWithOffset(timers.nowMs(), settings?.timeZone ?? 'UTC')
          .slice(0, 16)
          .replace('T', ' '),
        origin: options.origin(),
      })
      if (last?.seq !== seq) return
      if (outcome.type === 'printed') tested({ seq, state: 'printed' })
      else tested({ seq, state: outcome.type === 'notSent' ? 'failed' : 'uncertain', reason: outcome.reason })
    } catch (error) {
      log(`test page not drawn: ${error instanceof Error ? error.message : String(error)}`)
      tested({ seq, state: 'failed', reason: 'notDrawn' })
    }
  }
  return {
    status: () => paperOf(printing.status()),
    tested: () => last,
    test: (seq) => void test(seq),
    printer: { address: addressText(printer), profile: options.profile },
    print: (visit: Visit) => {
      // Heard twice, printed once.
      if (printing.jobsOf(visit.id).length > 0) return
      const wait = options.waitOf(visit.queueId)
      printing
        .print(ticketFactsOf(state(), visit, { wait, origin: options.origin(), alone: options.alone() }))
        .catch(failed)
    },
    reprint: (id: VisitId) => {
      printing.reprint(id).catch(failed)
    },
    copy: (visit: Visit) => {
      const wait = visit.state === 'waiting' ? options.waitOf(visit.queueId) : undefined
      printing
        .copy(ticketFactsOf(state(), visit, { wait, origin: options.origin(), alone: options.alone() }))
        .catch(failed)
    },
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      stopStatus()
      stopJobs()
      await printing.close()
      database.close()
    },
  }
}

function jobOf({ facts, state, copy }: PrintJob): TicketJob {
  return { visitId: facts.visitId, state, copy: copy > 0 }
}

function paperOf(status: PaperStatus): Paper {
  switch (status.state) {
    case 'unknown':
      return { configured: true, status: 'unknown' }
    case 'ready':
      return { configured: true, status: status.paperNearEnd ? 'nearEnd' : 'ready' }
    case 'paperLow':
      return { configured: true, status: 'paperLow' }
    case 'fault':
      switch (status.fault) {
        case 'paperOut':
        case 'coverOpen':
          return { configured: true, status: status.fault }
        case 'cutter':
        case 'error':
        case 'garbled':
          return { configured: true, status: 'error' }
        case 'unreachable':
        case 'silent':
        case 'offline':
        case 'lineBroken':
        case 'stalled':
        case 'notConfirmed':
        case 'closed':
          return { configured: true, status: 'offline' }
      }
  }
}
