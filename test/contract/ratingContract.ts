/**
 * What every rating device promises, whether it has keys or a screen. A suite opens its device with a way to touch
 * it and to see it, and adds what only its own kind can suffer.
 */
import { expect, it } from 'vitest'
import { levels } from '#shared/conduct/rating.ts'
import type { Level } from '#shared/conduct/rating.ts'
import type { RatingDevice } from '#shared/conduct/ratingDevice.ts'

/** A device with a visitor before it. */
export interface RatingRig {
  readonly device: RatingDevice
  /** Touches a level; without effect while the device is dark. Absent where only a person can. */
  readonly press?: (level: Level) => void
  /** The language it asks in now; undefined while it is dark. */
  readonly asking?: () => string | undefined
}

const bound = { timeout: 30_000, interval: 10 }

/** The promises. `real`: nobody is there to touch it. */
export function ratingContract(open: () => Promise<RatingRig>, real = false): void {
  async function ready(): Promise<Required<RatingRig>> {
    const { device, press = () => undefined, asking = () => undefined } = await open()
    await expect.poll(() => device.state(), bound).toBe('ready')
    return { device, press, asking }
  }
  const lit = async ({ asking }: Required<RatingRig>, locale: string | undefined): Promise<void> => {
    await expect.poll(asking, bound).toBe(locale)
  }

  it('is ready, wakes, and goes back to sleep when nobody answers', async () => {
    const { device } = await ready()
    const answer = device.ask({ locale: 'zh', timeOutMs: 300 })
    expect(device.state()).toBe('asking')
    expect(await answer).toEqual({ type: 'unanswered', reason: 'timeOut' })
    await expect.poll(() => device.state(), bound).toBe('ready')
  })

  it.skipIf(real)('asks in the visitor’s language and gives each of the five levels', async () => {
    const rig = await ready()
    const languages = ['zh', 'en', 'ug', 'kk', 'mn'] as const
    for (const [i, level] of levels.entries()) {
      const locale = languages[i] ?? 'zh'
      const answer = rig.device.ask({ locale })
      await lit(rig, locale)
      rig.press(level)
      expect(await answer).toMatchObject({ type: 'rated', level })
      await lit(rig, undefined)
    }
  })

  it.skipIf(real)('counts the first touch alone', async () => {
    const rig = await ready()
    const answer = rig.device.ask({ locale: 'en' })
    await lit(rig, 'en')
    rig.press('satisfied')
    rig.press('veryDissatisfied')
    expect(await answer).toMatchObject({ type: 'rated', level: 'satisfied' })
  })

  it.skipIf(real)('takes no answer before it is asked, and none to the question before', async () => {
    const rig = await ready()
    rig.press('veryDissatisfied')
    const first = rig.device.ask({ locale: 'zh', timeOutMs: 200 })
    expect(await first).toEqual({ type: 'unanswered', reason: 'timeOut' })
    await lit(rig, undefined)
    rig.press('dissatisfied')
    const second = rig.device.ask({ locale: 'kk' })
    await lit(rig, 'kk')
    rig.press('basicallySatisfied')
    expect(await second).toMatchObject({ type: 'rated', level: 'basicallySatisfied' })
  })

  it.skipIf(real)('goes dark when it is cancelled', async () => {
    const rig = await ready()
    const answer = rig.device.ask({ locale: 'zh' })
    await lit(rig, 'zh')
    rig.device.cancel()
    expect(await answer).toEqual({ type: 'unanswered', reason: 'cancelled' })
    await lit(rig, undefined)
    rig.press('satisfied')
    rig.device.cancel()
    expect(rig.device.state()).toBe('ready')
  })

  it.skipIf(real)('leaves a question unanswered when the next one comes', async () => {
    const rig = await ready()
    const first = rig.device.ask({ locale: 'zh' })
    await lit(rig, 'zh')
    const second = rig.device.ask({ locale: 'ug' })
    expect(await first).toEqual({ type: 'unanswered', reason: 'replaced' })
    await lit(rig, 'ug')
    rig.press('verySatisfied')
    expect(await second).toMatchObject({ type: 'rated', level: 'verySatisfied' })
  })

  it('answers for itself when it is closed', async () => {
    const { device } = await ready()
    const answer = device.ask({ locale: 'zh' })
    device.close()
    expect(await answer).toEqual({ type: 'unanswered', reason: 'closed' })
    expect(await device.ask({ locale: 'zh' })).toEqual({ type: 'unanswered', reason: 'closed' })
  })
}
