/**
 * Goal: a recorded day runs through the real rules and nobody is lost.
 * Method: a made-up day in the record's own form; one where the answer is known.
 */
import { describe, expect, it } from 'vitest'
import { chanceFrom } from '#shared/queueing/chance.ts'
import { initialState } from '#shared/hall/state.ts'
import { recorder } from '#test/bench/trace/recorded.ts'
import { fitHeadStarts } from '#test/bench/trace/headStarts.ts'
import { replayDay } from '#test/bench/trace/replay.ts'
import type { Person } from '#test/bench/trace/read.ts'

function person(n: number, more: Partial<Person>): Person {
  return {
    key: `v${String(n)}`,
    date: '1999-02-01',
    kind: 'A',
    isPriority: false,
    arrivalS: 1000,
    waitS: 0,
    serviceS: 100,
    teller: 'T1',
    ...more,
  }
}

/** A day at two tellers in order of arrival. */
function madeUpDay(seed: number): Person[] {
  const chance = chanceFrom(seed)
  const freeS = [28_800, 28_800]
  let atS = 28_800
  return Array.from({ length: 120 }, (_, n) => {
    atS += Math.ceil(chance() * 100)
    const k = (freeS[0] ?? 0) <= (freeS[1] ?? 0) ? 0 : 1
    const startS = Math.max(atS, freeS[k] ?? 0)
    const waitS = startS - atS
    if (waitS > 120 && chance() < 0.5)
      return person(n, { arrivalS: atS, waitS: 60, serviceS: 0, teller: undefined })
    const serviceS = 20 + Math.floor(chance() * 150)
    freeS[k] = startS + serviceS
    return person(n, {
      arrivalS: atS,
      waitS,
      serviceS,
      teller: `T${String(k + 1)}`,
      kind: chance() < 0.5 ? 'A' : 'B',
      isPriority: chance() < 0.2,
    })
  })
}

describe('replayDay', () => {
  it('gives everyone one end, and the same each time', () => {
    const day = madeUpDay(1)
    const { waits, state, calls } = replayDay(day)
    expect(waits).toHaveLength(day.length)
    expect(calls).toBe(waits.filter((w) => w.waitS !== undefined).length)
    expect(state.visits.every((v) => v.state === 'finished' || v.state === 'cancelled')).toBe(true)
    expect(replayDay(day).waits).toEqual(waits)
  })

  it('gives a priority visitor ninety seconds', () => {
    const day = [
      person(0, { arrivalS: 1000, serviceS: 300 }),
      person(1, { arrivalS: 1100, waitS: 300 }),
      person(2, { arrivalS: 1150, waitS: 150, isPriority: true }),
      person(3, { arrivalS: 1200, waitS: 300, isPriority: true }),
    ]
    const { waits } = replayDay(day)
    const waitOf = (n: number): number | undefined => waits.find((w) => w.person === day[n])?.waitS
    expect(waitOf(2)).toBe(150)
    expect(waitOf(1)).toBe(300)
    expect(waitOf(3)).toBe(300)
  })
})

describe('recorder', () => {
  it('tells the record as it was: the same waits, nobody left at a counter', () => {
    const day = madeUpDay(2)
    const waits = new Map<string, number>()
    const record = recorder(initialState, day, fitHeadStarts([day]), 600, {
      onEvent({ event, atMs }, after) {
        const visit = event.type === 'visitCalled' ? after.visits.get(event.visitId) : undefined
        if (visit !== undefined) waits.set(visit.id, (atMs - visit.arrivedAtMs) / 1000)
      },
    })
    record.play(day)
    for (const p of day) expect(waits.get(p.key)).toBe(p.teller === undefined ? undefined : p.waitS)
    expect(record.state().counters.every((c) => c.state === 'closed' && c.visitId === undefined)).toBe(true)
  })
})
