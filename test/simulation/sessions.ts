/** What a process has open with those who dialled it: the product's own connections over the simulated network. */
import { Connection, eventsFor } from '#main/hub/connection.ts'
import type { StationSide } from '#main/hub/connection.ts'
import type { Host } from '#main/hub/host.ts'
import type { IssueLimit } from '#main/hub/rateLimit.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import { audiences } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import type { Line, Network } from './network.ts'
import type { Surroundings } from './surroundings.ts'

export interface SessionsParts {
  readonly around: Surroundings
  readonly network: Network
  readonly host: Host
  readonly tell: (line: Line, message: HubMessage) => void
  /** The hub's side of a station that has dialled. */
  readonly stationSide?: (line: Line) => StationSide | undefined
  readonly issueLimit?: IssueLimit | undefined
}

/** See the head of this file. */
export class Sessions {
  readonly #parts: SessionsParts
  readonly #open = new Map<Line, Connection>()
  readonly #following = new Map<Line, Audience>()

  constructor(parts: SessionsParts) {
    this.#parts = parts
  }

  get lines(): readonly Line[] {
    return [...this.#open.keys()]
  }

  accept(line: Line): void {
    const { around, network, host, tell, stationSide, issueLimit } = this.#parts
    const { kind, audience, actor, token, paper } = line.dialer.identity
    this.#open.set(
      line,
      new Connection({
        hub: host,
        kind,
        audience,
        actor,
        sender: (onBehalf) => (onBehalf === undefined ? actor : around.people.get(onBehalf)),
        token,
        tell: (message) => {
          tell(line, message)
        },
        follow: () => {
          this.#following.set(line, audience)
        },
        end: () => {
          network.hangUp(line, 'host')
        },
        answered: (type, result) => {
          around.coverage.answered(type, result)
        },
        paper,
        issueLimit,
        station: stationSide?.(line),
      }),
    )
    paper?.listen((message) => {
      tell(line, message)
    })
  }

  receive(message: unknown, line: Line): void {
    this.#open.get(line)?.receive(message)
  }

  gone(line: Line): void {
    this.#open.delete(line)
    this.#following.delete(line)
  }

  /** Tells everybody of events, as they may see them. */
  broadcast(events: readonly LedgerEvent[]): void {
    for (const audience of audiences) {
      const message = eventsFor(events, audience)
      for (const [line, follows] of this.#following) if (follows === audience) this.#parts.tell(line, message)
    }
  }

  /** Tells everybody something that is no event. */
  notice(message: HubMessage): void {
    for (const line of this.#following.keys()) this.#parts.tell(line, message)
  }

  /** The host's state was replaced. */
  startOver(): void {
    for (const connection of this.#open.values()) connection.startOver()
  }
}
