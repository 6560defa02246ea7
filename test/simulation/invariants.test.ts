/**
 * Goal: the invariants have teeth: a hall damaged in any way they name is found out.
 * Method: a sound hall, one thing in it broken by hand, one violation expected; and
 * steps that no rule would take.
 */
import { Set } from 'immutable'
import { describe, expect, test } from 'vitest'
import type { HallEvent } from '#shared/hall/events.ts'
import { evolve } from '#shared/hall/evolve.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { cmd, id, staffedHall } from '../fixtures/hall.ts'
import type { TestHall } from '../fixtures/hall.ts'
import { checkState, checkStep } from './invariants.ts'

function sound(): { hall: TestHall; waiting: Visit; served: Visit } {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  hall.issue(['idCard'])
  const waiting = hall.issue(['deed'])
  const served = hall.serve('c1', 't1')
  return { hall, waiting, served }
}

const monday = id.day('2026-03-02')
const withVisit = (state: HallState, visit: Visit): HallState => ({
  ...state,
  visits: state.visits.set(visit.id, visit),
})

test('a sound hall has none', () => {
  expect(checkState(sound().hall.state)).toEqual([])
})

describe('a state with', () => {
  test.each<[string, string, (state: HallState, waiting: Visit, served: Visit) => HallState]>([
    ['one number held by two', 'I1', (s, w, v) => withVisit(s, { ...w, number: v.number })],
    ['a number lost', 'I1', (s, w) => ({ ...s, numbers: s.numbers.delete(w.number) })],
    [
      'a visit at a counter that has another',
      'I2',
      (s, w) => withVisit(s, { ...w, state: 'called', counterId: id.counter('c1') }),
    ],
    [
      'a counter with somebody who is not there',
      'I2',
      (s, w) => ({
        ...s,
        counters: s.counters.update(id.counter('c4'), (c) => ({
          id: id.counter('c4'),
          state: 'open' as const,
          sinceMs: 0,
          ...c,
          visitId: w.id,
        })),
      }),
    ],
    [
      'a teller at two counters',
      'I2',
      (s) => ({ ...s, counters: s.counters.map((c) => ({ ...c, staffId: id.staff('t1') })) }),
    ],
    [
      'a closed counter with a teller',
      'I2',
      (s) => ({ ...s, counters: s.counters.map((c) => ({ ...c, state: 'closed' as const })) }),
    ],
    ['somebody missing from the line', 'index', (s) => ({ ...s, waiting: s.waiting.clear() })],
    [
      'somebody in line who does not wait',
      'index',
      (s, _w, v) => ({ ...s, waiting: s.waiting.set(v.queueId, Set([v.id])) }),
    ],
    ['an empty line', 'index', (s) => ({ ...s, waiting: s.waiting.set(id.queue('B'), Set()) })],
    ['a line of a queue that is gone', 'I7', (s) => ({ ...s, lookup: { ...s.lookup, queues: new Map() } })],
    [
      'a visit finished with a service open',
      'outcome',
      (s, w) => withVisit(s, { ...w, state: 'finished', endedAtMs: 1 }),
    ],
    ['an end without a time', 'outcome', (s, w) => withVisit(s, { ...w, state: 'cancelled' })],
    [
      'an outcome nobody recorded',
      'outcome',
      (s, w) =>
        withVisit(s, { ...w, services: w.services.map((x) => ({ ...x, outcome: 'completed' as const })) }),
    ],
    ['a turn running while nobody is served', 'facts', (s, w) => withVisit(s, { ...w, markMs: 1 })],
    ['parked and not parked', 'facts', (s, w) => withVisit(s, { ...w, state: 'parked' })],
    [
      'both of two duties on one person',
      'facts',
      (s, w) =>
        withVisit(s, {
          ...w,
          duties: [
            { staffId: id.staff('t1'), duty: 'accept' },
            { staffId: id.staff('t1'), duty: 'review' },
          ],
        }),
    ],
    ['more counted calls than calls', 'facts', (s, w) => withVisit(s, { ...w, countedCalls: 1 })],
    ['an ordinal given twice', 'facts', (s, w) => withVisit(s, { ...w, ordinal: 1 })],
    ['announcements that skip one', 'facts', (s) => ({ ...s, callNo: s.callNo + 1 })],
    [
      'a queue that miscounts',
      'facts',
      (s) => ({ ...s, queues: s.queues.map((q) => ({ ...q, issued: q.issued + 1 })) }),
    ],
  ])('%s is found: %s', (_name, of, damage) => {
    const { hall, waiting, served } = sound()
    expect(checkState(damage(hall.state, waiting, served)).map((v) => v.of)).toContain(of)
  })
})

