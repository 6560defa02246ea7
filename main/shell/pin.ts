/** Who may change what this computer is, or leave a visitors' screen: an administrator of the hall, or this computer's own PIN. */
import { scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Choice } from './choice.ts'

type Kept = NonNullable<Choice['pin']>

/** Stretches a PIN; slow on purpose, so that a stolen file does not give it away quickly. */
async function stretched(pin: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 }, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
}

/** What is kept of a PIN, with a fresh secret for its salt. */
export async function keptPin(pin: string, salt: string): Promise<Kept> {
  return { salt, hash: (await stretched(pin, salt)).toString('base64url') }
}

/** Whether this is the PIN. */
export async function isPin(kept: Kept, pin: string): Promise<boolean> {
  const hash = Buffer.from(kept.hash, 'base64url')
  const tried = await stretched(pin, kept.salt)
  return hash.length === tried.length && timingSafeEqual(hash, tried)
}

/** Wrong PINs in a row, and until when no more are taken. */
export interface Tries {
  readonly wrong: number
  /** Monotonic ms. */
  readonly closedUntilMs: number
}

export const noTries: Tries = { wrong: 0, closedUntilMs: 0 }

const wrongAllowed = 5
const firstWaitMs = 60_000
const longestWaitMs = 30 * 60_000

/** Seconds until another PIN is taken; 0 for now. */
export function waitS(tries: Tries, nowMs: number): number {
  return Math.max(0, Math.ceil((tries.closedUntilMs - nowMs) / 1000))
}

/** After a wrong PIN: from the fifth on, a pause that doubles. */
export function afterWrong(tries: Tries, nowMs: number): Tries {
  const wrong = tries.wrong + 1
  if (wrong < wrongAllowed) return { wrong, closedUntilMs: tries.closedUntilMs }
  return { wrong, closedUntilMs: nowMs + Math.min(longestWaitMs, firstWaitMs * 2 ** (wrong - wrongAllowed)) }
}

const signedIn = z.object({ staff: z.object({ roles: z.array(z.string()) }) })

/** What the hall says of a staff number and PIN. `unknown` when it cannot be asked. */
export type HallSays = 'administrator' | 'no' | 'unknown'

/** Reads the answer of `POST /api/v1/sessions`; status 0 stands for none. */
export function hallSays(status: number, body: unknown): HallSays {
  if (status === 0 || status >= 500 || status === 404) return 'unknown'
  const read = signedIn.safeParse(body)
  return status === 200 && read.success && read.data.staff.roles.includes('administrator')
    ? 'administrator'
    : 'no'
}
