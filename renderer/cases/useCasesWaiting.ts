/** How many cases wait for whoever is signed in to take the next step: asked for when something happens to one. */
import { ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { HallEvent } from '#shared/hall/events.ts'
import type { Hall } from '../stores/hall.ts'
import type { Session } from '../stores/session.ts'
import { caseRest } from './ask.ts'

/** Nobody hears what became of a case, only that something did. */
const moving: ReadonlySet<HallEvent['type']> = new Set(['caseOpened', 'caseMoved', 'caseNoted'] as const)

export interface CasesWaiting {
  readonly waiting: Readonly<Ref<number>>
  /** Another value: something happened to a case. */
  readonly version: Readonly<Ref<number>>
}

export function useCasesWaiting(hall: Hall, { token }: Session): CasesWaiting {
  const waiting = ref(0)
  const version = ref(0)
  const rest = caseRest(token)
  /** Only what was asked last counts, in whatever order answers come. */
  let asked = 0
  async function count(): Promise<void> {
    const mine = (asked += 1)
    const answer = await rest.waiting()
    if (mine === asked && answer.ok) waiting.value = answer.value
  }
  hall.follow((_view, events) => {
    if (events.some(({ event }) => moving.has(event.type))) version.value += 1
  })
  watch(
    [(): unknown => hall.view.value.link, (): unknown => hall.view.value.hubUp, version],
    () => {
      if (hall.view.value.link === 'live') void count()
    },
    { immediate: true },
  )
  return { waiting, version }
}
