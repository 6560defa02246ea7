/** A device on a serial line, a USB one that shows itself as such included. */
import type { SerialPort as SerialPortType } from 'serialport'
import type { Channel, ChannelOpener } from './channel.ts'
import { pollBoth } from './pollBoth.ts'

export interface SerialLine {
  readonly path: string
  readonly baudRate: number
  /** How the device says that its buffer is full; with `none`, long tickets may lose bytes on a slow printer. */
  readonly flow: 'rtscts' | 'xonxoff' | 'none'
}

/** Opens the line. The native binding is loaded only then, so a hall without serial devices never needs it. */
export function serialChannel({ path, baudRate, flow }: SerialLine): ChannelOpener {
  return {
    // Closing a serial line resets nothing at its other end.
    startsClean: false,
    open: async () => {
      const { SerialPort } = await import('serialport')
      const port = new SerialPort({
        path,
        baudRate,
        autoOpen: false,
        rtscts: flow === 'rtscts',
        xon: flow === 'xonxoff',
        xoff: flow === 'xonxoff',
      })
      // A vanished device is told by `error` as well as by `close`; without a listener the process would end.
      port.on('error', () => undefined)
      await new Promise<void>((resolve, reject) => {
        port.open((error) => {
          if (error) reject(error)
          else resolve()
        })
      })
      pollBoth(port.port)
      return channelOf(port)
    },
  }
}

function channelOf(port: SerialPortType): Channel {
  let ended = false
  const listeners: (() => void)[] = []
  // A line that vanishes with bytes under way is closed twice.
  port.on('close', () => {
    if (ended) return
    ended = true
    for (const listener of listeners) listener()
  })
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        // A write to a closed line would never call back.
        if (!port.isOpen) {
          reject(new Error('the line is closed'))
          return
        }
        port.write(Buffer.from(bytes), (error) => {
          if (error) reject(error)
        })
        port.drain((error) => {
          if (error) reject(error)
          else resolve()
        })
      }),
    onBytes: (listener) => port.on('data', listener),
    onClose: (listener) => {
      if (ended) listener()
      else listeners.push(listener)
    },
    close: () => {
      if (port.isOpen) port.close(() => undefined)
    },
  }
}
