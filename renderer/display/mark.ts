/** How far this screen has announced, kept over a reload of its page; an old mark counts for nothing. */
import { z } from 'zod'
import type { AnnouncedMark } from '#shared/client/announcements.ts'
import { businessDay } from '#shared/ids/ids.ts'

const kept = z.object({ day: businessDay, callNo: z.number().int(), atMs: z.number() })
const place = 'yihao.announced'

/** Longer away than this, a screen does not read out what was called meanwhile. */
const freshMs = 10 * 60_000

export function keptMark(nowMs: number): AnnouncedMark | undefined {
  try {
    const found = kept.safeParse(JSON.parse(sessionStorage.getItem(place) ?? 'null'))
    if (!found.success || nowMs - found.data.atMs > freshMs) return undefined
    return { day: found.data.day, callNo: found.data.callNo }
  } catch {
    return undefined
  }
}

export function keepMark(mark: AnnouncedMark, nowMs: number): void {
  try {
    sessionStorage.setItem(place, JSON.stringify({ ...mark, atMs: nowMs }))
  } catch {
    // Where nothing can be kept, a page loaded again begins anew.
  }
}
