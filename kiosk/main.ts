/** Entry of the visitor's touch app: the one place that names the real clock, ids, socket and voice. */
import '#shared/protocol/screenPolicy.ts'
import { idBytes, timeOrderedId } from '#shared/ids/timeOrdered.ts'
import './styles/fonts.css'
import './styles/base.css'
import { io } from 'socket.io-client'
import { computed, createApp, shallowRef, watch } from 'vue'
import { z } from 'zod'
import type { HallView } from '#shared/client/hallClient.ts'
import { helloOf, linkClient } from '#shared/client/socketLink.ts'
import { isUnpaired } from '#shared/client/unpaired.ts'
import type { HallEvent } from '#shared/hall/events.ts'
import { guideCallOf } from '#shared/hall/guideCall.ts'
import { plainLayout } from '#shared/hall/kioskLayout.ts'
import type { KioskLayout } from '#shared/hall/kioskLayout.ts'
import { commandId } from '#shared/ids/ids.ts'
import type { CommandId } from '#shared/ids/ids.ts'
import { showLayout } from '#shared/protocol/kioskPreview.ts'
import type { PreviewReady } from '#shared/protocol/kioskPreview.ts'
import { closeReason } from '#shared/protocol/messages.ts'
import App from './App.vue'
import type { Action } from './flow/actions.ts'
import { issueCommand } from './flow/command.ts'
import { freshFlow } from './flow/flow.ts'
import type { IdleTimes } from './flow/flow.ts'
import { reduce } from './flow/reduce.ts'
import { offerOf } from './hall/offer.ts'
import { keepGuideCalled } from './guideCall.ts'
import { kioskKey } from './kiosk.ts'
import type { Kiosk } from './kiosk.ts'
import { previewOf, withPreview } from './preview.ts'
import { browserSpeaker } from './speech/browserSpeaker.ts'
import { listenToWedge } from './wedge.ts'

const idleTimes: IdleTimes = { askAfterMs: 60_000, wipeAfterMs: 30_000 }
const tickMs = 500
/** A kiosk that was refused asks again: it may have been paired meanwhile. */
const askAgainMs = 10_000
const comeBackMs = 1500

const asked = new URLSearchParams(location.search)
const isPreview = asked.has('preview')
const token = asked.get('token') ?? undefined
// A preview only looks, as a display does: whoever may see the hall's screens may see it.
const hello = isPreview ? helloOf('display', undefined) : helloOf('kiosk', token)
const socket = io(location.origin, { auth: hello, transports: ['websocket'] })
const newId = (): string => timeOrderedId(Date.now(), crypto.getRandomValues(new Uint8Array(idBytes)))
const { client } = linkClient(socket, { nowMs: () => Date.now(), newId })

const refusedHello = z.object({ data: z.object({ reason: closeReason }) })
socket.on('connect_error', (error) => {
  const told = refusedHello.safeParse(error)
  if (!told.success) {
    client.lost()
    // Its station was unpaired: what it has to say is on another page.
    void isUnpaired(() => fetch('/healthz')).then((gone) => {
      if (gone) location.reload()
    })
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

/** What was done in this preview alone. */
let previewed: readonly HallEvent[] = []
const seen = (view: HallView): HallView =>
  previewed.length === 0 ? view : { ...view, state: withPreview(view.state, previewed, client.hubNowMs()) }
const view = shallowRef(client.view)
client.listen((next) => {
  view.value = seen(next)
})

/** Another layout than the hall's, while it is looked at before it is saved. */
const shown = shallowRef<KioskLayout>()
const layout = computed(() => shown.value ?? view.value.state.settings?.kioskLayout ?? plainLayout)
const offer = computed(() => offerOf(view.value.state.catalogue, layout.value))

const flow = shallowRef(freshFlow)
const dispatch = (action: Action): void => {
  flow.value = reduce(flow.value, action, idleTimes)
}
client.onRead((read) => {
  dispatch({ type: 'read', read, commandId: commandId.parse(newId()) })
})
listenToWedge(
  globalThis.window,
  ['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname),
  (content) => {
    client.typed(content)
  },
)

async function issue(id: CommandId): Promise<void> {
  const command = issueCommand(flow.value)
  if (isPreview) {
    const nowMs = client.hubNowMs()
    const made = previewOf(client.view.state, command, nowMs, newId)
    if (made.ok) {
      previewed = made.events
      view.value = seen(client.view)
      dispatch({ type: 'issued', commandId: id, issued: made.issued })
    } else dispatch({ type: 'refused', commandId: id, refusal: made.refusal })
    return
  }
  const answer = await client.send(command, id)
  if (!answer.ok) dispatch({ type: 'refused', commandId: id, refusal: answer.refusal })
  else if (answer.visitId !== undefined && answer.number !== undefined) {
    const issued = { visitId: answer.visitId, number: answer.number, key: answer.key }
    dispatch({ type: 'issued', commandId: id, issued })
  }
}

// Entering `issuing` sends the command, once per id; the client repeats it under that id until it is answered.
watch(
  () => (flow.value.screen.at === 'issuing' ? flow.value.screen.commandId : undefined),
  async (id) => {
    if (id !== undefined) await issue(id)
  },
)

const guideCall = computed(() => {
  const { state, stationId } = view.value
  return stationId === undefined ? undefined : guideCallOf(state, { kind: 'station', stationId })
})
const endGuideCall = isPreview
  ? () => undefined
  : keepGuideCalled({ client, view, flow, guideCall, dispatch })

let lastMs = performance.now()
setInterval(() => {
  const nowMs = performance.now()
  dispatch({ type: 'tick', ms: nowMs - lastMs, guided: guideCall.value !== undefined })
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
  layout,
  offer,
  guideCall,
  endGuideCall,
  isPreview,
  origin: location.origin,
}
const speech = 'speechSynthesis' in globalThis ? globalThis.speechSynthesis : undefined
createApp(App, { speaker: browserSpeaker(speech) })
  .provide(kioskKey, kiosk)
  .mount('#app')

if (isPreview) {
  globalThis.addEventListener('message', ({ origin, data }: MessageEvent<unknown>) => {
    const told = origin === location.origin ? showLayout.safeParse(data) : undefined
    if (told?.success === true) shown.value = told.data.layout
  })
  const ready: PreviewReady = { type: 'kioskPreviewReady' }
  if (globalThis.parent !== globalThis.window) globalThis.parent.postMessage(ready, location.origin)
}
