/** Goal: a station knows the hub's time whatever is done to its own clock, and knows when it does not. Method: clocks moved by hand. */
import { expect, test } from 'vitest'
import { memoryStationStore } from './memoryStationStore.ts'
import { StationClock } from './stationClock.ts'
import type { StationStore } from './stationStore.ts'

const hourMs = 3_600_000
const known = 500_000 * hourMs

function clockAt(
  wallMs: number,
  offsetMs = 0,
): { clock: StationClock; own: { wall: number; ran: number }; store: StationStore } {
  const own = { wall: wallMs, ran: 0 }
  const store = memoryStationStore()
  store.setOffsetMs(offsetMs)
  const clock = new StationClock({
    wallMs: () => own.wall,
    monotonicMs: () => own.ran,
    store,
    log: () => undefined,
    notBeforeMs: known,
  })
  return { clock, own, store }
}

test('goes on by itself when the wall clock is set', () => {
  const { clock, own } = clockAt(known + hourMs)
  own.wall += 9 * hourMs
  own.ran += hourMs
  expect(clock.nowMs()).toBe(known + 2 * hourMs)
  own.wall = 0
  expect(clock.nowMs()).toBe(known + 2 * hourMs)
})

test('takes the hub’s time from the middle of the exchange', () => {
  const { clock, own, store } = clockAt(known)
  own.ran = 1_000
  clock.measured(known + 7 * hourMs, 800)
  expect(clock.nowMs()).toBe(known + 7 * hourMs + 100)
  expect(clock.offsetMs).toBe(7 * hourMs + 100)
  expect(store.offsetMs()).toBe(7 * hourMs + 100)
})

test('begins with the offset measured before, never before what is known', () => {
  expect(clockAt(known - hourMs, 2 * hourMs).clock.nowMs()).toBe(known + hourMs)
  expect(clockAt(known - hourMs).clock.nowMs()).toBe(known)
})

test.each([
  ['a little later than what is known', known + 12 * hourMs, true],
  ['before what is known: its battery is dead', 0, false],
  ['much later: nobody can say', known + 200 * hourMs, false],
])('%s', (_what, wallMs, isSure) => {
  const { clock } = clockAt(wallMs)
  expect(clock.isSure).toBe(isSure)
  clock.measured(known, 0)
  expect(clock.isSure).toBe(true)
})
