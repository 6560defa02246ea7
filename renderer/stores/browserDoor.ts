/** The way from a browser to the hub or station that served this page. */
import { idBytes, timeOrderedId } from '#shared/ids/timeOrdered.ts'
import { io } from 'socket.io-client'
import { z } from 'zod'
import { helloOf, linkClient } from '#shared/client/socketLink.ts'
import { closeReason } from '#shared/protocol/messages.ts'
import type { HallDoor } from './hall.ts'
import { leaveIfUnpaired } from './leaveIfUnpaired.ts'

/** What the other side says when it does not let this screen in. */
const refusedAtDoor = z.object({ data: z.object({ reason: closeReason }) })

/** Socket.IO does not come back on its own when the other side ended the connection. */
const comeBackMs = 800

export const browserDoor: HallDoor = (kind, token) => {
  const socket = io({
    auth: helloOf(kind, token),
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 1500,
    timeout: 8000,
  })
  let ended = false
  const linked = linkClient(socket, {
    nowMs: () => Date.now(),
    newId: () => timeOrderedId(Date.now(), crypto.getRandomValues(new Uint8Array(idBytes))),
  })
  const comeBack = (): void => {
    setTimeout(() => {
      if (!ended && linked.client.view.link !== 'closed' && !socket.active) socket.connect()
    }, comeBackMs)
  }
  socket.on('disconnect', comeBack)
  socket.on('connect_error', (error: unknown) => {
    const refused = refusedAtDoor.safeParse(error)
    if (refused.success) linked.client.receive({ type: 'closing', reason: refused.data.data.reason })
    else {
      comeBack()
      void leaveIfUnpaired()
    }
  })
  return {
    client: linked.client,
    close: () => {
      ended = true
      linked.close()
    },
  }
}
