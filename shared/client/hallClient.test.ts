/** Goal: a screen never shows what no hub wrote, however its line breaks. Method: the client alone, its hub's messages made by hand. */
import { expect, test } from 'vitest'
import { initialState } from '#shared/hall/state.ts'
import { encodeState } from '#shared/hall/snapshot.ts'
import { commandId, hubId } from '#shared/ids/ids.ts'
import type { ClientMessage, HubMessage } from '#shared/protocol/messages.ts'
import { HallClient } from './hallClient.ts'

function welcome(epoch: number): HubMessage {
  const hub = epoch === 0 ? {} : { hubId: hubId.parse(`hub-${String(epoch)}`) }
  return { type: 'welcome', protocol: 1, epoch, ...hub, reigns: [], seq: 29, hubMs: 0 }
}

test('asks another hub for its whole state until that is here, though the line breaks meanwhile', () => {
  const asked: number[] = []
  const send = (message: ClientMessage): void => {
    if (message.type === 'subscribe') asked.push(message.afterSeq)
  }
  const client = new HallClient({ link: { send }, nowMs: () => 0, newId: () => commandId.parse('id') })
  client.receive(welcome(0))
  client.receive({ type: 'snapshot', state: encodeState({ ...initialState, seq: 29 }) })
  client.lost()
  client.receive(welcome(1))
  client.lost()
  client.receive(welcome(1))
  client.receive({ type: 'snapshot', state: encodeState({ ...initialState, seq: 29 }) })
  client.lost()
  client.receive(welcome(1))
  expect(asked).toEqual([0, 0, 0, 29])
})
