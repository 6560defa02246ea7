/** Which display page stands on which monitor, and what changes when a monitor comes, goes or moves. */
import type { Screen } from './choice.ts'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A monitor as the system tells it; the id holds while it is plugged in. */
export interface Monitor {
  readonly id: number
  readonly bounds: Rectangle
}

/** One display page: its place in the plan, where it stands, and what its address asks for. */
export interface Placed {
  readonly monitorId: number
  readonly bounds: Rectangle
  /** Path and query. */
  readonly page: string
}

/** Monitors by their place: from the left, and from above where two stand over each other. */
export function inOrder(monitors: readonly Monitor[]): readonly Monitor[] {
  return monitors.toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y || a.id - b.id)
}

/**
 * The pages that should stand now. Absent `screens` means every monitor. A monitor that was asked for and is not
 * there has no page until it is back; with none of them there the calls must still be seen, so the first monitor
 * shows the first page. Only one page speaks, or the hall would hear each call several times.
 */
export function placed(monitors: readonly Monitor[], screens?: readonly Screen[]): readonly Placed[] {
  const ordered = inOrder(monitors)
  const wanted = screens ?? ordered.map((_, index): Screen => ({ monitor: index + 1 }))
  const there = wanted.flatMap(({ monitor, query }, index) => {
    const at = ordered[monitor - 1]
    // Two pages on one monitor would hide each other.
    const taken = wanted.findIndex((other) => other.monitor === monitor) < index
    return at === undefined || taken ? [] : [{ at, query }]
  })
  const first = ordered[0]
  const shown = there.length > 0 || first === undefined ? there : [{ at: first, query: wanted[0]?.query }]
  return shown.map(({ at, query }, index) => {
    const asked = new URLSearchParams(query)
    if (index > 0 && !asked.has('voice')) asked.set('voice', 'off')
    const said = asked.toString()
    return { monitorId: at.id, bounds: at.bounds, page: said === '' ? '/display' : `/display?${said}` }
  })
}

/** What to do to get from the pages that stand to those that should. */
export interface Moves {
  readonly open: readonly Placed[]
  readonly move: readonly Placed[]
  /** Monitor ids whose page is to go. */
  readonly close: readonly number[]
}

/** Compares by monitor; a page whose address changed is opened anew. */
export function movesTo(standing: readonly Placed[], wanted: readonly Placed[]): Moves {
  const now = new Map(standing.map((one) => [one.monitorId, one]))
  const then = new Map(wanted.map((one) => [one.monitorId, one]))
  const stays = (one: Placed): boolean => now.get(one.monitorId)?.page === one.page
  return {
    open: wanted.filter((one) => !stays(one)),
    move: wanted.filter((one) => stays(one) && !sameBounds(now.get(one.monitorId)?.bounds, one.bounds)),
    close: standing.filter((one) => then.get(one.monitorId)?.page !== one.page).map((one) => one.monitorId),
  }
}

function sameBounds(a: Rectangle | undefined, b: Rectangle): boolean {
  return a !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

/** The strip's largest size, CSS px. */
export const stripSize = { width: 420, height: 120 } as const

/** Where the console's strip stands: where it was left if that is still to be seen whole, else at the lower right. */
export function stripPlace(
  workAreas: readonly Rectangle[],
  left?: { readonly x: number; readonly y: number },
): Rectangle {
  const first = workAreas[0] ?? { x: 0, y: 0, ...stripSize }
  const width = Math.min(stripSize.width, first.width)
  const height = Math.min(stripSize.height, first.height)
  const fits = (area: Rectangle, at: { readonly x: number; readonly y: number }): boolean =>
    at.x >= area.x &&
    at.y >= area.y &&
    at.x + width <= area.x + area.width &&
    at.y + height <= area.y + area.height
  if (left !== undefined && workAreas.some((area) => fits(area, left))) return { ...left, width, height }
  return {
    x: first.x + first.width - width - Math.min(16, first.width - width),
    y: first.y + first.height - height - Math.min(16, first.height - height),
    width,
    height,
  }
}
