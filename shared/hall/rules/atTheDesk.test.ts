/** Goal: a ground stated later counts like one stated at once, and never more. Method: given/when/then on the small hall. */
import { expect, test } from 'vitest'
import { cmd, id, monday9, openHall, staffedHall } from '#test/fixtures/hall.ts'

test('puts a waiting visit forward as if it had been stated with the number', () => {
  const hall = staffedHall({ c1: 't1' })
  const first = hall.issue(['idCard'])
  const second = hall.later(60).issue(['idCard'])
  hall
    .when(cmd.claim(second), 'guide')
    .then({ type: 'priorityClaimed', effectiveAtMs: monday9 + 60_000 - 900_000 })
  expect(hall.visit(second).priority).toEqual({ class: 'elderly', ground: 'age' })
  expect(hall.next('c1', 't1').number).toBe(second.number)
  expect(hall.visit(first).state).toBe('waiting')
})

test('replaces an earlier class and never adds to it', () => {
  const hall = openHall()
  const visit = hall.issue(['idCard'], { priority: { class: 'elderly', ground: 'age' } })
  for (const [of, headS] of [
    ['urgent', 1800],
    ['elderly', 900],
    ['elderly', 900],
  ] as const) {
    hall.given('guide', cmd.claim(visit, of))
    expect(hall.visit(visit).effectiveAtMs).toBe(visit.arrivedAtMs - headS * 1000)
  }
})

test('counts no more than its class even after the classes changed', () => {
  const hall = openHall()
  const visit = hall.issue(['idCard'], { priority: { class: 'elderly', ground: 'age' } })
  const { settings } = hall.state
  if (settings === undefined) expect.fail()
  const less = settings.priorityClasses.map((c) => (c.id === 'elderly' ? { ...c, headStartS: 0 } : c))
  hall.given('admin', { type: 'configureHall', settings: { ...settings, priorityClasses: less } })
  hall.given('guide', cmd.claim(visit, 'urgent'))
  expect(hall.visit(visit).effectiveAtMs).toBe(visit.arrivedAtMs - 1_800_000)
})

test('goes on from a slot, and from the end of the line', () => {
  const hall = staffedHall({ c1: 't1' }).given('guide', cmd.book('x', ['idCard'], monday9 - 300_000))
  const booked = hall.issue([], { appointmentCode: id.appointment('x') })
  hall.given('guide', cmd.claim(booked))
  expect(hall.visit(booked).effectiveAtMs).toBe(monday9 - 300_000 - 900_000)
  const last = hall.later(60).issue(['idCard'])
  hall.given('t1', cmd.call('c1', last)).later(600)
  hall.given('t1', cmd.transfer(last, { queue: 'A' }, 'last')).given('guide', cmd.claim(last))
  expect(hall.visit(last).effectiveAtMs).toBe(hall.nowMs - 900_000)
})

test('a copy of a ticket changes nothing but is on record', () => {
  const hall = openHall()
  const visit = hall.issue(['idCard'])
  hall.when(cmd.copy(visit), 'guide').then({ type: 'ticketCopied', visitId: visit.id })
  expect(hall.visit(visit)).toEqual(visit)
})
