/**
 * Goal: no-show (过号), requeue and cancel: enough calls, spaced; the first
 * no-show re-enters, the last ends; what is let go goes back to its place.
 * Method: given/when/then on the small hall; the clock moved by hand.
 */
import { describe, expect, test } from 'vitest'
import { cmd, hallWith, staffedHall, visitorOf } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'

/** Calls three times, twenty seconds apart, and records the no-show. */
function miss(hall: TestHall, visit: Parameters<typeof cmd.recall>[0]): TestHall {
  return hall
    .later(20)
    .given('t1', cmd.recall(visit))
    .later(20)
    .given('t1', cmd.recall(visit), cmd.noShow(visit))
}

describe('a no-show', () => {
  test('needs its calls, and only spaced ones count', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.next('c1', 't1')
    hall.when(cmd.noShow(visit), 't1').refused('callsTooFew', { calls: 1, needed: 3, nextCallInS: 20 })
    hall.later(19).when(cmd.recall(visit), 't1').then({ type: 'visitRecalled', counts: false })
    hall.later(1).when(cmd.recall(visit), 't1').then({ type: 'visitRecalled', counts: true })
    hall.later(5).when(cmd.recall(visit), 't1').then({ type: 'visitRecalled', counts: false })
    hall.when(cmd.noShow(visit), 't1').refused('callsTooFew', { calls: 2, nextCallInS: 15 })
    hall
      .later(15)
      .given('t1', cmd.recall(visit))
      .when(cmd.noShow(visit), 't1')
      .then({ type: 'visitMissed', ends: false, reentryAtCall: 4 })
    expect(hall.visit(visit)).toMatchObject({ state: 'waiting', noShows: 1, calls: 0, countedCalls: 0 })
    hall.when(cmd.noShow(visit), 't1').refused('wrongState')
  })

  test('re-enters after three calls of its queue, at its old place', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    for (let i = 0; i < 5; i += 1) hall.later(1).issue(['idCard'])
    hall.next('c1', 't1')
    miss(hall, visit)
    const order = [1, 2, 3, 4, 5].map(() => {
      const next = hall.next('c1', 't1')
      hall.given('t1', cmd.finish(next))
      return next.number
    })
    expect(order).toEqual(['A002', 'A003', 'A004', 'A001', 'A005'])
  })

  test('is called at once where nobody else waits, and ends the second time', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.next('c1', 't1')
    miss(hall, visit)
      .when(cmd.next('c1'), 't1')
      .then({ type: 'visitCalled', why: { because: ['returned'] } })
    miss(hall, visit)
    expect(hall.visit(visit)).toMatchObject({ state: 'noShow', noShows: 2, endedAtMs: hall.nowMs })
    hall.when(cmd.next('c1'), 't1').refused('nobodyWaiting')
  })

  test('that ended may be brought back the same day, again after some calls', () => {
    const hall = staffedHall(
      { c1: 't1' },
      hallWith({ settings: (s) => ({ ...s, noShow: { ...s.noShow, limit: 1 } }) }),
    )
    const visit = hall.issue(['idCard'])
    hall.next('c1', 't1')
    miss(hall, visit)
    expect(hall.visit(visit).state).toBe('noShow')
    hall.when(cmd.requeue(visit), 'guide').then({ type: 'visitRequeued', reentryAtCall: 4 })
    expect(hall.visit(visit).endedAtMs).toBeUndefined()
    hall.when(cmd.requeue(visit), 'guide').refused('wrongState')
    hall.issue(['idCard'])
    expect(hall.next('c1', 't1').number).toBe('A002')
  })
})

describe('a called visit let go', () => {
  test('waits as if it had never been called', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.later(60).issue(['idCard'])
    hall.next('c1', 't1')
    hall.later(60).when(cmd.requeue(visit), 't1').then({ type: 'visitRequeued' })
    expect(hall.visit(visit)).toMatchObject({ waitingSinceMs: visit.arrivedAtMs, calls: 0 })
    expect(hall.counter('c1').visitId).toBeUndefined()
    hall.when(cmd.next('c1'), 't1').then({ type: 'visitCalled', number: visit.number, why: { waitedS: 120 } })
  })

  test('keeps a front place', () => {
    const hall = staffedHall({ c1: 't1' })
    const earlier = hall.issue(['idCard'])
    const visit = hall.later(60).issue(['idCard'])
    hall.given('t1', cmd.call('c1', visit), cmd.start(visit), cmd.park(visit, 'papersOut'))
    hall.given('guide', cmd.resume(visit))
    hall.next('c1', 't1')
    hall.given('t1', cmd.requeue(visit))
    expect(hall.next('c1', 't1').number).toBe(visit.number)
    expect(hall.given('t1', cmd.finish(visit)).next('c1', 't1').number).toBe(earlier.number)
  })

  test('keeps where it was sent', () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    const visit = hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall.given('t1', cmd.transfer(visit, { counter: 'c4' }))
    hall.next('c4', 't4')
    hall.given('t4', cmd.requeue(visit)).when(cmd.call('c1', visit), 't1').refused('routedElsewhere')
  })
})

describe('cancelling', () => {
  test('the visitor, while waiting, called or parked; never somebody else’s', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    const other = hall.issue(['idCard'])
    hall.when(cmd.cancel(other), visitorOf(visit)).refused('notYourVisit')
    hall.next('c1', 't1')
    hall
      .when(cmd.cancel(visit, 'gone home'), visitorOf(visit))
      .then({ type: 'visitCancelled', reason: 'gone home' })
    expect(hall.counter('c1').visitId).toBeUndefined()
    hall.when(cmd.cancel(visit), visitorOf(visit)).refused('wrongState')
  })

  test('who was called is the teller’s; somebody in charge may all the same', () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    const visit = hall.issue(['idCard'])
    hall.next('c1', 't1')
    hall.when(cmd.cancel(visit), 't4').refused('notYourVisit')
    hall.when(cmd.cancel(visit), 'guide').refused('notYourVisit')
    hall.fork().when(cmd.cancel(visit), 't1').then({ type: 'visitCancelled' })
    hall.when(cmd.cancel(visit), 'boss').then({ type: 'visitCancelled' })
  })
})
