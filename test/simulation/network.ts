/**
 * The network between the machines of a simulated hall. A line keeps order, as
 * TCP does, until it breaks: what was under way is then lost, and either end
 * learns of it only later. Copies of messages may come twice or far too late,
 * as they do when somebody sends again over a new line.
 */
import type { HubMessage } from '#shared/protocol/messages.ts'
import type { Identity } from './identity.ts'
import type { Surroundings } from './surroundings.ts'

/** A machine: it hears messages, does by itself what is due, dies and comes back. */
export interface Machine<Message> {
  readonly name: string
  /** The computer it runs on; what runs on one computer is never parted. */
  readonly place: string
  receive(message: Message, line: Line): void
  tick(): void
  crash(): void
  restart(): void
}

/** The end that dials. */
export interface Dialer extends Machine<HubMessage> {
  readonly identity: Identity
  /** The line is down. */
  lost(line: Line): void
}

/** The end that is dialled: a hub, or a station with screens of its own. Hears whatever comes. */
export interface Host extends Machine<unknown> {
  readonly up: boolean
  /** What a hub tells has its place for good; a station tells of things that will get another. */
  readonly role: 'hub' | 'station'
  /** Begins anew when the machine becomes something else. */
  readonly life: number
  accept(line: Line): void
  gone(line: Line): void
}

/** One connection. */
export interface Line {
  readonly dialer: Dialer
  readonly host: Host
  /** The host's life it was made in. */
  readonly life: number
  open: boolean
  toHostDueMs: number
  toDialerDueMs: number
}

/**
 * What of a line's messages may come twice, or late from the line before it.
 * What only means something at its moment — where a counter works, what the time
 * is — no program of ours sends again on a new line.
 */
const comesAgain: ReadonlySet<string> = new Set([
  'command',
  'facts',
  'withdraw',
  'subscribe',
  'reprint',
  'events',
  'answer',
  'factsTaken',
])

/** An end notices within this time that nothing comes any more. */
const noticedMs = 2000
/** The most a late copy is late. */
const lateMs = 20_000

/** What is turned away at the door is on no record: it is told on the connection it was asked on, or not at all. */
function isOfItsLine(message: HubMessage): boolean {
  return message.type === 'answer' && !message.answer.ok && message.answer.refusal.code === 'tooOften'
}

/** See the head of this file. */
export class Network {
  /** Most time a message takes. */
  latencyMs = 20
  /** Chance of a message to come twice, and of a copy to come much later. */
  duplication = 0
  reordering = 0
  readonly #around: Surroundings
  #islands: readonly ReadonlySet<string>[] = []
  #lines: readonly Line[] = []

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** Lines that pass messages now. */
  get lines(): readonly Line[] {
    return this.#lines
  }

  /** Whether a message would come through now, where no line is kept open for it. */
  reaches(from: string, host: Host): boolean {
    return host.up && !this.#islands.some((island) => island.has(from) !== island.has(host.place))
  }

