/**
 * Goal: who is next and why: head starts, appointments, own before helped
 * queues, calls out of order; and that nobody waits for ever (I7).
 * Method: given/when/then on the small hall, then random crowds served to the
 * last visit, whose calls are judged by arrivals alone, not by the order's own code.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cmd, hallWith, id, monday9, openHall, smallHall, staffedHall } from '#test/fixtures/hall.ts'
import type { HallPlan, TestHall } from '#test/fixtures/hall.ts'
import { firstFor, lineFor } from './line.ts'

/** Serves to the last visit; the numbers in the order called. */
function serveAll(hall: TestHall, counter: string, teller: string, handlingS = 0): string[] {
  const order: string[] = []
  while (firstFor(hall.state, id.counter(counter), id.staff(teller), hall.nowMs) !== undefined) {
    const next = hall.next(counter, teller)
    order.push(next.number)
    hall.later(handlingS).given(teller, cmd.finish(next))
  }
  return order
}

describe('head starts', () => {
  test.each([
    ['elderly', 900],
    ['disabled', 900],
    ['pregnant', 900],
    ['military', 900],
    ['urgent', 1800],
  ])('%s counts as %i seconds earlier, no more', (name, headStartS) => {
    const hall = staffedHall({ c1: 't1' })
    hall.issue(['idCard'])
    const before = hall.fork().later(headStartS - 1)
    before.issue(['idCard'], { priority: { class: name, ground: 'stated' } })
    before.when(cmd.next('c1'), 't1').then({
      type: 'visitCalled',
      number: id.number('A002'),
      why: { because: ['headStart'], headStartS, waitedS: 0, rule: 'next', line: 'own' },
    })
    const after = hall.fork().later(headStartS + 1)
    after.issue(['idCard'], { priority: { class: name, ground: 'stated' } })
    expect(serveAll(after, 'c1', 't1')).toEqual(['A001', 'A002'])
    // To the second equal: who came first.
    const equal = hall.fork().later(headStartS)
    equal.issue(['idCard'], { priority: { class: name, ground: 'stated' } })
    expect(serveAll(equal, 'c1', 't1')).toEqual(['A001', 'A002'])
  })

  test('a listed ground must be stated as listed', () => {
    const plan = hallWith({
      settings: (s) => ({
        ...s,
        priorityClasses: [{ id: 'elderly', name: { zh: '老' }, headStartS: 60, grounds: ['over60'] }],
      }),
    })
    const hall = openHall(plan)
    hall
      .when(cmd.issue(['idCard'], { priority: { class: 'elderly', ground: 'tired' } }), 'kiosk')
      .refused('groundNotAllowed', { allowed: ['over60'] })
    expect(hall.issue(['idCard'], { priority: { class: 'elderly', ground: 'over60' } }).effectiveAtMs).toBe(
      monday9 - 60_000,
    )
  })

  test('who came in plain order has nothing to explain', () => {
    const hall = staffedHall({ c1: 't1' })
    hall.issue(['idCard'])
    const [event] = hall.later(42.4).when(cmd.next('c1'), 't1').events
    expect(event).toMatchObject({ why: { rule: 'next', line: 'own', because: [], waitedS: 42 } })
    expect(event).not.toHaveProperty('why.headStartS')
  })
})

