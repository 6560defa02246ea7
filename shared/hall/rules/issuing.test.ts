/**
 * Goal: one number for everything a visitor came for, given while the queue is
 * open and under its caps; a refusal names the next free slot.
 * Method: given/when/then on the small hall, with hours and caps, in Shanghai and in Berlin.
 */
import { describe, expect, test } from 'vitest'
import type { Hours } from '../../catalogue/catalogue.ts'
import { cmd, hallWith, id, monday9, openHall, partsOf, smallHall, staffedHall } from '#test/fixtures/hall.ts'
import type { HallPlan } from '#test/fixtures/hall.ts'

const withA = (a: HallPlan['queues'][string], more: Partial<HallPlan> = {}): HallPlan =>
  hallWith({ queues: { ...smallHall.queues, A: a }, ...more })
const weekdays = (slots: Hours['weekdays'][string]): Hours => ({
  weekdays: { 1: slots, 2: slots, 3: slots, 4: slots, 5: slots },
})
const halves = weekdays([
  { from: '09:00', until: '12:00', cap: 2 },
  { from: '13:30', until: '17:00', cap: 1 },
])

describe('numbers', () => {
  test('run per queue, each once, and beyond 999 without a gap', () => {
    const hall = openHall()
    expect(['idCard', 'deed', 'residence'].map((s) => hall.issue([s]).number)).toEqual([
      'A001',
      'C001',
      'A002',
    ])
    const visit = hall.fork().issue(['idCard'])
    const far = { ...visit, id: id.visit('far'), number: id.number('A998') }
    hall.happened({ type: 'visitIssued', run: 998, visit: far })
    expect([1, 2, 3].map(() => hall.issue(['idCard']).number)).toEqual(['A999', 'A1000', 'A1001'])
  })

  test('a letter that belonged to another queue earlier today gives none of its numbers again (I1)', () => {
    const hall = openHall()
    hall.given('guide', cmd.cancel(hall.issue(['idCard'])))
    const { catalogue } = partsOf(smallHall)
    const anew = id.queue('anew')
    const moved = {
      ...catalogue,
      queues: catalogue.queues.map((q) => (q.id === 'A' ? { ...q, id: anew } : q)),
      services: catalogue.services.map((s) => (s.queueId === 'A' ? { ...s, queueId: anew } : s)),
      counters: catalogue.counters.map((c) => ({ ...c, queueIds: [], helpQueueIds: [] })),
    }
    hall.given('admin', { type: 'replaceCatalogue', catalogue: moved })
    expect(hall.issue(['idCard'])).toMatchObject({ number: 'A002', queueId: anew })
  })

  test('a queue that has given numbers today keeps its letter', () => {
    const hall = openHall()
    hall.given('guide', cmd.cancel(hall.issue(['idCard'])))
    const { catalogue } = partsOf(smallHall)
    const changed = {
      ...catalogue,
      queues: catalogue.queues.map((q) => (q.id === 'A' ? { ...q, letter: 'X' } : q)),
    }
    hall
      .when({ type: 'replaceCatalogue', catalogue: changed }, 'admin')
      .refused('catalogueInvalid', { path: 'queues.letter' })
  })
})

