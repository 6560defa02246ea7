/**
 * Goal: the printer's answers are believed and its silence is not. Method: a line in memory, time moved by hand,
 * and a printer that does exactly what each test says.
 */
import { describe, expect, it } from 'vitest'
import { manualTimers, settle } from '#test/contract/manualTimers.ts'
import type { ManualTimers } from '#test/contract/manualTimers.ts'
import { answerReader, statusOf } from './answers.ts'
import { addressText } from '../channel/address.ts'
import { parsePrinterAddress } from './address.ts'
import { mayPrint } from './port.ts'
import type { ChannelOpener } from '../channel/channel.ts'
import type { PrinterPort, PrinterStatus } from './port.ts'
import { createPrinter } from './printer.ts'

const job = Uint8Array.from([...Array.from({ length: 9000 }, () => 0x55), 0x1d, 0x72, 0x01])

interface Fake {
  /** Answers to DLE EOT 1–4; undefined keeps silent. */
  status: readonly (number | undefined)[]
  absent: boolean
  confirms: boolean
  /** Takes no more than this many bytes of jobs, then holds every write. */
  takes: number
  taken: number
  opened: number
  say: (...bytes: number[]) => void
  cut: () => void
}

function fakeLine(startsClean = true): { fake: Fake; opener: ChannelOpener } {
  const healthy = [0x12, 0x12, 0x12, 0x12]
  let listen: (bytes: Uint8Array) => void = () => undefined
  let end: () => void = () => undefined
  const fake: Fake = {
    status: healthy,
    absent: false,
    confirms: true,
    takes: Infinity,
    taken: 0,
    opened: 0,
    say: (...bytes) => listen(Uint8Array.from(bytes)),
    cut: () => end(),
  }
  const opener: ChannelOpener = {
    startsClean,
    open: () => {
      if (fake.absent) return Promise.reject(new Error('refused'))
      fake.opened += 1
      let over = false
      const ends: (() => void)[] = []
      end = () => {
        over = true
        for (const run of ends.splice(0)) run()
      }
      return Promise.resolve({
        onBytes: (listener) => {
          listen = listener
        },
        onClose: (listener) => ends.push(listener),
        close: () => end(),
        write: async (bytes) => {
          if (over) throw new Error('closed')
          if (bytes[0] === 0x10) {
            const answer = fake.status[(bytes[2] ?? 1) - 1]
            if (answer !== undefined) queueMicrotask(() => fake.say(answer))
            return
          }
          if (bytes.length !== 3) fake.taken += bytes.length
          if (fake.taken > fake.takes) await new Promise(() => undefined)
          const asks = bytes.at(-3) === 0x1d && bytes.at(-2) === 0x72
          if (asks && fake.confirms) queueMicrotask(() => fake.say(0x00))
        },
      })
    },
  }
  return { fake, opener }
}

function start(startsClean = true): {
  fake: Fake
  timers: ManualTimers
  port: PrinterPort
  heard: PrinterStatus[]
} {
  const { fake, opener } = fakeLine(startsClean)
  const timers = manualTimers()
  const port = createPrinter({ opener, timers, answers: { realTime: [1, 2, 3, 4], confirms: true } })
  const heard: PrinterStatus[] = []
  port.subscribe((status) => heard.push(status))
  return { fake, timers, port, heard }
}

