/**
 * The hall as its screen draws it: at most ten times a second. A hall at work
 * sends more than that, and drawing a whole wall for each event would keep a
 * television's processor from the calls themselves, which do not come this way.
 */
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Ref, ShallowRef } from 'vue'
import type { HallView } from '#shared/client/hallClient.ts'
import type { Hall } from '../stores/hall.ts'

export interface CalmHall {
  readonly view: Readonly<ShallowRef<HallView>>
  /** The hub's time, epoch ms, moved on with the view and twice a second. */
  readonly nowMs: Readonly<Ref<number>>
}

const leastMs = 100
const tickMs = 500

/** While the component that asks is there. */
export function useCalmHall(hall: Hall): CalmHall {
  const view = shallowRef(hall.client.view)
  const nowMs = ref(hall.client.hubNowMs())
  let drawnAtMs = -Infinity
  let waiting: ReturnType<typeof setTimeout> | undefined

  function draw(): void {
    waiting = undefined
    drawnAtMs = performance.now()
    view.value = hall.client.view
    nowMs.value = hall.client.hubNowMs()
  }
  hall.follow(() => {
    const sinceMs = performance.now() - drawnAtMs
    if (sinceMs >= leastMs && waiting === undefined) draw()
    else waiting ??= setTimeout(draw, leastMs - sinceMs)
  })
  const ticking = setInterval(() => {
    nowMs.value = hall.client.hubNowMs()
  }, tickMs)
  onScopeDispose(() => {
    clearInterval(ticking)
    clearTimeout(waiting)
  })
  return { view, nowMs }
}
