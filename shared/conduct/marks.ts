/** Marks: what happens at counters, as far as somebody's time at work is reckoned from it. One for each such event of the ledger. */
import { z } from 'zod'
import { businessDay, counterId, staffId, visitId } from '../ids/ids.ts'
import type { LedgerEvent } from '../hall/events.ts'

export const mark = z.object({
  /** Seq of its event. */
  seq: z.number().int(),
  day: businessDay,
  atMs: z.number(),
  what: z.enum(['opened', 'paused', 'resumed', 'closed', 'parked', 'unparked']),
  counterId: counterId.optional(),
  staffId: staffId.optional(),
  visitId: visitId.optional(),
  /** Why the counter was paused. */
  reason: z.string().optional(),
})
export type Mark = z.infer<typeof mark>

/** The mark an event leaves, if it leaves one. */
export function markOf({ seq, day, event, ...entry }: LedgerEvent): Mark | undefined {
  if (day === undefined) return undefined
  const at = { seq, day, atMs: entry.happenedMs ?? entry.atMs }
  if (event.type === 'counterPaused')
    return { ...at, what: 'paused', counterId: event.counterId, staffId: event.staffId, reason: event.reason }
  const what = kinds[event.type]
  if (what === undefined) return undefined
  return {
    ...at,
    what,
    ...('counterId' in event ? { counterId: event.counterId } : {}),
    ...('staffId' in event ? { staffId: event.staffId } : {}),
    ...('visitId' in event ? { visitId: event.visitId } : {}),
  }
}

const kinds: Partial<Record<LedgerEvent['event']['type'], Mark['what']>> = {
  counterOpened: 'opened',
  counterResumed: 'resumed',
  counterClosed: 'closed',
  visitParked: 'parked',
  visitResumed: 'unparked',
  visitReturned: 'unparked',
}
