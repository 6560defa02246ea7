/** The signs' side of both protocols, for the emulator: what a sign hears and how it answers. */
import { asciiFrame, asciiReader } from '../channel/asciiFrames.ts'
import { crc16 } from '../channel/crc16.ts'
import { marks } from './asciiCodec.ts'
import { bytes18030, fromGb18030, longestText, textOf, xorOf } from './gb18030Codec.ts'

/** A request as a sign has understood it. */
export interface HeardRequest {
  readonly address: number
  /** Its number; absent where the protocol has none. */
  readonly seq?: number
  /** What it shall look like; undefined when the sign cannot show it. */
  readonly text: string | undefined
  readonly answer: (verdict: Verdict) => Uint8Array
}

export type Verdict =
  | { readonly type: 'shown' }
  | { readonly type: 'behind'; readonly seq: number }
  | { readonly type: 'refused' }

export type SignProtocol = 'ascii' | 'gb18030'

/** Finds requests in bytes as they come; whatever is damaged is passed over in silence. */
export function requestReader(protocol: SignProtocol): (bytes: Uint8Array) => readonly HeardRequest[] {
  return protocol === 'ascii' ? asciiRequests() : gb18030Requests()
}

function asciiRequests(): (bytes: Uint8Array) => readonly HeardRequest[] {
  const read = asciiReader(marks.hall)
  return (bytes) =>
    read(bytes).flatMap((heard) => {
      const [, address, seq, verb] =
        (heard.type === 'frame' ? /^(\d{3}):(\d{3}):(.+)$/.exec(heard.body) : undefined) ?? []
      if (address === undefined || seq === undefined || verb === undefined) return []
      const answer = (verdict: Verdict): Uint8Array => {
        const head = `${address}:${seq}`
        switch (verdict.type) {
          case 'shown':
            return asciiFrame(marks.sign, `${head}:OK`)
          case 'behind':
            return asciiFrame(marks.sign, `${head}:NO:old:${String(verdict.seq).padStart(3, '0')}`)
          case 'refused':
            return asciiFrame(marks.sign, `${head}:NO:text`)
        }
      }
      return [{ address: Number(address), seq: Number(seq), text: shownBy(verb), answer }]
    })
}

function shownBy(verb: string): string | undefined {
  const [, number] = /^N:([0-9A-Z-]{1,12})$/.exec(verb) ?? []
  if (number !== undefined) return number
  switch (verb) {
    case 'W':
      return textOf({ type: 'welcome' })
    case 'P':
      return textOf({ type: 'paused' })
    case 'Y':
      return textOf({ type: 'away' })
    case 'B':
      return ''
  }
  return undefined
}

function gb18030Requests(): (bytes: Uint8Array) => readonly HeardRequest[] {
  let held: Buffer = Buffer.alloc(0)
  return (bytes) => {
    held = Buffer.concat([held, bytes])
    const heard: HeardRequest[] = []
    for (;;) {
      const at = held.indexOf(bytes18030.stx)
      if (at < 0) {
        held = Buffer.alloc(0)
        return heard
      }
      held = held.subarray(at)
      const [, address = 0, length = 0] = held
      if (length <= longestText && held.length < length + 6) return heard
      const request = requestOf(held.subarray(0, length + 6), address)
      if (request) heard.push(request)
      held = held.subarray(request ? length + 6 : 1)
    }
  }
}

function requestOf(frame: Buffer, address: number): HeardRequest | undefined {
  const inner = frame.subarray(1, -3)
  const [low = 0, high = 0, end] = frame.subarray(-3)
  if (end !== bytes18030.etx || crc16(inner) !== (low | (high << 8))) return undefined
  const text = fromGb18030(inner.subarray(2))
  return {
    address,
    text: text.includes('\ufffd') ? undefined : text,
    answer: ({ type }) => {
      const kind = type === 'shown' ? bytes18030.ack : bytes18030.nak
      const head = Uint8Array.of(kind, address, low, high)
      return Uint8Array.of(...head, xorOf(head), bytes18030.etx)
    },
  }
}
