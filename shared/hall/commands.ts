/** Every command of the hall: imperative, complete, checked at the door by these schemas. */
import { z } from 'zod'
import {
  appointmentCode,
  counterId,
  factId,
  guideCallId,
  hubId,
  packageId,
  queueId,
  serviceId,
  staffId,
  stationId,
  ticketNumber,
  turnId,
  visitId,
} from '../ids/ids.ts'
import { catalogue, locale } from '../catalogue/catalogue.ts'
import { activeChannel, level, reasonCode } from '../conduct/rating.ts'
import { displays } from './displays.ts'
import { conductCommands } from '../conduct/conductCommands.ts'
import { fact } from './facts.ts'
import { stood } from './ranges.ts'
import { settings } from './settings.ts'
import { setUpChange } from './setUp.ts'
import { staffMember } from './staff.ts'
import { channel, holder, outcome, parkKind, priority, route, seat } from './visit.ts'

const note = z.string().max(500)
const reason = z.string().min(1).max(200)
/** Epoch ms between 1970 and the end of 9999: what an ISO time can write. */
const instantMs = z.number().int().min(0).max(253_402_300_799_999)

export const command = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('openCounter'),
    counterId,
    queueIds: z.array(queueId).max(100).readonly().optional(),
    seat: seat.optional(),
  }),
  z.object({ type: z.literal('pauseCounter'), counterId, reason }),
  z.object({ type: z.literal('resumeCounter'), counterId }),
  z.object({ type: z.literal('closeCounter'), counterId }),
  /** Asks whoever is at the counter to leave it to the sender; from the sender's own counter, to leave it to another screen of theirs. */
  z.object({ type: z.literal('askTakeover'), counterId, seat: seat.optional() }),
  /** What the one who is there says to that. */
  z.object({ type: z.literal('answerTakeover'), counterId, given: z.boolean(), seat: seat.optional() }),
  /** Gives the counter to who asked, once nobody answered in time. */
  z.object({ type: z.literal('forceTakeover'), counterId, reason }),

  z.object({
    type: z.literal('issueVisit'),
    serviceIds: z.array(serviceId).max(20).readonly(),
    packageId: packageId.optional(),
    channel,
    priority: priority.optional(),
    locale: locale.optional(),
    appointmentCode: appointmentCode.optional(),
    applicant: z.enum(['person', 'enterprise']).optional(),
    holder: holder.optional(),
  }),
  z.object({ type: z.literal('callNext'), counterId }),
  z.object({
    type: z.literal('call'),
    counterId,
    visitId: visitId.optional(),
    number: ticketNumber.optional(),
    reason: reason.optional(),
  }),
  z.object({ type: z.literal('recall'), visitId }),
  z.object({ type: z.literal('start'), visitId }),
  z.object({
    type: z.literal('recordTurn'),
    visitId,
    serviceId,
    outcome,
    missing: z.array(z.string().min(1).max(200)).max(50).readonly().optional(),
    note: note.optional(),
  }),
  z.object({ type: z.literal('addServices'), visitId, add: z.array(serviceId).min(1).max(20).readonly() }),
  z.object({ type: z.literal('finish'), visitId }),
  z.object({ type: z.literal('markNoShow'), visitId }),
  z.object({ type: z.literal('requeue'), visitId }),
  z.object({ type: z.literal('park'), visitId, kind: parkKind }),
  z.object({ type: z.literal('resume'), visitId }),
  z.object({
    type: z.literal('transfer'),
    visitId,
    to: route,
    position: z.enum(['first', 'keep', 'last']),
    note: note.optional(),
  }),
  z.object({ type: z.literal('cancel'), visitId, reason }),
  /** 首问负责: the owner offers the matter to somebody else; it stays theirs until that person accepts. */
  z.object({ type: z.literal('offerHandOver'), visitId, to: staffId, note: note.optional() }),
  z.object({ type: z.literal('acceptHandOver'), visitId }),
  /** The offer is off: its successor says no, or whoever made it takes it back. */
  z.object({ type: z.literal('declineHandOver'), visitId, reason: reason.optional() }),
  /** A ground for priority stated after the number was taken. */
  z.object({ type: z.literal('claimPriority'), visitId, priority }),
  /** The visitor's ticket once more, marked as a copy: on that kiosk's paper, or in the answer, to be shown as a code. */
  z.object({ type: z.literal('copyTicket'), visitId, stationId: stationId.optional() }),
  /** A kiosk is to put a test page on paper; what became of it, the kiosk tells its hub (`devices`). */
  z.object({ type: z.literal('printTestPage'), stationId }),
  /** The visitor's own judgement; without `turnId`, of the visit as a whole. */
  z.object({
    type: z.literal('rateVisit'),
    visitId,
    turnId: turnId.optional(),
    level,
    reasons: z.array(reasonCode).max(20).readonly().optional(),
    text: z.string().trim().min(1).max(500).optional(),
    channel: activeChannel,
  }),

  z.object({
    type: z.literal('bookAppointment'),
    code: appointmentCode,
    serviceIds: z.array(serviceId).min(1).max(20).readonly(),
    slotFromMs: instantMs,
    slotUntilMs: instantMs,
    holder: holder.optional(),
  }),
  z.object({ type: z.literal('cancelAppointment'), code: appointmentCode }),

  /** A person, please: to the kiosk, the pad or the visitor that sends this. */
  z.object({ type: z.literal('callGuide'), locale: locale.optional() }),
  /** A guide is on the way. */
  z.object({ type: z.literal('takeGuideCall'), guideCallId }),
  /** The help was given, or is no longer wanted. */
  z.object({ type: z.literal('endGuideCall'), guideCallId }),

  /** A kiosk's blocks of numbers for each queue that has none left. */
  z.object({ type: z.literal('leaseBlocks'), stationId }),
  /** Gives each of these counters its next visits to call even without the hub. */
  z.object({ type: z.literal('grantClaims'), counterIds: z.array(counterId).max(1000).readonly() }),
  /** The holder gives claims back. */
  z.object({ type: z.literal('returnClaims'), counterId, visitIds: z.array(visitId).max(100).readonly() }),
  /** Takes a claim from a counter that cannot be reached. */
  z.object({ type: z.literal('forceClaim'), visitId, reason }),
  z.object({ type: z.literal('callPaper'), counterId, number: ticketNumber }),
  z.object({ type: z.literal('finishPaper'), counterId, outcome, note: note.optional() }),
  z.object({ type: z.literal('mergeFact'), fact }),
  z.object({
    type: z.literal('resolveConflict'),
    factId,
    how: z.enum(['apply', 'dismiss']),
    note: note.optional(),
  }),
  /** Says that personal data were looked at, what of, and why: sent before they are shown. */
  z.object({ type: z.literal('unmask'), what: z.string().min(1).max(200), reason }),
  z.object({ type: z.literal('settleReign') }),
  /** Keeps a range of numbers for a station; `keep` of the lowest are left for others. */
  z.object({ type: z.literal('reserveRange'), stationId, keep: z.number().int().min(0).max(20) }),
  /** `stationId`: this computer as a station; `stood`: how far it had come when it was the hub last. */
  z.object({
    type: z.literal('promoteHub'),
    hubId,
    epoch: z.number().int().min(1),
    stationId: stationId.optional(),
    stood: stood.optional(),
  }),

  z.object({ type: z.literal('configureHall'), settings }),
  z.object({ type: z.literal('replaceCatalogue'), catalogue }),
  z.object({ type: z.literal('replaceStaff'), staff: z.array(staffMember).max(5000).readonly() }),
  /** Changes parts of the set-up, all or none; `undoes` names the event these changes take back. */
  z.object({
    type: z.literal('changeSetUp'),
    changes: z.array(setUpChange).min(1).max(20_000).readonly(),
    undoes: z.number().int().min(1).optional(),
  }),
  /** Replaces how all screens of the hall are set up. */
  z.object({ type: z.literal('configureDisplays'), displays }),
  z.object({ type: z.literal('rollOver') }),

  ...conductCommands,
])
export type Command = z.infer<typeof command>
export type CommandType = Command['type']
export type CommandOf<T extends CommandType> = Extract<Command, { type: T }>

/** A counter's staff, named in a command only where it is not the sender. */
export const counterStaff = z.object({ counterId, staffId })
