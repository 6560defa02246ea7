/** Goal: the sign above a counter says what the hall says. Method: a hall's commands, and what each sign shows then. */
import { describe, expect, it } from 'vitest'
import { cmd, id, openHall, staffedHall } from '#test/fixtures/hall.ts'
import type { HallState } from '#shared/hall/state.ts'
import { contentsOf, followHall, planSigns, signOf } from './hallSigns.ts'
import type { SignContent, SignLine } from './port.ts'

const c1 = id.counter('c1')

describe('what a sign shows', () => {
  it('is paused until somebody works there, then welcome, a number, and welcome again', () => {
    const hall = staffedHall({ c1: 't1' })
    expect(signOf(openHall().state, c1)).toEqual({ type: 'paused' })
    expect(signOf(hall.state, c1)).toEqual({ type: 'welcome' })
    hall.issue(['idCard'])
    const visit = hall.serve('c1', 't1')
    const number = hall.state.visits.get(visit.id)?.number
    expect(signOf(hall.state, c1)).toEqual({ type: 'number', number })
    hall.given('t1', cmd.finish(visit))
    expect(signOf(hall.state, c1)).toEqual({ type: 'welcome' })
  })

  it('is the number of whoever is there, also while the counter is paused', () => {
    const hall = staffedHall({ c1: 't1' })
    hall.issue(['idCard'])
    hall.serve('c1', 't1')
    hall.given('t1', cmd.pause('c1', 'lunch'))
    expect(signOf(hall.state, c1)).toMatchObject({ type: 'number' })
  })

  it.each([
    ['短暂离开', 'away'],
    ['用餐', 'paused'],
  ])('of a pause for %s is %s', (reason, type) => {
    const hall = staffedHall({ c1: 't1' })
    hall.given('t1', cmd.pause('c1', reason))
    expect(signOf(hall.state, c1)).toEqual({ type })
  })
})

describe('which sign is whose', () => {
  const { state } = openHall()

  it('is said by the number in a counter’s label, where nothing else is stated', () => {
    const labels = [...state.lookup.counters.values()].map(({ label }) => label)
    expect(labels).toEqual(['c1', 'c2', 'c3', 'c4'])
    expect([...planSigns(state, new Map()).values()]).toEqual([1, 2, 3, 4])
  })

  it('is as stated, and nobody else gets that sign', () => {
    const plan = planSigns(state, new Map([['c1', 2]]))
    expect([...plan]).toEqual([
      ['c1', 2],
      ['c3', 3],
      ['c4', 4],
    ])
  })
})

it('follows a hall until it is told to stop', () => {
  const hall = staffedHall({ c1: 't1' })
  const shown = new Map<number, SignContent>()
  const line: SignLine = {
    show: (address, content) => shown.set(address, content),
    signs: () => [],
    subscribe: () => () => undefined,
    close: () => undefined,
  }
  const listeners = new Set<() => void>()
  const host = {
    get state(): HallState {
      return hall.state
    },
    listen: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const stop = followHall(host, line, new Map())
  const now = (): ReadonlyMap<number, SignContent> => contentsOf(hall.state, planSigns(hall.state, new Map()))
  expect(shown).toEqual(now())
  hall.issue(['idCard'])
  hall.serve('c1', 't1')
  for (const tell of listeners) tell()
  expect(shown).toEqual(now())
  stop()
  expect(listeners.size).toBe(0)
})
