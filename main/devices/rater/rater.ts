/** The rater with five keys on a serial line, as a rating device. */
import { ratingTimeOutMs } from '#shared/conduct/ratingDevice.ts'
import type {
  RatingAnswer,
  RatingDevice,
  RatingDeviceState,
  RatingQuestion,
} from '#shared/conduct/ratingDevice.ts'
import { openerOf, readAddress } from '../channel/address.ts'
import type { DeviceAddress } from '../channel/address.ts'
import type { Channel, ChannelOpener, Timers } from '../channel/channel.ts'
import { keepConnected } from '../channel/connection.ts'
import { fromRaterReader, toRater } from './raterWire.ts'
import type { FromRater, ToRater } from './raterWire.ts'

/** How long things may take, ms. */
export interface RaterLimits {
  /** Between two repetitions of what was not answered. */
  readonly repeatMs: number
  /** Between two questions whether it is there. */
  readonly pingMs: number
  /** How much longer than the rater the hall waits. */
  readonly graceMs: number
}

export const defaultRaterLimits: RaterLimits = { repeatMs: 300, pingMs: 3000, graceMs: 1000 }

/** How often something is said before the rater is given up on. */
const tries = 4
const pingsToTell = 3

export interface RaterOptions {
  readonly opener: ChannelOpener
  readonly timers: Timers
  readonly limits?: Partial<RaterLimits>
}

/** Starts keeping a rater. It may be absent: it is tried again until it is closed. */
export function createRater(options: RaterOptions): RatingDevice {
  return new Rater(options).device()
}

/** How an address is written, for a message to whoever mistyped one. */
export const raterAddressForms = 'serial:PATH[?baud=9600] or tcp://HOST:PORT'

/** The rater at an address; undefined when it is none of `raterAddressForms`. */
export function openRater(text: string, timers: Timers): RatingDevice | undefined {
  const address = parseRaterAddress(text)
  return address && createRater({ opener: openerOf(address, timers), timers })
}

/** Reads an address; undefined when it is none of `raterAddressForms`. */
export function parseRaterAddress(text: string): DeviceAddress | undefined {
  const read = readAddress(text, { baudRate: 9600, flow: 'none' })
  return read === undefined || read.asked.size > 0 || read.address.kind === 'file' ? undefined : read.address
}

interface Open {
  readonly number: number
  readonly question: RatingQuestion
  readonly answer: (answer: RatingAnswer) => void
  /** Whether the rater has said that it stands; no key counts before. */
  stands: boolean
  cancel: () => void
}

class Rater {
  private readonly timers: Timers
  private readonly limits: RaterLimits
  private readonly listeners = new Set<(state: RatingDeviceState) => void>()
  private readonly disconnect: () => void
  private channel: Channel | undefined
  private open: Open | undefined
  private lastNumber = 0
  private unanswered = 0
  private silent = false
  private told: RatingDeviceState = 'unreachable'
  private closed = false
  private cancelPing: () => void = () => undefined
  private cancelEnding: () => void = () => undefined
  private ending = 0

  constructor({ opener, timers, limits }: RaterOptions) {
    this.timers = timers
    this.limits = { ...defaultRaterLimits, ...limits }
    this.disconnect = keepConnected({
      opener,
      timers,
      opened: (channel) => {
        this.channel = channel
        this.unanswered = 0
        this.silent = false
        const read = fromRaterReader()
        channel.onBytes((bytes) => {
          for (const message of read(bytes)) this.hear(message)
        })
        // A question from before this program was started has nobody to answer to.
        this.send({ type: 'end', question: 0 })
        this.ping()
        this.tell()
      },
      lost: () => {
        this.channel = undefined
        this.cancelPing()
        this.cancelEnding()
        this.settle({ type: 'unanswered', reason: 'unreachable' })
        this.tell()
      },
    })
  }

