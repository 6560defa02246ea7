/** Which PINs are no secret. Who guesses has five tries before a pause, and tries these first. */

/** Fewest digits of a PIN a hall sets; the demo's own are shorter and say so. */
export const pinDigits = { least: 6, most: 12 } as const

export type PinProblem =
  'notDigits' | 'tooShort' | 'tooLong' | 'oneDigit' | 'inOrder' | 'repeated' | 'known' | 'ownNumber'

/** Runs on a keypad and lucky numbers that stand at the top of every list of PINs. */
const known: ReadonlySet<string> = new Set([
  '2580',
  '258000',
  '147258',
  '258369',
  '147369',
  '159357',
  '159753',
  '147852',
  '123321',
  '112233',
  '332211',
  '121314',
  '131421',
  '520131',
  '521131',
  '520520',
  '5201314',
  '1314520',
  '168168',
  '168888',
  '888168',
  '666888',
  '888666',
  '100200',
  '102030',
  '110110',
  '110119',
  '112358',
  '123654',
  '456123',
  '789456',
  '147258369',
  '789456123',
])

/** What is wrong with a PIN; undefined for a good one. `staffNo` is the number it is typed with. */
export function pinProblem(pin: string, staffNo?: string): PinProblem | undefined {
  if (!/^\d*$/.test(pin)) return 'notDigits'
  if (known.has(pin)) return 'known'
  if (pin.length < pinDigits.least) return 'tooShort'
  if (pin.length > pinDigits.most) return 'tooLong'
  const digits = [...pin].map(Number)
  if (new Set(digits).size === 1) return 'oneDigit'
  // 123456, 987654, 890123: each digit one further than the one before, round the end as well.
  for (const step of [1, 9]) {
    if (digits.every((d, i) => i === 0 || d === ((digits[i - 1] ?? 0) + step) % 10)) return 'inOrder'
  }
  for (const length of [1, 2, 3]) {
    if (pin.length % length === 0 && pin.slice(0, length).repeat(pin.length / length) === pin)
      return 'repeated'
  }
  if (staffNo !== undefined && staffNo.length >= 4 && pin.includes(staffNo)) return 'ownNumber'
  return undefined
}
