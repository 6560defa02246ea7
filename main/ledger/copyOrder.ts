/** What the worker that copies is told, and what it says in the end. */
import { z } from 'zod'

export const copyOrder = z.object({
  /** Path of the database. */
  database: z.string(),
  /** Where copies are kept. */
  folder: z.string(),
  stamp: z.string(),
  rotation: z.object({ recent: z.number(), days: z.number() }),
  /** The hall's folder of photographs. */
  photos: z.string(),
  /** By which a copy belongs to a business day. */
  day: z.object({ timeZone: z.string(), rollOverHour: z.number() }),
})
export type CopyOrder = z.infer<typeof copyOrder>

/** How far a copy is, 0 to 1. */
export const copyProgress = z.object({ share: z.number() })

export const copyReport = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    path: z.string(),
    bytes: z.number(),
    /** One line for the log: not every photograph is copied, though the ledger is. */
    trouble: z.string().optional(),
  }),
  /** One line for the log. */
  z.object({ ok: z.literal(false), line: z.string() }),
])
export type CopyReport = z.infer<typeof copyReport>
