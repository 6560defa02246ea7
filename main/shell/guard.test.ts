/** Goal: only an administrator, or who knows this computer's PIN, gets past; guessing does not pay. */
import { describe, expect, it } from 'vitest'
import { guardOf } from './guard.ts'
import { hallSays, isPin, keptPin } from './pin.ts'
import type { HallSays } from './pin.ts'

const kept = await keptPin('482915', 'a-salt-of-its-own')

function guard(says: HallSays = 'no', hasPin = true) {
  let nowMs = 0
  const asked: string[] = []
  const look = guardOf({
    isUnguarded: false,
    pin: hasPin ? kept : undefined,
    askHall: async (staffNo) => {
      asked.push(staffNo)
      return Promise.resolve(says)
    },
    monotonicMs: () => nowMs,
  })
  return { look, asked, pass: (ms: number) => (nowMs += ms) }
}
const own = (pin: string) => ({ staffNo: '', pin })

describe('a PIN of this computer', () => {
  it('is kept in a form that does not tell it', async () => {
    expect(JSON.stringify(kept)).not.toContain('482915')
    expect((await keptPin('482915', 'another-salt')).hash).not.toBe(kept.hash)
    expect(await isPin(kept, '482915')).toBe(true)
    expect(await isPin(kept, '482916')).toBe(false)
    expect(await isPin({ ...kept, hash: 'x'.repeat(40) }, '482915')).toBe(false)
  })
})

describe('leaving', () => {
  it('takes this computer’s PIN, without asking the hall', async () => {
    const { look, asked } = guard()
    expect(await look(own('482915'))).toEqual({ ok: true })
    expect(asked).toEqual([])
  })

  it('takes an administrator of the hall', async () => {
    expect(await guard('administrator').look({ staffNo: ' 9001 ', pin: '2580' })).toEqual({ ok: true })
  })

  it.each(['no', 'unknown'] as const)('takes nobody of whom the hall says "%s"', async (says) => {
    expect(await guard(says).look({ staffNo: '1001', pin: '482915' })).toEqual({ ok: false, why: 'wrongPin' })
  })

  it('takes nothing where there is no proof, or no PIN was ever set', async () => {
    expect(await guard().look(undefined)).toMatchObject({ ok: false })
    const { look } = guard('no', false)
    expect(await look(own(''))).toMatchObject({ ok: false })
    expect(await look(own('482915'))).toMatchObject({ ok: false })
  })

  it('waits after five wrong ones, longer each time, and not for the right one either', async () => {
    const { look, pass } = guard()
    for (let n = 1; n <= 4; n += 1) expect(await look(own('000000'))).toEqual({ ok: false, why: 'wrongPin' })
    expect(await look(own('000000'))).toEqual({ ok: false, why: 'wait', waitS: 60 })
    expect(await look(own('482915'))).toEqual({ ok: false, why: 'wait', waitS: 60 })
    pass(60_000)
    expect(await look(own('000000'))).toEqual({ ok: false, why: 'wait', waitS: 120 })
    pass(120_000)
    expect(await look(own('482915'))).toEqual({ ok: true })
    expect(await look(own('000000')), 'and begins anew').toEqual({ ok: false, why: 'wrongPin' })
  })

  it('counts guesses made side by side', async () => {
    const { look } = guard()
    const answers = await Promise.all(Array.from({ length: 20 }, async () => look(own('000000'))))
    expect(answers.filter((answer) => !answer.ok && answer.why === 'wrongPin')).toHaveLength(4)
  })
})

it.each([
  [200, { token: 't', staff: { id: 's', name: 'n', roles: ['teller', 'administrator'] } }, 'administrator'],
  [200, { token: 't', staff: { id: 's', name: 'n', roles: ['supervisor'] } }, 'no'],
  [200, { hello: 'world' }, 'no'],
  [401, {}, 'no'],
  [429, {}, 'no'],
  [500, {}, 'unknown'],
  [404, '', 'unknown'],
  [0, undefined, 'unknown'],
])('the hall’s answer %i %j means %s', (status, body, says) => {
  expect(hallSays(status, body)).toBe(says)
})
