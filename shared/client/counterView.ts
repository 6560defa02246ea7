/** The counter as the outside contract shows it (REST `counter`). Times ISO-8601 with the hall's offset. */
import { z } from 'zod'
import { counterId, queueId, staffId, visitId } from '../ids/ids.ts'
import type { CounterId } from '../ids/ids.ts'
import { counterNow, ownQueues } from '../hall/state.ts'
import type { HallState } from '../hall/state.ts'
import { isoWithOffset } from '../time/localTime.ts'

export const counterView = z.object({
  id: counterId,
  label: z.string(),
  state: z.enum(['closed', 'open', 'paused']),
  staffId: staffId.optional(),
  /** Queues it serves now. */
  queueIds: z.array(queueId).readonly(),
  /** Since when it is in this state; absent where nobody opened it yet. */
  since: z.string().optional(),
  visitId: visitId.optional(),
})
export type CounterView = z.infer<typeof counterView>

/** A counter for the outside, as it is in this state of the hall. */
export function viewCounter(state: HallState, id: CounterId): CounterView {
  const now = counterNow(state, id)
  return {
    id,
    label: state.lookup.counters.get(id)?.label ?? id,
    state: now.state,
    ...(now.staffId === undefined ? {} : { staffId: now.staffId }),
    queueIds: ownQueues(state, id),
    ...(now.sinceMs === 0 ? {} : { since: isoWithOffset(now.sinceMs, state.settings?.timeZone ?? 'UTC') }),
    ...(now.visitId === undefined ? {} : { visitId: now.visitId }),
  }
}