describe('a visit', () => {
  test('says who gave it, where it waits first and all it is for', () => {
    const hall = openHall()
    hall
      .when(
        cmd.issue(['taxReg', 'idCard'], {
          channel: 'desk',
          locale: 'ug',
          applicant: 'enterprise',
          holder: { hash: 'c'.repeat(32), last4: '123X' },
        }),
        'guide',
      )
      .then({
        type: 'visitIssued',
        run: 1,
        visit: {
          number: id.number('B001'),
          queueId: id.queue('B'),
          locale: 'ug',
          channel: 'desk',
          applicant: 'enterprise',
          arrivedAtMs: monday9,
          effectiveAtMs: monday9,
          ordinal: 1,
        },
      })
    expect(hall.issue(['idCard'])).toMatchObject({
      state: 'waiting',
      locale: 'zh',
      ordinal: 2,
      issuedBy: { kind: 'station', mode: 'kiosk' },
    })
  })

  test('is of whom its services are for, where they are for one kind alone and nobody said', () => {
    const { catalogue } = openHall().state
    const services = catalogue.services.map((s) =>
      s.id === 'deed' || s.id === 'lease'
        ? s
        : { ...s, audience: s.departmentId === 'tax' ? 'enterprise' : 'person' },
    ) as typeof catalogue.services
    const hall = openHall().given('admin', {
      type: 'replaceCatalogue',
      catalogue: { ...catalogue, services },
    })
    const of = (names: readonly string[], more = {}): unknown => hall.issue(names, more).applicant
    expect(of(['taxReg', 'refund'])).toBe('enterprise')
    expect(of(['idCard'])).toBe('person')
    expect([of(['idCard', 'taxReg']), of(['idCard', 'deed']), of(['deed'])]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(of(['taxReg'], { applicant: 'person' })).toBe('person')
  })

  test.each([
    ['kiosk', 'kiosk', true],
    ['kiosk', 'guide', false],
    ['desk', 't1', true],
    ['desk', 'program', false],
    ['api', 'program', true],
    ['api', 'kiosk', false],
  ] as const)('by %s channel from %s: %s', (channel, by, fine) => {
    expect(openHall().when(cmd.issue(['idCard'], { channel }), by).decision.ok).toBe(fine)
  })

  test('one per person and queue, where the hall has it so: again once the first has ended', () => {
    const hall = openHall(hallWith({ settings: (s) => ({ ...s, onePerPerson: true }) }))
    const holder = { hash: 'ab'.repeat(16) }
    const visit = hall.issue(['idCard'], { holder })
    hall
      .when(cmd.issue(['residence'], { holder }), 'kiosk')
      .refused('alreadyWaiting', { number: 'A001', since: '2026-03-02T09:00:00.000+08:00' })
    hall.issue(['deed'], { holder })
    hall.issue(['idCard'])
    hall.given('guide', cmd.cancel(visit)).issue(['idCard'], { holder })
  })

  test('the same tap twice is two commands; keeping them one is the hub’s record of command ids', () => {
    const hall = openHall()
    expect([hall.issue(['idCard']).number, hall.issue(['idCard']).number]).toEqual(['A001', 'A002'])
  })
})

describe('hours', () => {
  const plan = withA({ hours: halves })
  test.each([
    ['08:59', false, '2026-03-02T09:00:00.000+08:00'],
    ['09:00', true, undefined],
    ['11:59', true, undefined],
    ['12:00', false, '2026-03-02T13:30:00.000+08:00'],
    ['17:00', false, '2026-03-03T09:00:00.000+08:00'],
  ])('at %s', (clock, fine, nextFreeSlot) => {
    const { decision } = openHall(plan)
      .at(clock)
      .when(cmd.issue(['idCard']), 'kiosk')
    expect(decision.ok).toBe(fine)
    if (!decision.ok)
      expect(decision.refusal).toEqual({ code: 'queueClosed', facts: { queueId: 'A', nextFreeSlot } })
  })

  test('a weekend and a holiday are skipped; a dated exception opens or extends (延时)', () => {
    const hours: Hours = {
      ...halves,
      dates: [
        { date: '2026-03-09', slots: [] },
        {
          date: '2026-03-07',
          slots: [
            { from: '14:00', until: '17:00' },
            { from: '09:00', until: '11:30' },
          ],
          extended: true,
        },
      ],
    }
    const friday = Date.parse('2026-03-06T17:30:00+08:00')
    openHall(withA({ hours }), friday)
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('queueClosed', { nextFreeSlot: '2026-03-07T09:00:00.000+08:00' })
    const saturday = openHall(withA({ hours }), Date.parse('2026-03-07T10:00:00+08:00'))
    expect(saturday.issue(['idCard']).number).toBe('A001')
    saturday
      .at('17:00')
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('queueClosed', { nextFreeSlot: '2026-03-10T09:00:00.000+08:00' })
  })

  test('one shut queue among several refuses the whole; no plan names no slot', () => {
    const hall = openHall(withA({ hours: { weekdays: {} } }))
    const { refusal } = hall.when(cmd.issue(['deed', 'idCard']), 'kiosk')
    expect(refusal).toEqual({ code: 'queueClosed', facts: { queueId: 'A' } })
  })

  test('tickets taken before closing are served', () => {
    const hall = staffedHall({ c1: 't1' }, plan)
    hall.at('16:59')
    const visit = hall.issue(['idCard'])
    hall.at('19:30').serve('c1', 't1')
    hall.when(cmd.finish(visit), 't1').then({ type: 'turnRecorded' }, { type: 'visitFinished' })
  })

  test('hours are local: the day the clock goes forward in Berlin opens at nine there', () => {
    const hours = { weekdays: { 7: [{ from: '09:00', until: '12:00' }] } }
    const hall = openHall(
      withA({ hours }, { timeZone: 'Europe/Berlin' }),
      Date.parse('2026-03-28T22:00:00+01:00'),
    )
    hall
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('queueClosed', { nextFreeSlot: '2026-03-29T09:00:00.000+02:00' })
  })
})

describe('caps', () => {
  test('a slot’s cap refuses until the next slot, which counts anew', () => {
    const hall = openHall(withA({ hours: halves })).at('09:00')
    hall.issue(['idCard'])
    const second = hall.issue(['idCard'])
    hall
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('capReached', { cap: 2, nextFreeSlot: '2026-03-02T13:30:00.000+08:00' })
    hall
      .given('guide', cmd.cancel(second))
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('capReached')
    hall.at('13:30').issue(['idCard'])
    hall
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('capReached', { cap: 1, nextFreeSlot: '2026-03-03T09:00:00.000+08:00' })
  })

  test('a day’s cap refuses until the first slot of another business day', () => {
    const hall = openHall(withA({ dailyCap: 1, hours: weekdays([{ from: '00:30', until: '12:00' }]) })).at(
      '09:00',
    )
    hall.issue(['idCard'])
    // 00:30 of Tuesday is still Monday's business day; it is over at four, in the middle of the slot.
    hall
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('capReached', { cap: 1, nextFreeSlot: '2026-03-03T04:00:00.000+08:00' })
    hall
      .at('00:45', '2026-03-03')
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('capReached')
    hall.at('04:00').given('system', cmd.rollOver)
    expect(hall.issue(['idCard']).number).toBe('A001')
  })

  test('without hours the next free slot is the next business day; a cap of none names nothing', () => {
    const hall = openHall(withA({ dailyCap: 1 }))
    hall.issue(['idCard'])
    hall
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('capReached', { nextFreeSlot: '2026-03-03T04:00:00.000+08:00' })
    const { refusal } = openHall(withA({ dailyCap: 0 })).when(cmd.issue(['idCard']), 'kiosk')
    expect(refusal).toEqual({ code: 'capReached', facts: { queueId: 'A', cap: 0 } })
  })

  test('a slot that gives nothing is no free slot', () => {
    const hours = weekdays([
      { from: '09:00', until: '10:00', cap: 0 },
      { from: '10:00', until: '11:00' },
    ])
    openHall(withA({ hours }))
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('capReached', { nextFreeSlot: '2026-03-02T10:00:00.000+08:00' })
  })

  test('only the queue that gives the number is capped', () => {
    const hall = openHall(withA({ dailyCap: 1 }))
    hall.issue(['idCard'])
    hall.issue(['deed', 'idCard'])
  })
})
