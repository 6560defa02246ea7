/** What the hub answers about its stations over REST. */
import { z } from 'zod'
import { counterId, stationId } from '../ids/ids.ts'
import { paper, printerSetUp, readers, testPage } from './messages.ts'

export const stationModes = ['kiosk', 'console', 'display', 'pad'] as const
export const stationMode = z.enum(stationModes)
export type StationMode = z.infer<typeof stationMode>

/** One station. */
export const stationRow = z.object({
  id: stationId,
  mode: stationMode,
  /** Whether it holds a token that is good now. */
  paired: z.boolean(),
  connected: z.boolean(),
  /** Part of the hub's own process, and there whenever the hub is. */
  own: z.boolean(),
  /** Connected or gone since then; absent while it has not come since the hub began. */
  since: z.string().optional(),
  /** The counter that works through it now. */
  counterId: counterId.optional(),
  /** Of a kiosk that is there. */
  paper: paper.optional(),
  printer: printerSetUp.optional(),
  readers: readers.optional(),
  testPage: testPage.optional(),
  /** What it did alone and is handing in now: facts left, of how many. Absent once the hub has all of it. */
  handingIn: z.object({ left: z.number().int(), of: z.number().int() }).optional(),
  /** Its own clock when it last handed in what it did without the hub. */
  clock: z
    .object({
      at: z.string(),
      /** Ahead of the hub's clock, seconds; below zero it is behind. */
      ahead: z.number().int(),
      /** It jumped by more than a minute meanwhile: the times of what was done there are less sure. */
      jumped: z.boolean(),
    })
    .optional(),
})
export type StationRow = z.infer<typeof stationRow>
export const stationList = z.object({ stations: z.array(stationRow) })

/** A one-time code that pairs a station. */
export const pairingCode = z.object({
  code: z.string(),
  until: z.string(),
  /** A hub that speaks TLS: the station's person types these twelve digits after the code. */
  check: z.string().optional(),
  /** SHA-256 of the hub's certificate. */
  fingerprint: z.string().optional(),
})
export type PairingCode = z.infer<typeof pairingCode>
