/** Everything the hall knows when a visit arrives, as numbers a machine can learn from. */
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'
import type { WaitEstimate } from '#shared/queueing/estimate.ts'

const msPerHour = 3_600_000

/** Our own answer, everybody else's, the lines, the tellers and how long each has been at it, the hour. */
export function knownOf(
  state: HallState,
  visit: Visit,
  nowMs: number,
  estimate: WaitEstimate | undefined,
  others: ReadonlyMap<string, number>,
): number[] {
  const lines = state.catalogue.queues.flatMap(({ id }) => [
    visit.queueId === id ? 1 : 0,
    [...(state.waiting.get(id) ?? [])].length,
  ])
  const here = [...state.counters.values()].filter((c) => c.state !== 'closed')
  const agesS = here
    .flatMap(({ visitId }) => {
      const served = visitId === undefined ? undefined : state.visits.get(visitId)
      return served === undefined ? [] : [(nowMs - (served.markMs ?? nowMs)) / 1000]
    })
    .sort((a, b) => b - a)
  return [
    estimate?.p10 ?? 0,
    estimate?.p50 ?? 0,
    estimate?.p90 ?? 0,
    estimate?.mean ?? 0,
    ...others.values(),
    ...lines,
    agesS.length,
    here.length - agesS.length,
    agesS.reduce((sum, s) => sum + s, 0),
    agesS[0] ?? 0,
    agesS[1] ?? 0,
    agesS[2] ?? 0,
    agesS.at(-1) ?? 0,
    (nowMs / msPerHour) % 24,
    (visit.arrivedAtMs - visit.effectiveAtMs) / 1000,
  ]
}
