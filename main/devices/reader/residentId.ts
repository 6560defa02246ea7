/**
 * Resident ID numbers (GB 11643-1999). A number lives inside a value that shows itself nowhere: printed, logged,
 * put into JSON or into an error it is `[ID]`. Only its keyed hash and its last four come out.
 */
import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import type { Holder } from '#shared/hall/visit.ts'
import { maskName } from './maskName.ts'

const hidden = '[ID]'

/** A number that has passed every check. */
class ResidentId {
  readonly #number: string

  constructor(number: string) {
    this.#number = number
  }

  /**
   * What may be kept of whoever holds it. Throws RangeError on a secret of less than 32 bytes: there are few
   * enough numbers to try them all.
   * @param secret the hall's own, so that the same person is the same at every kiosk of it and nowhere else
   * @param name as on the card
   */
  holder(secret: Uint8Array, name?: string): Holder {
    if (secret.length < 32) throw new RangeError('the hall’s secret has at least 32 bytes')
    const hash = createHmac('sha256', secret).update(`resident-id:${this.#number}`).digest('hex')
    const maskedName = name === undefined ? '' : maskName(name)
    return { hash, last4: this.#number.slice(-4), ...(maskedName !== '' && { maskedName }) }
  }

  toString(): string {
    return hidden
  }

  toJSON(): string {
    return hidden
  }

  [inspect.custom](): string {
    return hidden
  }
}

export type { ResidentId }

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of the first seventeen digits: ISO 7064 MOD 11-2. */
export function checkCharacter(digits: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return '10X98765432'[sum % 11] ?? ''
}

/** Reads a number of 18 characters; undefined when it cannot be one. Says nothing of why, and repeats nothing. */
export function parseResidentId(text: string): ResidentId | undefined {
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  const [, region, year, month, day] =
    /^([1-9]\d{5})((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/.exec(number) ?? []
  if (region === undefined) return undefined
  const born = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (born.getUTCMonth() !== Number(month) - 1 || born.getUTCDate() !== Number(day)) return undefined
  return checkCharacter(number) === number[17] ? new ResidentId(number) : undefined
}
