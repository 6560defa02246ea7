/**
 * Goal: what is learnt is what happened, from the ledger alone, and survives
 * being kept as JSON. Method: made-up days with known durations.
 */
import { describe, expect, it } from 'vitest'
import { compared, corrected, firstCalibration } from '#shared/queueing/calibration.ts'
import { chanceFrom } from '#shared/queueing/chance.ts'
import {
  chanceBelow,
  drawFrom,
  exponential,
  meanOf,
  quantileS,
  restS,
  seen,
  shrunk,
} from '#shared/queueing/durations.ts'
import { estimateWaits } from '#shared/queueing/estimate.ts'
import { holdsOf, holdsOfQueue } from '#shared/queueing/holds.ts'
import { noteGiven } from '#shared/queueing/learn.ts'
import { takingChance } from '#shared/queueing/learnt.ts'
import type { Learnt } from '#shared/queueing/learnt.ts'
import { MadeUpHall, morningMs } from '#test/bench/halls/madeUp.ts'

/** A day at one counter: `n` visits of service `s`, each held so long, the next called so much later. */
function serve(hall: MadeUpHall, n: number, service: number, holdS: number, fromS: number): void {
  for (let i = 0; i < n; i++) {
    const atS = fromS + i * (holdS + 10)
    const id = hall.issue(atS, service)
    hall.call(atS, id, 0)
    hall.finish(atS + holdS, id, 0)
  }
}

const serviceMeanS = (learnt: Learnt, queue: string, service: string): number | undefined =>
  meanOf(holdsOf(learnt, queue, service, holdsOfQueue(learnt, queue)))

describe('learnFrom', () => {
  it('learns each service and shrinks an unseen one to its queue', () => {
    const hall = new MadeUpHall(2, 2, 1, () => [0, 1])
    serve(hall, 200, 0, 60, 0)
    serve(hall, 200, 2, 600, 100_000)
    expect(serviceMeanS(hall.learnt, 'q0', 's0')).toBeCloseTo(60, -1.3)
    expect(serviceMeanS(hall.learnt, 'q1', 's2')).toBeGreaterThan(550)
    expect(serviceMeanS(hall.learnt, 'q0', 's1')).toBeLessThan(100)
    expect(serviceMeanS(hall.learnt, 'q1', 's3')).toBeGreaterThan(500)
  })

  it('is plain JSON: kept and read again it says the same', () => {
    const hall = new MadeUpHall(1, 1, 1, () => [0])
    serve(hall, 30, 0, 60, 0)
    const waiting = hall.issue(9000, 0)
    const again = JSON.parse(JSON.stringify(hall.learnt)) as Learnt
    expect(again).toEqual(hall.learnt)
    expect(estimateWaits(hall.state, again, morningMs + 9_001_000).get(waiting)).toEqual(
      estimateWaits(hall.state, hall.learnt, morningMs + 9_001_000).get(waiting),
    )
  })

  it('lets a day fade with the next', () => {
    const hall = new MadeUpHall(1, 1, 1, () => [0])
    serve(hall, 50, 0, 60, 0)
    const before = hall.learnt.holds.count
    hall.newDay(80_000)
    expect(hall.learnt.holds.count).toBeLessThan(before)
    expect(hall.learnt.holds.count).toBeGreaterThan(before * 0.9)
  })

  it('sees that a teller leaves a queue', () => {
    const hall = new MadeUpHall(2, 1, 1, () => [0, 1])
    const left = hall.issue(0, 0)
    for (let i = 1; i < 10; i++) {
      const id = hall.issue(i * 100, 1)
      const visit = hall.state.visits.get(id)
      if (visit === undefined) throw new Error('not issued')
      hall.say(i * 100 + 1, {
        type: 'visitCalled',
        visitId: id,
        number: visit.number,
        queueId: visit.queueId,
        ...hall.at(0),
        callNo: i,
        why: { rule: 'chosen', line: 'own', because: [], waitedS: 1, passedOver: 1 },
      })
      hall.finish(i * 100 + 50, id, 0)
    }
    expect(hall.state.visits.get(left)?.state).toBe('waiting')
    expect(takingChance(hall.learnt, 'tc0', 'q0')).toBeLessThan(0.3)
    expect(takingChance(hall.learnt, 'tc0', 'q1')).toBe(1)
  })

  it('compares an estimate with what came, once', () => {
    const hall = new MadeUpHall(1, 1, 1, () => [0])
    hall.call(1, hall.issue(1, 0), 0)
    const id = hall.issue(2, 0)
    const estimate = estimateWaits(hall.state, hall.learnt, morningMs + 2000).get(id)
    if (estimate === undefined) throw new Error('no estimate')
    hall.learnt = noteGiven(hall.learnt, id, estimate, morningMs + 2000)
    const [first] = hall.state.visits.keys()
    if (first === undefined) throw new Error('nobody came')
    hall.finish(50, first, 0)
    hall.call(52, id, 0)
    expect(hall.learnt.calibration.n).toBe(1)
    expect(hall.learnt.calibration.y).toBe(50)
    expect(hall.learnt.given).toEqual({})
  })
})

