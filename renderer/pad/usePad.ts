/** The pad at work: the hall it hears, its flow, and the one command it may send. */
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { Counter } from '#shared/catalogue/catalogue.ts'
import type { CounterId } from '#shared/ids/ids.ts'
import { useHall } from '../stores/hall.ts'
import type { Hall } from '../stores/hall.ts'
import { idle, meaningOf, reduce } from './padFlow.ts'
import type { PadAction, PadFlow } from './padFlow.ts'

export interface Pad {
  readonly hall: Hall
  readonly flow: Readonly<ShallowRef<PadFlow>>
  readonly counter: ComputedRef<Counter | undefined>
  readonly dispatch: (action: PadAction) => void
}

const tickMs = 250

/** A pad for this counter while its page is shown. */
export function usePad(counterId: CounterId, token: string | undefined): Pad {
  const hall = useHall('pad', token)
  const flow = shallowRef<PadFlow>(idle)

  const dispatch = (action: PadAction): void => {
    const before = flow.value
    flow.value = reduce(before, action)
    if (flow.value.at === 'sending' && before.at !== 'sending') void send(flow.value)
  }
  const send = async ({ ask, level, reasons }: Extract<PadFlow, { at: 'sending' }>): Promise<void> => {
    const answer = await hall.client.send({
      type: 'rateVisit',
      visitId: ask.visitId,
      turnId: ask.turnId,
      level,
      channel: 'pad',
      ...(reasons.length === 0 ? {} : { reasons }),
    })
    dispatch({
      type: 'answered',
      turnId: ask.turnId,
      ...(answer.ok ? {} : { refused: answer.refusal.code }),
    })
  }

  hall.follow((view, events) => {
    const nowMs = hall.client.hubNowMs()
    for (const entry of events) {
      const meaning = meaningOf(entry, view.state, counterId, nowMs)
      if (meaning !== undefined) dispatch(meaning)
    }
  })
  let lastMs = performance.now()
  const ticking = setInterval(() => {
    const nowMs = performance.now()
    dispatch({ type: 'tick', ms: nowMs - lastMs })
    lastMs = nowMs
  }, tickMs)
  onScopeDispose(() => {
    clearInterval(ticking)
  })
  return {
    hall,
    flow,
    counter: computed(() => hall.view.value.state.lookup.counters.get(counterId)),
    dispatch,
  }
}
