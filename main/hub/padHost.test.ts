/** Goal: a pad rates what its own counter did and nothing else. Method: a small hall behind it, what it lets through. */
import { expect, it } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import type { Command } from '#shared/hall/commands.ts'
import { commandId, stationId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { padHost } from './padHost.ts'

it('lets the ratings of its own counter through, and says no to every other', () => {
  const hall = staffedHall({ c4: 't4', c1: 't1' })
  hall.issue(['idCard'])
  const here = hall.serve('c4', 't4')
  hall.given('t4', cmd.finish(here))
  hall.issue(['idCard'])
  const elsewhere = hall.serve('c1', 't1')
  hall.given('t1', cmd.finish(elsewhere))
  const passed: Command[] = []
  const host = padHost(
    {
      state: hall.state,
      nowMs: () => hall.nowMs,
      eventsAfter: () => undefined,
      hasHeard: () => false,
      submit: ({ command }, reply) => {
        passed.push(command)
        reply({ ok: true, seq: 1 })
      },
    },
    id.counter('c4'),
  )
  const rate = (visit: typeof here): Answer | undefined => {
    let answer: Answer | undefined
    const turnId = hall.visit(visit).turns[0]?.id
    const actor = { kind: 'station', stationId: stationId.parse('pad-1'), mode: 'pad' } as const
    host.submit(
      { id: commandId.parse('one'), command: cmd.rate(visit, { channel: 'pad', turnId }), actor },
      (given) => {
        answer = given
      },
    )
    return answer
  }
  expect(host.counterId).toBe('c4')
  expect(rate(here)).toEqual({ ok: true, seq: 1 })
  expect(rate(elsewhere)).toMatchObject({ ok: false, refusal: { code: 'notYourCounter' } })
  expect(passed).toHaveLength(1)
})
