/** What a computer did alone as a station before it became the hub, merged like any other station's. */
import type { StationId } from '#shared/ids/ids.ts'
import type { SentFact } from '#shared/protocol/messages.ts'
import { handedOverRun, undoId, undoOf } from '../station/handOver.ts'
import type { Sent, StationStore } from '../station/stationStore.ts'
import type { Hub } from './hub.ts'
import { factOf, takeIn } from './takeIn.ts'

export interface Own {
  readonly stationId: StationId
  /** This computer's clock. */
  readonly wallMs: number
}

/**
 * Settles what the hub before this one may have done of commands decided here
 * another way, then merges the facts. What could not be written stays for the
 * next time; doing it again changes nothing. True when nothing is left. Throws
 * `LedgerFault` of the store.
 */
export function takeOwn(hub: Hub, store: StationStore, own: Own): boolean {
  for (const sent of store.sent()) {
    if (!sent.superseded || settled(hub, store, sent, own)) store.dropSent(sent.id)
  }
  for (const fact of store.facts()) if (merged(hub, fact, own)) store.dropFacts([fact.id])
  return store.sent().length === 0 && store.facts().length === 0
}

/** Whether a command that was decided here meanwhile is never carried out again, and undone where it was. */
function settled(hub: Hub, store: StationStore, { id, command }: Sent, { wallMs }: Own): boolean {
  let isSettled = false
  hub.withdraw(id, (answer) => {
    isSettled = answer.ok || answer.refusal.code !== 'ledgerUnavailable'
    const undo = answer.ok && answer.visitId !== undefined ? undoOf(command.type, answer.visitId) : undefined
    if (undo === undefined) return
    const actor = { kind: 'system' } as const
    const times = { believedMs: hub.nowMs(), wallMs, monotonicMs: 0, run: '' }
    store.addFactsFirst([{ id: undoId(id), actor, events: [undo], ...times }])
  })
  hub.flush()
  return isSettled
}

function merged(hub: Hub, sent: SentFact, { stationId, wallMs }: Own): boolean {
  let isDurable = false
  const fact = factOf(sent, stationId, { wallMs, monotonicMs: 0, run: '' }, hub.nowMs())
  const taken = (durable: boolean): void => {
    isDurable = durable
  }
  takeIn(hub, { type: 'mergeFact', fact }, { kind: 'system' }, taken, sent.run === handedOverRun)
  // A fact may take a second command to settle.
  hub.flush()
  hub.flush()
  return isDurable
}
