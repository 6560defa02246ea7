/** Goal: every case waits for whoever can take its next step, and for nobody else. Method: findings and matters walked along their ways by hand. */
import { describe, expect, it } from 'vitest'
import { caseNow, configureConduct, move, newestCase, openCase } from '#test/fixtures/conduct.ts'
import { id, openHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { casesWaitingFor } from './waiting.ts'

const ruled = (): TestHall => openHall().given('admin', configureConduct)
const people = ['t1', 't2', 'guide', 'boss', 'admin'] as const
/** For whom of those still there the one case of the hall waits. */
const waitsFor = (hall: TestHall): readonly string[] =>
  people.filter(
    (who) => hall.state.staff.has(id.staff(who)) && casesWaitingFor(hall.state, hall.actor(who)) > 0,
  )

describe('a finding', () => {
  it('waits for those in charge, then for whom it was given to, then for a second person, then for nobody', () => {
    const hall = ruled()
    expect(waitsFor(hall)).toEqual([])
    hall.given('boss', openCase({ kind: 'inspection', about: { staffId: id.staff('t1') } }))
    const { id: one } = newestCase(hall)
    expect(waitsFor(hall)).toEqual(['boss', 'admin'])
    hall.given('boss', move(caseNow(hall, one), 'rectify', { assignee: id.staff('t1') }))
    expect(waitsFor(hall)).toEqual(['t1'])
    hall.given('t1', move(caseNow(hall, one), 'check', { note: 'cleared', outcome: 'rectified' }))
    expect(waitsFor(hall)).toEqual(['boss', 'admin'])
    hall.given('boss', move(caseNow(hall, one), 'rectify'))
    expect(waitsFor(hall)).toEqual(['t1'])
    hall.given('boss', move(caseNow(hall, one), 'check', { note: 'done for them', outcome: 'rectified' }))
    // Whoever did it does not look it over.
    expect(waitsFor(hall)).toEqual(['admin'])
    hall.given('admin', move(caseNow(hall, one), 'closed'))
    expect(waitsFor(hall)).toEqual([])
  })

  it('of one in charge waits for the other', () => {
    const hall = ruled().given(
      'admin',
      openCase({ kind: 'inspection', about: { staffId: id.staff('boss') } }),
    )
    expect(waitsFor(hall)).toEqual(['admin'])
  })

  it('given to somebody who is gone waits for those in charge', () => {
    const hall = ruled().given('boss', openCase({ kind: 'inspection', assignee: id.staff('t2') }))
    hall.given('boss', move(newestCase(hall), 'rectify'))
    expect(waitsFor(hall)).toEqual(['t2'])
    const staff = [...hall.state.staff.values()].filter((s) => s.id !== id.staff('t2'))
    hall.given('admin', { type: 'replaceStaff', staff })
    expect(waitsFor(hall)).toEqual(['boss', 'admin'])
  })
})

it('a matter somebody brought waits for those who take it in, not for whoever brought it', () => {
  const hall = ruled().given('t1', openCase(), openCase({ text: 'another' }))
  expect(waitsFor(hall)).toEqual(['guide', 'boss', 'admin'])
  expect(casesWaitingFor(hall.state, hall.actor('guide'))).toBe(2)
  for (const who of ['kiosk', 'program', 'system']) {
    expect([who, casesWaitingFor(hall.state, hall.actor(who))]).toEqual([who, 0])
  }
})
