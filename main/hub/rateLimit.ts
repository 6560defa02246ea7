/** How often somebody may do something: a bucket of tokens for each sender, filled again as time passes. */
import type { Actor } from '#shared/hall/visit.ts'
import type { CommandId } from '#shared/ids/ids.ts'
import { senderOf } from './senderOf.ts'

export interface Rate {
  /** How many at once. */
  readonly burst: number
  /** How many a minute in the long run. */
  readonly perMinute: number
}

/** The limits of a hub; each far above what people and machines of a hall do. */
export interface Limits {
  /** Sign-ins, pairing codes and set-up codes, by address. A station asks in the name of all its people. */
  readonly atTheDoor: Rate
  /** Requests of a visitor's own page, by address: a hall's own Wi-Fi may be one address for all its phones. */
  readonly visitorPage: Rate
  /** Numbers issued by one kiosk or program. */
  readonly issues: Rate
  /** Any request at all, by address. */
  readonly requests: Rate
  /** Messages on one socket. */
  readonly messages: Rate
  /** Sockets at once, by address. */
  readonly sockets: number
}

export const usualLimits: Limits = {
  atTheDoor: { burst: 60, perMinute: 60 },
  visitorPage: { burst: 300, perMinute: 1200 },
  issues: { burst: 60, perMinute: 120 },
  requests: { burst: 60_000, perMinute: 300_000 },
  messages: { burst: 6000, perMinute: 120_000 },
  sockets: 600,
}

/** Seconds until this sender may issue another number, 0 for now; people at a desk are not counted. */
export type IssueLimit = (actor: Actor, id?: CommandId) => number

/**
 * Counts the numbers kiosks and programs issue. A command told to wait is told so however often it comes: a copy of it
 * that is late would give a number nobody holds. Whoever waited sends another. Memory is enough for that: whoever was
 * told sends the command no more (a station keeps the answer on disk), so a late copy can only be one that is on its
 * way in a connection to this very process, and ends with it. One that nobody was told about may well be done when it
 * comes again after a crash: it is the first answer its sender hears.
 */
export function issueLimit({ issues }: Limits, monotonicMs: () => number): IssueLimit {
  const limit = new RateLimit(issues, monotonicMs)
  const turnedAway = new Set<CommandId>()
  return (actor, id) => {
    if (actor.kind !== 'station' && actor.kind !== 'program') return 0
    if (id !== undefined && turnedAway.has(id)) return 1
    const waitS = limit.take(senderOf(actor))
    if (waitS > 0 && id !== undefined) turnedAway.add(id)
    const [oldest] = turnedAway
    if (turnedAway.size > mostKept && oldest !== undefined) turnedAway.delete(oldest)
    return waitS
  }
}

/** Senders, and commands turned away, remembered at once; the one longest unseen is forgotten first. */
const mostKept = 10_000

/** One limit, for many senders. */
export class RateLimit {
  readonly #rate: Rate
  readonly #monotonicMs: () => number
  readonly #buckets = new Map<string, { left: number; atMs: number }>()

  constructor(rate: Rate, monotonicMs: () => number) {
    this.#rate = rate
    this.#monotonicMs = monotonicMs
  }

  /** Takes one: 0 when it may, else in how many seconds it may again. */
  take(sender: string): number {
    const { burst, perMinute } = this.#rate
    const nowMs = this.#monotonicMs()
    const before = this.#buckets.get(sender)
    const grown = before === undefined ? burst : before.left + ((nowMs - before.atMs) * perMinute) / 60_000
    const have = Math.min(burst, grown)
    const left = have >= 1 ? have - 1 : have
    this.#buckets.delete(sender)
    this.#buckets.set(sender, { left, atMs: nowMs })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > mostKept && oldest !== undefined) this.#buckets.delete(oldest)
    return have >= 1 ? 0 : Math.ceil(((1 - have) * 60) / perMinute)
  }
}
