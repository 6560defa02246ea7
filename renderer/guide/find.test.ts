/** Goal: whatever a visitor can say finds their visit or appointment. Method: a hall in memory. */
import { describe, expect, it } from 'vitest'
import { cmd, id, monday9, openHall } from '#test/fixtures/hall.ts'
import { findAppointments, findVisits } from './find.ts'

const holder = { hash: 'a'.repeat(32), last4: '123X', maskedName: '张*明' }

describe('a visit', () => {
  const hall = openHall()
  const gone = hall.issue(['idCard'])
  hall.given('guide', cmd.cancel(gone))
  const here = hall.issue(['idCard'], { holder })
  const numbers = (query: string): readonly string[] => findVisits(hall.state, query).map((v) => v.number)

  it.each([
    ['a002', ['A002']],
    [' A0 ', ['A002', 'A001']],
    ['2', ['A002']],
    ['123x', ['A002']],
    ['张', ['A002']],
    ['李', []],
    ['', []],
  ])('%j finds %j, whoever is still here first', (query, found) => {
    expect(numbers(query)).toEqual(found)
  })

  it('is found by the code it was booked under', () => {
    hall.given('guide', cmd.book('p-77', ['deed'], monday9))
    const booked = hall.issue([], { appointmentCode: id.appointment('p-77') })
    expect(numbers('P-77')).toEqual([booked.number])
    expect(here.number).toBe('A002')
  })
})

it('appointments of today nobody has come with, by slot', () => {
  const hall = openHall()
  hall.given(
    'guide',
    cmd.book('late', ['deed'], monday9 + 3_600_000),
    { ...cmd.book('soon', ['deed'], monday9), holder } as ReturnType<typeof cmd.book>,
    cmd.book('tomorrow', ['deed'], monday9 + 86_400_000),
    cmd.book('used', ['deed'], monday9),
  )
  hall.issue([], { appointmentCode: id.appointment('used') })
  const codes = (query: string): readonly string[] => findAppointments(hall.state, query).map((a) => a.code)
  expect(codes('')).toEqual(['soon', 'late'])
  expect(codes('123x')).toEqual(['soon'])
  expect(codes('LA')).toEqual(['late'])
})
