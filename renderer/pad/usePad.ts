/** The pad at work: the hall it hears, the one question it asks, and the one command it may send. */
import { computed, onScopeDispose } from 'vue'
import type { ComputedRef, ShallowRef } from 'vue'
import type { Counter } from '#shared/catalogue/catalogue.ts'
import { askMeaning } from '#shared/conduct/asking.ts'
import type { Ask, AskMeaning } from '#shared/conduct/asking.ts'
import type { CounterId } from '#shared/ids/ids.ts'
import { useHall } from '../stores/hall.ts'
import type { Hall } from '../stores/hall.ts'
import { padDevice } from './padDevice.ts'
import type { Touch } from './padDevice.ts'
import type { PadFlow } from './padFlow.ts'

export interface Pad {
  readonly hall: Hall
  readonly flow: Readonly<ShallowRef<PadFlow>>
  readonly counter: ComputedRef<Counter | undefined>
  readonly touch: (touch: Touch) => void
}

const tickMs = 250

/** A pad for this counter while its page is shown. */
export function usePad(counterId: CounterId, token: string | undefined): Pad {
  const hall = useHall('pad', token)
  const pad = padDevice()
  const { device } = pad
  let asked: Ask | undefined

  async function ask(about: Ask): Promise<void> {
    asked = about
    const answering = device.ask(about)
    const id = pad.lastAsked()
    const answer = await answering
    if (answer.type !== 'rated') return
    const { level, reasons } = answer
    const { visitId, turnId } = about
    const said = await hall.client.send({
      type: 'rateVisit',
      visitId,
      turnId,
      level,
      channel: 'pad',
      ...(reasons === undefined ? {} : { reasons }),
    })
    if (said.ok) pad.told(id)
    else pad.told(id, said.refusal.code)
  }

  function mean(meaning: AskMeaning): void {
    switch (meaning.type) {
      case 'wake':
        void ask(meaning.ask)
        return
      case 'another':
        device.cancel()
        return
      case 'rated':
        // By the keys beside this pad, or on the visitor's own phone.
        if (meaning.turnId === asked?.turnId && device.state() === 'asking') device.cancel()
        return
    }
  }

  hall.follow((view, events) => {
    const nowMs = hall.client.hubNowMs()
    // A pad that belongs to another counter keeps still.
    if (view.counterId !== undefined && view.counterId !== counterId) return
    for (const entry of events) {
      const meaning = askMeaning(entry, view.state, counterId, nowMs)
      if (meaning !== undefined) mean(meaning)
    }
  })
  let lastMs = performance.now()
  const ticking = setInterval(() => {
    const nowMs = performance.now()
    pad.tick(nowMs - lastMs)
    lastMs = nowMs
  }, tickMs)
  onScopeDispose(() => {
    clearInterval(ticking)
    device.close()
  })
  return {
    hall,
    flow: pad.flow,
    counter: computed(() => hall.view.value.state.lookup.counters.get(counterId)),
    touch: (touch) => {
      pad.touch(touch)
    },
  }
}
