/** Appointments: booked ahead, effective at their slot when the visitor comes in the window. */
import { isoWithOffset } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { refuse } from '../refusals.ts'
import type { Refused } from '../refusals.ts'
import type { Settings } from '../settings.ts'
import type { Appointment, HallState } from '../state.ts'
import { visitServices } from './services.ts'

export function bookAppointment(state: HallState, command: CommandOf<'bookAppointment'>, context: Context): Decision {
  if (state.appointments.has(command.code)) return refuse('appointmentExists', { appointmentCode: command.code })
  const services = visitServices(state, command.serviceIds, undefined)
  if (!services.ok) return services
  if (command.slotUntilMs <= command.slotFromMs || command.slotUntilMs <= context.nowMs) {
    return refuse('appointmentLate', { appointmentCode: command.code })
  }
  const { type: _type, ...appointment } = command
  return accept({ type: 'appointmentBooked', ...appointment })
}

export function cancelAppointment(state: HallState, command: CommandOf<'cancelAppointment'>): Decision {
  const appointment = state.appointments.get(command.code)
  if (appointment === undefined) return refuse('unknownAppointment', { appointmentCode: command.code })
  if (appointment.visitId !== undefined) return refuse('appointmentUsed', { appointmentCode: command.code })
  return accept({ type: 'appointmentCancelled', code: command.code })
}

/** Refuses who comes too late, where the hall has it so. */
export function arrivalRefusal(appointment: Appointment, settings: Settings, nowMs: number): Refused | undefined {
  const late = nowMs > appointment.slotFromMs + settings.appointment.lateS * 1000
  return late && settings.appointment.whenLate === 'refuse'
    ? refuse('appointmentLate', {
        appointmentCode: appointment.code,
        slot: isoWithOffset(appointment.slotFromMs, settings.timeZone),
      })
    : undefined
}

/**
 * The slot as arrival time, epoch ms, when the visitor is in the window (or
 * early, where the hall has it so); `Infinity` when the slot does not help.
 *
 * A slot in the future holds its place among those who come until then; the
 * visitor is still called before it when nobody else is waiting.
 */
export function effectiveAtSlot(appointment: Appointment | undefined, settings: Settings, nowMs: number): number {
  if (appointment === undefined) return Infinity
  const { earlyS, lateS, whenEarly } = settings.appointment
  if (nowMs > appointment.slotFromMs + lateS * 1000) return Infinity
  if (nowMs < appointment.slotFromMs - earlyS * 1000 && whenEarly === 'asWalkIn') return Infinity
  return appointment.slotFromMs
}
