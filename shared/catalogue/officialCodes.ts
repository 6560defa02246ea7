/**
 * Codes by which other systems know a hall and its departments: the unified social credit code 统一社会信用代码
 * (GB 32100-2015) and the code of the administrative division 行政区划代码 (GB/T 2260, GB/T 10114).
 */
import { z } from 'zod'

/** Its 31 signs in the order of their values; I, O, S, V and Z are none, for they look like others. */
const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const creditForm = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/** Whether it has the form and its last sign is the check sign: 31 − Σ value · 3^place mod 31. */
export function isCreditCode(text: string): boolean {
  if (!creditForm.test(text)) return false
  let [sum, weight] = [0, 1]
  for (const sign of text.slice(0, -1)) {
    sum += signs.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return signs[(31 - (sum % 31)) % 31] === text.at(-1)
}

export const creditCode = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCreditCode, '18 signs, the last of them its check sign')

/** The first two digits of the provinces, autonomous regions, municipalities and special regions. */
const provinces: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
)

/** Whether it is a division's code: six digits of a county, nine with the township, twelve with the village. */
export function isDivisionCode(text: string): boolean {
  return /^(\d{6}|\d{9}|\d{12})$/.test(text) && provinces.has(text.slice(0, 2))
}

export const divisionCode = z
  .string()
  .trim()
  .refine(isDivisionCode, '6, 9 or 12 digits, beginning with those of a province')

/** The nine digits that ratings are reported with: a county's end in three noughts. */
export function nineDigits(division: string): string {
  return division.slice(0, 9).padEnd(9, '0')
}
