/** Everything that can happen at the kiosk: a touch, an answer, the passing of time. */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import type { Refusal } from '#shared/hall/refusals.ts'
import type { Priority } from '#shared/hall/visit.ts'
import type { AppointmentCode, CommandId, DepartmentId, PackageId, ServiceId } from '#shared/ids/ids.ts'
import type { FoundVisit, KioskRead } from '#shared/protocol/messages.ts'
import type { AccessMode, Issued } from './flow.ts'

export type Action =
  | { readonly type: 'chooseLanguage'; readonly locale: Locale }
  | { readonly type: 'toggleAccess'; readonly mode: AccessMode }
  | { readonly type: 'open'; readonly at: 'departments' | 'packages' | 'search' | 'appointment' | 'review' }
  /** A person, please. */
  | { readonly type: 'askForHelp' }
  | { readonly type: 'openDepartment'; readonly departmentId: DepartmentId }
  | { readonly type: 'openPriority' }
  /** One tap on a common service: chosen, and on to the check. */
  | { readonly type: 'takeService'; readonly serviceId: ServiceId }
  | { readonly type: 'takePackage'; readonly packageId: PackageId }
  /** In a list: chosen, or no longer. */
  | { readonly type: 'toggleService'; readonly serviceId: ServiceId }
  | { readonly type: 'removePackage' }
  | { readonly type: 'addMore' }
  | { readonly type: 'typeText'; readonly text: string }
  | { readonly type: 'backspace' }
  | { readonly type: 'clearTyped' }
  | { readonly type: 'choosePriorityClass'; readonly classId: string }
  | { readonly type: 'claimPriority'; readonly priority: Priority }
  | { readonly type: 'dropPriority' }
  | { readonly type: 'confirm'; readonly commandId: CommandId }
  | { readonly type: 'arrive'; readonly appointmentCode: AppointmentCode; readonly commandId: CommandId }
  /** Something was laid on or held before a reader. */
  | { readonly type: 'read'; readonly read: KioskRead; readonly commandId: CommandId }
  /** On from what was found to choosing, as the same person. */
  | { readonly type: 'chooseServices' }
  | { readonly type: 'showVisit'; readonly visit: FoundVisit }
  | { readonly type: 'issued'; readonly commandId: CommandId; readonly issued: Issued }
  | { readonly type: 'refused'; readonly commandId: CommandId; readonly refusal: Refusal }
  | { readonly type: 'back' }
  | { readonly type: 'startOver' }
  /** The visitor says that they are still there. */
  | { readonly type: 'stay' }
  /** A touch that did nothing else. */
  | { readonly type: 'touch' }
  /** Time passed, ms since the last tick; `guided` while a guide is called to this kiosk. */
  | { readonly type: 'tick'; readonly ms: number; readonly guided?: boolean }
