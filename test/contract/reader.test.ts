/**
 * Goal: a card or a code is told once, and a reader in trouble says so. Method: one suite each for the ID-card
 * reader and the code scanner on their emulators in memory, over TCP and over a serial line (a pair of
 * pseudo-terminals), and on a real card reader when `YIHAO_READER` holds its address (as `serial:PATH?baud=115200`).
 */
import { afterEach, describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { createCodeScanner } from '#main/devices/reader/codeScanner.ts'
import { EmulatedCardReader, EmulatedScanner } from '#main/devices/reader/emulatedReaders.ts'
import type { CardReaderLevers, ScannerLevers } from '#main/devices/reader/emulatedReaders.ts'
import { createIdCardReader } from '#main/devices/reader/idCardReader.ts'
import type { CardRead, IdCardReader, Scan } from '#main/devices/reader/port.ts'
import { checkCharacter } from '#main/devices/reader/residentId.ts'
import { linesFor } from './deviceLines.ts'
import type { DeviceLine } from './deviceLines.ts'

const bound = { timeout: 30_000, interval: 10 }
/** Numbers of a region that does not exist. */
const numberOf = (order: number): string => {
  const digits = `99999920000101${String(order).padStart(3, '0')}`
  return digits + checkCharacter(digits)
}
const secret = Buffer.alloc(32, 1)

const ending: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

async function openCards(
  line: DeviceLine,
): Promise<{ cards: EmulatedCardReader; reader: IdCardReader; told: CardRead[]; cut?: () => void }> {
  const cards = new EmulatedCardReader({ timers: systemTimers })
  const { opener, end, cut } = await line.open((stream) => cards.attach(stream))
  ending.push(end)
  const limits = line.real ? {} : { pollMs: 20, answerMs: 500 }
  const reader = createIdCardReader({ opener, timers: systemTimers, secret: () => secret, limits })
  ending.push(reader.close)
  const told: CardRead[] = []
  reader.onRead((read) => told.push(read))
  await expect.poll(() => reader.state(), bound).toBe('ready')
  return { cards, reader, told, ...(cut && { cut }) }
}

const lines = linesFor('YIHAO_READER')

for (const line of lines) {
  describe.skipIf(line.missing !== undefined)(`the ID-card reader on ${line.name}`, () => {
    it('says that it is there', async () => {
      const { reader } = await openCards(line)
      expect(reader.state()).toBe('ready')
    })

    it.skipIf(line.real)('tells each card once, by hash, last four and masked name', async () => {
      const { cards, told } = await openCards(line)
      for (const [i, name] of ['张小明', '李四'].entries()) {
        cards.place(name, numberOf(i))
        await expect.poll(() => told.length, bound).toBe(i + 1)
        cards.remove()
      }
      expect(told).toEqual(
        ['张*明', '李*'].map((maskedName, i) => ({
          type: 'card',
          holder: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), last4: numberOf(i).slice(-4), maskedName },
        })),
      )
    })

    it.skipIf(line.real)('tells a card once that is found again and again', async () => {
      const { cards, told } = await openCards(line)
      cards.set({ findsAgain: true })
      cards.place('张小明', numberOf(1))
      await expect.poll(() => told.length, bound).toBe(1)
      cards.place('李四', numberOf(2))
      await expect.poll(() => told.length, bound).toBe(2)
      expect(told.map((read) => read.type)).toEqual(['card', 'card'])
    })

    const unreadable: readonly (readonly [string, Partial<CardReaderLevers>, string])[] = [
      ['is of another kind', { otherCard: true }, 'otherCard'],
      ['was moved too early', { readFails: true }, 'damaged'],
    ]
    it.skipIf(line.real).each(unreadable)(
      'says that a card %s, and reads the next',
      async (_, levers, reason) => {
        const { cards, told } = await openCards(line)
        cards.set({ ...levers, findsAgain: true })
        cards.place('张小明', numberOf(1))
        await expect.poll(() => told, bound).toEqual([{ type: 'unreadable', reason }])
        cards.set({ otherCard: false, readFails: false })
        await expect.poll(() => told.at(-1)?.type, bound).toBe('card')
        expect(told).toHaveLength(2)
      },
    )

    it.skipIf(line.real)('says that a card bears no resident’s number', async () => {
      const { cards, told } = await openCards(line)
      cards.place('张小明', '123456789012345678')
      await expect.poll(() => told, bound).toEqual([{ type: 'unreadable', reason: 'otherCard' }])
    })

    it.skipIf(line.real).each([{ dead: true }, { garbled: true }, { slowMs: 700 }])(
      'is silent when it does not answer plainly (%o), and comes back',
      async (levers) => {
        const { cards, reader, told } = await openCards(line)
        cards.set(levers)
        await expect.poll(() => reader.state(), bound).toBe('silent')
        cards.set({ dead: false, garbled: false, slowMs: 0 })
        await expect.poll(() => reader.state(), bound).toBe('ready')
        cards.place('张小明', numberOf(1))
        await expect.poll(() => told.at(-1)?.type, bound).toBe('card')
      },
    )

    it.skipIf(line.real)('is unreachable while the line is gone, and comes back', async () => {
      const { cards, reader, told, cut } = await openCards(line)
      if (!cut) return
      const states: string[] = []
      reader.subscribe((state) => states.push(state))
      cut()
      await expect.poll(() => states, bound).toEqual(['unreachable', 'ready'])
      cards.place('张小明', numberOf(1))
      await expect.poll(() => told.length, bound).toBe(1)
    })
  })

  describe.skipIf(line.missing !== undefined || line.real)(`the code scanner on ${line.name}`, () => {
    async function open(): Promise<{ codes: EmulatedScanner; told: Scan[] }> {
      const codes = new EmulatedScanner()
      const { opener, end } = await line.open((stream) => codes.attach(stream))
      ending.push(end)
      const scanner = createCodeScanner({ opener, timers: systemTimers })
      ending.push(scanner.close)
      const told: Scan[] = []
      scanner.onRead((scan) => told.push(scan))
      await expect.poll(() => [scanner.state(), codes.attached], bound).toEqual(['ready', true])
      return { codes, told }
    }

    const manners: readonly Partial<ScannerLevers>[] = [
      { suffix: 'crlf' },
      { suffix: 'cr' },
      { suffix: 'lf' },
      { dripping: true },
      { times: 5 },
    ]
    it.each(manners)('tells each code once (%o)', async (levers) => {
      const { codes, told } = await open()
      codes.set(levers)
      for (const content of ['yihao:appointment:AB12', 'CD34', 'whatever', 'EF56']) codes.scan(content)
      await expect
        .poll(() => told, bound)
        .toEqual([
          { type: 'appointment', code: 'AB12' },
          { type: 'appointment', code: 'CD34' },
          { type: 'unknown' },
          { type: 'appointment', code: 'EF56' },
        ])
    })
  })
}
