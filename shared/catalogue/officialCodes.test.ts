/** Goal: a mistyped code is not taken. Method: codes published by bodies themselves, each with one sign changed or two swapped. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCode, divisionCode, isCreditCode, isDivisionCode, nineDigits } from './officialCodes.ts'

// Of companies, as they print them on their own pages.
const published = ['91350100M000100Y43', '91110000802100433B', '91440300708461136T']

describe('a unified social credit code', () => {
  it.each(published)('%s is one, whatever its case and the blanks around it', (code) => {
    expect(isCreditCode(code)).toBe(true)
    expect(creditCode.parse(` ${code.toLowerCase()} `)).toBe(code)
  })

  it('with one sign changed is none', () => {
    const signs = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
    fc.assert(
      fc.property(fc.constantFrom(...published), fc.nat(17), fc.constantFrom(...signs), (code, at, sign) => {
        fc.pre(code[at] !== sign)
        expect(isCreditCode(code.slice(0, at) + sign + code.slice(at + 1))).toBe(false)
      }),
    )
  })

  it('with two neighbours swapped is none', () => {
    for (const code of published)
      for (let at = 0; at < 17; at += 1) {
        const [a = '', b = ''] = [code[at], code[at + 1]]
        if (a !== b) expect(isCreditCode(code.slice(0, at) + b + a + code.slice(at + 2)), code).toBe(false)
      }
  })

  it.each(['', '91350100M000100Y4', '91350100M000100Y433', '9135010OM000100Y43', '=1+1'])(
    '%j is none',
    (text) => {
      expect(isCreditCode(text)).toBe(false)
    },
  )
})

describe('a division’s code', () => {
  it.each([
    ['650102', '650102000'],
    ['650102001', '650102001'],
    ['650102001003', '650102001'],
  ])('%s is reported as %s', (code, nine) => {
    expect(divisionCode.parse(` ${code} `)).toBe(code)
    expect(nineDigits(code)).toBe(nine)
  })

  it.each(['', '65', '6501', '65010', '6501020', '990102', '65010x'])('%j is none', (text) => {
    expect(isDivisionCode(text)).toBe(false)
  })
})
