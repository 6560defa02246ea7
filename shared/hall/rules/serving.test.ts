/**
 * Goal: the integrated teller (综合柜员制): one number for services of several
 * departments, an outcome for each, and a continuation for what is beyond the teller.
 * Method: given/when/then on the small hall (test/fixtures/hall.ts).
 */
import { describe, expect, test } from 'vitest'
import { outcomes } from '../visit.ts'
import { cmd, hallWith, id, smallHall, staffedHall } from '#test/fixtures/hall.ts'
import type { HallPlan } from '#test/fixtures/hall.ts'

const refuseUnrecorded: HallPlan['settings'] = (s) => ({ ...s, finish: { unrecorded: 'refuse' } })

describe('one sitting', () => {
  test('a visit with services of three departments has one number and is handled whole', () => {
    const hall = staffedHall({ c4: 't4' })
    const visit = hall.issue(['idCard', 'taxReg', 'deed'])
    expect(visit.number).toBe('A001')
    hall.serve('c4', 't4')
    hall.later(60).given('t4', cmd.record(visit, 'deed', 'accepted'))
    hall
      .later(30)
      .given('t4', cmd.record(visit, 'idCard', 'declined'), cmd.record(visit, 'taxReg', 'completed'))
    hall
      .when(cmd.finish(visit), 't4')
      .then({ type: 'visitFinished', visitId: visit.id, counterId: id.counter('c4') })
    const { services, turns, state } = hall.visit(visit)
    expect(state).toBe('finished')
    expect(services.map((s) => s.outcome)).toEqual(['declined', 'completed', 'accepted'])
    expect(turns.map((t) => (t.endedAtMs - t.startedAtMs) / 1000)).toEqual([60, 30, 0])
  })

  test.each(outcomes)('an outcome may be %s', (outcome) => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.serve('c1', 't1')
    const missing = outcome === 'advised' ? ['photograph', 'household book'] : undefined
    hall.when(cmd.record(visit, 'idCard', outcome, missing), 't1').then({
      type: 'turnRecorded',
      turn: {
        serviceId: id.service('idCard'),
        counterId: id.counter('c1'),
        staffId: id.staff('t1'),
        outcome,
      },
    })
    expect(hall.visit(visit).turns[0]?.missing).toEqual(missing)
    hall.when(cmd.record(visit, 'idCard', outcome, missing), 't1').refused('serviceClosed')
  })

  test('a note is kept; a one-time notice without its list is refused', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall.when(cmd.record(visit, 'idCard', 'advised'), 't1').refused('missingListNeeded')
    const noted = { ...cmd.record(visit, 'idCard', 'completed'), note: 'came with a child' }
    hall.when(noted, 't1').then({ type: 'turnRecorded', turn: { note: 'came with a child' } })
  })

  test('services are added in the sitting, by the teller; while waiting, by the guide', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.when(cmd.add(visit, 'residence'), 'guide').then({
      type: 'servicesAdded',
      services: [{ serviceId: id.service('residence'), queueId: id.queue('A') }],
    })
    hall.serve('c1', 't1')
    hall.given('t1', cmd.add(visit, 'deed', 'lease'), cmd.record(visit, 'deed', 'completed'))
    hall.given('t1', cmd.finish(visit))
    expect(hall.visit(visit).services.map((s) => [s.serviceId, s.outcome])).toEqual([
      ['idCard', 'completed'],
      ['residence', 'completed'],
      ['deed', 'completed'],
      ['lease', 'completed'],
    ])
  })

  test('a service closed before may be added again and needs its own outcome', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall.given(
      't1',
      cmd.record(visit, 'idCard', 'declined'),
      cmd.add(visit, 'idCard'),
      cmd.record(visit, 'idCard', 'completed'),
    )
    expect(hall.visit(visit).services.map((s) => s.outcome)).toEqual(['declined', 'completed'])
  })

  test('finish straight from the call starts and closes; unrecorded services are marked so', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard', 'residence'])
    hall.next('c1', 't1')
    hall
      .when(cmd.finish(visit), 't1')
      .then(
        { type: 'visitStarted' },
        { type: 'turnRecorded', turn: { outcome: 'completed', unrecorded: true } },
        { type: 'turnRecorded', turn: { outcome: 'completed', unrecorded: true } },
        { type: 'visitFinished' },
      )
    hall.when(cmd.finish(visit), 't1').refused('wrongState')
  })

  test('where the hall asks for it, finish is refused until each service has its outcome', () => {
    const hall = staffedHall({ c2: 't2' }, hallWith({ settings: refuseUnrecorded }))
    const visit = hall.issue(['taxReg', 'idCard'])
    hall.serve('c2', 't2')
    hall.when(cmd.finish(visit), 't2').refused('servicesUnrecorded', { serviceIds: ['taxReg'] })
    hall
      .given('t2', cmd.record(visit, 'taxReg', 'accepted'))
      .when(cmd.finish(visit), 't2')
      .then({ type: 'visitContinued' })
  })
})

