/**
 * Goal: parking of three kinds (挂起), taking up again, and handing on (转办):
 * who may do it where, and what the time in between counts as.
 * Method: given/when/then on the small hall; the clock moved by hand.
 */
import { describe, expect, test } from 'vitest'
import { parkKind } from '../visit.ts'
import type { ParkKind } from '../visit.ts'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import { mayResumeAt } from './moving.ts'

/** A visit parked at c1 by t1, with t4 at c4. */
function parked(kind: ParkKind) {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  const visit = hall.issue(['idCard', 'residence'])
  hall.serve('c1', 't1')
  hall
    .later(60)
    .when(cmd.park(visit, kind), 't1')
    .then({ type: 'visitParked', kind, counterId: id.counter('c1') })
  return { hall, visit }
}

describe.each(parkKind.options)('parked %s', (kind) => {
  test('the counter is free for others meanwhile, and takes it up again', () => {
    const { hall, visit } = parked(kind)
    hall.issue(['idCard'])
    const other = hall.serve('c1', 't1')
    hall.when(cmd.resume(visit), 't1').refused('counterBusy', { visitId: other.id })
    hall
      .given('t1', cmd.finish(other))
      .when(cmd.resume(visit), 't1')
      .then({ type: 'visitResumed', counterId: id.counter('c1'), staffId: id.staff('t1') })
    hall.when(cmd.resume(visit), 't1').refused('wrongState')
  })

  test('another capable counter takes it up only when no papers bind it, or its counter has closed', () => {
    const { hall, visit } = parked(kind)
    const actor = hall.actor('t4')
    expect(mayResumeAt(hall.state, hall.visit(visit), 'c4', actor)).toBe(kind === 'papersOut')
    if (kind !== 'papersOut') {
      hall.when(cmd.resume(visit), 't4').refused('parkedElsewhere', { counterId: 'c1' })
      hall.given('t1', cmd.pause('c1')).when(cmd.resume(visit), 't4').refused('parkedElsewhere')
      hall.given('t1', cmd.close('c1'))
    }
    hall.when(cmd.resume(visit), 't4').then({ type: 'visitResumed', counterId: id.counter('c4') })
  })

  test('a guide sends it to the front once nothing keeps it', () => {
    const { hall, visit } = parked(kind)
    const earlier = hall.issue(['idCard'], { priority: { class: 'urgent', ground: 'flight' } })
    hall.later(300)
    if (kind !== 'papersOut') {
      hall.when(cmd.resume(visit), 'guide').refused('parkedElsewhere')
      hall.given('t1', cmd.close('c1'))
    }
    hall.when(cmd.resume(visit), 'guide').then({ type: 'visitReturned', queueId: id.queue('A') })
    hall
      .when(cmd.next('c4'), 't4')
      .then({ type: 'visitCalled', number: visit.number, why: { because: ['front'] } })
    hall.given('t4', cmd.finish(visit))
    expect(hall.next('c4', 't4').number).toBe(earlier.number)
  })

  test('parked time is not the teller’s: two parks in one turn are both left out, and both counted as parked', () => {
    const { hall, visit } = parked(kind)
    hall.later(900).given('t1', cmd.resume(visit))
    hall.later(30).given('t1', cmd.park(visit, kind))
    hall.later(100).given('t1', cmd.resume(visit))
    hall.later(10).given('t1', cmd.record(visit, 'idCard', 'completed'))
    hall.later(5).given('t1', cmd.record(visit, 'residence', 'completed'), cmd.finish(visit))
    const { turns, parkedMs, arrivedAtMs, endedAtMs } = hall.visit(visit)
    expect(turns.map((t) => t.endedAtMs - t.startedAtMs)).toEqual([100_000, 5_000])
    expect(parkedMs).toBe(1_000_000)
    expect((endedAtMs ?? 0) - arrivedAtMs).toBe(1_105_000)
  })

  test('parked and never taken up, its parked time ends with it', () => {
    const { hall, visit } = parked(kind)
    hall.later(120).given('guide', cmd.cancel(visit))
    expect(hall.visit(visit)).toMatchObject({ state: 'cancelled', parkedMs: 120_000 })
    expect(hall.visit(visit).park).toBeUndefined()
  })
})

test('papers out: the visit goes back to where its next service is, not where it was', () => {
  const hall = staffedHall({ c4: 't4', c3: 't3' })
  const visit = hall.issue(['idCard', 'deed'])
  hall.serve('c4', 't4')
  hall.given('t4', cmd.record(visit, 'idCard', 'completed'), cmd.park(visit, 'papersOut'))
  hall.when(cmd.resume(visit), 'guide').then({ type: 'visitReturned', queueId: id.queue('C') })
  hall
    .when(cmd.next('c3'), 't3')
    .then({ type: 'visitCalled', number: visit.number, why: { because: ['front', 'continued'] } })
})

test('a paused counter may take up what it parked', () => {
  const { hall, visit } = parked('waiting')
  hall.given('t1', cmd.pause('c1')).when(cmd.resume(visit), 't1').then({ type: 'visitResumed' })
})

