/** Where somebody is, as far as punches, leave and counters tell: for whoever has to know who is here. */
import { z } from 'zod'
import type { SheetDay } from './attendanceSheet.ts'

/**
 * `here` · `away`: their counter is paused · `left`: clocked out · `onLeave` · `notYet`: not due yet ·
 * `missing`: due, and neither punch nor leave · `off`: a day off · `none`: no attendance is kept of them.
 */
export const presences = ['here', 'away', 'left', 'onLeave', 'notYet', 'missing', 'off', 'none'] as const
export const presence = z.enum(presences)
export type Presence = z.infer<typeof presence>

/** What is known of this moment beside the day's sheet. */
export interface Moment {
  /** An approved leave holds now. */
  readonly onLeave: boolean
  /** Since when their counter has been paused. */
  readonly pausedSinceMs?: number | undefined
}

/** Of a day that is over, where they were. */
export function presenceOf(day: SheetDay, { onLeave, pausedSinceMs }: Moment): Presence {
  if (day.last === null) {
    if (day.state === 'before') return 'none'
    if (onLeave || (day.due > 0 && day.onLeave >= day.due)) return 'onLeave'
    if (day.state === 'off') return 'off'
    return isMissed(day) ? 'missing' : 'notYet'
  }
  if (onLeave) return 'onLeave'
  if (day.last === 'out') return 'left'
  return pausedSinceMs === undefined ? 'here' : 'away'
}

function isMissed({ items }: SheetDay): boolean {
  return items.some(({ finding: { kind } }) => kind === 'absent' || kind === 'missingPunch')
}
