/** Entry of the visitor's touch app: the one place that names the real clock, ids, socket and voice. */
import { idBytes, timeOrderedId } from '#shared/ids/timeOrdered.ts'
import './policy.ts'
import './styles/fonts.css'
import './styles/base.css'
import { io } from 'socket.io-client'
import { createApp, shallowRef, watch } from 'vue'
import { z } from 'zod'
import { helloOf, linkClient } from '#shared/client/socketLink.ts'
import { commandId } from '#shared/ids/ids.ts'
import { closeReason } from '#shared/protocol/messages.ts'
import App from './App.vue'
import type { Action } from './flow/actions.ts'
import { issueCommand } from './flow/command.ts'
import { freshFlow } from './flow/flow.ts'
import type { IdleTimes } from './flow/flow.ts'
import { reduce } from './flow/reduce.ts'
import { kioskKey } from './kiosk.ts'
import type { Kiosk } from './kiosk.ts'
import { browserSpeaker } from './speech/browserSpeaker.ts'

const idleTimes: IdleTimes = { askAfterMs: 60_000, wipeAfterMs: 30_000 }
const tickMs = 500
/** A kiosk that was refused asks again: it may have been paired meanwhile. */
const askAgainMs = 10_000
const comeBackMs = 1500

const token = new URLSearchParams(location.search).get('token') ?? undefined
const socket = io(location.origin, { auth: helloOf('kiosk', token), transports: ['websocket'] })
const newId = (): string => timeOrderedId(Date.now(), crypto.getRandomValues(new Uint8Array(idBytes)))
const { client } = linkClient(socket, { nowMs: () => Date.now(), newId })

const refusedHello = z.object({ data: z.object({ reason: closeReason }) })
socket.on('connect_error', (error) => {
  const told = refusedHello.safeParse(error)
  if (!told.success) {
    client.lost()
    return
  }
  client.receive({ type: 'closing', reason: told.data.data.reason })
  setTimeout(() => socket.connect(), askAgainMs)
})

// Socket.IO does not come back on its own when the other side ended the connection.
socket.on('disconnect', () => {
  setTimeout(() => {
    if (!socket.active) socket.connect()
  }, comeBackMs)
})

const view = shallowRef(client.view)
client.listen((next) => {
  view.value = next
})

const flow = shallowRef(freshFlow)
const dispatch = (action: Action): void => {
  flow.value = reduce(flow.value, action, idleTimes)
}

// Entering `issuing` sends the command, once per id; the client repeats it under that id until it is answered.
watch(
  () => (flow.value.screen.at === 'issuing' ? flow.value.screen.commandId : undefined),
  async (id) => {
    if (id === undefined) return
    const answer = await client.send(issueCommand(flow.value), id)
    if (!answer.ok) dispatch({ type: 'refused', commandId: id, refusal: answer.refusal })
    else if (answer.visitId !== undefined && answer.number !== undefined) {
      const issued = { visitId: answer.visitId, number: answer.number, key: answer.key }
      dispatch({ type: 'issued', commandId: id, issued })
    }
  },
)

let lastMs = performance.now()
setInterval(() => {
  const nowMs = performance.now()
  dispatch({ type: 'tick', ms: nowMs - lastMs })
  lastMs = nowMs
}, tickMs)

const kiosk: Kiosk = {
  view,
  flow,
  dispatch,
  newCommandId: () => commandId.parse(newId()),
  reprint: (visitId) => {
    client.reprint(visitId)
  },
  origin: location.origin,
}
const speech = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined
createApp(App, { speaker: browserSpeaker(speech) })
  .provide(kioskKey, kiosk)
  .mount('#app')
