/** A rater in memory: five keys that can be pressed, and every fault is a lever. */
import type { Duplex } from 'node:stream'
import type { Locale } from '#shared/catalogue/catalogue.ts'
import type { Level } from '#shared/conduct/rating.ts'
import type { Timers } from '../channel/channel.ts'
import { fromRater, toRaterReader } from './raterWire.ts'
import type { FromRater, ToRater } from './raterWire.ts'

export interface RaterLevers {
  /** Hears nothing, says nothing, its keys do nothing. */
  readonly dead: boolean
  /** Loses this many of the next frames it sends. */
  readonly loseOut: number
  /** Does not hear this many of the next frames it is sent. */
  readonly loseIn: number
  /** Sends everything damaged. */
  readonly garbled: boolean
  /** Sends everything twice. */
  readonly twice: boolean
  /** Keys chatter: each press is sent as two. */
  readonly bounce: boolean
}

export const raterAtRest: RaterLevers = {
  dead: false,
  loseOut: 0,
  loseIn: 0,
  garbled: false,
  twice: false,
  bounce: false,
}

const repeatMs = 300
const repeats = 10

/** The rater itself; whatever carries its bytes is attached to it. */
export class EmulatedRater {
  /** What it asks now. */
  lit: { readonly question: number; readonly locale: Locale } | undefined
  private readonly timers: Timers
  private readonly streams = new Set<Duplex>()
  private state: RaterLevers = raterAtRest
  private cancelTimeOut: () => void = () => undefined
  private cancelRepeat: () => void = () => undefined
  /** The question whose end the hall has not heard of yet. */
  private untold = 0

  constructor(options: { readonly timers: Timers }) {
    this.timers = options.timers
  }

  get levers(): RaterLevers {
    return this.state
  }

  set(levers: Partial<RaterLevers>): void {
    this.state = { ...this.state, ...levers }
  }

  /** Presses a key; says whether anything happened. */
  press(level: Level): boolean {
    if (!this.lit || this.state.dead) return false
    const { question } = this.lit
    this.goDark()
    this.insist({ type: 'key', question, level })
    if (this.state.bounce) this.say({ type: 'key', question, level })
    return true
  }

  /** Serves one connection: a socket, or the other end of a serial line. */
  attach(stream: Duplex): void {
    const read = toRaterReader()
    this.streams.add(stream)
    stream.on('error', () => undefined)
    stream.on('close', () => this.streams.delete(stream))
    stream.on('data', (bytes: Buffer) => {
      for (const message of read(bytes)) {
        if (this.state.dead) continue
        if (this.state.loseIn > 0) this.set({ loseIn: this.state.loseIn - 1 })
        else this.hear(message)
      }
    })
  }

  private hear(message: ToRater): void {
    switch (message.type) {
      case 'ask': {
        const { question, locale, seconds } = message
        if (this.lit?.question !== question && this.untold !== question) {
          this.goDark()
          this.cancelRepeat()
          this.untold = 0
          this.lit = { question, locale }
          this.cancelTimeOut = this.timers.after(seconds * 1000, () => {
            this.goDark()
            this.insist({ type: 'over', question })
          })
        }
        this.say({ type: 'stands', question })
        return
      }
      case 'heard':
        if (message.question !== this.untold) return
        this.untold = 0
        this.cancelRepeat()
        return
      case 'end':
        if (message.question === 0 || message.question === this.lit?.question) this.goDark()
        if (message.question === 0 || message.question === this.untold) {
          this.untold = 0
          this.cancelRepeat()
        }
        this.say({ type: 'ended', question: message.question })
        return
      case 'ping':
        this.say({ type: 'ping' })
        return
    }
  }

  private goDark(): void {
    this.lit = undefined
    this.cancelTimeOut()
  }

  /** Says it until it is heard. */
  private insist(message: Extract<FromRater, { question: number }>): void {
    this.cancelRepeat()
    this.untold = message.question
    const again = (left: number): void => {
      this.say(message)
      if (left > 1) this.cancelRepeat = this.timers.after(repeatMs, () => again(left - 1))
    }
    again(repeats)
  }

  private say(message: FromRater): void {
    if (this.state.dead) return
    if (this.state.loseOut > 0) {
      this.set({ loseOut: this.state.loseOut - 1 })
      return
    }
    const frame = fromRater(message)
    const sent = this.state.garbled ? frame.map((byte, i) => (i % 4 === 1 ? byte ^ 0x15 : byte)) : frame
    for (const stream of this.streams) {
      if (stream.destroyed) continue
      stream.write(sent)
      if (this.state.twice) stream.write(sent)
    }
  }
}
