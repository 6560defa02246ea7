/**
 * Goal: the keys at a counter ask who was served there, and what is pressed is the visitor's alone. Method: a small
 * hall's own rules behind it, a device that is pressed by hand, a hub that can be away.
 */
import { describe, expect, it } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import { settle } from '#test/contract/manualTimers.ts'
import type { RatingAnswer, RatingDevice, RatingQuestion } from '#shared/conduct/ratingDevice.ts'
import type { CommandOf } from '#shared/hall/commands.ts'
import { decide } from '#shared/hall/decide.ts'
import { refuse } from '#shared/hall/refusals.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { CounterId } from '#shared/ids/ids.ts'
import { stationId } from '#shared/ids/ids.ts'
import { raterAtCounter } from './raterAtCounter.ts'

function counterWithKeys() {
  const hall = staffedHall({ c4: 't4', c1: 't1' })
  const asked: RatingQuestion[] = []
  const sent: CommandOf<'rateVisit'>[] = []
  const warned: string[] = []
  let answer: ((given: RatingAnswer) => void) | undefined
  let hear: (events: readonly LedgerEvent[]) => void = () => undefined
  let linked: () => void = () => undefined
  let at: CounterId | undefined = id.counter('c4')
  let hubUp = true
  const leave = (reason: 'cancelled' | 'replaced'): void => answer?.({ type: 'unanswered', reason })
  const device: RatingDevice = {
    ask: (question) => {
      leave('replaced')
      asked.push(question)
      return new Promise((resolve) => {
        answer = resolve
      })
    },
    cancel: () => {
      leave('cancelled')
    },
    state: () => 'ready',
    subscribe: () => () => undefined,
    close: () => undefined,
  }
  raterAtCounter({
    device,
    host: {
      get state() {
        return hall.state
      },
      nowMs: () => hall.nowMs,
      listen: (listener) => {
        hear = listener
        return () => undefined
      },
      onLink: (listener) => {
        linked = listener
        return () => undefined
      },
    },
    counterId: () => at,
    send: (command) => {
      sent.push(command)
      if (!hubUp) return Promise.resolve(refuse('hubNeeded', { command: command.type }))
      const actor = { kind: 'station', stationId: stationId.parse('console-4'), mode: 'console' } as const
      const context = { nowMs: hall.nowMs, actor, newId: () => 'x', newKey: () => 'x'.repeat(24) }
      const decided = decide(hall.state, command, context)
      return Promise.resolve(decided.ok ? { ok: true, seq: hall.state.seq } : decided)
    },
    warn: (line) => warned.push(line),
  })
  return {
    hall,
    asked,
    sent,
    warned,
    /** Serves one visitor and lets them go; the keys hear of it. */
    serve: (counter: 'c4' | 'c1' = 'c4') => {
      hall.issue(['idCard'], { locale: 'ug' })
      const teller = counter === 'c4' ? 't4' : 't1'
      const since = hall.ledger.length
      const visit = hall.serve(counter, teller)
      hall.given(teller, cmd.finish(visit))
      hear(hall.ledger.slice(since))
      return visit
    },
    hear: (since: number) => {
      hear(hall.ledger.slice(since))
    },
    press: async (level: 'satisfied' | 'veryDissatisfied') => {
      answer?.({ type: 'rated', level })
      await settle()
    },
    giveUp: async () => {
      answer?.({ type: 'unanswered', reason: 'timeOut' })
      await settle()
    },
    standAt: (counter: CounterId | undefined) => {
      at = counter
    },
    hubIs: (up: boolean) => {
      hubUp = up
      linked()
    },
  }
}

describe('keys at a counter', () => {
  it('ask who was served there, in their language, and send what they press', async () => {
    const keys = counterWithKeys()
    const visit = keys.serve()
    expect(keys.asked).toEqual([{ locale: 'ug', number: keys.hall.visit(visit).number }])
    await keys.press('satisfied')
    expect(keys.sent).toMatchObject([{ visitId: visit.id, level: 'satisfied', channel: 'rater' }])
    expect(keys.warned).toEqual([])
  })

  it('may be pressed for a bad rating, though they cannot ask why', async () => {
    const keys = counterWithKeys()
    keys.serve()
    await keys.press('veryDissatisfied')
    expect([keys.sent.length, keys.warned]).toEqual([1, []])
  })

  it('send nothing for who does not answer', async () => {
    const keys = counterWithKeys()
    keys.serve()
    await keys.giveUp()
    expect(keys.sent).toEqual([])
  })

  it('keep still for another counter, and where nobody works', () => {
    const keys = counterWithKeys()
    keys.serve('c1')
    keys.standAt(undefined)
    keys.serve('c4')
    expect(keys.asked).toEqual([])
  })

  it('go dark when the turn is rated on the pad, or the next visitor sits down', async () => {
    const keys = counterWithKeys()
    const visit = keys.serve()
    const since = keys.hall.ledger.length
    const turnId = keys.hall.visit(visit).turns[0]?.id
    keys.hall.given('pad', cmd.rate(visit, { channel: 'pad', turnId }))
    keys.hear(since)
    await settle()
    expect(keys.sent).toEqual([])
    keys.serve()
    const next = keys.hall.ledger.length
    keys.hall.issue(['idCard'])
    keys.hall.serve('c4', 't4')
    keys.hear(next)
    await keys.press('satisfied')
    expect(keys.sent).toEqual([])
  })

  it('hand in what was pressed while the hub was away when it is back', async () => {
    const keys = counterWithKeys()
    const visit = keys.serve()
    keys.hubIs(false)
    await keys.press('satisfied')
    expect(keys.sent).toHaveLength(1)
    keys.hubIs(true)
    await settle()
    expect(keys.sent.map((s) => s.visitId)).toEqual([visit.id, visit.id])
    keys.hubIs(true)
    expect(keys.sent).toHaveLength(2)
  })
})
