/**
 * Which counter to open for a queue that is over the hall's target. A plain rule
 * on what is known now: only counters that are not calling and serve the queue;
 * those there for it before those that help; a paused one, whose teller is there,
 * before a closed one; then the one that serves fewest other queues, so that
 * counters for everything stay free; and somebody skilled must be free for it.
 */
import type { Counter, Queue } from '#shared/catalogue/catalogue.ts'
import { counterNow, counterOf } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import { nextService } from '#shared/hall/visit.ts'
import type { CounterId, QueueId, StaffId } from '#shared/ids/ids.ts'
import { handles } from '#shared/queueing/skills.ts'
import { targetMsOf } from './figures.ts'
import type { QueueRow } from './figures.ts'

export interface Proposal {
  readonly counter: Counter
  /** A paused counter is resumed by its own teller, a closed one opened by whoever is free. */
  readonly how: 'resume' | 'open'
  /** Whether the queue is its own, or one it helps with. */
  readonly as: 'own' | 'help'
  /** People skilled for somebody who waits, and at no counter now; for a paused counter its own teller. */
  readonly free: number
}

export interface Advice {
  readonly queue: Queue
  readonly over: number
  readonly longestMs: number
  /** What somebody who came now would wait with even chance, seconds, where that is over the target too. */
  readonly expectedS: number | undefined
  readonly openCounters: number
  /** None: every counter that could is calling already, or nobody skilled is free. */
  readonly proposal: Proposal | 'allOpen' | 'nobodyFree'
}

/** Advice for each queue over target, the worst first; a counter is proposed once. */
export function adviceOf(state: HallState, queues: readonly QueueRow[]): readonly Advice[] {
  const targetS = targetMsOf(state) / 1000
  const proposed = new Set<CounterId>()
  const expected = ({ waiting, wait }: QueueRow): number | undefined =>
    waiting > 0 && wait !== undefined && wait.p50 > targetS ? wait.p50 : undefined
  return queues
    .filter((row) => row.over > 0 || expected(row) !== undefined)
    .sort((a, b) => b.over - a.over || b.longestMs - a.longestMs)
    .map((row) => {
      const proposal = propose(state, row.queue.id, proposed)
      if (typeof proposal === 'object') proposed.add(proposal.counter.id)
      return {
        queue: row.queue,
        over: row.over,
        longestMs: row.longestMs,
        expectedS: expected(row),
        openCounters: row.openCounters,
        proposal,
      }
    })
}

function propose(state: HallState, queueId: QueueId, proposed: ReadonlySet<CounterId>): Advice['proposal'] {
  const able = state.catalogue.counters.flatMap((counter): readonly Proposal[] => {
    const as = servesAs(counter, queueId)
    const now = counterNow(state, counter.id)
    if (as === undefined || now.state === 'open' || proposed.has(counter.id)) return []
    if (now.state === 'paused') {
      const own = now.staffId !== undefined && isSkilled(state, now.staffId, queueId)
      return own ? [{ counter, how: 'resume', as, free: 1 }] : []
    }
    return [{ counter, how: 'open', as, free: freeFor(state, queueId) }]
  })
  if (able.length === 0) return 'allOpen'
  return [...able].filter(({ free }) => free > 0).sort(before)[0] ?? 'nobodyFree'
}

function before(a: Proposal, b: Proposal): number {
  const rank = ({ as, how }: Proposal): number => (as === 'own' ? 0 : 2) + (how === 'resume' ? 0 : 1)
  return rank(a) - rank(b) || a.counter.queueIds.length - b.counter.queueIds.length
}

function servesAs({ queueIds, helpQueueIds }: Counter, queueId: QueueId): Proposal['as'] | undefined {
  if (queueIds.includes(queueId)) return 'own'
  return helpQueueIds?.includes(queueId) === true ? 'help' : undefined
}

function freeFor(state: HallState, queueId: QueueId): number {
  return state.staff.count(
    ({ id, roles }) =>
      roles.includes('teller') && counterOf(state, id) === undefined && isSkilled(state, id, queueId),
  )
}

/** Whether this person may handle what somebody in the queue waits for next. */
function isSkilled(state: HallState, staffId: StaffId, queueId: QueueId): boolean {
  for (const visitId of state.waiting.get(queueId) ?? []) {
    const visit = state.visits.get(visitId)
    const next = visit === undefined ? undefined : nextService(visit)
    const service = next === undefined ? undefined : state.lookup.services.get(next.serviceId)
    if (service !== undefined && handles(state, staffId, service)) return true
  }
  return false
}
