/**
 * Goal: every command of the hall does what it says, once; sent again it is
 * refused or changes what it must, never twice the same thing.
 * Method: given/when/then of each command's plain case and its double send.
 * Refusals have their own suite (refusals.test.ts), larger rules theirs (rules/).
 */
import { describe, expect, test } from 'vitest'
import { command } from './commands.ts'
import { emptyCatalogue } from '../catalogue/catalogue.ts'
import { cmd, id, monday9, openHall, partsOf, smallHall, staffedHall } from '#test/fixtures/hall.ts'

const c1 = id.counter('c1')
const t1 = id.staff('t1')

describe('counters', () => {
  test('openCounter', () => {
    const hall = openHall()
    hall.when(cmd.open('c1'), 't1').then({ type: 'counterOpened', counterId: c1, staffId: t1 })
    expect(hall.counter('c1')).toMatchObject({ state: 'open', staffId: 't1', sinceMs: monday9 })
    hall.when(cmd.open('c1'), 't1').refused('counterOpen')
  })

  test('openCounter with queues of one’s own choice, each once; none chosen means the catalogue’s', () => {
    openHall()
      .when(cmd.open('c1', ['B', 'C', 'B']), 't1')
      .then({ type: 'counterOpened', queueIds: [id.queue('B'), id.queue('C')] })
    const [event] = openHall().when(cmd.open('c1', []), 't1').events
    expect(event).not.toHaveProperty('queueIds')
  })

  test('pauseCounter, also with somebody at it, and resumeCounter', () => {
    const hall = staffedHall({ c1: 't1' })
    hall.issue(['idCard'])
    const visit = hall.serve('c1', 't1')
    hall
      .when(cmd.pause('c1', 'lunch'), 't1')
      .then({ type: 'counterPaused', counterId: c1, staffId: t1, reason: 'lunch' })
    hall.when(cmd.pause('c1'), 't1').refused('counterPaused')
    hall.given('t1', cmd.finish(visit)).when(cmd.resumeCounter('c1'), 't1').then({ type: 'counterResumed' })
    expect(hall.counter('c1').pauseReason).toBeUndefined()
    hall.when(cmd.resumeCounter('c1'), 't1').refused('counterNotPaused')
  })

  test('closeCounter, by its teller or by somebody in charge', () => {
    const hall = staffedHall({ c1: 't1', c4: 't4' })
    hall.when(cmd.close('c1'), 't1').then({ type: 'counterClosed', counterId: c1, staffId: t1 })
    hall.when(cmd.close('c1'), 't1').refused('counterClosed')
    hall.when(cmd.close('c4'), 'boss').then({ type: 'counterClosed', staffId: id.staff('t4') })
  })
})

describe('visits', () => {
  test('issueVisit, callNext, recall, start, recordTurn, finish: a visit’s whole way', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    const here = { visitId: visit.id, counterId: c1, staffId: t1 }
    hall
      .later(90)
      .when(cmd.next('c1'), 't1')
      .then({
        type: 'visitCalled',
        ...here,
        number: visit.number,
        callNo: 1,
        why: { rule: 'next', waitedS: 90 },
      })
    hall.when(cmd.next('c1'), 't1').refused('counterBusy', { visitId: visit.id })
    hall
      .later(20)
      .when(cmd.recall(visit), 't1')
      .then({ type: 'visitRecalled', ...here, callNo: 2, counts: true })
    hall.when(cmd.recall(visit), 't1').then({ type: 'visitRecalled', callNo: 3, counts: false })
    hall.when(cmd.start(visit), 't1').then({ type: 'visitStarted', ...here })
    hall.when(cmd.start(visit), 't1').refused('wrongState')
    hall
      .later(60)
      .when(cmd.record(visit, 'idCard', 'completed'), 't1')
      .then({ type: 'turnRecorded', turn: { startedAtMs: hall.nowMs - 60_000, endedAtMs: hall.nowMs } })
    hall.when(cmd.record(visit, 'idCard', 'completed'), 't1').refused('serviceClosed')
    hall.when(cmd.finish(visit), 't1').then({ type: 'visitFinished', ...here })
    hall.when(cmd.finish(visit), 't1').refused('wrongState')
    expect(hall.counter('c1').visitId).toBeUndefined()
    expect(hall.state.announcements.map((a) => [a.callNo, a.number, a.again]).toArray()).toEqual([
      [1, 'A001', false],
      [2, 'A001', true],
      [3, 'A001', true],
    ])
  })

  test('call, by id or by the number on the paper', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.fork().when(cmd.call('c1', visit), 't1').then({ type: 'visitCalled', visitId: visit.id })
    hall
      .when({ type: 'call', counterId: c1, number: visit.number }, 't1')
      .then({ type: 'visitCalled', visitId: visit.id })
    hall.when({ type: 'call', counterId: c1, number: visit.number }, 't1').refused('counterBusy')
    staffedHall({ c1: 't1' }).when({ type: 'call', counterId: c1 }, 't1').refused('unknownVisit')
  })

  test('somebody in charge acts at a teller’s counter, in the teller’s name', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.when(cmd.next('c1'), 'boss').then({ type: 'visitCalled', staffId: t1 })
    hall
      .when(cmd.finish(visit), 'boss')
      .then(
        { type: 'visitStarted', staffId: t1 },
        { type: 'turnRecorded', turn: { staffId: t1 } },
        { type: 'visitFinished' },
      )
  })

  test.each([
    ['addServices', cmd.add({ id: id.visit('id-1') }, 'lease'), 'duplicateService'],
    ['requeue', cmd.requeue({ id: id.visit('id-1') }), 'wrongState'],
    ['park', cmd.park({ id: id.visit('id-1') }, 'papersOut'), 'wrongState'],
    ['transfer', cmd.transfer({ id: id.visit('id-1') }, { queue: 'B' }), 'wrongState'],
    ['cancel', cmd.cancel({ id: id.visit('id-1') }), 'wrongState'],
  ] as const)('%s, sent twice, is done once', (type, sent, code) => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    hall.next('c1', 't1')
    if (type === 'park') hall.given('t1', cmd.start(visit))
    hall.given('t1', sent).when(sent, 't1').refused(code)
  })
})

