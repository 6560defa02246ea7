/** The part of ESC/POS a ticket is made of, read back from bytes. Source: Epson ESC/POS command reference. */

export type PrinterCommand =
  | { readonly type: 'raster'; readonly stride: number; readonly dots: Buffer }
  | { readonly type: 'cut'; readonly kind: 'full' | 'partial' }
  | { readonly type: 'paperQuery' }
  | { readonly type: 'text'; readonly text: string }
  /** Read and of no effect on the paper: initialise, feed, settings, and real-time queries, answered long since. */
  | { readonly type: 'ignored' }

const esc = 0x1b
const gs = 0x1d
const dle = 0x10

/** Parameters after the two bytes of a command, where there are any. */
const parameters: ReadonlyMap<number, number> = new Map([
  [(esc << 8) | 0x40, 0], // ESC @
  [(esc << 8) | 0x64, 1], // ESC d
  [(esc << 8) | 0x4a, 1], // ESC J
  [(esc << 8) | 0x61, 1], // ESC a
  [(esc << 8) | 0x33, 1], // ESC 3
  [(esc << 8) | 0x74, 1], // ESC t
  [(esc << 8) | 0x21, 1], // ESC !
  [(esc << 8) | 0x45, 1], // ESC E
  [(gs << 8) | 0x61, 1], // GS a
  [(gs << 8) | 0x21, 1], // GS !
  [(dle << 8) | 0x04, 1], // DLE EOT
])

/** The first command in the bytes and how many it takes; `length` 0 when it is not all there yet. */
export function readCommand(bytes: Buffer): { readonly command: PrinterCommand; readonly length: number } {
  const partial = { command: { type: 'ignored' }, length: 0 } as const
  const first = bytes[0]
  if (first === undefined) return partial
  if (first !== esc && first !== gs && first !== dle) return readText(bytes)
  const second = bytes[1]
  if (second === undefined) return partial
  if (first === gs && second === 0x76) return readRaster(bytes) ?? partial
  const third = bytes[2]
  if (first === gs && second === 0x56) {
    if (third === undefined) return partial
    // GS V 65 and 66 feed by one more byte before they cut.
    const length = third === 65 || third === 66 ? 4 : 3
    const kind = third === 0 || third === 48 || third === 65 ? 'full' : 'partial'
    return bytes.length < length ? partial : { command: { type: 'cut', kind }, length }
  }
  if (first === gs && second === 0x72) {
    return third === undefined ? partial : { command: { type: 'paperQuery' }, length: 3 }
  }
  const count = parameters.get((first << 8) | second)
  // A command nobody has told us about shows up on the paper, where it will be noticed.
  if (count === undefined)
    return { command: { type: 'text', text: visible(bytes.subarray(0, 2)) }, length: 2 }
  return bytes.length < 2 + count ? partial : { command: { type: 'ignored' }, length: 2 + count }
}

function readText(bytes: Buffer): { readonly command: PrinterCommand; readonly length: number } {
  const end = bytes.findIndex((byte) => byte === esc || byte === gs || byte === dle)
  const length = end === -1 ? bytes.length : end
  return { command: { type: 'text', text: visible(bytes.subarray(0, length)) }, length }
}

function readRaster(
  bytes: Buffer,
): { readonly command: PrinterCommand; readonly length: number } | undefined {
  if (bytes.length < 8) return undefined
  const stride = bytes.readUInt16LE(4)
  const length = 8 + stride * bytes.readUInt16LE(6)
  if (bytes.length < length) return undefined
  return { command: { type: 'raster', stride, dots: bytes.subarray(8, length) }, length }
}

function visible(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[^\n -~\u00a0-\u00ff]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
