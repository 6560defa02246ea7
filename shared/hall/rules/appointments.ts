/** Appointments: booked ahead, effective at their slot when the visitor comes in the window. */
import { isoWithOffset } from '../../time/localTime.ts'
import type { CommandOf } from '../commands.ts'
import { accept } from '../decision.ts'
import type { Context, Decision } from '../decision.ts'
import { refuse } from '../refusals.ts'
import type { Refused } from '../refusals.ts'
import type { Settings } from '../settings.ts'
import type { Appointment, Day, HallState } from '../state.ts'
import { visitServices } from './services.ts'

/** Books a slot under a code of the sender’s own; one code, one appointment. */
export function bookAppointment(
  state: HallState,
  command: CommandOf<'bookAppointment'>,
  context: Context,
): Decision {
  if (state.appointments.has(command.code))
    return refuse('appointmentExists', { appointmentCode: command.code })
  const services = visitServices(state, command.serviceIds, undefined)
  if (!services.ok) return services
  if (command.slotUntilMs <= command.slotFromMs || command.slotUntilMs <= context.nowMs) {
    return refuse('appointmentLate', { appointmentCode: command.code })
  }
  const { type: _type, ...appointment } = command
  return accept({ type: 'appointmentBooked', ...appointment })
}

/** Gives an appointment up, as long as nobody has come with it. */
export function cancelAppointment(state: HallState, command: CommandOf<'cancelAppointment'>): Decision {
  const appointment = state.appointments.get(command.code)
  if (appointment === undefined) return refuse('unknownAppointment', { appointmentCode: command.code })
  if (appointment.visitId !== undefined) return refuse('appointmentUsed', { appointmentCode: command.code })
  return accept({ type: 'appointmentCancelled', code: command.code })
}

/** Refuses who comes too late, where the hall has it so. */
export function arrivalRefusal(
  appointment: Appointment,
  settings: Settings,
  nowMs: number,
): Refused | undefined {
  const late = nowMs > appointment.slotFromMs + settings.appointment.lateS * 1000
  return late && settings.appointment.whenLate === 'refuse'
    ? refuse('appointmentLate', {
        appointmentCode: appointment.code,
        slot: isoWithOffset(appointment.slotFromMs, settings.timeZone),
      })
    : undefined
}

/**
 * The arrival the order counts, before any head start, epoch ms: the slot of an
 * appointment kept in its window (or early, where the hall has it so), else now.
 *
 * A slot still to come holds its place among those who come until then; the
 * visitor is called before it when nobody else is waiting. Only a slot of the
 * running business day counts, so the wait it may cost is bounded (I7).
 */
export function arrivalOf(
  appointment: Pick<Appointment, 'slotFromMs'> | undefined,
  settings: Settings,
  day: Day | undefined,
  nowMs: number,
): number {
  return appointment !== undefined && countsSlot(appointment, settings, day, nowMs)
    ? appointment.slotFromMs
    : nowMs
}

function countsSlot(
  { slotFromMs }: Pick<Appointment, 'slotFromMs'>,
  { appointment: { earlyS, lateS, whenEarly } }: Settings,
  day: Day | undefined,
  nowMs: number,
): boolean {
  if (day !== undefined && slotFromMs >= day.endsAtMs) return false
  if (nowMs > slotFromMs + lateS * 1000) return false
  return nowMs >= slotFromMs - earlyS * 1000 || whenEarly === 'atSlot'
}
