/**
 * Goal: what a station did alone is handed in once, whatever ends in between, and keeps its true time; what was made of
 * that time is on record (I6). Method: as in `station.test.ts`, the clocks of stations set wrong by hand.
 */
import { describe, expect, test } from 'vitest'
import { cmd } from '#test/fixtures/hall.ts'
import { graceMs, hallAtWork } from '#test/fixtures/stationHall.ts'
import type { StationHall } from '#test/fixtures/stationHall.ts'

function alone(hall: StationHall): void {
  hall.kill()
  hall.pass(graceMs)
}

describe('the facts of a station', () => {
  test('survive a restart of the station and are merged once', () => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    kiosk.restart()
    hall.revive()
    expect(hall.visits).toEqual(['A801 waiting'])
    kiosk.restart()
    kiosk.join()
    hall.pass(0)
    expect(hall.visits).toEqual(['A801 waiting'])
    hall.expectLevel()
  })

  test('wait when the hub cannot write, and are handed in when it can', () => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    hall.hub.ledger.breakDown('full')
    hall.revive()
    const asked = kiosk.heard.length
    expect(kiosk.station.factsLeft).toBe(1)
    hall.pass(900)
    expect(kiosk.heard.filter((m) => m.type === 'factsTaken')).toHaveLength(1)
    expect(kiosk.heard.length).toBeGreaterThanOrEqual(asked)
    hall.hub.ledger.mend()
    hall.pass(5_000)
    expect(kiosk.station.factsLeft).toBe(0)
    expect(hall.visits).toEqual(['A801 waiting'])
    hall.expectLevel()
  })

  test.each([
    ['forward', 7_200_000],
    ['backward', -7_200_000],
  ])('keep their true time when the clock is set %s meanwhile, and are marked', (_way, byMs) => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    const happenedMs = hall.nowMs
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    kiosk.wrongByMs = byMs
    hall.pass(600_000)
    expect(kiosk.station.nowMs()).toBe(hall.nowMs)
    hall.revive()
    const [visit] = [...hall.hub.hub.state.visits.values()]
    expect(visit?.arrivedAtMs).toBe(happenedMs)
    const entry = hall.hub.hub.eventsAfter(0, 1_000)?.find(({ event }) => event.type === 'visitIssued')
    expect(entry).toMatchObject({ happenedMs, clockJumped: true })
    const known = hall.desk.known().find(({ stationId }) => stationId === kiosk.station.stationId)
    expect(known?.clock).toEqual({ atMs: hall.nowMs, aheadMs: byMs, jumped: true })
    hall.expectLevel()
  })

  test('are corrected by what the clock was off, and that is on record', () => {
    const { hall, kiosk } = hallAtWork(0)
    alone(hall)
    hall.pass(60_000)
    // Started anew without its hub it believes its own clock, which is slow by half a minute.
    kiosk.wrongByMs = -30_000
    kiosk.restart()
    hall.pass(graceMs)
    const happenedMs = hall.nowMs
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    hall.revive()
    const entry = hall.hub.hub.eventsAfter(0, 1_000)?.find(({ event }) => event.type === 'visitIssued')
    expect(entry).toMatchObject({ happenedMs, correctedMs: 30_000 })
    expect(entry).not.toHaveProperty('clockJumped')
    const known = hall.desk.known().find(({ stationId }) => stationId === kiosk.station.stationId)
    expect(known?.clock).toMatchObject({ aheadMs: -30_000, jumped: false })
  })

  test('take their place by when people came, not by number', () => {
    const { hall, kiosk } = hallAtWork(0)
    const other = hall.station('kiosk-2', 'kiosk')
    kiosk.cut()
    hall.pass(graceMs)
    kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
    hall.pass(10_000)
    other.done('j', cmd.issue(['idCard']), 'kiosk')
    kiosk.join()
    hall.pass(0)
    const byArrival = [...hall.hub.hub.state.visits.values()].sort((a, b) => a.arrivedAtMs - b.arrivedAtMs)
    expect(byArrival.map((v) => v.number)).toEqual(['A801', 'A001'])
  })
})
