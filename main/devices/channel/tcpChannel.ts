/** A device on the network, or a serial one behind a converter. */
import { connect } from 'node:net'
import type { ChannelOpener } from './channel.ts'

/** Opens connections to `host:port`; 9100 is what ESC/POS printers listen on. */
export function tcpChannel(host: string, port: number): ChannelOpener {
  return {
    startsClean: true,
    open: () =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 })
        socket.once('error', reject)
        // Later errors end the connection by themselves, and `close` follows.
        socket.on('error', () => undefined)
        socket.once('connect', () => {
          resolve({
            write: (bytes) =>
              new Promise((sent, failed) => {
                if (socket.destroyed) {
                  failed(new Error('the connection is closed'))
                  return
                }
                socket.write(bytes, (error) => {
                  if (error) failed(error)
                  else sent()
                })
              }),
            onBytes: (listener) => socket.on('data', listener),
            onClose: (listener) => {
              if (socket.closed) listener()
              else socket.once('close', listener)
            },
            close: () => socket.destroy(),
          })
        })
      }),
  }
}
