/**
 * The wire from a station to its hub, over Socket.IO. The hall's computers that
 * may be the hub are a configured list; each is tried in turn, and one of a lower
 * rank than the station has followed turns it away by itself.
 */
import { outranks } from '#shared/hall/reign.ts'
import type { Rank } from '#shared/hall/reign.ts'
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import { hubMessage, supportedProtocol, wireEvent } from '#shared/protocol/messages.ts'
import type { CloseReason, HubMessage } from '#shared/protocol/messages.ts'
import { pingEveryMs, usualPatience } from '../hub/patience.ts'
import { NotTheCertificate } from '../tls/hallCalls.ts'
import type { HallCalls } from '../tls/hallCalls.ts'
import type { Station } from './station.ts'

export interface HubLinkParts {
  /** Addresses of the computers that may be the hub, the usual one first. */
  readonly hubs: readonly string[]
  readonly token: string
  readonly station: Pick<Station, 'reign' | 'connected' | 'lost' | 'receive'>
  /** Hears what only the process needs: keys, wait bands, refusals. */
  readonly heard: (message: HubMessage) => void
  /** The hub has welcomed this station. */
  readonly joined: (hub: string) => void
  readonly refused: (reason: Refused | undefined, hub: string) => void
  /** How the hub is called; without it plainly. */
  readonly calls?: Pick<HallCalls, 'dialler' | 'mayCall'> | undefined
  readonly after: (delayMs: number, work: () => void) => () => void
  readonly log: (line: string) => void
}

/**
 * Why a station does not follow a hub: as the hub says itself, because it shows a certificate that is none of the
 * hall's, or because it would have to be spoken to in the clear.
 */
export type Refused = CloseReason | 'otherCertificate' | 'inTheClear'

/** How long a hub has been silent when Socket.IO gives it up, ms (`serveSockets`). */
const silentMs = pingEveryMs + usualPatience.answerMs
/** Pause before the next computer is tried, ms; and how long one may take to answer. */
const retryMs = 500
const connectMs = 1500

/** Keeps the station joined to whichever computer is the hub, until the returned function is called. */
export function linkHub({
  hubs,
  token,
  station,
  heard,
  joined,
  refused,
  calls,
  after,
  log,
}: HubLinkParts): () => void {
  let socket: Socket | undefined
  let stopped = false
  let cancel: (() => void) | undefined
  let turn = 0

  const next = (): void => {
    if (stopped || cancel !== undefined) return
    cancel = after(retryMs, () => {
      cancel = undefined
      turn += 1
      connect()
    })
  }

  const connect = (): void => {
    const hub = hubs[turn % hubs.length]
    if (stopped || hub === undefined) return
    if (calls?.mayCall(hub) === false) {
      refused('inTheClear', hub)
      station.lost(0)
      next()
      return
    }
    // Node's way to make a connection is handed on; Socket.IO's types know those of browsers alone.
    const door: object = hub.startsWith('https:') && calls !== undefined ? { agent: calls.dialler } : {}
    const mine = io(hub, {
      ...door,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      timeout: connectMs,
      auth: { protocol: supportedProtocol.newest, kind: 'station', token, ...rankOf(station.reign) },
    })
    socket = mine
    let over = false
    const end = (silentForMs = 0): void => {
      if (over) return
      over = true
      mine.disconnect()
      station.lost(silentForMs)
      next()
    }
    // A station that cannot keep what it hears must not seem to follow: it joins anew, and catches up.
    const orEnd = (work: () => void): void => {
      try {
        work()
      } catch (error) {
        log(`the hub is left: ${error instanceof Error ? error.message : String(error)}`)
        end()
      }
    }
    mine.on('connect', () => {
      orEnd(() => {
        station.connected((message) => {
          if (!over) mine.emit(wireEvent, message)
        })
      })
    })
    mine.on(wireEvent, (payload: unknown) => {
      if (over) return
      const message = hubMessage.safeParse(payload)
      if (!message.success) return
      const { data } = message
      if (data.type === 'closing') {
        refused(data.reason, hub)
        end()
        return
      }
      if (data.type === 'welcome' && outranks(station.reign, data)) {
        refused('notTheHub', hub)
        end()
        return
      }
      if (data.type === 'welcome') joined(hub)
      orEnd(() => {
        heard(data)
        station.receive(data)
      })
    })
    mine.on('disconnect', (reason) => {
      if (over) return
      // Try the one that was just there once more before the others.
      turn += hubs.length - 1
      end(reason === 'ping timeout' ? silentMs : 0)
    })
    mine.on('connect_error', (error: Error & { data?: { reason?: CloseReason } }) => {
      if (error.data?.reason !== undefined) refused(error.data.reason, hub)
      else if (isOtherCertificate(error)) refused('otherCertificate', hub)
      end()
    })
  }

  connect()
  return () => {
    stopped = true
    cancel?.()
    socket?.disconnect()
  }
}

/** Socket.IO keeps what went wrong below it some way down. */
function isOtherCertificate(error: unknown): boolean {
  if (error instanceof NotTheCertificate) return true
  if (typeof error !== 'object' || error === null) return false
  return (
    ('description' in error && isOtherCertificate(error.description)) ||
    ('error' in error && isOtherCertificate(error.error))
  )
}

function rankOf({ epoch, hubId }: Rank): Rank {
  return hubId === undefined ? { epoch } : { epoch, hubId }
}
