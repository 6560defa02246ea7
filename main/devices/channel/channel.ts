/** How bytes reach a device, whatever carries them, and the time everything about it is measured in. */

/** Steady time, handed in. `after` runs once and returns what cancels it. */
export interface Timers {
  readonly nowMs: () => number
  readonly after: (delayMs: number, run: () => void) => () => void
}

/** An open line to a device. */
export interface Channel {
  /** Resolves when the bytes have been handed on; rejects when the line is broken. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly onBytes: (listener: (bytes: Uint8Array) => void) => void
  /** Called once, at once if the line is already gone. */
  readonly onClose: (listener: () => void) => void
  readonly close: () => void
}

/** A way to reach one device. */
export interface ChannelOpener {
  /** Rejects when the device is not there. */
  readonly open: () => Promise<Channel>
  /** Whether a new connection is rid of answers to what an old one asked (a socket is, a serial line is not). */
  readonly startsClean: boolean
}
