/**
 * Goal: who served first answers for the matter until somebody accepted it (首问负责), and both sides are on record.
 * Method: given/when/then on the small hall.
 */
import { describe, expect, test } from 'vitest'
import { cmd, id, staffedHall } from '#test/fixtures/hall.ts'
import { mattersOf, offersTo } from './handOver.ts'

/** Served first by t1 at c1 and parked there with its papers; t4 is at c4. */
function parked() {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  const visit = hall.issue(['idCard', 'residence'])
  hall.serve('c1', 't1')
  return { hall: hall.given('t1', cmd.park(visit, 'papersKept')), visit }
}
const [t1, t4] = [id.staff('t1'), id.staff('t4')]

test('whoever serves a visit first owns its matter, whoever serves it next', () => {
  const hall = staffedHall({ c1: 't1', c4: 't4' })
  const visit = hall.issue(['idCard', 'residence'])
  expect(hall.visit(visit).ownerId).toBeUndefined()
  hall.serve('c1', 't1')
  hall.given('t1', cmd.record(visit, 'idCard', 'accepted'), cmd.transfer(visit, { counter: 'c4' }))
  hall.serve('c4', 't4')
  expect(hall.visit(visit)).toMatchObject({ ownerId: t1, staffId: t4 })
  expect(mattersOf(hall.state, t1).map((v) => v.id)).toEqual([visit.id])
  hall.given('t4', cmd.finish(visit))
  expect(mattersOf(hall.state, t1)).toEqual([])
})

describe('an offer', () => {
  test('leaves the matter where it is until it is accepted', () => {
    const { hall, visit } = parked()
    hall
      .when(cmd.offer(visit, 't4', 'papers in tray 2'), 't1')
      .then({ type: 'handOverOffered', from: t1, to: t4, note: 'papers in tray 2' })
    expect(hall.visit(visit).ownerId).toBe(t1)
    expect(offersTo(hall.state, t4).map((v) => v.id)).toEqual([visit.id])
    hall
      .when(cmd.acceptOffer(visit), 't4')
      .then({ type: 'handOverAccepted', from: t1, staffId: t4, counterId: id.counter('c4') })
    expect(hall.visit(visit)).toMatchObject({ ownerId: t4, state: 'parked' })
    expect(hall.visit(visit).offer).toBeUndefined()
    expect([mattersOf(hall.state, t1), offersTo(hall.state, t4)]).toEqual([[], []])
  })

  test('accepted at a counter takes the papers of a parked visit there', () => {
    const { hall, visit } = parked()
    hall.when(cmd.resume(visit), 't4').refused('parkedElsewhere')
    hall.given('t1', cmd.offer(visit, 't4')).given('t4', cmd.acceptOffer(visit))
    hall.when(cmd.resume(visit), 't1').refused('parkedElsewhere', { counterId: 'c4' })
    hall.when(cmd.resume(visit), 't4').then({ type: 'visitResumed', counterId: id.counter('c4') })
  })

  test('accepted before sitting down leaves the papers where they are', () => {
    const { hall, visit } = parked()
    hall.given('t1', cmd.offer(visit, 't2')).given('t2', cmd.acceptOffer(visit))
    expect(hall.visit(visit)).toMatchObject({ ownerId: 't2', park: { counterId: 'c1' } })
    hall.given('t1', cmd.close('c1')).given('t2', cmd.open('c1'), cmd.resume(visit))
  })

  test('can be declined, taken back, and made to somebody else instead', () => {
    const { hall, visit } = parked()
    hall.given('t1', cmd.offer(visit, 't2'), cmd.offer(visit, 't4'))
    hall.when(cmd.acceptOffer(visit), 't2').refused('notOffered')
    hall
      .when(cmd.declineOffer(visit, 'not my department'), 't4')
      .then({ type: 'handOverDeclined', from: t1, to: t4, reason: 'not my department' })
    hall.when(cmd.acceptOffer(visit), 't4').refused('notOffered')
    hall.given('t1', cmd.offer(visit, 't4'), cmd.declineOffer(visit))
    expect(hall.visit(visit)).toMatchObject({ ownerId: t1, offer: undefined })
    hall.given('t1', cmd.offer(visit, 't2')).when(cmd.declineOffer(visit), 't4').refused('notOffered')
  })

  test('counts once, however often it is accepted', () => {
    const { hall, visit } = parked()
    hall.given('t1', cmd.offer(visit, 't4')).given('t4', cmd.acceptOffer(visit))
    hall.when(cmd.acceptOffer(visit), 't4').refused('notOffered')
    hall.when(cmd.offer(visit, 't2'), 't1').refused('notYourMatter', { ownerId: 't4' })
  })

  test('is made by somebody in charge for a teller who has gone, and never to who could not serve', () => {
    const { hall, visit } = parked()
    hall.when(cmd.offer(visit, 'guide'), 't1').refused('notAllowed', { command: 'acceptHandOver' })
    hall.when(cmd.offer(visit, 't4'), 'boss').then({ type: 'handOverOffered', from: t1, to: t4 })
  })

  test('ends with its visit', () => {
    const { hall, visit } = parked()
    hall.given('t1', cmd.offer(visit, 't4')).given('guide', cmd.cancel(visit))
    expect(hall.visit(visit).offer).toBeUndefined()
    hall.when(cmd.acceptOffer(visit), 't4').refused('wrongState')
  })
})
