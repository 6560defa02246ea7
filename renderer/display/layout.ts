/**
 * How large everything on a hall's screen is. Who stands far away must be able
 * to read a call: capital height ≥ 0.0122 × distance (EN 301 549, 5.1.4: 0.7°).
 */
import type { DisplayConfig } from './config.ts'

/** Height of a capital letter over the font size, in the font the screens are drawn with. */
const capitalPerFont = 0.733
/** Capital height over reading distance. */
const capitalPerDistance = 0.0122
/** Widths of a call's parts over the font size: four signs, the arrow, two figures, the space around. */
const callEms = 4.6
/** The same with the counter's word beside its figures. */
const latestEms = 4.85

export interface ScreenSize {
  readonly widthPx: number
  readonly heightPx: number
}

export interface DisplayLayout {
  readonly portrait: boolean
  /** Font sizes, CSS px. */
  readonly latestPx: number
  readonly callPx: number
  readonly nearPx: number
  /** Width of the calls, CSS px. */
  readonly mainPx: number
  /** Calls below the latest one. */
  readonly rows: number
  /** From how far the calls can be read; less than asked when the screen is too small for it. */
  readonly readableM: number
}

/** Font size in CSS px whose capitals meet the rule at that distance. */
export function fontPxFor(distanceM: number, { widthPx, heightPx }: ScreenSize, inches: number): number {
  return (capitalPerDistance * distanceM * 1000) / mmPerPx({ widthPx, heightPx }, inches) / capitalPerFont
}

function mmPerPx({ widthPx, heightPx }: ScreenSize, inches: number): number {
  return (inches * 25.4) / Math.hypot(widthPx, heightPx)
}

/** What of the screen is not the board's. */
export interface Taken {
  /** Height of the band along the lower edge, CSS px. */
  readonly footPx: number
  /** Whether nothing stands beside the calls. */
  readonly alone: boolean
}

/** The sizes for one screen. */
export function layoutOf(
  config: DisplayConfig,
  size: ScreenSize,
  { footPx, alone }: Taken = { footPx: 0, alone: false },
): DisplayLayout {
  const { widthPx } = size
  const heightPx = size.heightPx - footPx
  const portrait = size.heightPx > size.widthPx
  const wantedPx = fontPxFor(config.distanceM, size, config.inches)
  const mainPx = portrait || alone ? widthPx : Math.round(widthPx * 0.655)
  const widestPx = (mainPx - 48) / callEms
  const callPx = Math.min(wantedPx, widestPx, heightPx * 0.3)
  const latestPx = portrait
    ? Math.min((widthPx - 48) / 2.75, heightPx * 0.17)
    : Math.min((mainPx - 48) / latestEms, Math.max(callPx * 1.15, heightPx * 0.25), heightPx * 0.34)
  const nearPx = Math.max(16, Math.min(fontPxFor(config.nearM, size, config.inches), heightPx * 0.05))
  const headPx = size.heightPx * (portrait ? 0.06 : 0.08) + nearPx * 1.6
  const latestHeight = portrait ? latestPx * 1.81 + nearPx * 2.9 : latestPx * 1.1 + nearPx * 2
  const leftPx = (portrait && !alone ? heightPx * 0.7 : heightPx) - headPx - latestHeight
  return {
    portrait,
    latestPx,
    callPx,
    nearPx,
    mainPx,
    rows: Math.max(0, Math.min(8, Math.floor(leftPx / (callPx * 1.06)))),
    readableM: config.distanceM * Math.min(1, callPx / wantedPx),
  }
}
