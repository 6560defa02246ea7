/** Goal: an old day is always judged by the pack and version that held on it. Method: choices made one after another. */
import { describe, expect, it } from 'vitest'
import { choosePack, testPack, testRules } from '#test/fixtures/conduct.ts'
import { cmd, openHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { packOn, rulesProblem, withPack } from './conductRules.ts'
import { packLabel } from './rulePacks.ts'

const ruled = (): TestHall => openHall().given('admin', { type: 'configureConduct', rules: testRules })
const heldOn = (hall: TestHall, day: string): string | undefined => {
  const pack = packOn(hall.state.conduct ?? testRules, day)
  return pack === undefined ? undefined : packLabel(pack)
}

describe('a pack chosen from a day on', () => {
  it('leaves the days before it to the version that held', () => {
    const hall = ruled().given('admin', choosePack('2026-03-02'))
    expect(heldOn(hall, '2026-03-01')).toBe('test 1')
    expect(heldOn(hall, '2026-03-02')).toBe('test 2')
    hall.given('admin', choosePack('2026-04-01', '3'))
    expect(['2026-02-28', '2026-03-31', '2026-04-01'].map((day) => heldOn(hall, day))).toEqual([
      'test 1',
      'test 2',
      'test 3',
    ])
  })

  it('gives way to another choice while its day has not come', () => {
    const hall = ruled()
      .given('admin', choosePack('2026-04-01', '3'))
      .given('admin', choosePack('2026-03-20'))
    expect(heldOn(hall, '2026-04-02')).toBe('test 2')
    expect(hall.state.conduct?.inForce.map((f) => f.from)).toEqual(['2026-01-01', '2026-03-20'])
  })

  it('may be of any day where no pack held before', () => {
    const hall = openHall().given('admin', choosePack('2026-01-05'))
    expect(heldOn(hall, '2026-01-04')).toBeUndefined()
    expect(heldOn(hall, '2026-01-05')).toBe('test 2')
  })

  it('is not rewritten once a day was judged by it', () => {
    const hall = ruled().at('09:00', '2026-03-03').given('system', cmd.rollOver)
    const milder = { ...testRules, packs: [{ ...testPack, graceMin: 120 }] }
    hall.when({ type: 'configureConduct', rules: milder }, 'admin').refused('conductInvalid')
    hall
      .when({ type: 'configureConduct', rules: { ...testRules, inForce: [] } }, 'admin')
      .refused('conductInvalid')
    hall.when({ type: 'configureConduct', rules: { ...testRules, flows: [] } }, 'admin').then({
      type: 'conductConfigured',
    })
  })

  it('judges no day before its first', () => {
    const since = { ...testPack, version: '9', since: '2026-06-01' }
    expect(rulesProblem(withPack(testRules, since, '2026-05-31'))).toMatchObject({
      code: 'packTooEarly',
      facts: { since: '2026-06-01' },
    })
    expect(rulesProblem(withPack(testRules, since, '2026-06-01'))).toBeUndefined()
  })
})
