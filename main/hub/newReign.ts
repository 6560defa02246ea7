/** A hub that starts on a copy of a ledger begins a new reign before it does anything else. */
import type { Database } from 'better-sqlite3'
import { refusalText } from '#shared/protocol/refusalText.ts'
import { commandId, hubId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import { LedgerFault } from '../ledger/ledger.ts'
import { markOf, removeMark } from '../ledger/reignMark.ts'
import type { Hub } from './hub.ts'

/**
 * Begins the reign that the copy's mark asks for; true when there was a mark.
 * One promotion for each epoch in between, so that numbers begin above those of
 * every reign that may have been lost. Durable on return. Throws `LedgerFault`.
 */
export function beginReign(db: Database, hub: Hub, newId: () => string): boolean {
  const mark = markOf(db)
  if (mark === undefined) return false
  // A copy of a hall that was never set up has nothing that could have gone on elsewhere.
  if (hub.state.settings !== undefined) {
    const until = Math.max(mark.epoch, hub.state.reign.epoch + 1)
    const id = hubId.parse(newId())
    while (hub.state.reign.epoch < until) {
      let answer: Answer | undefined
      hub.submit(
        {
          id: commandId.parse(newId()),
          command: { type: 'promoteHub', hubId: id, epoch: hub.state.reign.epoch + 1 },
          actor: { kind: 'system' },
        },
        (given) => {
          answer = given
        },
      )
      hub.flush()
      if (answer?.ok !== true) {
        const why = answer === undefined ? 'no answer came' : refusalText(answer.refusal)
        throw new LedgerFault('conflict', `no new reign can begin on this copy: ${why}`)
      }
    }
  }
  removeMark(db)
  return true
}