describe('continuation', () => {
  test('what is beyond the teller goes on to a capable counter: number and arrival kept', () => {
    const hall = staffedHall({ c2: 't2', c3: 't3' })
    const visit = hall.issue(['taxReg', 'deed'])
    hall.later(600)
    const later = hall.issue(['deed'])
    hall.serve('c2', 't2')
    hall
      .when(cmd.finish(visit), 't2')
      .then(
        { type: 'turnRecorded', turn: { serviceId: id.service('taxReg') } },
        { type: 'visitContinued', queueId: id.queue('C') },
      )
    expect(hall.visit(visit)).toMatchObject({
      state: 'waiting',
      number: visit.number,
      arrivedAtMs: visit.arrivedAtMs,
      queueId: 'C',
    })
    hall
      .when(cmd.next('c3'), 't3')
      .then({ type: 'visitCalled', number: visit.number, why: { because: ['continued'] } })
    hall.given('t3', cmd.finish(visit))
    expect(hall.next('c3', 't3').number).toBe(later.number)
  })

  test('the teller’s skills begin and end with their dates: from included, until excluded', () => {
    const skills = [
      {
        scope: { kind: 'service' as const, serviceId: id.service('idCard') },
        from: '2026-03-03',
        until: '2026-03-05',
      },
    ]
    const plan = hallWith({ staff: { ...smallHall.staff, t1: { skills } } })
    const capable = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05'].map((date) => {
      const hall = staffedHall({ c1: 't1' }, plan, Date.parse(`${date}T09:00:00+08:00`))
      hall.issue(['idCard'])
      return hall.when(cmd.next('c1'), 't1').decision.ok
    })
    expect(capable).toEqual([false, true, true, false])
  })

  test('the day a skill begins is the business day: at two in the morning it is still yesterday', () => {
    const skills = [{ scope: { kind: 'all' as const }, from: '2026-03-03' }]
    const hall = staffedHall(
      { c1: 't1' },
      hallWith({ staff: { ...smallHall.staff, t1: { skills } } }),
      Date.parse('2026-03-03T02:00:00+08:00'),
    )
    hall.issue(['idCard'])
    hall.when(cmd.next('c1'), 't1').refused('nobodyWaiting')
  })
})

describe('incompatible duties (岗位互斥)', () => {
  test('one person may not both accept and review on one visit; it goes on to another teller', () => {
    const hall = staffedHall({ c2: 't2', c4: 't4' })
    const visit = hall.issue(['invoice', 'refund'])
    hall.serve('c2', 't2')
    hall
      .when(cmd.finish(visit), 't2')
      .then(
        { type: 'turnRecorded', turn: { serviceId: id.service('invoice') }, duty: 'accept' },
        { type: 'visitContinued', queueId: id.queue('B') },
      )
    hall.when(cmd.next('c2'), 't2').refused('nobodyWaiting')
    hall.when(cmd.next('c4'), 't4').then({ type: 'visitCalled', number: visit.number })
    hall
      .when(cmd.finish(visit), 't4')
      .then({ type: 'visitStarted' }, { type: 'turnRecorded' }, { type: 'visitFinished' })
    expect(hall.visit(visit).duties).toEqual([
      { staffId: 't2', duty: 'accept' },
      { staffId: 't4', duty: 'review' },
    ])
  })

  test('the same duties on two visits are no conflict', () => {
    const hall = staffedHall({ c2: 't2' })
    for (const service of ['invoice', 'refund']) {
      const visit = hall.issue([service])
      hall.serve('c2', 't2')
      hall.given('t2', cmd.finish(visit))
      expect(hall.visit(visit).state).toBe('finished')
    }
  })
})

