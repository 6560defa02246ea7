/**
 * The canvas and the fonts that draw a ticket. Both come from npm packages and the machine's own fonts are never
 * looked at: a ticket is the same on every machine, and one without any font prints every script.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as CanvasModule from '@napi-rs/canvas'
import type { Bitmap } from './bitmap.ts'
import { packBitmap, unpackBitmap } from './bitmap.ts'

/**
 * `latin`: Latin, then Arabic, then hanzi. `hanzi`: hanzi with their own Latin and punctuation. `mongolian`: that
 * font alone, because a suffix space taken from another font breaks the shape of the word after it.
 */
export type Face = 'latin' | 'hanzi' | 'mongolian'
export type Weight = 500 | 700 | 800

/** How a text is set; `size` in dots. */
export interface TextStyle {
  readonly face: Face
  readonly size: number
  readonly weight: Weight
}

/** Advance width and ink height of a text on one line, dots. */
export interface Extent {
  readonly width: number
  /** Ink above the baseline, and below it. */
  readonly ascent: number
  readonly descent: number
}

export interface Drawing {
  readonly measure: (text: string, style: TextStyle) => Extent
  /** Runs `paint` on white paper and packs what it leaves. */
  readonly draw: (width: number, height: number, paint: (pen: CanvasModule.SKRSContext2D) => void) => Bitmap
  readonly toPng: (bitmap: Bitmap) => Buffer
  readonly fromPng: (png: Buffer) => Promise<Bitmap>
}

/** Script-specific files: a font's all-in-one file takes marks from other scripts and mis-shapes words. */
const fontFiles = [
  ['Yihao Latin', '@fontsource/noto-sans/files/noto-sans-latin-500-normal.woff2'],
  ['Yihao Latin', '@fontsource/noto-sans/files/noto-sans-latin-700-normal.woff2'],
  ['Yihao Latin', '@fontsource/noto-sans/files/noto-sans-latin-800-normal.woff2'],
  ['Yihao Arabic', '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-500-normal.woff2'],
  ['Yihao Arabic', '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-700-normal.woff2'],
  ['Yihao Mongolian', '@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2'],
  // The full font, not the web slices: names of people and places need hanzi that the slices lack.
  ['Yihao Hanzi', '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf'],
  ['Yihao Hanzi', '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'],
] as const

const families: Readonly<Record<Face, string>> = {
  latin: '"Yihao Latin", "Yihao Arabic", "Yihao Hanzi"',
  hanzi: '"Yihao Hanzi"',
  mongolian: '"Yihao Mongolian"',
}

/** The CSS font of a style, as the canvas takes it. */
export function fontOf({ face, size, weight }: TextStyle): string {
  // Mongolian comes in one weight; asking for more would smear it.
  return `${face === 'mongolian' ? 400 : weight} ${size}px ${families[face]}`
}

const faces: readonly Face[] = ['latin', 'hanzi', 'mongolian']
const weights: readonly Weight[] = [500, 700, 800]
/** A letter or two of every script. */
const warmUp = 'A0 号码 نومۇر ᠳᠤᠭᠠᠷ'

let loading: Promise<Drawing> | undefined

/** Loads canvas and fonts once per process, some 100 ms. Rejects when a font file is missing or broken. */
export function loadDrawing(): Promise<Drawing> {
  loading ??= load()
  return loading
}

async function load(): Promise<Drawing> {
  // Read by the canvas while it is being imported, so it must be set first; a static import would be too early.
  process.env['DISABLE_SYSTEM_FONTS_LOAD'] = '1'
  const { createCanvas, GlobalFonts, loadImage } = await import('@napi-rs/canvas')
  const { resolve } = createRequire(import.meta.url)
  for (const [family, file] of fontFiles) {
    // By content, not by path: inside a packed application the path is no real file.
    if (!GlobalFonts.register(readFileSync(resolve(file)), family))
      throw new Error(`cannot read font ${file}`)
  }
  const ruler = createCanvas(8, 8).getContext('2d')
  // A font is unpacked when it is first needed; the first visitor of the day is not the one to wait for it.
  for (const face of faces) {
    for (const weight of weights) {
      ruler.font = fontOf({ face, weight, size: 24 })
      ruler.fillText(warmUp, 0, 8)
    }
  }
  return {
    measure: (text, style) => {
      ruler.font = fontOf(style)
      const size = ruler.measureText(text)
      return {
        width: size.width,
        ascent: size.actualBoundingBoxAscent,
        descent: size.actualBoundingBoxDescent,
      }
    },
    draw: (width, height, paint) => {
      const pen = createCanvas(width, height).getContext('2d')
      pen.fillStyle = '#fff'
      pen.fillRect(0, 0, width, height)
      paint(pen)
      return packBitmap(width, height, pen.getImageData(0, 0, width, height).data)
    },
    toPng: (bitmap) => {
      const canvas = createCanvas(bitmap.width, Math.max(1, bitmap.height))
      const pen = canvas.getContext('2d')
      const image = pen.createImageData(bitmap.width, Math.max(1, bitmap.height))
      image.data.set(unpackBitmap(bitmap))
      pen.putImageData(image, 0, 0)
      return canvas.toBuffer('image/png')
    },
    fromPng: async (png) => {
      const image = await loadImage(png)
      const pen = createCanvas(image.width, image.height).getContext('2d')
      pen.drawImage(image, 0, 0)
      return packBitmap(image.width, image.height, pen.getImageData(0, 0, image.width, image.height).data)
    },
  }
}
