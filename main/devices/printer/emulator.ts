/** The emulated printer on a TCP port, each ticket a picture in a folder. For development and tests only. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadDrawing } from '#main/printing/drawing.ts'
import { EmulatedPrinter } from './emulatedPrinter.ts'
import type { EmulatedTicket, PrinterLevers } from './emulatedPrinter.ts'
import type { Timers } from '../channel/channel.ts'
import { openEmulatorPort } from '../channel/emulatorPort.ts'

export interface EmulatorOptions {
  /** 0 takes any free port. */
  readonly port: number
  readonly host?: string
  /** Where pictures go, `0001.png` onwards; nowhere when absent. */
  readonly outDir?: string
  readonly widthDots?: number
  readonly timers: Timers
  readonly onTicket?: (ticket: EmulatedTicket, file: string | undefined) => void
}

/** The printer's levers, and one of the line: whether connections are refused. */
export type EmulatorLevers = PrinterLevers & { readonly refuse: boolean }

export interface PrinterEmulator {
  readonly port: number
  /** As a station's printer address. */
  readonly address: string
  readonly printer: EmulatedPrinter
  readonly tickets: readonly EmulatedTicket[]
  readonly levers: () => EmulatorLevers
  readonly set: (levers: Partial<EmulatorLevers>) => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts an emulator; resolves when it listens. Rejects when the port is taken. */
export async function startPrinterEmulator(options: EmulatorOptions): Promise<PrinterEmulator> {
  const { host = '127.0.0.1', outDir, widthDots = 576, timers } = options
  const drawing = await loadDrawing()
  if (outDir !== undefined) mkdirSync(outDir, { recursive: true })
  let count = 0
  const printer = new EmulatedPrinter({
    widthDots,
    timers,
    onTicket: (ticket) => {
      count += 1
      const file = outDir === undefined ? undefined : join(outDir, `${String(count).padStart(4, '0')}.png`)
      if (file !== undefined) writeFileSync(file, drawing.toPng(ticket.bitmap))
      options.onTicket?.(ticket, file)
    },
  })
  const served = await openEmulatorPort((stream) => printer.attach(stream), { port: options.port, host })
  return {
    port: served.port,
    address: served.address,
    printer,
    tickets: printer.tickets,
    levers: () => ({ ...printer.levers, refuse: served.refusing() }),
    set: async ({ refuse, ...levers }) => {
      printer.set(levers)
      if (refuse !== undefined) await served.refuse(refuse)
    },
    close: served.close,
  }
}
