/** A line of signs as a hall writes it, and the port it stands for. */
import { openerOf, readAddress } from '../channel/address.ts'
import type { DeviceAddress } from '../channel/address.ts'
import type { Timers } from '../channel/channel.ts'
import { asciiCodec } from './asciiCodec.ts'
import { gb18030Codec } from './gb18030Codec.ts'
import type { SignLine } from './port.ts'
import { createSignLine } from './signLine.ts'
import type { SignLimits } from './signLine.ts'

export interface SignLineAddress {
  readonly address: DeviceAddress
  readonly driver: keyof typeof codecs
  /** Signs whose address is not the number in their counter's label: counter id → address. */
  readonly at: ReadonlyMap<string, number>
}

const codecs = { ascii: asciiCodec, gb18030: gb18030Codec } as const
const drivers = ['ascii', 'gb18030'] as const

/** How an address is written, for a message to whoever mistyped one. */
export const signAddressForms =
  'serial:PATH[?driver=ascii|gb18030&baud=9600&at=COUNTER:ADDRESS,…], or tcp://HOST:PORT with the same'

/** Reads an address; undefined when it is none of `signAddressForms`. */
export function parseSignAddress(text: string): SignLineAddress | undefined {
  const read = readAddress(text, { baudRate: 9600, flow: 'none' })
  if (!read || read.address.kind === 'file') return undefined
  const driver = drivers.find((known) => known === (read.asked.get('driver') ?? 'ascii'))
  const at = new Map<string, number>()
  for (const pair of (read.asked.get('at') ?? '').split(',').filter((one) => one !== '')) {
    const [, counter, sign] = /^(.+):(\d{1,3})$/.exec(pair) ?? []
    if (counter === undefined || Number(sign) < 1 || Number(sign) > 250) return undefined
    at.set(counter, Number(sign))
  }
  const known = [...read.asked.keys()].every((name) => name === 'driver' || name === 'at')
  return driver && known ? { address: read.address, driver, at } : undefined
}

/** The signs at an address. */
export function openSignLine(
  { address, driver }: SignLineAddress,
  timers: Timers,
  limits: Partial<SignLimits> = {},
): SignLine {
  return createSignLine({ opener: openerOf(address, timers), codec: codecs[driver], timers, limits })
}