describe('printing', () => {
  it('is printed when the printer says so', async () => {
    const { fake, port } = start()
    expect(await port.print(job, 'j')).toEqual({ type: 'printed', confirmed: true })
    expect(fake.taken).toBe(job.length)
    expect(fake.opened).toBe(1)
  })

  it.each([
    ['coverOpen', [0x1a, 0x16, 0x12, 0x12]],
    ['paperOut', [0x1a, 0x32, 0x12, 0x72]],
    ['cutter', [0x12, 0x52, 0x1a, 0x12]],
    ['error', [0x12, 0x52, 0x12, 0x12]],
    ['offline', [0x1a, 0x12, 0x12, 0x12]],
  ] as const)('sends nothing while the printer reports %s', async (reason, status) => {
    const { fake, port } = start()
    fake.status = status
    expect(await port.print(job, 'j')).toEqual({ type: 'notSent', reason })
    expect(fake.taken).toBe(0)
    expect(mayPrint(port.status())).toBe(false)
  })

  it('sends nothing to a printer that is not there, silent, or no printer', async () => {
    const { fake, port, timers } = start()
    fake.absent = true
    fake.cut()
    await timers.pass(3000)
    expect(await port.print(job, 'j')).toEqual({ type: 'notSent', reason: 'unreachable' })
    fake.absent = false
    fake.status = []
    const silent = port.print(job, 'j')
    await timers.pass(1000)
    expect(await silent).toEqual({ type: 'notSent', reason: 'silent' })
    const garbled = port.print(job, 'j')
    await settle()
    fake.say(0xff, 0x80)
    await timers.pass(1000)
    expect(await garbled).toEqual({ type: 'notSent', reason: 'garbled' })
    expect(fake.taken).toBe(0)
  })

  it('is uncertain when the line breaks, and the bytes are not sent again', async () => {
    const { fake, port, timers } = start()
    fake.takes = 5000
    const printing = port.print(job, 'j')
    await settle()
    fake.cut()
    expect(await printing).toEqual({ type: 'uncertain', reason: 'lineBroken' })
    fake.takes = Infinity
    const { taken } = fake
    await timers.pass(60_000)
    expect(fake.taken).toBe(taken)
    expect(port.status().state).toBe('ready')
  })

  it('is uncertain when the printer stops taking bytes', async () => {
    const { fake, port, timers } = start()
    fake.takes = 5000
    const printing = port.print(job, 'j')
    await timers.pass(8000)
    expect(await printing).toEqual({ type: 'uncertain', reason: 'stalled' })
  })

  it('is uncertain when nothing confirms it', async () => {
    const { fake, port, timers } = start()
    fake.confirms = false
    const printing = port.print(job, 'j')
    await timers.pass(20_000)
    expect(await printing).toEqual({ type: 'uncertain', reason: 'notConfirmed' })
  })

  it('stops waiting as soon as the printer stands still for paper', async () => {
    const { fake, port, timers } = start()
    fake.confirms = false
    const printing = port.print(job, 'j')
    await settle()
    fake.status = [0x1a, 0x32, 0x12, 0x72]
    await timers.pass(1000)
    expect(await printing).toEqual({ type: 'uncertain', reason: 'paperOut' })
    expect(port.status()).toEqual({ state: 'fault', fault: 'paperOut' })
  })

  it('takes no late answer of an old job for a new one on a serial line', async () => {
    const { fake, port, timers } = start(false)
    fake.confirms = false
    const old = port.print(job, 'old')
    await timers.pass(20_000)
    expect((await old).type).toBe('uncertain')
    const taken = fake.taken
    // The printer is mute still: the fence finds out before a byte of the new job leaves.
    const refused = port.print(job, 'new')
    await timers.pass(20_000)
    expect(await refused).toEqual({ type: 'notSent', reason: 'silent' })
    expect(fake.taken).toBe(taken)
    // Now it catches up: the old answer, the fence's, and only then the new job's.
    const printing = port.print(job, 'new')
    await settle()
    fake.say(0x00, 0x00)
    fake.confirms = true
    await timers.pass(1000)
    expect(await printing).toEqual({ type: 'printed', confirmed: true })
  })

  it('is uncertain when its own program closes it', async () => {
    const { fake, port } = start()
    fake.confirms = false
    const printing = port.print(job, 'j')
    await settle()
    await port.close()
    expect(await printing).toEqual({ type: 'uncertain', reason: 'closed' })
    expect(await port.print(job, 'k')).toEqual({ type: 'notSent', reason: 'closed' })
  })

  it('believes a one-way line as far as it goes', async () => {
    const { fake, opener } = fakeLine()
    fake.status = []
    fake.confirms = false
    const port = createPrinter({ opener, timers: manualTimers(), answers: { realTime: [], confirms: false } })
    expect(await port.print(job, 'j')).toEqual({ type: 'printed', confirmed: false })
    expect(port.status()).toEqual({ state: 'unknown' })
  })
})

describe('watching', () => {
  it('tells every change once, by itself', async () => {
    const { fake, timers, heard } = start()
    await timers.pass(0)
    fake.status = [0x12, 0x12, 0x12, 0x1e]
    await timers.pass(9000)
    fake.status = [0x1a, 0x16, 0x12, 0x12]
    await timers.pass(3000)
    fake.absent = true
    fake.cut()
    fake.status = [0x12, 0x12, 0x12, 0x12]
    await timers.pass(3000)
    fake.absent = false
    await timers.pass(3000)
    expect(heard).toEqual([
      { state: 'ready', paperNearEnd: false },
      { state: 'ready', paperNearEnd: true },
      { state: 'fault', fault: 'coverOpen' },
      { state: 'fault', fault: 'unreachable' },
      { state: 'ready', paperNearEnd: false },
    ])
  })

  it('keeps one connection', async () => {
    const { fake, timers, port } = start()
    await timers.pass(30_000)
    await port.print(job, 'j')
    expect(fake.opened).toBe(1)
  })
})

describe('answers', () => {
  it('are told apart, automatic reports left out even when torn', () => {
    const read = answerReader()
    expect(read(Uint8Array.of(0x12, 0x10, 0x00))).toEqual([{ type: 'realTime', byte: 0x12 }])
    expect(read(Uint8Array.of(0x00, 0x00, 0x03, 0xff))).toEqual([
      { type: 'processed', byte: 3 },
      { type: 'noise' },
    ])
  })

  it('name first what a person can put right', () => {
    expect(
      statusOf(
        new Map([
          [1, 0x1a],
          [2, 0x36],
          [3, 0x12],
          [4, 0x72],
        ]),
      ),
    ).toEqual({ state: 'fault', fault: 'coverOpen' })
  })
})

describe('a printer’s address', () => {
  it.each([
    ['tcp://192.168.1.50', { kind: 'tcp', host: '192.168.1.50', port: 9100 }],
    ['tcp://[fe80::1]:9101', { kind: 'tcp', host: 'fe80::1', port: 9101 }],
    ['serial:/dev/ttyUSB0', { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 115_200, flow: 'rtscts' }],
    ['serial:COM3?baud=9600&flow=xonxoff', { kind: 'serial', path: 'COM3', baudRate: 9600, flow: 'xonxoff' }],
    ['file:/dev/usb/lp0', { kind: 'file', path: '/dev/usb/lp0' }],
  ])('%s', (text, address) => {
    const read = parsePrinterAddress(text) ?? expect.fail('no address')
    expect(read).toEqual(address)
    expect(parsePrinterAddress(addressText(read))).toEqual(address)
  })

  it.each([
    '',
    'tcp://',
    'tcp://host:0',
    'tcp://host:99999',
    'serial:',
    'serial:COM1?baud=x',
    'serial:COM1?flow=maybe',
    'file:',
    'usb',
  ])('is not %j', (text) => {
    expect(parsePrinterAddress(text)).toBeUndefined()
  })
})