describe('durations', () => {
  it('keeps the exact mean and draws it', () => {
    const chance = chanceFrom(3)
    let d = seen({ weights: [], count: 0, sumS: 0 }, 0)
    for (let i = 0; i < 4000; i++) d = seen(d, -Math.log(1 - chance()) * 240)
    const draw = drawFrom(d)
    let sum = 0
    for (let i = 0; i < 20_000; i++) sum += quantileS(draw, chance())
    expect(sum / 20_000 / (meanOf(d) ?? NaN)).toBeCloseTo(1, 1)
  })

  it('leaves an exponential as long as it was, however long it has lasted', () => {
    const chance = chanceFrom(4)
    const draw = drawFrom(exponential(240, 100))
    for (const elapsedS of [0, 100, 500]) {
      const below = chanceBelow(draw, elapsedS)
      let sum = 0
      for (let i = 0; i < 20_000; i++) sum += restS(draw, elapsedS, below, chance())
      expect(sum / 20_000 / 240).toBeCloseTo(1, 0.8)
    }
  })

  it('shrinks the seldom seen more than the often seen', () => {
    const general = exponential(100, 1000)
    const seldom = seen({ weights: [], count: 0, sumS: 0 }, 1000)
    let often = seldom
    for (let i = 0; i < 200; i++) often = seen(often, 1000)
    expect(meanOf(shrunk(seldom, general, 10))).toBeLessThan(200)
    expect(meanOf(shrunk(often, general, 10))).toBeGreaterThan(900)
  })
})

describe('calibration', () => {
  it('covers eight of ten in the end, though the look-ahead is too sure and too long', () => {
    const chance = chanceFrom(5)
    let c = firstCalibration
    let inside = 0
    let bias = 0
    for (let i = 0; i < 6000; i++) {
      const mean = 30 + 300 * chance()
      const raw = { p10: mean * 0.95, p50: mean, p90: mean * 1.05, mean }
      const actual = -Math.log(1 - chance()) * (20 + 0.5 * mean)
      const answer = corrected(c, raw)
      if (i >= 3000) {
        if (actual >= answer.p10 && actual <= answer.p90) inside++
        bias += answer.mean - actual
      }
      c = compared(c, { atMs: 0, raw }, actual)
    }
    expect(inside / 3000).toBeGreaterThan(0.75)
    expect(inside / 3000).toBeLessThan(0.85)
    expect(Math.abs(bias / 3000)).toBeLessThan(10)
  })

  it('stands back at first: one surprise hardly moves the mean', () => {
    const raw = { p10: 10, p50: 50, p90: 100, mean: 60 }
    expect(corrected(firstCalibration, raw)).toEqual(raw)
    expect(corrected(compared(firstCalibration, { atMs: 0, raw }, 600), raw).mean).toBeLessThan(75)
  })
})
