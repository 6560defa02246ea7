/** Goal: a page leaves for the pairing page when its station was unpaired, and in no other case. Method: every way an address may answer. */
import { expect, it } from 'vitest'
import { isUnpaired } from './unpaired.ts'

const answering = (said: unknown) => () => Promise.resolve({ json: () => Promise.resolve(said) })

it('is so where a station says it is not paired', async () => {
  expect(await isUnpaired(answering({ status: 'notPaired', role: 'station' }))).toBe(true)
})

it.each([
  ['a hub', answering({ status: 'ok', hall: 'demo', role: 'hub' })],
  ['a station without its hub', answering({ status: 'alone', role: 'station' })],
  ['something else', answering('<!doctype html>')],
  ['nobody', () => Promise.reject(new Error('connection refused'))],
  ['half an answer', () => Promise.resolve({ json: () => Promise.reject(new SyntaxError('cut off')) })],
])('is not so where %s answers', async (_, ask) => {
  expect(await isUnpaired(ask)).toBe(false)
})
