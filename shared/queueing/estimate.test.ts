/**
 * Goal: the look-ahead says what theory and the hall's own order say, always the
 * same for the same state, and nothing where nobody is there to call.
 * Method: small halls made of events; orders compared with `lineFor` itself.
 */
import { describe, expect, it } from 'vitest'
import type { VisitId } from '#shared/ids/ids.ts'
import { initialState } from '#shared/hall/state.ts'
import { chanceFrom } from '#shared/queueing/chance.ts'
import { entrantsOf } from '#shared/queueing/entrants.ts'
import { estimateWaits } from '#shared/queueing/estimate.ts'
import type { WaitEstimate } from '#shared/queueing/estimate.ts'
import { initialLearnt } from '#shared/queueing/learnt.ts'
import { lineFor } from '#shared/queueing/line.ts'
import { lookAhead } from '#shared/queueing/lookAhead.ts'
import { planOf } from '#shared/queueing/plan.ts'
import { MadeUpHall, morningMs } from '#test/bench/halls/madeUp.ts'

function get(estimates: ReadonlyMap<VisitId, WaitEstimate>, id: VisitId): WaitEstimate {
  const found = estimates.get(id)
  if (found === undefined) throw new Error(`no estimate for ${id}`)
  return found
}

/** All counters busy since now, and so many waiting after them. */
function busyHall(counters: number, waiting: number, open = counters): { hall: MadeUpHall; line: VisitId[] } {
  const hall = new MadeUpHall(1, 1, counters, () => [0])
  for (let k = open; k < counters; k++) hall.say(1, { type: 'counterClosed', ...hall.at(k) })
  for (let k = 0; k < open; k++) hall.call(2, hall.issue(2, 0), k)
  return { hall, line: Array.from({ length: waiting }, (_, i) => hall.issue(3 + i, 0)) }
}

const atMs = (s: number): number => morningMs + s * 1000

