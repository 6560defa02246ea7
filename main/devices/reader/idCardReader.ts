/** The ID-card reader on a serial line: asks again and again for a card, and reads each one laid on it once. */
import { openerOf, readAddress } from '../channel/address.ts'
import type { Channel, ChannelOpener, Timers } from '../channel/channel.ts'
import { keepConnected } from '../channel/connection.ts'
import { Announcer } from './announcer.ts'
import type { CardRead, IdCardReader } from './port.ts'
import { parseResidentId } from './residentId.ts'
import { cardText, samCommands, samFrame, samReader, samStatus } from './samWire.ts'

/** How long things may take, ms. */
export interface CardLimits {
  /** Between two looks for a card. */
  readonly pollMs: number
  /** One command; reading takes about a second. */
  readonly answerMs: number
  /** A card that lies there stays the same card until it was gone this long. */
  readonly sameCardMs: number
}

export const defaultCardLimits: CardLimits = { pollMs: 300, answerMs: 2500, sameCardMs: 3000 }

/** Commands in a row without a plain answer before the reader is called silent. */
const failuresToTell = 3

export interface IdCardReaderOptions {
  readonly opener: ChannelOpener
  readonly timers: Timers
  /** The hall's secret, at least 32 bytes; undefined while the hub has not given it. */
  readonly secret: () => Uint8Array | undefined
  readonly limits?: Partial<CardLimits>
}

/** Starts watching for cards. The reader may be absent: it is tried again until it is closed. */
export function createIdCardReader(options: IdCardReaderOptions): IdCardReader {
  const { opener, timers, secret } = options
  const limits = { ...defaultCardLimits, ...options.limits }
  const announcer = new Announcer<CardRead>()
  let channel: Channel | undefined
  let cancel: () => void = () => undefined
  let failures = 0
  let breakOff: () => void = () => undefined
  let last: { readonly hash: string; readonly seenAtMs: number } | undefined
  let complained = false

  /** Gives status and data, or undefined when no plain answer came. */
  const ask = (on: Channel, command: readonly number[]): Promise<Buffer | undefined> =>
    new Promise((resolve) => {
      const read = samReader()
      let settled = false
      const settle = (answer: Buffer | undefined): void => {
        if (settled) return
        settled = true
        stop()
        hear = () => undefined
        breakOff = () => undefined
        resolve(answer)
      }
      // Answers carry no number: one that is late must be out of the way before anything else is asked.
      let late = false
      let stop = timers.after(limits.answerMs, () => {
        late = true
        stop = timers.after(limits.answerMs, () => settle(undefined))
      })
      breakOff = () => settle(undefined)
      hear = (bytes) => {
        for (const heard of read(bytes)) {
          // A damaged answer ends the wait; it is asked again with the next look.
          const plain = heard.type === 'frame' && heard.content.length >= 3 && !late
          settle(plain ? heard.content : undefined)
        }
      }
      on.write(samFrame(Uint8Array.from(command))).catch(() => settle(undefined))
    })
  let hear: (bytes: Uint8Array) => void = () => undefined

  const look = async (on: Channel): Promise<void> => {
    const found = await ask(on, samCommands.find)
    note(found)
    if (found?.[2] === samStatus.found) await readCard(on)
    else if (found?.[2] === samStatus.notFound) complained = false
    if (channel === on) cancel = timers.after(limits.pollMs, () => void look(on))
  }

  const readCard = async (on: Channel): Promise<void> => {
    const selected = await ask(on, samCommands.select)
    if (selected?.[2] !== samStatus.done) {
      complain(selected?.[2] === samStatus.otherCard ? 'otherCard' : 'damaged')
      return
    }
    const answer = await ask(on, samCommands.read)
    if (answer?.[2] !== samStatus.done) {
      complain(answer?.[2] === samStatus.otherCard ? 'otherCard' : 'damaged')
      return
    }
    const text = cardText(answer.subarray(3))
    // Neither the picture nor anything else of the card outlives this line.
    answer.fill(0)
    const id = text && parseResidentId(text.number)
    if (!id) {
      complain('otherCard')
      return
    }
    const key = secret()
    if (key === undefined) {
      complain('notReady')
      return
    }
    const holder = id.holder(key, text.name)
    const nowMs = timers.nowMs()
    const again = last?.hash === holder.hash && nowMs - last.seenAtMs < limits.sameCardMs
    last = { hash: holder.hash, seenAtMs: nowMs }
    complained = false
    if (!again) announcer.read({ type: 'card', holder })
  }

  /** Once for each card that lies there, not with every look. */
  const complain = (reason: 'otherCard' | 'damaged' | 'notReady'): void => {
    if (!complained && channel) announcer.read({ type: 'unreadable', reason })
    complained = true
  }

  const note = (answer: Buffer | undefined): void => {
    failures = answer ? 0 : failures + 1
    if (!channel) return
    if (answer) announcer.state('ready')
    else if (failures >= failuresToTell) announcer.state('silent')
  }

  const given = secret()
  if (given !== undefined && given.length < 32)
    throw new RangeError('the hall’s secret has at least 32 bytes')
  const disconnect = keepConnected({
    opener,
    timers,
    opened: (open) => {
      channel = open
      failures = 0
      open.onBytes((bytes) => hear(bytes))
      void look(open)
    },
    lost: () => {
      channel = undefined
      cancel()
      breakOff()
      announcer.state('unreachable')
    },
  })
  return announcer.port(() => {
    channel = undefined
    cancel()
    breakOff()
    disconnect()
  })
}

/** The reader at `serial:PATH[?baud=115200]` or `tcp://HOST:PORT`; undefined when that is no address. */
export function openIdCardReader(
  text: string,
  timers: Timers,
  secret: IdCardReaderOptions['secret'],
): IdCardReader | undefined {
  const read = readAddress(text, { baudRate: 115_200, flow: 'none' })
  if (read?.asked.size !== 0) return undefined
  return createIdCardReader({ opener: openerOf(read.address, timers), timers, secret })
}

/** Whether that is an address of an ID-card reader or a code scanner. */
export function isReaderAddress(text: string): boolean {
  return readAddress(text, { baudRate: 9600, flow: 'none' })?.asked.size === 0
}
