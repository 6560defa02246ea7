/** A print job and where it is kept. */
import { z } from 'zod'
import type { PrinterFault } from '#main/devices/printer/port.ts'
import { ticketFacts } from '#shared/ticketing/facts.ts'
import { visitId } from '#shared/ids/ids.ts'
import type { VisitId } from '#shared/ids/ids.ts'

/** `failed`: nothing of it reached the printer. `uncertain`: it may be on paper, wholly or in part. */
export const jobStates = ['queued', 'sending', 'printed', 'failed', 'uncertain'] as const
export type JobState = (typeof jobStates)[number]

/** Reasons of our own beside the printer's. */
const ownReasons = ['interrupted', 'stale', 'notDrawn', 'paperLow'] as const
const printerReasons = [
  'unreachable',
  'silent',
  'garbled',
  'offline',
  'paperOut',
  'coverOpen',
  'cutter',
  'error',
  'lineBroken',
  'stalled',
  'notConfirmed',
  'closed',
] as const satisfies readonly PrinterFault[]

/**
 * Why a job failed or is uncertain: the printer's fault, or `interrupted` (the program ended while it was being
 * sent), `stale` (it was still queued when the program came back much later), `notDrawn` (it could not be laid out),
 * `paperLow` (the roll may not have held it).
 */
export type JobReason = PrinterFault | (typeof ownReasons)[number]

export const printJob = z.object({
  id: z.string().min(1),
  visitId,
  /** 0 for the first paper; a copy carries its number and says so on the paper. */
  copy: z.number().int().min(0),
  facts: ticketFacts,
  state: z.enum(jobStates),
  reason: z.enum([...ownReasons, ...printerReasons]).optional(),
  askedAtMs: z.number(),
  /** When it came to `printed`, `failed` or `uncertain`. */
  settledAtMs: z.number().optional(),
})
export type PrintJob = z.infer<typeof printJob>

/** Keeps jobs through a restart. Every call returns only when what it wrote is safe. */
export interface JobStore {
  /** Adds a job, or puts it in the place of the one with its id. */
  readonly save: (job: PrintJob) => void
  readonly get: (id: string) => PrintJob | undefined
  /** Jobs of a visit in the order asked for. */
  readonly ofVisit: (id: VisitId) => readonly PrintJob[]
  /** Jobs not yet settled, in the order asked for. */
  readonly unsettled: () => readonly PrintJob[]
  /** Settled jobs that need a person's look (`failed`, `uncertain`) since an instant, newest first. */
  readonly troubled: (sinceMs: number) => readonly PrintJob[]
  /** Forgets settled jobs asked for before an instant. */
  readonly prune: (beforeMs: number) => void
}

/** A store that lasts as long as the process: for tests, and a hall that wants no job kept. */
export function memoryJobStore(): JobStore {
  const jobs = new Map<string, PrintJob>()
  const settled = (job: PrintJob): boolean => job.state !== 'queued' && job.state !== 'sending'
  const troubled = (job: PrintJob): boolean => job.state === 'failed' || job.state === 'uncertain'
  return {
    save: (job) => jobs.set(job.id, job),
    get: (id) => jobs.get(id),
    ofVisit: (id) => [...jobs.values()].filter((job) => job.visitId === id),
    unsettled: () => [...jobs.values()].filter((job) => !settled(job)),
    troubled: (sinceMs) =>
      [...jobs.values()].filter((job) => troubled(job) && job.askedAtMs >= sinceMs).toReversed(),
    prune: (beforeMs) => {
      for (const job of jobs.values()) if (settled(job) && job.askedAtMs < beforeMs) jobs.delete(job.id)
    },
  }
}
