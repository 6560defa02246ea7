/** Goal: the newest copies and one of each day stay, and nothing else goes but what is ours. Method: weeks of stamps. */
import { describe, expect, it } from 'vitest'
import { businessDayAt } from '#shared/time/businessDay.ts'
import { keptAtMostDays, outdated, stampedAt, stampOf, usualRotation } from './rotation.ts'

const hourMs = 3_600_000
/** 04:00 in the hall, a second after its day began. */
const rollOver = Date.parse('2026-01-01T20:00:01Z')
const dayOf = (atMs: number): string => businessDayAt(atMs, 'Asia/Shanghai', 4).day

describe('a stamp', () => {
  it('sorts by time, fits a file’s name everywhere and is read back', () => {
    const times = [0, 1000, hourMs, 40 * hourMs, rollOver, Date.parse('2099-12-31T23:59:59Z')]
    const stamps = times.map(stampOf)
    expect([...stamps].sort()).toEqual(stamps)
    expect(stamps.map(stampedAt)).toEqual(times)
    expect(stampOf(rollOver + 999)).toBe('2026-01-01T200001Z')
  })

  it.each(['', '2026-01-01', '2026-01-01T2000Z', '2026-13-01T200001Z', '2026-01-01T200001Z-2'])(
    'is not: %j',
    (text) => {
      expect(stampedAt(text)).toBeUndefined()
    },
  )
})

describe('rotation', () => {
  it('of fifty days of hourly copies keeps two days of hours and the first of thirty days', () => {
    let stamps: readonly string[] = []
    for (let n = 0; n < 50 * 24; n += 1) {
      stamps = [...stamps, stampOf(rollOver + n * hourMs)]
      const gone = new Set(outdated(stamps, usualRotation, dayOf))
      expect(gone.has(stampOf(rollOver + n * hourMs))).toBe(false)
      stamps = stamps.filter((s) => !gone.has(s))
    }
    const days = new Map<string, string[]>()
    for (const s of stamps) {
      const day = dayOf(stampedAt(s) ?? 0)
      days.set(day, [...(days.get(day) ?? []), s])
    }
    expect(days.size).toBe(30)
    expect(stamps).toHaveLength(28 + 48)
    // Right after the roll-over, so each holds a whole day.
    for (const [day, [first]] of days) expect(first).toBe(stampOf(Date.parse(`${day}T04:00:01+08:00`)))
  })

  it('keeps nothing older than its days, however seldom copies are made or however long none was', () => {
    const dayMs = 24 * hourMs
    const weekly = [0, 7, 14, 21, 28, 35].map((n) => stampOf(rollOver + n * dayMs))
    expect(outdated(weekly, usualRotation, dayOf)).toEqual(weekly.slice(0, 1))
    const afterAYear = [...weekly, stampOf(rollOver + 400 * dayMs)]
    expect(outdated(afterAYear, usualRotation, dayOf)).toEqual(weekly)
    expect([hourMs, dayMs, 7 * dayMs].map((everyMs) => keptAtMostDays(usualRotation, everyMs))).toEqual([
      31, 31, 37,
    ])
    expect(keptAtMostDays({ recent: 48, days: 3 }, hourMs)).toBe(4)
  })

  it('leaves alone what has none of its stamps, and always the newest', () => {
    const stamps = ['2026-11-19', 'before-update', stampOf(rollOver), stampOf(rollOver + hourMs)]
    expect(outdated(stamps, { recent: 0, days: 0 }, dayOf)).toEqual([stampOf(rollOver)])
    expect(outdated([stampOf(rollOver)], { recent: 0, days: 0 }, dayOf)).toEqual([])
  })
})
