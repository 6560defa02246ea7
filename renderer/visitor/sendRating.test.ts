/** Goal: a rating is sent once however often it is pressed. Method: answers made up by hand. */
import { expect, it } from 'vitest'
import { sendRating } from './sendRating.ts'
import type { OwnRating } from './sendRating.ts'

const mine: OwnRating = { key: 'k'.repeat(22), level: 'satisfied', reasons: [], text: '' }

function hall(...answers: readonly (Response | Error)[]): { keys: string[]; fetcher: typeof fetch } {
  const keys: string[] = []
  const left = [...answers]
  const fetcher: typeof fetch = (_to, init) => {
    keys.push(new Headers(init?.headers).get('idempotency-key') ?? '')
    const next = left.shift() ?? new Response('{}', { status: 201 })
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next)
  }
  return { keys, fetcher }
}

it('repeats a try whose answer was lost under the same key, and a new one under another', async () => {
  const { keys, fetcher } = hall(new Error('cut'))
  expect(await sendRating('v', mine, fetcher)).toBe('unreachable')
  expect(await sendRating('v', mine, fetcher)).toBe('taken')
  expect(await sendRating('v', mine, fetcher)).toBe('taken')
  expect(keys[0]).toBe(keys[1])
  expect(keys[2]).not.toBe(keys[1])
})

it('says why it was not taken', async () => {
  const body = JSON.stringify({ refusal: { code: 'ratingOver', message: '' } })
  const { fetcher } = hall(new Response(body, { status: 409 }), new Response('busy', { status: 502 }))
  expect(await sendRating('v', mine, fetcher)).toBe('ratingOver')
  expect(await sendRating('v', mine, fetcher)).toBe('unreachable')
})
