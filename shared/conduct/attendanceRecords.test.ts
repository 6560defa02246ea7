/** Goal: a punch is what happened, wherever it was made, and is never edited. Method: punches with the hub, without it, and by others. */
import { describe, expect, it } from 'vitest'
import { punchIn, testRules } from '#test/fixtures/conduct.ts'
import { cmd, id, monday9, openHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import type { Punch } from './attendanceRecords.ts'

const ruled = (): TestHall => openHall().given('admin', { type: 'configureConduct', rules: testRules })
const punches = (hall: TestHall): Punch[] =>
  [...hall.remembered.values()].flatMap((r) => (r.record === 'punch' ? [r] : []))

describe('a punch', () => {
  it('counts by the hub’s clock and keeps what the device said', () => {
    const hall = ruled().given('t1', { type: 'punch', direction: 'in', deviceMs: monday9 - 90_000 })
    expect(punches(hall)).toMatchObject([
      {
        staffId: 't1',
        direction: 'in',
        atMs: monday9,
        hubMs: monday9,
        offsetMs: 90_000,
        offline: false,
        day: '2026-03-02',
      },
    ])
  })

  it('made without the hub counts when it was made, on the day it was made, and says so', () => {
    const station = ruled()
    station.alone = id.station('console-1')
    const [punched] = station.when({ type: 'punch', direction: 'in', deviceMs: monday9 - 5000 }, 't1').events
    const hall = ruled().at('04:00', '2026-03-03').given('system', cmd.rollOver)
    const fact = {
      id: id.fact('fact-1'),
      stationId: id.station('console-1'),
      actor: hall.actor('t1'),
      events: punched === undefined ? [] : [punched],
      believedMs: monday9,
      happenedMs: monday9 + 2000,
      clockJumped: true,
    }
    hall.when({ type: 'mergeFact', fact }, 'console').then({ type: 'punched' })
    expect(punches(hall)).toMatchObject([
      {
        day: '2026-03-02',
        atMs: monday9 + 2000,
        hubMs: hall.nowMs,
        offsetMs: 7000,
        offline: true,
        clockJumped: true,
        stationId: 'console-1',
      },
    ])
  })

  it('before the roll-over hour belongs to the day before', () => {
    const hall = ruled().at('03:59', '2026-03-03').given('t1', punchIn)
    expect(punches(hall)[0]?.day).toBe('2026-03-02')
  })

  it('recorded by somebody in charge says who, when and why, and may be for a day gone by', () => {
    const hall = ruled().at('10:00', '2026-03-03').given('system', cmd.rollOver)
    hall.given('boss', {
      type: 'recordPunch',
      staffId: id.staff('t1'),
      direction: 'in',
      atMs: monday9,
      ground: 'powerFailure',
      note: 'no power until ten; signed on paper',
    })
    expect(punches(hall)).toMatchObject([
      { day: '2026-03-02', atMs: monday9, recorded: { ground: 'powerFailure', by: { staffId: 'boss' } } },
    ])
    // Not of today: the state need not keep it.
    expect(hall.state.records.size).toBe(0)
  })

  it('is voided and never gone, also one of an earlier day', () => {
    const hall = ruled().given('t1', punchIn).at('10:00', '2026-03-03').given('system', cmd.rollOver)
    const [first] = punches(hall)
    if (first === undefined) throw new Error('no punch')
    hall.given('boss', { type: 'voidPunch', punchId: first.id, note: 'somebody else’s' })
    expect(punches(hall)).toMatchObject([
      { id: first.id, voided: { note: 'somebody else’s', by: { staffId: 'boss' } } },
    ])
  })
})
