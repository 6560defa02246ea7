/**
 * From events to rows: the part of the projections that does not depend on
 * where rows are kept. Everything here gives the same rows however the events
 * are cut into batches, so a rebuild in large pieces equals the rows written
 * as it happened. No Node here.
 */
import type { BusinessDay, CounterId, QueueId, StaffId, VisitId } from '#shared/ids/ids.ts'
import type { KeptRating } from '#shared/conduct/ratingFigures.ts'
import type { Ratable } from '#shared/conduct/ratings.ts'
import type { HallEvent, LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import { LedgerFault } from './ledger.ts'
import type { Batch, KeptVisit } from './ledger.ts'

/** The visit an event is about, if it is about one. */
export function visitIdOf(event: HallEvent): VisitId | undefined {
  if (event.type === 'visitIssued') return event.visit.id
  return 'visitId' in event ? event.visitId : undefined
}

/**
 * Notes the visit one event changed, given the state after it. Called after
 * each event and not once per batch, because a new day forgets the visits
 * whose last change came in the same batch.
 */
export function noteChanged(into: Map<VisitId, Visit>, event: HallEvent, after: HallState): void {
  const id = event.type === 'visitRated' ? undefined : visitIdOf(event)
  const visit = id === undefined ? undefined : after.visits.get(id)
  if (visit !== undefined) into.set(visit.id, visit)
}

/** What a batch's events add to one visit's row, beyond the visit itself. */
export interface VisitTally {
  issueSeq?: number
  day?: BusinessDay
  /** Where it was issued. */
  queueId?: QueueId
  calls: number
  /** The last call before it was first served: counts only where its row says it was not served before. */
  call?: { readonly atMs: number; readonly counterId?: CounterId; readonly staffId?: StaffId }
  started?: true
}

/** Sums a batch's events per visit. Throws `LedgerFault` `conflict` for a visit issued without a business day. */
export function tally(events: readonly LedgerEvent[]): Map<VisitId, VisitTally> {
  const tallies = new Map<VisitId, VisitTally>()
  for (const { seq, day, event, ...entry } of events) {
    const id = visitIdOf(event)
    // A rating has a row of its own and leaves the visit's as it is.
    if (id === undefined || event.type === 'visitRated') continue
    let sum = tallies.get(id)
    if (sum === undefined) tallies.set(id, (sum = { calls: 0 }))
    if (event.type === 'visitIssued') {
      if (day === undefined)
        throw new LedgerFault('conflict', `event ${seq} issues a visit on no business day`)
      sum.issueSeq = seq
      sum.day = day
      sum.queueId = event.visit.queueId
    } else if (event.type === 'visitCalled' || event.type === 'visitRecalled') {
      sum.calls += 1
      if (event.type === 'visitCalled' && sum.started === undefined) {
        const { counterId, staffId } = event
        sum.call = { atMs: entry.happenedMs ?? entry.atMs, counterId, staffId }
      }
    } else if (event.type === 'visitStarted') {
      sum.started = true
    }
  }
  return tallies
}

/**
 * Throws `LedgerFault` `conflict` unless the events go on from `lastSeq`
 * without a gap and every visit they touch is among the changed ones.
 */
export function checkBatch(batch: Batch, lastSeq: number, tallies: ReadonlyMap<VisitId, VisitTally>): void {
  let seq = lastSeq
  for (const event of batch.events) {
    seq += 1
    if (event.seq !== seq) {
      throw new LedgerFault('conflict', `event ${event.seq} was offered where ${seq} is next`)
    }
  }
  let touched = 0
  for (const visit of batch.changed) if (tallies.has(visit.id)) touched += 1
  if (touched !== tallies.size) {
    throw new LedgerFault('conflict', `the events up to ${seq} touch visits that the batch does not carry`)
  }
}

/**
 * A visit's row after a batch. `old` is its row before, absent for a visit
 * issued in this batch. Throws `LedgerFault` `conflict` where neither is so.
 */
export function keep(visit: Visit, sum: VisitTally | undefined, old: KeptVisit | undefined): KeptVisit {
  const issueSeq = old?.issueSeq ?? sum?.issueSeq
  const day = old?.day ?? sum?.day
  if (issueSeq === undefined || day === undefined) throw neverIssued(visit.id)
  return {
    id: visit.id,
    number: visit.number,
    ordinal: visit.ordinal,
    state: visit.state,
    services: visit.services,
    queueId: visit.queueId,
    packageId: visit.packageId,
    priority: visit.priority,
    locale: visit.locale,
    channel: visit.channel,
    issuedBy: visit.issuedBy,
    applicant: visit.applicant,
    appointmentCode: visit.appointmentCode,
    key: visit.key,
    arrivedAtMs: visit.arrivedAtMs,
    effectiveAtMs: visit.effectiveAtMs,
    counterId: visit.counterId,
    staffId: visit.staffId,
    firstCallAtMs: visit.firstCallAtMs,
    startedAtMs: visit.startedAtMs,
    noShows: visit.noShows,
    parkedMs: visit.parkedMs,
    endedAtMs: visit.endedAtMs,
    issueSeq,
    day,
    callsMade: (old?.callsMade ?? 0) + (sum?.calls ?? 0),
  }
}

/** The row of a rating event; undefined for any other, and for one whose words were taken out. */
export function ratingOf({ seq, event, ...entry }: LedgerEvent): KeptRating | undefined {
  if (event.type !== 'visitRated' || event.rating === undefined) return undefined
  const { visitId, day, about, channel, ordinal, rating } = event
  return { seq, visitId, day, atMs: entry.happenedMs ?? entry.atMs, ...about, channel, ordinal, ...rating }
}

/** A kept visit, its turns and what is known of its ratings, as far as rating it goes. */
export function ratableOf(
  visit: KeptVisit,
  turns: Ratable['turns'],
  ratings: readonly Pick<KeptRating, 'turnId' | 'ordinal' | 'channel'>[],
): Ratable {
  const said = ratings.filter((r) => r.channel !== 'systemDefault')
  return {
    id: visit.id,
    day: visit.day,
    state: visit.state,
    endedAtMs: visit.endedAtMs,
    turns,
    rated: said.map(({ turnId, ordinal }) => ({ ...(turnId === undefined ? {} : { turnId }), ordinal })),
    ...(said.length < ratings.length ? { hasDefault: true } : {}),
  }
}

/** The fault of a change to a visit that no event issued. */
export function neverIssued(id: VisitId): LedgerFault {
  return new LedgerFault('conflict', `visit ${id} changed but was never issued`)
}

/**
 * Tallies for the visits of a state a copy begins from: issued before its first
 * event, so they stand before all others, in their order.
 */
export function baseTally(state: HallState): Map<VisitId, VisitTally> {
  const day = state.day?.day
  const tallies = new Map<VisitId, VisitTally>()
  for (const visit of state.visits.values()) {
    const sum: VisitTally = { calls: visit.calls }
    if (day !== undefined) {
      sum.day = day
      sum.issueSeq = visit.ordinal - beforeAll
    }
    if (visit.firstCallAtMs !== undefined) sum.call = { atMs: visit.firstCallAtMs }
    tallies.set(visit.id, sum)
  }
  return tallies
}

/** More visits than a business day ever has. */
const beforeAll = 1_000_000_000
