/** A visitor at the kiosk: where they are, what they chose, how they want to be served. A value; it holds no clock. */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import type { Holder, Priority } from '#shared/hall/visit.ts'
import type {
  AppointmentCode,
  CommandId,
  DepartmentId,
  PackageId,
  ServiceId,
  VisitId,
  VisitKey,
} from '#shared/ids/ids.ts'

import type { FoundAppointment, FoundVisit, KioskRead } from '#shared/protocol/messages.ts'

/** One page of the app. `home` is both the first page and where idle returns to. */
export type Screen =
  | { readonly at: 'home' }
  | { readonly at: 'departments' }
  | { readonly at: 'department'; readonly departmentId: DepartmentId }
  | { readonly at: 'packages' }
  | { readonly at: 'search' }
  | { readonly at: 'appointment' }
  /** What is theirs whose card or code was read. */
  | {
      readonly at: 'found'
      readonly appointments: readonly FoundAppointment[]
      readonly visits: readonly FoundVisit[]
    }
  | { readonly at: 'review' }
  | { readonly at: 'priority'; readonly classId?: string | undefined }
  /** The command is on its way under this id, and is sent under no other. */
  | { readonly at: 'issuing'; readonly commandId: CommandId; readonly waitedMs: number }
  | { readonly at: 'ticket'; readonly issued: Issued }
  | { readonly at: 'refused'; readonly refusal: Refusal }

/** What the hall gave: kept by the kiosk only while it is on the screen. */
export interface Issued {
  readonly visitId: VisitId
  readonly number: string
  readonly key: VisitKey | undefined
  /** It was given before, and is only looked at: no paper is on its way. */
  readonly isOld?: boolean | undefined
}

/** Why nothing came of a reading. */
export type Misread = Extract<KioskRead, { type: 'unreadable' }>['reason'] | 'unknownCode'

export const accessModes = ['largePrint', 'contrast', 'lowReach', 'byEar'] as const
export type AccessMode = (typeof accessModes)[number]

/** How this visitor is served best. All off for a new visitor. */
export type Access = Readonly<Record<AccessMode, boolean>>

export interface Basket {
  readonly serviceIds: readonly ServiceId[]
  readonly packageId?: PackageId | undefined
}

/** How long the kiosk leaves a visitor in peace, and what it does then. */
export interface IdleTimes {
  /** Without a touch for this long, it asks. */
  readonly askAfterMs: number
  /** Unanswered for this long, it wipes; never under 20 s (WCAG 2.2.1). */
  readonly wipeAfterMs: number
}

export interface Flow {
  readonly screen: Screen
  /** Where `back` leads, nearest last. */
  readonly trail: readonly Screen[]
  readonly locale: Locale
  readonly access: Access
  readonly basket: Basket
  readonly priority: Priority | undefined
  /** Typed into the search, or the appointment's number. */
  readonly typed: string
  readonly appointmentCode: AppointmentCode | undefined
  /** Whose card was read: a keyed hash and four characters, never the number. */
  readonly holder: Holder | undefined
  /** Something was read just now and is of no use; said until the next thing happens. */
  readonly misread: Misread | undefined
  /** A person was asked for; whatever was on the screen waits underneath. */
  readonly help: boolean
  /** Time without a touch. */
  readonly quietMs: number
  /** Set while the kiosk asks whether anybody is there: time left until the wipe. */
  readonly wipeInMs: number | undefined
}

/** A kiosk nobody has touched yet. */
export const freshFlow: Flow = {
  screen: { at: 'home' },
  trail: [],
  locale: 'zh',
  access: { largePrint: false, contrast: false, lowReach: false, byEar: false },
  basket: { serviceIds: [] },
  priority: undefined,
  typed: '',
  appointmentCode: undefined,
  holder: undefined,
  misread: undefined,
  help: false,
  quietMs: 0,
  wipeInMs: undefined,
}

/** Most services one number may cover; the command's own bound. */
export const mostServices = 20

/** Longest text the on-screen keyboard takes. */
export const mostTyped = 40

/** Whether nothing of a visitor is left, so that there is nothing to wipe. */
export function isFresh(flow: Flow): boolean {
  return (
    flow.screen.at === 'home' &&
    !flow.help &&
    flow.locale === freshFlow.locale &&
    !Object.values(flow.access).some(Boolean) &&
    isEmpty(flow.basket) &&
    flow.holder === undefined &&
    flow.misread === undefined &&
    flow.priority === undefined
  )
}

/** Whether nothing is chosen. */
export function isEmpty(basket: Basket): boolean {
  return basket.serviceIds.length === 0 && basket.packageId === undefined
}
