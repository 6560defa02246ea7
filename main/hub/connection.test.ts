/**
 * Goal: who issues too often waits, and nobody is told that of a number that was
 * given already. Method: the hub's own connection over a ledger in memory.
 */
import { expect, test } from 'vitest'
import { commandId, stationId } from '#shared/ids/ids.ts'
import type { Actor } from '#shared/hall/visit.ts'
import type { HubMessage } from '#shared/protocol/messages.ts'
import { cmd } from '#test/fixtures/hall.ts'
import { openMemoryHub } from '#test/fixtures/memoryHub.ts'
import { Connection } from './connection.ts'
import { issueLimit, usualLimits } from './rateLimit.ts'

test('an issue sent again is answered from the record, however much was issued meanwhile', () => {
  const hall = openMemoryHub()
  const actor: Actor = { kind: 'station', stationId: stationId.parse('kiosk-1'), mode: 'kiosk' }
  const heard: HubMessage[] = []
  let nowMs = 0
  const connection = new Connection({
    hub: hall.hub,
    kind: 'kiosk',
    audience: 'public',
    actor,
    sender: () => actor,
    tell: (message) => {
      heard.push(message)
    },
    follow: () => undefined,
    end: () => undefined,
    issueLimit: issueLimit({ ...usualLimits, issues: { burst: 1, perMinute: 1 } }, () => nowMs),
  })
  const send = (id: string): HubMessage | undefined => {
    connection.receive({ type: 'command', id: commandId.parse(id), command: cmd.issue(['idCard']) })
    hall.commit()
    return heard.at(-1)
  }
  const first = send('one')
  expect(first).toMatchObject({ type: 'answer', answer: { ok: true, number: 'A001' } })
  expect(send('two')).toMatchObject({ answer: { ok: false, refusal: { code: 'tooOften' } } })
  expect(send('one')).toEqual(first)
  // A late copy of what was turned away gives no number: nobody holds it any more.
  nowMs = 60_000
  expect(send('two')).toMatchObject({ answer: { ok: false, refusal: { code: 'tooOften' } } })
  expect(send('three')).toMatchObject({ answer: { ok: true, number: 'A002' } })
})
