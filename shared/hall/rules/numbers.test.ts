/** Goal: no number is given twice (I1), by whatever hub or kiosk, with or without the other. Method: given, when, then. */
import { describe, expect, test } from 'vitest'
import { cmd, hallWith, id, openHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
import { stoodIn } from '../changes.ts'
import type { HallEvent } from '../events.ts'
import { lastRun } from '../numbering.ts'
import { mainRange, overlap, unownedRange } from '../ranges.ts'
import { decodeState, encodeState, stateText } from '../snapshot.ts'
import { queueNow } from '../state.ts'

const lease = (kiosk: string) => ({ type: 'leaseBlocks', stationId: id.station(kiosk) }) as const
const promote = (epoch: number) =>
  ({ type: 'promoteHub', epoch, hubId: id.hub(`hub-${String(epoch)}`) }) as const
const blocks = (hall: TestHall, queue = 'A'): string[] =>
  queueNow(hall.state, id.queue(queue)).leases.map(
    (l) => `${l.stationId} ${l.from}-${l.until} next ${l.next}`,
  )
/** A hall with small blocks near the start, so that running numbers meet them. */
const small = hallWith({ settings: (d) => ({ ...d, lease: { blockSize: 4, from: 3 } }) })

describe('a kiosk’s block', () => {
  test('is of each queue, high above the running numbers, one kiosk’s after the other’s', () => {
    const hall = openHall()
    hall.given('system', lease('kiosk-1'), lease('kiosk-2'))
    expect(blocks(hall)).toEqual(['kiosk-1 801-820 next 801', 'kiosk-2 821-840 next 821'])
    expect(blocks(hall, 'C')).toHaveLength(2)
    hall.when(lease('kiosk-1'), 'system').refused('nothingToGrant')
  })

  test('is stepped over by running numbers that reach it', () => {
    const hall = openHall(small)
    hall.given('system', lease('kiosk-1'))
    const numbers = [1, 2, 3, 4].map(() => hall.issue(['idCard']).number)
    expect(numbers).toEqual(['A001', 'A002', 'A007', 'A008'])
  })

  test('is used from its start by its kiosk alone, and by no other', () => {
    const hall = openHall(small)
    hall.given('system', lease('kiosk-1'))
    hall.alone = id.station('kiosk-2')
    const kiosk = (name: string) => ({ kind: 'station', stationId: id.station(name), mode: 'kiosk' }) as const
    hall.when(cmd.issue(['idCard']), kiosk('kiosk-2')).refused('blockUsedUp', { queueId: 'A' })
    hall.alone = id.station('kiosk-1')
    for (const number of ['A003', 'A004', 'A005', 'A006']) expect(hall.issue(['idCard']).number).toBe(number)
    hall.when(cmd.issue(['idCard']), 'kiosk').refused('blockUsedUp')
  })

  test('more than half used gets another, above all blocks and numbers', () => {
    const hall = openHall(small)
    hall.given('system', lease('kiosk-1'))
    hall.alone = id.station('kiosk-1')
    for (let n = 0; n < 3; n += 1) hall.issue(['idCard'])
    hall.alone = undefined
    for (let n = 0; n < 4; n += 1) hall.issue(['idCard'])
    hall.given('system', lease('kiosk-1'))
    expect(blocks(hall)).toEqual(['kiosk-1 3-6 next 6', 'kiosk-1 9-12 next 9'])
  })

  test('stays with the kiosk over night, the first one, whole again', () => {
    const hall = openHall(small)
    hall.given('system', lease('kiosk-1'), lease('kiosk-2'))
    hall.alone = id.station('kiosk-1')
    hall.issue(['idCard'])
    hall.alone = undefined
    hall.at('05:00', '2026-03-03').given('system', cmd.rollOver)
    expect(blocks(hall)).toEqual(['kiosk-1 3-6 next 3', 'kiosk-2 7-10 next 7'])
    expect(hall.issue(['idCard']).number).toBe('A001')
  })
})

describe('another hub', () => {
  test('without numbers of its own begins where no hub it knows of can reach', () => {
    const hall = openHall()
    hall.issue(['idCard'])
    hall.given('system', lease('kiosk-1'), promote(1))
    expect(hall.issue(['idCard']).number).toBe('A9001')
    // What the kiosk holds is still its own.
    expect(blocks(hall)).toEqual(['kiosk-1 801-820 next 801'])
    hall.given('system', lease('kiosk-2'))
    expect(blocks(hall)[1]).toBe('kiosk-2 9801-9820 next 9801')
    hall.given('system', promote(2))
    expect(hall.issue(['idCard']).number).toBe('A80001')
  })

  test('is refused below or at the epoch it knows', () => {
    const hall = openHall()
    hall.given('system', promote(2))
    hall.when(promote(2), 'system').refused('epochTooLow', { epoch: 2, known: 2 })
    hall.when(promote(1), 'system').refused('epochTooLow')
  })

  test('begins at one again the day after its reign is settled, and not before', () => {
    const hall = openHall()
    hall.given('system', promote(1))
    hall.at('05:00', '2026-03-03').given('system', cmd.rollOver)
    expect(hall.issue(['idCard']).number).toBe('A9001')
    hall.given('boss', { type: 'settleReign' })
    hall.at('05:00', '2026-03-04').given('system', cmd.rollOver)
    expect(hall.issue(['idCard']).number).toBe('A001')
  })

  test('finds ranges for twenty that have none, and says when they are used up', () => {
    const hall = openHall()
    const begins: number[] = []
    for (let epoch = 1; ; epoch += 1) {
      const { decision } = hall.when(promote(epoch), 'system')
      if (decision.ok) {
        begins.push(hall.state.reign.from)
        continue
      }
      expect(decision.refusal.code).toBe('numbersUsedUp')
      break
    }
    expect(begins).toHaveLength(21)
    expect(new Set(begins).size).toBe(21)
  })

  test('as an earlier version wrote it has five thousand numbers for each hub before it', () => {
    const hall = openHall()
    hall.happened({ type: 'hubPromoted', epoch: 1, hubId: id.hub('old'), reign: 1 })
    expect(hall.issue(['idCard']).number).toBe('A5001')
    expect(hall.state.reign).toMatchObject({ from: 5001, until: 10_000 })
  })
})

describe('a range kept for a station', () => {
  const reserve = (station: string, keep = 0) =>
    ({ type: 'reserveRange', stationId: id.station(station), keep }) as const
  const promoted = (epoch: number, station: string, by = 'x') =>
    ({ ...promote(epoch), hubId: id.hub(`${station}-${by}`), stationId: id.station(station) }) as const
  const kept = (hall: TestHall): string[] =>
    hall.state.ranges.map((r) => `${r.stationId} ${r.from}-${r.until}`)
  const number = (hall: TestHall): string => hall.issue(['idCard']).number

  test('is its own for good, the lowest where it is a computer meant to be the hub', () => {
    const hall = openHall()
    hall.given('system', reserve('console-1', 2), reserve('kiosk-1', 2), reserve('desk-pc'), reserve('spare'))
    expect(kept(hall)).toEqual([
      'console-1 10001-12000',
      'kiosk-1 12001-14000',
      'desk-pc 5001-7000',
      'spare 7001-9000',
    ])
    hall.when(reserve('spare'), 'system').refused('nothingToGrant')
    hall.at('05:00', '2026-03-03').given('system', cmd.rollOver)
    expect(kept(hall)).toHaveLength(4)
  })

  test('is there for fifty-five stations, none with a number of another’s, and none beyond the last number', () => {
    const hall = openHall()
    for (let n = 1; n <= 55; n += 1) hall.given('system', reserve(`s${String(n)}`))
    hall.when(reserve('s56'), 'system').refused('nothingToGrant')
    const taken = [mainRange, ...hall.state.ranges]
    for (let n = 1; n <= 21; n += 1) taken.push(unownedRange(n) ?? expect.fail(String(n)))
    for (const [i, one] of taken.entries()) {
      expect(one.until).toBeLessThanOrEqual(lastRun)
      expect(taken.filter((other, j) => i !== j && overlap(one, other))).toEqual([])
    }
  })

  test('is given away by no hub but the one whose numbers begin at one', () => {
    const hall = openHall()
    hall.given('system', reserve('a'), promoted(1, 'a'))
    hall.when(reserve('b'), 'system').refused('nothingToGrant')
    hall.given('boss', { type: 'settleReign' })
    hall.when(reserve('b'), 'system').refused('nothingToGrant')
    hall.at('05:00', '2026-03-03').given('system', cmd.rollOver, reserve('b'))
    expect(kept(hall)).toEqual(['a 5001-7000', 'b 7001-9000'])
  })

  test('is where its station begins as the hub: two promoted at once give nothing twice', () => {
    const hall = openHall()
    hall.given('system', reserve('a'), reserve('b'), lease('kiosk-1'))
    number(hall)
    const [one, other] = [hall.fork(), hall.fork()]
    one.given('system', promoted(1, 'a'))
    other.given('system', promoted(1, 'b'))
    const given = [one, other].flatMap((at) => {
      at.given('system', lease('kiosk-2'))
      return [number(at), number(at), blocks(at)[1]]
    })
    expect(given).toEqual([
      ...['A5001', 'A5002', 'kiosk-2 5801-5820 next 5801'],
      ...['A7001', 'A7002', 'kiosk-2 7801-7820 next 7801'],
    ])
  })

  test('goes on where it stood when its station is the hub once more, though nobody here has heard of what it gave', () => {
    const hall = openHall(small)
    hall.given('system', reserve('a'), reserve('b'))
    const away = hall.fork()
    away.given('system', promoted(1, 'a'), lease('kiosk-2'))
    expect([1, 2, 3].map(() => number(away))).toEqual(['A5001', 'A5002', 'A5007'])
    const stood = stoodIn(away.state) ?? expect.fail()
    // Everybody follows the rival, which has heard nothing of it.
    hall.given('system', promoted(1, 'b'))
    number(hall)
    expect(stoodIn(hall.state)?.queues.map((q) => q.next)).toContain(7002)
    hall.given('system', { ...promoted(2, 'a', 'y'), stood }, lease('kiosk-3'))
    expect(blocks(hall)).toEqual(['kiosk-2 5003-5006 next 5003', 'kiosk-3 5008-5011 next 5008'])
    expect([number(hall), number(hall)]).toEqual(['A5012', 'A5013'])
  })

  test('begins anew on another day, the blocks out of it whole again', () => {
    const hall = openHall(small)
    hall.given('system', reserve('a'), reserve('b'))
    const away = hall.fork()
    away.given('system', promoted(1, 'a'), lease('kiosk-2'))
    number(away)
    const stood = stoodIn(away.state) ?? expect.fail()
    hall.given('system', promoted(1, 'b'))
    hall.at('05:00', '2026-03-03').given('system', cmd.rollOver, { ...promoted(2, 'a', 'y'), stood })
    expect(blocks(hall)).toEqual(['kiosk-2 5003-5006 next 5003'])
    expect(number(hall)).toBe('A5001')
  })

  test('goes on where it stood on a day that a clock set wrong had brought it to, when that day comes', () => {
    const hall = openHall(small)
    hall.given('system', reserve('a'), reserve('b'))
    const away = hall.fork()
    away.given('system', promoted(1, 'a'), lease('kiosk-2'))
    away.at('05:00', '2026-03-03').given('system', cmd.rollOver)
    expect([number(away), number(away)]).toEqual(['A5001', 'A5002'])
    const stood = stoodIn(away.state) ?? expect.fail()
    hall.given('system', promoted(1, 'b'), { ...promoted(2, 'a', 'y'), stood })
    expect(number(hall)).toBe('A5001')
    expect(stateText(decodeState(encodeState(hall.state)))).toBe(stateText(hall.state))
    hall.at('05:00', '2026-03-03').given('system', cmd.rollOver)
    expect([number(hall), blocks(hall)]).toEqual(['A5007', ['kiosk-2 5003-5006 next 5003']])
    // And no day longer.
    hall.at('05:00', '2026-03-04').given('system', cmd.rollOver)
    expect([number(hall), hall.state.reign.stood]).toEqual(['A5001', undefined])
  })

  test('is told to whoever follows another hub, unless somebody has it there', () => {
    const hall = openHall()
    const merged = (fact: string, event: HallEvent): void => {
      const moment = { believedMs: hall.nowMs, happenedMs: hall.nowMs, clockJumped: false }
      const of = { id: id.fact(fact), stationId: id.station('x'), actor: hall.actor('t1'), events: [event] }
      expect(hall.when({ type: 'mergeFact', fact: { ...of, ...moment } }, 'system').decision.ok).toBe(true)
    }
    const range = (station: string, from: number): HallEvent => ({
      ...{ type: 'rangeReserved', stationId: id.station(station), from, until: from + 1999 },
    })
    hall.given('system', reserve('a'))
    merged('f1', range('b', 7001))
    merged('f2', range('c', 7001))
    merged('f3', range('a', 5001))
    expect(kept(hall)).toEqual(['a 5001-7000', 'b 7001-9000'])
    expect(hall.state.conflicts.size).toBe(0)
  })

  test('is not counted on by a hub with other numbers: what a rival gave stays behind its own', () => {
    const hall = openHall()
    hall.given('system', reserve('a'), reserve('b'))
    const rival = hall.fork()
    rival.given('system', promoted(1, 'b'))
    const visit = rival.issue(['idCard'])
    hall.given('system', promoted(1, 'a'))
    number(hall)
    hall.happened({ type: 'visitIssued', run: 7001, visit: { ...visit, id: id.visit('rival'), ordinal: 2 } })
    expect(number(hall)).toBe('A5002')
  })
})
