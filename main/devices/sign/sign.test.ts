/**
 * Goal: the line's time is spent well, and nothing heard late is believed. Method: emulated signs on a line in
 * memory, time moved by hand; frames of both protocols byte by byte.
 */
import { describe, expect, it } from 'vitest'
import { memoryLine } from '#test/contract/deviceLines.ts'
import { manualTimers } from '#test/contract/manualTimers.ts'
import type { ManualTimers } from '#test/contract/manualTimers.ts'
import { crc16 } from '../channel/crc16.ts'
import { parseSignAddress } from './address.ts'
import { asciiCodec } from './asciiCodec.ts'
import { EmulatedSigns } from './emulatedSigns.ts'
import { requestReader } from './emulatedWire.ts'
import { gb18030Codec } from './gb18030Codec.ts'
import type { SignContent, SignLine } from './port.ts'
import { createSignLine } from './signLine.ts'

const codecs = { ascii: asciiCodec, gb18030: gb18030Codec } as const
const number = (n: string): SignContent => ({ type: 'number', number: n })

function start(
  count: number,
  protocol: keyof typeof codecs = 'ascii',
): {
  timers: ManualTimers
  signs: EmulatedSigns
  port: SignLine
  cut: () => void
} {
  const timers = manualTimers()
  const addresses = Array.from({ length: count }, (_, i) => i + 1)
  const signs = new EmulatedSigns({ protocol, addresses, timers })
  const { opener, cut } = memoryLine((stream) => signs.attach(stream))
  return { timers, signs, cut, port: createSignLine({ opener, codec: codecs[protocol], timers }) }
}

const health = (port: SignLine): readonly string[] => port.signs().map((sign) => sign.health)

describe('a line of signs', () => {
  it('asks a dead sign ever more seldom, down to once in half a minute', async () => {
    const { timers, signs, port } = start(2)
    signs.at(1).set({ dead: true })
    port.show(1, number('A001'))
    await timers.pass(600)
    expect([signs.at(1).asked, health(port)[0]]).toEqual([2, 'untried'])
    await timers.pass(1000)
    expect([signs.at(1).asked, health(port)[0]]).toEqual([3, 'silent'])
    await timers.pass(60_000)
    const before = signs.at(1).asked
    await timers.pass(300_000)
    expect(signs.at(1).asked - before).toBe(10)
    // News for it is no reason to ask more often.
    for (let n = 1; n <= 50; n += 1) port.show(1, number(`B${String(n).padStart(3, '0')}`))
    await timers.pass(60_000)
    expect(signs.at(1).asked - before).toBe(12)
  })

  it('tells 23 of 24 signs their news in turn while one is dead and one answers too late', async () => {
    const { timers, signs, port } = start(24)
    signs.at(7).set({ dead: true })
    signs.at(8).set({ slowMs: 200 })
    for (let round = 1; round <= 30; round += 1) {
      const text = `C${String(round).padStart(3, '0')}`
      for (const address of signs.signs.keys()) port.show(address, number(text))
      // Silence between two speakers for each, and at worst one wait for each of the two.
      await timers.pass(24 * 10 + 2 * 160)
      const stale = [...signs.signs].filter(
        ([address, sign]) => address !== 7 && address !== 8 && sign.text !== text,
      )
      expect(stale, text).toEqual([])
    }
    await timers.pass(60_000)
    expect(health(port).filter((one) => one !== 'ok')).toEqual(['silent', 'silent'])
    // Its answers come too late for us, but it does show what it is told.
    expect(signs.at(8).text).toBe('C030')
  })

  it('leaves the line silent between an answer and the next request', async () => {
    const { timers, signs, port } = start(3)
    for (const address of [1, 2, 3]) port.show(address, { type: 'welcome' })
    await timers.pass(0)
    expect([...signs.signs.values()].map((sign) => sign.asked)).toEqual([1, 0, 0])
    await timers.pass(9)
    expect(signs.at(2).asked).toBe(0)
    await timers.pass(1)
    expect(signs.at(2).asked).toBe(1)
    await timers.pass(10)
    expect(signs.at(3).asked).toBe(1)
  })

  it('repeats itself to a sign that is well once a minute', async () => {
    const { timers, signs, port } = start(1)
    port.show(1, { type: 'welcome' })
    await timers.pass(59_000)
    expect(signs.at(1).asked).toBe(1)
    signs.at(1).powerCycle()
    await timers.pass(2000)
    expect([signs.at(1).asked, signs.at(1).text]).toEqual([2, '欢迎'])
  })

  it('does not believe an answer that comes after it was given up', async () => {
    const { timers, signs, port } = start(1)
    port.show(1, number('A001'))
    await timers.pass(0)
    signs.at(1).set({ slowMs: 160 })
    port.show(1, number('A002'))
    await timers.pass(165)
    // The answer to A002 has come too late; meanwhile there is news.
    port.show(1, number('A003'))
    signs.at(1).set({ dead: true })
    await timers.pass(100_000)
    expect(port.signs()[0]).toMatchObject({ health: 'silent', shown: number('A001'), wanted: number('A003') })
  })

  it.each(['ascii', 'gb18030'] as const)(
    'of %s never leaves up an old number that a converter brought late',
    async (protocol) => {
      const { timers, signs, port } = start(3, protocol)
      signs.at(1).set({ duplicate: 'late' })
      for (const text of ['A001', 'A002', 'A003', 'A004']) {
        port.show(1, number(text))
        port.show(2, number(text))
        await timers.pass(1000)
        expect([signs.at(1).text, signs.at(2).text], text).toEqual([text, text])
      }
      // Mended, not stormed: a second of work for each news at most.
      expect(signs.at(1).asked).toBeLessThanOrEqual(16)
    },
  )

  it('tells a sign without numbers once more soon after it had to repeat itself', async () => {
    const { timers, signs, port } = start(1, 'gb18030')
    signs.at(1).set({ dead: true })
    port.show(1, number('A001'))
    await timers.pass(200)
    signs.at(1).set({ dead: false })
    await timers.pass(1000)
    const { asked } = signs.at(1)
    await timers.pass(2500)
    expect(signs.at(1).asked).toBe(asked + 1)
    await timers.pass(50_000)
    expect(signs.at(1).asked).toBe(asked + 1)
  })

  it('says unreachable while the line is gone, and opens it again', async () => {
    const { timers, signs, port, cut } = start(2)
    port.show(1, { type: 'welcome' })
    await timers.pass(10)
    cut()
    await timers.pass(100)
    expect(health(port)).toEqual(['unreachable'])
    port.show(2, { type: 'away' })
    expect(health(port)).toEqual(['unreachable', 'unreachable'])
    await timers.pass(1000)
    expect([health(port), signs.at(2).text]).toEqual([['ok', 'ok'], '暂离'])
    port.close()
    await timers.pass(100_000)
    expect(signs.at(1).asked).toBe(2)
  })

  it('takes no address and no text that cannot be', () => {
    const { port } = start(1)
    for (const address of [0, 251, 1.5])
      expect(() => port.show(address, { type: 'blank' })).toThrow(RangeError)
    for (const text of ['', 'a', 'A*1', 'A'.repeat(13)])
      expect(() => port.show(1, number(text))).toThrow(RangeError)
    expect(port.signs()).toEqual([])
  })
})

