/**
 * Goal: a rating is the visitor's own, once, or there is none. Method: the rating contract on the serial rater's
 * emulator in memory, over TCP and over a serial line (a pair of pseudo-terminals), and on a real rater when
 * `YIHAO_RATER` holds its address; then faults of the line, by levers, and the driver's own times moved by hand.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { EmulatedRater } from '#main/devices/rater/emulatedRater.ts'
import type { RaterLevers } from '#main/devices/rater/emulatedRater.ts'
import { createRater } from '#main/devices/rater/rater.ts'
import type { RatingDevice } from '#shared/conduct/ratingDevice.ts'
import { linesFor, memoryLine } from './deviceLines.ts'
import type { DeviceLine } from './deviceLines.ts'
import { manualTimers, settle } from './manualTimers.ts'
import type { ManualTimers } from './manualTimers.ts'
import { ratingContract } from './ratingContract.ts'

const bound = { timeout: 30_000, interval: 10 }
const ending: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})

async function open(
  line: DeviceLine,
): Promise<{ rater: EmulatedRater; device: RatingDevice; cut?: () => void }> {
  const rater = new EmulatedRater({ timers: systemTimers })
  const { opener, end, cut } = await line.open((stream) => rater.attach(stream))
  ending.push(end)
  const device = createRater({ opener, timers: systemTimers, limits: { pingMs: 200 } })
  ending.push(device.close)
  return { rater, device, ...(cut && { cut }) }
}

for (const line of linesFor('YIHAO_RATER')) {
  describe.skipIf(line.missing !== undefined)(`the rater on ${line.name}`, () => {
    ratingContract(async () => {
      const { rater, device } = await open(line)
      if (line.real) return { device }
      return {
        device,
        press: (level) => rater.press(level),
        asking: () => rater.lit?.locale,
      }
    }, line.real)

    const faults: readonly (readonly [string, Partial<RaterLevers>])[] = [
      ['the first frames to it are lost', { loseIn: 2 }],
      ['its first answers are lost', { loseOut: 2 }],
      ['everything it says comes twice', { twice: true }],
      ['its keys chatter', { bounce: true }],
    ]
    it.skipIf(line.real).each(faults)('rates once although %s', async (_, levers) => {
      const { rater, device } = await open(line)
      await expect.poll(() => device.state(), bound).toBe('ready')
      rater.set(levers)
      for (const level of ['satisfied', 'dissatisfied'] as const) {
        const answer = device.ask({ locale: 'zh' })
        await expect.poll(() => rater.lit?.locale, bound).toBe('zh')
        rater.press(level)
        expect(await answer).toEqual({ type: 'rated', level })
      }
    })

    it.skipIf(line.real).each([{ dead: true }, { garbled: true }])(
      'is silent when it does not speak plainly (%o), and comes back',
      async (levers) => {
        const { rater, device } = await open(line)
        await expect.poll(() => device.state(), bound).toBe('ready')
        rater.set(levers)
        expect(await device.ask({ locale: 'zh' })).toEqual({ type: 'unanswered', reason: 'silent' })
        expect(device.state()).toBe('silent')
        rater.set({ dead: false, garbled: false })
        await expect.poll(() => device.state(), bound).toBe('ready')
      },
    )

    it.skipIf(line.real)('leaves the question unanswered when the line breaks, and comes back', async () => {
      const { rater, device, cut } = await open(line)
      if (!cut) return
      await expect.poll(() => device.state(), bound).toBe('ready')
      const answer = device.ask({ locale: 'zh' })
      await expect.poll(() => rater.lit?.locale, bound).toBe('zh')
      cut()
      expect(await answer).toEqual({ type: 'unanswered', reason: 'unreachable' })
      expect(await device.ask({ locale: 'zh' })).toEqual({ type: 'unanswered', reason: 'unreachable' })
      await expect.poll(() => device.state(), bound).toBe('ready')
      // What it still asked from before is asked no more.
      await expect.poll(() => rater.lit, bound).toBeUndefined()
    })
  })
}

describe('the rater’s times', () => {
  async function start(): Promise<{ timers: ManualTimers; rater: EmulatedRater; device: RatingDevice }> {
    const timers = manualTimers()
    const rater = new EmulatedRater({ timers })
    const { opener } = memoryLine((stream) => rater.attach(stream))
    const device = createRater({ opener, timers })
    await settle()
    return { timers, rater, device }
  }

  it('are thirty seconds for a visitor, to the last moment', async () => {
    const { timers, rater, device } = await start()
    const first = device.ask({ locale: 'zh' })
    await timers.pass(29_999)
    rater.press('satisfied')
    expect(await first).toEqual({ type: 'rated', level: 'satisfied' })
    const second = device.ask({ locale: 'zh' })
    await timers.pass(30_000)
    expect(await second).toEqual({ type: 'unanswered', reason: 'timeOut' })
    expect(rater.press('satisfied')).toBe(false)
  })

  it('are one second more for a rater that says nothing of its end', async () => {
    const { timers, rater, device } = await start()
    let answer: unknown
    void device.ask({ locale: 'zh' }).then((given) => {
      answer = given
    })
    await timers.pass(29_000)
    rater.set({ loseOut: 20 })
    await timers.pass(1999)
    expect(answer).toBeUndefined()
    await timers.pass(1)
    expect(answer).toEqual({ type: 'unanswered', reason: 'timeOut' })
  })

  it('let a key reach the hall that was pressed in time and lost three times', async () => {
    const { timers, rater, device } = await start()
    const answer = device.ask({ locale: 'zh' })
    await timers.pass(29_900)
    rater.set({ loseOut: 3 })
    rater.press('dissatisfied')
    await timers.pass(1000)
    expect(await answer).toEqual({ type: 'rated', level: 'dissatisfied' })
  })

  it('let a key count that was pressed before the hall knew that it is asked', async () => {
    const { timers, rater, device } = await start()
    rater.set({ loseOut: 1 })
    const answer = device.ask({ locale: 'zh' })
    await settle()
    expect(rater.lit?.locale).toBe('zh')
    rater.press('satisfied')
    await timers.pass(32_000)
    expect(await answer).toEqual({ type: 'rated', level: 'satisfied' })
  })

  it('are short when a rater dies in the middle of a question', async () => {
    const { timers, rater, device } = await start()
    const states: string[] = []
    device.subscribe((state) => states.push(state))
    const answer = device.ask({ locale: 'zh' })
    await timers.pass(100)
    rater.set({ dead: true })
    await timers.pass(12_000)
    expect(await answer).toEqual({ type: 'unanswered', reason: 'silent' })
    expect(states).toEqual(['asking', 'silent'])
  })
})
