/** A screen's view of the hall as Vue sees it: replaced whole at each change, with the hub's time ticking. */
import { inject, onScopeDispose, ref, shallowRef } from 'vue'
import type { InjectionKey, Ref, ShallowRef } from 'vue'
import type { HallClient, HallView, Listener } from '#shared/client/hallClient.ts'
import type { LinkedClient } from '#shared/client/socketLink.ts'
import type { ClientKind } from '#shared/protocol/messages.ts'

/** How a screen comes to its hall: over a socket in the product, in memory in tests. */
export type HallDoor = (kind: ClientKind, token: string | undefined) => LinkedClient

export const hallDoorKey: InjectionKey<HallDoor> = Symbol('hall door')

export interface Hall {
  readonly view: Readonly<ShallowRef<HallView>>
  /** The hub's time, epoch ms, moved on twice a second. */
  readonly nowMs: Readonly<Ref<number>>
  readonly client: HallClient
  /** Hears every view with its events, in order; also the first one. */
  follow(listener: Listener): void
  close(): void
}

/** How often the hub is asked for its time. */
const pingEveryMs = 15_000

/** Opens a hall; the caller closes it. */
export function openHall(door: HallDoor, kind: ClientKind, token: string | undefined): Hall {
  const linked = door(kind, token)
  const { client } = linked
  const view = shallowRef(client.view)
  const nowMs = ref(client.hubNowMs())
  client.listen((next) => {
    view.value = next
    nowMs.value = client.hubNowMs()
  })
  const ticking = setInterval(() => {
    nowMs.value = client.hubNowMs()
  }, 500)
  const pinging = setInterval(() => {
    if (view.value.link === 'live') client.ping()
  }, pingEveryMs)
  return {
    view,
    nowMs,
    client,
    follow(listener) {
      listener(client.view, [])
      client.listen(listener)
    },
    close() {
      clearInterval(ticking)
      clearInterval(pinging)
      linked.close()
    },
  }
}

/** The door given to this screen. */
export function useHallDoor(): HallDoor {
  const door = inject(hallDoorKey)
  if (door === undefined) throw new Error('this screen was given no way to its hall')
  return door
}

/** A hall open for as long as the component that asks. */
export function useHall(kind: ClientKind, token?: string): Hall {
  const hall = openHall(useHallDoor(), kind, token)
  onScopeDispose(() => {
    hall.close()
  })
  return hall
}
