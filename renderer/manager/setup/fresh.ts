/** What a new thing of the set-up begins with. */
import { queueLetters } from '#shared/catalogue/stableId.ts'
import { pinProblem } from '#shared/hall/pin.ts'
import type { ManagerPage } from '../useManager.ts'

/** An id nobody has. */
export function newId(kind: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6))
  return `${kind}-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** The first letter no queue has. */
export function freeLetter(page: ManagerPage): string {
  const used = new Set(page.state.value.catalogue.queues.map(({ letter }) => letter))
  return queueLetters.find((letter) => !used.has(letter)) ?? ''
}

/** The number after the highest one of the counters. */
export function freeLabel(page: ManagerPage): string {
  const numbers = page.state.value.catalogue.counters.map(({ label }) => Number.parseInt(label, 10) || 0)
  return String(Math.max(0, ...numbers) + 1)
}

/** A drawn PIN that is good for this person. */
export function freshPin(staffNo: string): string {
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1))
    const pin = String(drawn % 1_000_000).padStart(6, '0')
    if (pinProblem(pin, staffNo) === undefined) return pin
  }
}
