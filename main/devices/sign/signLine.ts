/**
 * Signs on one half-duplex line, one exchange at a time. Each sign is told only its newest content, and again
 * until it says that it shows it. Who is due and was longest not spoken to comes first, so one bad sign costs
 * the others no more than one wait for its answer, and that ever more seldom.
 */
import type { Channel, ChannelOpener, Timers } from '../channel/channel.ts'
import { keepConnected } from '../channel/connection.ts'
import type { SignCodec, SignReply } from './codec.ts'
import { sameContent } from './port.ts'
import type { SignContent, SignHealth, SignLine, SignReport } from './port.ts'

/** How long things may take, ms. */
export interface SignLimits {
  /** From the request's last byte to the reply's last. */
  readonly answerMs: number
  /** A request leaving; a line that takes longer is opened anew. */
  readonly sendMs: number
  /** Silence on the line before anyone speaks again: transceivers need it to turn round. */
  readonly turnaroundMs: number
  /** Waits after the first, second … failure in a row; the last one holds from then on. */
  readonly backOffMs: readonly number[]
  /** A sign that is well is told again this often: it may have been switched off and on. */
  readonly refreshMs: number
  /**
   * After a request was repeated, a sign whose protocol has no numbers is told again this soon: a converter may
   * bring the first copy late, and the sign would show what is over.
   */
  readonly settleMs: number
}

/** For 9600 baud, where a request and its reply take about 50 ms together. */
export const defaultSignLimits: SignLimits = {
  answerMs: 150,
  sendMs: 2000,
  turnaroundMs: 10,
  backOffMs: [100, 300, 1000, 3000, 10_000, 30_000],
  refreshMs: 60_000,
  settleMs: 2000,
}

/** Failures in a row before a sign is called silent or garbled. */
const failuresToTell = 3

export interface SignLineOptions {
  readonly opener: ChannelOpener
  readonly codec: SignCodec
  readonly timers: Timers
  readonly limits?: Partial<SignLimits>
}

interface Sign {
  readonly address: number
  wanted: SignContent
  shown: SignContent | undefined
  health: SignHealth
  /** Number of the wanted content; a request for it that is repeated keeps its number. */
  seq: number
  failures: number
  dueAtMs: number
  /** Counts exchanges of the whole line; smaller means longer ago. */
  triedAs: number
}

/** Starts a line. It may be absent: it is tried again until it is closed. */
export function createSignLine(options: SignLineOptions): SignLine {
  return new Bus(options).port()
}

type Outcome = SignReply | { readonly type: 'silence' } | { readonly type: 'lineBroken' }

class Bus {
  private readonly options: SignLineOptions
  private readonly limits: SignLimits
  private readonly signs = new Map<number, Sign>()
  private readonly listeners = new Set<(report: SignReport) => void>()
  private readonly end: () => void
  private channel: Channel | undefined
  private busy = false
  private exchanges = 0
  private heardAtMs = -Infinity
  private hear: (bytes: Uint8Array) => void = () => undefined
  private breakOff: () => void = () => undefined
  private cancelWake: () => void = () => undefined

  constructor(options: SignLineOptions) {
    this.options = options
    this.limits = { ...defaultSignLimits, ...options.limits }
    this.end = keepConnected({
      opener: options.opener,
      timers: options.timers,
      opened: (channel) => this.opened(channel),
      lost: () => this.lost(),
    })
  }

  port(): SignLine {
    return {
      show: (address, content) => this.show(address, content),
      signs: () => [...this.signs.values()].sort((a, b) => a.address - b.address).map(reportOf),
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      close: () => {
        this.end()
        this.channel = undefined
        this.cancelWake()
        this.breakOff()
      },
    }
  }

  private opened(channel: Channel): void {
    this.channel = channel
    channel.onBytes((bytes) => {
      this.heardAtMs = this.options.timers.nowMs()
      this.hear(bytes)
      if (!this.busy) this.pump()
    })
    // Whoever pulled the line may have pulled the signs' power too.
    for (const sign of this.signs.values()) {
      sign.failures = 0
      sign.dueAtMs = this.options.timers.nowMs()
      this.publish(sign, 'untried')
    }
    this.pump()
  }

  private lost(): void {
    this.channel = undefined
    this.cancelWake()
    this.breakOff()
    for (const sign of this.signs.values()) this.publish(sign, 'unreachable')
  }

  private show(address: number, content: SignContent): void {
    if (!Number.isInteger(address) || address < 1 || address > 250)
      throw new RangeError('a sign’s address is a whole number from 1 to 250')
    // What cannot be put into a frame is the caller's mistake, and must not surface in the middle of the line.
    this.options.codec.request(address, 1, content)
    const nowMs = this.options.timers.nowMs()
    const known = this.signs.get(address)
    if (!known) {
      const health = this.channel ? 'untried' : 'unreachable'
      const sign: Sign = {
        address,
        wanted: content,
        shown: undefined,
        health,
        seq: 1,
        failures: 0,
        dueAtMs: nowMs,
        triedAs: 0,
      }
      this.signs.set(address, sign)
      this.tell(sign)
    } else {
      if (sameContent(known.wanted, content)) return
      known.wanted = content
      known.seq = after(known.seq)
      // A sign in trouble keeps its wait: news must not turn into more probing.
      if (known.failures === 0) known.dueAtMs = nowMs
      this.tell(known)
    }
    this.pump()
  }