describe('appointments', () => {
  const min = 60_000
  type Rules = ReturnType<HallPlan['settings']>['appointment']
  const arriving = (atMin: number, rules: Partial<Rules>, more: Parameters<TestHall['issue']>[1] = {}) => {
    const hall = staffedHall(
      { c1: 't1' },
      hallWith({ settings: (s) => ({ ...s, appointment: { ...s.appointment, ...rules } }) }),
    )
    hall.given('guide', cmd.book('p', ['idCard'], monday9 + 60 * min)).later((60 + atMin) * 60)
    const { decision } = hall.when(cmd.issue([], { appointmentCode: id.appointment('p'), ...more }), 'kiosk')
    if (!decision.ok) return decision.refusal.code
    const visit = hall.visit({ id: id.visit('id-1') })
    return {
      inMin: (visit.effectiveAtMs - monday9) / min - 60,
      why: hall.next('c1', 't1') && hall.ledger.at(-1)?.event,
    }
  }

  test.each([
    ['long before its window, kept at its slot', -16, {}, 0, true],
    ['long before its window, as without appointment', -16, { whenEarly: 'asWalkIn' }, -16, false],
    ['at the first moment of its window', -15, { whenEarly: 'asWalkIn' }, 0, true],
    ['in its window before the slot', -5, {}, 0, true],
    ['on the slot', 0, {}, 0, true],
    ['at the last moment of its window', 10, {}, 0, true],
    ['late, as without appointment', 11, {}, 11, false],
  ] as const)('%s', (_name, atMin, rules, effectiveInMin, named) => {
    const outcome = arriving(atMin, rules)
    expect(outcome).toMatchObject({
      inMin: effectiveInMin,
      why: { why: { because: named ? ['appointment'] : [] } },
    })
  })

  test('late where the hall refuses it', () => {
    expect(arriving(11, { whenLate: 'refuse' })).toBe('appointmentLate')
    expect(arriving(10, { whenLate: 'refuse' })).toMatchObject({ inMin: 0 })
  })

  test('a head start counts from the slot, and both are told', () => {
    const outcome = arriving(5, {}, { priority: { class: 'elderly', ground: 'age' } })
    expect(outcome).toMatchObject({
      inMin: -15,
      why: { why: { because: ['appointment', 'headStart'], headStartS: 900 } },
    })
  })

  test('a slot still to come lets others by until then, and nobody after', () => {
    const hall = staffedHall({ c1: 't1' })
    hall.given('guide', cmd.book('p', ['idCard'], monday9 + 10 * min))
    hall.issue([], { appointmentCode: id.appointment('p') })
    hall.later(599).issue(['idCard'])
    hall.later(2).issue(['idCard'])
    expect(serveAll(hall, 'c1', 't1')).toEqual(['A002', 'A001', 'A003'])
  })

  test('alone in line it is called before its slot', () => {
    const hall = staffedHall({ c1: 't1' }).given('guide', cmd.book('p', ['idCard'], monday9 + 10 * min))
    hall.issue([], { appointmentCode: id.appointment('p') })
    expect(serveAll(hall, 'c1', 't1')).toEqual(['A001'])
  })

  test('of another business day it is no place in today’s line', () => {
    const hall = staffedHall({ c1: 't1' }).given('guide', cmd.book('p', ['idCard'], monday9 + 24 * 60 * min))
    expect(hall.issue([], { appointmentCode: id.appointment('p') }).effectiveAtMs).toBe(monday9)
  })

  test('its services may be other than booked; its code is used once', () => {
    const hall = openHall().given('guide', cmd.book('p', ['idCard', 'deed'], monday9))
    const visit = hall.fork().issue([], { appointmentCode: id.appointment('p') })
    expect(visit.services.map((s) => s.serviceId)).toEqual(['idCard', 'deed'])
    expect(
      hall.issue(['lease'], { appointmentCode: id.appointment('p') }).services.map((s) => s.serviceId),
    ).toEqual(['lease'])
    hall
      .when(cmd.issue([], { appointmentCode: id.appointment('p') }), 'kiosk')
      .refused('appointmentUsed', { number: 'C001' })
  })
})

describe('own queues before helped ones', () => {
  test('helping begins when the own line is empty', () => {
    const hall = staffedHall({ c1: 't1' })
    hall.issue(['taxReg'])
    hall.later(60).issue(['idCard'])
    hall
      .when(cmd.next('c1'), 't1')
      .then({ type: 'visitCalled', number: id.number('A001'), why: { line: 'own' } })
    hall.given('t1', cmd.finish({ id: id.visit('id-3') }))
    hall
      .when(cmd.next('c1'), 't1')
      .then({ type: 'visitCalled', number: id.number('B001'), why: { line: 'helped' } })
  })

  test('or when the helped line’s longest wait passes the threshold, to the second', () => {
    const hall = staffedHall({ c1: 't1' })
    hall.issue(['taxReg'])
    hall.later(60).issue(['idCard'])
    hall
      .fork()
      .later(1740)
      .when(cmd.next('c1'), 't1')
      .then({ type: 'visitCalled', why: { line: 'own' } })
    hall
      .later(1741)
      .when(cmd.next('c1'), 't1')
      .then({ type: 'visitCalled', number: id.number('B001'), why: { line: 'helpedOverThreshold' } })
  })

  test('queues chosen at opening are the counter’s own', () => {
    const hall = openHall().given('t1', cmd.open('c1', ['C']))
    hall.issue(['idCard'])
    hall.when(cmd.next('c1'), 't1').refused('nobodyWaiting')
    hall.issue(['deed'])
    hall.when(cmd.next('c1'), 't1').then({ type: 'visitCalled', why: { line: 'own' } })
  })
})

describe('a call out of order', () => {
  test('says whom it passed over and why; the first in line needs no reason', () => {
    const hall = staffedHall(
      { c1: 't1' },
      hallWith({ settings: (s) => ({ ...s, call: { reasonRequired: true } }) }),
    )
    const first = hall.issue(['idCard'])
    hall.issue(['idCard'])
    const third = hall.issue(['idCard'], { priority: { class: 'elderly', ground: 'age' } })
    const last = hall.issue(['idCard'])
    hall.when(cmd.call('c1', last), 't1').refused('reasonRequired', { passedOver: 3 })
    hall
      .fork()
      .when(cmd.call('c1', last, 'child is ill'), 't1')
      .then({ type: 'visitCalled', why: { rule: 'chosen', passedOver: 3, reason: 'child is ill' } })
    const [event] = hall.fork().when(cmd.call('c1', third), 't1').events
    expect(event).toMatchObject({ why: { rule: 'next', because: ['headStart'] } })
    expect(event).not.toHaveProperty('why.passedOver')
    hall
      .when({ type: 'call', counterId: id.counter('c1'), number: first.number, reason: 'asked' }, 't1')
      .then({ type: 'visitCalled', why: { rule: 'chosen', passedOver: 1 } })
  })
})