describe('frames', () => {
  it('of our own protocol are readable lines', () => {
    const { bytes, token } = asciiCodec.request(3, 17, number('A017'))
    expect([Buffer.from(bytes).toString('latin1'), token]).toEqual(['@003:017:N:A017*D2FD\r\n', 17])
    const read = asciiCodec.reader()
    expect(read(Buffer.from('\x00#003:0'))).toEqual([])
    expect(read(Buffer.from('17:OK*0000\r\n'))).toEqual([{ type: 'noise' }])
  })

  it('of text carry GB18030 and its checksum', () => {
    const { bytes, token } = gb18030Codec.request(250, 1, { type: 'paused' })
    expect(Buffer.from(bytes).toString('hex')).toMatch(/^02fa08d4ddcda3b7fecef1[0-9a-f]{4}03$/)
    const [low, high] = bytes.subarray(-3)
    expect(token).toBe((low ?? 0) | ((high ?? 0) << 8))
    expect(
      Buffer.from(gb18030Codec.request(1, 1, number('A017')).bytes)
        .subarray(3, 7)
        .toString(),
    ).toBe('A017')
  })

  it.each(['ascii', 'gb18030'] as const)(
    'of %s with any one bit turned are never taken for good',
    (protocol) => {
      const { bytes } = codecs[protocol].request(1, 5, number('A017'))
      expect(requestReader(protocol)(bytes)).toMatchObject([{ address: 1, text: 'A017' }])
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const damaged = Uint8Array.from(bytes)
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(requestReader(protocol)(damaged), `bit ${bit}`).toEqual([])
      }
    },
  )

  it('are summed up as Modbus does it', () => {
    // The check value of CRC-16/MODBUS in every catalogue of checksums.
    expect(crc16(Buffer.from('123456789'))).toBe(0x4b37)
  })
})

describe('an address of signs', () => {
  it('says the line, the protocol and who hangs where', () => {
    expect(parseSignAddress('serial:/dev/ttyUSB0')).toEqual({
      address: { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9600, flow: 'none' },
      driver: 'ascii',
      at: new Map(),
    })
    expect(parseSignAddress('tcp://10.0.0.9:4001?driver=gb18030&at=c1:7,c2:250')).toEqual({
      address: { kind: 'tcp', host: '10.0.0.9', port: 4001 },
      driver: 'gb18030',
      at: new Map([
        ['c1', 7],
        ['c2', 250],
      ]),
    })
  })

  it.each([
    '',
    'tcp://10.0.0.9',
    'file:/dev/x',
    'serial:/dev/x?driver=morse',
    'serial:/dev/x?at=c1:251',
    'serial:/dev/x?speed=1',
  ])('“%s” is none', (text) => {
    expect(parseSignAddress(text)).toBeUndefined()
  })
})
