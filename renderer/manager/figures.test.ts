/** Goal: rows and totals agree, and clocks run from the right moment. Method: the demo hall in memory, its time moved by hand. */
import { Map } from 'immutable'
import { describe, expect, it } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import type { ScreenHall } from '#test/fixtures/screenHall.ts'
import { counterId, serviceId } from '#shared/ids/ids.ts'
import { counterRows, lastEnds, queueRows, totalsOf } from './figures.ts'
import type { CounterRow } from './figures.ts'

const counter = counterId.parse('counter-1')
const me = teller('1001')

function first(hall: ScreenHall): CounterRow {
  const row = counterRows(hall.state, lastEnds(hall.state), hall.nowMs)[0]
  return row ?? expect.fail('no counter')
}

describe('a counter’s row', () => {
  it('follows the counter from closed to closed', () => {
    const hall = screenHall()
    const service = serviceId.parse(hall.state.catalogue.services[0]?.id)
    hall.act({ type: 'issueVisit', serviceIds: [service], channel: 'desk' })
    expect(first(hall)).toMatchObject({ phase: 'closed', forMs: undefined, staffName: undefined })
    hall.act({ type: 'openCounter', counterId: counter }, me)
    hall.nowMs += 5000
    expect(first(hall)).toMatchObject({ phase: 'idle', forMs: 5000, staffName: '窗口 1 号' })
    const visitId = hall.act({ type: 'callNext', counterId: counter }, me)
    hall.nowMs += 3000
    expect(first(hall)).toMatchObject({ phase: 'called', forMs: 3000, number: 'A001' })
    if (visitId === undefined) throw new Error('nobody was called')
    hall.act({ type: 'start', visitId }, me)
    hall.nowMs += 60_000
    expect(first(hall)).toMatchObject({ phase: 'serving', forMs: 60_000 })
    hall.act({ type: 'finish', visitId }, me)
    hall.nowMs += 7000
    expect(first(hall)).toMatchObject({ phase: 'idle', forMs: 7000, number: undefined })
    hall.act({ type: 'pauseCounter', counterId: counter, reason: 'tea' }, me)
    expect(first(hall)).toMatchObject({ phase: 'paused', pauseReason: 'tea', forMs: 0 })
  })
})

describe('totals', () => {
  it('are the sums of the rows', () => {
    const hall = screenHall()
    hall.state.catalogue.services.slice(0, 40).forEach(({ id }) => {
      hall.act({ type: 'issueVisit', serviceIds: [id], channel: 'desk' })
      hall.nowMs += 60_000
    })
    hall.act({ type: 'openCounter', counterId: counter }, me)
    hall.act({ type: 'callNext', counterId: counter }, me)
    const queues = queueRows(hall.state, Map(), hall.nowMs)
    const counters = counterRows(hall.state, lastEnds(hall.state), hall.nowMs)
    const totals = totalsOf(hall.state, queues, counters)
    expect(totals).toMatchObject({ waiting: 39, issued: 40, atCounters: 1, openCounters: 1, counters: 12 })
    expect(totals.waiting).toBe(queues.reduce((sum, q) => sum + q.waiting, 0))
    expect(totals.over).toBe(
      [...hall.state.visits.values()].filter(
        (v) => v.state === 'waiting' && hall.nowMs - v.waitingSinceMs > 1_800_000,
      ).length,
    )
    expect(queues.find((q) => q.queue.letter === 'A')?.openCounters).toBe(1)
  })
})
