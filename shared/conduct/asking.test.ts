/** Goal: who was served is asked, at their counter, while they are there. Method: events of a small hall. */
import { describe, expect, it } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { askMeaning } from './asking.ts'
import type { AskMeaning } from './asking.ts'

/** What everything since an event means to the pad at c4. */
function heard(hall: TestHall, since: number, laterMs = 0): readonly (AskMeaning['type'] | undefined)[] {
  return hall.ledger
    .slice(since)
    .map((entry) => askMeaning(entry, hall.state, id.counter('c4'), hall.nowMs + laterMs)?.type)
    .filter((type) => type !== undefined)
}

describe('what wakes whatever asks at a counter', () => {
  it('is a visit that leaves its counter with something done', () => {
    const hall = staffedHall({ c4: 't4' })
    hall.issue(['idCard'])
    const visit = hall.serve('c4', 't4')
    const since = hall.ledger.length
    hall.given('t4', cmd.finish(visit))
    const last = hall.ledger.at(-1)
    expect(heard(hall, since)).toEqual(['wake'])
    const meaning = last && askMeaning(last, hall.state, id.counter('c4'), hall.nowMs)
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
  })

  it('is over once the turn was rated, by whatever way', () => {
    const hall = staffedHall({ c4: 't4' })
    hall.issue(['idCard'])
    const visit = hall.serve('c4', 't4')
    hall.given('t4', cmd.finish(visit))
    const since = hall.ledger.length
    const turnId = hall.visit(visit).turns[0]?.id
    hall.given('pad', cmd.rate(visit, { channel: 'pad', turnId }))
    const last = hall.ledger.at(-1)
    expect(heard(hall, since)).toEqual(['rated'])
    expect(last && askMeaning(last, hall.state, id.counter('c4'), hall.nowMs)).toEqual({
      type: 'rated',
      turnId,
    })
  })
})
