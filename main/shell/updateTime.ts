/** When an update may be put in: never while the hall is open, never in a way that could reach into its opening. */
import { z } from 'zod'
import { queue } from '#shared/catalogue/catalogue.ts'
import type { Queue } from '#shared/catalogue/catalogue.ts'
import { slotsOn } from '#shared/hall/rules/opening.ts'
import { addDays, instantOf, isTimeZone, localTime, minuteOf } from '#shared/time/localTime.ts'

/** As much of the hall as matters here. */
export interface HallHours {
  /** IANA zone of the hall. */
  readonly timeZone: string
  readonly queues: readonly Queue[]
}

/** Local hours [from, until) of an update; `fromHour` 21 and `untilHour` 5 go over midnight. */
export interface UpdateHours {
  readonly fromHour: number
  readonly untilHour: number
}

/** A hall is left alone from this long before it opens until this long after it closes, ms. */
const aroundOpeningMs = 60 * 60_000
/** Hours of a hall whose queues have none of their own: a long day, so that a mistake falls on the safe side. */
const usual = { from: '07:00', until: '20:00' } as const

export type MayUpdate =
  | { readonly may: true }
  | { readonly may: false; readonly why: 'outsideItsHours' | 'hallOpen' | 'hallUnknown' }

/** Whether an update may be put in at epoch `nowMs`. A hall that cannot be asked is one that may be open. */
export function mayUpdateAt(
  nowMs: number,
  { fromHour, untilHour }: UpdateHours,
  hall: HallHours | undefined,
): MayUpdate {
  if (hall === undefined) return { may: false, why: 'hallUnknown' }
  const { minute, date } = localTime(nowMs, hall.timeZone)
  const hour = Math.floor(minute / 60)
  const inHours =
    fromHour <= untilHour ? fromHour <= hour && hour < untilHour : hour >= fromHour || hour < untilHour
  if (!inHours) return { may: false, why: 'outsideItsHours' }
  // A slot that begins tomorrow may be less than an hour away, and yesterday's may end after midnight.
  const nearOpening = [-1, 0, 1].some((ahead) => {
    const day = addDays(date, ahead)
    return slotsOf(hall.queues, day).some(({ from, until }) => {
      const fromMs = instantOf(day, minuteOf(from), hall.timeZone)
      const untilMs = instantOf(day, minuteOf(until), hall.timeZone)
      return nowMs >= fromMs - aroundOpeningMs && nowMs < untilMs + aroundOpeningMs
    })
  })
  return nearOpening ? { may: false, why: 'hallOpen' } : { may: true }
}

function slotsOf(
  queues: readonly Queue[],
  date: string,
): readonly { readonly from: string; readonly until: string }[] {
  const own = queues.filter((queue) => queue.hours !== undefined).flatMap((queue) => slotsOn(queue, date))
  return queues.some((queue) => queue.hours === undefined) || queues.length === 0 ? [...own, usual] : own
}

const published = z.object({ timeZone: z.string().refine(isTimeZone), queues: z.array(queue) })

/** The hours in an answer of `GET /api/v1/catalogue`; undefined when it is none, or of a hall not set up yet. */
export function hallHours(answer: unknown): HallHours | undefined {
  const read = published.safeParse(answer)
  return read.success ? read.data : undefined
}
