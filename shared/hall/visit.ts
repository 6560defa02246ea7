/** One visitor's stay: its states, services, turns. Times are epoch milliseconds (UTC). */
import { z } from 'zod'
import {
  appointmentCode,
  counterId,
  packageId,
  queueId,
  serviceId,
  staffId,
  stationId,
  ticketNumber,
  turnId,
  visitId,
  visitKey,
} from '../ids/ids.ts'
import { locale } from '../catalogue/catalogue.ts'
import { ratedMark } from '../conduct/rating.ts'

export const visitStates = [
  'waiting',
  'called',
  'serving',
  'parked',
  'noShow',
  'finished',
  'cancelled',
  'expired',
] as const
export const visitState = z.enum(visitStates)
export type VisitState = z.infer<typeof visitState>

/** How one service ended; closed list. `advised` is the one-time notice 一次性告知. */
export const outcomes = ['accepted', 'completed', 'advised', 'declined', 'transferred'] as const
export const outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof outcome>

export const channel = z.enum(['kiosk', 'desk', 'api'])
export type Channel = z.infer<typeof channel>

/** `papersOut`: returns to any capable counter without queueing; `papersKept`: same counter; `waiting`: the counter wakes it. */
export const parkKind = z.enum(['papersOut', 'papersKept', 'waiting'])
export type ParkKind = z.infer<typeof parkKind>

export const priority = z.object({
  class: z.string().min(1).max(40),
  /** The stated ground; never empty. */
  ground: z.string().min(1).max(60),
})
export type Priority = z.infer<typeof priority>

/** Who a visit belongs to, as far as it may be kept: a keyed hash, the last four, a masked name. */
export const holder = z.object({
  hash: z.string().regex(/^[0-9a-f]{32,64}$/),
  last4: z.string().max(4).optional(),
  maskedName: z.string().max(20).optional(),
})
export type Holder = z.infer<typeof holder>

/** Names the machine somebody works a counter from; made by that machine once and kept there. */
export const seat = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)

/** Who did something, as it is kept in the ledger. */
export const actor = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('staff'),
    staffId,
    roles: z.array(z.enum(['teller', 'guide', 'supervisor', 'administrator'])).readonly(),
  }),
  z.object({ kind: z.literal('station'), stationId, mode: z.enum(['kiosk', 'console', 'display', 'pad']) }),
  z.object({ kind: z.literal('program'), name: z.string().min(1).max(60) }),
  z.object({ kind: z.literal('visitor'), visitId }),
  z.object({ kind: z.literal('system') }),
])
export type Actor = z.infer<typeof actor>

/** One service of a visit; `outcome` absent means still open. */
export const visitService = z.object({
  serviceId,
  queueId,
  /** Services of this visit that must be closed first. */
  after: z.array(serviceId).readonly().optional(),
  outcome: outcome.optional(),
})
export type VisitService = z.infer<typeof visitService>

/** One service handled at one counter by one teller, with its outcome. */
export const turn = z.object({
  id: turnId,
  serviceId,
  counterId,
  staffId,
  startedAtMs: z.number(),
  endedAtMs: z.number(),
  outcome,
  /** The one-time notice: what is missing. Only with `advised`. */
  missing: z.array(z.string().min(1).max(200)).max(50).readonly().optional(),
  note: z.string().max(500).optional(),
  /** The teller gave no outcome of their own; the hall's setting supplied it. */
  unrecorded: z.boolean().optional(),
})
export type Turn = z.infer<typeof turn>

/**
 * A transfer's aim: it binds who may call the visit while that counter or person
 * is there. The first turn recorded after it uses it up.
 */
export const route = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queue'), queueId }),
  z.object({ kind: z.literal('counter'), counterId }),
  z.object({ kind: z.literal('staff'), staffId }),
])
export type Route = z.infer<typeof route>