  /** Speaks to the next sign that is due, or sees to it that this happens in time. */
  private pump(): void {
    const { channel } = this
    if (this.busy || !channel) return
    this.cancelWake()
    const { timers } = this.options
    const nowMs = timers.nowMs()
    const order = [...this.signs.values()].sort((a, b) => a.triedAs - b.triedAs)
    const next = order.find((sign) => sign.dueAtMs <= nowMs)
    const quietAtMs = this.heardAtMs + this.limits.turnaroundMs
    if (next && quietAtMs <= nowMs) {
      this.busy = true
      void this.exchange(channel, next)
      return
    }
    const wakeAtMs = next ? quietAtMs : Math.min(...order.map((sign) => sign.dueAtMs))
    if (Number.isFinite(wakeAtMs)) this.cancelWake = timers.after(wakeAtMs - nowMs, () => this.pump())
  }

  private async exchange(channel: Channel, sign: Sign): Promise<void> {
    const { wanted, seq } = sign
    this.exchanges += 1
    sign.triedAs = this.exchanges
    const outcome = await this.ask(channel, sign.address, seq, wanted)
    this.busy = false
    if (outcome.type === 'lineBroken') {
      if (this.channel === channel) channel.close()
      return
    }
    // The next one speaks when the line has been silent for a moment, whether or not an answer came.
    this.heardAtMs = this.options.timers.nowMs()
    this.note(sign, outcome, wanted)
    this.pump()
  }

  private note(sign: Sign, outcome: Outcome, asked: SignContent): void {
    const nowMs = this.options.timers.nowMs()
    const { refreshMs, settleMs, backOffMs } = this.limits
    if (outcome.type === 'shown') {
      const settles = sign.failures > 0 && !this.options.codec.numbered
      sign.failures = 0
      sign.dueAtMs = sameContent(asked, sign.wanted) ? nowMs + (settles ? settleMs : refreshMs) : nowMs
      const before = sign.shown
      sign.shown = asked
      if (sign.health !== 'ok') this.publish(sign, 'ok')
      else if (!sameContent(before, asked)) this.tell(sign)
      return
    }
    sign.failures += 1
    if (outcome.type === 'behind') {
      sign.seq = after(outcome.seq)
      // It told us where it stands, so the next request will do; unless it says so again.
      if (sign.failures === 1) {
        sign.dueAtMs = nowMs
        return
      }
    }
    sign.dueAtMs = nowMs + (backOffMs[Math.min(sign.failures, backOffMs.length) - 1] ?? 0)
    if (outcome.type === 'refused') this.publish(sign, 'refusing')
    else if (sign.failures >= failuresToTell)
      this.publish(sign, outcome.type === 'silence' ? 'silent' : 'garbled')
  }

  /** Between exchanges: whoever speaks now answers something that came late. */
  private listenIdly(): void {
    const read = this.options.codec.reader()
    this.hear = (heard) => {
      for (const reply of read(heard)) this.strayed(reply)
    }
  }

  /**
   * A sign says that it shows what is over: a copy of an older request reached it late, and without numbers it
   * cannot tell. It is told the present at once.
   */
  private strayed(reply: SignReply): void {
    const { codec, timers } = this.options
    if (codec.numbered || reply.type !== 'shown') return
    const sign = this.signs.get(reply.address)
    if (sign === undefined || codec.request(sign.address, sign.seq, sign.wanted).token === reply.token) return
    sign.dueAtMs = timers.nowMs()
  }

  /** Sends one request and waits for its own answer; anything else that is heard meanwhile is noise. */
  private ask(channel: Channel, address: number, seq: number, content: SignContent): Promise<Outcome> {
    const { codec, timers } = this.options
    const { bytes, token } = codec.request(address, seq, content)
    const read = codec.reader()
    return new Promise((resolve) => {
      let settled = false
      let noisy = false
      let cancel: () => void = () => undefined
      const settle = (outcome: Outcome): void => {
        if (settled) return
        settled = true
        cancel()
        this.listenIdly()
        this.breakOff = () => undefined
        resolve(outcome)
      }
      const breakOff = (): void => {
        settle({ type: 'lineBroken' })
      }
      this.breakOff = breakOff
      let unfinished = false
      this.hear = (heard) => {
        const replies = read(heard)
        unfinished = replies.length === 0
        for (const reply of replies) {
          if (reply.type === 'noise') noisy = true
          // Others' are late answers to what was given up.
          else if (reply.address === address && reply.token === token) settle(reply)
          else this.strayed(reply)
        }
      }
      cancel = timers.after(this.limits.sendMs, breakOff)
      const sent = (): void => {
        // A serial line may bring the answer before it says that it has sent.
        if (settled) return
        cancel()
        cancel = timers.after(this.limits.answerMs, () => {
          settle({ type: noisy || unfinished ? 'noise' : 'silence' })
        })
      }
      channel.write(bytes).then(sent, breakOff)
    })
  }

  private publish(sign: Sign, health: SignHealth): void {
    if (sign.health === health) return
    sign.health = health
    this.tell(sign)
  }

  private tell(sign: Sign): void {
    const report = reportOf(sign)
    for (const listener of this.listeners) listener(report)
  }
}

function reportOf({ address, health, wanted, shown }: Sign): SignReport {
  return { address, health, wanted, shown }
}

/** Numbers go round from 999 to 1. */
function after(seq: number): number {
  return (seq % 999) + 1
}
