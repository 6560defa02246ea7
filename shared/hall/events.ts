/**
 * Every event of the hall: past tense, complete, append-only. An event says what
 * became so; `evolve` needs nothing else to fold it.
 */
import { z } from 'zod'
import {
  appointmentCode,
  businessDay,
  commandId,
  counterId,
  factId,
  guideCallId,
  hubId,
  queueId,
  serviceId,
  staffId,
  stationId,
  ticketNumber,
  visitId,
} from '../ids/ids.ts'
import { catalogue, locale } from '../catalogue/catalogue.ts'
import { ratedFacts, ratingChannel, ratingOrdinal, saidRating } from '../conduct/rating.ts'
import { guideCallFrom } from './guideCall.ts'
import { displays } from './displays.ts'
import { stationRange, stood } from './ranges.ts'
import { conductEvents } from '../conduct/conductEvents.ts'
import { settings } from './settings.ts'
import { setUpChange } from './setUp.ts'
import { staffMember } from './staff.ts'
import {
  actor,
  holder,
  outcome,
  parkKind,
  priority,
  route,
  seat,
  turn,
  visit,
  visitService,
} from './visit.ts'

/** Why this visit was called: the facts behind the order, put into words by `locale`. */
export const why = z.object({
  /** `next`: the order's own answer; `chosen`: the teller named it out of order; `byHand`: a paper number taken without the hub. */
  rule: z.enum(['next', 'chosen', 'byHand']),
  line: z.enum(['own', 'helped', 'helpedOverThreshold']),
  /** What moved it, if anything: a front place, a head start, an appointment, a return, a route. */
  because: z
    .array(z.enum(['front', 'headStart', 'appointment', 'returned', 'routed', 'continued']))
    .readonly(),
  /** Seconds since it began to wait. */
  waitedS: z.number(),
  headStartS: z.number().optional(),
  /** Visits of the same line that stood before it when it was chosen out of order. */
  passedOver: z.number().int().optional(),
  reason: z.string().optional(),
})
export type Why = z.infer<typeof why>

/** Why a fact could not simply be merged. */
export const conflictReason = z.enum([
  'dayOver',
  'numberUsed',
  'unknownNumber',
  'unknownVisit',
  'unknownQueue',
  'visitElsewhere',
  'visitEnded',
  'counterElsewhere',
  'incompatibleDuties',
  'confirmedTwice',
  'notMergeable',
])
export type ConflictReason = z.infer<typeof conflictReason>

/** A fact that was not applied. `events` are as the station had them, as JSON, so that any version can keep them. */
export const conflict = z.object({
  factId,
  stationId,
  happenedMs: z.number(),
  /** The same moment as the station believed it then: times inside its events are by that. */
  believedMs: z.number().optional(),
  reason: conflictReason,
  /** What it is about, for the list a person reads. */
  number: z.string().optional(),
  counterId: counterId.optional(),
  staffId: staffId.optional(),
  /** Running numbers on paper in somebody's hand all the same: they are used up. */
  used: z
    .array(z.object({ queueId, run: z.number().int() }))
    .readonly()
    .optional(),
  /** The station's clock jumped meanwhile; the time is less sure. */
  clockJumped: z.boolean(),
  events: z.array(z.unknown()).readonly(),
})
export type Conflict = z.infer<typeof conflict>

/** A new visit as issued: a visit that has just begun to wait. */
export const issued = visit.omit({
  state: true,
  waitingSinceMs: true,
  calls: true,
  countedCalls: true,
  noShows: true,
  parkedMs: true,
  duties: true,
  turns: true,
  ownerId: true,
  offer: true,
  rated: true,
})

