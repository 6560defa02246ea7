/** Our own line protocol for signs; `protocol.md` beside this file says it in full. */
import { asciiFrame, asciiReader } from '../channel/asciiFrames.ts'
import type { SignCodec, SignReply } from './codec.ts'
import type { SignContent } from './port.ts'

/** Who speaks: the hall asks with the first, a sign answers with the second. */
export const marks = { hall: '@', sign: '#' } as const

const three = (n: number): string => String(n).padStart(3, '0')

/** The content as the protocol writes it. */
export function verbOf(content: SignContent): string {
  switch (content.type) {
    case 'number':
      return `N:${content.number}`
    case 'welcome':
      return 'W'
    case 'paused':
      return 'P'
    case 'away':
      return 'Y'
    case 'blank':
      return 'B'
  }
}

export const asciiCodec: SignCodec = {
  numbered: true,
  request: (address, seq, content) => {
    if (content.type === 'number' && !/^[0-9A-Z-]{1,12}$/.test(content.number))
      throw new RangeError('a sign shows capital letters, digits and -, at most 12')
    const body = `${three(address)}:${three(seq)}:${verbOf(content)}`
    return { bytes: asciiFrame(marks.hall, body), token: seq }
  },
  reader: () => {
    const read = asciiReader(marks.sign)
    return (bytes) => read(bytes).map((heard) => (heard.type === 'frame' ? replyOf(heard.body) : noise))
  },
}

const noise: SignReply = { type: 'noise' }

function replyOf(body: string): SignReply {
  const [, addressText, tokenText, what = '', last] =
    /^(\d{3}):(\d{3}):(OK|NO:text|NO:old:(\d{3}))$/.exec(body) ?? []
  if (addressText === undefined) return noise
  const address = Number(addressText)
  const token = Number(tokenText)
  if (last !== undefined) return { type: 'behind', address, token, seq: Number(last) }
  return { type: what === 'OK' ? 'shown' : 'refused', address, token }
}
