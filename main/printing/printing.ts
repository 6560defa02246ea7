/** Paper for a station: one printer, its spool, and what both have to say. */
import { openPrinter } from '#main/devices/printer/address.ts'
import type { PrinterAddress } from '#main/devices/printer/address.ts'
import type { Limits } from '#main/devices/printer/line.ts'
import type { Timers } from '#main/devices/channel/channel.ts'
import type { PrinterFault, PrinterPort, PrinterStatus, PrintOutcome } from '#main/devices/printer/port.ts'
import { ticketDocument } from '#shared/ticketing/ticket.ts'
import type { Bitmap } from './bitmap.ts'
import { loadDrawing } from './drawing.ts'
import { createPress } from './encode.ts'
import type { JobStore } from './job.ts'
import { paperMm } from './profiles.ts'
import type { PrinterProfile } from './profiles.ts'
import { rasterPage, rasterTicket } from './raster.ts'
import { isLow, longTicketMm, nearEndHeard, paperUsed } from './roll.ts'
import type { Roll } from './roll.ts'
import type { RollStore } from './rollStore.ts'
import { createSpool } from './spool.ts'
import type { NotPromised, Spool } from './spool.ts'
import { layoutTestPage } from './testPage.ts'
import type { TestFacts } from './testPage.ts'

export interface PrintingOptions {
  /** Where the printer is, or a port that is already open; either is closed with the printing. */
  readonly printer: PrinterAddress | PrinterPort
  readonly profile: PrinterProfile
  readonly store: JobStore
  /** Knows over a restart how near the roll is to its end. */
  readonly rolls: RollStore
  readonly timers: Timers
  readonly newId: () => string
  readonly limits?: Partial<Limits>
  readonly log?: (line: PrintingTrouble) => void
}

/** What is worth a line in the log: a fault of the printer, or a ticket that could not be drawn. */
export interface PrintingTrouble {
  readonly jobId?: string
  readonly fault?: PrinterFault
  readonly error?: unknown
}

export interface Printing extends Spool {
  /** Puts a test page on paper, after the tickets asked for before it. */
  readonly testPage: (facts: TestFacts) => Promise<PrintOutcome | NotPromised>
  /** The printer as last heard, and whether its roll still holds a ticket. */
  readonly status: () => PaperStatus
  /** Asks the printer now. */
  readonly refresh: () => Promise<PaperStatus>
  /** Hears every change of status until the returned function is called. */
  readonly onStatus: (listener: (status: PaperStatus) => void) => () => void
}

/** `paperLow`: it prints, but the rest of the roll might end in the middle of a ticket. */
export type PaperStatus = PrinterStatus | { readonly state: 'paperLow' }

/** Opens a station's printing: loads the fonts, starts watching the printer, takes up jobs left behind. */
export async function createPrinting(options: PrintingOptions): Promise<Printing> {
  const { printer, profile, store, rolls, timers, newId, log } = options
  const { nearEndLeftMm } = profile
  const drawing = await loadDrawing()
  const port = 'print' in printer ? printer : openPrinter(printer, profile, options)
  const press = createPress(profile, port)

  let roll = rolls.load()
  const keepRoll = (now: Roll): void => {
    if (now === roll) return
    roll = now
    rolls.save(now)
  }
  const paperOf = (status: PrinterStatus): PaperStatus =>
    status.state === 'ready' && isLow(roll, nearEndLeftMm) ? { state: 'paperLow' } : status
  const listeners = new Set<(status: PaperStatus) => void>()
  let told = JSON.stringify(paperOf(port.status()))
  const tell = (): void => {
    const status = paperOf(port.status())
    if (JSON.stringify(status) === told) return
    told = JSON.stringify(status)
    for (const listener of listeners) listener(status)
  }
  const stopStatus = port.subscribe((status) => {
    // Out of paper, the sensor of its near end means nothing.
    if (status.state === 'ready') keepRoll(nearEndHeard(roll, status.paperNearEnd))
    tell()
  })
  const used = (mm: number): void => {
    keepRoll(paperUsed(roll, mm, nearEndLeftMm))
    tell()
  }
  // The program ended in the midst of these; how much of each came out nobody knows.
  for (const job of store.unsettled()) if (job.state === 'sending') used(longTicketMm)

  const put = async (bitmap: Bitmap, id: string): Promise<PrintOutcome | NotPromised> => {
    // Asked here, where one paper is done after the other: several may have been wanted at once.
    if (paperOf(port.status()).state === 'paperLow') return { type: 'notSent', reason: 'paperLow' }
    const outcome = await press.print(bitmap, id)
    if (outcome.type !== 'notSent') used(paperMm(profile, bitmap.height))
    return outcome
  }
  const spool = createSpool({
    store,
    newId,
    nowMs: timers.nowMs,
    ...(log && { log }),
    carryOut: async (job) => put(rasterTicket(ticketDocument(job.facts, job.copy), profile, drawing), job.id),
  })
  return {
    ...spool,
    testPage: (facts) =>
      spool.inTurn(() => put(rasterPage(layoutTestPage(facts, profile, drawing), drawing), newId())),
    status: () => paperOf(port.status()),
    refresh: async () => paperOf(await port.refresh()),
    onStatus: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      const done = spool.close()
      // The job under way ends with the line, else a mute printer would hold up the end of the program.
      await port.close()
      await done
      stopStatus()
    },
  }
}