  device(): RatingDevice {
    return {
      ask: (question) => this.ask(question),
      cancel: () => {
        this.finish('cancelled')
      },
      state: () => this.state(),
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      close: () => {
        if (this.closed) return
        if (this.open) this.send({ type: 'end', question: this.open.number })
        this.settle({ type: 'unanswered', reason: 'closed' })
        this.closed = true
        this.cancelPing()
        this.cancelEnding()
        this.channel = undefined
        this.disconnect()
      },
    }
  }

  private ask(question: RatingQuestion): Promise<RatingAnswer> {
    this.settle({ type: 'unanswered', reason: 'replaced' })
    if (this.closed) return Promise.resolve({ type: 'unanswered', reason: 'closed' })
    if (!this.channel) return Promise.resolve({ type: 'unanswered', reason: 'unreachable' })
    // The new question ends any old one by itself.
    this.cancelEnding()
    this.lastNumber = (this.lastNumber % 999) + 1
    return new Promise((answer) => {
      this.open = { number: this.lastNumber, question, answer, stands: false, cancel: () => undefined }
      this.wake(this.open, 1)
      this.tell()
    })
  }

  private wake(open: Open, attempt: number): void {
    if (attempt > tries) {
      this.silent = true
      this.finish('silent')
      return
    }
    const { locale, timeOutMs = ratingTimeOutMs } = open.question
    const seconds = Math.min(999, Math.ceil(timeOutMs / 1000))
    // The answer may come while it is being sent.
    open.cancel = this.timers.after(this.limits.repeatMs, () => this.wake(open, attempt + 1))
    this.send({ type: 'ask', question: open.number, locale, seconds })
  }

  private hear(message: FromRater): void {
    this.unanswered = 0
    if (this.silent) {
      this.silent = false
      this.tell()
    }
    const { open } = this
    switch (message.type) {
      case 'stands': {
        if (open?.number !== message.question || open.stands) return
        open.stands = true
        open.cancel()
        const { timeOutMs = ratingTimeOutMs } = open.question
        open.cancel = this.timers.after(timeOutMs + this.limits.graceMs, () => this.finish('timeOut'))
        return
      }
      case 'key':
      case 'over': {
        const own = open?.number === message.question
        // That it stands was lost on the way; said to be heard now, the answer would never be told again.
        if (own && !open.stands) return
        this.send({ type: 'heard', question: message.question })
        // One for another question is somebody else's, or too late.
        if (!own) return
        this.settle(
          message.type === 'key'
            ? { type: 'rated', level: message.level }
            : { type: 'unanswered', reason: 'timeOut' },
        )
        return
      }
      case 'ended':
        if (message.question === this.ending) this.cancelEnding()
        return
      case 'ping':
        return
    }
  }

  /** Ends the open question, and sees to it that the rater knows. */
  private finish(reason: 'timeOut' | 'cancelled' | 'silent'): void {
    const { open } = this
    if (!open) return
    this.settle({ type: 'unanswered', reason })
    this.ending = open.number
    const end = (attempt: number): void => {
      const again = (): void => end(attempt + 1)
      this.cancelEnding = attempt < tries ? this.timers.after(this.limits.repeatMs, again) : nothing
      this.send({ type: 'end', question: open.number })
    }
    end(1)
  }

  private settle(answer: RatingAnswer): void {
    const { open } = this
    if (!open) return
    this.open = undefined
    open.cancel()
    open.answer(answer)
    this.tell()
  }

  private ping(): void {
    if (this.unanswered >= pingsToTell) {
      this.silent = true
      this.finish('silent')
      this.tell()
    }
    this.unanswered += 1
    this.send({ type: 'ping' })
    this.cancelPing = this.timers.after(this.limits.pingMs, () => this.ping())
  }

  private send(message: ToRater): void {
    // A broken line closes itself, and `lost` follows.
    this.channel?.write(toRater(message)).catch(nothing)
  }

  private state(): RatingDeviceState {
    if (!this.channel) return 'unreachable'
    if (this.silent) return 'silent'
    return this.open ? 'asking' : 'ready'
  }

  private tell(): void {
    const now = this.state()
    if (now === this.told) return
    this.told = now
    for (const listener of this.listeners) listener(now)
  }
}

const nothing = (): void => undefined
