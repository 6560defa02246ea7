/**
 * Goal: signs show what they shall, whatever befalls one of them. Method: one suite for both drivers on the
 * emulator in memory, over TCP and over a serial line (a pair of pseudo-terminals), and on real signs when
 * `YIHAO_SIGN` holds their address (as `serial:PATH`; `YIHAO_SIGN_DRIVER` their protocol, address 1 of them is
 * used); real lines, real time. Faults are levers of the emulator, so real signs skip them.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { asciiCodec } from '#main/devices/sign/asciiCodec.ts'
import { EmulatedSigns } from '#main/devices/sign/emulatedSigns.ts'
import { gb18030Codec } from '#main/devices/sign/gb18030Codec.ts'
import type { SignContent, SignLine, SignReport } from '#main/devices/sign/port.ts'
import { createSignLine } from '#main/devices/sign/signLine.ts'
import { linesFor } from './deviceLines.ts'
import type { DeviceLine } from './deviceLines.ts'

const codecs = { ascii: asciiCodec, gb18030: gb18030Codec } as const
const realDriver = process.env['YIHAO_SIGN_DRIVER'] ?? 'ascii'

/** Answers may be late on a busy machine; only a silent sign ever costs this much. */
const limits = { answerMs: 400, turnaroundMs: 1, backOffMs: [20, 20, 50, 1000], refreshMs: 3_600_000 }
const bound = { timeout: 30_000, interval: 10 }
const number = (n: string): SignContent => ({ type: 'number', number: n })

const ending: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

async function open(
  line: DeviceLine,
  driver: keyof typeof codecs,
  count = 3,
  more: Partial<typeof limits> = {},
): Promise<{ signs: EmulatedSigns; port: SignLine; cut?: () => void; of: (address: number) => SignReport }> {
  const addresses = Array.from({ length: count }, (_, i) => i + 1)
  const signs = new EmulatedSigns({ protocol: driver, addresses, timers: systemTimers })
  const { opener, end, cut } = await line.open((stream) => signs.attach(stream))
  ending.push(end)
  const port = createSignLine({
    opener,
    codec: codecs[driver],
    timers: systemTimers,
    limits: { ...limits, ...more },
  })
  ending.push(port.close)
  const of = (address: number): SignReport => {
    const report = port.signs().find((sign) => sign.address === address)
    if (!report) throw new Error(`sign ${address} was never to show anything`)
    return report
  }
  return { signs, port, of, ...(cut && { cut }) }
}

const lines = linesFor('YIHAO_SIGN')
const cases = lines.flatMap((line) =>
  (['ascii', 'gb18030'] as const)
    .filter((driver) => !line.real || driver === realDriver)
    .map((driver) => ({ line, driver })),
)

