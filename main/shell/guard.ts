/** Whether a person may leave a visitors' screen or change what this computer is. */
import type { Proof, ShellSays } from '#shared/protocol/shellBridge.ts'
import type { Choice } from './choice.ts'
import { afterWrong, isPin, noTries, waitS } from './pin.ts'
import type { HallSays } from './pin.ts'

export interface GuardParts {
  /** A computer nobody has set up yet has nothing to guard. */
  readonly isUnguarded: boolean
  /** This computer's own PIN, if it has one. */
  readonly pin: Choice['pin']
  /** The hall's word on a staff number and PIN. */
  readonly askHall: (staffNo: string, pin: string) => Promise<HallSays>
  readonly monotonicMs: () => number
}

/** Looks at a proof, one at a time; after five wrong ones it waits. */
export function guardOf({
  isUnguarded,
  pin,
  askHall,
  monotonicMs,
}: GuardParts): (given: Proof | undefined) => Promise<ShellSays> {
  let tries = noTries
  let last: Promise<unknown> = Promise.resolve()
  const look = async (given: Proof | undefined): Promise<ShellSays> => {
    if (isUnguarded) return { ok: true }
    const wait = waitS(tries, monotonicMs())
    if (wait > 0) return { ok: false, why: 'wait', waitS: wait }
    if (given !== undefined && (await isProof(given))) {
      tries = noTries
      return { ok: true }
    }
    tries = afterWrong(tries, monotonicMs())
    const now = waitS(tries, monotonicMs())
    return now > 0 ? { ok: false, why: 'wait', waitS: now } : { ok: false, why: 'wrongPin' }
  }
  const isProof = async ({ staffNo, pin: typed }: Proof): Promise<boolean> =>
    staffNo.trim() === ''
      ? pin !== undefined && isPin(pin, typed)
      : (await askHall(staffNo.trim(), typed)) === 'administrator'
  return async (given) => {
    // Side by side, a hundred guesses would all come before the first wrong one counts.
    const turn = last.then(async () => look(given))
    last = turn.catch(() => undefined)
    return turn
  }
}
