/**
 * Goal: a pad keeps every promise a rater with keys keeps. Method: the rating contract on the pad's own device, its
 * screen touched as a visitor would, its time let pass by a real clock.
 */
import { afterEach, describe } from 'vitest'
import { padDevice } from '#renderer/pad/padDevice.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { ratingContract } from './ratingContract.ts'

const stepMs = 10
const ending: (() => void)[] = []
afterEach(() => {
  for (const end of ending.splice(0)) end()
})

describe('the pad', () => {
  ratingContract(async () => {
    const pad = padDevice()
    let stop = (): void => undefined
    const step = (): void => {
      stop = systemTimers.after(stepMs, () => {
        pad.tick(stepMs)
        step()
      })
    }
    step()
    ending.push(() => {
      stop()
      pad.device.close()
    })
    return Promise.resolve({
      device: pad.device,
      press: (level) => {
        pad.touch({ type: 'choose', level })
        // The two lowest ask for a reason before they count.
        pad.touch({ type: 'toggle', reason: 'other' })
        pad.touch({ type: 'send' })
      },
      asking: () => (pad.flow.value.at === 'asking' ? pad.flow.value.ask.locale : undefined),
    })
  })
})
