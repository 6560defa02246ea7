/** What a command may ask of an earlier day: the visit it names, as the ledger remembers it. */
import type { Ratable } from '#shared/conduct/ratings.ts'
import type { Command } from '#shared/hall/commands.ts'
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import { ratingOf } from '../ledger/projection.ts'
import type { Ledger } from '../ledger/ledger.ts'

/**
 * The visit of an earlier day that the command rates; undefined where the state
 * has it, or where it is about none. Ratings decided and not yet written count.
 * Throws `LedgerFault`.
 */
export function pastVisit(
  command: Command,
  state: HallState,
  ledger: Ledger,
  undurable: readonly LedgerEvent[],
): Ratable | undefined {
  if ((command.type !== 'rateVisit' && command.type !== 'rateByDefault') || state.visits.has(command.visitId))
    return undefined
  const kept = ledger.ratable(command.visitId)
  if (kept === undefined) return undefined
  const fresh = undurable.flatMap((entry) => ratingOf(entry) ?? []).filter((r) => r.visitId === kept.id)
  const said = fresh.filter((r) => r.channel !== 'systemDefault')
  const marks = said.map(({ turnId, ordinal }) => ({ ...(turnId === undefined ? {} : { turnId }), ordinal }))
  const hasDefault = kept.hasDefault === true || said.length < fresh.length
  return { ...kept, rated: [...kept.rated, ...marks], hasDefault }
}
