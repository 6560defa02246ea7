/** What every rule is given and gives, and the small questions several rules ask. */
import type { Finding } from '../conduct/attendanceRecords.ts'
import type { Ratable } from '../conduct/ratings.ts'
import type { ConductRecord, RecordKind, RecordOf } from '../conduct/records.ts'
import type { CounterId, DeductionId, StaffId, StationId, TicketNumber, VisitId } from '../ids/ids.ts'
import type { HallEvent, LedgerEvent } from './events.ts'
import { isInCharge } from './permissions.ts'
import { refuse } from './refusals.ts'
import type { Refused } from './refusals.ts'
import { counterNow } from './state.ts'
import type { CounterNow, HallState } from './state.ts'
import type { Actor, Visit } from './visit.ts'

/** All a rule may know beside the state. There is no fallback for any of it. */
export interface Context {
  /** Epoch ms by the hub's steady clock. */
  readonly nowMs: number
  readonly actor: Actor
  /** A fresh id, unique in the hall for ever. */
  readonly newId: () => string
  /** A fresh secret of at least 128 bits, letters digits _ - only. */
  readonly newKey: () => string
  /** Set where a station decides without the hub: only what `offlineCommands` lists. */
  readonly alone?:
    | {
        readonly stationId: StationId
        /** Whether this station gave that number today, though the state does not know of it. */
        readonly hasGiven?: ((number: TicketNumber) => boolean) | undefined
      }
    | undefined
  /** The visit of an earlier day the command is about, as the ledger remembers it. */
  readonly past?: Ratable | undefined
  /** The record the command is about, where the state has it no longer, as the ledger remembers it. */
  readonly record?: ConductRecord | undefined
  /** The deduction there is already about the same finding, where a fact brings another. */
  readonly confirmed?: DeductionId | undefined
  /** What the rules found in the day the command is about. */
  readonly findings?: readonly Finding[] | undefined
}

/** Events that now become so. Only a merged fact that changes nothing has none. */
export interface Accepted {
  readonly ok: true
  readonly events: readonly HallEvent[]
  /** When it happened, epoch ms, where that was before now: a merged fact. */
  readonly happenedMs?: number | undefined
  /** By how much that time was corrected, and whether it is sure, as the ledger records it. */
  readonly clock?: Pick<LedgerEvent, 'correctedMs' | 'clockJumped'> | undefined
}
export type Decision = Accepted | Refused

/** Accepts with these events. */
export function accept(...events: readonly HallEvent[]): Accepted {
  return { ok: true, events }
}

/** A value, or the refusal that stands in its way. */
export type Found<T> = { readonly ok: true; readonly value: T } | Refused

/** The visit, or `unknownVisit`. */
export function findVisit(state: HallState, id: VisitId): Found<Visit> {
  const value = state.visits.get(id)
  return value === undefined ? refuse('unknownVisit', { visitId: id }) : { ok: true, value }
}

/** The record of that kind, live or remembered, or `unknownRecord`. */
export function findRecord<K extends RecordKind>(
  { records }: Pick<HallState, 'records'>,
  id: ConductRecord['id'],
  kind: K,
  { record }: Pick<Context, 'record'>,
): Found<RecordOf<K>> {
  const found = records.get(id) ?? (record?.id === id ? record : undefined)
  return found !== undefined && isOf(found, kind)
    ? { ok: true, value: found }
    : refuse('unknownRecord', { id, kind })
}

function isOf<K extends RecordKind>(record: ConductRecord, kind: K): record is RecordOf<K> {
  return record.record === kind
}

/** The counter as it is now, or `unknownCounter`. */
export function findCounter(state: HallState, id: CounterId): Found<CounterNow> {
  return state.lookup.counters.has(id)
    ? { ok: true, value: counterNow(state, id) }
    : refuse('unknownCounter', { counterId: id })
}

/** The staff member who acts, or `notAllowed` for anything that is no person. */
export function actingStaff(actor: Actor): Found<StaffId> {
  return actor.kind === 'staff'
    ? { ok: true, value: actor.staffId }
    : refuse('notAllowed', { needs: 'staff' })
}

/**
 * The teller at this counter: the sender, or — when someone in charge acts —
 * the one who works there.
 */
export function tellerAt(counter: CounterNow, actor: Actor): Found<StaffId> {
  if (counter.staffId === undefined) return refuse('counterClosed', { counterId: counter.id })
  if (actor.kind === 'staff' && (actor.staffId === counter.staffId || isInCharge(actor))) {
    return { ok: true, value: counter.staffId }
  }
  return refuse('notYourCounter', { counterId: counter.id })
}

/** Where a called or served visit is, and who handles it there. */
export interface AtCounter {
  readonly visit: Visit
  readonly counterId: CounterId
  readonly staffId: StaffId
}

/** The visit at the sender's counter, or why the sender may not act on it. */
export function visitAtCounter(state: HallState, visit: Visit, actor: Actor): Found<AtCounter> {
  const { counterId } = visit
  if (counterId === undefined) return refuse('notYourVisit', { visitId: visit.id })
  const teller = tellerAt(counterNow(state, counterId), actor)
  return teller.ok
    ? { ok: true, value: { visit, counterId, staffId: teller.value } }
    : refuse('notYourVisit', { visitId: visit.id, counterId })
}
