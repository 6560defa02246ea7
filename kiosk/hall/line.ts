/** The line a visitor would stand in, or stands in. */
import type { Locale, Service, Zone } from '#shared/catalogue/catalogue.ts'
import { aheadOf } from '#shared/client/visitView.ts'
import type { HallView } from '#shared/client/hallClient.ts'
import { waitingIn } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { QueueId, VisitId } from '#shared/ids/ids.ts'
import { waitText } from '#shared/locale/common.ts'
import type { WaitBand } from '#shared/protocol/messages.ts'
import { ticketTexts } from '#shared/ticketing/texts.ts'

/** Where to wait: the queue's own zone, else that of its first counter; and the counters that serve it. */
export interface Place {
  readonly zone: Zone | undefined
  readonly counters: readonly string[]
}

export function placeOf({ catalogue, lookup }: HallState, queueId: QueueId): Place {
  const counters = catalogue.counters.filter((c) => c.queueIds.includes(queueId))
  const zoneId = lookup.queues.get(queueId)?.zoneId ?? counters[0]?.zoneId
  return { zone: catalogue.zones.find((z) => z.id === zoneId), counters: runs(counters.map((c) => c.label)) }
}

/** Labels with three or more whole numbers in a row drawn together: 1, 3, 4, 5 gives `1`, `3–5`. */
function runs(labels: readonly string[]): readonly string[] {
  const grouped: string[][] = []
  for (const label of labels) {
    const run = grouped.at(-1)
    const last = run?.at(-1)
    const follows = last !== undefined && /^\d+$/.test(label) && Number(label) === Number(last) + 1
    if (run !== undefined && follows) run.push(label)
    else grouped.push([label])
  }
  return grouped.flatMap((run) => (run.length < 3 ? run : [`${run[0] ?? ''}–${run.at(-1) ?? ''}`]))
}

/** What somebody who took a number now would find; the first service's queue gives the number. */
export interface Prospect {
  readonly waiting: number
  readonly band: WaitBand | undefined
}

export function prospectOf({ state, waits }: HallView, services: readonly Service[]): Prospect | undefined {
  const queueId = services[0]?.queueId
  if (queueId === undefined) return undefined
  return { waiting: waitingIn(state, queueId), band: waits.get(queueId) }
}

/**
 * How long somebody would wait, in words. Without the hub nobody reckons it anew: it stays as it was last heard of, and
 * is said to be approximate.
 */
export function bandText({ hubUp }: HallView, locale: Locale, { p10, p90 }: WaitBand): string {
  const text = waitText(locale, p10, p90)
  if (hubUp) return text
  const { about } = ticketTexts[locale]
  return locale === 'zh' ? `${about}${text}` : `${about} ${text}`
}

/** A visit that was just issued, as it stands now. */
export type Standing =
  | {
      readonly kind: 'waiting'
      readonly ahead: number
      readonly queueId: QueueId
      readonly services: readonly Service[]
    }
  | { readonly kind: 'called'; readonly counter: string; readonly services: readonly Service[] }
  | { readonly kind: 'other'; readonly services: readonly Service[] }

/** Undefined until the hall's own event has arrived. */
export function standingOf(state: HallState, id: VisitId): Standing | undefined {
  const visit = state.visits.get(id)
  if (visit === undefined) return undefined
  const services = visit.services.flatMap((s) => state.lookup.services.get(s.serviceId) ?? [])
  const counter = visit.counterId === undefined ? undefined : state.lookup.counters.get(visit.counterId)
  if (visit.state === 'waiting') {
    return { kind: 'waiting', ahead: aheadOf(state, visit), queueId: visit.queueId, services }
  }
  return visit.state === 'called' && counter !== undefined
    ? { kind: 'called', counter: counter.label, services }
    : { kind: 'other', services }
}
