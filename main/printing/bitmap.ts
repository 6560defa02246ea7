/** One bit per dot, rows of whole bytes, leftmost dot in the highest bit, 1 is ink: what GS v 0 wants. */
export interface Bitmap {
  readonly width: number
  readonly height: number
  /** `width / 8` bytes per row, `height` rows. */
  readonly bits: Uint8Array
}

/** Luminance below which a dot is inked. Above the middle, because thin strokes thin out further on thermal paper. */
const inkBelow = 150

/** RGBA pixels → bitmap. The width must be a multiple of 8. */
export function packBitmap(width: number, height: number, rgba: Uint8ClampedArray): Bitmap {
  const bits = new Uint8Array((width / 8) * height)
  for (let dot = 0, at = 0; dot < width * height; dot += 1, at += 4) {
    // Everything drawn is grey, so one channel tells.
    if ((rgba[at] ?? 255) < inkBelow) bits[dot >> 3] = (bits[dot >> 3] ?? 0) | (0x80 >> (dot & 7))
  }
  return { width, height, bits }
}

/** Bitmap → RGBA pixels, black on white. */
export function unpackBitmap({ width, height, bits }: Bitmap): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let dot = 0; dot < width * height; dot += 1) {
    if (((bits[dot >> 3] ?? 0) & (0x80 >> (dot & 7))) !== 0) rgba.fill(0, dot * 4, dot * 4 + 3)
  }
  return rgba
}

/** Share of dots that differ, 0–1; 1 when the sizes do. */
export function differenceOf(a: Bitmap, b: Bitmap): number {
  if (a.width !== b.width || a.height !== b.height) return 1
  let differing = 0
  for (const [i, byte] of a.bits.entries()) {
    for (let rest = byte ^ (b.bits[i] ?? 0); rest !== 0; rest &= rest - 1) differing += 1
  }
  return differing / (a.width * a.height)
}
