/** Ticket numbers: letter + running number per queue and business day. */
import { ticketNumber } from '../ids/ids.ts'
import type { TicketNumber } from '../ids/ids.ts'

/** Largest running number of a day; beyond it a queue refuses. */
export const lastRun = 99_999

/** `A` and 17 → `A017`; four digits and more are written as they are. */
export function formatNumber(letter: string, run: number): TicketNumber {
  return ticketNumber.parse(letter + String(run).padStart(3, '0'))
}

/** How a person may say or type a number: blanks, lower case and missing zeros are forgiven. */
export function parseNumber(typed: string): TicketNumber | undefined {
  const m = /^\s*([A-Za-z]{1,2})[\s-]*0*(\d{1,5})\s*$/.exec(typed)
  const letter = m?.[1]
  const run = m?.[2]
  if (letter === undefined || run === undefined) return undefined
  return formatNumber(letter.toUpperCase(), Number(run))
}
