/** How copies are named by their time, and which of them stay. Pure. */

/** Which copies stay beside the newest. */
export interface Rotation {
  /** So many of the newest. */
  readonly recent: number
  /**
   * And the first of each of so many days: the one made right after the roll-over, with the whole day before in it.
   * Nothing older than that stays, however seldom copies are made: it holds what the ledger may hold no longer.
   */
  readonly days: number
}

const dayMs = 86_400_000

export const usualRotation: Rotation = { recent: 48, days: 30 }

/** The most days for which something that left the ledger may still be in a copy. */
export function keptAtMostDays({ days }: Rotation, everyMs: number): number {
  return Math.ceil(Math.max(1, days) + everyMs / dayMs)
}

const pattern = /^(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z$/

/** The time as part of a file's name, whole seconds, UTC: sorts by time. */
export function stampOf(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+/, '').replaceAll(/:/g, '')
}

/** When a stamp says it was, epoch ms; undefined for anything else. */
export function stampedAt(stamp: string): number | undefined {
  const [, date, hour, minute, second] = pattern.exec(stamp) ?? []
  if (date === undefined) return undefined
  const atMs = Date.parse(`${date}T${String(hour)}:${String(minute)}:${String(second)}Z`)
  return Number.isNaN(atMs) ? undefined : atMs
}

/**
 * Which stamps' copies are to go. What is not one of our stamps is nobody's to delete.
 * @param dayOf the business day of an instant
 */
export function outdated(
  stamps: readonly string[],
  { recent, days }: Rotation,
  dayOf: (atMs: number) => string,
): readonly string[] {
  const known = stamps
    .flatMap((stamp) => {
      const atMs = stampedAt(stamp)
      return atMs === undefined ? [] : [{ stamp, atMs }]
    })
    .sort((a, b) => a.atMs - b.atMs)
  const firstOfDay = new Map<string, string>()
  for (const { stamp, atMs } of known) {
    const day = dayOf(atMs)
    if (!firstOfDay.has(day)) firstOfDay.set(day, stamp)
  }
  const stay = new Set([
    ...known.slice(-Math.max(1, recent)).map(({ stamp }) => stamp),
    ...(days > 0 ? [...firstOfDay.values()].slice(-days) : []),
  ])
  const newest = known.at(-1)
  const fromMs = (newest?.atMs ?? 0) - Math.max(1, days) * dayMs
  return known.flatMap(({ stamp, atMs }) =>
    stamp === newest?.stamp || (stay.has(stamp) && atMs > fromMs) ? [] : [stamp],
  )
}
