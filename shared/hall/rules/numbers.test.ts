/** Goal: no number is given twice (I1), by whatever hub or kiosk, with or without the other. Method: given, when, then. */
import { describe, expect, test } from 'vitest'
import { cmd, hallWith, id, openHall } from '#test/fixtures/hall.ts'
import type { TestHall } from '#test/fixtures/hall.ts'
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
  test('begins above every number the one before could give', () => {
    const hall = openHall()
    hall.issue(['idCard'])
    hall.given('system', lease('kiosk-1'), promote(1))
    expect(hall.issue(['idCard']).number).toBe('A5001')
    // What the kiosk holds is still its own.
    expect(blocks(hall)).toEqual(['kiosk-1 801-820 next 801'])
    hall.given('system', lease('kiosk-2'))
    expect(blocks(hall)[1]).toBe('kiosk-2 5801-5820 next 5801')
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
    expect(hall.issue(['idCard']).number).toBe('A5001')
    hall.given('boss', { type: 'settleReign' })
    hall.at('05:00', '2026-03-04').given('system', cmd.rollOver)
    expect(hall.issue(['idCard']).number).toBe('A001')
  })

  test('has five thousand numbers of each queue, and says when they are used up', () => {
    const hall = openHall(hallWith({ settings: (d) => ({ ...d, lease: { blockSize: 4, from: 4990 } }) }))
    for (let epoch = 1; ; epoch += 1) {
      const { decision } = hall.when(promote(epoch), 'system')
      if (decision.ok) continue
      expect(decision.refusal.code).toBe('numbersUsedUp')
      break
    }
  })
})