describe('appointments', () => {
  test('bookAppointment and cancelAppointment', () => {
    const hall = openHall()
    hall
      .when(cmd.book('p', ['idCard'], monday9), 'program')
      .then({ type: 'appointmentBooked', code: id.appointment('p'), slotFromMs: monday9 })
    hall.when(cmd.book('p', ['idCard'], monday9), 'program').refused('appointmentExists')
    hall.when(cmd.cancelAppointment('p'), 'program').then({ type: 'appointmentCancelled' })
    hall.when(cmd.cancelAppointment('p'), 'program').refused('unknownAppointment')
  })

  test('a slot that ends before it begins, or is over, is no appointment; nor is a time no calendar can write', () => {
    const hall = openHall()
    hall.when(cmd.book('p', ['idCard'], monday9 + 60_000, -30), 'guide').refused('appointmentLate')
    hall.when(cmd.book('p', ['idCard'], monday9 - 1_800_000), 'guide').refused('appointmentLate')
    for (const slotFromMs of [-1, 9e15, 0.5, Number.NaN]) {
      expect(command.safeParse(cmd.book('p', ['idCard'], slotFromMs)).success).toBe(false)
    }
  })
})

describe('set-up', () => {
  const { catalogue, settings, staff } = partsOf(smallHall)

  test('configureHall, replaceCatalogue, replaceStaff and the first roll-over make a hall', () => {
    expect(openHall().ledger.map((e) => e.event.type)).toEqual([
      'hallConfigured',
      'catalogueReplaced',
      'staffReplaced',
      'dayStarted',
    ])
  })

  test('configureHall refuses a zone that is none and a class named twice', () => {
    const [first] = settings.priorityClasses
    if (first === undefined) throw new Error('the defaults have classes')
    const hall = openHall()
    hall
      .when({ type: 'configureHall', settings: { ...settings, timeZone: 'Nowhere' } }, 'admin')
      .refused('catalogueInvalid', { path: 'timeZone' })
    hall
      .when({ type: 'configureHall', settings: { ...settings, priorityClasses: [first, first] } }, 'admin')
      .refused('catalogueInvalid', { path: 'priorityClasses' })
  })

  test('replaceStaff refuses an id or a staff number twice', () => {
    const [first, second, ...others] = staff
    if (first === undefined || second === undefined) throw new Error('the small hall has staff')
    const hall = openHall()
    hall
      .when({ type: 'replaceStaff', staff: [first, { ...second, id: first.id }, ...others] }, 'admin')
      .refused('catalogueInvalid', { path: 'id' })
    hall
      .when(
        { type: 'replaceStaff', staff: [first, { ...second, staffNo: first.staffNo }, ...others] },
        'admin',
      )
      .refused('catalogueInvalid', { path: 'staffNo' })
  })

  test('replaceCatalogue checks the catalogue, and takes away nothing that is in use', () => {
    const hall = staffedHall({ c1: 't1' })
    const [service, ...services] = catalogue.services
    if (service === undefined) throw new Error('the small hall has services')
    hall
      .when(
        {
          type: 'replaceCatalogue',
          catalogue: { ...catalogue, services: [{ ...service, queueId: id.queue('Z') }, ...services] },
        },
        'admin',
      )
      .refused('catalogueInvalid', { first: 'referenceUnknown' })
    hall
      .when({ type: 'replaceCatalogue', catalogue: emptyCatalogue }, 'admin')
      .refused('catalogueInvalid', { path: 'counters', inUse: 'c1' })
    const visit = hall.issue(['idCard'])
    hall.given('t1', cmd.next('c1'), cmd.start(visit), cmd.transfer(visit, { queue: 'C' }))
    const without = (queue: string) => ({
      ...catalogue,
      packages: [],
      queues: catalogue.queues.filter((q) => q.id !== queue),
      services: catalogue.services.filter((s) => s.queueId !== queue),
      incompatibleDuties: [],
      counters: catalogue.counters.map((c) => ({
        ...c,
        queueIds: c.queueIds.filter((q) => q !== queue),
        helpQueueIds: (c.helpQueueIds ?? []).filter((q) => q !== queue),
      })),
    })
    for (const queue of ['A', 'C']) {
      hall
        .when({ type: 'replaceCatalogue', catalogue: without(queue) }, 'admin')
        .refused('catalogueInvalid', { path: 'queues', inUse: 'A001' })
    }
    hall
      .when({ type: 'replaceCatalogue', catalogue: without('B') }, 'admin')
      .then({ type: 'catalogueReplaced' })
  })

  test('a service taken out of the catalogue is still owed to who came for it', () => {
    const hall = staffedHall({ c1: 't1' })
    const visit = hall.issue(['idCard'])
    const fewer = { ...catalogue, services: catalogue.services.filter((s) => s.id !== 'idCard') }
    hall.given('admin', { type: 'replaceCatalogue', catalogue: fewer })
    hall.serve('c1', 't1')
    hall
      .when(cmd.finish(visit), 't1')
      .then({ type: 'turnRecorded', turn: { serviceId: id.service('idCard') } }, { type: 'visitFinished' })
  })
})
