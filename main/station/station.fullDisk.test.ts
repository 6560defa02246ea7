/**
 * Goal: a station whose disk has no room tells its people what is true, and goes on by itself once there is room.
 * Method: the product's own hub, desk and stations over disks in memory, filled at the very step that matters.
 */
import { describe, expect, test } from 'vitest'
import { takeOwn } from '#main/hub/takeOwn.ts'
import { LedgerFault } from '#main/ledger/ledger.ts'
import { commandId } from '#shared/ids/ids.ts'
import { cmd, id } from '#test/fixtures/hall.ts'
import { graceMs, hallAtWork } from '#test/fixtures/stationHall.ts'
import type { StationHall, TestStation } from '#test/fixtures/stationHall.ts'

const full = { ok: false, refusal: { code: 'ledgerUnavailable' } }
const worksThrough = (hall: StationHall, { station }: TestStation): string | undefined =>
  hall.desk.known().find((s) => s.stationId === station.stationId)?.counterId

describe('an answer of the hub that the disk has no room for', () => {
  test('is told all the same, the hub is not left, and the record follows', () => {
    const { hall, console } = hallAtWork(1)
    const answers = console.ask('n', cmd.next('c1'), 't1')
    console.store.breakDown('full')
    hall.commit()
    expect(answers).toMatchObject([{ ok: true, number: 'A001' }])
    expect(console.station.standing).toBe('live')
    expect(console.ask('r', cmd.next('c1'), 't1')).toMatchObject([full])
    console.station.tick()
    hall.commit()
    expect(console.store.sent()).toHaveLength(1)
    console.store.mend()
    console.station.tick()
    hall.commit()
    expect(console.store.sent()).toEqual([])
    expect(console.store.answerTo(commandId.parse('n'))).toMatchObject({ ok: true, number: 'A001' })
    expect({ answers: answers.length, visits: hall.visits }).toEqual({ answers: 1, visits: ['A001 called'] })
    hall.expectLevel()
  })

  test('is told when it is a refusal too', () => {
    const { hall, console } = hallAtWork(0)
    const answers = console.ask('n', cmd.next('c1'), 't1')
    console.store.breakDown('full')
    hall.commit()
    expect(answers).toMatchObject([{ ok: false, refusal: { code: 'nobodyWaiting' } }])
    console.store.mend()
    console.station.tick()
    hall.commit()
    expect(console.store.sent()).toEqual([])
  })

  test('stays answered when the hub is lost before there is room: nothing is done twice', () => {
    const { hall, kiosk } = hallAtWork(0)
    const answers = kiosk.ask('i', cmd.issue(['idCard']), 'kiosk')
    kiosk.store.breakDown('full')
    hall.commit()
    hall.kill()
    hall.pass(graceMs)
    kiosk.store.mend()
    hall.revive()
    expect(answers).toMatchObject([{ ok: true, number: 'A001' }])
    expect({ visits: hall.visits, sent: kiosk.store.sent() }).toEqual({ visits: ['A001 waiting'], sent: [] })
    hall.expectLevel()
  })
})

test('what waited for the hub and has no room is refused once, and not carried out later', () => {
  const { hall, kiosk } = hallAtWork(0)
  hall.kill()
  const answers = kiosk.ask('i', cmd.issue(['idCard']), 'kiosk')
  kiosk.store.breakDown('full')
  hall.revive()
  expect(answers).toMatchObject([full])
  kiosk.store.mend()
  hall.kill()
  hall.revive()
  expect({ answers: answers.length, visits: hall.visits }).toEqual({ answers: 1, visits: [] })
  hall.expectLevel()
})

describe('the counter at a station', () => {
  test('is known while there is no room to keep it, and its answer heard once more opens nothing again', () => {
    const { hall, console } = hallAtWork(0)
    console.done('close', cmd.close('c1'), 't1')
    const answers = console.ask('again', cmd.open('c1'), 't1')
    console.store.breakDown('full')
    hall.commit()
    expect(answers).toMatchObject([{ ok: true }])
    expect(worksThrough(hall, console)).toBe('c1')
    console.store.mend()
    console.done('shut', cmd.close('c1'), 't1')
    console.station.tick()
    hall.commit()
    expect({ at: worksThrough(hall, console), sent: console.store.sent() }).toEqual({
      at: undefined,
      sent: [],
    })
  })

  test('gives no claim back that it could not write down, and does at the next moment it can', () => {
    const { hall, console } = hallAtWork(2)
    const visitIds = [...hall.hub.hub.state.claims.keys()]
    const giveBack = { type: 'giveBack', counterId: id.counter('c1'), visitIds } as const
    console.store.breakDown('full')
    console.station.receive(giveBack)
    console.station.tick()
    hall.commit()
    expect({ held: hall.hub.hub.state.claims.size, back: console.store.givenBack() }).toEqual({
      held: 2,
      back: [],
    })
    console.store.mend()
    console.station.receive(giveBack)
    expect(console.store.givenBack()).toEqual(visitIds)
  })

  test('is left by whoever takes it over, though there was no room to write that', () => {
    const { hall, console } = hallAtWork(2)
    console.done('shut', cmd.close('c1'), 't1')
    console.done('sit', cmd.sit('c1', 'machine-a'), 't1')
    const other = hall.station('console-2', 'console')
    other.done('ask', cmd.ask('c1', 'machine-b'), 't1')
    console.store.breakDown('full')
    hall.pass(60_000)
    other.done('force', cmd.force('c1'), 't1')
    hall.pass(1_000)
    expect([worksThrough(hall, console), worksThrough(hall, other)]).toEqual([undefined, 'c1'])
    console.store.mend()
    console.station.tick()
    expect(console.store.counterId()).toBeUndefined()
  })
})

test('a clock that moved is measured though it cannot be written, and does not end the line', () => {
  const { hall, kiosk } = hallAtWork(0)
  kiosk.store.breakDown('full')
  kiosk.wrongByMs = -90_000
  kiosk.station.tick()
  hall.commit()
  expect({ offsetMs: kiosk.store.offsetMs(), standing: kiosk.station.standing }).toEqual({
    offsetMs: 0,
    standing: 'live',
  })
  kiosk.store.mend()
  kiosk.station.tick()
  hall.commit()
  expect(kiosk.store.offsetMs()).toBe(90_000)
})

test('a computer that becomes the hub takes in what it did alone once there is room to note that it has', () => {
  const { hall, kiosk } = hallAtWork(0)
  hall.kill()
  hall.pass(graceMs)
  const told = kiosk.done('i', cmd.issue(['idCard']), 'kiosk')
  hall.promote(kiosk)
  const own = { stationId: kiosk.station.stationId, wallMs: hall.nowMs }
  const take = (): boolean => takeOwn(hall.hub.hub, kiosk.store, own)
  hall.hub.ledger.breakDown('full')
  expect(take()).toBe(false)
  hall.hub.ledger.mend()
  kiosk.store.breakDown('full')
  expect(take).toThrow(LedgerFault)
  expect(kiosk.store.facts()).toHaveLength(1)
  kiosk.store.mend()
  expect(take()).toBe(true)
  expect({ visits: hall.visits, left: kiosk.store.facts() }).toEqual({
    visits: [`${told.number ?? ''} waiting`],
    left: [],
  })
})
