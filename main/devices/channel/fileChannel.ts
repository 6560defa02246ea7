/**
 * A device that is a file, as Linux gives a USB one (`/dev/usb/lp0`). Opened without blocking: a blocking
 * read would hold one of Node's few worker threads until the device speaks.
 */
import { close, constants, open, read, write } from 'node:fs'
import type { Channel, ChannelOpener, Timers } from './channel.ts'

/** How often a device that had nothing to give, or no room to take, is looked at again, ms. */
const againMs = 20

/** Opens the device file for writing and reading; nothing on Windows has such a file. */
export function fileChannel(path: string, timers: Timers): ChannelOpener {
  return {
    startsClean: false,
    open: () =>
      new Promise((resolve, reject) => {
        // Never created: a mistyped path would swallow everything sent.
        open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY, (error, fd) => {
          if (error) reject(error)
          else resolve(channelOf(fd, timers))
        })
      }),
  }
}

const busy = (error: NodeJS.ErrnoException): boolean => error.code === 'EAGAIN' || error.code === 'EINTR'

function channelOf(fd: number, timers: Timers): Channel {
  let ended = false
  let underWay = 0
  const ending: (() => void)[] = []
  const buffer = Buffer.alloc(256)

  // The descriptor is closed only when no call holds it: the system gives its number to the next file opened.
  const settle = (): void => {
    underWay -= 1
    if (ended && underWay === 0) close(fd, () => undefined)
  }
  const end = (): void => {
    if (ended) return
    ended = true
    if (underWay === 0) close(fd, () => undefined)
    for (const listener of ending.splice(0)) listener()
  }

  const put = (bytes: Uint8Array, done: () => void, failed: (error: Error) => void): void => {
    if (ended) {
      failed(new Error('the device is closed'))
      return
    }
    underWay += 1
    write(fd, bytes, 0, bytes.length, null, (error, written) => {
      settle()
      if (error && !busy(error)) {
        failed(error)
        end()
        return
      }
      const rest = bytes.subarray(error ? 0 : written)
      if (rest.length === 0) done()
      else if (error || written === 0) timers.after(againMs, () => put(rest, done, failed))
      else put(rest, done, failed)
    })
  }

  const listen = (listener: (bytes: Uint8Array) => void): void => {
    if (ended) return
    underWay += 1
    read(fd, buffer, 0, buffer.length, null, (error, count) => {
      settle()
      if (ended) return
      if (error && !busy(error)) {
        end()
        return
      }
      if (!error && count > 0) listener(Uint8Array.from(buffer.subarray(0, count)))
      timers.after(againMs, () => listen(listener))
    })
  }

  return {
    write: (bytes) => new Promise((resolve, reject) => put(Uint8Array.from(bytes), resolve, reject)),
    onBytes: listen,
    onClose: (listener) => {
      if (ended) listener()
      else ending.push(listener)
    },
    close: end,
  }
}
