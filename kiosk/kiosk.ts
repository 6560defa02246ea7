/** What every screen of the kiosk is given: the hall as it is, the visitor's flow, and ways to act. */
import { computed, inject } from 'vue'
import type { ComputedRef, InjectionKey, Ref, ShallowRef } from 'vue'
import type { HallView } from '#shared/client/hallClient.ts'
import type { GuideCall } from '#shared/hall/guideCall.ts'
import type { KioskLayout } from '#shared/hall/kioskLayout.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import { directionOf } from '#shared/locale/direction.ts'
import type { WritingDirection } from '#shared/locale/direction.ts'
import { kioskTexts } from '#shared/locale/kiosk.ts'
import type { KioskTexts } from '#shared/locale/kiosk.ts'
import type { Action } from './flow/actions.ts'
import type { Flow } from './flow/flow.ts'
import type { Offer } from './hall/offer.ts'

export interface Kiosk {
  readonly view: Readonly<ShallowRef<HallView>>
  readonly flow: Readonly<ShallowRef<Flow>>
  readonly dispatch: (action: Action) => void
  readonly newCommandId: () => CommandId
  readonly reprint: (visitId: VisitId) => void
  /** The hall's layout, or the one that is only looked at. */
  readonly layout: Readonly<Ref<KioskLayout>>
  readonly offer: Readonly<Ref<Offer>>
  /** The guide called to this kiosk, if one is. */
  readonly guideCall: Readonly<Ref<GuideCall | undefined>>
  /** The visitor needs nobody any more. */
  readonly endGuideCall: () => void
  /** No number is taken here. */
  readonly isPreview: boolean
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
