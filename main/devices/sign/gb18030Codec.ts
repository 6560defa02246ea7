/** Signs that show text they are sent, in GB18030; `protocol.md` beside this file says it in full. */
import { decode, encode } from 'iconv-lite'
import { crc16 } from '../channel/crc16.ts'
import type { SignCodec, SignReply } from './codec.ts'
import type { SignContent } from './port.ts'

/** The control bytes of a frame. */
export const bytes18030 = { stx: 0x02, etx: 0x03, ack: 0x06, nak: 0x15 } as const

/** Most bytes of text in one frame. */
export const longestText = 32

/** What a sign is sent to show. */
export function textOf(content: SignContent): string {
  switch (content.type) {
    case 'number':
      return content.number
    case 'welcome':
      return '欢迎'
    case 'paused':
      return '暂停服务'
    case 'away':
      return '暂离'
    case 'blank':
      return ''
  }
}

/** Text as a sign is sent it. */
export function toGb18030(text: string): Uint8Array {
  return encode(text, 'gb18030')
}

/** Text as a sign reads it. */
export function fromGb18030(bytes: Uint8Array): string {
  return decode(Buffer.from(bytes), 'gb18030')
}

/** All bytes XORed together. */
export function xorOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0)
}

export const gb18030Codec: SignCodec = {
  numbered: false,
  request: (address, _seq, content) => {
    const text = toGb18030(textOf(content))
    if (text.length > longestText) throw new RangeError(`a sign takes at most ${longestText} bytes of text`)
    const inner = Buffer.concat([Uint8Array.of(address, text.length), text])
    const token = crc16(inner)
    const sum = Uint8Array.of(token & 0xff, token >>> 8)
    const { stx, etx } = bytes18030
    return { bytes: Buffer.concat([Uint8Array.of(stx), inner, sum, Uint8Array.of(etx)]), token }
  },
  reader: () => {
    let held: Buffer = Buffer.alloc(0)
    return (bytes) => {
      held = Buffer.concat([held, bytes])
      const replies: SignReply[] = []
      while (held.length > 0) {
        const [first = 0] = held
        const begins = first === bytes18030.ack || first === bytes18030.nak
        if (begins && held.length < replyLength) break
        const reply = begins ? replyOf(held.subarray(0, replyLength)) : undefined
        replies.push(reply ?? { type: 'noise' })
        held = held.subarray(reply ? replyLength : 1)
      }
      return replies
    }
  },
}

const replyLength = 6

/** ACK or NAK, address, the request's checksum low byte first, XOR of these four, ETX. */
function replyOf(frame: Buffer): SignReply | undefined {
  const [kind, address = 0, low = 0, high = 0, sum, end] = frame
  if (end !== bytes18030.etx || sum !== xorOf(frame.subarray(0, 4))) return undefined
  return { type: kind === bytes18030.ack ? 'shown' : 'refused', address, token: low | (high << 8) }
}
