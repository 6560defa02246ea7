/** Calls to other computers of the hall: one that speaks TLS is known by its certificate before a byte of ours is sent. */
import { Agent as HttpsAgent } from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, TLSSocket } from 'node:tls'
import { Agent, buildConnector, fetch } from 'undici'
import type { RequestInit, Response } from 'undici'
import { isLoopback } from '../hub/guard.ts'

export interface HallCallsParts {
  /** Whether a computer of the hall is known to have a certificate of this fingerprint. */
  readonly isKnown: (fingerprint: string) => boolean | Promise<boolean>
  /** Nothing goes to another computer in the clear. */
  readonly secureOnly: boolean
}

export interface HallCalls {
  /** As the global one; rejects with `NotTheCertificate` for a computer that is not the hall's. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  /** Whether this computer may be called at this address at all. */
  readonly mayCall: (origin: string) => boolean
  /** For a socket to a computer that speaks TLS. */
  readonly dialler: HttpsAgent
}

/** Somebody else answers at the address of a computer of the hall. */
export class NotTheCertificate extends Error {
  readonly fingerprint: string

  constructor(fingerprint: string) {
    super(`the certificate ${fingerprint} is not one of the hall’s`)
    this.fingerprint = fingerprint
  }
}

/** A computer that says nothing for so long is away, ms. */
const silentMs = 5_000

/** How one computer of the hall calls the others. */
export function hallCalls({ isKnown, secureOnly }: HallCallsParts): HallCalls {
  /** The socket once its other end is known, or why not. */
  const known = async (socket: TLSSocket): Promise<TLSSocket> => {
    const fingerprint = socket.getPeerX509Certificate()?.fingerprint256 ?? 'none'
    if (await isKnown(fingerprint)) return socket
    socket.destroy()
    throw new NotTheCertificate(fingerprint)
  }
  const mayCall = (origin: string): boolean => {
    const { protocol, hostname } = new URL(origin)
    return protocol === 'https:' || !secureOnly || isHere(hostname)
  }
  // Nobody's word but the fingerprint's counts: no authority is asked, and no session is taken up again unseen.
  const trust = { rejectUnauthorized: false, maxCachedSessions: 0, timeout: silentMs }
  const dial = buildConnector(trust)
  const dispatcher = new Agent({
    connect: (options, done) => {
      dial(options, (error, socket) => {
        if (socket instanceof TLSSocket)
          known(socket).then(
            (good) => {
              done(null, good)
            },
            (reason: unknown) => {
              done(asError(reason), null)
            },
          )
        else if (error === null) done(null, socket)
        else done(error, null)
      })
    },
  })
  const dialler = new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 })
  dialler.createConnection = (options, done) => {
    const host = options.host ?? 'localhost'
    const socket = connect({
      host,
      port: Number(options.port),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    })
    const fail = (error: Error): void => {
      done?.(error, socket)
    }
    socket.once('error', fail)
    socket.once('secureConnect', () => {
      known(socket).then((good: Duplex) => {
        socket.off('error', fail)
        done?.(null, good)
      }, fail)
    })
    // Handed over only once it is known who is at the other end.
    return undefined
  }
  return {
    fetch: async (url, init = {}) => {
      if (!mayCall(url)) throw new Error(`${new URL(url).origin} would be spoken to in the clear`)
      try {
        return await fetch(url, { ...init, dispatcher })
      } catch (error) {
        throw error instanceof Error && error.cause instanceof NotTheCertificate ? error.cause : error
      }
    },
    mayCall,
    dialler,
  }
}

function isHere(hostname: string): boolean {
  return hostname === 'localhost' || isLoopback(hostname.replace(/^\[|\]$/g, ''))
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason))
}