describe.each([3, 20260302])('nobody waits for ever, seed %i', (seed) => {
  const crowd = fc.array(
    fc.record({
      afterS: fc.integer({ min: 0, max: 400 }),
      of: fc.constantFrom(undefined, undefined, 'elderly', 'urgent'),
    }),
    { minLength: 2, maxLength: 60, size: 'max' },
  )

  test('nobody is called before one who came earlier by more than the largest head start', () => {
    fc.assert(
      fc.property(crowd, fc.integer({ min: 10, max: 900 }), (visits, handlingS) => {
        const hall = staffedHall({ c1: 't1' })
        const arrivals = new Map<string, number>()
        const order: string[] = []
        let freeAtMs = hall.nowMs
        const serveUntil = (untilMs: number): void => {
          while (freeAtMs <= untilMs && hall.state.waiting.size > 0) {
            hall.nowMs = Math.max(hall.nowMs, freeAtMs)
            const next = hall.next('c1', 't1')
            order.push(next.number)
            hall.given('t1', cmd.finish(next))
            freeAtMs = hall.nowMs + handlingS * 1000
          }
        }
        let arrivesAtMs = hall.nowMs
        for (const { afterS, of } of visits) {
          arrivesAtMs += afterS * 1000
          serveUntil(arrivesAtMs)
          hall.nowMs = Math.max(hall.nowMs, arrivesAtMs)
          const visit = hall.issue(
            ['idCard'],
            of === undefined ? {} : { priority: { class: of, ground: 'stated' } },
          )
          arrivals.set(visit.number, visit.arrivedAtMs)
        }
        serveUntil(Infinity)
        expect(order.length).toBe(visits.length)
        const at = order.map((number) => arrivals.get(number) ?? NaN)
        at.forEach((arrivedAtMs, i) => {
          const overtaken = at.slice(i + 1).map((later) => arrivedAtMs - later)
          expect(Math.max(0, ...overtaken)).toBeLessThanOrEqual(1800_000)
        })
      }),
      { seed, numRuns: 100, endOnFailure: true },
    )
  })

  test('a helped line moves however busy the own one is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 600 }), fc.integer({ min: 1, max: 6 }), (handlingS, helped) => {
        const hall = staffedHall({ c1: 't1' })
        for (let i = 0; i < helped; i += 1) hall.issue(['taxReg'])
        let calledAfterS: number | undefined
        for (let elapsedS = 0; elapsedS < 12_000 && calledAfterS === undefined; elapsedS += handlingS) {
          hall.issue(['idCard'])
          hall.issue(['idCard'])
          const next = hall.next('c1', 't1')
          if (next.queueId === 'B') calledAfterS = elapsedS
          hall.later(handlingS).given('t1', cmd.finish(next))
        }
        expect(calledAfterS).toBeGreaterThan(1800 - handlingS)
        expect(calledAfterS).toBeLessThanOrEqual(1800 + handlingS)
      }),
      { seed, numRuns: 30, endOnFailure: true },
    )
  })

  test('the order is total: a line sorted from any beginning is the same, its head is firstFor’s', () => {
    fc.assert(
      fc.property(crowd, (visits) => {
        const hall = staffedHall({ c1: 't1' })
        for (const { afterS, of } of visits)
          hall
            .later(afterS % 3)
            .issue(['idCard'], of === undefined ? {} : { priority: { class: of, ground: 'stated' } })
        const line = lineFor(hall.state, id.counter('c1'), id.staff('t1'), hall.nowMs)
        const head = firstFor(hall.state, id.counter('c1'), id.staff('t1'), hall.nowMs)
        expect(head?.visit.number).toBe(line[0]?.visit.number)
        expect(line.length).toBe(visits.length)
        const keys = line.map((c) => [c.tier, c.group, c.rankMs, c.visit.ordinal])
        keys.slice(1).forEach((key, i) => {
          const before = keys[i] ?? []
          const differs = key.findIndex((value, k) => value !== before[k])
          expect((before[differs] ?? NaN) < (key[differs] ?? NaN)).toBe(true)
        })
      }),
      { seed, numRuns: 60, endOnFailure: true },
    )
  })
})

test('a queue nobody here is skilled for is not offered', () => {
  const hall = staffedHall(
    { c2: 't2' },
    hallWith({ staff: { ...smallHall.staff, t2: { skills: ['refund'] } } }),
  )
  hall.issue(['taxReg'])
  hall.when(cmd.next('c2'), 't2').refused('nobodyWaiting')
  hall.issue(['refund'])
  expect(hall.next('c2', 't2').number).toBe('B002')
})
