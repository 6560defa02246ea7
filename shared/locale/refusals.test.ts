/**
 * Goal: nobody is ever shown a code. Method: every code in every language, and the facts a visitor can use.
 */
import { describe, expect, it } from 'vitest'
import { locales } from '../catalogue/catalogue.ts'
import { refusalCodes } from '../hall/refusals.ts'
import { refusalText, refusalTexts } from './refusals.ts'

describe.each(locales)('%s', (locale) => {
  it.each(refusalCodes)('%s', (code) => {
    const text = refusalTexts[locale][code]
    expect(text.length).toBeGreaterThan(3)
    expect(text).not.toContain(code)
    if (locale !== 'en') expect(text).not.toBe(refusalTexts.en[code])
  })
})

it('names the next free slot by the hall’s own clock, and the number somebody already has', () => {
  const nextFreeSlot = '2026-11-23T09:00:00+08:00'
  expect(refusalText({ code: 'queueClosed', facts: { nextFreeSlot } }, 'zh')).toEqual([
    '这项业务现在不放号。',
    '最近可以取号的时间：11 月 23 日 09:00。',
  ])
  expect(refusalText({ code: 'alreadyWaiting', facts: { number: 'A017' } }, 'en')[1]).toContain('A017')
})
