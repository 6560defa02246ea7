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
  queueId,
  serviceId,
  staffId,
  ticketNumber,
  visitId,
} from '../ids/ids.ts'
import { catalogue } from '../catalogue/catalogue.ts'
import { settings } from './settings.ts'
import { staffMember } from './staff.ts'
import { actor, holder, parkKind, route, turn, visit, visitService } from './visit.ts'

/** Why this visit was called: the facts behind the order, put into words by `locale`. */
export const why = z.object({
  /** `next`: the order's own answer; `chosen`: the teller named it out of order. */
  rule: z.enum(['next', 'chosen']),
  line: z.enum(['own', 'helped', 'helpedOverThreshold']),
  /** What moved it, if anything: a front place, a head start, an appointment, a return, a route. */
  because: z.array(z.enum(['front', 'headStart', 'appointment', 'returned', 'routed', 'continued'])).readonly(),
  /** Seconds since it began to wait. */
  waitedS: z.number(),
  headStartS: z.number().optional(),
  /** Visits of the same line that stood before it when it was chosen out of order. */
  passedOver: z.number().int().optional(),
  reason: z.string().optional(),
})
export type Why = z.infer<typeof why>

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
})

export const hallEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hallConfigured'), settings }),
  z.object({ type: z.literal('catalogueReplaced'), catalogue }),
  z.object({ type: z.literal('staffReplaced'), staff: z.array(staffMember).readonly() }),
  z.object({ type: z.literal('dayStarted'), day: businessDay, startsAtMs: z.number(), endsAtMs: z.number() }),

  z.object({ type: z.literal('counterOpened'), counterId, staffId, queueIds: z.array(queueId).readonly().optional() }),
  z.object({ type: z.literal('counterPaused'), counterId, staffId, reason: z.string() }),
  z.object({ type: z.literal('counterResumed'), counterId, staffId }),
  z.object({ type: z.literal('counterClosed'), counterId, staffId }),

  z.object({ type: z.literal('appointmentBooked'), code: appointmentCode, serviceIds: z.array(serviceId).readonly(), slotFromMs: z.number(), slotUntilMs: z.number(), holder: holder.optional() }),
  z.object({ type: z.literal('appointmentCancelled'), code: appointmentCode }),

  z.object({ type: z.literal('visitIssued'), visit: issued, run: z.number().int() }),
  z.object({ type: z.literal('visitCalled'), visitId, number: ticketNumber, counterId, staffId, callNo: z.number().int(), why }),
  z.object({ type: z.literal('visitRecalled'), visitId, number: ticketNumber, counterId, staffId, callNo: z.number().int(), counts: z.boolean() }),
  z.object({ type: z.literal('visitStarted'), visitId, counterId, staffId }),
  z.object({ type: z.literal('turnRecorded'), visitId, turn, duty: z.string().optional() }),
  z.object({ type: z.literal('servicesAdded'), visitId, services: z.array(visitService).readonly() }),
  z.object({ type: z.literal('visitFinished'), visitId, counterId, staffId }),
  z.object({ type: z.literal('visitContinued'), visitId, queueId, counterId, staffId }),
  z.object({ type: z.literal('visitMissed'), visitId, counterId, staffId, ends: z.boolean(), reentryAtCall: z.number().int().optional() }),
  z.object({ type: z.literal('visitRequeued'), visitId, reentryAtCall: z.number().int().optional() }),
  z.object({ type: z.literal('visitParked'), visitId, kind: parkKind, counterId, staffId }),
  z.object({ type: z.literal('visitResumed'), visitId, counterId, staffId }),
  z.object({ type: z.literal('visitReturned'), visitId, queueId }),
  z.object({ type: z.literal('visitTransferred'), visitId, counterId, staffId, to: route, queueId, position: z.enum(['first', 'keep', 'last']), note: z.string().optional() }),
  z.object({ type: z.literal('visitCancelled'), visitId, reason: z.string() }),
  z.object({ type: z.literal('visitExpired'), visitId }),
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
  day: businessDay.optional(),
  commandId,
  actor,
  event: hallEvent,
})
export type LedgerEvent = z.infer<typeof ledgerEvent>
