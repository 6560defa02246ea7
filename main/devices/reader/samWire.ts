/**
 * The command frames every reader of second-generation ID cards speaks on a serial line (居民身份证验证安全控制模块,
 * SAM; common interface of vendors' public documents): `AA AA AA 96 69`, length (2 bytes, high first, counting all
 * that follows), command and parameter or three status bytes, data, and all bytes from the length on XORed.
 */

const preamble = Buffer.from([0xaa, 0xaa, 0xaa, 0x96, 0x69])

/** Longest frame that is waited for: text, picture and fingerprints fit. */
const longest = 4096

export const samCommands = {
  find: [0x20, 0x01],
  select: [0x20, 0x02],
  read: [0x30, 0x01],
} as const

/** Third status byte. */
export const samStatus = {
  done: 0x90,
  found: 0x9f,
  notFound: 0x80,
  otherCard: 0x40,
  readFailed: 0x41,
} as const

export type SamHeard =
  | { readonly type: 'frame'; readonly content: Buffer }
  /** A frame whose sum is wrong, or bytes that belong to none. */
  | { readonly type: 'noise' }

/** A frame around its content, as either side sends it. */
export function samFrame(content: Uint8Array): Buffer {
  const inner = Buffer.concat([
    Uint8Array.of((content.length + 1) >> 8, (content.length + 1) & 0xff),
    content,
  ])
  return Buffer.concat([preamble, inner, Uint8Array.of(xorOf(inner))])
}

/** Finds frames in bytes as they come. */
export function samReader(): (bytes: Uint8Array) => readonly SamHeard[] {
  let held: Buffer = Buffer.alloc(0)
  return (bytes) => {
    held = Buffer.concat([held, bytes])
    const heard: SamHeard[] = []
    for (;;) {
      const at = held.indexOf(preamble)
      if (at < 0) {
        if (held.length >= preamble.length) {
          heard.push({ type: 'noise' })
          held = held.subarray(1 - preamble.length)
        }
        return heard
      }
      held = held.subarray(at)
      if (held.length < 7) return heard
      const length = held.readUInt16BE(5)
      const good = length >= 2 && length <= longest
      if (good && held.length < 7 + length) return heard
      const inner = held.subarray(5, 7 + length)
      if (good && xorOf(inner.subarray(0, -1)) === inner.at(-1)) {
        heard.push({ type: 'frame', content: Buffer.from(inner.subarray(2, -1)) })
        held = held.subarray(7 + length)
      } else {
        heard.push({ type: 'noise' })
        held = held.subarray(preamble.length)
      }
    }
  }
}

function xorOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0)
}

/** Where the card's text fields are, bytes of UTF-16LE; of all of them only these two are ever looked at. */
const fields = { name: [0, 30], number: [122, 158] } as const
const textLength = 256

/** Name and number of the card in the data of an answered `read`; undefined when it is laid out otherwise. */
export function cardText(data: Buffer): { readonly name: string; readonly number: string } | undefined {
  if (data.length < 4 + textLength || data.readUInt16BE(0) !== textLength) return undefined
  const text = data.subarray(4, 4 + textLength)
  const field = ([from, until]: readonly [number, number]): string =>
    text.toString('utf16le', from, until).trim()
  return { name: field(fields.name), number: field(fields.number) }
}

/** The data of an answered `read`, for the emulator: a card without a picture or anything but name and number. */
export function cardData(name: string, number: string): Buffer {
  const text = Buffer.from(' '.repeat(textLength / 2), 'utf16le')
  text.write(name.slice(0, 15), fields.name[0], 'utf16le')
  text.write(number.slice(0, 18), fields.number[0], 'utf16le')
  const photo = Buffer.alloc(1024)
  return Buffer.concat([Uint8Array.of(1, 0, 4, 0), text, photo])
}
