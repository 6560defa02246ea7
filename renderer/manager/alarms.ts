/** What a manager is to be told at once: by the limits of the hall, and by what is known of the stations. */
import type { AlarmLimits } from '#shared/hall/alarmLimits.ts'
import type { Counter, Queue } from '#shared/catalogue/catalogue.ts'
import { openingRefusal } from '#shared/hall/rules/opening.ts'
import { counterNow, helpQueues, ownQueues } from '#shared/hall/state.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { QueueId } from '#shared/ids/ids.ts'
import type { Paper, Readers } from '#shared/protocol/messages.ts'
import type { CounterRow, QueueRow } from './figures.ts'
import { openGuideCalls } from '#shared/hall/guideCall.ts'
import type { GuideCall } from '#shared/hall/guideCall.ts'
import type { StationRow } from '#shared/protocol/stationAnswers.ts'

export type Alarm =
  | { readonly type: 'unserved'; readonly queue: Queue; readonly waiting: number }
  | {
      readonly type: 'longest'
      readonly queue: Queue
      readonly waitedMs: number
      readonly number: string
      readonly limitMinutes: number
    }
  | { readonly type: 'waiting'; readonly queue: Queue; readonly waiting: number; readonly limit: number }
  | { readonly type: 'unstaffed'; readonly counter: Counter }
  | {
      readonly type: 'paused'
      readonly counter: Counter
      readonly pausedMs: number
      readonly staffName: string | undefined
    }
  | { readonly type: 'paper'; readonly station: StationRow; readonly status: Paper['status'] }
  | { readonly type: 'stationGone'; readonly station: StationRow }
  | {
      readonly type: 'reader'
      readonly station: StationRow
      readonly reader: keyof Readers
      readonly state: NonNullable<Readers[keyof Readers]>
    }
  /** Somebody at a kiosk asked for a person, and no guide is on the way. */
  | { readonly type: 'guide'; readonly call: GuideCall; readonly waitedMs: number }

type AlarmOf<T extends Alarm['type']> = Extract<Alarm, { type: T }>

/** What alarms are made of. */
export interface Watched {
  readonly state: HallState
  readonly counters: readonly CounterRow[]
  readonly queues: readonly QueueRow[]
  /** Empty where the hub cannot be asked. */
  readonly stations: readonly StationRow[]
  readonly nowMs: number
}

/** Every alarm there is now, the gravest kind first. */
export function alarmsOf(watched: Watched, limits: AlarmLimits): readonly Alarm[] {
  const nobodyServes = unserved(watched)
  const told = new Set(nobodyServes.map(({ queue }) => queue.id))
  return [
    ...unheardCalls(watched),
    ...nobodyServes,
    ...(limits.required ? unstaffed(watched) : []),
    ...tooLong(watched, limits),
    // How many wait was said already where nobody serves them.
    ...tooMany(watched, limits).filter(({ queue }) => !told.has(queue.id)),
    ...longPauses(watched, limits),
    ...ofStations(watched),
  ]
}

/** Names an alarm for as long as it stands, so that its row stays in place while its figures move. */
export function alarmKey(alarm: Alarm): string {
  switch (alarm.type) {
    case 'unserved':
    case 'longest':
    case 'waiting':
      return `${alarm.type} ${alarm.queue.id}`
    case 'unstaffed':
    case 'paused':
      return `${alarm.type} ${alarm.counter.id}`
    case 'paper':
    case 'stationGone':
      return `${alarm.type} ${alarm.station.id}`
    case 'reader':
      return `${alarm.type} ${alarm.station.id} ${alarm.reader}`
    case 'guide':
      return `${alarm.type} ${alarm.call.id}`
  }
}

/** Asked for help, and nobody has said yet that they come. */
function unheardCalls({ state, nowMs }: Watched): readonly Alarm[] {
  return openGuideCalls(state)
    .filter(({ takenBy }) => takenBy === undefined)
    .map((call) => ({ type: 'guide', call, waitedMs: Math.max(0, nowMs - call.sinceMs) }))
}

/** People wait where no open counter would ever call them. */
function unserved({ state, queues }: Watched): readonly AlarmOf<'unserved'>[] {
  const served = new Set<QueueId>()
  for (const { id } of state.catalogue.counters) {
    if (counterNow(state, id).state !== 'open') continue
    for (const queue of [...ownQueues(state, id), ...helpQueues(state, id)]) served.add(queue)
  }
  return queues
    .filter(({ queue, waiting }) => waiting > 0 && !served.has(queue.id))
    .map(({ queue, waiting }) => ({ type: 'unserved', queue, waiting }))
}

function unstaffed({ state, counters, nowMs }: Watched): readonly Alarm[] {
  return counters
    .filter(({ counter, phase }) => counter.required === true && phase === 'closed')
    .filter(({ counter }) => counter.queueIds.some((id) => isOpen(state, id, nowMs)))
    .map(({ counter }) => ({ type: 'unstaffed', counter }))
}

/** Whether the queue's hours say that it is open; a queue that is merely full still is. */
function isOpen(state: HallState, id: QueueId, nowMs: number): boolean {
  const zone = state.settings?.timeZone
  if (zone === undefined) return false
  return openingRefusal(state, [id], id, nowMs, zone)?.refusal.code !== 'queueClosed'
}

function tooLong({ queues }: Watched, { longestMinutes }: AlarmLimits): readonly Alarm[] {
  return queues.flatMap(({ queue, longest, longestMs }) =>
    longest !== undefined && longestMs > longestMinutes * 60_000
      ? [
          {
            type: 'longest',
            queue,
            waitedMs: longestMs,
            number: longest.number,
            limitMinutes: longestMinutes,
          } as const,
        ]
      : [],
  )
}

function tooMany({ queues }: Watched, { waitingMost }: AlarmLimits): readonly AlarmOf<'waiting'>[] {
  return queues
    .filter(({ waiting }) => waiting > waitingMost)
    .map(({ queue, waiting }) => ({ type: 'waiting', queue, waiting, limit: waitingMost }))
}

function longPauses({ counters }: Watched, { pausedMinutes }: AlarmLimits): readonly Alarm[] {
  return counters.flatMap(({ counter, phase, forMs, staffName }) =>
    phase === 'paused' && forMs !== undefined && forMs > pausedMinutes * 60_000
      ? [{ type: 'paused', counter, pausedMs: forMs, staffName } as const]
      : [],
  )
}

function ofStations({ stations }: Watched): readonly Alarm[] {
  return stations.flatMap((station): readonly Alarm[] => {
    const status = station.paper?.configured === true ? station.paper.status : 'ready'
    const isBad = status !== 'ready' && status !== 'unknown'
    return [
      ...(isBad ? [{ type: 'paper', station, status } as const] : []),
      ...(['card', 'codes'] as const).flatMap((reader): readonly Alarm[] => {
        const now = station.readers?.[reader] ?? 'ready'
        return now === 'ready' ? [] : [{ type: 'reader', station, reader, state: now }]
      }),
      ...(station.paired && !station.connected && station.since !== undefined
        ? [{ type: 'stationGone', station } as const]
        : []),
    ]
  })
}
