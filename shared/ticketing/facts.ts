/** What a ticket says, before anyone has thought about words, order or paper. */
import { z } from 'zod'
import { locale, text } from '../catalogue/catalogue.ts'
import { ticketNumber, visitId } from '../ids/ids.ts'

/** The band a wait will most likely fall in, whole minutes; `lowMin` 0 reads as “less than `highMin`”. */
export const waitBand = z.object({
  lowMin: z.number().int().min(0),
  highMin: z.number().int().min(0),
  /** The estimate rests on thin evidence (first visits of a day, a kiosk that is alone). */
  approximate: z.boolean(),
})
export type WaitBand = z.infer<typeof waitBand>

/**
 * The facts of one ticket as they were when the number was taken. They are kept with the print job, so a copy
 * says what the original said. No personal data: a number, names of services, and the visitor's page.
 */
export const ticketFacts = z.object({
  visitId,
  number: ticketNumber,
  /** The visitor's language; everything is said in Chinese as well. */
  locale,
  hall: text,
  queue: text,
  /** What the visitor came for, in the order chosen, each with what it needs. */
  services: z.array(z.object({ name: text, materials: z.array(text).readonly().optional() })).readonly(),
  /** Where to wait, and the labels of the counters that serve the queue. */
  where: z.object({ zone: text.optional(), counters: z.array(z.string().min(1).max(12)).readonly() }),
  /** People before this one; absent where nobody can know (a kiosk that is alone). */
  ahead: z.number().int().min(0).optional(),
  wait: waitBand.optional(),
  takenAtMs: z.number(),
  /** IANA zone of the hall. */
  timeZone: z.string().min(1),
  /** Address of the visitor's own page; absent where no phone could reach it. */
  visitorUrl: z.string().min(1).max(300).optional(),
  /** The hall's own lines at the foot. */
  notes: z.array(text).readonly(),
  /** Issued from a kiosk's own block of numbers while it was alone. */
  offline: z.boolean(),
})
export type TicketFacts = z.infer<typeof ticketFacts>
