/** What is on record of a command: how it is answered when it comes again. */
import type { CommandId } from '#shared/ids/ids.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { Ledger, RecordedAnswer } from '../ledger/ledger.ts'
import { answerOfAgain, answerOfDone } from './answerOf.ts'

/** Stands in place of the fingerprint of a command that came as a fact or that a hub before this one did. */
export const asFact = 'fact'

/** What a hub made of a command: this one, or the one before it, whose answers stayed with it. Throws `LedgerFault`. */
export function recordOf(ledger: Ledger, state: HallState, id: CommandId): RecordedAnswer | undefined {
  return ledger.answerTo(id) ?? known(state, id, answerOfDone(state, ledger, id))
}

/**
 * What the sender of a command was told: by a station alone, where that did it another way than the hub, and else by
 * a hub. Throws `LedgerFault`.
 */
export function toldOf(ledger: Ledger, state: HallState, id: CommandId): RecordedAnswer | undefined {
  return known(state, id, answerOfAgain(state, ledger, id)) ?? recordOf(ledger, state, id)
}

function known({ atMs }: HallState, commandId: CommandId, answer?: Answer): RecordedAnswer | undefined {
  return answer && { commandId, fingerprint: asFact, atMs, answer: JSON.stringify(answer) }
}

/**
 * Whether the same command came again. A fact is the same by its id alone,
 * whoever hands it over; and a command that came as a fact, from a station that
 * knew what an earlier hub had made of it, is answered as that.
 */
export function isSame(before: string, now: string): boolean {
  return before === now || before === asFact
}
