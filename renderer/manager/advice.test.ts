/** Goal: the counter proposed is one that can serve the queue, and the one a supervisor would name. Method: the demo hall in memory. */
import { Map } from 'immutable'
import { describe, expect, it } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import type { ScreenHall } from '#test/fixtures/screenHall.ts'
import { counterId, queueId } from '#shared/ids/ids.ts'
import type { WaitBand } from '#shared/protocol/messages.ts'
import { adviceOf } from './advice.ts'
import type { Advice } from './advice.ts'
import { queueRows } from './figures.ts'

const counter = (n: number): ReturnType<typeof counterId.parse> => counterId.parse(`counter-${String(n)}`)
const staffNo = (n: number): string => `10${String(n).padStart(2, '0')}`

function advice(hall: ScreenHall, waits: readonly (readonly [string, WaitBand])[] = []): readonly Advice[] {
  const known = Map(waits.map(([id, wait]) => [queueId.parse(id), wait]))
  return adviceOf(hall.state, queueRows(hall.state, known, hall.nowMs))
}

/** A hall where one visitor of queue A has waited for too long. */
function late(): ScreenHall {
  const hall = screenHall()
  const service = hall.state.catalogue.services.find((s) => s.queueId === 'queue-a')
  if (service === undefined) throw new Error('no service in A')
  hall.act({ type: 'issueVisit', serviceIds: [service.id], channel: 'desk' })
  hall.nowMs += 31 * 60_000
  return hall
}

function open(hall: ScreenHall, ...counters: readonly number[]): void {
  for (const n of counters) hall.act({ type: 'openCounter', counterId: counter(n) }, teller(staffNo(n)))
}

describe('advice', () => {
  it('is silent while nobody waits longer than the target', () => {
    const hall = late()
    hall.nowMs -= 60_000
    expect(advice(hall)).toEqual([])
  })

  it('names a counter that is there for the queue, not one for everything', () => {
    expect(advice(late())).toMatchObject([
      { over: 1, openCounters: 0, proposal: { counter: { id: 'counter-3' }, how: 'open', as: 'own' } },
    ])
  })

  it('has a paused counter call again before it opens another', () => {
    const hall = late()
    open(hall, 4)
    hall.act({ type: 'pauseCounter', counterId: counter(4), reason: 'tea' }, teller(staffNo(4)))
    expect(advice(hall)).toMatchObject([{ proposal: { counter: { id: 'counter-4' }, how: 'resume' } }])
  })

  it('comes to helpers last', () => {
    const hall = late()
    open(hall, 1, 2, 3, 4)
    expect(advice(hall)).toMatchObject([
      { openCounters: 4, proposal: { counter: { id: 'counter-12' }, as: 'help' } },
    ])
  })

  it('says when every counter that could is calling, and when nobody skilled is free', () => {
    const hall = late()
    open(hall, 1, 2, 3, 4, 12)
    expect(advice(hall)).toMatchObject([{ proposal: 'allOpen' }])

    const other = late()
    const skilled = [...other.state.staff.values()].filter((s) => s.roles.includes('teller'))
    other.act({
      type: 'replaceStaff',
      staff: skilled.map((s) => (s.staffNo === '1005' ? s : { ...s, skills: [] })),
    })
    expect(advice(other)).toMatchObject([{ proposal: 'nobodyFree' }])
  })

  it('comes by the estimate too, before anybody has waited too long', () => {
    const hall = late()
    hall.nowMs -= 25 * 60_000
    expect(advice(hall, [['queue-a', { p10: 1200, p50: 2400, p90: 3600 }]])).toMatchObject([
      { over: 0, expectedS: 2400 },
    ])
    expect(advice(hall, [['queue-b', { p10: 1200, p50: 2400, p90: 3600 }]])).toEqual([])
  })

  it('proposes a counter once', () => {
    const hall = late()
    for (const id of ['queue-b', 'queue-c']) {
      const service = hall.state.catalogue.services.find((s) => s.queueId === id)
      if (service !== undefined) hall.act({ type: 'issueVisit', serviceIds: [service.id], channel: 'desk' })
    }
    hall.nowMs += 31 * 60_000
    open(hall, 5)
    const named = advice(hall).flatMap(({ proposal }) =>
      typeof proposal === 'object' ? [proposal.counter.id] : [],
    )
    expect(named).toHaveLength(3)
    expect(new Set(named).size).toBe(named.length)
  })
})
