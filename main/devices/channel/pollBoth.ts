/**
 * Keeps an open serial line hearing while it sends, and sending while it hears. The binding asks the system for one
 * thing at a time: a read that finds nothing makes it forget that a write waits for room, and the other way round
 * (@serialport/bindings-cpp 13, `Poller::poll`, Linux and macOS). A long ticket then stood still for ever on a printer
 * that had nothing to say meanwhile.
 */
import type { EventEmitter } from 'node:events'

const readable = 0b01
const writable = 0b10

interface Poller extends Pick<EventEmitter, 'listenerCount'> {
  poll: (events?: number) => void
}

/** Makes the poller of an open port, where it has one, go on asking for whatever somebody still waits for. */
export function pollBoth(port: unknown): void {
  if (typeof port !== 'object' || port === null || !('poller' in port) || !isPoller(port.poller)) return
  const { poller } = port
  const pollOne = poller.poll.bind(poller)
  poller.poll = (events = 0) => {
    pollOne(
      events |
        (poller.listenerCount('readable') > 0 ? readable : 0) |
        (poller.listenerCount('writable') > 0 ? writable : 0),
    )
  }
}

function isPoller(of: unknown): of is Poller {
  return typeof of === 'object' && of !== null && 'poll' in of && 'listenerCount' in of
}
