/**
 * What of a hall one screen is for. A hall on three floors has screens on each of them; whoever stands before one
 * wants to know of the counters around them, and of the calls meant for people who wait there.
 */
import type { Zone } from '../catalogue/catalogue.ts'
import type { CounterId, QueueId, ZoneId } from '../ids/ids.ts'
import { ownQueues } from './state.ts'
import type { HallState } from './state.ts'

/** A call, and the queue its visitor waited in where that is known. */
export interface PlacedCall {
  readonly counterId: CounterId
  readonly queueId?: QueueId | undefined
}

export interface Reach {
  /** The zones it is for, in the catalogue's order; none: the whole hall. */
  readonly zones: readonly Zone[]
  /** Whether the counter stands in them. One without a zone, or no longer in the catalogue, is everybody's. */
  counter(id: CounterId): boolean
  /**
   * Whether people who wait in the queue look here: it is the zone they were sent to, or a counter here serves it.
   * A queue that has no zone and is served nowhere is everybody's.
   */
  queue(id: QueueId): boolean
  /** Whether the call leads here, or calls somebody who was sent here to wait. */
  call(call: PlacedCall): boolean
}

/**
 * The reach of a screen set up for these zones; without any, the whole hall. Zones that are no longer there count
 * for nothing: a screen none of whose zones are left tells the whole hall, for a call told twice harms nobody and
 * one told nowhere does.
 */
export function reachOf(state: HallState, chosen: readonly ZoneId[] = []): Reach {
  const { catalogue, lookup } = state
  const zones = catalogue.zones.filter(({ id }) => chosen.includes(id))
  if (zones.length === 0) return wholeHall
  const within = new Set<ZoneId>(zones.map(({ id }) => id))
  const isHere = (zone: ZoneId | undefined): boolean => zone !== undefined && within.has(zone)
  const counter = (id: CounterId): boolean => {
    const zone = lookup.counters.get(id)?.zoneId
    return zone === undefined || within.has(zone)
  }
  const serving = (id: QueueId) => catalogue.counters.filter((c) => ownQueues(state, c.id).includes(id))
  return {
    zones,
    counter,
    queue(id) {
      const zone = lookup.queues.get(id)?.zoneId
      if (isHere(zone)) return true
      const counters = serving(id)
      return counters.length === 0 ? zone === undefined : counters.some((c) => counter(c.id))
    },
    call: ({ counterId, queueId }) =>
      counter(counterId) || (queueId !== undefined && isHere(lookup.queues.get(queueId)?.zoneId)),
  }
}

const wholeHall: Reach = { zones: [], counter: () => true, queue: () => true, call: () => true }

/** The zones a screen is set up for that the hall no longer has. */
export function zonesGone(
  { catalogue }: Pick<HallState, 'catalogue'>,
  chosen: readonly ZoneId[] = [],
): readonly ZoneId[] {
  return chosen.filter((id) => !catalogue.zones.some((zone) => zone.id === id))
}
