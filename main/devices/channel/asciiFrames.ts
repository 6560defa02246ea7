/**
 * Lines of printable ASCII with a checksum, as our own protocols speak them:
 *
 *     MARK BODY * CCCC CR LF
 *
 * MARK is one character and tells who speaks; CCCC is the CRC-16 (Modbus) of MARK and BODY in capital
 * hexadecimal. A person can read such a line at a terminal, and a damaged one is never taken for another.
 */
import { crc16 } from './crc16.ts'

/** Longest body; what runs on for longer is noise. */
export const longestBody = 64

export type AsciiHeard = { readonly type: 'frame'; readonly body: string } | { readonly type: 'noise' }

/** One frame. Throws RangeError on a body that is too long or not printable ASCII, or that holds a `*`. */
export function asciiFrame(mark: string, body: string): Uint8Array {
  if (body.length > longestBody || !/^[ -)+-~]*$/.test(body)) throw new RangeError('this cannot be framed')
  const text = Buffer.from(`${mark}${body}`, 'latin1')
  const sum = crc16(text).toString(16).toUpperCase().padStart(4, '0')
  return Buffer.concat([text, Buffer.from(`*${sum}\r\n`, 'latin1')])
}

/** Finds the frames that begin with `mark` in bytes as they come; anything else between them is noise. */
export function asciiReader(mark: string): (bytes: Uint8Array) => readonly AsciiHeard[] {
  let held = ''
  return (bytes) => {
    const heard: AsciiHeard[] = []
    for (const char of Buffer.from(bytes).toString('latin1')) {
      if (char === '\n') {
        heard.push(frameOf(held, mark))
        held = ''
      } else held += char
      if (held.length > longestBody + 8) {
        heard.push({ type: 'noise' })
        held = ''
      }
    }
    return heard
  }
}

function frameOf(line: string, mark: string): AsciiHeard {
  const at = line.lastIndexOf(mark)
  const [, body, sum] = /^([^*]*)\*([0-9A-F]{4})\r$/.exec(line.slice(at + 1)) ?? []
  if (at < 0 || body === undefined || sum === undefined) return { type: 'noise' }
  if (crc16(Buffer.from(mark + body, 'latin1')) !== Number.parseInt(sum, 16)) return { type: 'noise' }
  return { type: 'frame', body }
}
