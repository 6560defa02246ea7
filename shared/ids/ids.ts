/**
 * Branded identifiers. A plain string becomes one of these only by passing its
 * parser, so an id of one kind can never be used as another.
 */
import { z } from 'zod'

const idText = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\p{L}\p{N}_.:-]+$/u, 'letters, digits, and _ . : - only')

/** One visitor's stay in the hall. */
export const visitId = idText.brand<'VisitId'>()
/** One service handled at one counter by one teller. */
export const turnId = idText.brand<'TurnId'>()
/** A catalogue row: what a visitor comes for. */
export const serviceId = idText.brand<'ServiceId'>()
/** A number series with a letter; groups services. */
export const queueId = idText.brand<'QueueId'>()
/** A service counter of the hall. */
export const counterId = idText.brand<'CounterId'>()
/** A part of the hall, shown on paper and screens as where to wait. */
export const zoneId = idText.brand<'ZoneId'>()
/** A department that owns services. */
export const departmentId = idText.brand<'DepartmentId'>()
/** A theme package (一件事): one choice that stands for several services. */
export const packageId = idText.brand<'PackageId'>()
/** A member of staff. */
export const staffId = idText.brand<'StaffId'>()
/** A running kiosk, console, display or pad. */
export const stationId = idText.brand<'StationId'>()
/** A screen of the hall; a display station's screen has the station's own id. */
export const displayId = idText.brand<'DisplayId'>()
export type DisplayId = z.infer<typeof displayId>
/** One command, chosen by whoever sends it; a second hearing is answered from the record. */
export const commandId = z.string().min(1).max(200).brand<'CommandId'>()
/** Something that happened while a station was alone; also the command id under which it is merged. */
export const factId = z.string().min(1).max(200).brand<'FactId'>()
/** One call for a guide. */
export const guideCallId = idText.brand<'GuideCallId'>()
/** One hub process's lasting identity. */
export const hubId = idText.brand<'HubId'>()
/** The hall itself. */
export const hallId = idText.brand<'HallId'>()
/** One case: a matter that could not be done, a complaint, a finding, a bad rating. */
export const caseId = idText.brand<'CaseId'>()
/** One clocking in or out. */
export const punchId = idText.brand<'PunchId'>()
/** One leave asked for. */
export const leaveId = idText.brand<'LeaveId'>()
/** One deduction from a month's points. */
export const deductionId = idText.brand<'DeductionId'>()
/** One assignment of a shift 班次. */
export const rosterId = idText.brand<'RosterId'>()
/** An appointment's code as the visitor holds it. */
export const appointmentCode = idText.brand<'AppointmentCode'>()
/** A ticket number as printed, e.g. `A017`. */
export const ticketNumber = z
  .string()
  .regex(/^[A-Z]{1,2}\d{3,5}$/, 'a letter and a running number, e.g. A017')
  .brand<'TicketNumber'>()
/** The secret that opens a visitor's own page and lets them rate; at least 128 bits. */
export const visitKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/, 'not a visit key')
  .brand<'VisitKey'>()
/** A business day `YYYY-MM-DD` in the hall's time zone. */
export const businessDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD')
  .brand<'BusinessDay'>()

export type VisitId = z.infer<typeof visitId>
export type TurnId = z.infer<typeof turnId>
export type ServiceId = z.infer<typeof serviceId>
export type QueueId = z.infer<typeof queueId>
export type CounterId = z.infer<typeof counterId>
export type ZoneId = z.infer<typeof zoneId>
export type DepartmentId = z.infer<typeof departmentId>
export type PackageId = z.infer<typeof packageId>
export type StaffId = z.infer<typeof staffId>
export type StationId = z.infer<typeof stationId>
export type CommandId = z.infer<typeof commandId>
export type FactId = z.infer<typeof factId>
export type GuideCallId = z.infer<typeof guideCallId>
export type HubId = z.infer<typeof hubId>
export type HallId = z.infer<typeof hallId>
export type CaseId = z.infer<typeof caseId>
export type PunchId = z.infer<typeof punchId>
export type LeaveId = z.infer<typeof leaveId>
export type DeductionId = z.infer<typeof deductionId>
export type RosterId = z.infer<typeof rosterId>
export type AppointmentCode = z.infer<typeof appointmentCode>
export type TicketNumber = z.infer<typeof ticketNumber>
export type VisitKey = z.infer<typeof visitKey>
export type BusinessDay = z.infer<typeof businessDay>
