/** What every screen of the kiosk is given: the hall as it is, the visitor's flow, and ways to act. */
import { computed, inject } from 'vue'
import type { ComputedRef, InjectionKey, ShallowRef } from 'vue'
import type { HallView } from '#shared/client/hallClient.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import { directionOf } from '#shared/locale/direction.ts'
import type { WritingDirection } from '#shared/locale/direction.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import type { KioskTexts } from '#shared/locale/kiosk.ts'
import type { Action } from './flow/actions.ts'
import type { Flow } from './flow/flow.ts'

export interface Kiosk {
  readonly view: Readonly<ShallowRef<HallView>>
  readonly flow: Readonly<ShallowRef<Flow>>
  readonly dispatch: (action: Action) => void
  readonly newCommandId: () => CommandId
  readonly reprint: (visitId: VisitId) => void
  /** Where a phone finds the visitor's own page, without the key. */
  readonly origin: string
}

export const kioskKey: InjectionKey<Kiosk> = Symbol('kiosk')

export interface UsedKiosk extends Kiosk {
  readonly state: ComputedRef<HallState>
  readonly texts: ComputedRef<KioskTexts>
  readonly direction: ComputedRef<WritingDirection>
}

/** The kiosk a component stands in. */
export function useKiosk(): UsedKiosk {
  const kiosk = inject(kioskKey)
  if (kiosk === undefined) throw new Error('no kiosk around this component')
  return {
    ...kiosk,
    state: computed(() => kiosk.view.value.state),
    texts: computed(() => kioskTexts[kiosk.flow.value.locale]),
    direction: computed(() => directionOf(kiosk.flow.value.locale)),
  }
}
