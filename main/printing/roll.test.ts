/** Goal: no ticket is promised that the roll may not hold. Method: the roll as a value, told what a printer would tell. */
import fc from 'fast-check'
import SQLite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { fullRoll, isLow, longTicketMm, nearEndHeard, paperUsed } from './roll.ts'
import type { Roll } from './roll.ts'
import { memoryRollStore, sqliteRollStore } from './rollStore.ts'

const leftMm = 1500
/** Prints tickets of that length while they may be promised; how many that were, and the roll after them. */
function printOn(roll: Roll, mm: number): { readonly roll: Roll; readonly tickets: number } {
  let now = roll
  let tickets = 0
  while (!isLow(now, leftMm) && tickets < 100) {
    now = paperUsed(now, mm, leftMm)
    tickets += 1
  }
  return { roll: now, tickets }
}

describe('the end of a roll', () => {
  it('is no matter before the sensor says so', () => {
    expect(printOn(fullRoll, 200).tickets).toBe(100)
    expect(nearEndHeard(fullRoll, false)).toBe(fullRoll)
  })

  it('is reached before the paper is out, whatever the tickets’ lengths', () => {
    const lengths = fc.array(fc.integer({ min: 60, max: longTicketMm }), { minLength: 40, maxLength: 40 })
    fc.assert(
      fc.property(lengths, (tickets) => {
        let roll = nearEndHeard(fullRoll, true)
        let used = 0
        for (const mm of tickets) {
          if (isLow(roll, leftMm)) break
          roll = paperUsed(roll, mm, leftMm)
          used += mm
        }
        // With the ticket in which the sensor spoke, never more than was left; and not much less.
        expect(used).toBeLessThanOrEqual(leftMm - longTicketMm)
        expect(used).toBeGreaterThan(leftMm - 3 * longTicketMm)
      }),
      { seed: 20_261_122 },
    )
  })

  it('is over at once when the roll was changed', () => {
    const { roll } = printOn(nearEndHeard(fullRoll, true), 200)
    expect(isLow(roll, leftMm)).toBe(true)
    expect(isLow(nearEndHeard(roll, false), leftMm)).toBe(false)
  })

  it('is not forgotten because a turning roll covers the sensor for a moment', () => {
    const { roll } = printOn(nearEndHeard(fullRoll, true), 200)
    const covered = paperUsed(nearEndHeard(roll, false), 200, leftMm)
    expect(isLow(covered, leftMm)).toBe(false)
    expect(isLow(nearEndHeard(covered, true), leftMm)).toBe(true)
  })

  it('begins anew with a roll that has had more paper than the old one could have', () => {
    const { roll } = printOn(nearEndHeard(fullRoll, true), 200)
    let changed = nearEndHeard(roll, false)
    for (let mm = 0; mm < leftMm; mm += 200) changed = paperUsed(changed, 200, leftMm)
    expect(changed).toEqual(fullRoll)
    expect(isLow(nearEndHeard(changed, true), leftMm)).toBe(false)
  })

  it('is kept, and read again', () => {
    const database = new SQLite(':memory:')
    for (const make of [memoryRollStore, () => sqliteRollStore(database)]) {
      const store = make()
      expect(store.load()).toEqual(fullRoll)
      store.save({ usedMm: 420 })
      store.save({ usedMm: 620, sinceClearMm: 80 })
      expect(store.load()).toEqual({ usedMm: 620, sinceClearMm: 80 })
    }
    expect(sqliteRollStore(database).load()).toEqual({ usedMm: 620, sinceClearMm: 80 })
  })
})
