/** What stations and counters hold for the time they are alone. */
import type { HallState } from '#shared/hall/state.ts'
import type { CounterId, StationId } from '#shared/ids/ids.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { StationRow } from '#shared/protocol/stationAnswers.ts'

/** Numbers this station may still give without the hub, by the letter of their queue. */
export function numbersLeft(
  state: HallState,
  id: StationId,
): readonly { readonly letter: string; readonly left: number }[] {
  return state.catalogue.queues.flatMap((queue) => {
    const leases = state.queues.get(queue.id)?.leases.filter((lease) => lease.stationId === id) ?? []
    if (leases.length === 0) return []
    const left = leases.reduce((sum, lease) => sum + Math.max(0, lease.until - lease.next + 1), 0)
    return [{ letter: queue.letter, left }]
  })
}

export interface ClaimRow {
  readonly visit: Visit
  readonly counterId: CounterId
  /** Whether the counter's own console is at the hub; undefined where the hub cannot be asked. */
  readonly reachable: boolean | undefined
}

/** Every claim, those that cannot be reached first, then by how long their visitor has waited. */
export function claimRows(
  state: HallState,
  stations: readonly StationRow[] | undefined,
): readonly ClaimRow[] {
  const here = new Set(stations?.flatMap((s) => (s.connected ? (s.counterId ?? []) : [])))
  const rows = [...state.claims].flatMap(([visitId, counterId]) => {
    const visit = state.visits.get(visitId)
    if (visit === undefined) return []
    return [{ visit, counterId, reachable: stations === undefined ? undefined : here.has(counterId) }]
  })
  const rank = ({ reachable }: ClaimRow): number => (reachable === false ? 0 : 1)
  return rows.sort((a, b) => rank(a) - rank(b) || a.visit.waitingSinceMs - b.visit.waitingSinceMs)
}
