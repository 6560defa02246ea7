/** How long a counter is held by a visit, from what was seen: a service's own, its queue's, the hall's. */
import { shrunk } from './durations.ts'
import type { Durations } from './durations.ts'
import type { Learnt } from './learnt.ts'

/** Observations the more general holds count for beside a queue's own, and beside a service's own. */
const strengthOfHall = 8
const strengthOfQueue = 15

/** Holds of a queue, shrunk to the hall's. */
export function holdsOfQueue(learnt: Learnt, queueId: string): Durations {
  return shrunk(learnt.queues[queueId]?.holds, learnt.holds, strengthOfHall)
}

/** Holds of a service, shrunk to its queue's: those of `holdsOfQueue`. */
export function holdsOf(learnt: Learnt, queueId: string, serviceId: string, ofQueue: Durations): Durations {
  return shrunk(learnt.queues[queueId]?.services[serviceId], ofQueue, strengthOfQueue)
}

/** Mean of `holdsOf`, seconds, without building it. */
export function expectedHoldS(learnt: Learnt, queueId: string, serviceId: string): number {
  const hallS = learnt.holds.sumS / Math.max(1e-9, learnt.holds.count)
  const queue = learnt.queues[queueId]
  const queueS =
    ((queue?.holds.sumS ?? 0) + strengthOfHall * hallS) / ((queue?.holds.count ?? 0) + strengthOfHall)
  const service = queue?.services[serviceId]
  return ((service?.sumS ?? 0) + strengthOfQueue * queueS) / ((service?.count ?? 0) + strengthOfQueue)
}
