/**
 * Everything a hall may set about its rules. Each default is the design's
 * (chapter 4); none of them is repeated as a constant elsewhere.
 */
import { z } from 'zod'
import { hallId } from '../ids/ids.ts'
import { text } from '../catalogue/catalogue.ts'
import { creditCode, divisionCode } from '../catalogue/officialCodes.ts'
import { alarmLimits } from './alarmLimits.ts'
import { kioskLayout } from './kioskLayout.ts'
import { retention } from './retention.ts'

const seconds = z.number().int().min(0)

/** A class of visitors whose arrival counts as earlier. */
export const priorityClass = z.object({
  id: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/),
  name: text,
  /** Seconds by which the arrival counts as earlier; bounded, so nobody waits for ever (I7). */
  headStartS: seconds.max(7200),
  /** Grounds that may be stated; empty means any stated text. */
  grounds: z.array(z.string().min(1).max(60)).readonly(),
})
export type PriorityClass = z.infer<typeof priorityClass>

export const settings = z.object({
  hallId,
  name: text,
  /** By which other systems know the hall: the division it lies in, and its own social credit code. */
  division: divisionCode.optional(),
  creditCode: creditCode.optional(),
  /** IANA time zone of the hall. */
  timeZone: z.string().min(1),
  /** Local hour at which a new business day begins. */
  rollOverHour: z.number().int().min(0).max(23),
  noShow: z.object({
    /** Calls before a no-show may be recorded, each at least `spacingS` after the one before. */
    minCalls: z.number().int().min(1).max(20),
    spacingS: seconds,
    /** Calls of its queue after which a no-show re-enters the line. */
    reentryCalls: z.number().int().min(0).max(100),
    /** The no-show that ends the visit: 2 means the first one re-enters, the second ends. */
    limit: z.number().int().min(1).max(10),
  }),
  help: z.object({
    /** A helped queue joins a counter's own ones once its longest wait passes this. */
    thresholdS: seconds,
  }),
  priorityClasses: z.array(priorityClass).readonly(),
  appointment: z.object({
    /** Arriving no earlier than this before the slot is in the window. */
    earlyS: seconds,
    /** Arriving no later than this after the slot is in the window. */
    lateS: seconds,
    /** Before the window: take the slot's place all the same, or come as one without appointment. */
    whenEarly: z.enum(['atSlot', 'asWalkIn']),
    /** After the window: come as one without appointment, or be refused. */
    whenLate: z.enum(['asWalkIn', 'refuse']),
  }),
  call: z.object({
    /** Whether a call out of order must state a reason. */
    reasonRequired: z.boolean(),
  }),
  finish: z.object({
    /** What `finish` does with services of this sitting that were given no outcome. */
    unrecorded: z.enum(['completed', 'refuse']),
  }),
  lease: z.object({
    /** Numbers per queue a kiosk holds for the time it is alone. */
    blockSize: z.number().int().min(1).max(200),
    /** First number handed to leased blocks. */
    from: z.number().int().min(2).max(90000),
  }),
  /** Next visits each open counter may call without the hub. */
  claimsPerCounter: z.number().int().min(0).max(10),
  /** One live visit per person and queue; only where the person identified themselves. */
  onePerPerson: z.boolean(),
  rating: z
    .object({
      /** Days after the end of a visit in which its visitor may still rate it. */
      days: z.number().int().min(1).max(365),
    })
    .default({ days: 15 }),
  takeover: z
    .object({
      /** How long whoever is at a counter has to answer somebody who asks for it. */
      answerS: seconds.max(3600),
    })
    .default({ answerS: 60 }),
  /** Waits above this count as over target in live figures, seconds. */
  targetWaitS: seconds,
  /** When managers are alarmed; absent: by the target. */
  alarms: alarmLimits.optional(),
  /** Look and offer of the hall's kiosks; absent: the product's own, with everything offered. */
  kioskLayout: kioskLayout.optional(),
  /** How long what is known of persons is kept; absent: the usual days. */
  retention: retention.optional(),
})
export type Settings = z.infer<typeof settings>

/** The design's defaults for a hall of the given name; a hall changes what it must. */
export function defaultSettings(id: Settings['hallId'], name: Settings['name'], timeZone: string): Settings {
  return {
    hallId: id,
    name,
    timeZone,
    rollOverHour: 4,
    noShow: { minCalls: 3, spacingS: 20, reentryCalls: 3, limit: 2 },
    help: { thresholdS: 1800 },
    priorityClasses: [
      { id: 'elderly', name: { zh: '老年人', en: 'Elderly' }, headStartS: 900, grounds: [] },
      { id: 'disabled', name: { zh: '残疾人', en: 'Disabled' }, headStartS: 900, grounds: [] },
      { id: 'pregnant', name: { zh: '孕妇', en: 'Pregnant' }, headStartS: 900, grounds: [] },
      { id: 'military', name: { zh: '军人', en: 'Military' }, headStartS: 900, grounds: [] },
      { id: 'urgent', name: { zh: '急办', en: 'Urgent' }, headStartS: 1800, grounds: [] },
    ],
    appointment: { earlyS: 900, lateS: 600, whenEarly: 'atSlot', whenLate: 'asWalkIn' },
    call: { reasonRequired: false },
    finish: { unrecorded: 'completed' },
    lease: { blockSize: 20, from: 801 },
    claimsPerCounter: 2,
    onePerPerson: false,
    rating: { days: 15 },
    takeover: { answerS: 60 },
    targetWaitS: 1800,
  }
}