test('whoever works at the parking counter now takes it up, whatever their skill', () => {
  const { hall, visit } = parked('papersKept')
  hall.given('t1', cmd.close('c1')).given('t3', cmd.open('c1'))
  hall.when(cmd.resume(visit), 't4').refused('parkedElsewhere')
  hall.when(cmd.resume(visit), 't3').then({ type: 'visitResumed', staffId: id.staff('t3') })
})

describe('a transfer', () => {
  /** v served at c1, two more waiting in A behind it. */
  function served() {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    const visit = hall.issue(['idCard'])
    hall.later(60).issue(['residence'])
    hall.later(60).issue(['residence'])
    hall.given('t1', cmd.call('c1', visit), cmd.start(visit))
    return { hall: hall.later(60), visit }
  }

  test.each([
    ['first', 'boss', 'A001 A002 A003'],
    ['keep', 't1', 'A001 A002 A003'],
    ['last', 't1', 'A002 A003 A001'],
  ] as const)('%s puts the visit where it says', (position, by, order) => {
    const { hall, visit } = served()
    hall
      .when(cmd.transfer(visit, { queue: 'A' }, position), by)
      .then({ type: 'visitTransferred', position, queueId: id.queue('A') })
    hall.later(1).issue(['idCard'])
    const called = [1, 2, 3].map(() => {
      const next = hall.next('c4', 't4')
      hall.given('t4', cmd.finish(next))
      return next.number
    })
    expect(called.join(' ')).toBe(order)
  })

  test('first stands even before who came earlier, and needs somebody in charge', () => {
    const { hall } = served()
    const late = hall.issue(['deed'])
    hall.given('t4', cmd.call('c4', late), cmd.start(late))
    hall.when(cmd.transfer(late, { queue: 'A' }, 'first'), 't4').refused('firstNotAllowed')
    hall.when(cmd.transfer(late, { queue: 'A' }, 'first'), 'boss').then({ type: 'visitTransferred' })
    hall
      .when(cmd.next('c4'), 't4')
      .then({ type: 'visitCalled', number: late.number, why: { because: ['front'] } })
  })

  test('last takes the head start too, and says nothing of it', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'], { priority: { class: 'elderly', ground: 'age' } })
    hall.serve('c1', 't1')
    hall.later(60).issue(['idCard'])
    hall.later(60).given('t1', cmd.transfer(visit, { queue: 'A' }, 'last'))
    hall.given('t1', cmd.finish(hall.next('c1', 't1')))
    const [event] = hall.when(cmd.next('c1'), 't1').events
    expect(event).toMatchObject({ number: visit.number, why: { because: [] } })
  })

  test.each([{ counter: 'c4' }, { staff: 't4' }])(
    'to %o binds while somebody is there, paused or not',
    (to) => {
      const { hall, visit } = served()
      hall.given('t1', cmd.transfer(visit, to))
      hall.when(cmd.call('c1', visit), 't1').refused('routedElsewhere')
      expect(hall.next('c1', 't1').number).toBe('A002')
      hall.given('t1', cmd.finish({ id: id.visit(hall.counter('c1').visitId ?? '') }))
      hall.given('t4', cmd.pause('c4')).when(cmd.call('c1', visit), 't1').refused('routedElsewhere')
      const open = hall.fork().given('t4', cmd.resumeCounter('c4'))
      open
        .when(cmd.next('c4'), 't4')
        .then({ type: 'visitCalled', number: visit.number, why: { because: ['routed'], line: 'own' } })
      hall
        .given('t4', cmd.close('c4'))
        .when(cmd.next('c1'), 't1')
        .then({ type: 'visitCalled', number: visit.number })
    },
  )

  test('to a counter of other queues: it is called there at once, before those the counter only helps', () => {
    const hall = staffedHall({ c1: 't1', c2: 't2' })
    const visit = hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall.given('t1', cmd.transfer(visit, { counter: 'c2' }))
    hall
      .when(cmd.next('c2'), 't2')
      .then({ type: 'visitCalled', number: visit.number, why: { line: 'own', because: ['routed'] } })
  })

  test('to a helped queue’s counter: a routed visit is its own', () => {
    const hall = staffedHall({ c4: 't4', c3: 't1' })
    const visit = hall.issue(['idCard'])
    hall.serve('c4', 't4')
    hall.given('t4', cmd.transfer(visit, { counter: 'c3' }))
    hall.later(10).issue(['deed'])
    hall.when(cmd.next('c3'), 't1').then({ type: 'visitCalled', number: visit.number, why: { line: 'own' } })
  })

  test('to a counter whose next teller may not take it, it is free again', () => {
    const hall = staffedHall({ c2: 't2', c4: 't4', c1: 't1' })
    const visit = hall.issue(['invoice', 'refund'])
    hall.serve('c2', 't2')
    hall.given('t2', cmd.record(visit, 'invoice', 'accepted'), cmd.transfer(visit, { counter: 'c4' }))
    hall.when(cmd.call('c1', visit), 't1').refused('routedElsewhere')
    // t2, who accepted, sits down where it was sent.
    hall.given('t2', cmd.close('c2')).given('t4', cmd.close('c4')).given('t2', cmd.open('c4'))
    hall.when(cmd.next('c4'), 't2').refused('nobodyWaiting')
    hall.when(cmd.next('c1'), 't1').then({ type: 'visitCalled', number: visit.number })
  })
})
