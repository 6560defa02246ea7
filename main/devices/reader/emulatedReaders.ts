/** An ID-card reader and a code scanner in memory; every fault is a lever. */
import type { Duplex } from 'node:stream'
import type { Timers } from '../channel/channel.ts'
import { cardData, samCommands, samFrame, samReader, samStatus } from './samWire.ts'

export interface CardReaderLevers {
  /** Hears nothing, says nothing. */
  readonly dead: boolean
  /** Answers with damaged bytes. */
  readonly garbled: boolean
  /** Answers this much later, ms. */
  readonly slowMs: number
  /** Finds a card and cannot read it. */
  readonly readFails: boolean
  /** Whatever lies there is a card of another kind. */
  readonly otherCard: boolean
  /** Finds the card that lies there again and again; a real one finds it once. */
  readonly findsAgain: boolean
}

export const cardReaderAtRest: CardReaderLevers = {
  dead: false,
  garbled: false,
  slowMs: 0,
  readFails: false,
  otherCard: false,
  findsAgain: false,
}

/** The ID-card reader; whatever carries its bytes is attached to it. */
export class EmulatedCardReader {
  private readonly timers: Timers
  private state: CardReaderLevers = cardReaderAtRest
  private card: { readonly name: string; readonly number: string } | undefined
  private found = false

  constructor(options: { readonly timers: Timers }) {
    this.timers = options.timers
  }

  get levers(): CardReaderLevers {
    return this.state
  }

  set(levers: Partial<CardReaderLevers>): void {
    this.state = { ...this.state, ...levers }
  }

  /** Lays a card on it, in place of any other. */
  place(name: string, number: string): void {
    this.card = { name, number }
    this.found = false
  }

  remove(): void {
    this.card = undefined
  }

  get holdsCard(): boolean {
    return this.card !== undefined
  }

  /** Serves one connection: a socket, or the other end of a serial line. */
  attach(stream: Duplex): void {
    const read = samReader()
    stream.on('error', () => undefined)
    stream.on('data', (bytes: Buffer) => {
      for (const heard of read(bytes)) {
        if (heard.type !== 'frame' || this.state.dead) continue
        const answer = samFrame(this.answer(heard.content))
        const last = answer.length - 1
        if (this.state.garbled) answer[last] = (answer[last] ?? 0) ^ 0xff
        const say = (): void => {
          if (!stream.destroyed) stream.write(answer)
        }
        if (this.state.slowMs > 0) this.timers.after(this.state.slowMs, say)
        else say()
      }
    })
  }

  private answer([command, parameter]: Buffer): Buffer {
    const is = ([c, p]: readonly [number, number]): boolean => c === command && p === parameter
    const status = (code: number, data: Buffer = Buffer.alloc(0)): Buffer =>
      Buffer.concat([Uint8Array.of(0, 0, code), data])
    if (is(samCommands.find)) {
      if (!this.card || (this.found && !this.state.findsAgain)) return status(samStatus.notFound)
      this.found = true
      return status(samStatus.found, Buffer.alloc(4))
    }
    if (!this.card) return status(samStatus.readFailed)
    if (this.state.otherCard) return status(samStatus.otherCard)
    if (is(samCommands.select)) return status(samStatus.done, Buffer.alloc(8))
    if (!is(samCommands.read) || this.state.readFails) return status(samStatus.readFailed)
    return status(samStatus.done, cardData(this.card.name, this.card.number))
  }
}

export interface ScannerLevers {
  /** Reads nothing. */
  readonly dead: boolean
  /** What it puts after each scan. */
  readonly suffix: 'crlf' | 'cr' | 'lf' | 'none'
  /** Sends each byte by itself. */
  readonly dripping: boolean
  /** Sends each scan this many times, as in continuous mode. */
  readonly times: number
}

export const scannerAtRest: ScannerLevers = { dead: false, suffix: 'crlf', dripping: false, times: 1 }

const suffixes = { crlf: '\r\n', cr: '\r', lf: '\n', none: '' } as const

/** The code scanner; whatever carries its bytes is attached to it. */
export class EmulatedScanner {
  private readonly streams = new Set<Duplex>()
  private state: ScannerLevers = scannerAtRest

  get levers(): ScannerLevers {
    return this.state
  }

  set(levers: Partial<ScannerLevers>): void {
    this.state = { ...this.state, ...levers }
  }

  /** Holds a code before it. */
  scan(content: string): void {
    const { dead, suffix, dripping, times } = this.state
    if (dead) return
    const bytes = Buffer.from((content + suffixes[suffix]).repeat(times), 'utf8')
    for (const stream of this.streams) {
      if (stream.destroyed) continue
      if (dripping) for (const byte of bytes) stream.write(Uint8Array.of(byte))
      else stream.write(bytes)
    }
  }

  /** Whether anybody listens. */
  get attached(): boolean {
    return this.streams.size > 0
  }

  /** Serves one connection: a socket, or the other end of a serial line. */
  attach(stream: Duplex): void {
    this.streams.add(stream)
    stream.on('error', () => undefined)
    stream.on('close', () => this.streams.delete(stream))
    stream.resume()
  }
}
