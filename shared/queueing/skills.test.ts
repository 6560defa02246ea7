/**
 * Goal: a skill covers what it names, while it is valid; duties exclude each other per person.
 * Method: every scope against the small hall's services, at the edges of its dates.
 */
import { expect, test } from 'vitest'
import { cmd, hallWith, id, monday9, openHall, partsOf, smallHall } from '#test/fixtures/hall.ts'
import type { Skill } from '../hall/staff.ts'
import { dutyConflict, handles } from './skills.ts'

function handled(skills: readonly Skill[], day = '2026-03-02'): string[] {
  const hall = openHall(
    hallWith({ staff: { ...smallHall.staff, t1: { skills } } }),
    monday9 + Date.parse(day) - Date.parse('2026-03-02'),
  )
  return hall.state.catalogue.services.filter((s) => handles(hall.state, id.staff('t1'), s)).map((s) => s.id)
}

const tax = { kind: 'department', departmentId: id.department('tax') } as const
const deed = { kind: 'service', serviceId: id.service('deed') } as const

test('each scope covers its own', () => {
  expect(handled([])).toEqual([])
  expect(handled([{ scope: { kind: 'all' } }])).toHaveLength(7)
  expect(handled([{ scope: tax }])).toEqual(['taxReg', 'invoice', 'refund'])
  expect(handled([{ scope: tax }, { scope: deed }])).toEqual(['taxReg', 'invoice', 'refund', 'deed'])
})

test('dates hold for each skill alone; one valid skill is enough', () => {
  const skills: readonly Skill[] = [
    { scope: tax, until: '2026-03-02' },
    { scope: deed, from: '2026-03-02', until: '2026-03-03' },
    { scope: deed, from: '2026-03-05' },
  ]
  expect(handled(skills, '2026-03-01')).toEqual(['taxReg', 'invoice', 'refund'])
  expect(handled(skills, '2026-03-02')).toEqual(['deed'])
  expect(handled(skills, '2026-03-03')).toEqual([])
  expect(handled(skills, '2026-03-05')).toEqual(['deed'])
})

test('a stranger handles nothing; changed skills hold at once', () => {
  const hall = openHall()
  const [service] = hall.state.catalogue.services
  if (service === undefined) throw new Error('the small hall has services')
  expect(handles(hall.state, id.staff('stranger'), service)).toBe(false)
  expect(handles(hall.state, id.staff('t1'), service)).toBe(true)
  const staff = partsOf(smallHall).staff.map((s) => (s.id === 't1' ? { ...s, skills: [] } : s))
  hall.given('admin', { type: 'replaceStaff', staff })
  expect(handles(hall.state, id.staff('t1'), service)).toBe(false)
  hall.issue(['idCard'])
  hall.given('t1', cmd.open('c1')).when(cmd.next('c1'), 't1').refused('nobodyWaiting')
})

test('duties exclude each other whichever came first, per person', () => {
  const catalogue = { incompatibleDuties: [['accept', 'review']] as [string, string][] }
  const done = (duty: string) => ({ duties: [{ staffId: id.staff('t1'), duty }] })
  expect(dutyConflict(catalogue, done('accept'), { duty: 'review' }, id.staff('t1'))).toBe('accept')
  expect(dutyConflict(catalogue, done('review'), { duty: 'accept' }, id.staff('t1'))).toBe('review')
  expect(dutyConflict(catalogue, done('accept'), { duty: 'accept' }, id.staff('t1'))).toBeUndefined()
  expect(dutyConflict(catalogue, done('accept'), { duty: 'review' }, id.staff('t2'))).toBeUndefined()
  expect(dutyConflict(catalogue, done('accept'), {}, id.staff('t1'))).toBeUndefined()
})
