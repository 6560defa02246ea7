/**
 * One connection of the protocol, whatever carries it: what a peer says, checked
 * and carried out, and what it is told in return. Socket.IO drives it in the
 * hall, the simulator drives it over its own network.
 */
import { z } from 'zod'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId, CounterId } from '#shared/ids/ids.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import { encodeState } from '#shared/hall/snapshot.ts'
import type { StateJson } from '#shared/hall/snapshot.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { refuse } from '#shared/hall/refusals.ts'
import { clientMessage, supportedProtocol } from '#shared/protocol/messages.ts'
import type {
  Answer,
  ClientKind,
  ClientMessage,
  CloseReason,
  Devices,
  HubMessage,
} from '#shared/protocol/messages.ts'
import { redactEvent, redactState } from '#shared/protocol/redact.ts'
import type { Audience } from '#shared/protocol/redact.ts'
import type { Host } from './host.ts'
import type { KioskPaper } from './kioskPaper.ts'
import type { KioskReaders } from './kioskReaders.ts'
import type { IssueLimit } from './rateLimit.ts'

export interface ConnectionParts {
  readonly hub: Host
  readonly kind: ClientKind
  readonly audience: Audience
  /** Who connected; undefined for a screen that only looks. */
  readonly actor: Actor | undefined
  /** Who sends a command now: a session may have ended since the connection was made. */
  readonly sender: (onBehalf?: string) => Actor | undefined
  /** The token the peer connected with. */
  readonly token?: string | undefined
  readonly tell: (message: HubMessage) => void
  /** Tells the peer of what its audience hears, from the very next commit on. Called again, it changes nothing. */
  readonly follow: () => void
  /** Ends the connection after what was told. */
  readonly end: () => void
  /** A command was answered: its type and `ok` or the refusal's code. */
  readonly answered?: (type: string, result: string) => void
  /** Seconds until this sender may issue another number; 0 for now. */
  readonly issueLimit?: IssueLimit | undefined
  /** The printer of the kiosk this connection belongs to, if it is one. */
  readonly paper?: KioskPaper | undefined
  /** Where phones reach the hall; told to kiosks and stations. */
  readonly phoneOrigin?: (() => string | undefined) | undefined
  /** The readers of the kiosk this connection belongs to. */
  readonly readers?: KioskReaders | undefined
  /** The hub's side of a station; absent on every other connection. */
  readonly station?: StationSide | undefined
}

/** What only a station says. */
export interface StationSide {
  readonly standing: (counterId: CounterId | undefined) => void
  readonly facts: (message: Extract<ClientMessage, { type: 'facts' }>) => void
  readonly withdraw: (id: CommandId) => void
  readonly devices: (devices: Devices) => void
  readonly holderSecret: (offered: string | undefined) => void
  /** Absent where no computer speaks TLS. */
  readonly certificates?: ((fingerprints: readonly string[]) => void) | undefined
}

/** A listener further behind than this gets a snapshot instead of every event. */
const eventsAtMost = 2_000
/** Messages that are none of ours before a connection is ended. */
const patience = 50

/** See the head of this file. The peer is welcomed on construction. */
export class Connection {
  readonly #parts: ConnectionParts
  #wrong = 0
  #follows = false
  /** The host's state was replaced since the welcome: what the peer asks to go on from is no more. */
  #isReplaced = false

  constructor(parts: ConnectionParts) {
    this.#parts = parts
    const { hub, kind, actor, paper, readers, tell } = parts
    const phoneOrigin = kind === 'kiosk' || kind === 'station' ? parts.phoneOrigin?.() : undefined
    const stationId = actor?.kind === 'station' ? actor.stationId : hub.stationId
    tell({
      type: 'welcome',
      protocol: supportedProtocol.newest,
      ...(hub.state.settings === undefined ? {} : { hall: hub.state.settings.hallId }),
      ...(stationId === undefined ? {} : { stationId }),
      ...(kind === 'pad' && hub.counterId !== undefined ? { counterId: hub.counterId } : {}),
      epoch: hub.state.reign.epoch,
      ...(hub.state.reign.hubId === undefined ? {} : { hubId: hub.state.reign.hubId }),
      reigns: hub.state.reign.history,
      seq: hub.state.seq,
      hubMs: hub.nowMs(),
      ...(phoneOrigin === undefined ? {} : { phoneOrigin }),
    })
    if (paper !== undefined) tell({ type: 'paper', paper: paper.status() })
    if (readers !== undefined) tell({ type: 'readers', readers: readers.status() })
  }

  /** Takes one message, whatever it may be. */
  receive(payload: unknown): void {
    const message = clientMessage.safeParse(payload)
    if (message.success) {
      this.#listen(message.data)
      return
    }
    this.#wrong += 1
    const issue = message.error.issues[0]
    const path = (issue?.path ?? []).map(String).join('.')
    const id = commandOf(payload)
    if (id === undefined) this.#parts.tell({ type: 'invalid', path, message: issue?.message ?? 'not valid' })
    else this.#answer(id, refuse('badCommand', { path, message: issue?.message ?? 'not valid' }))
    if (this.#wrong >= patience) this.#close('badMessage')
  }

  /** Ends the connection when whoever made it may no longer be here; true when it did. */
  endIfOver(): boolean {
    return this.#isOver(this.#parts.sender())
  }

  #isOver(own: Actor | undefined): boolean {
    const { actor } = this.#parts
    if (actor === undefined || own !== undefined) return false
    this.#close(actor.kind === 'staff' ? 'signInNeeded' : 'notPaired')
    return true
  }

