/**
 * Goal: a counter changes hands only with the consent of who is there, or after they had their time to answer.
 * Method: given/when/then on the small hall; the clock moved by hand.
 */
import { describe, expect, test } from 'vitest'
import { cmd, id, openHall, staffedHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'

const [here, there] = ['machine-a', 'machine-b']
const c1 = id.counter('c1')
const [t1, t4] = [id.staff('t1'), id.staff('t4')]
/** t1 at c1, at their machine. */
const seated = (): TestHall => openHall().given('t1', cmd.sit('c1', here))

describe('another teller asks', () => {
  test('and is given the counter: closed for the one, opened for the other with the same queues', () => {
    const hall = seated()
    hall
      .when(cmd.ask('c1', there), 't4')
      .then({ type: 'takeoverAsked', counterId: c1, staffId: t4, untilMs: hall.nowMs + 60_000 })
    expect(hall.counter('c1')).toMatchObject({ staffId: t1, asked: { staffId: t4 } })
    hall
      .when(cmd.answer('c1', true, here), 't1')
      .then(
        { type: 'takeoverAnswered', given: true, staffId: t4 },
        { type: 'counterClosed', counterId: c1, staffId: t1 },
        { type: 'counterOpened', counterId: c1, staffId: t4, seat: there },
      )
    expect(hall.counter('c1')).toMatchObject({ staffId: t4, seat: there })
    expect(hall.counter('c1').asked).toBeUndefined()
    hall.when(cmd.next('c1'), 't1').refused('notYourCounter')
  })

  test('and is told no: everything stays, and may be asked again', () => {
    const hall = seated()
      .given('t4', cmd.ask('c1'))
      .given('t1', cmd.answer('c1', false, here))
    expect(hall.counter('c1')).toMatchObject({ staffId: t1, asked: undefined })
    hall.when(cmd.force('c1'), 'boss').refused('notAsked')
    hall.given('t4', cmd.ask('c1'))
  })

  test('and nobody answers: only then may somebody in charge take it for them, with a reason', () => {
    const hall = seated().given('t4', cmd.ask('c1', there)).later(59)
    hall.fork().when(cmd.force('c1'), 'boss').refused('takeoverPending', { leftS: 1 })
    hall.later(1)
    hall.fork().when(cmd.force('c1'), 't4').refused('notAllowed')
    hall
      .when(cmd.force('c1', 'computer broken'), 'boss')
      .then(
        { type: 'takeoverForced', staffId: t4, reason: 'computer broken' },
        { type: 'counterClosed', staffId: t1 },
        { type: 'counterOpened', staffId: t4 },
      )
  })

  test('while somebody else does: the first question stands until its time is over', () => {
    const hall = seated().given('t4', cmd.ask('c1'))
    hall.when(cmd.ask('c1'), 't2').refused('takeoverPending', { staffId: 't4', leftS: 60 })
    hall.later(60).given('t2', cmd.ask('c1')).given('t1', cmd.answer('c1', true))
    expect(hall.counter('c1').staffId).toBe('t2')
  })

  test('may not answer for who is there; nor may who is in charge', () => {
    const hall = seated().given('t4', cmd.ask('c1'))
    for (const by of ['t4', 'boss']) hall.when(cmd.answer('c1', true), by).refused('notYourCounter')
  })

  test('who is served there is served on by who takes over, in the same sitting and owned by the first', () => {
    const hall = seated()
    const visit = hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall
      .later(40)
      .given('t4', cmd.ask('c1', there))
      .given('t1', cmd.answer('c1', true, here))
    expect(hall.visit(visit)).toMatchObject({ state: 'serving', staffId: t4, ownerId: t1, parkedMs: 0 })
    hall.later(20).given('t4', cmd.record(visit, 'idCard', 'completed'), cmd.finish(visit))
    expect(hall.visit(visit).turns.map((t) => [t.staffId, t.endedAtMs - t.startedAtMs])).toEqual([
      [t4, 60_000],
    ])
  })

  test('who was only called keeps their place, and who has every outcome is done', () => {
    const hall = seated()
    const visit = hall.issue(['idCard'])
    hall.next('c1', 't1')
    hall.given('t4', cmd.ask('c1', there)).given('t1', cmd.answer('c1', true, here))
    expect(hall.visit(visit).state).toBe('waiting')
    hall.serve('c1', 't4')
    hall.given('t4', cmd.record(visit, 'idCard', 'completed')).given('t1', cmd.ask('c1', here))
    hall
      .when(cmd.answer('c1', true, there), 't4')
      .then(
        { type: 'takeoverAnswered' },
        { type: 'visitFinished', staffId: t4 },
        { type: 'counterClosed' },
        { type: 'counterOpened', staffId: t1 },
      )
  })

  test('and has sat down elsewhere meanwhile', () => {
    const hall = seated().given('t4', cmd.ask('c1'), cmd.open('c4'))
    hall.when(cmd.answer('c1', true), 't1').refused('tellerElsewhere', { staffId: 't4' })
    hall.given('t1', cmd.answer('c1', false))
  })
})

describe('the same teller at another machine', () => {
  test('is asked at the first one, and only the first one answers', () => {
    const hall = seated().given('t1', cmd.ask('c1', there))
    hall.when(cmd.answer('c1', true, there), 't1').refused('notYourCounter')
    hall.when(cmd.answer('c1', true, here), 't1').then({ type: 'takeoverAnswered', given: true, seat: there })
    expect(hall.counter('c1')).toMatchObject({ state: 'open', staffId: t1, seat: there })
  })

  test('may keep the first one', () => {
    const hall = seated().given('t1', cmd.ask('c1', there), cmd.answer('c1', false, here))
    expect(hall.counter('c1')).toMatchObject({ seat: here, asked: undefined })
  })

  test('takes their own counter once nobody answered, the visit with it', () => {
    const hall = seated()
    const visit = hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall.given('t1', cmd.ask('c1', there)).when(cmd.force('c1'), 't1').refused('takeoverPending')
    hall.later(60).when(cmd.force('c1'), 't1').then({ type: 'takeoverForced', seat: there })
    expect(hall.counter('c1')).toMatchObject({ seat: there, visitId: visit.id })
    expect(hall.visit(visit).state).toBe('serving')
  })

  test('has nothing to ask where the first did not say where it is', () => {
    staffedHall({ c1: 't1' }).when(cmd.ask('c1', there), 't1').refused('alreadyYours')
  })
})
