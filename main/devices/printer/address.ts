/** A printer's address as a hall writes it, and the port it stands for. */
import type { PrinterProfile } from '#main/printing/profiles.ts'
import type { SerialLine } from './serialChannel.ts'
import { fileChannel } from './fileChannel.ts'
import type { Limits } from './line.ts'
import type { ChannelOpener, PrinterFault, PrinterPort, Timers } from './port.ts'
import { createPrinter } from './printer.ts'
import { serialChannel } from './serialChannel.ts'
import { tcpChannel } from './tcpChannel.ts'

export type PrinterAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | ({ readonly kind: 'serial' } & SerialLine)
  | { readonly kind: 'file'; readonly path: string }

/** How an address is written, for a message to whoever mistyped one. */
export const addressForms =
  'tcp://HOST[:9100], serial:PATH[?baud=115200&flow=rtscts|xonxoff|none], or file:PATH'

/** Reads an address; undefined when it is none of `addressForms`. */
export function parsePrinterAddress(text: string): PrinterAddress | undefined {
  const tcp = /^tcp:\/\/(\[[0-9a-fA-F:.]+\]|[^/:?#\s]+)(?::(\d{1,5}))?\/?$/.exec(text)
  if (tcp) {
    const port = Number(tcp[2] ?? 9100)
    const host = (tcp[1] ?? '').replace(/^\[|\]$/g, '')
    return port >= 1 && port <= 65_535 ? { kind: 'tcp', host, port } : undefined
  }
  const serial = /^serial:([^?]+)(?:\?(.*))?$/.exec(text)
  if (serial) {
    const asked = new URLSearchParams(serial[2] ?? '')
    const baudRate = Number(asked.get('baud') ?? 115_200)
    const flow = flows.find((known) => known === (asked.get('flow') ?? 'rtscts'))
    if (!Number.isInteger(baudRate) || baudRate < 1200 || baudRate > 4_000_000 || !flow) return undefined
    return { kind: 'serial', path: serial[1] ?? '', baudRate, flow }
  }
  const file = /^file:(.+)$/.exec(text)
  return file ? { kind: 'file', path: file[1] ?? '' } : undefined
}

const flows = ['rtscts', 'xonxoff', 'none'] as const

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

function openerOf(address: PrinterAddress, timers: Timers): ChannelOpener {
  switch (address.kind) {
    case 'tcp':
      return tcpChannel(address.host, address.port)
    case 'serial':
      return serialChannel(address)
    case 'file':
      return fileChannel(address.path, timers)
  }
}
