/** How staff ask a visitors' screen to let them out: its four corners, clockwise from the upper left, one after the other. */

export interface Corners {
  /** Corners touched so far, in order. */
  readonly touched: number
  readonly beganMs: number
}

export const untouched: Corners = { touched: 0, beganMs: 0 }

/** A touch of the screen, CSS px. */
export interface Touch {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Monotonic ms. */
  readonly atMs: number
}

/** A corner is this far from both edges, CSS px. */
const reach = 80
/** All four within this time, ms. */
const withinMs = 8_000

/** One touch more; `done` when it was the fourth corner in time. Any other touch begins anew. */
export function touched(
  corners: Corners,
  touch: Touch,
): { readonly corners: Corners; readonly done: boolean } {
  const corner = cornerOf(touch)
  const late = touch.atMs - corners.beganMs > withinMs
  const expected = late ? 0 : corners.touched
  if (corner === expected && corner > 0) {
    return corner === 3
      ? { corners: untouched, done: true }
      : { corners: { touched: corner + 1, beganMs: corners.beganMs }, done: false }
  }
  const first = corner === 0
  return { corners: first ? { touched: 1, beganMs: touch.atMs } : untouched, done: false }
}

/** 0 upper left, 1 upper right, 2 lower right, 3 lower left; undefined elsewhere. */
function cornerOf({ x, y, width, height }: Touch): number | undefined {
  const left = x <= reach
  const right = x >= width - reach
  const top = y <= reach
  const bottom = y >= height - reach
  if (top && left) return 0
  if (top && right) return 1
  if (bottom && right) return 2
  return bottom && left ? 3 : undefined
}
