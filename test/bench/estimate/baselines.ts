/**
 * The estimates others make, each from what is known at that moment: the day's
 * mean so far, last to enter service (LES), head of line (HOL), and (ahead + 1)
 * × mean service ÷ tellers. Each has a plain form over the whole hall and one
 * within the visit's own kind; the mean and LES also among those only who had
 * to wait. The rival is whichever does best.
 */
import type { LedgerEvent } from '#shared/hall/events.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { Visit } from '#shared/hall/visit.ts'

interface Mean {
  n: number
  sum: number
}

/** Follows the ledger and answers for a visit that waits. */
export function followBaselines(idleMs: number) {
  let waits: { readonly kind: string; readonly waitS: number }[] = []
  let dutySince = new Map<string, number>()
  const takes = new Set<string>()
  const service = new Map<string, Mean>()

  function hear({ event, atMs }: LedgerEvent, after: HallState): void {
    if (event.type === 'dayStarted') {
      waits = []
      dutySince = new Map()
    } else if (event.type === 'visitCalled') {
      const visit = after.visits.get(event.visitId)
      if (visit === undefined) return
      waits.push({ kind: visit.queueId, waitS: (atMs - visit.arrivedAtMs) / 1000 })
      dutySince.set(event.staffId, Infinity)
      takes.add(`${event.staffId}/${visit.queueId}`)
    } else if (event.type === 'turnRecorded') {
      const visit = after.visits.get(event.visitId)
      dutySince.set(event.turn.staffId, atMs)
      for (const kind of [visit?.queueId ?? '', '*']) {
        const known = service.get(kind) ?? { n: 0, sum: 0 }
        service.set(kind, {
          n: known.n + 1,
          sum: known.sum + (event.turn.endedAtMs - event.turn.startedAtMs) / 1000,
        })
      }
    }
  }

  function answers(state: HallState, visit: Visit, nowMs: number): ReadonlyMap<string, number> {
    const kind = visit.queueId
    const others: Visit[] = []
    for (const ids of state.waiting.values()) {
      for (const id of ids) {
        const other = state.visits.get(id)
        if (other !== undefined && id !== visit.id) others.push(other)
      }
    }
    const ahead = others.filter(
      (o) =>
        o.effectiveAtMs < visit.effectiveAtMs ||
        (o.effectiveAtMs === visit.effectiveAtMs && o.ordinal < visit.ordinal),
    )
    const onDuty = [...dutySince]
      .filter(([, since]) => since === Infinity || nowMs - since <= idleMs)
      .map(([teller]) => teller)
    const able = onDuty.filter((teller) => takes.has(`${teller}/${kind}`))
    const meanS = (of: string): number | undefined => {
      const known = service.get(of)
      return known === undefined ? undefined : known.sum / known.n
    }
    const hallS = meanS('*') ?? 0
    const kindS = meanS(kind) ?? hallS
    const had = waits.filter((w) => w.waitS > 0)
    const same = (w: { readonly kind: string }): boolean => w.kind === kind
    const age = (list: readonly Visit[]): number =>
      list.reduce((most, o) => Math.max(most, (nowMs - o.arrivedAtMs) / 1000), 0)
    return new Map([
      ['mean so far', average(waits)],
      ['mean so far, who waited', average(had)],
      ['mean so far, own kind', average(waits.filter(same))],
      ['mean so far, own kind, who waited', average(had.filter(same))],
      ['LES', waits.at(-1)?.waitS ?? 0],
      ['LES, who waited', had.at(-1)?.waitS ?? 0],
      ['LES, own kind', waits.findLast(same)?.waitS ?? 0],
      ['LES, own kind, who waited', had.findLast(same)?.waitS ?? 0],
      ['HOL', age(others)],
      ['HOL, own kind', age(others.filter((o) => o.queueId === kind))],
      ['(waiting+1)×mean÷tellers', ((others.length + 1) * hallS) / Math.max(1, onDuty.length)],
      ['(ahead+1)×mean÷tellers', ((ahead.length + 1) * hallS) / Math.max(1, onDuty.length)],
      [
        '(ahead+1)×mean÷tellers, own kind',
        ((ahead.filter((o) => o.queueId === kind).length + 1) * kindS) / Math.max(1, able.length),
      ],
      ['(ahead+1)×mean÷able tellers', ((ahead.length + 1) * hallS) / Math.max(1, able.length)],
    ])
  }

  return { hear, answers }
}

function average(list: readonly { readonly waitS: number }[]): number {
  return list.length === 0 ? 0 : list.reduce((sum, w) => sum + w.waitS, 0) / list.length
}