  /** Tries to connect; undefined when nobody is there or no way leads there. */
  dial(dialer: Dialer, host: Host): Line | undefined {
    if (this.#isApart(dialer, host) || !host.up) return undefined
    const line: Line = { dialer, host, life: host.life, open: true, toHostDueMs: 0, toDialerDueMs: 0 }
    this.#lines = [...this.#lines, line]
    this.#around.timeline.after(this.#latency(), () => {
      if (!line.open) return
      if (host.up && host.life === line.life) host.accept(line)
      else this.cut(line)
    })
    return line
  }

  /** Sends one message; it may be lost. */
  toHost(line: Line, message: unknown): void {
    const { timeline, coverage, chance } = this.#around
    if (!line.open) {
      coverage.lost()
      return
    }
    line.toHostDueMs = Math.max(line.toHostDueMs, timeline.nowMs + this.#latency())
    this.#deliver(line, line.toHostDueMs, () => {
      line.host.receive(message, line)
    })
    if (!mayComeAgain(message)) return
    const again = (): void => {
      const now = line.open ? line : this.#lines.find((l) => isAnother(l, line))
      if (now !== undefined) now.host.receive(message, now)
    }
    if (chance.happens(this.duplication)) this.#copy('duplication', line.toHostDueMs, again)
    if (chance.happens(this.reordering))
      this.#copy('reordering', timeline.nowMs + chance.between(1000, lateMs), again)
  }

  /** Sends one message; it may be lost. */
  toDialer(line: Line, message: HubMessage): void {
    const { timeline, coverage, chance } = this.#around
    if (!line.open) {
      coverage.lost()
      return
    }
    line.toDialerDueMs = Math.max(line.toDialerDueMs, timeline.nowMs + this.#latency())
    this.#deliver(line, line.toDialerDueMs, () => {
      line.dialer.receive(message, line)
    })
    // A screen of ours knows an old sign of life from a new one; a station has only one line.
    if (message.type === 'events' && line.host.role === 'station') return
    if (!mayComeAgain(message) && (message.type !== 'pong' || line.dialer.identity.kind === 'station')) return
    const again = (): void => {
      const now = this.#lines.find((l) => (isOfItsLine(message) ? l === line : isAnother(l, line)))
      if (now !== undefined) line.dialer.receive(message, now)
    }
    if (chance.happens(this.duplication)) this.#copy('duplication', line.toDialerDueMs, again)
    if (chance.happens(this.reordering))
      this.#copy('reordering', timeline.nowMs + chance.between(1000, lateMs), again)
  }

  /** Breaks a line: what is under way is lost, both ends notice later. */
  cut(line: Line): void {
    if (!line.open) return
    this.#close(line)
    const { timeline, chance } = this.#around
    timeline.after(chance.below(noticedMs), () => {
      line.dialer.lost(line)
    })
    timeline.after(chance.below(noticedMs), () => {
      line.host.gone(line)
    })
  }

  /** An end closes the line, or its process ends; what is already on the way to the other may still arrive. */
  hangUp(line: Line, by: 'host' | 'dialer'): void {
    if (!line.open) return
    const { timeline, chance } = this.#around
    const dueMs = by === 'host' ? line.toDialerDueMs : line.toHostDueMs
    if (chance.happens(0.5)) {
      this.cut(line)
      return
    }
    timeline.after(dueMs - timeline.nowMs, () => {
      if (!line.open) return
      this.#close(line)
      if (by === 'host') line.dialer.lost(line)
      else line.host.gone(line)
    })
  }

  /** Keeps these computers apart from all others, until the returned function is called. */
  partition(places: readonly string[]): () => void {
    const island = new Set(places)
    this.#islands = [...this.#islands, island]
    for (const line of this.#lines) if (this.#isApart(line.dialer, line.host)) this.cut(line)
    return () => {
      this.#islands = this.#islands.filter((i) => i !== island)
    }
  }

  /** A sound network again. */
  heal(): void {
    this.#islands = []
    this.duplication = 0
    this.reordering = 0
  }

  #isApart(dialer: Dialer, host: Host): boolean {
    return this.#islands.some((island) => island.has(dialer.place) !== island.has(host.place))
  }

  #close(line: Line): void {
    line.open = false
    this.#lines = this.#lines.filter((l) => l !== line)
  }

  #latency(): number {
    return 1 + this.#around.chance.below(this.latencyMs)
  }

  #deliver(line: Line, dueMs: number, deliver: () => void): void {
    const { timeline, coverage } = this.#around
    timeline.after(dueMs - timeline.nowMs, () => {
      if (line.open) deliver()
      else coverage.lost()
    })
  }

  #copy(kind: 'duplication' | 'reordering', dueMs: number, deliver: () => void): void {
    const { timeline, coverage } = this.#around
    timeline.after(dueMs - timeline.nowMs, () => {
      coverage.fault(kind)
      deliver()
    })
  }
}

function mayComeAgain(message: unknown): boolean {
  if (typeof message !== 'object' || message === null || !('type' in message)) return true
  return typeof message.type === 'string' && comesAgain.has(message.type)
}

/** The same line, or one between the same two in the host's same life. */
function isAnother(now: Line, before: Line): boolean {
  return now.dialer === before.dialer && now.host === before.host && now.life === before.life
}
