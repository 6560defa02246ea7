/**
 * Goal: the business day turns once, at the hall's own hour: everybody left has
 * an outcome, counters close, numbers begin again, and no day begins twice.
 * Method: the roll-over at its edges in Shanghai and through both clock changes
 * in Berlin, with clocks that fall back and settings that change.
 */
import { describe, expect, test } from 'vitest'
import { hasEnded, visitStates } from '../visit.ts'
import { cmd, hallWith, id, openHall, partsOf, smallHall, staffedHall } from '#test/fixtures/hall.ts'
import { visitIn } from '#test/fixtures/visitIn.ts'

const berlin = hallWith({ timeZone: 'Europe/Berlin' })

test('Shanghai: the day begins and ends at 04:00', () => {
  const hall = openHall()
  expect(hall.state.day).toEqual({
    day: '2026-03-02',
    startsAtMs: Date.parse('2026-03-02T04:00:00+08:00'),
    endsAtMs: Date.parse('2026-03-03T04:00:00+08:00'),
  })
  hall.at('03:59', '2026-03-03').when(cmd.rollOver, 'system').refused('dayNotOver', { day: '2026-03-02' })
  hall
    .at('04:00')
    .when(cmd.rollOver, 'system')
    .then({ type: 'dayStarted', day: id.day('2026-03-03') })
  hall.when(cmd.rollOver, 'system').refused('dayNotOver', { day: '2026-03-03' })
})

test.each([
  ['forward', '2026-03-28', 23],
  ['back', '2026-10-24', 25],
  ['not', '2026-06-10', 24],
])('Berlin: the day its clock goes %s', (_way, day, hours) => {
  const hall = openHall(berlin, Date.parse(`${day}T12:00:00Z`))
  const { startsAtMs = 0, endsAtMs = 0, day: named } = hall.state.day ?? {}
  expect(named).toBe(day)
  expect((endsAtMs - startsAtMs) / 3_600_000).toBe(hours)
  hall.nowMs = endsAtMs - 1
  hall.when(cmd.rollOver, 'system').refused('dayNotOver')
  hall.later(0.001).when(cmd.rollOver, 'system').then({ type: 'dayStarted', startsAtMs: endsAtMs })
})

test('a clock that falls back reopens nothing; a hall asleep for days begins the day it wakes in', () => {
  const hall = openHall().at('04:00', '2026-03-03').given('system', cmd.rollOver)
  hall.nowMs -= 1
  hall.when(cmd.rollOver, 'system').refused('dayNotOver', { day: '2026-03-03' })
  hall
    .at('11:00', '2026-03-09')
    .when(cmd.rollOver, 'system')
    .then({ type: 'dayStarted', day: id.day('2026-03-09') })
})

test.each(visitStates)('a visit %s has exactly one outcome after the day', (state) => {
  const { hall, visit } = visitIn(state)
  const ended = hasEnded(visit)
  hall.at('04:00', '2026-03-03')
  const events = hall.when(cmd.rollOver, 'system').events
  expect(events.filter((e) => e.type === 'visitExpired').map((e) => e.visitId)).toEqual(
    ended ? [] : [visit.id],
  )
  expect(events.map((e) => e.type)).toEqual([
    ...(ended ? [] : ['visitExpired']),
    'counterClosed',
    'counterClosed',
    'dayStarted',
  ])
  expect(hall.state.visits.size + hall.state.waiting.size + hall.state.announcements.size).toBe(0)
  expect(hall.counter('c1')).toMatchObject({ state: 'closed' })
})

test('what is left ends in the order it was issued, whatever way the state came about', () => {
  const hall = staffedHall({ c4: 't4', c1: 't1' })
  const issued = Array.from({ length: 40 }, () => hall.issue(['idCard']).id)
  hall.at('04:00', '2026-03-03')
  const { events } = hall.when(cmd.rollOver, 'system')
  expect(events.filter((e) => e.type === 'visitExpired').map((e) => e.visitId)).toEqual(issued)
  expect(events.filter((e) => e.type === 'counterClosed').map((e) => e.counterId)).toEqual(['c1', 'c4'])
})

test('numbers, calls and orders of issue begin again; appointments to come stay, used ones go', () => {
  const hall = staffedHall({ c1: 't1' })
  hall.given('guide', cmd.book('used', ['idCard'], hall.nowMs), cmd.book('missed', ['idCard'], hall.nowMs))
  hall.given('guide', cmd.book('tomorrow', ['idCard'], hall.nowMs + 86_400_000))
  hall.issue([], { appointmentCode: id.appointment('used') })
  hall.next('c1', 't1')
  hall.at('04:00', '2026-03-03').given('system', cmd.rollOver).given('t1', cmd.open('c1'))
  expect([...hall.state.appointments.keys()]).toEqual(['tomorrow'])
  expect(hall.issue(['idCard'])).toMatchObject({ number: 'A001', ordinal: 1 })
  hall.when(cmd.next('c1'), 't1').then({ type: 'visitCalled', callNo: 1 })
})

describe('settings changed during the day', () => {
  const change = (more: Partial<ReturnType<typeof partsOf>['settings']>) => ({
    type: 'configureHall' as const,
    settings: { ...partsOf(smallHall).settings, ...more },
  })

  test.each([
    ['a later hour', { rollOverHour: 6 }, '2026-03-03T06:00:00+08:00', '2026-03-03'],
    ['an earlier hour', { rollOverHour: 2 }, '2026-03-03T02:00:00+08:00', '2026-03-03'],
    ['a zone to the west', { timeZone: 'Europe/Berlin' }, '2026-03-03T04:00:00+01:00', '2026-03-03'],
    ['a zone to the east', { timeZone: 'Pacific/Auckland' }, '2026-03-03T04:00:00+13:00', '2026-03-03'],
  ])('%s moves the end of the day, and the next is a later one (I1)', (_name, more, endsAt, next) => {
    const hall = openHall().given('admin', change(more))
    expect(hall.state.day?.endsAtMs).toBe(Date.parse(endsAt))
    hall.nowMs = Date.parse(endsAt)
    hall.when(cmd.rollOver, 'system').then({ type: 'dayStarted', day: id.day(next) })
  })

  test('a day that is over by the new settings turns at once', () => {
    const hall = openHall().at('05:00', '2026-03-03')
    const late = openHall(hallWith({ settings: (s) => ({ ...s, rollOverHour: 6 }) })).at(
      '05:00',
      '2026-03-03',
    )
    late
      .given('admin', change({ rollOverHour: 4 }))
      .when(cmd.issue(['idCard']), 'kiosk')
      .refused('dayOver')
    late.when(cmd.rollOver, 'system').then({ type: 'dayStarted', day: id.day('2026-03-03') })
    hall.when(cmd.issue(['idCard']), 'kiosk').refused('dayOver')
  })
})
