/** What a copy of the ledger holds that the hub of a later reign never had, as facts to hand over. */
import { factId } from '#shared/ids/ids.ts'
import type { CommandId, FactId, VisitId } from '#shared/ids/ids.ts'
import type { CommandType } from '#shared/hall/commands.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import { stoodIn } from '#shared/hall/changes.ts'
import { isSameReign } from '#shared/hall/reign.ts'
import type { Rank } from '#shared/hall/reign.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { SentFact } from '#shared/protocol/messages.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { StationParts } from './stationParts.ts'

type Reigns = readonly (Rank & { readonly fromSeq: number })[]

/**
 * The last seq that two ledgers have in common, by where each says its reigns
 * began; `Infinity` when neither knows of a reign that the other does not.
 */
export function commonPart(own: Reigns, hubs: Reigns): number {
  for (let n = 0; n < Math.max(own.length, hubs.length); n += 1) {
    const [mine, theirs] = [own[n], hubs[n]]
    const isSame = mine?.epoch === theirs?.epoch && mine?.fromSeq === theirs?.fromSeq
    // Two hubs of one epoch may have begun right at the same place.
    if (isSame && mine?.hubId === theirs?.hubId) continue
    return Math.min(mine?.fromSeq ?? Infinity, theirs?.fromSeq ?? Infinity) - 1
  }
  return Infinity
}

/** What a hub does for its own reign: of no meaning in another, which does the same for itself. */
const ownToAReign: ReadonlySet<HallEvent['type']> = new Set([
  'hubPromoted',
  'reignSettled',
  'blockLeased',
  'claimGranted',
  'claimReturned',
  'claimForced',
])

/** The run that facts of an earlier hub are said to be of. */
export const handedOverRun = 'handedOver'

/** Events of one command, in their order. */
export interface Done {
  readonly id: CommandId
  readonly events: readonly HallEvent[]
  readonly first: LedgerEvent
}

/** The commands carried out beyond a seq, oldest first. */
export function commandsBeyond(replica: Ledger, seq: number): readonly Done[] {
  const done: Done[] = []
  for (let from = seq; ;) {
    const piece = replica.eventsAfter(from, 500)
    const last = piece.at(-1)
    if (last === undefined) return done
    for (const entry of piece) {
      const before = done.at(-1)
      if (before?.id === entry.commandId)
        done[done.length - 1] = { ...before, events: [...before.events, entry.event] }
      else done.push({ id: entry.commandId, events: [entry.event], first: entry })
    }
    from = last.seq
  }
}

/**
 * Each command as one fact under the command's own id: whoever hands it over, and
 * whether its sender asks again, the hub does it once.
 * @param offsetMs the hub's time less this station's wall clock
 */
export function orphansOf(done: readonly Done[], offsetMs: number): readonly SentFact[] {
  return done.flatMap(({ id, events, first }) => {
    // The turn of the day is each hub's own, with all that it ended.
    if (events.some((e) => e.type === 'dayStarted')) return []
    const kept = events.filter((e) => !ownToAReign.has(e.type))
    if (kept.length === 0) return []
    const happenedMs = first.happenedMs ?? first.atMs
    return [
      {
        id: factId.parse(id),
        actor: first.actor,
        events: kept,
        believedMs: happenedMs,
        wallMs: happenedMs - offsetMs,
        monotonicMs: 0,
        run: handedOverRun,
      },
    ]
  })
}

/** This computer was the hub and another is: made the hub once more, it gives none of its numbers again. */
export function noteStood(
  known: HallState,
  { stationId, store }: Pick<StationParts, 'stationId' | 'store'>,
  other: Rank,
): void {
  const { reign } = known
  if (reign.stationId !== stationId || isSameReign(reign, other)) return
  const stood = stoodIn(known)
  if (stood !== undefined) store.setStood(stood)
}

/** Names a fact after the command it belongs to, however long that one's name is. */
const named = (what: 'undo' | 'again', id: CommandId): FactId => factId.parse(`${what}:${id.slice(0, 190)}`)

/** Names the fact that undoes a command. */
export const undoId = (id: CommandId): FactId => named('undo', id)

/**
 * Names the fact of what was decided here of a command that the hub may have carried out another way meanwhile. By it
 * any hub knows what its sender was told.
 */
export const againId = (id: CommandId): FactId => named('again', id)

/**
 * What undoes a command that the hub carried out and that was then done at the
 * station another way, because the answer never came: the number nobody holds
 * is cancelled, the visit called and not served goes back to its place.
 */
export function undoOf(type: CommandType, visitId: VisitId): HallEvent {
  return type === 'issueVisit'
    ? { type: 'visitCancelled', visitId, reason: 'issued again while the hub was away' }
    : { type: 'visitRequeued', visitId }
}
