/** A printer's address as a hall writes it, and the port it stands for. */
import type { PrinterProfile } from '#main/printing/profiles.ts'
import { openerOf, readAddress } from '../channel/address.ts'
import type { DeviceAddress } from '../channel/address.ts'
import type { Timers } from '../channel/channel.ts'
import type { Limits } from './line.ts'
import type { PrinterFault, PrinterPort } from './port.ts'
import { createPrinter } from './printer.ts'

export type PrinterAddress = DeviceAddress

/** How an address is written, for a message to whoever mistyped one. */
export const addressForms =
  'tcp://HOST[:9100], serial:PATH[?baud=115200&flow=rtscts|xonxoff|none], or file:PATH'

/** Reads an address; undefined when it is none of `addressForms`. */
export function parsePrinterAddress(text: string): PrinterAddress | undefined {
  const read = readAddress(text, { port: 9100, baudRate: 115_200, flow: 'rtscts' })
  return read?.asked.size === 0 ? read.address : undefined
}

export interface OpenPrinterOptions {
  readonly timers: Timers
  readonly limits?: Partial<Limits>
  readonly log?: (line: { readonly jobId?: string; readonly fault: PrinterFault }) => void
}

/** The port of the printer at an address; `profile` says what the model answers. */
export function openPrinter(
  address: PrinterAddress,
  profile: Pick<PrinterProfile, 'status'>,
  options: OpenPrinterOptions,
): PrinterPort {
  return createPrinter({ ...options, opener: openerOf(address, options.timers), answers: profile.status })
}