describe('a theme package (一件事)', () => {
  const packageId = id.package('newHome')

  test('expands to its services, each waiting for those before it', () => {
    const hall = staffedHall({ c4: 't4' })
    const visit = hall.issue([], { packageId })
    expect(visit).toMatchObject({ number: 'C001', queueId: 'C', packageId })
    hall.serve('c4', 't4')
    hall.when(cmd.record(visit, 'taxReg', 'completed'), 't4').refused('serviceNotYet', { after: ['deed'] })
    hall.given(
      't4',
      ...['deed', 'taxReg', 'residence'].map((s) => cmd.record(visit, s, 'completed')),
      cmd.finish(visit),
    )
    expect(hall.visit(visit).state).toBe('finished')
  })

  test('goes from counter to counter in its order', () => {
    const hall = staffedHall(
      { c1: 't1', c2: 't2', c3: 't3' },
      hallWith({ staff: { ...smallHall.staff, t1: { skills: ['police'] } } }),
    )
    const visit = hall.issue([], { packageId })
    for (const [counter, teller, next] of [
      ['c3', 't3', 'B'],
      ['c2', 't2', 'A'],
    ] as const) {
      hall.serve(counter, teller)
      hall
        .when(cmd.finish(visit), teller)
        .then({ type: 'turnRecorded' }, { type: 'visitContinued', queueId: id.queue(next) })
    }
    hall.serve('c1', 't1')
    hall.when(cmd.finish(visit), 't1').then({ type: 'turnRecorded' }, { type: 'visitFinished' })
  })

  test('takes more services beside it, and one it already has only once', () => {
    const hall = staffedHall({ c4: 't4' })
    const visit = hall.issue(['idCard', 'deed'], { packageId })
    expect(visit.services.map((s) => s.serviceId)).toEqual(['residence', 'deed', 'taxReg', 'idCard'])
    expect(visit.services.map((s) => s.after)).toEqual([['taxReg'], undefined, ['deed'], undefined])
    // The first of its first step's queue that may be handled now.
    expect(visit.number).toBe('A001')
  })
})

describe('a visit sent to whom the work is not', () => {
  test('a teller without the skill may close what they were sent, and nothing else', () => {
    const hall = staffedHall({ c1: 't1', c3: 't3' })
    const visit = hall.issue(['idCard', 'residence'])
    hall.serve('c1', 't1')
    hall.given('t1', cmd.transfer(visit, { counter: 'c3' }))
    hall.serve('c3', 't3')
    hall.given('t3', cmd.record(visit, 'idCard', 'declined'))
    hall.when(cmd.record(visit, 'residence', 'completed'), 't3').refused('notSkilled')
    hall.when(cmd.finish(visit), 't3').then({ type: 'visitContinued', queueId: id.queue('A') })
  })

  test('finish closes the service it was sent for, not the rest', () => {
    const hall = staffedHall({ c1: 't1', c3: 't3' })
    const visit = hall.issue(['idCard', 'residence'])
    hall.serve('c1', 't1')
    hall.given('t1', cmd.transfer(visit, { staff: 't3' }))
    hall.serve('c3', 't3')
    hall
      .when(cmd.finish(visit), 't3')
      .then({ type: 'turnRecorded', turn: { serviceId: id.service('idCard') } }, { type: 'visitContinued' })
  })

  test.each([
    ['closed', 'visitFinished'],
    ['left open', 'visitContinued'],
  ] as const)(
    'in a queue it has no service of, the teller adds the right one; the wrong one is %s',
    (wrong, end) => {
      const hall = staffedHall({ c1: 't1', c3: 't3' })
      const visit = hall.issue(['idCard'])
      hall.serve('c1', 't1')
      hall.given('t1', cmd.transfer(visit, { queue: 'C' }))
      hall.serve('c3', 't3')
      if (wrong === 'closed') hall.given('t3', cmd.record(visit, 'idCard', 'transferred'))
      hall.given('t3', cmd.add(visit, 'deed'), cmd.record(visit, 'deed', 'completed'))
      hall.when(cmd.finish(visit), 't3').then({ type: end })
    },
  )

  test('missed there, it is still called there', () => {
    const hall = staffedHall({ c1: 't1', c3: 't3' })
    const visit = hall.issue(['taxReg'])
    hall.given('t1', cmd.call('c1', visit), cmd.start(visit), cmd.transfer(visit, { queue: 'C' }))
    hall.next('c3', 't3')
    hall.later(20).given('t3', cmd.recall(visit)).later(20).given('t3', cmd.recall(visit), cmd.noShow(visit))
    hall
      .when(cmd.next('c3'), 't3')
      .then({ type: 'visitCalled', number: visit.number, why: { because: ['returned'] } })
  })
})

test('a visit sent to somebody does not free them of the duties they carried out on it', () => {
  const hall = staffedHall({ c2: 't2', c3: 't3' })
  const visit = hall.issue(['invoice', 'refund'])
  hall.serve('c2', 't2')
  hall.given('t2', cmd.transfer(visit, { queue: 'C' }))
  hall.serve('c3', 't3')
  hall.given('t3', cmd.record(visit, 'invoice', 'accepted'), cmd.transfer(visit, { queue: 'C' }))
  hall.serve('c3', 't3')
  hall.when(cmd.record(visit, 'refund', 'completed'), 't3').refused('incompatibleDuties')
  hall.when(cmd.finish(visit), 't3').then({ type: 'visitContinued', queueId: id.queue('B') })
})
