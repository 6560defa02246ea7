/** Paper for a station: one printer, its spool, and what both have to say. */
import { openPrinter } from '#main/devices/printer/address.ts'
import type { PrinterAddress } from '#main/devices/printer/address.ts'
import type { Limits } from '#main/devices/printer/line.ts'
import type { Timers } from '#main/devices/channel/channel.ts'
import type { PrinterFault, PrinterPort, PrinterStatus } from '#main/devices/printer/port.ts'
import { ticketDocument } from '#shared/ticketing/ticket.ts'
import { loadDrawing } from './drawing.ts'
import { createPress } from './encode.ts'
import type { JobStore } from './job.ts'
import type { PrinterProfile } from './profiles.ts'
import { rasterTicket } from './raster.ts'
import { createSpool } from './spool.ts'
import type { Spool } from './spool.ts'

export interface PrintingOptions {
  /** Where the printer is, or a port that is already open; either is closed with the printing. */
  readonly printer: PrinterAddress | PrinterPort
  readonly profile: PrinterProfile
  readonly store: JobStore
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
  /** The printer as last heard; `mayPrint` of the port says whether a ticket may be promised. */
  readonly status: () => PrinterStatus
  /** Asks the printer now. */
  readonly refresh: () => Promise<PrinterStatus>
  /** Hears every change of status until the returned function is called. */
  readonly onStatus: (listener: (status: PrinterStatus) => void) => () => void
}

/** Opens a station's printing: loads the fonts, starts watching the printer, takes up jobs left behind. */
export async function createPrinting(options: PrintingOptions): Promise<Printing> {
  const { printer, profile, store, timers, newId, log } = options
  const drawing = await loadDrawing()
  const port = 'print' in printer ? printer : openPrinter(printer, profile, options)
  const press = createPress(profile, port)
  const spool = createSpool({
    store,
    newId,
    nowMs: timers.nowMs,
    ...(log && { log }),
    carryOut: (job) =>
      press.print(rasterTicket(ticketDocument(job.facts, job.copy), profile, drawing), job.id),
  })
  return {
    ...spool,
    status: port.status,
    refresh: port.refresh,
    onStatus: port.subscribe,
    close: async () => {
      const done = spool.close()
      // The job under way ends with the line, else a mute printer would hold up the end of the program.
      await port.close()
      await done
    },
  }
}
