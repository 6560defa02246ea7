/** Goal: nobody does more than the limit, and nobody pays for another. Method: time by hand. */
import { expect, it } from 'vitest'
import { RateLimit } from './rateLimit.ts'

let nowMs = 0
const limit = (): RateLimit => new RateLimit({ burst: 3, perMinute: 6 }, () => nowMs)

it('lets a burst through, then says when to come back, and is right about it', () => {
  const door = limit()
  expect([door.take('a'), door.take('a'), door.take('a'), door.take('a')]).toEqual([0, 0, 0, 10])
  nowMs += 9_999
  expect(door.take('a')).toBe(1)
  nowMs += 1
  expect([door.take('a'), door.take('a')]).toEqual([0, 10])
})

it('counts each sender alone, and saves up no more than a burst', () => {
  const door = limit()
  for (let n = 0; n < 4; n += 1) door.take('a')
  expect(door.take('b')).toBe(0)
  nowMs += 3_600_000
  expect([1, 2, 3, 4].map(() => door.take('a'))).toEqual([0, 0, 0, 10])
})

it('forgets senders, oldest first, however many come', () => {
  const door = limit()
  for (let n = 0; n < 3; n += 1) door.take('kept')
  for (let n = 0; n < 9_000; n += 1) door.take(String(n))
  expect(door.take('kept')).toBe(10)
})