describe('estimateWaits', () => {
  it('knows nothing of an empty hall, nor of one never set up', () => {
    expect(estimateWaits(initialState, initialLearnt, 0).size).toBe(0)
    expect(estimateWaits(new MadeUpHall(2, 2, 2, () => [0]).state, initialLearnt, morningMs).size).toBe(0)
  })

  it('gives no estimate where nobody on duty may call the visit', () => {
    const { hall, line } = busyHall(2, 3, 0)
    expect(estimateWaits(hall.state, hall.learnt, atMs(10)).size).toBe(0)
    const twoQueues = new MadeUpHall(2, 1, 1, () => [0])
    const served = twoQueues.issue(1, 0)
    const stranded = twoQueues.issue(1, 1)
    const found = estimateWaits(twoQueues.state, twoQueues.learnt, atMs(2))
    expect(found.has(served)).toBe(true)
    expect(found.has(stranded)).toBe(false)
    expect(line).toHaveLength(3)
  })

  it('says the same for the same state, whatever was asked in between', () => {
    const { hall, line } = busyHall(3, 12)
    const first = estimateWaits(hall.state, hall.learnt, atMs(20))
    estimateWaits(hall.state, hall.learnt, atMs(50), { seed: 9 })
    expect(estimateWaits(hall.state, hall.learnt, atMs(20))).toEqual(first)
    expect(first.size).toBe(line.length)
  })

  it('orders its answers: p10 ≤ p50 ≤ p90, none below zero', () => {
    const { hall } = busyHall(3, 40)
    for (const e of estimateWaits(hall.state, hall.learnt, atMs(50)).values()) {
      expect(e.p10).toBeGreaterThanOrEqual(0)
      expect(e.p10).toBeLessThanOrEqual(e.p50)
      expect(e.p50).toBeLessThanOrEqual(e.p90)
    }
  })

  it('is longer the more stand before', () => {
    const { hall, line } = busyHall(3, 30)
    const found = estimateWaits(hall.state, hall.learnt, atMs(40))
    const means = line.map((id) => get(found, id).mean)
    for (let i = 5; i < means.length; i += 5) expect(means[i]).toBeGreaterThan(means[i - 5] ?? Infinity)
  })

  it('is shorter the more counters serve', () => {
    const of = (counters: number): number => {
      const { hall, line } = busyHall(counters, 20)
      return get(
        estimateWaits(hall.state, hall.learnt, atMs(30), { seed: 1 }),
        line[19] ??
          (() => {
            throw new Error('short line')
          })(),
      ).mean
    }
    expect(of(8)).toBeLessThan(of(4))
    expect(of(4)).toBeLessThan(of(2))
  })

  it('is shorter the longer the services now at the counters have lasted, once they last alike', () => {
    const hall = new MadeUpHall(1, 1, 2, () => [0])
    for (let i = 0; i < 60; i++) {
      const id = hall.issue(i * 100, 0)
      hall.call(i * 100, id, i % 2)
      hall.finish(i * 100 + 90, id, i % 2)
    }
    for (const k of [0, 1]) hall.call(6000, hall.issue(6000, 0), k)
    const next = hall.issue(6001, 0)
    const early = get(estimateWaits(hall.state, hall.learnt, atMs(6010), { seed: 1 }), next).mean
    const late = get(estimateWaits(hall.state, hall.learnt, atMs(6070), { seed: 1 }), next).mean
    expect(late).toBeLessThan(early)
  })

  it('puts a head start before an earlier arrival', () => {
    const hall = new MadeUpHall(1, 1, 1, () => [0])
    hall.call(1, hall.issue(1, 0), 0)
    const plain = hall.issue(10, 0)
    const early = hall.issue(20, 0, 900)
    const found = estimateWaits(hall.state, hall.learnt, atMs(30))
    expect(get(found, early).p50).toBeLessThan(get(found, plain).p50)
  })

  it('waits longer at a counter that is paused', () => {
    const { hall, line } = busyHall(1, 1)
    const [only] = line
    if (only === undefined) throw new Error('nobody waits')
    const open = get(estimateWaits(hall.state, hall.learnt, atMs(10), { seed: 1 }), only).mean
    hall.say(10, { type: 'counterPaused', ...hall.at(0), reason: 'break' })
    expect(get(estimateWaits(hall.state, hall.learnt, atMs(10), { seed: 1 }), only).mean).toBeGreaterThan(
      open,
    )
  })

  it('expects a parked visit back before the others', () => {
    const wait = (parked: boolean): number => {
      const hall = new MadeUpHall(1, 1, 1, () => [0])
      const first = hall.issue(1, 0)
      hall.call(1, first, 0)
      if (parked) hall.say(5, { type: 'visitParked', visitId: first, kind: 'papersOut', ...hall.at(0) })
      else hall.finish(5, first, 0)
      hall.call(6, hall.issue(6, 0), 0)
      const next = Array.from({ length: 6 }, (_, i) => hall.issue(7 + i, 0)).at(-1)
      if (next === undefined) throw new Error('nobody waits')
      return get(estimateWaits(hall.state, hall.learnt, atMs(20), { seed: 1 }), next).mean
    }
    expect(wait(true)).toBeGreaterThan(wait(false))
  })

  it('counts on people giving up when they have been seen to', () => {
    const hall = new MadeUpHall(1, 1, 1, () => [0])
    for (let i = 0; i < 200; i++) {
      hall.say(i * 100 + 60, { type: 'visitCancelled', visitId: hall.issue(i * 100, 0), reason: 'left' })
    }
    hall.call(20_000, hall.issue(20_000, 0), 0)
    const line = Array.from({ length: 15 }, () => hall.issue(20_001, 0))
    const last = line[14]
    if (last === undefined) throw new Error('nobody waits')
    const leaving = get(estimateWaits(hall.state, hall.learnt, atMs(20_002)), last).mean
    const staying = get(
      estimateWaits(
        hall.state,
        { ...hall.learnt, patience: initialLearnt.patience, queues: {} },
        atMs(20_002),
      ),
      last,
    ).mean
    expect(leaving).toBeLessThan(staying / 2)
  })

  it('makes no more choices than its budget, and some, whatever the hall', () => {
    const { hall } = busyHall(10, 200)
    const plan = planOf(hall.state, hall.learnt, atMs(300))
    const ahead = lookAhead(plan, entrantsOf(hall.state, hall.learnt, plan, atMs(300)), chanceFrom(1))
    const waits = new Float64Array(plan.visits.length)
    ahead.play(waits, 0, 1)
    expect(ahead.steps()).toBeLessThanOrEqual(plan.visits.length + plan.desks.length + 40)
  })
})

describe('lookAhead', () => {
  it('calls in the order of the line', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const chance = chanceFrom(seed)
      const hall = new MadeUpHall(3, 2, 1, () => [0, 1, 2])
      for (let i = 0; i < 25; i++) hall.issue(i * 7, Math.floor(chance() * 6), chance() < 0.3 ? 60 : 0)
      const now = atMs(300)
      const { counterId, staffId } = hall.at(0)
      const plan = planOf(hall.state, hall.learnt, now)
      // Without patience nobody leaves; without entrants nobody comes between.
      const patient = {
        ...plan,
        lines: plan.lines.map((l) => ({
          ...l,
          members: l.members.map((m) => ({ ...m, patience: new Float64Array(0) })),
        })),
      }
      const waits = new Float64Array(plan.visits.length)
      lookAhead(patient, { draw: () => [] }, chance).play(waits, 0, 1)
      const played = plan.visits.map((v, i) => ({ id: v.id, at: waits[i] ?? 0 })).sort((a, b) => a.at - b.at)
      expect(played.map((p) => p.id)).toEqual(
        lineFor(hall.state, counterId, staffId, now).map((c) => c.visit.id),
      )
    }
  })
})