for (const { line, driver } of cases) {
  describe.skipIf(line.missing !== undefined)(`${driver} signs on ${line.name}`, () => {
    const { real } = line

    it('show each content in its turn', async () => {
      const { signs, port, of } = await open(line, driver)
      const contents: readonly (readonly [SignContent, string])[] = [
        [number('A017'), 'A017'],
        [{ type: 'welcome' }, '欢迎'],
        [{ type: 'paused' }, '暂停服务'],
        [{ type: 'away' }, '暂离'],
        [{ type: 'blank' }, ''],
      ]
      for (const [content, text] of contents) {
        port.show(1, content)
        await expect.poll(() => of(1), bound).toMatchObject({ health: 'ok', shown: content })
        if (!real) expect(signs.at(1).text).toBe(text)
      }
      if (!real) expect(signs.at(1).history).toEqual(contents.map(([, text]) => text))
    })

    it.skipIf(real)('never show an older number after a newer one, and end with the newest', async () => {
      const { signs, port } = await open(line, driver)
      signs.at(1).set({ slowMs: 5 })
      const told = Array.from({ length: 60 }, (_, i) => `A${String(i + 1).padStart(3, '0')}`)
      for (const [i, text] of told.entries()) {
        port.show(1, number(text))
        port.show(2, number(text))
        if (i % 12 !== 0) continue
        // Some numbers are on their way when the next one comes.
        const { asked } = signs.at(1)
        await expect.poll(() => signs.at(1).asked, { ...bound, interval: 1 }).toBeGreaterThan(asked)
      }
      await expect.poll(() => [signs.at(1).text, signs.at(2).text], bound).toEqual(['A060', 'A060'])
      for (const address of [1, 2]) {
        const { history } = signs.at(address)
        expect(history).toEqual(history.toSorted())
        expect(history.length).toBeGreaterThan(1)
      }
    })

    it.skipIf(real)('are told again when their answer is lost, and show it once', async () => {
      const { signs, port, of } = await open(line, driver)
      signs.at(1).set({ loseAcks: true })
      port.show(1, number('A001'))
      await expect.poll(() => of(1).health, bound).toBe('silent')
      expect(signs.at(1).asked).toBeGreaterThanOrEqual(3)
      signs.at(1).set({ loseAcks: false })
      await expect.poll(() => of(1), bound).toMatchObject({ health: 'ok', shown: number('A001') })
      expect(signs.at(1).history).toEqual(['A001'])
    })

    it.skipIf(real)('are told the newest when they come back, and nothing in between', async () => {
      const { signs, port, of } = await open(line, driver)
      signs.at(2).set({ dead: true })
      port.show(2, number('A001'))
      await expect.poll(() => of(2).health, bound).toBe('silent')
      for (const n of ['A002', 'A003']) port.show(2, number(n))
      signs.at(2).set({ dead: false })
      await expect.poll(() => of(2), bound).toMatchObject({ health: 'ok', shown: number('A003') })
      expect(signs.at(2).history).toEqual(['A003'])
    })

    it.skipIf(real)('are called garbled when their answers are', async () => {
      const { signs, port, of } = await open(line, driver)
      signs.at(1).set({ garbled: true })
      port.show(1, { type: 'welcome' })
      await expect.poll(() => of(1).health, bound).toBe('garbled')
      signs.at(1).set({ garbled: false })
      await expect.poll(() => of(1).health, bound).toBe('ok')
    })

    it.skipIf(real)('tell what they cannot show, and go on with what they can', async () => {
      const { signs, port, of } = await open(line, driver)
      signs.at(1).set({ digitsOnly: true })
      port.show(1, number('A001'))
      await expect.poll(() => of(1).health, bound).toBe('refusing')
      port.show(1, number('001'))
      await expect.poll(() => of(1), bound).toMatchObject({ health: 'ok', shown: number('001') })
      expect(signs.at(1).history).toEqual(['001'])
    })

    it.skipIf(real)('are brought up to date after they were switched off and on', async () => {
      const { signs, port, of } = await open(line, driver, 3, { refreshMs: 100 })
      port.show(1, number('A001'))
      await expect.poll(() => of(1).health, bound).toBe('ok')
      signs.at(1).powerCycle()
      await expect.poll(() => signs.at(1).text, bound).toBe('A001')
    })

    it.skipIf(real)('stay right when every request is heard twice', async () => {
      const { signs, port, of } = await open(line, driver)
      // Without numbers a sign cannot tell a late copy from news.
      signs.at(1).set({ duplicate: driver === 'ascii' ? 'late' : 'atOnce' })
      for (const n of ['A001', 'A002', 'A003', 'A004']) {
        port.show(1, number(n))
        await expect.poll(() => of(1).shown, bound).toEqual(number(n))
      }
      expect(signs.at(1).history).toEqual(['A001', 'A002', 'A003', 'A004'])
    })

    it.skipIf(real)('go on where a hall left off that was started anew', async () => {
      const { signs, port, of } = await open(line, driver)
      for (const n of ['A001', 'A002', 'A003']) {
        port.show(1, number(n))
        await expect.poll(() => of(1).shown, bound).toEqual(number(n))
      }
      port.close()
      const { opener, end } = await line.open((stream) => signs.attach(stream))
      ending.push(end)
      const next = createSignLine({ opener, codec: codecs[driver], timers: systemTimers, limits })
      ending.push(next.close)
      next.show(1, { type: 'welcome' })
      await expect.poll(() => next.signs()[0]?.shown, bound).toEqual({ type: 'welcome' })
      expect(signs.at(1).text).toBe('欢迎')
    })

    it.skipIf(real)('are told everything again when the line comes back', async () => {
      const { signs, port, of, cut } = await open(line, driver)
      if (!cut) return
      port.show(1, number('A001'))
      await expect.poll(() => of(1).health, bound).toBe('ok')
      const heard: string[] = []
      port.subscribe(({ health }) => heard.push(health))
      signs.at(1).powerCycle()
      cut()
      await expect.poll(() => signs.at(1).text, bound).toBe('A001')
      await expect.poll(() => of(1).health, bound).toBe('ok')
      expect(heard[0]).toBe('unreachable')
    })

    it.skipIf(real)('of 24 counters stay up to date with one dead', async () => {
      const { signs, port, of } = await open(line, driver, 24)
      signs.at(7).set({ dead: true })
      const others = [...signs.signs.keys()].filter((address) => address !== 7)
      for (let round = 1; round <= 5; round += 1) {
        const text = `B${String(round).padStart(3, '0')}`
        for (const address of signs.signs.keys()) port.show(address, number(text))
        await expect
          .poll(() => others.filter((address) => signs.at(address).text !== text), bound)
          .toEqual([])
      }
      await expect.poll(() => others.filter((address) => of(address).health !== 'ok'), bound).toEqual([])
      await expect.poll(() => of(7).health, bound).toBe('silent')
      expect(signs.at(7).history).toEqual([])
      expect(signs.collisions).toBe(0)
      // Every one of them saw every round, in order, and was asked hardly more often than it had news.
      for (const address of others) {
        expect(signs.at(address).history).toEqual(['B001', 'B002', 'B003', 'B004', 'B005'])
      }
    })
  })
}
