/**
 * Ids that sort by when they were made: UUID version 7 (RFC 9562 §5.7). Chance is
 * handed in: a page on plain http, as most halls serve it, is not given
 * `crypto.randomUUID`; random bytes it is.
 */

/** How many random bytes an id takes. */
export const idBytes = 10

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A fresh id, unique for ever, from a clock and chance. Ids made one after the
 * other stand side by side in every index, so writing them down touches one
 * page of it and not one page each.
 * @param nowMs epoch ms
 * @param random `idBytes` fresh random bytes
 */
export function timeOrderedId(nowMs: number, random: Uint8Array): string {
  const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0').slice(-12)
  const byte = (at: number, keep = 0xff, mark = 0): string => hex[((random[at] ?? 0) & keep) | mark] ?? ''
  const node = [4, 5, 6, 7, 8, 9].map((at) => byte(at)).join('')
  return `${time.slice(0, 8)}-${time.slice(8)}-${byte(0, 0x0f, 0x70)}${byte(1)}-${byte(2, 0x3f, 0x80)}${byte(3)}-${node}`
}
