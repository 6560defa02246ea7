/** The display pages of one computer, one on each monitor they were given, following monitors as they come and go. */
import { screen } from 'electron'
import type { Screen } from './choice.ts'
import type { After, Page } from './page.ts'
import { movesTo, placed } from './placement.ts'
import type { Monitor, Placed } from './placement.ts'

export interface DisplayWall {
  /** Loads every page again. */
  readonly load: () => void
  readonly close: () => void
}

/** A monitor that is switched on tells of itself several times in a row; the pages move once it has settled, ms. */
const settleMs = 800

/** Opens a page on each monitor that should have one, with `open`. */
export function openDisplayWall(
  screens: readonly Screen[] | undefined,
  open: (at: Placed) => Page,
  after: After,
): DisplayWall {
  const pages = new Map<number, { readonly page: Page; at: Placed }>()
  const follow = (): void => {
    const monitors: readonly Monitor[] = screen.getAllDisplays()
    const {
      open: toOpen,
      move,
      close,
    } = movesTo(
      [...pages.values()].map(({ at }) => at),
      placed(monitors, screens),
    )
    for (const monitorId of close) {
      pages.get(monitorId)?.page.close()
      pages.delete(monitorId)
    }
    for (const at of move) {
      const one = pages.get(at.monitorId)
      if (one === undefined) continue
      one.at = at
      const frame = one.page.frame()
      frame.setKiosk(false)
      frame.setBounds(at.bounds)
      frame.setKiosk(true)
    }
    for (const at of toOpen) pages.set(at.monitorId, { page: open(at), at })
  }
  let unsettle: () => void = () => undefined
  const changed = (): void => {
    unsettle()
    unsettle = after(settleMs, follow)
  }
  screen.on('display-added', changed)
  screen.on('display-removed', changed)
  screen.on('display-metrics-changed', changed)
  follow()
  return {
    load: () => {
      for (const { page } of pages.values()) page.load()
    },
    close: () => {
      unsettle()
      screen.off('display-added', changed)
      screen.off('display-removed', changed)
      screen.off('display-metrics-changed', changed)
      for (const { page } of pages.values()) page.close()
      pages.clear()
    },
  }
}
