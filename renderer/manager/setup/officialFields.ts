/** The codes by which other systems know the hall and its departments, as fields of forms. */
import { creditCode, divisionCode } from '#shared/catalogue/officialCodes.ts'
import { officialWords } from '#shared/locale/setUp.ts'
import type { Field } from './fields.ts'

export const creditCodeField: Field = {
  kind: 'text',
  path: 'creditCode',
  optional: true,
  max: 20,
  label: officialWords.creditCode,
  wrong: (text) => (creditCode.safeParse(text).success ? undefined : officialWords.notCreditCode),
}
export const divisionField: Field = {
  kind: 'text',
  path: 'division',
  optional: true,
  max: 14,
  label: officialWords.division,
  wrong: (text) => (divisionCode.safeParse(text).success ? undefined : officialWords.notDivision),
}
