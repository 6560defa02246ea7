/** The visit as the outside contract shows it (REST `visit`). Times ISO-8601 with the hall's offset, durations in seconds. */
import { z } from 'zod'
import { counterId, queueId, serviceId, staffId, visitId } from '../ids/ids.ts'
import type { VisitId } from '../ids/ids.ts'
import { isoWithOffset } from '../time/localTime.ts'
import type { HallState } from '../hall/state.ts'
import { actor, priority, visitState } from '../hall/visit.ts'
import type { Visit } from '../hall/visit.ts'
import { locale } from '../catalogue/catalogue.ts'

export const estimate = z.object({ p10: z.number(), p50: z.number(), p90: z.number() })
export type Estimate = z.infer<typeof estimate>

export const visitView = z.object({
  id: visitId,
  number: z.string(),
  state: visitState,
  queueId,
  serviceIds: z.array(serviceId).readonly(),
  open: z.array(serviceId).readonly(),
  priority: priority.nullable(),
  locale,
  arrivedAt: z.string(),
  issuedBy: actor,
  counterId: counterId.optional(),
  staffId: staffId.optional(),
  calls: z.number().optional(),
  /** Visits of its queue that stand before it; only while it waits. */
  ahead: z.number().int().optional(),
  estimate: estimate.optional(),
  token: z.string().optional(),
})
export type VisitView = z.infer<typeof visitView>

/** What is shown beside the visit itself. `token` only to who may have it. */
export interface VisitViewMore {
  readonly token?: boolean
  readonly estimate?: Estimate | undefined
  /** How many stand before it, where that is known already (`aheadOfAll`). */
  readonly ahead?: number | undefined
}

/** A visit for the outside. */
export function viewVisit(state: HallState, visit: Visit, more: VisitViewMore = {}): VisitView {
  const zone = state.settings?.timeZone ?? 'UTC'
  return {
    id: visit.id,
    number: visit.number,
    state: visit.state,
    queueId: visit.queueId,
    serviceIds: visit.services.map((s) => s.serviceId),
    open: visit.services.filter((s) => s.outcome === undefined).map((s) => s.serviceId),
    priority: visit.priority ?? null,
    locale: visit.locale,
    arrivedAt: isoWithOffset(visit.arrivedAtMs, zone),
    issuedBy: visit.issuedBy,
    ...(visit.counterId === undefined ? {} : { counterId: visit.counterId }),
    ...(visit.staffId === undefined ? {} : { staffId: visit.staffId }),
    ...(visit.calls === 0 ? {} : { calls: visit.calls }),
    ...(visit.state === 'waiting' ? { ahead: more.ahead ?? aheadOf(state, visit) } : {}),
    ...(more.estimate === undefined ? {} : { estimate: more.estimate }),
    ...(more.token === true ? { token: visit.key } : {}),
  }
}

/** How many of its own queue stand before a waiting visit. */
export function aheadOf(state: HallState, visit: Visit): number {
  let ahead = 0
  for (const id of state.waiting.get(visit.queueId) ?? []) {
    const other = state.visits.get(id)
    if (other !== undefined && other.id !== visit.id && comparePlaces(other, visit) < 0) ahead += 1
  }
  return ahead
}

/** The same for everybody who waits, at the price of one sorting. */
export function aheadOfAll(state: HallState): ReadonlyMap<VisitId, number> {
  const ahead = new Map<VisitId, number>()
  for (const ids of state.waiting.values()) {
    const line = [...ids].flatMap((id) => state.visits.get(id) ?? []).sort(comparePlaces)
    line.forEach(({ id }, place) => ahead.set(id, place))
  }
  return ahead
}

/** Who stands before whom in one queue: below zero when `a` does. Total, because ordinals are unique. */
function comparePlaces(a: Visit, b: Visit): number {
  const group = (v: Visit): number =>
    v.frontSinceMs !== undefined ? 0 : v.reentryAtCall !== undefined ? 2 : 1
  const rank = (v: Visit): number => v.frontSinceMs ?? v.effectiveAtMs
  return group(a) - group(b) || rank(a) - rank(b) || a.ordinal - b.ordinal
}