export const visit = z.object({
  id: visitId,
  number: ticketNumber,
  /** Order of issue within the business day, from 1; the last tie-breaker of every order. */
  ordinal: z.number().int(),
  state: visitState,
  services: z.array(visitService).readonly(),
  /** Where it waits, or waited last: the queue of its next open service, or where a transfer sent it. */
  queueId,
  packageId: packageId.optional(),
  priority: priority.optional(),
  locale,
  channel,
  issuedBy: actor,
  applicant: z.enum(['person', 'enterprise']).optional(),
  holder: holder.optional(),
  appointmentCode: appointmentCode.optional(),
  /** Opens the visitor's page; only the holder of the ticket has it. */
  key: visitKey,
  arrivedAtMs: z.number(),
  /** Arrival as the order counts it: less head start, or the appointment's slot. */
  effectiveAtMs: z.number(),
  /** When it last began to wait. */
  waitingSinceMs: z.number(),
  /** Stands before all others since then: an allowed transfer `first`, or papers fetched. */
  frontSinceMs: z.number().optional(),
  /** A no-show's way back: due once its queue has made this many calls today. */
  reentryAtCall: z.number().int().optional(),
  route: route.optional(),
  /** The counter and teller that called it, serve it, or parked it. */
  counterId: counterId.optional(),
  staffId: staffId.optional(),
  /** Calls in the present round of calling, and when. */
  calls: z.number().int(),
  firstCallAtMs: z.number().optional(),
  lastCallAtMs: z.number().optional(),
  /** Calls that count towards a no-show (spaced), and the last of them. */
  countedCalls: z.number().int(),
  countedCallAtMs: z.number().optional(),
  noShows: z.number().int(),
  startedAtMs: z.number().optional(),
  /** Start of the turn now being handled. */
  markMs: z.number().optional(),
  /** Handling time of the present turn from before it was parked, ms. */
  carriedMs: z.number().optional(),
  park: z.object({ kind: parkKind, sinceMs: z.number(), counterId, staffId }).optional(),
  /** All parked time so far, ms. */
  parkedMs: z.number(),
  /** Who has carried out which duty on this visit (岗位互斥). */
  duties: z.array(z.object({ staffId, duty: z.string() })).readonly(),
  turns: z.array(turn).readonly(),
  /** Who answers for the visit's matter (首问负责): the first to serve it, until somebody accepted a hand-over. */
  ownerId: staffId.optional(),
  /** A hand-over offered and not yet answered. */
  offer: z
    .object({ from: staffId, to: staffId, atMs: z.number(), note: z.string().max(500).optional() })
    .optional(),
  endedAtMs: z.number().optional(),
  /** Which ratings were given; what they say is for the ledger alone. */
  rated: z.array(ratedMark).readonly().optional(),
})
export type Visit = z.infer<typeof visit>

/** States from which nothing more happens to a visit on its own. */
export const endedStates = [
  'noShow',
  'finished',
  'cancelled',
  'expired',
] as const satisfies readonly VisitState[]

/** Whether the visit has come to its outcome. A `noShow` may still be brought back the same day. */
export function hasEnded(v: Pick<Visit, 'state'>): boolean {
  switch (v.state) {
    case 'noShow':
    case 'finished':
    case 'cancelled':
    case 'expired':
      return true
    case 'waiting':
    case 'called':
    case 'serving':
    case 'parked':
      return false
  }
}

/** Whether the visit occupies a counter now (I2). */
export function isAtCounter(v: Pick<Visit, 'state'>): boolean {
  return v.state === 'called' || v.state === 'serving'
}

/** The open services that may be handled now: their predecessors are closed. */
export function openNow(v: Pick<Visit, 'services'>): readonly VisitService[] {
  return v.services.filter((s) => isOpenNow(s, v.services))
}

function isOpenNow(row: VisitService, all: readonly VisitService[]): boolean {
  if (row.outcome !== undefined) return false
  return row.after?.some((id) => all.some((s) => s.serviceId === id && s.outcome === undefined)) !== true
}

/**
 * The service the visit waits for next: the first that may be handled in the
 * queue it stands in, else the first that may be handled at all.
 */
export function nextService(v: Pick<Visit, 'services' | 'queueId'>): VisitService | undefined {
  let first: VisitService | undefined
  // Asked for every waiting visit at every call, so nothing is built on the way.
  for (const row of v.services) {
    if (!isOpenNow(row, v.services)) continue
    if (row.queueId === v.queueId) return row
    first ??= row
  }
  return first
}
