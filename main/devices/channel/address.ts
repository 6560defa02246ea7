/** Where a device is, as a hall writes it, and the way to reach it. */
import type { ChannelOpener, Timers } from './channel.ts'
import { fileChannel } from './fileChannel.ts'
import { serialChannel } from './serialChannel.ts'
import type { SerialLine } from './serialChannel.ts'
import { tcpChannel } from './tcpChannel.ts'

export type DeviceAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | ({ readonly kind: 'serial' } & SerialLine)
  | { readonly kind: 'file'; readonly path: string }

/** What holds where an address does not say. */
export interface AddressDefaults {
  /** TCP port; without one an address must name it. */
  readonly port?: number
  readonly baudRate: number
  readonly flow: SerialLine['flow']
}

/** An address, and what else was asked for after its question mark. */
export interface ReadAddress {
  readonly address: DeviceAddress
  readonly asked: ReadonlyMap<string, string>
}

const flows = ['rtscts', 'xonxoff', 'none'] as const

/**
 * Reads `tcp://HOST:PORT`, `serial:PATH` or `file:PATH`, each with `?name=value&…`; of these a serial line takes
 * `baud` and `flow` for itself. Undefined when it is none of them.
 */
export function readAddress(text: string, defaults: AddressDefaults): ReadAddress | undefined {
  const [, scheme, body = '', query = ''] = /^(tcp:\/\/|serial:|file:)([^?]+)(?:\?(.*))?$/.exec(text) ?? []
  const asked = new Map(new URLSearchParams(query))
  if (scheme === 'tcp://') {
    const tcp = /^(\[[0-9a-fA-F:.]+\]|[^/:?#\s]+)(?::(\d{1,5}))?\/?$/.exec(body)
    const port = Number(tcp?.[2] ?? defaults.port ?? 0)
    const host = (tcp?.[1] ?? '').replace(/^\[|\]$/g, '')
    return tcp && port >= 1 && port <= 65_535 ? { address: { kind: 'tcp', host, port }, asked } : undefined
  }
  if (scheme === 'serial:') {
    const baudRate = Number(asked.get('baud') ?? defaults.baudRate)
    const flow = flows.find((known) => known === (asked.get('flow') ?? defaults.flow))
    asked.delete('baud')
    asked.delete('flow')
    if (!Number.isInteger(baudRate) || baudRate < 1200 || baudRate > 4_000_000 || !flow) return undefined
    return { address: { kind: 'serial', path: body, baudRate, flow }, asked }
  }
  return scheme === 'file:' ? { address: { kind: 'file', path: body }, asked } : undefined
}

/** The way to reach a device at an address. */
export function openerOf(address: DeviceAddress, timers: Timers): ChannelOpener {
  switch (address.kind) {
    case 'tcp':
      return tcpChannel(address.host, address.port)
    case 'serial':
      return serialChannel(address)
    case 'file':
      return fileChannel(address.path, timers)
  }
}

/** The address as `readAddress` reads it. */
export function addressText(address: DeviceAddress): string {
  switch (address.kind) {
    case 'tcp': {
      const host = address.host.includes(':') ? `[${address.host}]` : address.host
      return `tcp://${host}:${String(address.port)}`
    }
    case 'serial':
      return `serial:${address.path}?baud=${String(address.baudRate)}&flow=${address.flow}`
    case 'file':
      return `file:${address.path}`
  }
}