  /** The host's state was replaced: the peer gets it whole. */
  startOver(): void {
    if (this.#follows) this.#subscribe(0)
    else this.#isReplaced = true
  }

  #listen(message: ClientMessage): void {
    const own = this.#parts.sender()
    if (this.#isOver(own)) return
    const { hub, paper, readers, tell } = this.#parts
    switch (message.type) {
      case 'subscribe':
        this.#subscribe(message.afterSeq)
        return
      case 'command':
        this.#carryOut(message, own)
        return
      case 'reprint':
        paper?.reprint(message.visitId)
        return
      case 'standing':
        this.#parts.station?.standing(message.counterId)
        return
      case 'facts':
        this.#parts.station?.facts(message)
        return
      case 'withdraw':
        this.#parts.station?.withdraw(message.id)
        return
      case 'typed':
        if (readers !== undefined) tell({ type: 'read', read: readers.typed(message.content) })
        return
      case 'devices':
        this.#parts.station?.devices(message.devices)
        return
      case 'holderSecret':
        this.#parts.station?.holderSecret(message.secret)
        return
      case 'certificates':
        this.#parts.station?.certificates?.(message.fingerprints)
        return
      case 'ping':
        tell({ type: 'pong', sentMs: message.sentMs, hubMs: hub.nowMs(), seq: hub.state.seq })
        return
    }
  }

  #subscribe(afterSeq: number): void {
    const { hub, audience, tell, follow } = this.#parts
    const { state } = hub
    // A state is all a screen needs at first. A station may have to hand over what led to it, should yet another hub come.
    const goesOn = afterSeq > 0 || audience === 'station'
    const within =
      !this.#isReplaced && goesOn && afterSeq <= state.seq && state.seq - afterSeq <= eventsAtMost
    const after = within ? hub.eventsAfter(afterSeq, eventsAtMost) : undefined
    // A ledger that began as a copy does not hold what came before it.
    const missed = (after?.[0]?.seq ?? state.seq + 1) === afterSeq + 1 ? after : undefined
    // Nobody knows the event after the last, and a host that is not sure of its own says so.
    const provisional = hub.eventsAfter(state.seq, 1) === undefined
    if (missed === undefined)
      tell({ type: 'snapshot', state: snapshotFor(state, audience), ...(provisional ? { provisional } : {}) })
    else tell(eventsFor(missed, audience))
    this.#isReplaced = false
    this.#follows = true
    // In the same turn of the loop as what was just sent: nothing falls between.
    follow()
  }

  #carryOut(
    { id, command, token }: Extract<ClientMessage, { type: 'command' }>,
    own: Actor | undefined,
  ): void {
    const { hub, kind, paper, answered } = this.#parts
    const answer = (result: Answer): void => {
      answered?.(command.type, result.ok ? 'ok' : result.refusal.code)
      this.#answer(id, result)
    }
    const sender = token === undefined ? own : this.#parts.sender(token)
    if (sender === undefined) {
      // Told apart from what a person may not do: they have only to sign in again.
      answer(refuse('notAllowed', { command: command.type, needs: 'signIn' }))
      return
    }
    // Sent again because its answer was lost, it takes no number any more.
    const isNew = command.type === 'issueVisit' && !hub.hasHeard(id)
    const waitS = isNew ? (this.#parts.issueLimit?.(sender, id) ?? 0) : 0
    if (waitS > 0) {
      answer(refuse('tooOften', { retryAfterS: waitS }))
      return
    }
    hub.submit({ id, command, actor: sender, token: token ?? this.#parts.token }, (result) => {
      answer(result)
      const visit =
        result.ok && result.visitId !== undefined ? hub.state.visits.get(result.visitId) : undefined
      if (kind === 'kiosk' && command.type === 'issueVisit' && visit !== undefined) paper?.print(visit, id)
    })
  }

  #answer(id: z.infer<typeof commandId>, answer: Answer): void {
    this.#parts.tell({ type: 'answer', id, answer })
  }

  #close(reason: CloseReason): void {
    this.#parts.tell({ type: 'closing', reason })
    this.#parts.end()
  }
}

/** Events as an audience may see them, in one message. */
export function eventsFor(events: readonly LedgerEvent[], audience: Audience): HubMessage {
  return { type: 'events', events: events.map((e) => redactEvent(e, audience)) }
}

const withId = z.object({ type: z.literal('command'), id: commandId })

/** The id of a command that could not be read otherwise, so that its sender gets an answer. */
function commandOf(payload: unknown): z.infer<typeof commandId> | undefined {
  const found = withId.safeParse(payload)
  return found.success ? found.data.id : undefined
}

const snapshots = new Map<Audience, { readonly of: HallState; readonly json: StateJson }>()

/** The state for an audience; made once however many ask at the same moment. */
function snapshotFor(state: HallState, audience: Audience): StateJson {
  const made = snapshots.get(audience)
  if (made?.of === state) return made.json
  const json = encodeState(redactState(state, audience))
  snapshots.set(audience, { of: state, json })
  return json
}
