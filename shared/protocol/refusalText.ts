/** A refusal in plain English for programs and logs; screens have their own words in five languages. */
import type { Refusal } from '../hall/refusals.ts'

/** `counterBusy` → "counter busy (counterId 3, visitId …)". */
export function refusalText({ code, facts }: Refusal): string {
  const words = code.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)
  return told.length === 0 ? words : `${words} (${told.join(', ')})`
}
