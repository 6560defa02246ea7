/** Every refusal in words. A code without a text does not compile; a code alone is never shown to anybody. */
import type { Locale } from '../catalogue/catalogue.ts'
import type { Refusal, RefusalCode } from '../hall/refusals.ts'
import { hallTimeText } from './common.ts'
import { refusals as en } from './en/refusals.ts'
import { refusals as kk } from './kk/refusals.ts'
import { kioskTexts } from './kiosk.ts'
import { refusals as mn } from './mn/refusals.ts'
import { refusals as ug } from './ug/refusals.ts'
import { refusals as zh } from './zh/refusals.ts'

/** One whole sentence per code: what stands in the way and, where there is something to do, what. */
export type RefusalTexts = Readonly<Record<RefusalCode, string>>

export const refusalTexts: Readonly<Record<Locale, RefusalTexts>> = { zh, en, ug, kk, mn }

/** The refusal's sentence, and what its facts add for a visitor: the number they have, the next free time. */
export function refusalText({ code, facts }: Refusal, locale: Locale): readonly string[] {
  const { nextFree, yourNumber } = kioskTexts[locale].refused
  const free =
    typeof facts['nextFreeSlot'] === 'string' ? hallTimeText(locale, facts['nextFreeSlot']) : undefined
  const number = code === 'alreadyWaiting' || code === 'appointmentUsed' ? facts['number'] : undefined
  return [
    refusalTexts[locale][code],
    ...(typeof number === 'string' ? [yourNumber(number)] : []),
    ...(free === undefined ? [] : [nextFree(free)]),
  ]
}