describe('a step that', () => {
  /** Violations of one event folded on top of a sound hall. */
  function step(make: (hall: TestHall, waiting: Visit, served: Visit) => HallEvent) {
    const { hall, waiting, served } = sound()
    const last = hall.ledger.at(-1)
    if (last === undefined) throw new Error('a hall begins with events')
    const entry = { ...last, seq: hall.state.seq + 1, event: make(hall, waiting, served) }
    return checkStep(hall.state, entry, evolve(hall.state, entry)).map((v) => v.of)
  }
  const why = { rule: 'next', line: 'own', because: [], waitedS: 0 } as const
  const at = (counter: string, teller: string) => ({
    counterId: id.counter(counter),
    staffId: id.staff(teller),
  })

  test('calls a second visit to a counter', () => {
    expect(
      step((_h, w) => ({
        type: 'visitCalled',
        visitId: w.id,
        number: w.number,
        queueId: w.queueId,
        callNo: 2,
        why,
        ...at('c1', 't1'),
      })),
    ).toContain('I2')
  })

  test('calls somebody being served elsewhere', () => {
    expect(
      step((_h, _w, v) => ({
        type: 'visitCalled',
        visitId: v.id,
        number: v.number,
        queueId: v.queueId,
        callNo: 2,
        why,
        ...at('c4', 't4'),
      })),
    ).toContain('outcome')
  })

  test('gives a number again', () => {
    expect(
      step((_h, w) => ({ type: 'visitIssued', run: 1, visit: { ...w, id: id.visit('new'), ordinal: 3 } })),
    ).toContain('I1')
  })

  test('finishes who waits, or leaves services open', () => {
    expect(step((_h, w) => ({ type: 'visitFinished', visitId: w.id, ...at('c1', 't1') }))).toContain(
      'outcome',
    )
    expect(step((_h, _w, v) => ({ type: 'visitFinished', visitId: v.id, ...at('c1', 't1') }))).toContain(
      'outcome',
    )
  })

  test('ends the day with somebody left', () => {
    expect(step(() => ({ type: 'dayStarted', day: monday, startsAtMs: 0, endsAtMs: 1 }))).toEqual(
      expect.arrayContaining(['outcome', 'I1', 'I2']),
    )
  })

  test('passes over who came more than the largest head start earlier', () => {
    const hall = staffedHall({ c4: 't4' })
    hall.issue(['idCard'])
    const late = hall.later(1801).issue(['idCard'])
    const last = hall.ledger.at(-1)
    if (last === undefined) throw new Error('a hall begins with events')
    const event: HallEvent = {
      type: 'visitCalled',
      visitId: late.id,
      number: late.number,
      queueId: late.queueId,
      callNo: 1,
      why,
      ...at('c4', 't4'),
    }
    const violations = (of: HallEvent) => {
      const entry = { ...last, seq: hall.state.seq + 1, event: of }
      return checkStep(hall.state, entry, evolve(hall.state, entry)).map((v) => v.of)
    }
    expect(violations(event)).toEqual(['I7'])
    expect(violations({ ...event, why: { ...why, rule: 'chosen' } })).toEqual([])
  })

  test('changes nothing it should not passes', () => {
    const { hall, served } = sound()
    hall.given('t1', cmd.finish(served))
    expect(checkState(hall.state)).toEqual([])
  })
})
