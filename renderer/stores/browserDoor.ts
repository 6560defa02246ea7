/** The way from a browser to the hub or station that served this page. */
import { io } from 'socket.io-client'
import { helloOf, linkClient } from '#shared/client/socketLink.ts'
import type { HallDoor } from './hall.ts'

/** Socket.IO does not come back on its own when the other side ended the connection. */
const comeBackMs = 1500

export const browserDoor: HallDoor = (kind, token) => {
  const socket = io({
    auth: helloOf(kind, token),
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 4000,
    timeout: 8000,
  })
  let ended = false
  const linked = linkClient(socket, { nowMs: () => Date.now(), newId: () => crypto.randomUUID() })
  const comeBack = (): void => {
    setTimeout(() => {
      if (!ended && linked.client.view.link !== 'closed' && !socket.active) socket.connect()
    }, comeBackMs)
  }
  socket.on('disconnect', comeBack)
  socket.on('connect_error', comeBack)
  return {
    client: linked.client,
    close: () => {
      ended = true
      linked.close()
    },
  }
}
