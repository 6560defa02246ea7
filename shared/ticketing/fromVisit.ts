/** A ticket's facts, read off the hall's state at the moment the number is taken. */
import type { LocalText } from '../catalogue/catalogue.ts'
import { aheadOf } from '../client/visitView.ts'
import type { HallState } from '../hall/state.ts'
import { ownQueues } from '../hall/state.ts'
import type { Visit } from '../hall/visit.ts'
import type { WaitBand } from '../protocol/messages.ts'
import type { TicketFacts } from './facts.ts'

export interface TicketSurroundings {
  /** The band somebody who comes to this queue now waits in; undefined while nobody knows. */
  readonly wait?: WaitBand | undefined
  /** Where visitors' phones reach the hall, without a slash at the end; undefined when they do not. */
  readonly origin?: string | undefined
  /** The station decided without the hub: who is ahead cannot be known. */
  readonly alone: boolean
}

/** The facts of this visit's ticket. Names that left the catalogue meanwhile fall back to what is known. */
export function ticketFactsOf(
  state: HallState,
  visit: Visit,
  { wait, origin, alone }: TicketSurroundings,
): TicketFacts {
  const { lookup, settings, catalogue } = state
  const queue = lookup.queues.get(visit.queueId)
  const zone = catalogue.zones.find((z) => z.id === queue?.zoneId)
  const counters = catalogue.counters.filter((c) => c.queueIds.includes(visit.queueId))
  // Counters that serve it now say more than all that could.
  const serving = counters.filter((c) => {
    const now = state.counters.get(c.id)
    return now !== undefined && now.state !== 'closed' && ownQueues(state, c.id).includes(visit.queueId)
  })
  return {
    visitId: visit.id,
    number: visit.number,
    locale: visit.locale,
    hall: settings?.name ?? unnamed,
    queue: queue?.name ?? { zh: visit.number },
    services: visit.services.map(({ serviceId }) => {
      const service = lookup.services.get(serviceId)
      return {
        name: service?.name ?? { zh: serviceId },
        ...(service?.materials === undefined ? {} : { materials: service.materials }),
      }
    }),
    where: {
      ...(zone === undefined ? {} : { zone: zone.name }),
      counters: (serving.length > 0 ? serving : counters).map((c) => c.label).slice(0, 12),
    },
    ...(alone || visit.state !== 'waiting' ? {} : { ahead: aheadOf(state, visit) }),
    ...(wait === undefined ? {} : { wait: inMinutes(wait, alone) }),
    takenAtMs: visit.arrivedAtMs,
    timeZone: settings?.timeZone ?? 'Asia/Shanghai',
    ...(origin === undefined ? {} : { visitorUrl: `${origin}/v/${visit.key}` }),
    notes: [],
    offline: alone,
  }
}

const unnamed: LocalText = { zh: '政务服务大厅', en: 'Public service hall' }

function inMinutes({ p10, p90 }: WaitBand, approximate: boolean): NonNullable<TicketFacts['wait']> {
  const lowMin = Math.floor(p10 / 60)
  return { lowMin, highMin: Math.max(lowMin + 1, Math.ceil(p90 / 60)), approximate }
}
