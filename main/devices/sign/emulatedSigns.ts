/** Signs on one line, in memory: they read either protocol as real ones do, and every fault is a lever. */
import type { Duplex } from 'node:stream'
import type { Timers } from '../channel/channel.ts'
import { requestReader } from './emulatedWire.ts'
import type { HeardRequest, SignProtocol, Verdict } from './emulatedWire.ts'

export interface SignLevers {
  /** Hears nothing, shows what it showed. */
  readonly dead: boolean
  /** Answers this much later, ms. */
  readonly slowMs: number
  /** Answers with damaged bytes. */
  readonly garbled: boolean
  /** Shows what it is told, and its answers are lost on the way. */
  readonly loseAcks: boolean
  /** Hears each request twice: `late` means once more after the next one. */
  readonly duplicate: 'no' | 'atOnce' | 'late'
  /** Has no letters: refuses what holds one. */
  readonly digitsOnly: boolean
}

export const signAtRest: SignLevers = {
  dead: false,
  slowMs: 0,
  garbled: false,
  loseAcks: false,
  duplicate: 'no',
  digitsOnly: false,
}

/** One sign of the line. */
export class EmulatedSign {
  /** What can be read on it. */
  text = ''
  /** Everything it ever showed, oldest first; the same again is not drawn again. */
  readonly history: string[] = []
  /** Requests to its address, heard or not. */
  asked = 0
  private state: SignLevers = signAtRest
  private last: { readonly seq: number; readonly text: string } | undefined
  private echo: HeardRequest | undefined

  get levers(): SignLevers {
    return this.state
  }

  set(levers: Partial<SignLevers>): void {
    this.state = { ...this.state, ...levers }
  }

  /** Switches it off and on: it is dark, and has forgotten everything. */
  powerCycle(): void {
    this.last = undefined
    this.echo = undefined
    this.draw('')
  }

  /** The answers to a request, in order. */
  hear(request: HeardRequest): readonly Uint8Array[] {
    this.asked += 1
    if (this.state.dead) return []
    const heard = [request]
    if (this.state.duplicate === 'atOnce') heard.push(request)
    if (this.state.duplicate === 'late') {
      if (this.echo) heard.push(this.echo)
      this.echo = request
    }
    return heard.map((one) => {
      const answer = one.answer(this.carryOut(one))
      return this.state.garbled ? answer.map((byte, i) => (i % 4 === 1 ? byte ^ 0x55 : byte)) : answer
    })
  }

  /** Where requests have numbers, an older one, or another one of the same number, is not shown. */
  private carryOut({ seq, text }: HeardRequest): Verdict {
    if (text === undefined || (this.state.digitsOnly && /[A-Z]/.test(text))) return { type: 'refused' }
    if (seq !== undefined && this.last) {
      const ahead = (seq - this.last.seq + 999) % 999
      if (ahead > 499 || (ahead === 0 && text !== this.last.text))
        return { type: 'behind', seq: this.last.seq }
    }
    if (seq !== undefined) this.last = { seq, text }
    this.draw(text)
    return { type: 'shown' }
  }

  private draw(text: string): void {
    if (text === this.text) return
    this.text = text
    this.history.push(text)
  }
}

export interface EmulatedSignsOptions {
  readonly protocol: SignProtocol
  /** Who is on the line. */
  readonly addresses: readonly number[]
  readonly timers: Timers
  readonly onChange?: () => void
}

/** All signs of a line; whatever carries its bytes is attached to it. */
export class EmulatedSigns {
  readonly signs: ReadonlyMap<number, EmulatedSign>
  /** Requests heard while an answer was still to come: two speakers at once on a half-duplex line. */
  collisions = 0
  private readonly options: EmulatedSignsOptions
  private answering = 0

  constructor(options: EmulatedSignsOptions) {
    this.options = options
    this.signs = new Map(options.addresses.map((address) => [address, new EmulatedSign()]))
  }

  /** The sign at an address of the line. Throws on any other. */
  at(address: number): EmulatedSign {
    const sign = this.signs.get(address)
    if (!sign) throw new RangeError(`no sign has the address ${address}`)
    return sign
  }

  /** Serves one connection: a socket, or the other end of a serial line. */
  attach(stream: Duplex): void {
    const read = requestReader(this.options.protocol)
    stream.on('error', () => undefined)
    stream.on('data', (bytes: Buffer) => {
      for (const request of read(bytes)) {
        if (this.answering > 0) this.collisions += 1
        this.hear(request, stream)
      }
    })
  }

  private hear(request: HeardRequest, stream: Duplex): void {
    const sign = this.signs.get(request.address)
    if (!sign) return
    const answers = sign.hear(request)
    this.options.onChange?.()
    if (answers.length === 0 || sign.levers.loseAcks) return
    const speak = (): void => {
      for (const answer of answers) if (!stream.destroyed) stream.write(answer)
    }
    if (sign.levers.slowMs === 0) {
      speak()
      return
    }
    this.answering += 1
    this.options.timers.after(sign.levers.slowMs, () => {
      this.answering -= 1
      speak()
    })
  }
}
