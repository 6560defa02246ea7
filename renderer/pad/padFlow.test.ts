/** Goal: the pad asks who was served, once, and never answers by itself. Method: events of a small hall, and the flow step by step. */
import { describe, expect, it } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { idle, meaningOf, patienceMs, reduce, thanksMs } from './padFlow.ts'
import type { Ask, PadAction, PadFlow } from './padFlow.ts'

const ask: Ask = { visitId: id.visit('v'), turnId: id.turn('t'), number: 'A001', locale: 'zh' }
const play = (...actions: readonly PadAction[]): PadFlow => actions.reduce(reduce, idle)

/** What everything since an event means to the pad at c4. */
function heard(hall: TestHall, since: number, laterMs = 0): readonly (PadAction['type'] | undefined)[] {
  return hall.ledger
    .slice(since)
    .map((entry) => meaningOf(entry, hall.state, id.counter('c4'), hall.nowMs + laterMs)?.type)
    .filter((type) => type !== undefined)
}

describe('what wakes a pad', () => {
  it('is a visit that leaves its counter with something done', () => {
    const hall = staffedHall({ c4: 't4' })
    hall.issue(['idCard'])
    const visit = hall.serve('c4', 't4')
    const since = hall.ledger.length
    hall.given('t4', cmd.finish(visit))
    const last = hall.ledger.at(-1)
    expect(heard(hall, since)).toEqual(['wake'])
    const meaning = last && meaningOf(last, hall.state, id.counter('c4'), hall.nowMs)
    const turnId = hall.visit(visit).turns[0]?.id
    expect(meaning).toEqual({
      type: 'wake',
      ask: { visitId: visit.id, turnId, number: 'A001', locale: 'zh' },
    })
    expect(JSON.stringify(meaning)).not.toContain(visit.key)
  })

  it('is not a visit elsewhere, one parked, one with nothing done, nor one long gone', () => {
    const hall = staffedHall({ c4: 't4', c1: 't1' })
    hall.issue(['idCard'])
    const elsewhere = hall.serve('c1', 't1')
    const since = hall.ledger.length
    hall.given('t1', cmd.finish(elsewhere))
    expect(heard(hall, since)).toEqual([])
    hall.issue(['idCard', 'deed'])
    const parked = hall.serve('c4', 't4')
    const from = hall.ledger.length
    hall.given('t4', cmd.record(parked, 'idCard', 'completed'), cmd.park(parked, 'papersOut'))
    expect(heard(hall, from)).toEqual([])
    hall.issue(['deed'])
    const moved = hall.serve('c4', 't4')
    const then = hall.ledger.length
    hall.given('t4', cmd.transfer(moved, { queue: 'C' }))
    expect(heard(hall, then)).toEqual([])
    const next = hall.serve('c4', 't4')
    const end = hall.ledger.length
    hall.given('t4', cmd.finish(next))
    expect([heard(hall, end), heard(hall, end, 60_000)]).toEqual([['wake'], []])
  })

  it('ends with the next visitor who sits down', () => {
    const hall = staffedHall({ c4: 't4' })
    hall.issue(['idCard'])
    const since = hall.ledger.length
    hall.serve('c4', 't4')
    expect(heard(hall, since)).toEqual(['another'])
    expect(play({ type: 'wake', ask }, { type: 'another' })).toEqual(idle)
  })
})

describe('the flow', () => {
  it('sends a good level at once', () => {
    const sent = play({ type: 'wake', ask }, { type: 'choose', level: 'satisfied' })
    expect(sent).toMatchObject({ at: 'sending', level: 'satisfied', reasons: [] })
    expect(reduce(sent, { type: 'answered', turnId: ask.turnId })).toMatchObject({ at: 'thanks' })
  })

  it('asks for a reason at the two lowest, and sends nothing without one', () => {
    const asked = play({ type: 'wake', ask }, { type: 'choose', level: 'veryDissatisfied' })
    expect(asked).toMatchObject({ at: 'reasons', chosen: [] })
    expect(reduce(asked, { type: 'send' })).toBe(asked)
    const one = reduce(asked, { type: 'toggle', reason: 'other' })
    const none = reduce(one, { type: 'toggle', reason: 'other' })
    expect(reduce(one, { type: 'send' })).toMatchObject({ at: 'sending', reasons: ['other'] })
    expect(reduce(none, { type: 'send' })).toBe(none)
    expect(reduce(asked, { type: 'back' })).toMatchObject({ at: 'asking' })
  })

  it('goes back to sleep without an answer, each touch counting anew', () => {
    const nearly: PadAction = { type: 'tick', ms: patienceMs - 1 }
    const asked = play({ type: 'wake', ask }, nearly)
    expect(asked).toMatchObject({ at: 'asking', leftMs: 1 })
    expect(reduce(asked, { type: 'tick', ms: 1 })).toEqual(idle)
    const touched = reduce(asked, { type: 'choose', level: 'dissatisfied' })
    expect(reduce(touched, nearly)).toMatchObject({ at: 'reasons' })
    const thanked = play(
      { type: 'wake', ask },
      { type: 'choose', level: 'satisfied' },
      { type: 'answered', turnId: ask.turnId },
      { type: 'tick', ms: thanksMs },
    )
    expect(thanked).toEqual(idle)
  })

  it('says why a rating was not taken, and hears no answer meant for another', () => {
    const sent = play({ type: 'wake', ask }, { type: 'choose', level: 'satisfied' })
    expect(reduce(sent, { type: 'answered', turnId: id.turn('other') })).toBe(sent)
    const refused = reduce(sent, { type: 'answered', turnId: ask.turnId, refused: 'alreadyRated' })
    expect(refused).toMatchObject({ at: 'refused', code: 'alreadyRated' })
  })
})
