/** Goal: every refusal reads as plain English with its facts. Method: every code, and facts of every kind. */
import { describe, expect, it } from 'vitest'
import { refusalCodes } from '../hall/refusals.ts'
import { refusalText } from './refusalText.ts'

describe('a refusal in words', () => {
  it('names its facts', () => {
    expect(refusalText({ code: 'counterBusy', facts: { counterId: '3', visitId: 'v1' } })).toBe(
      'counter busy (counterId 3, visitId v1)',
    )
    expect(
      refusalText({ code: 'wrongState', facts: { allowed: ['called', 'serving'], calls: 2, ends: true } }),
    ).toBe('wrong state (allowed called,serving, calls 2, ends true)')
  })

  it.each(refusalCodes)('%s: without facts, words alone', (code) => {
    expect(refusalText({ code, facts: {} })).toMatch(/^[a-z]+( [a-z]+)*$/)
  })
})
