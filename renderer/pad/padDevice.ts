/** The pad as a rating device: a screen that is asked to ask, and only the visitor's own touch answers. */
import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { ratingTimeOutMs } from '#shared/conduct/ratingDevice.ts'
import type {
  RatingAnswer,
  RatingDevice,
  RatingDeviceState,
  RatingQuestion,
} from '#shared/conduct/ratingDevice.ts'
import { idle, reduce } from './padFlow.ts'
import type { PadAction, PadFlow } from './padFlow.ts'

/** What a visitor's touch may be. */
export type Touch = Extract<PadAction, { type: 'choose' | 'toggle' | 'back' | 'send' }>

type Unanswered = Extract<RatingAnswer, { type: 'unanswered' }>['reason']

export interface PadDevice {
  readonly device: RatingDevice
  readonly flow: Readonly<ShallowRef<PadFlow>>
  touch(touch: Touch): void
  /** The question that was asked last; names it to `told`. */
  readonly lastAsked: () => number
  /** What became of its answer; `refused` is the refusal's code. */
  told(id: number, refused?: string): void
  /** Lets time pass. */
  tick(ms: number): void
}

/** A pad at rest. */
export function padDevice(): PadDevice {
  const flow = shallowRef<PadFlow>(idle)
  const listeners = new Set<(state: RatingDeviceState) => void>()
  let open: ((answer: RatingAnswer) => void) | undefined
  let lastId = 0
  let isClosed = false

  const state = (): RatingDeviceState => (open === undefined ? 'ready' : 'asking')
  function settle(answer: RatingAnswer): void {
    const answering = open
    if (answering === undefined) return
    open = undefined
    answering(answer)
    for (const listener of listeners) listener(state())
  }
  const leave = (reason: Unanswered): void => {
    settle({ type: 'unanswered', reason })
  }

  function step(action: PadAction): void {
    flow.value = reduce(flow.value, action)
    const now = flow.value
    if (now.at === 'sending') {
      const { level, reasons } = now
      settle({ type: 'rated', level, ...(reasons.length === 0 ? {} : { reasons }) })
    }
    if (now.at === 'idle') leave('timeOut')
  }

  return {
    flow,
    device: {
      async ask({ locale, number = '', timeOutMs = ratingTimeOutMs }: RatingQuestion) {
        if (isClosed) return { type: 'unanswered', reason: 'closed' }
        leave('replaced')
        lastId += 1
        return new Promise((answer) => {
          open = answer
          step({ type: 'wake', ask: { id: lastId, number, locale, timeOutMs } })
          for (const listener of listeners) listener(state())
        })
      },
      cancel() {
        leave('cancelled')
        step({ type: 'another' })
      },
      state,
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      close() {
        isClosed = true
        leave('closed')
        step({ type: 'another' })
      },
    },
    touch: step,
    lastAsked: () => lastId,
    told(id, refused) {
      step({ type: 'answered', id, refused })
    },
    tick(ms) {
      step({ type: 'tick', ms })
    },
  }
}
