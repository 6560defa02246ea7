/**
 * The code scanner on a serial line: 9600 baud, 8 data bits, no parity, one stop bit. Each scan is its content in
 * UTF-8 with CR, LF or both after it, as scanners come from the factory or can be set with a code of their manual.
 * They answer nothing, so that a line is open is all that can be known of one.
 */
import { openerOf, readAddress } from '../channel/address.ts'
import type { ChannelOpener, Timers } from '../channel/channel.ts'
import { keepConnected } from '../channel/connection.ts'
import { scanOf } from './codeContent.ts'
import { Announcer } from './announcer.ts'
import type { CodeScanner, Scan } from './port.ts'

/** Longest content; what runs on for longer is dropped up to its end. */
const longest = 512
/** A scan that did not end by then never will, ms. */
const abandonedMs = 2000
/** The same code again within this time is the same holding-up, ms. */
const sameCodeMs = 1500

export interface CodeScannerOptions {
  readonly opener: ChannelOpener
  readonly timers: Timers
}

/** Starts listening. The scanner may be absent: it is tried again until it is closed. */
export function createCodeScanner({ opener, timers }: CodeScannerOptions): CodeScanner {
  const announcer = new Announcer<Scan>()
  let held: number[] = []
  let begunAtMs = 0
  let last = { content: '', atMs: -Infinity }

  const finish = (): void => {
    const content = held.length > longest ? '' : Buffer.from(held).toString('utf8').trim()
    held = []
    if (content === '') return
    const atMs = timers.nowMs()
    const again = content === last.content && atMs - last.atMs < sameCodeMs
    last = { content, atMs }
    if (!again) announcer.read(scanOf(content))
  }
  const disconnect = keepConnected({
    opener,
    timers,
    opened: (channel) => {
      held = []
      announcer.state('ready')
      channel.onBytes((bytes) => {
        const nowMs = timers.nowMs()
        if (held.length > 0 && nowMs - begunAtMs > abandonedMs) held = []
        for (const byte of bytes) {
          if (byte === 0x0d || byte === 0x0a) finish()
          else {
            if (held.length === 0) begunAtMs = nowMs
            if (held.length <= longest) held.push(byte)
          }
        }
      })
    },
    lost: () => announcer.state('unreachable'),
  })
  return announcer.port(disconnect)
}

/** The scanner at `serial:PATH[?baud=9600]` or `tcp://HOST:PORT`; undefined when that is no address. */
export function openCodeScanner(text: string, timers: Timers): CodeScanner | undefined {
  const read = readAddress(text, { baudRate: 9600, flow: 'none' })
  if (read?.asked.size !== 0) return undefined
  return createCodeScanner({ opener: openerOf(read.address, timers), timers })
}