export const hallEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hallConfigured'), settings }),
  z.object({ type: z.literal('catalogueReplaced'), catalogue }),
  z.object({ type: z.literal('staffReplaced'), staff: z.array(staffMember).readonly() }),
  z.object({
    type: z.literal('setUpChanged'),
    changes: z.array(setUpChange).readonly(),
    /** Seq of the event these changes took back. */
    undoes: z.number().int().optional(),
  }),
  z.object({ type: z.literal('displaysConfigured'), displays }),
  z.object({ type: z.literal('dayStarted'), day: businessDay, startsAtMs: z.number(), endsAtMs: z.number() }),

  z.object({
    type: z.literal('counterOpened'),
    counterId,
    staffId,
    queueIds: z.array(queueId).readonly().optional(),
    seat: seat.optional(),
  }),
  z.object({ type: z.literal('counterPaused'), counterId, staffId, reason: z.string() }),
  z.object({ type: z.literal('counterResumed'), counterId, staffId }),
  z.object({ type: z.literal('counterClosed'), counterId, staffId }),
  // Somebody, or the same person at another machine, asks for a counter where somebody is.
  z.object({
    type: z.literal('takeoverAsked'),
    counterId,
    staffId,
    seat: seat.optional(),
    untilMs: z.number(),
  }),
  // `staffId` and `seat` are those who asked. Another person's closing and opening follow as events of their own.
  z.object({
    type: z.literal('takeoverAnswered'),
    counterId,
    staffId,
    given: z.boolean(),
    seat: seat.optional(),
  }),
  z.object({
    type: z.literal('takeoverForced'),
    counterId,
    staffId,
    seat: seat.optional(),
    reason: z.string(),
  }),

  z.object({
    type: z.literal('appointmentBooked'),
    code: appointmentCode,
    serviceIds: z.array(serviceId).readonly(),
    slotFromMs: z.number(),
    slotUntilMs: z.number(),
    holder: holder.optional(),
  }),
  z.object({ type: z.literal('appointmentCancelled'), code: appointmentCode }),

  z.object({ type: z.literal('visitIssued'), visit: issued, run: z.number().int() }),
  z.object({
    type: z.literal('visitCalled'),
    visitId,
    number: ticketNumber,
    queueId,
    counterId,
    staffId,
    callNo: z.number().int(),
    why,
  }),
  z.object({
    type: z.literal('visitRecalled'),
    visitId,
    number: ticketNumber,
    counterId,
    staffId,
    callNo: z.number().int(),
    counts: z.boolean(),
  }),
  z.object({ type: z.literal('visitStarted'), visitId, counterId, staffId }),
  z.object({ type: z.literal('turnRecorded'), visitId, queueId, turn, duty: z.string().optional() }),
  z.object({ type: z.literal('servicesAdded'), visitId, services: z.array(visitService).readonly() }),
  z.object({ type: z.literal('visitFinished'), visitId, counterId, staffId }),
  z.object({ type: z.literal('visitContinued'), visitId, queueId, counterId, staffId }),
  z.object({
    type: z.literal('visitMissed'),
    visitId,
    counterId,
    staffId,
    ends: z.boolean(),
    reentryAtCall: z.number().int().optional(),
  }),
  z.object({ type: z.literal('visitRequeued'), visitId, reentryAtCall: z.number().int().optional() }),
  z.object({ type: z.literal('visitParked'), visitId, kind: parkKind, counterId, staffId }),
  z.object({ type: z.literal('visitResumed'), visitId, counterId, staffId }),
  z.object({ type: z.literal('visitReturned'), visitId, queueId }),
  z.object({
    type: z.literal('visitTransferred'),
    visitId,
    counterId,
    staffId,
    to: route,
    queueId,
    position: z.enum(['first', 'keep', 'last']),
    note: z.string().optional(),
  }),
  z.object({ type: z.literal('visitCancelled'), visitId, reason: z.string() }),
  z.object({ type: z.literal('visitExpired'), visitId }),
  // `from` answers for the matter until `to` has accepted.
  z.object({
    type: z.literal('handOverOffered'),
    visitId,
    from: staffId,
    to: staffId,
    note: z.string().optional(),
  }),
  // `counterId`: the counter of who accepts; a visit parked elsewhere goes there with its papers.
  z.object({
    type: z.literal('handOverAccepted'),
    visitId,
    from: staffId,
    staffId,
    counterId: counterId.optional(),
  }),
  z.object({
    type: z.literal('handOverDeclined'),
    visitId,
    from: staffId,
    to: staffId,
    reason: z.string().optional(),
  }),
  z.object({ type: z.literal('priorityClaimed'), visitId, priority, effectiveAtMs: z.number() }),
  z.object({ type: z.literal('ticketCopied'), visitId, stationId: stationId.optional() }),
  z.object({ type: z.literal('testPageAsked'), stationId }),
  // Complete in itself: the visit may be of an earlier day, which no state holds any more.
  z.object({
    type: z.literal('visitRated'),
    visitId,
    /** The visit's own business day. */
    day: businessDay,
    about: ratedFacts,
    ordinal: ratingOrdinal,
    channel: ratingChannel,
    /** What was said; absent where whoever hears it is not to know. */
    rating: saidRating.optional(),
  }),

  z.object({ type: z.literal('guideCalled'), guideCallId, from: guideCallFrom, locale }),
  z.object({ type: z.literal('guideCallTaken'), guideCallId, staffId }),
  z.object({ type: z.literal('guideCallEnded'), guideCallId }),

  // Numbers a kiosk holds for the time it is alone: [from, until].
  z.object({
    type: z.literal('blockLeased'),
    stationId,
    queueId,
    from: z.number().int(),
    until: z.number().int(),
  }),
  // Only this counter may call the visit until it says that it gives the claim back.
  z.object({ type: z.literal('claimGranted'), visitId, counterId }),
  z.object({ type: z.literal('claimReturned'), visitId, counterId }),
  z.object({ type: z.literal('claimForced'), visitId, counterId, reason: z.string() }),
  // A paper number taken by hand at a counter that is alone, and its end.
  z.object({ type: z.literal('paperCalled'), number: ticketNumber, counterId, staffId }),
  z.object({
    type: z.literal('paperFinished'),
    number: ticketNumber,
    counterId,
    staffId,
    startedAtMs: z.number(),
    outcome,
    note: z.string().optional(),
  }),
  // What happened without the hub and does not fit what happened here: kept whole until a person has looked at it.
  z.object({ type: z.literal('factConflicted'), conflict }),
  z.object({
    type: z.literal('conflictResolved'),
    factId,
    how: z.enum(['applied', 'dismissed']),
    note: z.string().optional(),
  }),
  // Somebody looked at personal data, what of, and why.
  z.object({ type: z.literal('unmasked'), what: z.string(), reason: z.string() }),
  // Numbers are kept for a station for the time it may be the hub; for good, and for nobody else.
  z.object({ type: z.literal('rangeReserved'), ...stationRange.shape }),
  // Another computer became the hub; it gives numbers no other hub can give. Without a range, as in ledgers of
  // earlier versions, it has five thousand for each reign before it.
  z.object({
    type: z.literal('hubPromoted'),
    epoch: z.number().int(),
    hubId,
    reign: z.number().int(),
    ...stationRange.partial().shape,
    stood: stood.optional(),
  }),
  // No earlier hub can give numbers any more: it handed over, or a person declared it gone.
  z.object({ type: z.literal('reignSettled') }),

  ...conductEvents,
])
export type HallEvent = z.infer<typeof hallEvent>
export type HallEventType = HallEvent['type']
export type HallEventOf<T extends HallEventType> = Extract<HallEvent, { type: T }>

/** An event as the ledger keeps and the wire carries it. */
export const ledgerEvent = z.object({
  /** Position in the hall's ledger, from 1, without gaps. */
  seq: z.number().int().min(1),
  /** Version of the event's own form; readers refuse what they do not know. */
  v: z.literal(1),
  /** When it became so by the hub's steady clock, epoch ms; never falls. */
  atMs: z.number(),
  /** When it happened, epoch ms, where that was before it reached the hub: at a station that was alone. */
  happenedMs: z.number().optional(),
  /** By how much the hub corrected the station's time, ms: `happenedMs` less what was believed there; absent for none. */
  correctedMs: z.number().optional(),
  /** The station's clock jumped by more than a minute meanwhile: the time is less sure. */
  clockJumped: z.literal(true).optional(),
  day: businessDay.optional(),
  commandId,
  actor,
  event: hallEvent,
})
export type LedgerEvent = z.infer<typeof ledgerEvent>
